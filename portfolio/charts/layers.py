"""Charts over one another as one chart, written as Vega-Lite at once.

Altair's own layering copies every layer several times, and its way with data turns every row into a dictionary and
back, which costs more than all questions of a page; the layers themselves are Altair's. Of charts that differ in their
rows alone, the shape is made once.
"""

from __future__ import annotations

from collections.abc import Mapping
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
        return _whole(*self.parts())

    def shape(self) -> Shape:
        """The chart without its rows, to be filled with others of the same columns."""
        spec, frames = self.parts()
        return Shape(spec, tuple(frames))


@dataclass(frozen=True)
class Shape:
    """A chart as Vega-Lite but for its rows and its description; `names` are its datasets', the bottom one's first."""

    spec: Spec
    names: tuple[str, ...]

    def filled(self, *frames: pl.DataFrame, description: str) -> Filled:
        """The chart of these rows, one frame a dataset; ValueError where their number differs."""
        named = dict(zip(self.names, map(_spoken, frames), strict=True))
        return Filled(self.spec | {"description": description}, named)


@dataclass(frozen=True)
class Filled:
    """A shape with rows: a whole chart, as Layers is."""

    spec: Spec
    frames: Mapping[str, pl.DataFrame]

    def parts(self) -> tuple[Spec, Mapping[str, pl.DataFrame]]:
        """The chart as Vega-Lite without its data, and the rows by the name of their dataset."""
        return self.spec, self.frames

    def to_dict(self) -> Spec:
        """The chart as Vega-Lite with its `datasets`; ValueError of Altair's where it is none."""
        return _whole(*self.parts())


def _whole(spec: Spec, frames: Mapping[str, pl.DataFrame]) -> Spec:
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
