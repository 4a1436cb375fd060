"""What a library must hold before any of it is stored; the first fault is told by file, column and value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from portfolio import codes
from portfolio.library.beside import Added, added, refuse_codes, refuse_totals, refuse_words
from portfolio.library.columns import EVIDENCE, FUNDING, MILESTONE, MONEY, SCALE, Columns
from portfolio.model import PortfolioError
from portfolio.model.fields import LARGEST

REQUIRED: dict[str, str] = {
    "projects": "project_id kind name box item service_area category stated_in",
    "funding": "project_id source currency",
    "scale": "project_id measure value unit",
    "milestones": "project_id milestone",
    "evidence": "evidence_no kind confidence",
    "public_record": "project_key fact_type confidence",
    "evidence_map": "project_key target_kind",
    "counties": "county_code name name_en short_name level ranked sort_order",
    "edition": "edition_id title title_en city_code city_name city_name_en horizon_from horizon_to",
    "indicators": "indicator_no name target_operator nature direction service_area stated_in",
    "contradictions": (
        "contradiction_no subject_kind title_zh title_en "
        "place_a printed_a place_b printed_b treatment_zh treatment_en"
    ),
    "codes": "codelist code zh en",
    "names": "name name_en",
    "published_totals": "measure value title",
}
"""The columns of each table that are never blank: what the store's tables and the questions stand on."""

CODED: dict[str, dict[str, str]] = {
    "projects": {
        "kind": "kind",
        "service_area": "area",
        "category": "category",
        "construction_type": "construction_type",
        "planned_investment_qualifier": "qualifier",
    },
    "funding": {"source": "source"},
    "scale": {"measure": "measure", "qualifier": "qualifier"},
    "milestones": {"milestone": "milestone", "due_precision": "precision", "done_precision": "precision"},
    "evidence": {"kind": "evidence_kind", "precision": "precision", "confidence": "confidence"},
    "public_record": {"fact_type": "evidence_kind", "confidence": "confidence"},
    "indicators": {"nature": "nature", "direction": "direction", "service_area": "area"},
    "published_totals": {"measure": "total_measure", "category": "category"},
}
"""The codelist that each coded column of a table takes its values from."""

WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "counties": {"level": ("city", "county", "unnamed")},
    "indicators": {"target_operator": ("ge", "gt", "le", "lt", "eq", "text")},
    "evidence_map": {"target_kind": ("project", "group", "indicator", "none")},
}
"""The few words that a column may hold and that people never read."""

ONE_A_KEY = {
    "projects": "project_id",
    "counties": "county_code",
    "edition": "edition_id",
    "indicators": "indicator_no",
    "contradictions": "contradiction_no",
    "evidence_map": "project_key",
    "names": "name",
}
"""The column that no two rows of a table share."""

LISTS: dict[str, Columns] = {
    "funding": FUNDING,
    "scale": SCALE,
    "milestones": MILESTONE,
    "evidence": EVIDENCE,
}
"""The library's columns that hold rows of their own."""

BUILT_FROM = ("projects", "funding", "scale", "milestones", "public_record", "evidence_map")
TAKEN_BESIDE = ("counties", "edition", "indicators", "contradictions", "public_record", "evidence_map")
"""The text tables that the parquet is built from, and those that are read beside it when it is taken."""


