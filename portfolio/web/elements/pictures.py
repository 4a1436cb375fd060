"""A chart on a page, as wide as its column; its own description is what a screen reader says of it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import polars as pl
import streamlit as st

from portfolio.charts import theme
from portfolio.charts.vega import Chart
from portfolio.web.frame import Frame

Spec = dict[str, Any]
SMALL = 180
"""Pixels below which a chart is one of many in a row, which take their height together."""
AROUND = 44
"""Pixels that a chart of rows takes above and below them at the least: its edges, its axis."""
MARK = 20
"""The same of the line that says 演示数据."""


def draw(frame: Frame, name: str, chart: Chart) -> None:
    """Draw the chart in its own look; `name` is its own on the page, of one of several the thing's that it shows."""
    spec = _marked(frame, _made(chart))
    with _room(name, spec):
        st.vega_lite_chart(spec=dict(spec), width="stretch", theme=None)


def _room(name: str, spec: Spec) -> AbstractContextManager[object]:
    """A container that holds the chart's height free until it is drawn, by room.js; small ones need none."""
    height = spec["usermeta"]["height"]
    if isinstance(spec.get("height"), dict):
        height += AROUND + (MARK if "title" in spec else 0)
    return nullcontext() if height < SMALL else st.container(key=f"room_{height}_{name}")


def _made(chart: Chart) -> Spec:
    """The chart as Vega-Lite, its rows in Arrow's bytes beside it, which Streamlit hands on as they are."""
    told = {"usermeta": {"height": height_of(chart.spec, chart.frames.values())}}
    return chart.spec | told | {"datasets": {name: _in_arrow(rows) for name, rows in chart.frames.items()}}


def height_of(spec: Spec, frames: Iterable[pl.DataFrame]) -> int:
    """The pixels that the chart takes from its first row to its last, without what stands around; 0 where none says."""
    height = spec.get("height", 0)
    if not isinstance(height, dict):
        return int(height)
    lines = [layer["encoding"]["y"] for layer in spec["layer"] if "field" in layer["encoding"].get("y", {})]
    rows = {line["field"]: set[object]() for line in lines}
    for frame in frames:
        for field in rows.keys() & set(frame.columns):
            rows[field] |= set(frame[field])
    return int(height["step"]) * max(map(len, rows.values()), default=0)


def _in_arrow(frame: pl.DataFrame) -> bytes:
    """The rows as a stream of Arrow, with types that the reader's browser knows.

    Written from a frame of our own: Polars holds the frame locked until it has Python's lock back, so whoever reads a
    frame that others share meanwhile (an answer that is kept) would wait with that lock in hand, for ever.
    """
    stream = io.BytesIO()
    frame.clone().write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
    return stream.getvalue()


def _marked(frame: Frame, spec: Spec) -> Spec:
    """The chart with 演示数据 at its foot where the data is made up, so that a saved picture says so too."""
    if frame.filters.workspace != "demo":
        return spec
    mark = {
        "text": frame.say("workspace.demo_mark"),
        "orient": "bottom",
        "anchor": "end",
        "color": theme.QUIET,
        "aria": False,
    }
    return {"title": mark} | spec
