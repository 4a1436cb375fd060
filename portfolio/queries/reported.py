"""What a monthly report is compared with: who reports, and the last accepted values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from portfolio.day import touches
from portfolio.model import View
from portfolio.queries.select import select
from portfolio.queries.sums import known_sum
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


def concerns(store: Store, view: View, since: int) -> bool:
    """Whether anything that the view knows and that happened after the event `since` may concern its projects' unit.

    On a month's last evening nearly all that happens are other units' reports.
    """
    newest = store.newest_known(view)
    if newest == since or view.projects is None:
        return newest != since
    return touches(store, view.as_of, since, newest, view.projects)


def entries_by_kind(store: Store, view: View, period_on: date) -> dict[str, pl.DataFrame]:
    """Kind of entry to what is accepted of it: as of the month (…_last) and in the months beside it."""
    selection = select(store, view)
    frames = {
        kind: selection.of_rows(
            selection.day.ask(f"FROM held_{kind}($month_on) ORDER BY ALL", month_on=period_on)
        )
        for kind in MONTHLY
    }
    return frames | {kind: selection.of(f"held_{kind}") for kind in TIMELESS}


def stated(store: Store, view: View, period_on: date, projects: Sequence[str]) -> pl.DataFrame:
    """One row a figure of these projects that an accepted report of that very month states: kind, part, currency, field."""
    return select(store, view).day.ask(
        "FROM month_stated($month_on, $projects) ORDER BY ALL", month_on=period_on, projects=list(projects)
    )


def report_entries(store: Store, view: View, number: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """Entry table to the rows of the report of that number, in its order; only tables of which it has any."""
    for kind in KINDS:
        table = f"{kind}_entry"
        question = (
            f"FROM store.{table} WHERE event_id = $number AND event_id <= $newest_event ORDER BY position"
        )
        rows = store.read_known(view, question, number=number)
        if rows.height:
            yield table, rows.drop(INNER, strict=False)


def library_names(store: Store, view: View) -> pl.DataFrame:
    """One row a project of the library in force: project_id and name, whoever answers for it."""
    rows = store.read_known(
        view, "FROM library_row($as_of, $newest_event) ORDER BY project_id", as_of=view.as_of
    )
    return rows.select("project_id", "name")


def library_codes(store: Store, view: View) -> pl.DataFrame:
    """The same with each project's national code (null where none is known)."""
    rows = store.read_known(
        view, "FROM library_row($as_of, $newest_event) ORDER BY project_id", as_of=view.as_of
    )
    return rows.select("project_id", "project_code", "name")


def told_of_months(store: Store, view: View, months: Sequence[date]) -> pl.DataFrame:
    """One row a project, month of these, source (null: work done) and figure that an accepted report of that month tells."""
    day = select(store, view.of_all()).day
    return day.ask(
        "FROM told_in_month() WHERE list_contains($months::DATE[], period_on)", months=list(months)
    )


def by_month(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a month: of how many projects these rows tell, and what their amounts come to."""
    amounts = [name for name in rows.columns if name.endswith("_amount")]
    counted = pl.col("project_id").n_unique().alias("project_count")
    return rows.group_by("period_on").agg(counted, *map(known_sum, amounts)).sort("period_on")


def file_taken(store: Store, checksum: str, kind: str) -> int | None:
    """The number of the event of that kind that took the very file; None for none."""
    rows = store.read("FROM file_taken($checksum)", {"checksum": checksum}).filter(kind=kind)
    return int(rows["event_id"][0]) if rows.height else None


def unit_name(store: Store, view: View, unit_code: str) -> str | None:
    """The unit's name as it stands; None for a unit that the ledger lacks."""
    units = store.read_known(
        view, "FROM unit_in_force($newest_event) WHERE unit_code = $unit_code", unit_code=unit_code
    )
    return str(units["name"][0]) if units.height else None


def pending_reports(store: Store, view: View, period_on: date, unit_code: str) -> pl.DataFrame:
    """One row a report of the unit and month that nobody has decided, newest first."""
    return store.read_known(
        view,
        "FROM pending_report($newest_event, $period_on, $unit_code) ORDER BY submission_id DESC",
        period_on=period_on,
        unit_code=unit_code,
    )
