"""滞后项目 as a chart: how many projects fall in each band of days."""

from __future__ import annotations

import polars as pl

from portfolio import codes
from portfolio.charts import bars, theme
from portfolio.charts.vega import Chart
from portfolio.codes import Language
from portfolio.words import say

LIGHTS = ("red", "yellow", "suspended")
"""The states that a late project may have: what stopped late stays in the count."""


def bands(counts: pl.DataFrame, language: Language) -> Chart:
    """One bar a band of days late, cut by light, each piece with its number; an empty band keeps its row.

    `counts`: delay_band, state, project_count.
    """
    known = {(band, state): count for band, state, count in counts.iter_rows()}
    lights = {state: theme.state_label(state, language) for state in LIGHTS}
    rows = [
        (label, lights[state], count, f"{sign(state, language)} {count}" if count else "")
        for band, label in codes.labels("delay_band", language).items()
        for state in LIGHTS
        if (count := known.get((band, state), 0)) or state == LIGHTS[0]
    ]
    shown = pl.DataFrame(rows, ["label", "part", "size", "mark"], orient="row")
    colours = {label: theme.STATES[state] for state, label in lights.items()}
    text = "; ".join(f"{label} {part} {size}" for label, part, size, _ in rows)
    description = say(language, "late.chart_bands_description", told=text)
    return bars.pieces(shown, colours, say(language, "late.chart_bands"), description)


def sign(state: str, language: Language) -> str:
    """The sign of a light: ●; of any other state its sign and its word, since the sign alone says nothing."""
    label = theme.state_label(state, language)
    return label.split(" ")[0] if state in ("red", "yellow", "green") else label
