"""Charts over one another as one chart, written as Vega-Lite at once.

Altair's own layering copies every layer several times, and its way with data turns every row into a dictionary and
back, which costs more than all questions of a page; the layers themselves are Altair's. Of charts that differ in their
rows and in a few words or numbers alone, the shape is made once, with a place for each of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
import polars as pl

from portfolio.charts.written import written

Spec = dict[str, Any]
_PLACE = "place of "


def place(name: str) -> str:
    """What stands in a shape for a chart's own `name`: as a text, as an expression, or in a list.

    Alone in a list it stands for the whole list.
    """
    return f"{_PLACE}{name}"


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
        return Shape(spec, tuple(frames), frozenset(_places(spec["layer"])))


@dataclass(frozen=True)
class Shape:
    """A chart as Vega-Lite but for its rows, its description and what its places stand for.

    `names` are its datasets', the bottom one's first; `places` what its places are called.
    """

    spec: Spec
    names: tuple[str, ...]
    places: frozenset[str] = frozenset()

    def filled(self, *frames: pl.DataFrame, description: str, **own: object) -> Filled:
        """The chart of these rows, one frame a dataset, with its `own` values in their places.

        ValueError where the number of frames differs, or the names of the places.
        """
        if own.keys() != self.places:
            raise ValueError(f"a shape with places for {sorted(self.places)} was given {sorted(own)}")
        named = dict(zip(self.names, map(_spoken, frames), strict=True))
        drawn = {"layer": _put(self.spec["layer"], own)} if own else {}
        return Filled(self.spec | drawn | {"description": description}, named)


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


def _places(told: Any) -> Iterator[str]:
    """The names of the places in it."""
    if _is_place(told):
        yield told.removeprefix(_PLACE)
    elif isinstance(told, dict | list):
        for held in told.values() if isinstance(told, dict) else told:
            yield from _places(held)


def _put(told: Any, own: Mapping[str, object]) -> Any:
    """The same with every place taken by the chart's own value."""
    if isinstance(told, dict):
        return {name: _put(held, own) for name, held in told.items()}
    if isinstance(told, list):
        return _put(told[0], own) if _is_whole(told) else [_put(held, own) for held in told]
    return own[told.removeprefix(_PLACE)] if _is_place(told) else told


def _is_place(told: Any) -> bool:
    return isinstance(told, str) and told.startswith(_PLACE)


def _is_whole(told: list[Any]) -> bool:
    """Whether a place stands alone in the list, for the whole of it."""
    return len(told) == 1 and _is_place(told[0])


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
