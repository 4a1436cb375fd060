"""What 数据质量 lists beside blanks: 超概, days and words that are owed, totals that somebody published."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.queries.owed import DAYS, WORDS
from portfolio.queries.sums import WHOLE
from portfolio.web import rules, tables
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row

LISTS = CODELISTS | {"overrun": "overrun", "total_measure": "total_measure"}
UNKNOWN = {
    "owner_unit": "table.not_stated",
    "county_code": "table.not_stated",
    "over_share": "quality.no_difference",
    "*": "table.not_reported",
}
UNTOLD = {
    "ours_amount": "table.not_reported",
    "difference_amount": "quality.no_difference",
    "note": "project.no_note",
    "*": "table.not_stated",
}
WHO = ("project_id", "name", "county_code", "owner_unit")


def draw(frame: Frame) -> None:
    """Draw each of the lists that has any row, or say that there is none."""
    days, words = (ask(frame.store, frame.view) for ask in (queries.days_owed, queries.words_owed))
    if days.is_empty() and words.is_empty() and queries.overruns(frame.store, frame.view).is_empty():
        st.html(f'<p class="chosen">{escape(frame.say("quality.owed_none"))}</p>')
    _owed(frame, "words", words, WORDS, ("rule", "delay_days"))
    _overruns(frame)
    _owed(frame, "days", days, DAYS, ("stage", "state"))


def _section(frame: Frame, name: str, **facts: object) -> str:
    title = frame.say(f"quality.{name}_title")
    st.header(title, anchor=name)
    st.html(f'<p class="chosen">{escape(frame.say(f"quality.{name}_note", **facts))}</p>')
    return title


def _overruns(frame: Frame) -> None:
    rows = queries.overruns(frame.store, frame.view)
    if rows.is_empty():
        return
    title = _section(
        frame, "overruns", **rules.told(frame), count=rows.height, projects=rows["project_id"].n_unique()
    )
    columns = (*WHO, "overrun", "base_amount", "reached_amount", "over_amount", "over_share")
    tables.draw(frame, title, Table(rows.select(columns), columns, unknown=UNKNOWN, codelists=LISTS))


def _owed(frame: Frame, name: str, rows: pl.DataFrame, parts: Sequence[str], beside: tuple[str, ...]) -> None:
    """Draw the projects that owe any of the parts, and which of them in words."""
    if rows.is_empty():
        return
    title = _section(frame, f"owed_{name}", count=rows.height, **rules.told(frame))
    told = [_missing(frame, row, parts) for row in rows.iter_rows(named=True)]
    shown = rows.with_columns(pl.Series("owed", told, dtype=pl.String))
    columns = (*WHO, *beside, "owed", "last_period_on")
    dated = shown.select(columns).with_columns(last_period_precision=pl.lit("month"))
    tables.draw(frame, title, Table(dated, columns, unknown=UNKNOWN, codelists=LISTS))


def _missing(frame: Frame, row: Row, parts: Sequence[str]) -> str:
    labels = frame.labels("owed")
    words = [labels[part.removesuffix("_owed")] for part in parts if row[part]]
    return frame.say("filter.value_separator").join(words)


def totals(frame: Frame) -> None:
    """Draw what was published beside ours: amounts, then numbers of projects, each in a table of one unit."""
    rows = queries.published_totals(frame.store, frame.view)
    if rows.is_empty():
        return
    title = _section(frame, "totals", count=rows.height)
    counted = pl.col("measure") == "projects"
    _total_table(frame, title, rows.filter(~counted), "amount")
    numbers = rows.filter(counted)
    if numbers.height and numbers.height < rows.height:
        title = frame.say("quality.totals_counts")
        st.subheader(title, anchor=False)
    _total_table(frame, title, numbers, "count")


def _total_table(frame: Frame, title: str, rows: pl.DataFrame, unit: str) -> None:
    if rows.is_empty():
        return
    held = {f"{name}_{unit}": f"{name}_value" for name in ("ours", "difference")} | {
        f"published_{unit}": "value"
    }
    places = [_place(frame, row) for row in rows.iter_rows(named=True)]
    shown = rows.with_columns(
        pl.Series("total_place", places, dtype=pl.String),
        total_measure="measure",
        page_title="title",
        **{name: pl.col(value) for name, value in held.items()},
    )
    known = ("known_count", "project_count") if unit == "amount" else ()
    when = [name for name in ("year", "stated_on") if shown[name].count()]
    figures = (f"published_{unit}", f"ours_{unit}", f"difference_{unit}")
    columns = ("total_place", "total_measure", *when, *figures, *known, "page_title", "note")
    links = {"page_title": lambda row: str(row["url"] or "")}
    table = shown.select(*columns, "url").with_columns(
        pl.col(name).cast(pl.String) for name in when[:1] if name == "year"
    )
    tables.draw(frame, title, Table(table, columns, unknown=UNTOLD, codelists=LISTS, links=links))


def _place(frame: Frame, row: Row) -> str:
    """The county that the total is of, and the category where it is of one."""
    county = str(row["county_code"])
    name = frame.city if county == WHOLE else frame.counties.get(county, county)
    category = row["category"]
    label = None if category is None else frame.labels("category").get(str(category), str(category))
    return frame.say("filter.value_separator").join([name, label]) if label else name
