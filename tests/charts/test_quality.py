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
