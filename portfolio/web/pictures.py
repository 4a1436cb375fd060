"""A chart on a page, as wide as its column; its own description is what a screen reader says of it.

Making a chart costs more than all its questions, so what was made is kept: by the page's data, view, language and
address, and by the chart's own name. Nothing else may go into a chart.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st
from altair.utils import schemapi

from portfolio.charts import theme
from portfolio.charts.layers import Layers
from portfolio.web.frame import Frame
from portfolio.web.links import address

schemapi.disable_debug_mode()  # a check of every mark against the schema, milliseconds each: tests/charts/ check

Spec = dict[str, Any]
HELD = 512
"""How many made charts are kept; one takes some ten kilobytes."""
_held: OrderedDict[Hashable, Spec] = OrderedDict()
_lock = threading.Lock()


def draw(frame: Frame, name: str, make: Callable[[], Layers], rests_on: Hashable = None) -> None:
    """Nothing; draws the chart `name` of this page in its own look, made by `make` unless it was made before.

    `name` is the chart's own on its page; one that is drawn for several things names the thing too. `rests_on` is
    all that the chart rests on besides the ledger and the language, where that is less than the whole address.
    """
    st.vega_lite_chart(spec=dict(_spec(frame, name, make, rests_on)), width="stretch", theme=None)


def _spec(frame: Frame, name: str, make: Callable[[], Layers], rests_on: Hashable) -> Spec:
    rests = rests_on or (frame.view, *address(frame.filters).items())
    key = (frame.page, name, str(frame.store.path), frame.version, frame.language, rests)
    with _lock:
        if key in _held:
            _held.move_to_end(key)
            return _held[key]
    made = _marked(frame, _made(make()))
    with _lock:
        _held[key] = made
        while len(_held) > HELD:
            _held.popitem(last=False)
    return made


def _made(chart: Layers) -> Spec:
    """The chart as Vega-Lite, its rows as Arrow tables beside it, which Streamlit hands on as they are."""
    spec, frames = chart.parts()
    return spec | {"datasets": {name: frame.to_arrow() for name, frame in frames.items()}}


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
