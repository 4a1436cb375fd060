"""What only the rules of the lights can say of a report: asked of a trial ledger, not written again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, day, fault, label, money, share, word
from portfolio.intake.trial import Outcome
from portfolio.intake.typed import PRECISION, TEXT, Typed
from portfolio.queries.owed import WORDS

PAYMENT_COLUMNS = {"funding": "paid_amount", "progress": "work_done_amount", "status": "amount"}
"""Where a payment out of bounds is pointed at: the first sheet that states anything of it."""

SUMS = ("paid_amount", "investment_amount", "work_done_amount", "physical_share")
"""What the hints about payment rest on."""
KEYS = ["project_id", "milestone"]


def of_outcome(sheets: Mapping[str, Typed], outcome: Outcome, context: Context) -> Iterator[Faults]:
    """The warnings of the rules: 未经批准推迟, late approvals, payment against work, what red projects owe."""
    if milestones := sheets.get("milestones"):
        yield from _put_off(milestones, outcome)
        yield from _approvals(milestones, outcome)
    yield from _payment(sheets, outcome, context)
    yield from _words_owed(sheets, outcome)


def still_forecast(sheets: Mapping[str, Typed], outcome: Outcome, context: Context) -> pl.DataFrame:
    """The milestones whose due day is stated, and whose forecast stays what it was: 仍预计."""
    columns = ["project_id", "name", "milestone", "forecast_on", "forecast_precision", "forecast_past_days"]
    milestones = sheets.get("milestones")
    names = context.projects.select("project_id", "name")
    before = outcome.milestones_before.select(*KEYS, __before="forecast_on")
    after = outcome.milestones_after.join(before, on=KEYS).join(names, on="project_id")
    same = after.filter(pl.col("__before").eq(pl.col("forecast_on"))).select(columns)
    if milestones is None:
        return same.clear()
    silent = pl.col("forecast_on" + TEXT).is_null() & pl.col("due_on").is_not_null()
    return same.join(milestones.rows.filter(silent).select(KEYS), on=KEYS, how="semi", maintain_order="left")


def _more(milestones: Typed, outcome: Outcome, counted: str) -> pl.DataFrame:
    """The rows of milestones of which the ledger would count one more, beside the due day before and after."""
    before = outcome.milestones_before.select(
        *KEYS, __before=counted, __old="due_on", __old_precision="due_precision"
    )
    after = outcome.milestones_after.select(
        *KEYS, "late_approval_days", __after=counted, __due="due_on", __due_precision="due_precision"
    )
    more = after.join(before, on=KEYS, how="left").filter(pl.col("__after") > pl.col("__before").fill_null(0))
    return milestones.rows.join(more, on=KEYS, maintain_order="left")


def _put_off(milestones: Typed, outcome: Outcome) -> Iterator[Faults]:
    """The rows that put a milestone off without approval, in the due column or in the forecast's."""
    rows = _more(milestones, outcome, "postponement_count")
    forecast = pl.col("forecast_on").is_not_null()
    said = {
        "due_on": (rows.filter(~forecast & pl.col("due_on").is_not_null()), "rescheduled", "__old"),
        "forecast_on": (rows.filter(forecast), "postponed", "__due"),
    }
    for column, (told, code, due) in said.items():
        facts = {
            "milestone": label("milestone", pl.col("milestone")),
            "old": day(pl.col(due), pl.col(due + "_precision")),
            "new": day(pl.col(column), pl.col(column + PRECISION)),
        }
        text = pl.col(column + TEXT)
        yield fault(told, "milestones", column, code, severity="warning", value=text, facts=facts)


def _approvals(milestones: Typed, outcome: Outcome) -> Iterator[Faults]:
    """The rows whose approval came when the milestone was already late, or is handed in late."""
    counts = {"late_approval_count": "approval_late", "late_filed_count": "approval_filed_late"}
    for counted, code in counts.items():
        rows = _more(milestones, outcome, counted).filter(pl.col("approved_on").is_not_null())
        facts = {
            "milestone": label("milestone", pl.col("milestone")),
            "approved": day(pl.col("approved_on")),
            "days": pl.col("late_approval_days").cast(pl.String),
        }
        text = pl.col("approved_on" + TEXT)
        yield fault(rows, "milestones", "approved_on", code, severity="warning", value=text, facts=facts)


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
        outcome.after.select("project_id", *SUMS, "payment_ahead", "payment_low"),
        on="project_id",
        maintain_order="left",
    )
    facts = {"payment_ahead": ("floor", "margin"), "payment_low": ("low",)}
    for flag, names in facts.items():
        named: dict[str, pl.Expr | str] = {name: context.rules[name] for name in names}
        named |= {
            "paid": money(pl.col("paid_amount")),
            "investment": money(pl.col("investment_amount")),
            "work": money(pl.col("work_done_amount")),
            "physical": pl.coalesce(share(pl.col("physical_share")), pl.lit(word("intake.kind.blank"))),
        }
        for code, column in PAYMENT_COLUMNS.items():
            rows = judged.filter(pl.col(flag).fill_null(value=False) & (pl.col("sheet") == code))
            yield fault(rows, code, column, flag, severity="warning", value=pl.col("value"), facts=named)


def _words_owed(sheets: Mapping[str, Typed], outcome: Outcome) -> Iterator[Faults]:
    """The projects that the report leaves red without 原因, 措施, 责任人 or 期限: where the file first speaks of them."""
    order = sorted(sheets, key=lambda code: code != "obstacles")
    spoken = [
        sheets[code].rows.select("project_id", "row_number", sheet=pl.lit(code)).drop_nulls("project_id")
        for code in order
    ]
    if not spoken:
        return
    first = pl.concat(spoken).unique("project_id", keep="first", maintain_order=True)
    parts = [pl.when(name).then(pl.lit(name.removesuffix("_owed"))) for name in WORDS]
    owed = outcome.owed_after.select(
        "project_id", told=pl.concat_str(parts, separator="+", ignore_nulls=True)
    ).filter(pl.col("told") != "")
    rows = first.join(owed, on="project_id", maintain_order="left")
    facts = {"parts": pl.format("@codes:owed:{}", pl.col("told"))}
    for code in order:
        here = rows.filter(pl.col("sheet") == code)
        yield fault(here, code, "project_id", "words_owed", severity="warning", facts=facts)
