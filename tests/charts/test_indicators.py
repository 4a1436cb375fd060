"""The chart of 规划指标: an arrow only where the plan's two numbers may be compared, words where they may not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from portfolio.charts import indicators
from portfolio.codes import Language

BLANK: dict[str, Any] = {
    "nature": "expected",
    "unit_printed": "%",
    "baseline_printed": None,
    "target_printed": "95",
    "course": "no_baseline",
    "baseline_share": None,
    "value": None,
    "value_on": None,
    "value_precision": None,
    "value_share": None,
    "covered_share": None,
    "href": "/indicators?indicator=1#detail",
}
VALUE = {"value": Decimal("92.50"), "value_on": date(2024, 12, 31), "value_precision": "year"}
ROWS = [
    BLANK | {"name": "甲率", "nature": "binding", "baseline_printed": "90", "course": "toward"}
    | {"baseline_share": 0.9474, "value_share": 0.9737, "covered_share": 0.5} | VALUE,
    BLANK | {"name": "乙率"},
    BLANK | {"name": "丙人数", "baseline_printed": "24.8", "course": "against"} | VALUE,
]  # fmt: skip
TYPES: dict[str, Any] = {
    "baseline_printed": pl.String,
    "value": pl.Decimal(18, 2),
    "value_on": pl.Date,
    "value_precision": pl.String,
    "baseline_share": pl.Float64,
    "value_share": pl.Float64,
    "covered_share": pl.Float64,
}


def frame() -> pl.DataFrame:
    return pl.DataFrame(ROWS, schema_overrides=TYPES, infer_schema_length=None)


def drawn(language: Language) -> dict[str, dict[str, Any]]:
    """The rows that the chart draws, by name."""
    spec = indicators.journey(frame(), 1.0, language).to_dict()
    rows = next(rows for rows in spec["datasets"].values() if "line" in rows[0])
    return {row["name"]: row for row in rows}


def test_a_row_says_both_numbers_as_printed_and_binding_by_a_sign() -> None:
    rows = drawn("zh")
    assert rows["甲率"]["line"] == "◆ 甲率‖90 → 95%"
    assert rows["乙率"]["line"] == "乙率‖未列 → 95%"


def test_the_way_covered_is_said_and_is_shorter_on_a_telephone() -> None:
    row = drawn("zh")["甲率"]
    assert row["at_baseline"] == "94.7%"
    assert row["at_value"] == "92.5%（2024年），完成进度 50.0%"
    assert row["short"] == "50.0%"


def test_a_target_in_words_has_no_unit() -> None:
    row = BLANK | {"baseline_printed": "100", "target_printed": "应保尽保"}
    assert indicators.printed_text(row, "zh") == "100% → 应保尽保"


@pytest.mark.parametrize(
    ("language", "line", "value"),
    [
        ("zh", "丁率‖13.95 → ≤10（1/10万）", "9.6（1/10万，2025年）"),
        ("en", "丁率‖13.95 → ≤10 (1/10万)", "9.6 (1/10万, 2025)"),
    ],
)
def test_a_unit_that_begins_with_a_digit_does_not_run_on_from_the_number(
    language: Language, line: str, value: str
) -> None:
    printed = {"unit_printed": "1/10万", "baseline_printed": "13.95", "target_printed": "≤10"}
    told = {"value": Decimal("9.60"), "value_on": date(2025, 12, 31), "value_precision": "year"}
    row = BLANK | {"name": "丁率"} | printed | told
    drawn = pl.DataFrame([row], schema_overrides=TYPES)
    spec = indicators.journey(drawn, 1.0, language).to_dict()
    found = next(rows for rows in spec["datasets"].values() if "line" in rows[0])[0]
    assert (found["line"], found["at_value"]) == (line, value)
    assert indicators.sized("11.4", "年", language) == "11.4 年"


def test_a_row_without_an_arrow_says_why_and_still_says_its_value() -> None:
    rows = drawn("zh")
    assert rows["甲率"]["without"] == ""
    assert rows["乙率"]["without"] == "规划未列基期"
    assert rows["丙人数"]["without"] == "目标与升降方向相反、不作比较；92.5%（2024年）"
    assert rows["丙人数"]["baseline_share"] is None


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_name_is_whole_on_a_desk_and_broken_on_a_telephone(language: Language) -> None:
    name = "困难残疾人生活补贴和重度残疾人护理补贴目标人群覆盖率"
    rows = frame().head(1).with_columns(name=pl.lit(name))
    spec = indicators.journey(rows, 1.0, language).to_dict()
    line = next(rows for rows in spec["datasets"].values() if "line" in rows[0])[0]["line"]
    pieces = line.split("‖")[0].split("|")
    assert "".join(pieces) == f"◆ {name}"
    assert len(pieces) > 2 and all(len(piece) <= 10 for piece in pieces)


def test_charts_of_a_page_share_their_end() -> None:
    assert indicators.reach(frame()) == 1.0
    assert indicators.reach(frame().with_columns(baseline_share=pl.lit(1.395))) == 1.395
    assert not indicators.drawable(frame().filter(pl.col("course") == "no_baseline"))
