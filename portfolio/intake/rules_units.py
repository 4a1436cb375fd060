"""Amounts that are likely in another unit: tenfold or more over what their project costs, or under a heading without one.

Each is asked about by itself, with the amount that was likely meant; none is compared with its own last value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.cells import unmarked
from portfolio.intake.columns import Column
from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault, money, word
from portfolio.intake.rules_money import in_effect, with_held
from portfolio.intake.typed import TEXT, Typed
from portfolio.model import Problem

TIMES = 10
STEPS = (10**4, 10**8)
"""What an amount is divided by that was written in yuan, or in yuan for 100 million."""
FORECAST = "year_forecast_amount"


def of_units(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The questions about amounts."""
    bounds = _bounds(sheets, context)
    for typed in sheets.values():
        columns = [one for one in typed.sheet.columns if one.kind == "amount" and typed.states(one.code)]
        rows = typed.rows.join(bounds, on="project_id", how="left", maintain_order="left")
        if "currency" in rows.columns:
            rows = rows.filter(pl.col("currency") == "CNY")
        for column in columns:
            bound = pl.col("__planned") if typed.sheet.code == "status" else pl.col("__bound")
            name = "planned_funding" if typed.sheet.code == "status" else pl.col("__named")
            yield _over(rows, column, pl.col(column.code), bound, name)
    if progress := sheets.get("progress"):
        yield from _year_over_plan(progress, sheets, bounds, context)
    if (plan := sheets.get("plan")) and plan.states(FORECAST):
        rows = _not_over(with_held(plan, context), FORECAST, bounds)
        yield _over(rows, plan.sheet.column(FORECAST), pl.col(FORECAST), pl.col("in_force_amount"), "plan")


def _over(rows: pl.DataFrame, column: Column, amount: pl.Expr, bound: pl.Expr, name: pl.Expr | str) -> Faults:
    """The question about each amount of the rows that is TIMES its bound or more."""
    stated = pl.col(column.code)
    over = rows.filter((bound > 0) & (amount >= bound * TIMES))
    likely = pl.when(stated / STEPS[0] < bound * TIMES).then(stated / STEPS[0]).otherwise(stated / STEPS[1])
    facts: dict[str, pl.Expr | str] = {
        "column": word(f"intake.{column.sheet}.{column.code}"),
        "new": money(stated),
        "bound": pl.format("@word:intake.bound.{}", name if isinstance(name, pl.Expr) else pl.lit(name)),
        "old": money(bound),
        "likely": money(likely.cast(pl.Decimal(18, 2))),
    }
    return fault(
        over,
        column.sheet,
        column.code,
        "unit_likely",
        severity="question",
        value=pl.col(column.code + TEXT),
        facts=facts,
    )


def _bounds(sheets: Mapping[str, Typed], context: Context) -> pl.DataFrame:
    """project_id, its investment or else its planned funding (__bound) with which of the two (__named), and the latter.

    As accepted; what the file states counts only where nothing was known.
    """
    found = context.projects.select("project_id", __invested="investment_amount")
    if status := sheets.get("status"):
        stated = status.rows.drop_nulls(["amount", "project_id"]).select("project_id", __stated="amount")
        stated = stated.unique("project_id", keep="last")
        found = found.join(stated, on="project_id", how="left", maintain_order="left")
        found = found.select("project_id", __invested=pl.coalesce("__invested", "__stated"))
    in_yuan = context.held["funding"].filter(pl.col("currency") == "CNY")
    planned = in_yuan.group_by("project_id").agg(
        __planned=pl.when(pl.col("planned_amount_last").count() > 0).then(pl.col("planned_amount_last").sum())
    )
    return found.join(planned, on="project_id", how="left", maintain_order="left").select(
        "project_id",
        "__planned",
        __bound=pl.coalesce("__invested", "__planned"),
        __named=pl.when(pl.col("__invested").is_not_null())
        .then(pl.lit("investment"))
        .otherwise(pl.lit("planned_funding")),
    )


def _year_over_plan(
    progress: Typed, sheets: Mapping[str, Typed], bounds: pl.DataFrame, context: Context
) -> Iterator[Faults]:
    """What is done in the year against the year's plan, where the last year's end is known."""
    if not progress.states("work_done_amount"):
        return
    year = context.period_on.year
    plan = context.held["plan"].filter(pl.col("year") == year)
    in_force = pl.coalesce("in_force_amount", "planned_amount_last")
    plan = plan.select("project_id", __plan=in_force).drop_nulls("__plan")
    if told := sheets.get("plan"):
        stated = told.rows.filter(pl.col("year") == year).drop_nulls(["planned_amount", "project_id"])
        stated = stated.select("project_id", __plan="planned_amount").unique("project_id", keep="last")
        plan = pl.concat([plan, stated.join(plan, on="project_id", how="anti")], how="vertical_relaxed")
    rows = with_held(progress, context).join(plan, on="project_id", how="inner", maintain_order="left")
    rows = _not_over(rows, "work_done_amount", bounds)
    done = pl.col("work_done_amount") - in_effect("year_end_work_done_amount")
    column = progress.sheet.column("work_done_amount")
    yield _over(rows, column, done, pl.col("__plan"), "plan")


def _not_over(rows: pl.DataFrame, column: str, bounds: pl.DataFrame) -> pl.DataFrame:
    """The rows but for those that are asked about over the investment: nothing is asked about twice."""
    rows = rows.join(bounds, on="project_id", how="left", maintain_order="left")
    return rows.filter((pl.col(column) < pl.col("__bound") * TIMES).fill_null(value=True))


def of_headings(sheets: Mapping[str, Typed], faults: Faults) -> Iterator[Problem]:
    """One question a column of amounts whose unit nobody says, told at its heading with its first amount."""
    asked = faults.filter(pl.col("code") == "unit_likely")
    for typed in sheets.values():
        for code in sorted(typed.read.without_unit):
            stated = typed.rows.drop_nulls(code)
            if stated.is_empty():
                continue
            over = asked.filter((pl.col("sheet") == typed.sheet.code) & (pl.col("column") == code)).height
            first = stated.row(0, named=True)
            facts = (
                ("column", word(f"intake.{typed.sheet.code}.{code}")),
                ("written", unmarked(first[code + TEXT]) or ""),
                ("new", f"@money:{first[code]}:CNY"),
                ("likely", f"@money:{first[code] / STEPS[0]:.2f}:CNY"),
            )
            yield Problem(
                code="unit_missing_yuan" if over * 2 > stated.height else "unit_missing",
                severity="question",
                sheet=typed.read.name,
                cell=f"{typed.read.letters[code]}{typed.read.header_row}",
                value=typed.read.headings.get(code),
                facts=facts,
            )
