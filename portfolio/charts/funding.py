"""The charts of 资金来源: source by county or year, who names no source."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from portfolio.charts import bars, theme
from portfolio.charts.heat_grid import heat_grid
from portfolio.charts.vega import Chart, Spec, expr, field
from portfolio.codes import Language
from portfolio.formats import EXACT, rounded

ALL = "*"
"""Stands for all sources together."""
CELL_TEXT = theme.by_screen(17, 10, 14)
FITTING = expr(f"min({CELL_TEXT['expr']}, (bandwidth('x') - 4) / (0.58 * max(1, length(datum.written))))")
"""The size of a number that its cell has room for: one cut off at the cell's edge would read as another number."""
NAMING = {"with_amount": theme.MONEY["paid"], "named": theme.MONEY["allocated"], "not_stated": theme.UNKNOWN}


def source_grid(
    rows: pl.DataFrame,
    places: Mapping[str, str],
    sources: Mapping[str, str],
    words: Mapping[str, str],
    description: str,
    language: Language,
    link: bars.Link | None = None,
) -> Chart:
    """A cell a source and place (a county, a year), darker for more yuan; rows: place, source, amount.

    The source ALL is the sum of the others and is not shaded. `words`: `heading`, and what stands in a cell whose
    source is named without an amount (`unknown`) or named by no project (`absent`).
    """
    unit = theme.money_unit(rows["amount"], language)
    cells = bars.linked(_cells(rows, places, sources, words, unit, language), link)
    axis = _place_axis(unit.titled(words["heading"], language))
    across = field("name:N", sort=list(places.values()), axis=axis)
    down = field("label:N", sort=list(sources.values()), title=None)
    edge = {"stroke": "#ffffff", "strokeWidth": 2}
    tips = ("label", "name", "told")
    return heat_grid(cells, (across, down), tips, edge, {"fontSize": FITTING}, description, theme.ROW)


def _place_axis(heading: str) -> Spec:
    """The axis of the places; on a telephone their names stand upright, else they take a word a line."""
    return {
        "title": heading,
        "labelAngle": expr(f"{theme.PHONE} ? -90 : 0"),
        "labelAlign": expr(f"{theme.PHONE} ? 'right' : 'center'"),
        "labelExpr": f"{theme.PHONE} ? datum.label : split(datum.label, ' ')",
    }


def _cells(
    rows: pl.DataFrame,
    places: Mapping[str, str],
    sources: Mapping[str, str],
    words: Mapping[str, str],
    unit: theme.MoneyUnit,
    language: Language,
) -> pl.DataFrame:
    """Every place × source as a row: `name`, `label`, `text`, `short` for a telephone, its `fill` and its `ink`."""
    known = {(row["place"], row["source"]): row["amount"] for row in rows.iter_rows(named=True)}
    parts = (amount for (_, source), amount in known.items() if amount and source != ALL)
    largest = max(parts, default=Decimal(1))
    made = []
    for source, label in sources.items():
        for code, name in places.items():
            amount = known.get((code, source))
            blank = words["unknown" if (code, source) in known else "absent"]
            text = blank if amount is None else unit.text(amount, language)
            short = blank if amount is None else _short(amount, unit, language)
            plain = amount is None or source == ALL
            fill = theme.WASH if plain else theme.heat(float((amount or 0) / largest))
            ink = theme.QUIET if amount is None else theme.on_colour(fill)
            made.append((code, source, name, label, text, short, fill, ink))
    names = ("place", "source", "name", "label", "told", "short", "fill", "ink")
    return pl.DataFrame(made, dict.fromkeys(names, pl.String), orient="row")


def _short(amount: Decimal, unit: theme.MoneyUnit, language: Language) -> str:
    """The amount in three figures or in whole units, 0.35, 12.3, 3,500; the tooltip and the table have it all."""
    text = unit.text(amount, language)
    if text.startswith(("<", ">")):
        return text
    number = amount.scaleb(-unit.places, context=EXACT)
    decimals = 2 if abs(number) < 10 else 1 if abs(number) < 100 else 0
    return f"{rounded(number, decimals):,f}"


def naming(
    rows: pl.DataFrame,
    labels: Mapping[str, str],
    heading: str,
    description: str,
    link: bars.Link | None = None,
) -> Chart:
    """One bar a county, cut by whether its projects name a source; rows: label, naming, project_count."""
    shown = rows.with_columns(
        pl.col("naming").replace_strict(labels, return_dtype=pl.String).alias("part"),
        pl.col("project_count").alias("size"),
        pl.col("project_count").cast(pl.String).alias("mark"),
    )
    colours = {labels[code]: colour for code, colour in NAMING.items()}
    return bars.pieces(shown, colours, heading, description, link)
