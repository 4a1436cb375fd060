"""A sheet's rows with their values understood and their projects found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from portfolio.intake.cells import ERROR, FORMULA, narrow_texts
from portfolio.intake.columns import Column, Sheet
from portfolio.intake.context import Names
from portfolio.intake.faults import Faults, fault, label, word
from portfolio.intake.readings import SheetRead
from portfolio.intake.sheets import sheet
from portfolio.intake.values import TEN_THOUSAND, TYPES, understood

CLEARED, TEXT, PRECISION, BAD, WORD = "__cleared", "__text", "__precision", "__bad", "__word"
NOTES = frozenset({"correction", "reason", "approval", "approved_on", "word"})
"""Columns that say something about a value beside them, and nothing alone."""
_AS_DATE = r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}|^(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日)?$|^\d{4}年$"


@dataclass(frozen=True)
class Typed:
    """One sheet with only the rows that state something.

    `rows` holds row_number, project_id (null where none was found), and for each column its value by its code, its
    text (`__text`), whether it is cleared (`__cleared`) or says 按期 (`__word`), its precision and whether it is
    faulty (`__bad`).
    """

    sheet: Sheet
    read: SheetRead
    rows: pl.DataFrame

    def has(self, code: str) -> bool:
        """Whether the file has the column."""
        return code in self.read.letters

    def states(self, code: str) -> bool:
        """Whether any row says anything in the column."""
        return self.rows[code + TEXT].null_count() < self.rows.height


def typed(read: SheetRead, context: Names) -> tuple[Typed, list[Faults]]:
    """The sheet's stating rows, and the faults of their cells, projects and keys."""
    here = sheet(read.code)
    rows = _stating(here, read)
    found: list[Faults] = []
    rows, of_projects = with_projects(here, rows, context)
    found += of_projects
    blank: dict[str, pl.Expr] = {}
    for column in here.columns:
        if column.kind in ("project", "label"):
            continue
        if rows[column.code + TEXT].null_count() == rows.height:
            blank |= _blank(column)
            continue
        rows, of_cells = _with_values(here, read, rows, column)
        found.append(of_cells)
    rows = rows.with_columns(**blank)
    rows = _with_currency(rows, context) if here.code == "funding" else rows
    rows = _with_numbers(rows, context) if here.code == "obstacles" else rows
    found += _of_keys(here, rows)
    return Typed(here, read, rows), found


def _stating(here: Sheet, read: SheetRead) -> pl.DataFrame:
    """The rows in which anything to fill is filled; the others were given out so."""
    held = set(read.letters)
    rows = read.rows.select(
        "row_number",
        *(
            (pl.col(c.code) if c.code in held else pl.lit(None, pl.String)).alias(c.code + TEXT)
            for c in here.columns
        ),
    )
    return rows.filter(pl.any_horizontal(pl.col(column.code + TEXT).is_not_null() for column in here.inputs))


def _blank(column: Column) -> dict[str, pl.Expr]:
    """A column in which nothing is stated."""
    return {
        column.code: pl.lit(None, TYPES.get(column.kind, pl.String())),
        column.code + PRECISION: pl.lit(None, pl.String),
        column.code + CLEARED: pl.lit(value=False),
        column.code + WORD: pl.lit(value=False),
        column.code + BAD: pl.lit(value=False),
    }


def _with_values(
    here: Sheet, read: SheetRead, rows: pl.DataFrame, column: Column
) -> tuple[pl.DataFrame, Faults]:
    values = understood(column, rows[column.code + TEXT], read.units.get(column.code, TEN_THOUSAND))
    rows = rows.with_columns(
        values.value.alias(column.code),
        values.cleared.alias(column.code + CLEARED),
        (pl.lit(value=False) if values.on_schedule is None else values.on_schedule).alias(column.code + WORD),
        values.fault.is_not_null().alias(column.code + BAD),
        (pl.lit(None, pl.String) if values.precision is None else values.precision).alias(
            column.code + PRECISION
        ),
        __fault=values.fault,
    )
    facts: dict[str, pl.Expr | str] = {"longest": str(column.longest)}
    if column.codelist:
        facts["choices"] = f"@choices:{column.codelist}"
    bad = rows.filter(pl.col("__fault").is_not_null())
    told = fault(
        bad, here.code, column.code, pl.col("__fault"), value=pl.col(column.code + TEXT), facts=facts
    )
    return rows.drop("__fault"), told


