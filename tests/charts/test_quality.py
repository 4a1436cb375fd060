"""The charts of 数据质量: a number in every cell, unknown apart from none, a telephone's cell in two lines."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from portfolio.charts import quality, theme

CELLS = pl.DataFrame(
    {
        "row": ["总投资"] * 3,
        "column": ["咸安", "嘉鱼", "合计"],
        "told": ["12 / 12", "0 / 8", "—"],
        "short": ["12|/12", "0|/8", "—|"],
        "tip": ["一", "二", "三"],
        "share": [1.0, 0.0, None],
        "href": ["/a", "/b", "/c"],
    }
)


def cells() -> list[dict[str, Any]]:
    spec = quality.grid(CELLS, ["总投资"], ["咸安", "嘉鱼", "合计"], "已知 / 全部", "说明").to_dict()
    return next(rows for rows in spec["datasets"].values() if "told" in rows[0])


def test_none_known_is_white_and_nothing_to_know_is_grey() -> None:
    fills = [row["fill"] for row in cells()]
    assert fills == [theme.HEAT[-1], "#ffffff", theme.LINE]
    assert [row["ink"] for row in cells()] == ["#ffffff", theme.INK, theme.QUIET]


def test_every_cell_has_its_number_and_opens_its_rows() -> None:
    assert [(row["told"], row["href"]) for row in cells()] == [
        ("12 / 12", "/a"),
        ("0 / 8", "/b"),
        ("—", "/c"),
    ]
    told = json.dumps(quality.grid(CELLS, ["总投资"], ["咸安"], "已知 / 全部", "说明").to_dict())
    assert "datum.short" in told and "datum.told" in told


def test_columns_keep_their_order_and_english_names_find_room() -> None:
    spec = quality.grid(CELLS, ["总投资"], ["Xianning (city level)", "合计"], "Known", "Grid").to_dict()
    x = spec["layer"][0]["encoding"]["x"]
    assert x["scale"]["domain"] == ["Xianning (city level)", "合计"]
    assert "44" in x["axis"]["labelPadding"]["expr"], "two more lines than one"


def test_a_band_says_its_count_and_an_empty_one_says_none() -> None:
    rows = pl.DataFrame({"label": ["已报", "从未填报"], "project_count": [93, 0]})
    spec = quality.staleness(rows, "项目数", "说明", "zh").to_dict()
    drawn = next(rows for rows in spec["datasets"].values() if "told" in rows[0])
    assert [row["told"] for row in drawn] == ["93 个", "0 个"]


def test_a_bar_without_rows_behind_it_opens_nothing() -> None:
    rows = pl.DataFrame({"label": ["已报", "从未填报"], "project_count": [93, 0]})
    assert "href" not in quality.staleness(rows, "项目数", "说明", "zh").to_dict()["layer"][0]["encoding"]
    linked = quality.staleness(rows, "项目数", "说明", "zh", lambda _: "/quality").to_dict()
    assert linked["layer"][0]["encoding"]["href"]["field"] == "href"
