"""Faults while they are found: frames in bulk, turned into Problem values at the end.

A fact that begins with @ is put into the reader's language when the sentence is said: @word:key, @code:list:code,
@money:yuan:currency, @share:0.5, @day:2026-10-31:month.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from portfolio.intake.cells import shown
from portfolio.intake.readings import SheetRead
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

RANKS = {"error": 0, "question": 1, "warning": 2, "note": 3}
"""In which order problems are listed."""

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


MONEY_SHEETS = ("status", "funding", "progress", "plan")
ACROSS = ("over_investment", "payment_ahead", "payment_low")
"""Hints that rest on several rows of a project."""
OF_AMOUNTS = (*ACROSS, "jump", "year_end_above", "forecast_above_plan")


def without_knock_on(faults: Faults) -> Faults:
    """The faults without the hints that follow from another: of rows with an error, of amounts already asked about."""
    errors, questions = (faults.filter(pl.col("severity") == kind) for kind in ("error", "question"))
    row, cell = ["sheet", "row_number"], ["sheet", "row_number", "column"]
    told = faults.filter(pl.col("severity").is_in(["warning", "note"]))
    told = told.join(errors, on=row, how="anti", maintain_order="left")
    # an amount in another unit is likely what the error comes of
    unit = pl.col("code") == "unit_likely"
    other = questions.filter(~unit).join(errors, on=cell, how="anti", maintain_order="left")
    hints = pl.concat([questions.filter(unit), other, told])
    unsure = pl.concat([errors, questions.filter(pl.col("code") == "unit_likely")], how="diagonal_relaxed")
    unsure = unsure.filter(pl.col("sheet").is_in(MONEY_SHEETS))
    across, amounts = pl.col("code").is_in(ACROSS), pl.col("code").is_in(OF_AMOUNTS)
    of_one = hints.filter(~across)
    of_many = hints.filter(across).join(unsure, on="project_id", how="anti", maintain_order="left")
    hints = pl.concat([of_one, of_many])
    alone = hints.filter(amounts).join(questions, on=cell, how="anti", maintain_order="left")
    return pl.concat([errors, hints.filter(~amounts), alone])


def gathered(found: Iterable[Faults]) -> Faults:
    """All faults in one frame, none where there are none."""
    frames = [frame for frame in found if frame.height]
    return pl.concat([NONE, *frames], how="diagonal_relaxed") if frames else NONE


def erring_rows(faults: Faults, sheet: str) -> pl.Series:
    """The numbers of the sheet's rows that have an error."""
    mine = (pl.col("sheet") == sheet) & (pl.col("severity") == "error")
    return faults.filter(mine)["row_number"].unique()


def problems_of(faults: Faults, read: Mapping[str, SheetRead]) -> list[Problem]:
    """The faults as problems, errors first, then as they stand in the file; at most MOST_LISTED.

    `read`: sheet code to the sheet, which has the file's name of it, its columns' letters and its texts.
    """
    order = list(read)
    ranked = faults.with_columns(
        second=pl.col("severity").replace_strict(RANKS, default=len(RANKS), return_dtype=pl.Int32),
        place=pl.col("sheet").replace_strict(
            order, list(range(len(order))), default=len(order), return_dtype=pl.Int32
        ),
    ).sort("second", "place", "row_number", maintain_order=True)
    rows = {code: _Rows(one) for code, one in read.items()}
    return [_problem(row, rows[str(row["sheet"])]) for row in ranked.head(MOST_LISTED).iter_rows(named=True)]


class _Rows:
    """A sheet's texts by the number of their row."""

    def __init__(self, read: SheetRead) -> None:
        self.read = read
        self._places: dict[int, int] | None = None

    def text(self, code: str, row_number: int) -> str | None:
        """What the cell holds, as a problem shows it; None for a blank."""
        if self._places is None:
            self._places = {number: place for place, number in enumerate(self.read.rows["row_number"])}
        place = self._places.get(row_number)
        if place is None or code not in self.read.rows.columns:
            return None
        text = self.read.rows.select(shown(pl.col(code).slice(place, 1))).item()
        return None if text is None else str(text)


def _problem(row: Mapping[str, Any], rows: _Rows) -> Problem:
    columns = rows.read.letters
    # a column that the file lacks is pointed at where its row begins
    code = str(row["column"]) if row["column"] in columns else next(iter(columns), "")
    value = row["value"] if row["value"] is not None else rows.text(code, row["row_number"])
    return Problem.model_construct(
        code=row["code"],
        severity=row["severity"],
        sheet=rows.read.name,
        cell=f"{columns.get(code, 'A')}{row['row_number']}",
        value=value,
        mend=None,
        project_id=row["project_id"],
        facts=tuple(
            (name.removeprefix(FACT), str(value))
            for name, value in row.items()
            if name.startswith(FACT) and value is not None
        ),
    )
