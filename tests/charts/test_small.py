"""The small charts of 县市区: one scale for all, few projects hollow, unknown months left out."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl

from portfolio.charts import small

MONTHS = [date(2026, month, 28) for month in range(1, 13)]


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows]


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
