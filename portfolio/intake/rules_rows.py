"""What a row must hold to say something: values that go together, notes that say nothing alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault
from portfolio.intake.typed import BAD, CLEARED, NOTES, TEXT, Typed


def of_rows(sheets: Sequence[Typed], context: Context) -> Iterator[Faults]:
    """The faults of rows by themselves."""
    for typed in sheets:
        yield from _notes_alone(typed)
    by_code = {typed.sheet.code: typed for typed in sheets}
    if status := by_code.get("status"):
        yield from _of_investment(status)
        yield from _of_unchanged(status, sheets, context)
    if milestones := by_code.get("milestones"):
        yield from _of_milestones(milestones)


def stated(code: str) -> pl.Expr:
    """Whether the column says anything in the row: a value, a clearing or something faulty."""
    return pl.col(code + TEXT).is_not_null()


def _notes_alone(typed: Typed) -> Iterator[Faults]:
    if typed.sheet.code in ("status", "obstacles"):
        return
    values = [c.code for c in typed.sheet.inputs if c.code not in NOTES]
    alone = typed.rows.filter(~pl.any_horizontal(stated(code) for code in values))
    if typed.sheet.code == "milestones":
        # an approval without a due day has a sentence of its own
        alone = alone.filter(~stated("approval") & ~stated("approved_on"))
    yield fault(alone, typed.sheet.code, values[0], "row_needs_value")


def _of_investment(status: Typed) -> Iterator[Faults]:
    amount, beside = stated("amount"), stated("basis") | stated("document_number")
    yield fault(status.rows.filter(amount & ~stated("basis")), "status", "basis", "basis_missing")
    yield fault(status.rows.filter(beside & ~amount), "status", "amount", "amount_missing")


def _of_unchanged(status: Typed, sheets: Sequence[Typed], context: Context) -> Iterator[Faults]:
    same = status.rows.filter(pl.col("unchanged"))
    if same.is_empty():
        return
    here = pl.any_horizontal(stated(code) for code in ("stage", "amount", "basis", "document_number"))
    elsewhere = pl.concat(
        [pl.Series("project_id", [], pl.String)]
        + [typed.rows["project_id"].drop_nulls() for typed in sheets if typed.sheet.code != "status"]
    )
    changed = here | pl.col("project_id").is_in(elsewhere.unique().implode())
    yield fault(same.filter(changed), "status", "unchanged", "unchanged_and_changed")
    staged = context.held["status"].filter(pl.col("stage_last").is_not_null())["project_id"]
    unknown = ~pl.col("project_id").is_in(staged.implode())
    yield fault(same.filter(~changed & unknown), "status", "unchanged", "nothing_to_confirm")


def _of_milestones(milestones: Typed) -> Iterator[Faults]:
    rows = milestones.rows
    number, on, due = stated("approval"), stated("approved_on"), stated("due_on")
    yield fault(rows.filter(number & ~on), "milestones", "approved_on", "approval_no_day")
    yield fault(rows.filter(on & ~number), "milestones", "approval", "approval_no_number")
    yield fault(rows.filter(number & on & ~due), "milestones", "due_on", "approval_no_due")
    both = stated("forecast_on") & stated("done_on")
    both &= ~pl.col("forecast_on" + CLEARED) & ~pl.col("done_on" + CLEARED)
    both &= ~pl.col("forecast_on" + BAD) & ~pl.col("done_on" + BAD)
    yield fault(rows.filter(both), "milestones", "forecast_on", "forecast_and_done")