def refuse_unbuildable(tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Raise PortfolioError for the first fault of the text tables in `folder` that a library is built from."""
    own = _own_codes(tables, folder)
    for name in BUILT_FROM:
        _refuse_table(tables[name], name, _file(folder, name), own)
    _refuse_parents(tables["projects"], _file(folder, "projects"))
    known = tables["projects"]["project_id"]
    for name in ("funding", "scale", "milestones"):
        _refuse_strange(tables[name], "project_id", known, _file(folder, name))
    _refuse_loose_evidence(tables, folder)
    targets = tables["evidence_map"].filter(pl.col("target_kind").is_in(["project", "group"]))
    _refuse_strange(targets, "target_id", known, _file(folder, "evidence_map"))


def refuse_untakable(
    library: pl.DataFrame, file: Path, tables: Mapping[str, pl.DataFrame], folder: Path
) -> None:
    """Raise PortfolioError for the first fault of the parquet `file` or of the text tables in `folder`."""
    own = _own_codes(tables, folder)
    for name in (*TAKEN_BESIDE, "names", "published_totals"):
        _refuse_table(tables[name], name, _file(folder, name), own)
    _refuse_counties(tables["counties"], _file(folder, "counties"))
    if not tables["edition"].height:
        raise PortfolioError("library_incomplete", file=_file(folder, "edition"), found="edition_id")
    _refuse_strange(
        tables["edition"], "edition_id", tables["edition"]["edition_id"][:1], _file(folder, "edition")
    )
    _refuse_loose_evidence(tables, folder)
    _refuse_table(library, "projects", file, own)
    _refuse_parents(library, file)
    _refuse_strange(library, "county_code", tables["counties"]["county_code"], file)
    for name, columns in LISTS.items():
        _refuse_table(_inner(library, name, columns), name, file, own)
    counties = tables["counties"]["county_code"].to_list()
    refuse_totals(tables["published_totals"], counties, _file(folder, "published_totals"))
    _refuse_strange(tables["scale"], "qualifier", codes.labels("qualifier", "zh"), _file(folder, "scale"))
    refuse_words(tables["scale"], library, _file(folder, "scale"))


def _own_codes(tables: Mapping[str, pl.DataFrame], folder: Path) -> Added:
    """The codes that the library adds, checked first: its rows may name them."""
    _refuse_table(tables["codes"], "codes", _file(folder, "codes"), {})
    refuse_codes(tables["codes"], _file(folder, "codes"))
    return added(tables)


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.csv"


def _inner(library: pl.DataFrame, name: str, columns: Columns) -> pl.DataFrame:
    """The rows of a list column, each with its project."""
    filled = library.filter(pl.col(name).list.len() > 0)
    parts = [pl.col(name).struct.field(part) for part in columns]
    return filled.select("project_id", name).explode(name).select("project_id", *parts)


def _refuse_table(rows: pl.DataFrame, name: str, file: Path, own: Added) -> None:
    for column in REQUIRED[name].split():
        blank = rows.filter(pl.col(column).is_null())
        if blank.height:
            raise PortfolioError("library_incomplete", file=file, found=_first_row(blank, column))
    for column, codelist in CODED.get(name, {}).items():
        if column in rows.columns:
            _refuse_strange(rows, column, [*codes.labels(codelist, "zh"), *own.get(codelist, ())], file)
    for column, words in WORDS.get(name, {}).items():
        _refuse_strange(rows, column, words, file)
    for column, kind in rows.schema.items():
        if kind == MONEY and column.endswith("amount"):
            _refuse_amounts(rows, column, file)
    if name in ONE_A_KEY:
        _refuse_twice(rows, ONE_A_KEY[name], file)


def _refuse_strange(rows: pl.DataFrame, column: str, known: Iterable[object], file: Path) -> None:
    strange = rows.filter(pl.col(column).is_not_null() & ~pl.col(column).is_in(list(known)))
    if strange.height:
        raise PortfolioError("library_foreign", file=file, found=_first_row(strange, column))


def _refuse_amounts(rows: pl.DataFrame, column: str, file: Path) -> None:
    """Raise PortfolioError for an amount below nothing, or above the limit of a report."""
    strange = rows.filter(~pl.col(column).is_between(0, LARGEST))
    if strange.height:
        raise PortfolioError("library_foreign", file=file, found=_first_row(strange, column))


def _refuse_twice(rows: pl.DataFrame, column: str, file: Path) -> None:
    twice = rows.filter(pl.col(column).is_duplicated())
    if twice.height:
        raise PortfolioError(
            "library_foreign", file=file, found=f"{column}: {twice[column][0]} × {twice.height}"
        )


def _refuse_parents(projects: pl.DataFrame, file: Path) -> None:
    groups = projects.filter(pl.col("kind") == "group")["project_id"]
    _refuse_strange(projects, "parent_id", groups, file)


def _refuse_counties(counties: pl.DataFrame, file: Path) -> None:
    if codes.UNNAMED_COUNTY not in counties["county_code"]:
        raise PortfolioError("library_incomplete", file=file, found=f"county_code: {codes.UNNAMED_COUNTY}")


def _refuse_loose_evidence(tables: Mapping[str, pl.DataFrame], folder: Path) -> None:
    """Raise PortfolioError for a fact that belongs nowhere, which would vanish in silence."""
    record, targets = tables["public_record"], tables["evidence_map"]
    _refuse_strange(record, "project_key", targets["project_key"], _file(folder, "public_record"))
    numbers = tables["indicators"]["indicator_no"].cast(pl.String)
    about_indicators = targets.filter(pl.col("target_kind") == "indicator")
    _refuse_strange(about_indicators, "target_id", numbers, _file(folder, "evidence_map"))


def _first_row(rows: pl.DataFrame, column: str) -> str:
    """The column and its value in the first row, with the project or key by which a person finds that row."""
    row = rows.row(0, named=True)
    value = "" if row[column] is None else f": {row[column]}"
    key = next(
        (name for name in ("project_id", "project_key", "name") if name != column and row.get(name)), None
    )
    return f"{column}{value} ({row[key]})" if key else f"{column}{value}"
