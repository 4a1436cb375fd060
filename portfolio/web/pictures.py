"""A chart on a page, as wide as its column; its own description is what a screen reader says of it."""

from __future__ import annotations

import altair as alt
import streamlit as st


def draw(chart: alt.LayerChart) -> None:
    """Nothing; draws the chart in its own look."""
    st.altair_chart(chart, width="stretch", theme=None)
