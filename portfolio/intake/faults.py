"""Faults while they are found: frames in bulk, turned into Problem values at the end.

A fact that begins with @ is put into the reader's language when the sentence is said: @word:key, @code:list:code,
@money:yuan:currency, @share:0.5, @day:2026-10-31:month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from portfolio.intake.cells import shown
from portfolio.model import Problem

FIXED: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "row_number": pl.Int32(),
    "column": pl.String(),
    "code": pl.String(),
    "severity": pl.String(),
    "value": pl.String(),
    "project_id": pl.String(),
}
FACT = "fact_"
MOST_LISTED = 2_000
"""How many problems are listed; a file with more is mended in rounds."""

Faults = pl.DataFrame
NONE = pl.DataFrame(schema=FIXED)


def fault(
    rows: pl.DataFrame,
    sheet: str,
    column: str,
    code: str | pl.Expr,
    *,
    severity: str = "error",
    value: pl.Expr | None = None,
    facts: Mapping[str, pl.Expr | str] | None = None,
) -> Faults:
    """A fault a row of `rows` (which has row_number and project_id), in the named column."""
    if rows.is_empty():
        return NONE
    told = {
        FACT + name: pl.lit(fact) if isinstance(fact, str) else fact for name, fact in (facts or {}).items()
    }
    return rows.select(
        sheet=pl.lit(sheet),
        row_number=pl.col("row_number"),
        column=pl.lit(column),
        code=pl.lit(code) if isinstance(code, str) else code,
        severity=pl.lit(severity),
        value=pl.lit(None, pl.String) if value is None else shown(value),
        project_id=pl.col("project_id") if "project_id" in rows.columns else pl.lit(None, pl.String),
        **told,
    )


def word(key: str) -> str:
    """A fact that is a word of ours."""
    return f"@word:{key}"


def money(amount: pl.Expr, currency: pl.Expr | None = None) -> pl.Expr:
    """A fact that is an amount in yuan."""
    return pl.format("@money:{}:{}", amount.cast(pl.String), pl.lit("CNY") if currency is None else currency)


def share(value: pl.Expr) -> pl.Expr:
    """A fact that is a share of 1."""
    return pl.format("@share:{}", value.cast(pl.String))


def day(value: pl.Expr, precision: pl.Expr | None = None) -> pl.Expr:
    """A fact that is a date."""
    return pl.format(
        "@day:{}:{}",
        value.cast(pl.String),
        pl.lit("day") if precision is None else precision.fill_null("day"),
    )


def label(codelist: str, code: pl.Expr) -> pl.Expr:
    """A fact that is a code's label."""
    return pl.format("@code:{}:{}", pl.lit(codelist), code)


def gathered(found: Iterable[Faults]) -> Faults:
    """All faults in one frame, none where there are none."""
    frames = [frame for frame in found if frame.height]
    return pl.concat([NONE, *frames], how="diagonal_relaxed") if frames else NONE


def erring_rows(faults: Faults, sheet: str) -> pl.Series:
    """The numbers of the sheet's rows that have an error."""
    mine = (pl.col("sheet") == sheet) & (pl.col("severity") == "error")
    return faults.filter(mine)["row_number"].unique()


def problems_of(
    faults: Faults, names: Mapping[str, str], letters: Mapping[str, Mapping[str, str]]
) -> list[Problem]:
    """The faults as problems, errors first, then as they stand in the file; at most MOST_LISTED.

    `names`: sheet code to the file's name of it; `letters`: sheet code to its columns' letters.
    """
    order = list(names)
    ranked = faults.with_columns(
        second=pl.col("severity") != "error",
        place=pl.col("sheet").replace_strict(
            order, list(range(len(order))), default=len(order), return_dtype=pl.Int32
        ),
    ).sort("second", "place", "row_number", maintain_order=True)
    return [_problem(row, names, letters) for row in ranked.head(MOST_LISTED).iter_rows(named=True)]


def _problem(
    row: Mapping[str, Any], names: Mapping[str, str], letters: Mapping[str, Mapping[str, str]]
) -> Problem:
    sheet = str(row["sheet"])
    columns = letters.get(sheet, {})
    # a column that the file lacks is pointed at where its row begins
    letter = columns.get(str(row["column"])) or next(iter(columns.values()), "A")
    return Problem.model_construct(
        code=row["code"],
        severity=row["severity"],
        sheet=names.get(sheet, sheet),
        cell=f"{letter}{row['row_number']}",
        value=row["value"],
        mend=None,
        project_id=row["project_id"],
        facts=tuple(
            (name.removeprefix(FACT), str(value))
            for name, value in row.items()
            if name.startswith(FACT) and value is not None
        ),
    )
