"""资金来源 × 年度: what each source brought and paid year by year, as a grid and a table."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.charts import funding as charts
from portfolio.web import tables
from portfolio.web.elements import figures, fold, pictures
from portfolio.web.frame import Frame
from portfolio.web.funding import funding_lists
from portfolio.web.tables import Table

MEASURES = ("received", "paid")
AMOUNTS = {"received_amount": "year_received_amount", "paid_amount": "year_paid_amount"}


def draw(frame: Frame, project_count: int) -> None:
    """Draw the grid for the measure that the reader chooses; both measures as a table, folded away."""
    st.subheader(frame.say("funding.years"), anchor="years")
    st.caption(frame.say("funding.years_told"))
    rows = queries.source_year(frame.store, frame.view)
    if rows.is_empty():
        what, fill = frame.say("funding.years_missing"), frame.say("funding.ladder_fill")
        figures.missing(frame, what, project_count, fill, frame.link("library"))
        return
    _grid(frame, rows)
    fold.draw(frame.say("funding.map_table"), "years", lambda: _table(frame, rows))


def _grid(frame: Frame, rows: pl.DataFrame) -> None:
    names = {name: frame.say(f"funding.year_{name}") for name in MEASURES}
    label = frame.say("funding.map_measure")
    measure = str(
        st.radio(label, list(names), format_func=names.__getitem__, horizontal=True, key="year_measure")
    )
    cells = _cells(rows, f"{measure}_amount")
    years = {year: year for year in sorted(set(cells["place"]))}
    held = set(cells["source"])
    sources = {charts.ALL: frame.say("table.total")}
    sources |= {code: label for code, label in frame.labels("source").items() if code in held}
    words = {"heading": names[measure], "unknown": frame.say("funding.map_unknown"), "absent": "—"}
    description = frame.say("funding.years_description", measure=names[measure])
    pictures.draw(
        frame,
        f"years_{measure}",
        charts.source_grid(cells, years, sources, words, description, frame.language),
    )


def _cells(rows: pl.DataFrame, amount: str) -> pl.DataFrame:
    """One row a source and year, and one a year for all sources: the sum of what is known."""
    parts = rows.select(
        pl.col("year").cast(pl.String).alias("place"), "source", pl.col(amount).alias("amount")
    )
    known = parts.drop_nulls("amount").group_by("place").agg(pl.col("amount").sum())
    sums = known.select(
        "place", pl.lit(charts.ALL).alias("source"), pl.col("amount").cast(parts["amount"].dtype)
    )
    return pl.concat([sums, parts])


def _table(frame: Frame, rows: pl.DataFrame) -> None:
    shown = bars.ordered(rows.rename(AMOUNTS), "source", frame.labels("source"))
    received, paid = AMOUNTS.values()
    columns = ("source", "year", "project_count", received, "received_known_count", paid, "paid_known_count")
    totals = {name: funding_lists.summed(shown, name) for name in AMOUNTS.values()}
    links = {"source": lambda row: frame.link("library", source=row["source"])}
    tables.draw(frame, frame.say("funding.years"), Table(shown, columns, totals, links=links))
