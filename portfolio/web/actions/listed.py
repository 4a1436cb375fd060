"""Items as rows of a table, and in a sentence: how many are overdue, open, closed, and of these in time."""

from __future__ import annotations

import polars as pl

from portfolio.queries import actions as queries
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row

LISTS = CODELISTS | {"action_state": "action_state", "action_word": "action_word"}
COLUMNS = (
    *("action_state", "action_what", "name", "county_code", "action_who", "due_on", "late_days"),
    *("action_word", "action_meeting"),
)
MINE = ("action_state", "action_what", "name", "due_on", "late_days", "action_word", "action_reason")
UNKNOWN = {"name": "action.of_county", "action_meeting": "table.dash", "*": "table.dash"}
COUNTED = ("action", "overdue", "open", "closed", "kept", "dropped")
COUNTS = tuple(f"{name}_count" if name == "action" else f"action_{name}_count" for name in COUNTED)


def table(frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...] = COLUMNS) -> Table:
    """The items, each leading to its own page."""
    meetings = [meeting(frame, row) for row in rows.iter_rows(named=True)]
    told = rows.with_columns(
        pl.col("what").alias("action_what"),
        pl.col("responsible").alias("action_who"),
        pl.col("said").alias("action_said"),
        pl.when(pl.col("action_word") == "sent_back").then("reason").alias("action_reason"),
        pl.Series("action_meeting", meetings, pl.String),
        pl.when(pl.col("late_days") > 0).then("late_days").alias("late_days"),
    )
    links = {"action_what": lambda row: opened(frame, row)}
    shown = told.select(*columns, "action_id", "project_id")
    return Table(shown, columns, unknown=UNKNOWN, codelists=LISTS, links=links)


def opened(frame: Frame, row: Row) -> str:
    """The address of the item's own page."""
    return frame.link("actions", number=str(row["action_id"]), choice=None, tab=None)


def meeting(frame: Frame, row: Row) -> str | None:
    """The meeting's name and day; None where the item was given at none."""
    if row["meeting"] is None:
        return None
    if row["meeting_on"] is None:
        return str(row["meeting"])
    return frame.say("action.meeting_told", name=row["meeting"], day=frame.day(row["meeting_on"]))  # type: ignore[arg-type]


def by(rows: pl.DataFrame, column: str) -> Table:
    """The counts by county or by unit, with all of them together."""
    names = {f"{name}_count": f"action_{name}_count" for name in COUNTED[1:]}
    counts = queries.action_counts(rows, column).rename(names)
    totals: dict[str, object] = {
        names.get(name, name): count for name, count in queries.action_total(rows).items()
    }
    unknown = {"unit_name": "action.no_unit", "*": "table.dash"}
    return Table(counts.select(column, *COUNTS), (column, *COUNTS), totals=totals, unknown=unknown)


def sentence(frame: Frame, rows: pl.DataFrame) -> str:
    """How many there are, and how they stand; what there is none of is not named."""
    total = queries.action_total(rows)
    if not total["action_count"]:
        return frame.say("action.none")
    parts = [frame.say("action.answer", count=total["action_count"])]
    parts += [
        frame.say(f"action.answer_{name}", count=total[f"{name}_count"], kept=total["kept_count"])
        for name in ("overdue", "open", "closed", "dropped", "waits")
        if total[f"{name}_count"]
    ]
    return frame.say("late.answer_join").join(parts) + frame.say("late.answer_end")
