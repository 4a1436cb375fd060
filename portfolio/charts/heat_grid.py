"""A grid of cells, darker for more, each with what it holds written in it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from portfolio.charts import theme
from portfolio.charts.vega import Chart, Spec, field, layer, mark

WRITTEN = {"calculate": f"{theme.PHONE} ? datum.short : datum.told", "as": "written"}
"""What a telephone has room for, or the whole."""


def heat_grid(
    cells: pl.DataFrame,
    places: tuple[Spec, Spec],
    tips: Sequence[str],
    edge: Spec,
    number: Spec,
    description: str,
    height: Spec,
) -> Chart:
    """The cells at their `places` (across, down): rows with fill, ink, told, short and href, and the columns of `tips`.

    `edge` is the look of a cell's border, `number` that of what stands in it.
    """
    across, down = places
    base = {
        "x": across,
        "y": down,
        "href": field("href:N"),
        "tooltip": [field(f"{name}:N", title=" ") for name in tips],
    }
    fill = {"color": field("fill:N", scale=None)}
    words = {"text": field("written:N"), "color": field("ink:N", scale=None)}
    return theme.chart(
        layer(cells, mark("rect", **edge), base | fill),
        layer(cells, mark("text", **number), base | words, WRITTEN),
        description=description,
        height=height,
    )
