"""The committed parquet is what its text tables say, byte for byte, with the columns that others rely on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio import library
from portfolio.library import columns
from portfolio.model import Project
from tests.conftest import ROOT

COMMITTED = ROOT / "data" / library.PARQUET
TYPES = {
    "project_id": "VARCHAR",
    "box": "TINYINT",
    "item": "SMALLINT",
    "planned_investment_amount": "DECIMAL(18,2)",
    "funding": "STRUCT(source VARCHAR, amount DECIMAL(18,2), currency VARCHAR, note VARCHAR)[]",
    "scale": "STRUCT(measure VARCHAR, value DECIMAL(18,2), unit VARCHAR)[]",
    "milestones": (
        "STRUCT(milestone VARCHAR, label VARCHAR, due_on DATE, due_precision VARCHAR, "
        "done_on DATE, done_precision VARCHAR, evidence_no INTEGER)[]"
    ),
    "name_en": "VARCHAR",
    "predecessor_ids": "VARCHAR[]",
}


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return library.read_library(COMMITTED)


def test_building_twice_gives_the_committed_bytes(tmp_path: Path) -> None:
    for name in ("first.parquet", "second.parquet"):
        assert library.build(ROOT / "data" / "library", tmp_path / name) == 238
        assert (tmp_path / name).read_bytes() == COMMITTED.read_bytes()


def test_columns_and_their_types() -> None:
    described = duckdb.connect().execute(f"DESCRIBE FROM '{COMMITTED}'").fetchall()
    found = {name: kind.replace('"', "") for name, kind, *_ in described}
    assert list(found) == list(columns.LIBRARY)
    assert {name: found[name] for name in TYPES} == TYPES


def test_every_row_is_a_project(rows: pl.DataFrame) -> None:
    assert len([Project(**row) for row in rows.iter_rows(named=True)]) == 238


def test_public_record_stands_with_its_project(rows: pl.DataFrame) -> None:
    hospital = rows.filter(pl.col("name").str.contains("同济医院咸宁分院")).row(0, named=True)
    invested = [fact for fact in hospital["evidence"] if fact["kind"] == "invested_to_date"]
    assert [(fact["value"], fact["unit"], fact["held_on"]) for fact in invested] == [
        (Decimal("11.00"), "亿元(约)", date(2026, 1, 29))
    ]
    assert hospital["planned_investment_amount"] is None, (
        "a published amount is evidence, not the plan's investment"
    )


def test_coarse_dates_are_the_last_day_of_their_period(rows: pl.DataFrame) -> None:
    facts = (
        rows.explode("evidence")
        .unnest("evidence", separator="_")
        .filter(pl.col("evidence_held_on").is_not_null())
    )
    by_precision = {
        kind: facts.filter(pl.col("evidence_precision") == kind)["evidence_held_on"]
        for kind in ("year", "month")
    }
    assert {(day.month, day.day) for day in by_precision["year"]} == {(12, 31)}
    assert (by_precision["month"] == by_precision["month"].dt.month_end()).all()


def test_what_the_plan_does_not_state_is_unknown(rows: pl.DataFrame) -> None:
    projects = rows.filter(pl.col("kind") == "project")
    assert projects["planned_investment_amount"].count() == 14
    assert projects["county_code"].null_count() == 48
    assert rows["project_code"].null_count() == rows.height


def test_comparing_editions_names_each_difference(rows: pl.DataFrame) -> None:
    changed = rows.filter(pl.col("project_id") != "01-01-01").with_columns(
        pl.when(pl.col("project_id") == "06-01").then(pl.lit("改名")).otherwise("name").alias("name")
    )
    found = library.compare(rows, changed)
    assert found.rows() == [
        ("01-01-01", "removed", None, "咸宁市儿童校外活动中心", None),
        ("06-01", "changed", "name", "咸宁市城区老旧小区改造项目", "改名"),
    ]
