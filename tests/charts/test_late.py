"""The charts of 滞后项目: a point a late project, every county in its row, red where the rules say."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from portfolio import codes
from portfolio.charts import late

COUNTIES = pl.DataFrame(
    {
        "label": ["示例县甲", "示例县乙", "示例县丙", "示例县丁"],
        "ranking": ["ranked", "too_small", "unranked", "short_of_reports"],
        "judged_count": [5, 2, 0, 0],
        "late_count": [3, 0, None, None],
        "passed_unreported_count": [1, 0, 0, 2],
        "dated_count": [6, 2, 0, 3],
        "median_delay_days": [30.0, None, None, None],
    }
)
PROJECTS = pl.DataFrame(
    {
        "project_id": ["01-01", "01-02", "01-03"],
        "label": ["示例县甲"] * 3,
        "name": ["示例一号小区", "示例一号小区", "示例二号小区"],
        "delay_days": [200, 30, 30],
        "state": ["red", "yellow", "red"],
        "milestone": ["完工", "开工", "开工"],
        "href": ["/a", "/b", "/c"],
    }
)


def rows_with(spec: dict[str, Any], column: str) -> list[dict[str, Any]]:
    return next(rows for rows in spec["datasets"].values() if column in rows[0])


def test_every_late_project_is_a_point_and_none_covers_another() -> None:
    spec = late.by_county(COUNTIES, PROJECTS, 90, "zh").to_dict()
    points = rows_with(spec, "project_id")
    assert len(points) == 3
    assert len({(row["delay_days"], row["level"]) for row in points}) == 3
    assert all(-1 <= row["level"] <= 1 for row in points)


def test_every_county_has_its_row_and_says_what_it_rests_on() -> None:
    spec = late.by_county(COUNTIES, PROJECTS, 90, "zh").to_dict()
    domain = spec["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert domain == [
        "示例县甲|滞后3＋未报1 / 6",
        "示例县乙|滞后0＋未报0 / 2|样本不足",
        "示例县丙|未填报|不排名",
        "示例县丁|滞后0＋未报2 / 3|报送不足",
    ]


def test_the_red_line_stands_where_the_rules_say() -> None:
    told = json.dumps(late.by_county(COUNTIES, PROJECTS, 45, "en").to_dict(), ensure_ascii=False)
    assert "Red: past 45 days" in told
    assert "past 90 days" not in told


def test_the_middle_of_a_county_is_drawn_over_its_points() -> None:
    layers = late.by_county(COUNTIES, PROJECTS, 90, "zh").to_dict()["layer"]
    shapes = [layer["mark"].get("shape") for layer in layers]
    assert shapes.index("stroke") > 0


def test_every_band_has_its_row_and_every_count_its_sign() -> None:
    counts = pl.DataFrame(
        {
            "delay_band": ["month", "quarter", "quarter"],
            "state": ["yellow", "yellow", "red"],
            "project_count": [4, 2, 1],
        }
    )
    spec = late.bands(counts, "zh").to_dict()
    rows = rows_with(spec, "mark")
    assert list(dict.fromkeys(row["label"] for row in rows)) == list(
        codes.labels("delay_band", "zh").values()
    )
    assert {row["mark"] for row in rows} == {"", "▲ 4", "▲ 2", "● 1"}
    assert "1–30天 ▲ 黄灯 4" in spec["description"]