def with_projects(here: Sheet, rows: pl.DataFrame, context: Names) -> tuple[pl.DataFrame, list[Faults]]:
    """The rows with their project, by identifier, else by a name that only one project in scope has."""
    own = context.projects.select("project_id", "name")
    rows = (
        rows.with_columns(
            __written=narrow_texts(rows["project_id" + TEXT].str.strip_prefix("'")),
            __named=narrow_texts(rows["name" + TEXT]),
        )
        .join(context.by_written, on="__written", how="left", maintain_order="left")
        .join(context.by_name, on="__named", how="left", maintain_order="left")
        .with_columns(
            project_id=pl.coalesce("__id", pl.when(pl.col("__written").is_null()).then(pl.col("__by_name")))
        )
        .with_columns(__own=pl.col("project_id").is_in(own["project_id"].implode()).fill_null(value=False))
    )
    written, text = pl.col("__written").is_not_null(), pl.col("project_id" + TEXT)
    unknown = (
        pl.when(text.str.starts_with(FORMULA))
        .then(pl.lit("formula_empty"))
        .when(text.str.starts_with(ERROR))
        .then(pl.lit("cell_error"))
        .when(text.str.contains(_AS_DATE))
        .then(pl.lit("project_as_date"))
        .otherwise(pl.lit("project_unknown"))
    )
    lost = pl.col("project_id").is_null()
    found = [
        fault(rows.filter(lost & ~written), here.code, "project_id", "project_missing"),
        fault(rows.filter(lost & written), here.code, "project_id", unknown, value=text),
        fault(
            rows.filter(~lost & ~pl.col("__own")), here.code, "project_id", "project_not_yours", value=text
        ),
        fault(
            rows.filter(
                pl.col("__own") & pl.col("__id").is_not_null() & (pl.col("__named") != pl.col("__bare"))
            ),
            here.code,
            "name",
            "name_differs",
            severity="warning",
            value=pl.col("name" + TEXT),
            facts={"name": pl.col("__name"), "project": pl.col("project_id")},
        ),
    ]
    return rows.drop("__written", "__named", "__id", "__name", "__bare", "__by_name", "__own"), found


def _with_currency(rows: pl.DataFrame, context: Names) -> pl.DataFrame:
    """A blank currency is the one in which the source was reported before, else yuan."""
    before = (
        context.held["funding"]
        .group_by("project_id", "source")
        .agg(__before=pl.when(pl.len() == 1).then(pl.col("currency").first()))
    )
    return (
        rows.join(before, on=["project_id", "source"], how="left", maintain_order="left")
        .with_columns(currency=pl.coalesce("currency", "__before", pl.lit("CNY")))
        .drop("__before")
    )


def _with_numbers(rows: pl.DataFrame, context: Names) -> pl.DataFrame:
    """What is told of without a number is a new problem and gets the project's next; its owner need not invent one."""
    told = [context.held["obstacle"].select("project_id", "obstacle"), rows.select("project_id", "obstacle")]
    numbers = pl.concat(told).with_columns(pl.col("obstacle").cast(pl.Int64, strict=False))
    highest = numbers.group_by("project_id").agg(__highest=pl.col("obstacle").max().fill_null(0))
    blank = pl.col("obstacle").is_null() & ~pl.col("obstacle" + BAD) & pl.col("what").is_not_null()
    number = (pl.col("__highest") + blank.cum_sum().over("project_id")).cast(pl.String)
    return (
        rows.join(highest, on="project_id", how="left", maintain_order="left")
        .with_columns(obstacle=pl.when(blank).then(number).otherwise("obstacle"))
        .drop("__highest")
    )


def _of_keys(here: Sheet, rows: pl.DataFrame) -> Iterator[Faults]:
    """A key left blank, and rows that say the same thing twice."""
    keys = here.keys
    for key in keys[1:]:
        blank = rows.filter(pl.col(key).is_null() & ~pl.col(key + BAD))
        yield fault(blank, here.code, key, "key_missing", facts={"column": word(f"intake.{here.code}.{key}")})
    whole = rows.filter(pl.all_horizontal(pl.col(key).is_not_null() for key in keys))
    again = whole.with_columns(__first=pl.col("row_number").first().over(list(keys))).filter(
        pl.col("__first") != pl.col("row_number")
    )
    facts = {"row": pl.col("__first").cast(pl.String), "part": part_of(here)}
    yield fault(again, here.code, keys[-1], "row_twice", facts=facts)


def part_of(here: Sheet) -> pl.Expr:
    """What the row is about within its project, as a fact: the source, the year, the milestone, the obstacle."""
    if len(here.keys) == 1:
        return pl.col("project_id")
    column = here.column(here.keys[1])
    value = pl.col(column.code)
    return label(column.codelist, value) if column.codelist else value.cast(pl.String)
