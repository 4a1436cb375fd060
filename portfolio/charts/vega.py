"""A chart as Vega-Lite, written down as it is: what each layer draws of which rows, and the looks of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.4.1.json"
"""The version of Vega-Lite that Streamlit's charts speak."""
TYPES = {"N": "nominal", "O": "ordinal", "Q": "quantitative", "T": "temporal"}
"""Vega-Lite's types by the letters that Altair has for them."""


@dataclass(frozen=True)
class Layer:
    """One kind of mark, and the rows of which it draws one each."""

    rows: pl.DataFrame
    drawn: Spec


@dataclass(frozen=True)
class Chart:
    """A whole chart as Vega-Lite but for its rows, and these by the names of their datasets."""

    spec: Spec
    frames: Mapping[str, pl.DataFrame]

    def to_dict(self) -> Spec:
        """The chart as Vega-Lite with its `datasets`."""
        return self.spec | {"datasets": {name: frame.to_dicts() for name, frame in self.frames.items()}}


def field(column: str, **more: Any) -> Spec:
    """A channel that shows a column: "amount:Q" names it and its type."""
    name, _, letter = column.partition(":")
    return {"field": name, "type": TYPES[letter], **more}


def mark(kind: str, **more: Any) -> Spec:
    """A mark of that kind: bar, line, point, rect, rule, text, tick."""
    return {"type": kind, **more}


def expr(expression: str) -> Spec:
    """A value that the reader's browser works out."""
    return {"expr": expression}


def value(constant: Any) -> Spec:
    """A channel that is the same for every row, in pixels or as a colour."""
    return {"value": constant}


def told_apart(condition: str, then: Any, otherwise: Any) -> Spec:
    """A channel of two values by a condition."""
    return {"condition": [{"test": condition, "value": then}], "value": otherwise}


def layer(rows: pl.DataFrame, mark: Spec, encoding: Spec, *transform: Spec) -> Layer:
    """A layer of the rows, with what is done to them before it is drawn."""
    before = {"transform": list(transform)} if transform else {}
    return Layer(rows, {"mark": mark, "encoding": encoding, **before})


def chart(layers: Sequence[Layer], **looks: Any) -> Chart:
    """The layers over one another, the first at the bottom; layers of the same frame share a dataset."""
    frames = {id(layer.rows): layer.rows for layer in layers}
    names = {known: f"rows_{number}" for number, known in enumerate(frames)}
    drawn = [{"data": {"name": names[id(layer.rows)]}, **layer.drawn} for layer in layers]
    spec = {"$schema": SCHEMA, "layer": drawn, **looks}
    return Chart(spec, {names[known]: _in_words(frame) for known, frame in frames.items()})


def _in_words(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows with days as Vega reads them in the reader's own time: at midnight, whatever the zone."""
    if pl.Date not in frame.dtypes:
        return frame
    return frame.with_columns(pl.col(pl.Date).dt.strftime("%Y-%m-%dT00:00:00"))
