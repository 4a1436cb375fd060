"""Charts as Vega-Lite: layers and their rows, as Altair's schema has them."""

from __future__ import annotations

from datetime import date

import altair as alt
import polars as pl

from portfolio.charts import vega
from portfolio.charts.vega import field, layer, mark

ROWS = pl.DataFrame({"label": ["示例县甲"], "due_on": [date(2026, 12, 31)], "amount": [3.5]})


def test_layers_of_the_same_rows_share_them() -> None:
    other = ROWS.clear()
    bars, words = layer(ROWS, mark("bar"), {}), layer(ROWS, mark("text"), {})
    chart = vega.chart([bars, layer(other, mark("rule"), {}), words])
    assert [one["data"]["name"] for one in chart.spec["layer"]] == ["rows_0", "rows_1", "rows_0"]
    assert {name: rows.height for name, rows in chart.frames.items()} == {"rows_0": 1, "rows_1": 0}


def test_a_day_is_midnight_wherever_it_is_read() -> None:
    chart = vega.chart([layer(ROWS, mark("tick"), {"x": field("due_on:T")})])
    assert chart.to_dict()["datasets"]["rows_0"][0]["due_on"] == "2026-12-31T00:00:00"


def test_a_channel_names_its_column_and_type() -> None:
    assert field("amount:Q", title=None) == {"field": "amount", "type": "quantitative", "title": None}


def test_the_schema_is_that_of_which_charts_are_checked() -> None:
    assert vega.SCHEMA == alt.SCHEMA_URL
