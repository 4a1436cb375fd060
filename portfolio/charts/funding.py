"""The charts of 资金来源: the ladder from planned to paid, source by county, source by year, who names no source."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import altair as alt
import polars as pl

from portfolio.charts import bars, theme
from portfolio.codes import Language

SHADES = ("#c9d8e8", "#93b7d8", "#4f87bd", "#1f5c99", "#12325c")
CELL_TEXT = theme.by_screen(17, 10, 14)
NAMING = {"with_amount": theme.MONEY["paid"], "named": theme.MONEY["allocated"], "not_stated": theme.UNKNOWN}


def ladder(
    rows: pl.DataFrame, heading: str, description: str, language: Language, link: bars.Link | None = None
) -> alt.LayerChart:
    """Four bars, planned to paid, ever darker; rows: measure, label, amount, known_count, project_count."""
    colour = pl.col("measure").replace_strict(theme.MONEY, default=theme.BLUE, return_dtype=pl.String)
    return bars.amount_bars(rows.with_columns(colour.alias("colour")), heading, description, language, link)


def source_by_county(
    rows: pl.DataFrame,
    counties: Mapping[str, str],
    sources: Mapping[str, str],
    words: Mapping[str, str],
    description: str,
    language: Language,
    link: bars.Link | None = None,
) -> alt.LayerChart:
    """A cell a source and county, darker for more yuan; rows: county_code, source, amount, naming_count.

    `words`: `heading`, and what stands in a cell whose source is named without an amount (`unknown`) or named by
    no project (`absent`).
    """
    unit = theme.money_unit(rows["amount"], language)
    cells = _cells(rows, counties, sources, words, unit, language)
    heading = unit.titled(words["heading"], language)
    base = alt.Chart(bars.linked(cells, link)).encode(
        x=alt.X("county:N", sort=list(counties.values()), axis=_county_axis(heading)),
        y=alt.Y("label:N", sort=list(sources.values()), title=None),
        href=alt.Href("href:N"),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("label", "county", "told")],
    )
    fill = alt.Color("fill:N", scale=None)
    cell = base.mark_rect(stroke="#ffffff", strokeWidth=2).encode(color=fill)
    text = base.mark_text(fontSize=CELL_TEXT).encode(
        text=alt.Text("told:N"), color=alt.Color("ink:N", scale=None)
    )
    return theme.dressed(theme.layered(cell, text), description, theme.ROW)


def _county_axis(heading: str) -> alt.Axis:
    """The axis of the counties; on a telephone its names stand upright, else they take a word a line."""
    turned, align = (alt.ExprRef(expr=f"{theme.PHONE} ? {one}") for one in ("-90 : 0", "'right' : 'center'"))
    lines = f"{theme.PHONE} ? datum.label : split(datum.label, ' ')"
    return alt.Axis(title=heading, labelAngle=turned, labelAlign=align, labelExpr=lines)


def _cells(
    rows: pl.DataFrame,
    counties: Mapping[str, str],
    sources: Mapping[str, str],
    words: Mapping[str, str],
    unit: theme.MoneyUnit,
    language: Language,
) -> pl.DataFrame:
    """Every county × source as a row: `county`, `label`, `told`, its `fill` and its `ink`."""
    known = {(row["county_code"], row["source"]): row["amount"] for row in rows.iter_rows(named=True)}
    largest = max((amount for amount in known.values() if amount), default=Decimal(1))
    made = []
    for source, label in sources.items():
        for county, name in counties.items():
            amount = known.get((county, source))
            blank = words["unknown" if (county, source) in known else "absent"]
            told = blank if amount is None else unit.text(amount, language)
            fill = theme.WASH if amount is None else theme.heat(float(amount / largest))
            ink = theme.QUIET if amount is None else theme.on_colour(fill)
            made.append((county, source, name, label, told, fill, ink))
    names = ("county_code", "source", "county", "label", "told", "fill", "ink")
    return pl.DataFrame(made, dict.fromkeys(names, pl.String), orient="row")


def source_by_year(
    rows: pl.DataFrame, heading: str, description: str, language: Language, link: bars.Link | None = None
) -> alt.LayerChart:
    """Two bars a source, received and paid, a piece a year; rows: label, year, amount in yuan."""
    unit = theme.money_unit(rows["amount"], language)
    years = sorted(set(rows["year"]))
    shown = theme.scaled(rows, ["amount"], unit).with_columns(
        pl.Series("mark", [unit.text(amount, language) for amount in rows["amount"]], dtype=pl.String),
        pl.col("amount").alias("size"),
        pl.col("year").cast(pl.String).alias("part"),
    )
    colours = {str(year): _shade(place, len(years)) for place, year in enumerate(years)}
    return bars.pieces(shown.drop("amount"), colours, unit.titled(heading, language), description, link)


def _shade(place: int, of: int) -> str:
    """The shade of a year: spread from light for the oldest to dark for the newest; many years take turns."""
    last = len(SHADES) - 1
    return (
        SHADES[round(place * last / (of - 1))] if 1 < of <= len(SHADES) else SHADES[last - place % (last + 1)]
    )


def naming(
    rows: pl.DataFrame,
    labels: Mapping[str, str],
    heading: str,
    description: str,
    link: bars.Link | None = None,
) -> alt.LayerChart:
    """One bar a county, cut by whether its projects name a source; rows: label, naming, project_count."""
    shown = rows.with_columns(
        pl.col("naming").replace_strict(labels, return_dtype=pl.String).alias("part"),
        pl.col("project_count").alias("size"),
        pl.col("project_count").cast(pl.String).alias("mark"),
    )
    colours = {labels[code]: colour for code, colour in NAMING.items()}
    return bars.pieces(shown, colours, heading, description, link)
