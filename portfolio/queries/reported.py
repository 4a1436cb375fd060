"""What a monthly report is compared with: who reports, the last accepted values, and the accepted entries themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.queries.asking import FILTERS
from portfolio.store import Store

MONTHLY = ("status", "progress", "funding", "plan")
"""The kinds of entry whose held values depend on the month; the others are asked as they stand."""
TIMELESS = ("milestone", "obstacle")
KINDS = ("status", "investment", "funding", "plan", "progress", "milestone", "obstacle")
INNER = ("event_id", "position", "place", "december_on", "december_reported", "last_year")
"""What the macros add to an entry's own columns."""


def own_projects(store: Store, view: View, unit_code: str) -> pl.DataFrame:
    """One row a project or group that the unit answers for, in library order."""
    question = f"FROM own_project($snapshot, $unit_code, {FILTERS}) ORDER BY project_id"
    return store.ask(question, view, unit_code=unit_code)


def named_projects(store: Store, view: View) -> pl.DataFrame:
    """The same of the view's projects, whoever answers for them."""
    return store.ask(f"FROM named_project($snapshot, {FILTERS}) ORDER BY project_id", view)


def held(store: Store, view: View, period_on: date) -> dict[str, pl.DataFrame]:
    """Kind of entry to what is accepted of it: as of the month (…_last) and in the months beside it."""
    found = {
        kind: store.ask(
            f"FROM held_{kind}($snapshot, $month_on, {FILTERS}) ORDER BY ALL", view, month_on=period_on
        )
        for kind in MONTHLY
    }
    return found | {
        kind: store.ask(f"FROM held_{kind}($snapshot, {FILTERS}) ORDER BY ALL", view) for kind in TIMELESS
    }


def accepted_entries(store: Store, view: View) -> Iterator[tuple[str, pl.DataFrame]]:
    """Entry table to its accepted rows of the view's projects, in the order in which they count."""
    for kind in KINDS:
        rows = store.ask(
            f"""FROM accepted_{kind}($snapshot)
                SEMI JOIN selected($snapshot, {FILTERS}) USING (project_id) ORDER BY place""",
            view,
        )
        yield f"{kind}_entry", rows.drop(INNER, strict=False)


def library_names(store: Store, view: View) -> pl.DataFrame:
    """One row a project of the library in force: project_id and name, whoever answers for it."""
    rows = store.read("FROM library_row($known_at) ORDER BY project_id", {"known_at": view.known_at})
    return rows.select("project_id", "name")


def whole_library(store: Store, view: View, project_ids: list[str]) -> dict[str, pl.DataFrame]:
    """Table to its rows as an edition stores them: these projects with the groups above them, and the counties."""
    known = {"known_at": view.known_at}
    projects = store.read(
        "FROM library_with_groups($known_at, $ids) ORDER BY position", known | {"ids": project_ids}
    )
    counties = store.read("FROM county_row($known_at) ORDER BY sort_order", known)
    found = {"project": projects, "county": counties}
    return {table: rows.drop("event_id", "position") for table, rows in found.items()}


def unit_name(store: Store, view: View, unit_code: str) -> str | None:
    """The unit's name as it stands; None for a unit that the ledger lacks."""
    found = store.read(
        "FROM unit_in_force($known_at) WHERE unit_code = $unit_code",
        {"known_at": view.known_at, "unit_code": unit_code},
    )
    return str(found["name"][0]) if found.height else None


def pending_reports(store: Store, view: View, period_on: date, unit_code: str) -> pl.DataFrame:
    """One row a report of the unit and month that nobody has decided, newest first."""
    return store.read(
        "FROM pending_report($known_at, $period_on, $unit_code) ORDER BY submission_id DESC",
        {"known_at": view.known_at, "period_on": period_on, "unit_code": unit_code},
    )
