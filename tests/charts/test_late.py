"""The chart of 滞后项目: every band of days in its row, red where the rules say."""

from __future__ import annotations

import polars as pl

from portfolio import codes
from portfolio.charts import late


def test_every_band_has_its_row_and_every_count_its_sign_or_word() -> None:
    counts = pl.DataFrame(
        {
            "delay_band": ["month", "quarter", "quarter", "half"],
            "state": ["yellow", "yellow", "red", "suspended"],
            "project_count": [4, 2, 1, 3],
        }
    )
    spec = late.bands(counts, "zh").to_dict()
    rows = next(found for found in spec["datasets"].values() if "mark" in found[0])
    assert list(dict.fromkeys(row["label"] for row in rows)) == list(
        codes.labels("delay_band", "zh").values()
    )
    assert {row["mark"] for row in rows} == {"", "▲ 4", "▲ 2", "● 1", "‖ 停缓建 3"}
    assert "1–30天 ▲ 黄灯 4" in spec["description"]
