"""Correcting a slip of the pen: what is proposed, which statements it mends, who accepts it, and the papers that show it.

A correction never changes the row it mends: it is a newer row, and the definitions put its right value in place of
what the mended statements say, from its acceptance on.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from portfolio.model.entries import Entry
from portfolio.model.events import Record
from portfolio.model.fields import Precision

KINDS: dict[str, type[Entry]] = {
    kind.table: kind for kind in Entry.__subclasses__() if kind.table != "indicator_entry"
}
"""What an owner reports of a project, by the table that keeps it."""

NAMING = ("source", "currency", "year", "year_end_on", "milestone", "obstacle", "correction")
"""Fields that say of what an entry speaks: to state another source is another statement, not another value."""

REQUIRED = {("status_entry", "stage"), ("investment_entry", "amount"), ("investment_entry", "basis")}
"""Fields without which the entry would say nothing: a correction gives them another value, never none."""

PRECISE = {"due_on": "due_precision", "done_on": "done_precision"}
"""Days that are stated with their precision, and the field that holds it."""

TOLD_BESIDE = ("forecast_precision",)
"""What says how a day was told and moves nothing: a corrected forecast is told to the day."""

RATED = {
    ("plan_entry", "planned_amount"),
    ("progress_entry", "work_done_amount"),
    ("funding_entry", "planned_amount"),
    ("funding_entry", "allocated_amount"),
    ("funding_entry", "received_amount"),
    ("funding_entry", "paid_amount"),
    ("year_end_base_entry", "work_done_amount"),
    ("year_end_base_entry", "allocated_amount"),
    ("year_end_base_entry", "received_amount"),
    ("year_end_base_entry", "paid_amount"),
    ("status_entry", "stage"),
}
"""Fields that a rate or a count of those who are ranked rests on, whichever way they are moved."""

APPROVED = {("milestone_entry", "approval"), ("milestone_entry", "approved_on")}
LATER_IS_BETTER = {("milestone_entry", "due_on")}
EARLIER_IS_BETTER = {("milestone_entry", "done_on")}
"""What makes a project less late: any word of an approval, a later due day, an earlier done day."""


def mendable(table: str) -> tuple[str, ...]:
    """The fields of an entry kind that a correction may give another value, in their order."""
    kind = KINDS[table]
    own = [name for name in kind.model_fields if name not in Entry.model_fields]
    return tuple(name for name in own if name not in (*NAMING, *PRECISE.values(), *TOLD_BESIDE))


def needs_paper(
    table: str, field: str, stated: str, value: str | None, precision: Precision | None = None
) -> bool:
    """Whether a correction from the one value to the other may make a project less late or move a rate.

    Days are told as text in the ledger's spelling, which sorts as the days do. A due day moved later or taken away, a
    done day moved earlier or made coarse (its lateness counts from its period's first day), any word of an approval.
    """
    if (table, field) in RATED | APPROVED:
        return True
    if (table, field) in LATER_IS_BETTER:
        return value is None or value > stated
    if (table, field) in EARLIER_IS_BETTER:
        return value is not None and (value < stated or precision not in (None, "day"))
    return False


class Correction(Record):
    """One slip of the pen: the field of a project's entries, the right value as text (None: nothing was stated), and why."""

    table = "correction"

    project_id: str
    entry: str
    field: str
    value: str | None = None
    value_precision: Precision | None = None
    reason: Annotated[str, Field(min_length=1)]


class MendedStatement(Record):
    """One accepted statement that a correction mends: its report, its place there among rows of its kind, what it says."""

    table = "mended_statement"

    submission_id: int
    place: int
    stated: str


class CorrectionDecision(Record):
    """What became of a proposed correction; an accepted one counts from the deciding event's `at`."""

    table = "correction_decision"

    correction_id: int
    verdict: Literal["accepted", "refused", "withdrawn"]
    reason: str | None = None


class Attachment(Record):
    """A paper that belongs to its event: kept under its checksum, seen by those who may see the project.

    With a report it proves a row of it: `entry` is that entry's table, `part` its milestone, source or stage.
    """

    table = "attachment"

    project_id: str
    file_name: str
    kind: Literal["pdf", "jpg", "png"]
    size_bytes: int
    sha256: str
    entry: str | None = None
    part: str | None = None
