"""Reports on their way: sent, decided, owed; the months that may be reported; the record of events.

Every question takes the reader's scope with the view and gives nothing outside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from portfolio.model import View
from portfolio.queries.naming import called
from portfolio.queries.select import select
from portfolio.queries.sums import ordered, rate
from portfolio.store import Store


def reports(store: Store, view: View) -> pl.DataFrame:
    """One row a report in scope, the newest first: period_on, unit, sent_by, sent_at, verdict, reason, counts, hash."""
    return _called(
        store, view, "FROM report_row($newest_event, $scope) ORDER BY submission_id DESC", scope=_scope(view)
    )


def pending_reports(store: Store, view: View) -> pl.DataFrame:
    """Those of `reports` that nobody has decided; those with warnings first, then the oldest."""
    order = "(warning_count > 0) DESC, submission_id"
    return _called(
        store,
        view,
        f"FROM report_row($newest_event, $scope) WHERE verdict = 'pending' ORDER BY {order}",
        scope=_scope(view),
    )


def reports_of_unit(store: Store, view: View, unit_code: str) -> pl.DataFrame:
    """Those of `reports` that the unit sent, the newest first."""
    return _called(
        store,
        view,
        "FROM report_row($newest_event, $scope) WHERE unit_code = $unit ORDER BY submission_id DESC",
        scope=_scope(view),
        unit=unit_code,
    )


def one_report(store: Store, view: View, number: int) -> pl.DataFrame:
    """The row of `reports` of that number; none where the reader may not see it."""
    return _called(
        store,
        view,
        "FROM report_row($newest_event, $scope) WHERE submission_id = $number",
        scope=_scope(view),
        number=number,
    )


def report_entries(store: Store, view: View, number: int) -> pl.DataFrame:
    """One row a value that the report states, beside the value it replaces: old_value, new_value, changes, place."""
    return _called(
        store,
        view,
        "FROM report_entry($number, $newest_event, $scope) "
        "ORDER BY project_id, sheet, row_number, position, kind, part, field",
        scope=_scope(view),
        number=number,
    )


def report_verdicts(store: Store, view: View, number: int) -> pl.DataFrame:
    """One row a project of the report in scope: name, verdict (pending while nobody has decided it), reason, who, when."""
    return store.read_known(
        view,
        "FROM report_verdict($number, $newest_event, $scope) ORDER BY project_id",
        scope=_scope(view),
        number=number,
    )


def report_remarks(store: Store, view: View, number: int) -> pl.DataFrame:
    """One row a remark of the report or of a decision about it: kind, code, project, place, value, said."""
    return _called(
        store,
        view,
        "FROM report_remark($number, $newest_event, $scope) ORDER BY event_id, position",
        scope=_scope(view),
        number=number,
    )


FIGURE = {"kind": "entry_kind"} | {
    name: name for name in ("part", "currency", "field", "new_value", "new_precision", "was_cleared")
}
"""What names a figure and its value in `report_entries`, and how `figures_remarked` calls it."""


def figures_remarked(remarks: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """The rows of `report_remarks`, each beside the figure of `report_entries` at whose cell it stands; NULL for none.

    A row of a report of before has one cell for all its figures: there a reviewer's remark goes with the figure whose
    value it names, and any other with none.
    """
    cell = ["project_id", "sheet", "cell"]
    figures = entries.select(*cell, *(pl.col(old).alias(new) for old, new in FIGURE.items()))
    numbered = remarks.with_row_index("__row")
    beside = numbered.join(figures.drop_nulls("cell"), on=cell, maintain_order="left")
    its_own = (pl.len().over("__row") == 1) | (pl.col("value") == pl.col("new_value"))
    beside = beside.filter(its_own).unique("__row", keep="none").select("__row", *FIGURE.values())
    return numbered.join(beside, on="__row", how="left", maintain_order="left").drop("__row")


def months(store: Store, view: View) -> pl.DataFrame:
    """One row a month that has begun, the newest first: closes_on, state for all units, until_on, why."""
    return _called(
        store, view, "FROM period_row($as_of, $newest_event) ORDER BY period_on DESC", as_of=view.as_of
    )


def unit_months(store: Store, view: View, unit_code: str) -> pl.DataFrame:
    """One row a month that has begun as the unit finds it, the newest first: is_open, state, closes_on, is_late."""
    return _called(
        store,
        view,
        "FROM unit_period($as_of, $newest_event, $unit) ORDER BY period_on DESC",
        as_of=view.as_of,
        unit=unit_code,
    )


def unit_reopenings(store: Store, view: View) -> pl.DataFrame:
    """One row a month and unit that somebody opened or closed by itself, the newest change first."""
    return _called(
        store,
        view,
        "FROM period_override($newest_event) WHERE unit_code IS NOT NULL ORDER BY changed_at DESC",
    )


def units(store: Store, view: View) -> pl.DataFrame:
    """One row an active reporting unit: unit_code, name, county_code."""
    rows = _called(store, view, "FROM unit_in_force($newest_event) WHERE active ORDER BY unit_code")
    return rows.select("unit_code", "name", "county_code")


PARTS: dict[str, tuple[str, ...]] = {"all": (), "county": ("county_code",), "unit": ("unit_code",)}
"""By what owed reports are counted, and the columns that name each part."""


def followup_counts(store: Store, view: View, period_on: date) -> pl.DataFrame:
    """One row a county, a unit and all together (`part`): expected, accepted, pending, returned, later, missing."""
    rows = followup_rows(store, view, period_on)
    parts = [_counted(rows, part, *by) for part, by in PARTS.items()]
    counts = pl.concat(parts, how="diagonal").select(
        "part",
        "county_code",
        "unit_code",
        "unit_name",
        pl.exclude("part", "county_code", "unit_code", "unit_name"),
    )
    return ordered(counts, "part", "-missing_count", "county_code", "unit_code")


def _counted(rows: pl.DataFrame, part: str, *by: str) -> pl.DataFrame:
    """One row a value of `by`, or one in all: the projects (each once, however many units answer for it)."""
    named = pl.col("project_id")

    def stood(name: str, condition: pl.Expr) -> pl.Expr:
        return named.filter(condition).n_unique().cast(pl.Int64).alias(f"{name}_count")

    standings = [
        stood(name, pl.col("standing") == name)
        for name in ("accepted", "pending", "returned", "later", "missing")
    ]
    totals = [
        named.n_unique().cast(pl.Int64).alias("expected_count"),
        *standings,
        stood("sent_late", pl.col("sent_late")),
        pl.col("overdue_days").max(),
        pl.col("last_period_on").max(),
    ]
    of_unit = [pl.col("unit_name").first()] if "unit_code" in by else []
    counted = rows.group_by(by).agg(*of_unit, *totals) if by else rows.select(totals)
    return counted.with_columns(
        pl.lit(part).alias("part"), rate("accepted_count", "expected_count").alias("reported_share")
    )


def followup_rows(store: Store, view: View, period_on: date) -> pl.DataFrame:
    """One row a project that owes a report of the month and a unit that answers for it, the longest overdue first."""
    selection = select(store, view)
    rows = selection.day.ask(
        "FROM followup_row($of_period_on) ORDER BY ALL", "monthly", of_period_on=period_on
    )
    return ordered(selection.of_rows(rows), "-overdue_days", "county_code", "unit_code", "project_id")


def events(
    store: Store,
    view: View,
    kinds: Sequence[str] | None = None,
    actors: Sequence[str] | None = None,
    days: tuple[date | None, date | None] = (None, None),
    sought: str | None = None,
) -> pl.DataFrame:
    """One row an event that the reader may know of, the newest first; None asks for all, `sought` for a text in it."""
    return _called(
        store,
        view,
        "FROM event_row($newest_event, $scope, $kinds, $actors, $first_on, $last_on, $sought) ORDER BY event_id DESC",
        scope=_scope(view),
        kinds=None if kinds is None else list(kinds),
        actors=None if actors is None else list(actors),
        first_on=days[0],
        last_on=days[1],
        sought=sought,
    )


def true_moments(store: Store, view: View) -> dict[int, datetime]:
    """Event number to what the clock said, of the events that got a later moment."""
    return dict(_called(store, view, "FROM event_clock_row($newest_event)").iter_rows())


def event_total(store: Store, view: View) -> pl.DataFrame:
    """One row: event_count, last_hash and last_at of the whole ledger."""
    return _called(store, view, "FROM event_total($newest_event)")


def settings(store: Store, view: View) -> dict[str, str]:
    """Name to value of every choice of the city that was ever made."""
    rows = _called(store, view, "FROM setting_in_force($newest_event)")
    return dict(rows.select("name", "value").iter_rows())


def _scope(view: View) -> list[str] | None:
    return None if view.scope is None else list(view.scope)


def _called(store: Store, view: View, question: str, **parameters: object) -> pl.DataFrame:
    """The answer, units and projects by their names in the reader's language."""
    return called(store, view, store.read_known(view, question, **parameters))
