"""The charts of 县市区对比: the best on top, those not ranked apart, one scale for small charts, few projects hollow."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from portfolio.charts import compare, small
from portfolio.codes import Language
from portfolio.words import say

WORDS = {"apart": "— 以下不参与排名 —", "whole": "全市 50.0%", "description": "排序条形图"}
ROWS = pl.DataFrame(
    {
        "label": ["示例县甲", "示例县乙", "示例县丙"],
        "rank": [1, 2, None],
        "reason": ["", "", "样本不足"],
        "ranking": ["ranked", "ranked", "too_small"],
        "unit": ["share"] * 3,
        "value": [0.6, 0.4, 0.9],
        "part": [Decimal(6), Decimal(4), Decimal(9)],
        "told": ["60.0%", "40.0%", "90.0%"],
        "n": ["5/8", "4/8", "1/8"],
        "chosen": [False, True, False],
        "href": ["/a", "/b", "/c"],
    },
    schema_overrides={"rank": pl.Int64},
)
CITY: dict[str, Any] = {"unit": "share", "value": 0.5, "part": Decimal(10), "told": "50.0%"}
MONTHS = [date(2026, month, 28) for month in range(1, 13)]


def drawn(rows: pl.DataFrame = ROWS, whole: dict[str, Any] = CITY) -> dict[str, Any]:
    spec: dict[str, Any] = compare.ranked_bars(rows, whole, "滞后率", WORDS, "zh").to_dict()
    return spec


def domain(spec: dict[str, Any]) -> list[str]:
    found: list[str] = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    return found


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


def test_those_not_ranked_stand_apart_below_with_the_reason_and_n() -> None:
    lines = domain(drawn())
    assert lines == [
        "1  示例县甲|5/8",
        "▶ 2  示例县乙|4/8",
        WORDS["apart"],
        "示例县丙|1/8|样本不足",
    ]


def test_bars_open_their_rows_and_are_told_apart_without_colour() -> None:
    rows = {row["label"]: row for row in rows_of(drawn()) if "label" in row}
    assert rows["示例县甲"]["href"] == "/a"
    assert rows["示例县丙"]["colour"] != rows["示例县甲"]["colour"]
    assert drawn()["description"] == "排序条形图"


def test_the_city_is_a_line_for_rates_and_none_for_sums() -> None:
    assert any(row.get("told") == "全市 50.0%" for row in rows_of(drawn()))
    sums = drawn(
        ROWS.with_columns(unit=pl.lit("count"), value=pl.Series([6.0, 4.0, 9.0])),
        CITY | {"unit": "count", "value": 19.0},
    )
    assert not any(row.get("told") == "全市 50.0%" for row in rows_of(sums))
    assert sums["layer"][0]["encoding"]["x"]["scale"]["domainMax"]["expr"].startswith("9.0 ")


def test_an_unknown_figure_has_no_bar_and_keeps_its_word() -> None:
    rows = ROWS.with_columns(value=pl.Series([0.6, 0.4, None]), told=pl.Series(["60.0%", "40.0%", "未填报"]))
    third = next(row for row in rows_of(drawn(rows)) if row.get("label") == "示例县丙")
    assert third["at"] is None and third["told"] == "未填报"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_with_one_rank_do_not_lie_on_each_other(language: Language) -> None:
    rows = pl.DataFrame(
        {
            "label": ["甲", "乙", "丙"],
            "rank": [1, 1, 3],
            "without_rank": [2, 3, 1],
            "value": ["60%", "60%", "40%"],
            "without_value": ["50%", "40%", "60%"],
            "largest": ["x", "y", "z"],
            "chosen": [False] * 3,
        }
    )
    spec = compare.both_ranks(rows, "名次", language).to_dict()
    left = [row["at"] for row in rows_of(spec) if row["end"] == say(language, "compare.chart_with")]
    assert sorted(left) == [1, 2, 3]


def test_small_curves_share_one_scale_and_leave_unknown_months_out() -> None:
    rows = pl.DataFrame(
        {
            "month_on": MONTHS,
            "elapsed_share": [month / 12 for month in range(1, 13)],
            "work_share": [0.1] * 10 + [None, None],
            "paid_share": [1.2] + [None] * 11,
            "work_done_count": [3] * 12,
            "paid_count": [3] * 12,
        }
    )
    assert small.top_of(rows) == 1.2
    spec = small.curve(rows, 1.2, "示例县甲", "zh").to_dict()
    assert len([row for row in rows_of(spec) if row["kind"] == "完成投资"]) == 10
    assert "示例县甲" in spec["description"]


def test_a_point_of_a_curve_that_rests_on_fewer_projects_than_before_is_hollow() -> None:
    rows = pl.DataFrame(
        {
            "month_on": MONTHS[:4],
            "elapsed_share": [month / 12 for month in range(1, 5)],
            "work_share": [0.1, 0.2, 0.9, 0.3],
            "paid_share": [None] * 4,
            "work_done_count": [3, 12, 4, 12],
            "paid_count": [0] * 4,
        }
    )
    spec = small.curve(rows, 1.0, "示例县甲", "zh").to_dict()
    work = [row for row in rows_of(spec) if row["kind"] == "完成投资"]
    assert {(row["month"], row["few"], row["n"]) for row in work} == {
        (1, False, "3 个有数据"),
        (2, False, "12 个有数据"),
        (3, True, "4 个有数据"),
        (4, False, "12 个有数据"),
    }


def test_a_point_of_too_few_projects_is_hollow_and_scales_are_common() -> None:
    rows = pl.DataFrame(
        {
            "county_code": ["1"] * 3 + ["*"] * 3,
            "month_on": MONTHS[:3] * 2,
            "value": [-0.2, None, -0.1, -0.05, -0.05, -0.05],
            "ranking": ["too_small", "too_small", "ranked", None, None, None],
            "known_count": [2, 0, 3, 9, 9, 9],
            "project_count": [5] * 6,
            "unit": ["points"] * 6,
        }
    )
    bounds = small.bounds(rows)
    assert bounds == (-0.2, 0.0)
    mine, past = rows.filter(county_code="1"), small.past(rows, "zh")
    spec = small.history(mine, past, "示例县甲").to_dict()
    points = {row["place"]: row for row in rows_of(spec) if "few" in row and row["n"].endswith("/5")}
    assert json.dumps(spec, ensure_ascii=False).count("示例县甲") == 1
    assert any(row["few"] for row in rows_of(spec) if "few" in row) and len(points) == 3


def test_charts_alike_have_their_own_rows_and_names() -> None:
    def year(share: float) -> pl.DataFrame:
        shares = {name: [share] for name in ("elapsed_share", "work_share", "paid_share")}
        return pl.DataFrame({"month_on": MONTHS[:1], "work_done_count": [1], "paid_count": [1]} | shares)

    first, second = (
        small.curve(year(share), 1.0, name, "en").to_dict() for share, name in ((0.1, "Jia"), (0.7, "Yi"))
    )
    assert {row["share"] for row in rows_of(first)} == {0.1}
    assert {row["share"] for row in rows_of(second)} == {0.7}
    assert "Jia" in first["description"] and "Yi" in second["description"]
    assert first["layer"] == second["layer"]
