"""What a library may bring beside its rows: codes of its own, English names, words on sizes, published totals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path

import polars as pl

from portfolio import codes
from portfolio.model import AddedCode, PortfolioError, PublishedTotal, Record, ScaleWord
from portfolio.model.fields import LARGEST

Added = Mapping[str, Collection[str]]
"""Codelist to the codes that the library adds to it."""
GROWING = ("area", "category", "measure", "construction_type")
"""The codelists that may grow with an edition: no definition rests on what stands in them."""
TO_A_DAY = ("work_done", "received", "paid")
"""The measures of a published total that are counted up to a day."""
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")


def added(tables: Mapping[str, pl.DataFrame]) -> Added:
    """The codes that the text tables add, by codelist; none where they bring no table of codes."""
    rows = tables["codes"]
    return {name: rows.filter(pl.col("codelist") == name)["code"].to_list() for name in GROWING}


def records(tables: Mapping[str, pl.DataFrame]) -> tuple[Record, ...]:
    """What the edition holds beside the rows of its tables, from text tables that were checked."""
    return (
        *_codes(tables["codes"]),
        *_names(tables["names"]),
        *_words(tables["scale"]),
        *_totals(tables["published_totals"]),
    )


def _codes(rows: pl.DataFrame) -> list[AddedCode]:
    """In their order, behind those that the lists have."""
    first = {name: codes.table(name).height + 1 for name in GROWING}
    numbered = enumerate(rows.iter_rows(named=True))
    return [AddedCode(sort_order=first[row["codelist"]] + place, **row) for place, row in numbered]


def _names(rows: pl.DataFrame) -> list[AddedCode]:
    """Each name as the code of its own English rendering."""
    return [
        AddedCode(codelist="name", code=name, sort_order=place, zh=name, en=name_en)
        for place, (name, name_en) in enumerate(rows.select("name", "name_en").iter_rows(), 1)
    ]


def _words(scale: pl.DataFrame) -> list[ScaleWord]:
    rows = worded(scale).select("project_id", "measure", "value", "qualifier")
    return [ScaleWord(**row) for row in rows.unique(maintain_order=True).iter_rows(named=True)]


def _totals(rows: pl.DataFrame) -> list[PublishedTotal]:
    totals = rows.with_row_index("total_no", offset=1).iter_rows(named=True)
    return [PublishedTotal(**row) for row in totals]


def worded(scale: pl.DataFrame) -> pl.DataFrame:
    """The sizes that are not exact."""
    return scale.filter(pl.col("qualifier").is_not_null() & (pl.col("qualifier") != "exact"))


def refuse_codes(rows: pl.DataFrame, file: Path) -> None:
    """Raise PortfolioError library_foreign for a code that its list has already, or with a code or words that do not fit."""
    for row in rows.iter_rows(named=True):
        name, code = row["codelist"], row["code"]
        if name not in GROWING:
            raise _foreign(file, "codelist", name)
        if not _CODE.fullmatch(code) or code in codes.labels(name, "zh"):
            raise _foreign(file, "code", code)
        for language in ("zh", "en"):
            if row[language] in codes.labels(name, language).values():
                raise _foreign(file, language, row[language])
    for key in (("codelist", "code"), ("codelist", "zh"), ("codelist", "en")):
        twice = rows.filter(pl.struct(key).is_duplicated())
        if twice.height:
            raise _foreign(file, key[1], f"{twice[key[1]][0]} × {twice.height}")


def refuse_totals(rows: pl.DataFrame, counties: Collection[str], file: Path) -> None:
    """Raise PortfolioError for a total of no such county, or that does not say what its measure asks for."""
    for row in rows.iter_rows(named=True):
        planned, counted = row["measure"] == "annual_plan", row["measure"] == "projects"
        is_integer = row["value"] == row["value"].to_integral_value()
        if row["county_code"] is not None and row["county_code"] not in counties:
            raise _foreign(file, "county_code", row["county_code"])
        if planned and row["year"] is None:
            raise PortfolioError("library_incomplete", file=file, found=f"year ({row['title']})")
        if not planned and row["year"] is not None:
            raise _foreign(file, "year", row["year"])
        if row["measure"] not in TO_A_DAY and row["stated_on"] is not None:
            raise _foreign(file, "stated_on", row["stated_on"])
        if not Decimal(0) <= row["value"] <= LARGEST or (counted and not is_integer):
            raise _foreign(file, "value", row["value"])


def refuse_words(scale: pl.DataFrame, library: pl.DataFrame, file: Path) -> None:
    """Raise PortfolioError library_foreign for a word on a size that the parquet does not hold."""
    key = ["project_id", "measure", "value"]
    scales = (
        library.filter(pl.col("scale").list.len() > 0).explode("scale").select("project_id", pl.col("scale"))
    )
    sizes = scales.unnest("scale").select(key)
    loose = worded(scale).join(sizes, on=key, how="anti")
    if loose.height:
        row = loose.row(0, named=True)
        raise _foreign(file, "qualifier", f"{row['qualifier']} ({row['project_id']})")


def _foreign(file: Path, column: str, value: object) -> PortfolioError:
    return PortfolioError("library_foreign", file=file, found=f"{column}: {value}")
