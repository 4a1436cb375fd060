"""The cells of an annex's columns: amounts with words like 约, days, and what nobody can read of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import polars as pl

from portfolio.intake.annex_sheet import ANNEX
from portfolio.intake.cells import is_marked, narrow_texts, shown
from portfolio.intake.columns import Column
from portfolio.intake.readings import SheetRead
from portfolio.intake.units import TEN_THOUSAND
from portfolio.intake.values import understood
from portfolio.model import Problem

SUM = re.compile(
    r"(?:.{0,20})(?:合计|小计|总计|共计)(?:[(（].*[)）])?[:：]?|(?:合计|小计|总计|共计).{0,20}|total|subtotal",
    re.IGNORECASE,
)
"""What stands where a row adds up those above or below it."""
_ROUGH = re.compile(r"^(约|大约|近|约为|逾|超|超过)?(.*?)(左右|余|多|以上)?$")


def values_of(
    read: SheetRead, units: Mapping[str, int | None], unit: int | None
) -> tuple[pl.DataFrame, list[Problem], list[Decimal]]:
    """The rows with each column's text, for amounts and days its value too, and what nobody can read of them."""
    rows = read.rows
    problems: list[Problem] = []
    unsaid: list[Decimal] = []
    for column in ANNEX.columns:
        if column.code not in read.letters:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(column.code))
            continue
        texts = rows[column.code]
        if column.kind not in ("amount", "stated_day"):
            problems += _broken(read, column, rows)
            continue
        rough = _rough(texts) if column.kind == "amount" else _exact(texts)
        stated = units.get(column.code) or unit
        found = understood(column, rough["text"], stated or TEN_THOUSAND)
        rows = rows.with_columns(
            found.value.alias(column.code + "_value"),
            found.fault.is_not_null().alias(column.code + "_bad"),
            rough["word"].cast(pl.String).alias(column.code + "_word"),
            (
                found.precision
                if found.precision is not None
                else pl.Series([None] * rows.height, dtype=pl.String)
            ).alias(column.code + "_precision"),
        )
        bad = rows.with_columns(__fault=found.fault).filter(pl.col("__fault").is_not_null())
        for row in bad.iter_rows(named=True):
            if not SUM.fullmatch(row["name"] or row["serial"] or ""):
                problems.append(at(read, column.code, row, row["__fault"]))
        if column.kind == "amount" and not stated:
            bare = found.value.filter(
                ~narrow_texts(rough["text"]).str.contains("元|亿|万").fill_null(value=False)
            )
            unsaid += [Decimal(amount) / TEN_THOUSAND for amount in bare.drop_nulls() if amount]
            rows = rows.with_columns(
                (found.value / TEN_THOUSAND).cast(pl.Decimal(18, 4)).alias(column.code + "_written")
            )
    return rows, problems, unsaid


def _exact(texts: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"text": texts}).with_columns(word=pl.lit(None, pl.String))


def _rough(texts: pl.Series) -> pl.DataFrame:
    """The texts without the words that make them less than exact, and those words."""
    found = []
    for text in texts:
        parts = (
            _ROUGH.fullmatch("".join(normalize("NFKC", text).split()))
            if text and re.search("[约近逾超余多上右]", text)
            else None
        )
        number = parts[2] if parts else text
        # 5000余万元, 约3亿元
        if parts is None and text and (inner := re.fullmatch(r"(.*\d)(余|多)(万元|亿元|元)", text)):
            found.append((inner[1] + inner[3], inner[2]))
        else:
            found.append((number, (parts[1] or parts[3]) if parts else None))
    return pl.DataFrame(found, schema={"text": pl.String, "word": pl.String}, orient="row")


def _broken(read: SheetRead, column: Column, rows: pl.DataFrame) -> Iterator[Problem]:
    """Formulas without a result, errors, and texts that are too long."""
    text = pl.col(column.code)
    for code, bad in (("cell_error", is_marked(text)), ("text_long", text.str.len_chars() > column.longest)):
        for row in rows.filter(bad).iter_rows(named=True):
            yield at(read, column.code, row, code, (("longest", str(column.longest)),))


def at(
    read: SheetRead, code: str, row: Mapping[str, Any], fault: str, facts: tuple[tuple[str, str], ...] = ()
) -> Problem:
    """The fault in the column\'s cell of the row, with what the cell says."""
    value = pl.select(shown(pl.lit(row[code], pl.String))).item()
    return Problem(
        code=fault,
        severity="error",
        sheet=read.name,
        cell=f"{read.letters[code]}{row['row_number']}",
        value=value,
        facts=facts,
    )
