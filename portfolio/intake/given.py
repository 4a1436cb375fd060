"""The rows given out: which projects, sources, years, milestones and obstacles stand on a sheet, with last values."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from portfolio.codes import Language
from portfolio.formats import date_text, decimal, plain, ten_thousands
from portfolio.intake.context import Context
from portfolio.intake.sheets import Column, sheet

FINISHED = ("completed", "withdrawn")
ALWAYS = ("start", "completion")
"""The milestones that every project's sheet has, stated or not."""
LAST = "last_"


def rows_given(context: Context, sheet_code: str) -> pl.DataFrame:
    """One row a line of the sheet: project_id, name, county, its keys, and …_last with the last accepted values."""
    projects = context.projects.filter(pl.col("kind") != "service").select(
        "project_id", "name", "county", "state"
    )
    return _ROWS[sheet_code](projects, context).drop("state")


def _of_project(kind: str) -> Callable[[pl.DataFrame, Context], pl.DataFrame]:
    def rows(projects: pl.DataFrame, context: Context) -> pl.DataFrame:
        return projects.join(context.held[kind], on="project_id", how="left", maintain_order="left")

    return rows


def _funding(projects: pl.DataFrame, context: Context) -> pl.DataFrame:
    return projects.join(context.held["funding"], on="project_id", how="left", maintain_order="left_right")


def _plan(projects: pl.DataFrame, context: Context) -> pl.DataFrame:
    """The month's year for everyone still at work, and what is known of last year and later."""
    year = context.period_on.year
    held = context.held["plan"].filter(pl.col("year") >= year - 1)
    due = projects.filter(~pl.col("state").is_in(FINISHED)).select("project_id", year=pl.lit(year, pl.Int32))
    both = (
        pl.concat([held.select("project_id", pl.col("year").cast(pl.Int32)), due])
        .unique()
        .sort("project_id", "year")
    )
    both = both.join(
        held.cast({"year": pl.Int32}), on=["project_id", "year"], how="left", maintain_order="left"
    )
    return projects.join(both, on="project_id", how="inner", maintain_order="left_right")


def _milestones(projects: pl.DataFrame, context: Context) -> pl.DataFrame:
    held = context.held["milestone"]
    always = (
        projects.filter(~pl.col("state").is_in((*FINISHED, "group")))
        .select("project_id")
        .join(
            pl.DataFrame(
                {"milestone": ALWAYS, "sort_order": [5, 7]}, schema_overrides={"sort_order": pl.Int64}
            ),
            how="cross",
        )
    )
    missing = always.join(held, on=["project_id", "milestone"], how="anti")
    both = pl.concat([held, missing], how="diagonal_relaxed").sort("project_id", "sort_order")
    return projects.join(both, on="project_id", how="inner", maintain_order="left_right")


def _obstacles(projects: pl.DataFrame, context: Context) -> pl.DataFrame:
    open_ones = context.held["obstacle"].filter(pl.col("cleared_on_last").is_null())
    return projects.join(open_ones, on="project_id", how="inner", maintain_order="left_right")


_ROWS: dict[str, Callable[[pl.DataFrame, Context], pl.DataFrame]] = {
    "status": _of_project("status"),
    "funding": _funding,
    "progress": _of_project("progress"),
    "plan": _plan,
    "milestones": _milestones,
    "obstacles": _obstacles,
}


def table_on_screen(context: Context, sheet_code: str, language: Language = "zh") -> pl.DataFrame:
    """The rows that the template shows of one sheet, for a table on screen: keys and labels, last_<code> columns with
    the last accepted values (万元, %, dates as texts, codes), and an empty text column a column to fill.
    """
    rows = rows_given(context, sheet_code)
    told: dict[str, pl.Series] = {}
    for column in sheet(sheet_code).columns:
        if column.kind in ("project", "label") or column.key:
            told[column.code] = rows[column.code].cast(pl.String)
            continue
        if column.last or column.on_screen:
            told[LAST + column.code] = pl.Series(
                [_text(value, column) for value in _last(rows, column, language)], dtype=pl.String
            )
        told[column.code] = pl.Series([None] * rows.height, dtype=pl.String)
    return pl.DataFrame(told)


def _last(rows: pl.DataFrame, column: Column, language: Language) -> list[object]:
    """The last values; a stated day with its precision."""
    values = rows[column.code + "_last"].to_list()
    precision = f"{column.precision_field or column.code.replace('_on', '_precision')}_last"
    if column.kind in ("stated_day", "day") and precision in rows.columns:
        return [
            None if day is None else date_text(day, how or "day", language)
            for day, how in zip(values, rows[precision], strict=True)
        ]
    return values


def _text(value: object, column: Column) -> str | None:
    if value is None:
        return None
    if column.kind == "amount":
        return plain(ten_thousands(value), 2)  # type: ignore[arg-type]
    if column.kind == "share":
        return plain(decimal(value) * 100, 1)  # type: ignore[arg-type]
    if column.kind == "flag":
        return "yes" if value else "no"
    return str(value)
