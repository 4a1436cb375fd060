"""Amounts against the months beside, against one another and against the investment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault, money, share, word
from portfolio.intake.sheets import Column
from portfolio.intake.typed import CLEARED, TEXT, Typed, part_of

JUMP = 3
"""From how many times the month before a cumulative amount needs a word."""
SMALL_SHARE = 0.01
"""A share of 1 written where a percentage is asked for looks like this."""
Facts = dict[str, pl.Expr | str]


def with_held(typed: Typed, context: Context) -> pl.DataFrame:
    """The sheet's rows beside what is accepted of the same key."""
    held = context.held[typed.sheet.code]
    return typed.rows.join(held, on=list(typed.sheet.keys), how="left", maintain_order="left")


def of_money(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The faults of amounts and shares."""
    for code in ("progress", "funding"):
        if typed := sheets.get(code):
            rising = [one for one in typed.sheet.columns if one.cumulative and typed.states(one.code)]
            rows = with_held(typed, context) if rising else typed.rows
            for column in rising:
                yield from _of_cumulative(rows, column)
    if (funding := sheets.get("funding")) and funding.states("word"):
        yield from _unfit_words(funding, context)
    if (funding := sheets.get("funding")) and (
        funding.states("paid_amount") or funding.states("received_amount")
    ):
        yield from _paid_over_received(funding, context)
        yield from _paid_over_investment(funding, sheets, context)
    if (progress := sheets.get("progress")) and progress.states("work_done_amount"):
        yield from _work_over_investment(progress, sheets, context)
    if progress and progress.states("physical_share"):
        yield from _small_share(progress, context)


def falling(column: Column) -> tuple[pl.Expr, pl.Expr]:
    """Whether the value falls against the month before, and whether it stands above a later month's."""
    new, before, after = (pl.col(column.code + side) for side in ("", "_before", "_after"))
    taken_back = (
        pl.col(column.code + CLEARED) & pl.coalesce(pl.col(column.code + "_last"), before).is_not_null()
    )
    return (new < before).fill_null(value=False) | taken_back, (new > after).fill_null(value=False)


def _of_cumulative(rows: pl.DataFrame, column: Column) -> Iterator[Faults]:
    told = share if column.kind == "share" else money
    name = word(f"intake.{column.sheet}.{column.code}")
    silent = pl.col("correction" + TEXT).is_null() & ~_is_recovered(rows, column)
    new = (
        pl.when(pl.col(column.code + CLEARED))
        .then(pl.lit(word("intake.kind.cleared")))
        .otherwise(told(pl.col(column.code)))
    )
    falls, rises = falling(column)
    old = told(pl.coalesce(pl.col(column.code + "_before"), pl.col(column.code + "_last")))
    where = (column.sheet, column.code)
    text = pl.col(column.code + TEXT)
    yield fault(
        rows.filter(falls & silent),
        *where,
        "falls_before",
        value=text,
        facts={"column": name, "new": new, "old": old},
    )
    later = told(pl.col(column.code + "_after"))
    yield fault(
        rows.filter(rises & ~falls & silent),
        *where,
        "falls_after",
        value=text,
        facts={"column": name, "new": new, "old": later},
    )
    if column.kind == "amount":
        before = pl.coalesce(pl.col(column.code + "_before"), pl.col(column.code + "_last"))
        leaps = (before > 0) & (pl.col(column.code) > before * JUMP)
        facts: Facts = {"column": name, "old": money(before), "new": money(pl.col(column.code))}
        yield fault(rows.filter(leaps), *where, "jump", severity="warning", value=text, facts=facts)


RECOVERED = ("allocated_amount", "received_amount")
"""What money that is taken back (收回) may lower."""


def _is_recovered(rows: pl.DataFrame, column: Column) -> pl.Expr:
    """Whether the row says that the money was taken back: then 下达 and 到位 fall without a correction."""
    if column.code not in RECOVERED or "word" not in rows.columns:
        return pl.lit(value=False)
    return (pl.col("word") == "recovered").fill_null(value=False)


def _unfit_words(funding: Typed, context: Context) -> Iterator[Faults]:
    """垫付 where nothing is paid above what was received, 收回 where nothing falls."""
    rows = with_held(funding, context)
    over = (in_effect("paid_amount") > in_effect("received_amount")).fill_null(value=False)
    falls = pl.any_horizontal(falling(funding.sheet.column(code))[0] for code in RECOVERED)
    for word_of, fits, code in (("advance", over, "advance_unfit"), ("recovered", falls, "recovered_unfit")):
        unfit = rows.filter((pl.col("word") == word_of) & ~fits)
        yield fault(unfit, "funding", "word", code, value=pl.col("word" + TEXT))


def in_effect(code: str) -> pl.Expr:
    """The column's value once the row counts: what it states, else what was accepted; null where cleared."""
    return (
        pl.when(pl.col(code + CLEARED))
        .then(None)
        .otherwise(pl.coalesce(pl.col(code), pl.col(code + "_last")))
    )


def _paid_over_received(funding: Typed, context: Context) -> Iterator[Faults]:
    rows = with_held(funding, context)
    touched = pl.col("paid_amount" + TEXT).is_not_null() | pl.col("received_amount" + TEXT).is_not_null()
    paid, received = in_effect("paid_amount"), in_effect("received_amount")
    worded = (pl.col("word") == "advance").fill_null(value=False)
    over = rows.filter(touched & (paid > received) & ~worded)
    column = "paid_amount" if funding.has("paid_amount") else "received_amount"
    facts = {"part": part_of(funding.sheet), "paid": money(paid), "received": money(received)}
    value = pl.coalesce(pl.col("paid_amount" + TEXT), pl.col("received_amount" + TEXT))
    yield fault(over, "funding", column, "paid_over", severity="warning", value=value, facts=facts)


def _investment(sheets: Mapping[str, Typed], context: Context) -> pl.DataFrame:
    """project_id and the investment in force once the file counts."""
    held = context.projects.select("project_id", __investment="investment_amount")
    if status := sheets.get("status"):
        stated = status.rows.filter(pl.col("amount").is_not_null() & pl.col("project_id").is_not_null())
        new = stated.select("project_id", __new="amount").unique("project_id", keep="last")
        held = held.join(new, on="project_id", how="left", maintain_order="left").select(
            "project_id", __investment=pl.coalesce("__new", "__investment")
        )
    return held.filter(pl.col("__investment") > 0)


def _over(
    rows: pl.DataFrame, sheet: str, column: str, amount: pl.Expr, sums: pl.Expr | None = None
) -> Faults:
    facts: Facts = {
        "sums": pl.lit("") if sums is None else sums,
        "column": word(f"intake.{sheet}.{column}"),
        "new": money(amount),
        "old": money(pl.col("__investment")),
    }
    above = rows.filter(amount > pl.col("__investment"))
    return fault(
        above, sheet, column, "over_investment", severity="warning", value=pl.col(column + TEXT), facts=facts
    )


def _work_over_investment(progress: Typed, sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    rows = progress.rows.join(
        _investment(sheets, context), on="project_id", how="inner", maintain_order="left"
    )
    yield _over(rows, "progress", "work_done_amount", pl.col("work_done_amount"))


def _paid_over_investment(funding: Typed, sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """All that was paid of a project in yuan, told once, at its first row that states a payment."""
    keys = ["project_id", "source", "currency"]
    rows = with_held(funding, context).filter(pl.col("currency") == "CNY")
    stated = rows.unique(keys, keep="last", maintain_order=True)
    untouched = context.held["funding"].filter(pl.col("currency") == "CNY").join(stated, on=keys, how="anti")
    paid = pl.concat(
        [
            stated.select("project_id", paid=in_effect("paid_amount")),
            untouched.select("project_id", paid="paid_amount_last"),
        ],
        how="vertical_relaxed",
    )
    whole = paid.group_by("project_id").agg(
        __paid=pl.col("paid").sum(), __count=(pl.col("paid") > 0).sum().cast(pl.String)
    )
    first = rows.filter(pl.col("paid_amount").is_not_null()).unique(
        "project_id", keep="first", maintain_order=True
    )
    first = first.join(whole, on="project_id", how="inner", maintain_order="left")
    first = first.join(_investment(sheets, context), on="project_id", how="inner", maintain_order="left")
    sums = pl.when(pl.col("__count") != "1").then(pl.format("@sources:{}", "__count")).otherwise(pl.lit(""))
    yield _over(first, "funding", "paid_amount", pl.col("__paid"), sums)


def _small_share(progress: Typed, context: Context) -> Iterator[Faults]:
    """0.62 may mean 62 %: a cell shown as a percentage holds the share of 1."""
    rows = with_held(progress, context)
    text, value = pl.col("physical_share" + TEXT), pl.col("physical_share")
    small = (value > 0) & (value <= SMALL_SHARE) & ~text.str.contains("[%％]")
    small &= value.ne_missing(pl.col("physical_share_last"))
    facts = {"percent": share(value)}
    yield fault(
        rows.filter(small),
        "progress",
        "physical_share",
        "share_small",
        severity="warning",
        value=text,
        facts=facts,
    )
