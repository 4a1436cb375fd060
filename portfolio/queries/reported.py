"""What a monthly report is compared with: who reports, the last accepted values, and the accepted entries themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store

MONTHLY = ("status", "progress", "funding", "plan")
"""The kinds of entry whose held values depend on the month; the others are asked as they stand."""
TIMELESS = ("milestone", "obstacle")
KINDS = ("status", "investment", "funding", "plan", "progress", "year_end_base", "milestone", "obstacle")
INNER = ("event_id", "position", "place", "december_on", "december_reported", "last_year")
"""What the macros add to an entry's own columns."""


def own_projects(store: Store, view: View, unit_code: str) -> pl.DataFrame:
    """One row a project or group that the unit answers for, in library order."""
    own = store.read_known(
        view,
        "FROM project_unit($newest_event) WHERE unit_code = $unit_code",
        unit_code=unit_code,
    )
    return named_projects(store, view).join(own, on="project_id", how="semi", maintain_order="left")


def named_projects(store: Store, view: View) -> pl.DataFrame:
    """The same of the view's projects, whoever answers for them."""
    return select(store, view).of("named")


def held(store: Store, view: View, period_on: date) -> dict[str, pl.DataFrame]:
    """Kind of entry to what is accepted of it: as of the month (…_last) and in the months beside it."""
    selection = select(store, view)
    found = {
        kind: selection.of_rows(
            selection.day.ask(f"FROM held_{kind}($month_on) ORDER BY ALL", month_on=period_on)
        )
        for kind in MONTHLY
    }
    return found | {kind: selection.of(f"held_{kind}") for kind in TIMELESS}


def report_entries(store: Store, view: View, number: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Entry table to the rows of the report of that number, in its order; only tables of which it has any."""
    for kind in KINDS:
        table = f"{kind}_entry"
        asked = f"FROM store.{table} WHERE event_id = $number AND event_id <= $newest_event ORDER BY position"
        rows = store.read_known(view, asked, number=number)
        if rows.height:
            yield table, rows.drop(INNER, strict=False)


def accepted_entries(store: Store, view: View) -> Iterator[tuple[str, pl.DataFrame]]:
    """Entry table to its accepted rows of the view's projects, in the order in which they count, each with acceptance_no."""
    selection = select(store, view)
    named = selection.projects["project_id"].to_list()
    for kind in KINDS:
        rows = selection.day.ask(
            f"""SELECT *, acceptance_of(place) AS acceptance_no FROM accepted_{kind}()
                WHERE list_contains($projects, project_id) ORDER BY place""",
            projects=named,
        )
        yield f"{kind}_entry", rows.drop(INNER, strict=False)


def approvals_handed(store: Store, view: View) -> dict[int, datetime]:
    """The acceptance_no of each report with an approval that counts, of the view's projects, to when it was handed in."""
    selection = select(store, view)
    rows = selection.day.ask(
        "SELECT DISTINCT acceptance_no, handed_at FROM approval_handed() WHERE list_contains($projects, project_id)",
        projects=selection.projects["project_id"].to_list(),
    )
    return dict(rows.iter_rows())


def library_names(store: Store, view: View) -> pl.DataFrame:
    """One row a project of the library in force: project_id and name, whoever answers for it."""
    rows = store.read_known(
        view, "FROM library_row($as_of, $newest_event) ORDER BY project_id", as_of=view.as_of
    )
    return rows.select("project_id", "name")


def whole_library(store: Store, view: View, project_ids: list[str]) -> dict[str, pl.DataFrame]:
    """Table to its rows as an edition stores them: these projects with the groups above them, and the counties."""
    projects = store.read_known(
        view,
        "FROM library_with_groups($as_of, $newest_event, $ids) ORDER BY position",
        as_of=view.as_of,
        ids=project_ids,
    )
    counties = store.read_known(
        view, "FROM county_row($as_of, $newest_event) ORDER BY sort_order", as_of=view.as_of
    )
    found = {"project": projects, "county": counties}
    return {table: rows.drop("event_id", "position") for table, rows in found.items()}


def earlier_editions(store: Store, view: View) -> dict[str, pl.DataFrame]:
    """What editions before the one in force leave to the view's projects, all by edition_no, the oldest first.

    edition (of these and of the one in force), rows (under the numbers that continue them), choices, and done (what a
    merged project's parts have all done).
    """
    selection = select(store, view)
    named = selection.projects["project_id"].to_list()
    ask = selection.day.ask
    return {
        "edition": ask("FROM edition_now ORDER BY edition_no"),
        "rows": ask(
            "FROM earlier_row() WHERE list_contains($ids, project_id) ORDER BY edition_no, project_id, origin_no",
            ids=named,
        ),
        "choices": ask("FROM chosen_day() ORDER BY edition_no"),
        "done": ask("FROM part_done_now WHERE list_contains($ids, project_id) ORDER BY ALL", ids=named),
    }


def unit_name(store: Store, view: View, unit_code: str) -> str | None:
    """The unit's name as it stands; None for a unit that the ledger lacks."""
    found = store.read_known(
        view, "FROM unit_in_force($newest_event) WHERE unit_code = $unit_code", unit_code=unit_code
    )
    return str(found["name"][0]) if found.height else None


def pending_reports(store: Store, view: View, period_on: date, unit_code: str) -> pl.DataFrame:
    """One row a report of the unit and month that nobody has decided, newest first."""
    return store.read_known(
        view,
        "FROM pending_report($newest_event, $period_on, $unit_code) ORDER BY submission_id DESC",
        period_on=period_on,
        unit_code=unit_code,
    )
