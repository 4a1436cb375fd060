"""截至上年末累计: whether it is asked for, and what is told against that December's own report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from portfolio.intake.context import Context
from portfolio.intake.faults import Faults, fault, money, word
from portfolio.intake.rules_money import in_effect, with_held
from portfolio.intake.sheets import YEAR_END
from portfolio.intake.typed import TEXT, Typed


def of_years(sheets: Mapping[str, Typed], context: Context) -> Iterator[Faults]:
    """The faults of what stood at the last year's end."""
    for code in ("progress", "funding"):
        if typed := sheets.get(code):
            yield from _of_sheet(typed, context)


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
    base = "year_end_work_done_amount"
    known = in_effect(base).is_not_null()
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
