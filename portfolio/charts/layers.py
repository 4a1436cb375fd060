"""Charts over one another as one chart, written as Vega-Lite at once.

Altair's own layering copies every layer several times, and its way with data turns every row into a dictionary and
back, which costs more than all questions of a page; the layers themselves are Altair's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import polars as pl

from portfolio.charts.written import written

Spec = dict[str, Any]


@dataclass(frozen=True)
class Layers:
    """Layers, the first at the bottom, with the looks that only the outermost chart may have."""

    layers: tuple[alt.Chart, ...]
    looks: tuple[tuple[str, Any], ...] = ()

    def looking(self, **looks: Any) -> Layers:
        """The same layers with a description, config or height."""
        return replace(self, looks=(*self.looks, *looks.items()))

    def parts(self) -> tuple[Spec, dict[str, pl.DataFrame]]:
        """The chart as Vega-Lite without its data, and the rows by the name of their dataset."""
        frames = {id(layer.data): layer.data for layer in self.layers}
        names = {known: f"rows_{number}" for number, known in enumerate(frames)}
        drawn = [_without_data(layer, names[id(layer.data)]) for layer in self.layers]
        spec = {
            "$schema": alt.SCHEMA_URL,
            "layer": drawn,
            **{name: written(value) for name, value in self.looks},
        }
        return spec, {names[known]: _spoken(frame) for known, frame in frames.items()}

    def to_dict(self) -> Spec:
        """The chart as Vega-Lite with its `datasets`; ValueError of Altair's where it is none."""
        spec, frames = self.parts()
        whole = spec | {"datasets": {name: frame.to_dicts() for name, frame in frames.items()}}
        alt.LayerChart.from_dict(whole)
        return whole


def _without_data(layer: alt.Chart, name: str) -> Spec:
    own = layer.copy(deep=False)
    own.data = alt.NamedData(name=name)
    drawn: Spec = written(own)
    return drawn


def _spoken(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with days as Vega reads them in the reader's own time: at midnight, whatever the zone."""
    if pl.Date not in frame.dtypes:
        return frame
    return frame.with_columns(pl.col(pl.Date).dt.strftime("%Y-%m-%dT00:00:00"))
