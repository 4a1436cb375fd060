"""A shape is made once; each chart of it has its own rows, words and numbers, and none of another's."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl
import pytest

from portfolio.charts.layers import Filled, Shape, place
from portfolio.charts.theme import layered

ROWS = pl.DataFrame({"label": ["示例县甲"], "amount": [3.5]})


def shape() -> Shape:
    scale = alt.Scale(domain=[place("labels")])
    base = alt.Chart(pl.DataFrame()).encode(
        y=alt.Y("label:N", sort=[place("labels")], scale=scale, title=place("heading")),
        x=alt.X("amount:Q", scale=alt.Scale(domain=[0, place("end")])),
    )
    line = alt.Chart(pl.DataFrame()).encode(x=alt.XDatum(0)).mark_rule(strokeDash=[6, 4])
    return layered(base.mark_bar(), line).shape()


def chart(**own: object) -> Filled:
    given: Mapping[str, object] = {"labels": ["示例县甲", "示例县乙"], "heading": "总投资", "end": 4.5} | own
    return shape().filled(ROWS, pl.DataFrame({"at": [0.0]}), description="说明", **given)


def test_each_chart_has_its_own_values_in_the_shapes_places() -> None:
    spec = chart().to_dict()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["y"]["sort"] == encoding["y"]["scale"]["domain"] == ["示例县甲", "示例县乙"]
    assert (encoding["y"]["title"], encoding["x"]["scale"]["domain"]) == ("总投资", [0, 4.5])
    assert spec["layer"][1]["mark"]["strokeDash"] == [6, 4]
    assert (spec["description"], spec["datasets"]["rows_0"]) == ("说明", ROWS.to_dicts())


def test_what_one_chart_says_stays_out_of_the_next() -> None:
    made = shape()
    at_nothing = pl.DataFrame({"at": [0.0]})
    one, other = (
        made.filled(ROWS, at_nothing, description="", labels=[name], heading=name, end=1).to_dict()
        for name in ("甲", "乙")
    )
    assert one["layer"][0]["encoding"]["y"]["sort"] == ["甲"]
    assert other["layer"][0]["encoding"]["y"]["sort"] == ["乙"]


@pytest.mark.parametrize("own", [{"labels": []}, {"labels": [], "heading": "", "end": 1, "unit": "万元"}])
def test_a_place_left_empty_or_unknown_is_refused(own: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="places for"):
        shape().filled(ROWS, ROWS, description="", **own)


def test_as_many_frames_as_datasets() -> None:
    with pytest.raises(ValueError, match="zip"):
        shape().filled(ROWS, description="", labels=[], heading="", end=1)
