"""Bars by county, category or source: known yuan with its number and n beside it, and wholes cut into pieces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, cast

import altair as alt
import polars as pl

from portfolio.charts import theme
from portfolio.charts.layers import Filled, Shape, place
from portfolio.codes import Language
from portfolio.formats import known_text, unknown_text

Row = dict[str, object]
Link = Callable[[Row], str]
ROOM = 1.45
"""How far the axis reaches past the longest bar, so that the number beside it is not cut off."""
PHONE_ROOM = 2.4
NARROW, NARROW_ON_PHONE = 0.06, 0.13
"""Below this part of the longest bar a piece has no room for its number; the tooltip and the table have it."""
QUIET_AXIS = alt.Axis(tickCount=4, grid=False)
"""Few ticks and no grid: the numbers stand beside the bars."""


def named(rows: pl.DataFrame, column: str, labels: Mapping[str, str]) -> pl.DataFrame:
    """The rows with `label`, the name of their code, in the order of the labels; an unlisted code names itself."""
    shown = ordered(rows, column, labels)
    names = [labels.get(code, code) for code in shown[column]]
    return shown.with_columns(pl.Series("label", names, dtype=pl.String))


def ordered(rows: pl.DataFrame, column: str, labels: Mapping[str, str]) -> pl.DataFrame:
    """The rows in the order of the labels of their codes, unlisted codes last."""
    order = {code: number for number, code in enumerate(labels)}
    places = [order.get(code, len(order)) for code in rows[column]]
    return rows[sorted(range(len(places)), key=places.__getitem__)]


def reaching(end: str) -> alt.Scale:
    """A scale from nothing to an `end`, as `reach` says it."""
    return alt.Scale(domainMin=0, domainMax=alt.ExprRef(expr=end), nice=False)


def reach(rows: pl.DataFrame, column: str) -> str:
    """The end of a scale past the largest of `column`, with room for the number beside the longest bar."""
    largest = cast(float, rows[column].max() or 1)
    return f"{theme.PHONE} ? {largest * PHONE_ROOM} : {largest * ROOM}"


def linked(rows: pl.DataFrame, link: Link | None) -> pl.DataFrame:
    """The rows with `href`, the address of the rows behind each; none without `link`."""
    return rows.with_columns(_hrefs(rows, link))


def _hrefs(rows: pl.DataFrame, link: Link | None) -> pl.Series:
    hrefs = [link(row) if link else None for row in rows.iter_rows(named=True)]
    return pl.Series("href", hrefs, dtype=pl.String)


def opens(rows: pl.DataFrame) -> bool:
    """Whether a click opens anything: any row has an `href`."""
    return rows["href"].null_count() < rows.height


def opening(opens: bool) -> dict[str, Any]:
    """The channel by which a click opens `href`; none where no row has one, for a browser would open a page "null"."""
    return {"href": alt.Href("href:N")} if opens else {}


def amount_bars(
    rows: pl.DataFrame, heading: str, description: str, language: Language, link: Link | None = None
) -> Filled:
    """One bar a row of `label`, amount, known_count, project_count, in the rows' order; a click opens its `link`.

    A column `colour` colours each bar by itself; a column `blank` says in words what an unknown amount is.
    """
    unit = theme.money_unit(rows["amount"], language)
    amount = theme.in_unit(rows, "amount", unit)
    told = _told(rows, unit, language)
    shown = rows.with_columns(_hrefs(rows, link), *told, amount, amount.fill_null(0).alias("at"))
    return _amount_bars("colour" in rows.columns, opens(shown)).filled(
        shown,
        description=description,
        heading=heading,
        title=unit.titled(heading, language),
        end=reach(shown, "amount"),
    )


@cache
def _amount_bars(coloured: bool, opens: bool) -> Shape:
    """What all bars of yuan have in common, each `coloured` by itself or not."""
    base = alt.Chart(pl.DataFrame()).encode(
        y=alt.Y("label:N", sort=None, title=None), tooltip=_tips(place("heading")), **opening(opens)
    )
    x = alt.X("at:Q", title=place("title"), scale=reaching(place("end")), axis=QUIET_AXIS)
    own = {"color": alt.Color("colour:N", scale=None)} if coloured else {}
    bars = base.mark_bar(color=theme.BLUE).encode(x=x, **own)
    text = base.mark_text(align="left", dx=6).encode(
        x=x, text=alt.Text("told:N"), color=alt.Color("ink:N", scale=None)
    )
    return theme.dressed(theme.layered(bars, text), "", theme.ROW).shape()


def _tips(heading: str, told: str = "told") -> list[alt.Tooltip]:
    return [alt.Tooltip("label:N", title=" "), alt.Tooltip(f"{told}:N", title=heading)]


def _told(rows: pl.DataFrame, unit: theme.MoneyUnit, language: Language) -> list[pl.Series]:
    """The columns `told`, the number and its n, and `ink`, quiet where the number is unknown."""
    told, ink = [], []
    blanks = rows["blank"] if "blank" in rows.columns else [unknown_text(language)] * rows.height
    figures = rows["amount", "known_count", "project_count"].iter_rows()
    for (amount, known, of), blank in zip(figures, blanks, strict=True):
        text = blank if amount is None else unit.text(amount, language)
        told.append(theme.with_n(text, known, of, language))
        ink.append(theme.QUIET if amount is None else theme.INK)
    return [pl.Series(name, words, dtype=pl.String) for name, words in (("told", told), ("ink", ink))]


def pieces(
    rows: pl.DataFrame, colours: Mapping[str, str], heading: str, description: str, link: Link | None = None
) -> Filled:
    """One bar a `label`, cut into `part`s of a `size`, each with its `mark` inside; `colours` orders the parts."""
    inks = {part: theme.on_colour(colour) for part, colour in colours.items()}
    order = {part: number for number, part in enumerate(colours)}
    shown = rows.with_columns(
        _hrefs(rows, link),
        pl.col("part").replace_strict(inks, return_dtype=pl.String).alias("ink"),
        pl.col("part").replace_strict(order, return_dtype=pl.Int64).alias("place"),
        pl.format("{} {}", "part", "mark").alias("told"),
    )
    occurring = set(shown["part"])
    kept = [part for part in colours if part in occurring]
    return _pieces(opens(shown)).filled(
        shown,
        description=description,
        heading=heading,
        parts=kept,
        colours=[colours[part] for part in kept],
        mark=_mark(shown),
    )


@cache
def _pieces(opens: bool) -> Shape:
    """What all bars that are cut into pieces have in common."""
    base = alt.Chart(pl.DataFrame()).encode(
        y=alt.Y("label:N", sort=None, title=None),
        order=alt.Order("place:O"),
        tooltip=_tips(place("heading")),
        **opening(opens),
    )
    x = alt.X("size:Q", stack="zero", title=place("heading"), axis=QUIET_AXIS)
    bars = base.mark_bar(stroke="#ffffff", strokeWidth=2).encode(x=x, color=_parts())
    return theme.dressed(theme.layered(bars, _marks(base)), "", theme.ROW).shape()


def _parts() -> alt.Color:
    scale = alt.Scale(domain=[place("parts")], range=[place("colours")])
    legend = alt.Legend(columns=alt.ExprRef(expr=f"{theme.PHONE} ? 2 : 3"), symbolType="square")
    return alt.Color("part:N", scale=scale, title=None, legend=legend)


def _mark(rows: pl.DataFrame) -> str:
    """What is written in a piece: its mark where it is wide enough for it."""
    lengths: dict[str, float] = {}
    for label, size in rows["label", "size"].iter_rows():
        lengths[label] = lengths.get(label, 0) + abs(size or 0)
    longest = max(lengths.values(), default=0) or 1
    bound = f"{longest} * ({theme.PHONE} ? {NARROW_ON_PHONE} : {NARROW})"
    return f"datum.size >= {bound} ? datum.mark : ''"


def _marks(base: alt.Chart) -> alt.Chart:
    text = base.mark_text(baseline="middle").transform_calculate(written=place("mark"))
    x = alt.X("size:Q", stack="zero", bandPosition=0.5)
    return cast(alt.Chart, text.encode(x=x, text=alt.Text("written:N"), color=alt.Color("ink:N", scale=None)))


def count_text(known: int, of: int) -> str:
    """The count beside a bar of counts: 12 / 48."""
    return known_text(known, of).removeprefix("n = ")
