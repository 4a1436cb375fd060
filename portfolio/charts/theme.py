"""How every chart looks: one palette, one type, the states' colours and shapes, and yuan in a readable unit.

The palette is told apart by lightness first, so that it survives a projector, colour-blind eyes and a
black-and-white printer; a state also carries its sign, and never speaks by colour alone. Pages draw
them with `pictures.draw`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any
from unicodedata import east_asian_width

import polars as pl

from portfolio import codes
from portfolio.charts import vega
from portfolio.charts.vega import Chart, Layer, Spec, expr
from portfolio.codes import Language
from portfolio.formats import EXACT, known_text, rounded, unknown_text
from portfolio.words import say

FONT = "'Microsoft YaHei', 'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"

INK = "#1d2733"
QUIET = "#5b6776"
WHITE = "#ffffff"
LINE = "#d5dde6"
WASH = "#f3f6fa"
BLUE = "#1f5c99"
UNKNOWN = "#c3c9d1"
"""What nobody has stated: always this grey, always labelled 未填报 or 未注明."""

STATES = {
    "red": "#a3231b",
    "yellow": "#f0b323",
    "green": "#4f9d69",
    "no_nodes": "#e4dccb",
    "public_only": "#8e99a8",
    "not_reported": UNKNOWN,
    "completed": BLUE,
    "suspended": "#6f5a8c",
    "withdrawn": "#3f4650",
    "service": "#e6ebf1",
    "group": WASH,
}
"""State to its colour, the darkest for what needs looking at."""
SHAPES = {
    "red": "circle",
    "yellow": "triangle-up",
    "green": "square",
    "no_nodes": "cross",
    "public_only": "diamond",
    "not_reported": "stroke",
    "completed": "square",
    "suspended": "triangle-down",
    "withdrawn": "cross",
    "service": "circle",
    "group": "square",
}
"""State to the shape of its point."""
MONEY = {
    "investment": "#dfe6ee",
    "annual_plan": "#c3d0de",
    "planned": "#c9d8e8",
    "allocated": "#93b7d8",
    "received": "#4f87bd",
    "work_done": "#2e7d8c",
    "paid": "#153f6c",
    "unfunded_gap": "#d9822b",
    "idle": "#b5651d",
}
"""Measure of money to its colour: from planned to paid ever darker, what is lacking or idle in orange."""
PARTS = ("#153f6c", "#e09f3e", "#4f9d9d", "#a14b52", "#9db9d6", "#6d6f2a", "#d8c7e0", "#8a6fae")
"""Up to eight parts of a whole, neighbours unlike in lightness too; more are too many for one chart."""
HEAT = ("#f3f6fa", "#bcd2e8", "#6fa0cd", "#2f6aa8", "#123a66")
"""From least to most; the zero of a scale is white, the unknown is UNKNOWN and says so."""
WORSE, BETTER = ("#f6d7ae", "#e58f45", "#a3231b"), ("#cfe0f0", "#85b0d8", "#1f5c99")
"""On either side of a figure that others are held to, from near it to furthest: orange to red, and blue."""
GAP = 2
"""Between this colour of HEAT and the next neither ink nor white could be read: no cell is coloured so."""
PHONE = "windowSize()[0] < 640"
"""True on a telephone's screen, in the chart's own language; false where there is no screen (an export)."""
ROW = {"step": 40}
"""The height of one bar of a list, or of one row of a heat table."""


def by_screen(room: float, phone: float, desk: float | None = None) -> Spec:
    """A size by screen: of a meeting room, of a telephone, of a desk (and in exports; as the room's unless given)."""
    middle = room if desk is None else desk
    return expr(f"{PHONE} ? {phone} : windowSize()[0] >= 1600 ? {room} : {middle}")


TEXT = by_screen(18, 12, 15)
"""The size of labels and of numbers inside the chart."""
LABEL_LIMIT = by_screen(340, 104, 260)
"""Pixels after which a name at an axis is cut with …; the whole name belongs in the tooltip."""


def chart(*layers: Layer, description: str, height: int | Spec | None = None) -> Chart:
    """The layers, the first at the bottom, with type, sizes and quiet lines; `description` is what a screen reader says."""
    looks = {"description": description, "config": _config()} | ({"height": height} if height else {})
    return vega.chart(layers, **looks)


@cache
def _config() -> dict[str, Any]:
    """All looks in one piece.

    A chart is one picture with one description to a screen reader, and the table beside it has its figures: left to
    itself, Vega reads out every point, axis and legend by its English names.
    """
    silent = {"aria": False}
    sizes = {"labelFontSize": TEXT, "titleFontSize": TEXT}
    quiet = {"titleColor": QUIET, "titleFontWeight": "normal"}
    axis = {
        "labelLimit": LABEL_LIMIT,
        "labelColor": INK,
        "gridColor": LINE,
        "domainColor": QUIET,
        "tickColor": LINE,
        "labelOverlap": True,
    }
    return {
        "font": FONT,
        "background": "#ffffff",
        "padding": 6,
        "mark": silent,
        "axis": axis | sizes | quiet | silent,
        "legend": {"labelLimit": 320, "symbolSize": 160, "orient": "top"} | sizes | quiet | silent,
        "title": {"fontSize": TEXT, "anchor": "start", "color": INK} | silent,
        "text": {"fontSize": TEXT, "color": INK},
        "header": {"labelColor": INK} | sizes,
        "view": {"stroke": None},
    }


@dataclass(frozen=True)
class MoneyUnit:
    """The unit in which a chart shows its yuan: 亿元 or 万元, in English billions or millions."""

    label: str
    places: int

    def of(self, amount: Decimal | None) -> float | None:
        """The amount in this unit as a float, for the chart alone; unknown stays unknown."""
        return None if amount is None else float(amount.scaleb(-self.places, context=EXACT))

    def text(self, amount: Decimal | None, language: Language) -> str:
        """The amount in this unit in figures, without the unit; what is too small for it is not said to be zero."""
        if amount is None:
            return unknown_text(language)
        number = rounded(amount.scaleb(-self.places, context=EXACT), 2)
        if not number and amount:
            return "<0.01" if amount > 0 else ">-0.01"
        return f"{number:,f}"

    def titled(self, name: str, language: Language) -> str:
        """The name with its unit: 规划投资（亿元）."""
        return say(language, "chart.with_unit", name=name, unit=self.label)


def money_unit(amounts: Iterable[Decimal | None], language: Language) -> MoneyUnit:
    """The unit that suits the largest of the amounts (yuan)."""
    largest = max((abs(amount) for amount in amounts if amount is not None), default=Decimal(0))
    large = (8, "chart.unit_large") if language == "zh" else (9, "chart.unit_large")
    small = (4, "chart.unit_small") if language == "zh" else (6, "chart.unit_small")
    places, key = large if largest >= 10 ** large[0] else small
    return MoneyUnit(say(language, key), places)


def scaled(rows: pl.DataFrame, columns: Sequence[str], unit: MoneyUnit) -> pl.DataFrame:
    """The rows with these columns of yuan as floats in `unit`."""
    return rows.with_columns([in_unit(rows, name, unit) for name in columns])


def in_unit(rows: pl.DataFrame, column: str, unit: MoneyUnit) -> pl.Series:
    """The column of yuan as floats in `unit`: the one place where money becomes a float."""
    return pl.Series(column, [unit.of(amount) for amount in rows[column]], dtype=pl.Float64)


def with_n(name: str, known: int, total: int, language: Language) -> str:
    """The name with the projects that the figure rests on: 规划投资（14/203）."""
    return say(language, "chart.with_n", name=name, known=known_text(known, total))


def cut(name: str, width: int = 24) -> str:
    """The name, cut with … where it is wider than `width` Latin letters (a Chinese character is two).

    For text inside a chart; at an axis keep the whole name, which LABEL_LIMIT cuts: two names cut alike would
    share one bar. The whole name goes into the tooltip.
    """
    room = width
    for place, letter in enumerate(name):
        room -= 2 if east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{name[: max(place - 1, 1)]}…"
    return name


@cache
def state_label(code: str, language: Language) -> str:
    """The state as a chart says it, its sign in front: ● 红灯."""
    signs = codes.column("state", "sign")
    return f"{signs.get(code, '')} {codes.label('state', code, language)}".strip()


def state_scale(language: Language, shown: Iterable[str] | None = None) -> Spec:
    """The colours of the states by their labels, in the codelist's order; only those `shown` when given."""
    states = _states(shown)
    return {
        "domain": [state_label(code, language) for code in states],
        "range": [STATES[code] for code in states],
    }


def shape_scale(language: Language, shown: Iterable[str] | None = None) -> Spec:
    """The shapes of the states by their labels, as state_scale."""
    states = _states(shown)
    return {
        "domain": [state_label(code, language) for code in states],
        "range": [SHAPES[code] for code in states],
    }


def _states(shown: Iterable[str] | None) -> list[str]:
    wanted = set(STATES if shown is None else shown)
    return [code for code in codes.table("state")["code"] if code in wanted]


def on_colour(colour: str) -> str:
    """Ink or white, whichever stands out more from `colour`."""
    return max((INK, WHITE), key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart in light, as WCAG reckons it: text needs 4.5."""
    light, dark = sorted((_light(one), _light(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    linear = [
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in _parts(colour)
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def heat(share: float) -> str:
    """The colour of a cell by its share of the largest, between the colours of HEAT, never in its gap."""
    place = min(max(share, 0.0), 1.0) * (len(HEAT) - 1)
    low = min(int(place), len(HEAT) - 2)
    place = float(round(place)) if low == GAP else place
    mixed = [
        round(a + (b - a) * (place - low))
        for a, b in zip(_parts(HEAT[low]), _parts(HEAT[low + 1]), strict=True)
    ]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
