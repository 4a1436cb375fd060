"""What a library brings beside its rows: codes with their words, words on sizes, totals that somebody published."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import library, queries
from portfolio.formats import size_text
from portfolio.library.building import library_frame
from portfolio.model import PortfolioError, View
from portfolio.store import Store
from portfolio.web import filters, session
from tests.conftest import TAKEN_AT, copy_library

VIEW = View(as_of=date(2026, 10, 31), known_at=datetime(2026, 12, 1))
CODES = "codelist,code,zh,en\ncategory,road,道路,Road\nmeasure,road_length,道路长度,Length of road\n"
TOTALS = (
    "county_code,category,measure,year,stated_on,value,title,url,note\n"
    "421221,,planned_investment,,,400000000.00,示例公报,,\n"
    ",road,projects,,,3,示例公报,https://example.org/1,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of 06-02 (嘉鱼, 4.13 亿元) alone, a road of 13 km or more; built from its text tables."""
    target = copy_library(tmp_path / "own")
    tables = target / "library"
    projects = pl.read_csv(tables / "projects.csv", infer_schema=False).filter(
        pl.col("project_id") == "06-02"
    )
    projects.with_columns(pl.lit("road").alias("category"), pl.lit("").alias("parent_id")).write_csv(
        tables / "projects.csv", quote_style="necessary"
    )
    for name in ("funding", "milestones"):
        rows = pl.read_csv(tables / f"{name}.csv", infer_schema=False)
        rows.filter(pl.col("project_id") == "06-02").write_csv(tables / f"{name}.csv")
    targets = pl.read_csv(tables / "evidence_map.csv", infer_schema=False)
    nothing = pl.col("target_kind").is_in(["project", "group"]) & (pl.col("target_id") != "06-02")
    targets.with_columns(
        pl.when(nothing).then(pl.lit("none")).otherwise("target_kind").alias("target_kind"),
        pl.when(nothing).then(None).otherwise("target_id").alias("target_id"),
    ).write_csv(tables / "evidence_map.csv")
    (tables / "scale.csv").write_text(
        "project_id,measure,value,unit,qualifier\n06-02,road_length,13.00,公里,at_least\n06-02,beds,20.00,张,\n",
        encoding="utf-8",
    )
    (tables / "codes.csv").write_text(CODES, encoding="utf-8")
    (tables / "published_totals.csv").write_text(TOTALS, encoding="utf-8")
    library.build(tables, target / library.PARQUET)
    return target


def test_an_edition_brings_codes_words_and_totals(folder: Path) -> None:
    store = Store()
    library.take(store, library.read_folder(folder), TAKEN_AT)
    added = session.added(store)
    assert added["category"] == {"zh": {"road": "道路"}, "en": {"road": "Road"}}
    asked = filters.read({"category": "road,hospital"}, [], VIEW.as_of, added=added)
    assert asked.chosen("category") == ("hospital", "road") and not asked.notes
    assert filters.read({"category": "road"}, [], VIEW.as_of).notes
    words = queries.scale_words(store, VIEW)
    assert words == {("06-02", "road_length", Decimal("13.00")): "at_least"}
    rows = queries.published_totals(store, VIEW).to_dicts()
    assert [(row["county_code"], row["ours_value"], row["difference_value"]) for row in rows] == [
        ("421221", Decimal("413000000.00"), Decimal("-13000000.00")),
        ("*", Decimal("1.00"), Decimal("2.00")),
    ]
    store.close()


@pytest.mark.parametrize(
    ("qualifier", "zh", "en"),
    [
        ("exact", "3,000人", "3,000 人"),
        ("about", "约3,000人", "about 3,000 人"),
        ("over", "逾3,000人", "over 3,000 人"),
        ("odd", "3,000余人", "3,000-odd 人"),
        ("at_least", "3,000人以上", "3,000 人 or more"),
    ],
)
def test_a_size_is_shown_as_it_was_worded(qualifier: str, zh: str, en: str) -> None:
    size = {"value": Decimal("3000.00"), "unit": "人"}
    assert (size_text(size, qualifier, "zh"), size_text(size, qualifier, "en")) == (zh, en)


FAULTS = [
    ("codes.csv", "category,road,", "category,hospital,", "code: hospital"),
    ("codes.csv", "category,road,道路,Road", "category,road,医院和妇幼保健院,Road", "zh: 医院和妇幼保健院"),
    ("codes.csv", "category,road,", "source,road,", "codelist: source"),
    ("codes.csv", "category,road,", "category,Road A,", "code: Road A"),
    ("codes.csv", "measure,road_length,道路长度", "measure,road_length,", "zh"),
    ("codes.csv", "category,road,道路,Road\n", "", "category: road"),
    ("published_totals.csv", "planned_investment", "annual_plan", "year (示例公报)"),
    ("published_totals.csv", "421221,", "429999,", "county_code: 429999"),
    ("published_totals.csv", ",,3,", ",,3.50,", "value: 3.50"),
    ("published_totals.csv", "projects,,,", "projects,,2026-01-31,", "stated_on: 2026-01-31"),
    ("published_totals.csv", ",projects,", ",beds,", "measure: beds"),
    ("scale.csv", "at_least", "roughly", "qualifier: roughly (06-02)"),
    ("scale.csv", "13.00", "14.00", "qualifier: at_least (06-02)"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "found"), FAULTS, ids=lambda told: str(told)[:20])
def test_what_does_not_fit_is_refused_by_file_column_and_value(
    folder: Path, name: str, right: str, wrong: str, found: str
) -> None:
    file = folder / "library" / name
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(PortfolioError) as refusal:
        library.read_folder(folder)
    assert refusal.value.code in ("library_foreign", "library_incomplete")
    assert str(refusal.value.facts["found"]).startswith(found)


def test_what_lies_beside_tells_editions_apart_and_its_absence_changes_nothing(tmp_path: Path) -> None:
    plain = copy_library(tmp_path / "plain")
    before = library.read_folder(plain).edition.digest
    (plain / "library" / "codes.csv").write_text(CODES, encoding="utf-8")
    after = library.read_folder(plain).edition.digest
    assert before != after
    scale = plain / "library" / "scale.csv"
    head, *lines = scale.read_text(encoding="utf-8").splitlines()
    told = [f"{head},qualifier", f"{lines[0]},about", *(f"{line}," for line in lines[1:])]
    scale.write_text("\n".join(told) + "\n", encoding="utf-8")
    taken = library.read_folder(plain)
    assert taken.edition.digest not in (before, after)
    assert library_frame(library.read_tables(plain / "library")).equals(
        library.read_library(plain / library.PARQUET)
    )
