"""What only the rules of the lights can say of a report: asked of a trial ledger, not written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, day, fault, label
from portfolio.intake.trial import Outcome
from portfolio.intake.typed import PRECISION, TEXT, Typed

PAYMENT_COLUMNS = {"funding": "paid_amount", "progress": "work_done_amount", "status": "amount"}
"""Where a payment out of bounds is pointed at: the first sheet that states anything of it."""


def of_outcome(sheets: Mapping[str, Typed], outcome: Outcome, context: Context) -> Iterator[Faults]:
    """The warnings of the rules: 自行推迟, payment against work."""
    if milestones := sheets.get("milestones"):
        yield _rescheduled(milestones, outcome)
    yield from _payment(sheets, outcome, context)


def _rescheduled(milestones: Typed, outcome: Outcome) -> Faults:
    """The rows that state a due day where the ledger would count one more postponement without approval."""
    keys = ["project_id", "milestone"]
    before = outcome.milestones_before.select(
        *keys, __before="silent_count", __old="due_on", __old_precision="due_precision"
    )
    after = outcome.milestones_after.select(*keys, __after="silent_count")
    more = after.join(before, on=keys, how="left").filter(pl.col("__after") > pl.col("__before").fill_null(0))
    rows = milestones.rows.filter(pl.col("due_on").is_not_null()).join(more, on=keys, maintain_order="left")
    facts = {
        "milestone": label("milestone", pl.col("milestone")),
        "old": day(pl.col("__old"), pl.col("__old_precision")),
        "new": day(pl.col("due_on"), pl.col("due_on" + PRECISION)),
    }
    return fault(
        rows,
        "milestones",
        "due_on",
        "rescheduled",
        severity="warning",
        value=pl.col("due_on" + TEXT),
        facts=facts,
    )


def _payment(sheets: Mapping[str, Typed], outcome: Outcome, context: Context) -> Iterator[Faults]:
    """The projects whose payment, work, share or investment the file states and whose payment is out of bounds."""
    stated = [
        sheets[code]
        .rows.filter(pl.col(column + TEXT).is_not_null())
        .select("project_id", "row_number", sheet=pl.lit(code), value=pl.col(column + TEXT))
        for code, column in PAYMENT_COLUMNS.items()
        if code in sheets
    ]
    if not stated:
        return
    first = pl.concat(stated).drop_nulls("project_id").unique("project_id", keep="first", maintain_order=True)
    judged = first.join(
        outcome.after.select("project_id", "payment_ahead", "payment_low"),
        on="project_id",
        maintain_order="left",
    )
    facts = {"payment_ahead": ("floor", "margin"), "payment_low": ("low",)}
    for flag, names in facts.items():
        named = {name: context.rules[name] for name in names}
        for code, column in PAYMENT_COLUMNS.items():
            rows = judged.filter(pl.col(flag).fill_null(value=False) & (pl.col("sheet") == code))
            yield fault(rows, code, column, flag, severity="warning", value=pl.col("value"), facts=named)
