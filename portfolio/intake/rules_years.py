"""A year's two ends: 截至上年末累计, whether it is asked for and held against that December's report; 预计全年完成."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault, money, word
from portfolio.intake.rules_money import in_effect, with_held
from portfolio.intake.sheets import YEAR_END
from portfolio.intake.typed import CLEARED, TEXT, Typed

FORECAST, BASE = "year_forecast_amount", "year_end_work_done_amount"


def of_years(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The faults of what stood at the last year's end, and of what will be done by this year's."""
    for code in ("progress", "funding"):
        if typed := sheets.get(code):
            yield from _of_sheet(typed, context)
    if (plan := sheets.get("plan")) and plan.states(FORECAST):
        yield from _of_forecasts(plan, sheets, context)


def _of_forecasts(plan: Typed, sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """预计全年完成 below what is done of the year already; above the plan in force it is a hint."""
    of_year = pl.col("year") == context.period_on.year
    rows = with_held(plan, context).filter(of_year & pl.col(FORECAST).is_not_null())
    done = _done_of_year(sheets, context)
    rows = rows.join(done, on="project_id", how="left", maintain_order="left")
    # what the owner states of the plan is a proposal where a list of the year is in force
    in_force = pl.coalesce("in_force_amount", in_effect("planned_amount"))
    expected, text = pl.col(FORECAST), pl.col(FORECAST + TEXT)
    for code, severity, bound, unfit in (
        ("forecast_below_done", "error", pl.col("__done"), expected < pl.col("__done")),
        ("forecast_above_plan", "warning", in_force, expected > in_force),
    ):
        facts: dict[str, pl.Expr | str] = {"new": money(expected), "old": money(bound)}
        yield fault(rows.filter(unfit), "plan", FORECAST, code, severity=severity, value=text, facts=facts)


def _done_of_year(sheets: Mapping[str, Typed], context: Context) -> pl.DataFrame:
    """project_id and __done: the year's work once the file counts, of those whose last year's end is known."""
    names = ("work_done_amount", BASE)
    told = context.held["progress"].select("project_id", *(name + "_last" for name in names))
    if progress := sheets.get("progress"):
        stated = progress.rows.select("project_id", *names, *(name + CLEARED for name in names))
        told = told.join(
            stated.drop_nulls("project_id").unique("project_id"), on="project_id", how="full", coalesce=True
        )
        told = told.with_columns(pl.col(name + CLEARED).fill_null(value=False) for name in names)
        work, base = in_effect("work_done_amount"), in_effect(BASE)
    else:
        work, base = pl.col("work_done_amount_last"), pl.col(BASE + "_last")
    begun = pl.col("project_id").is_in(_started(sheets, context).implode())
    base = pl.when(begun & base.is_null()).then(0).otherwise(base)
    return told.select("project_id", __done=work - base).drop_nulls()


def _of_sheet(typed: Typed, context: Context) -> Iterator[Faults]:
    stated = [
        column for column in typed.sheet.columns if column.table == YEAR_END and typed.states(column.code)
    ]
    if not stated:
        return
    groups = context.projects.filter(pl.col("kind") == "group")["project_id"]
    rows = with_held(typed, context)
    for column in stated:
        here = rows.filter(pl.col(column.code + TEXT).is_not_null())
        where, text = (typed.sheet.code, column.code), pl.col(column.code + TEXT)
        name = word(f"intake.{column.sheet}.{column.code}")
        grouped = pl.col("project_id").is_in(groups.implode())
        yield fault(here.filter(grouped), *where, "year_end_of_group", value=text, facts={"column": name})
        cumulative = in_effect(column.field or "")
        facts: dict[str, pl.Expr | str] = {
            "column": name,
            "new": money(pl.col(column.code)),
            "old": money(cumulative),
        }
        above = here.filter(~grouped & (pl.col(column.code) > cumulative))
        yield fault(above, *where, "year_end_above", severity="warning", value=text, facts=facts)
        if typed.sheet.code == "progress":
            known = pl.col(column.code + "_last")
            told = here.filter(pl.col("december_told") & pl.col(column.code).ne_missing(known))
            facts = {"column": name, "new": money(pl.col(column.code)), "old": money(known)}
            yield fault(told, *where, "year_end_reported", value=text, facts=facts)


def asked(sheets: Mapping[str, Typed], context: Context) -> pl.DataFrame:
    """project_id and name of those that state work done while nothing is known of the last year's end.

    Neither of those that started this year, nor where nothing was done yet, nor of groups.
    """
    progress = sheets.get("progress")
    if progress is None or not progress.states("work_done_amount"):
        return context.projects.select("project_id", "name").clear()
    known = in_effect(BASE).is_not_null()
    rows = with_held(progress, context).filter((pl.col("work_done_amount") > 0) & ~known)
    started = _started(sheets, context)
    return context.projects.filter(
        pl.col("project_id").is_in(rows["project_id"].drop_nulls().implode())
        & ~pl.col("project_id").is_in(started.implode())
        & (pl.col("kind") != "group")
    ).select("project_id", "name")


def _started(sheets: Mapping[str, Typed], context: Context) -> pl.Series:
    """The projects whose start is done in the year reported on, as accepted or as the file says."""
    held = context.held["milestone"].select("project_id", "milestone", day="done_on_last")
    told = [held]
    if milestones := sheets.get("milestones"):
        told.append(milestones.rows.select("project_id", "milestone", day="done_on"))
    days = pl.concat(told, how="vertical_relaxed")
    of_year = days.filter(
        (pl.col("milestone") == "start") & (pl.col("day").dt.year() == context.period_on.year)
    )
    return of_year["project_id"].drop_nulls().unique()
