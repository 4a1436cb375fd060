"""资金来源: who pays, from planned to paid, by source, county and year; what is lacking, unpaid or not stated."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.charts import bars
from portfolio.charts import funding as charts
from portfolio.charts.vega import Chart
from portfolio.formats import known_text, money_text
from portfolio.web import shell, tables
from portfolio.web.elements import figures, fold, pictures, tabs
from portfolio.web.frame import Frame
from portfolio.web.funding import (
    funding_ages,
    funding_figures,
    funding_lists,
    funding_years,
    headline,
    plan_lists,
    treasury_lists,
    treasury_taking,
)
from portfolio.web.funding.headline import Answer
from portfolio.web.header import filter_row, first_line
from portfolio.web.overview import beginning
from portfolio.web.overview.known import begun_at_all
from portfolio.web.tables import Table
from portfolio.web.tables.cells import Row

STEPS = ("planned", "allocated", "received", "paid")
RATES = ("received", "paid")
MEASURES = (*STEPS, "unpaid", "aged_open")
BY_SOURCE = (
    *("source", "statistics_group", "naming_count", "planned_amount", "allocated_amount", "received_amount"),
    *("paid_amount", "unpaid_amount"),
    *("disbursed_received_amount", "disbursed_allocated_amount", "disbursed_share", "disbursed_count"),
    *("receipt_planned_amount", "receipt_received_amount", "received_share", "receipt_count"),
    *("payment_received_amount", "payment_paid_amount", "paid_share", "payment_count"),
)
"""What is summed, and then each rate beside its own two sides: the sums of those that know both."""
Link = Callable[[Row], str]
BY_COUNTY = ("county_code", "project_count", *BY_SOURCE[2:])


def answer(frame: Frame, whole: Answer) -> None:
    """Say in one sentence what comes of what was planned, each step with how many projects tell it."""
    steps = [_step(frame, whole, name) for name in STEPS]
    told = frame.say("filter.value_separator").join(steps)
    shares = {name: funding_figures.share(frame, whole[f"{name}_share"]) for name in RATES}
    known = [frame.say(f"funding.answer_{name}", share=share) for name, share in shares.items() if share]
    of_it = funding_ages.unpaid_of_it(frame, whole)
    unpaid = frame.say(
        "funding.answer_unpaid", amount=money_text(whole["unpaid_amount"], frame.language), of_it=of_it
    )
    sentence = frame.say("funding.answer", told=told) + "".join(known) + (unpaid if of_it else "")
    st.html(f'<p class="answer">{escape(sentence)}</p>')


def _step(frame: Frame, whole: Answer, name: str) -> str:
    """An amount on its way, with how many projects tell it; an unknown one is a word."""
    amount, blank = whole[f"{name}_amount"], "not_stated" if name == "planned" else "not_reported"
    if amount is None:
        return f"{frame.say(f'funding.step_{name}')} {frame.say(f'table.{blank}')}"
    known = known_text(whole[f"{name}_known_count"], whole["project_count"])
    return frame.say(
        "funding.answer_step",
        step=frame.say(f"funding.step_{name}"),
        amount=money_text(amount, frame.language),
        known=known,
    )


def by_source(frame: Frame, sums: pl.DataFrame, whole: Answer) -> None:
    """Draw the table by source."""
    if whole["received_amount"] is None and begun_at_all(frame):
        what, fill = frame.say("funding.received"), frame.say("funding.ladder_fill")
        figures.missing(frame, what, whole["project_count"], fill, frame.link("library"))
    rows = _own(sums.filter((pl.col("county_code") == "*") & (pl.col("source") != "*")), frame, "source")
    if rows.is_empty():
        st.caption(frame.say("funding.sources_none"))
        return
    groups = codes.column("source", "statistics_group")
    grouped = rows.with_columns(pl.col("source").replace_strict(groups).alias("statistics_group"))
    links: dict[str, Link] = {"source": lambda row: frame.link("library", source=row["source"])}
    _summed_table(frame, grouped, BY_SOURCE, "sources", links)
    st.caption(frame.say("funding.group_note"))


def by_county(frame: Frame, sums: pl.DataFrame) -> None:
    """Draw the table by county."""
    st.subheader(frame.say("funding.counties"), anchor="counties")
    rows = _own(sums.filter((pl.col("county_code") != "*") & (pl.col("source") == "*")), frame, "county_code")
    links: dict[str, Link] = {"project_count": lambda row: frame.link("library", county=row["county_code"])}
    _summed_table(frame, rows, BY_COUNTY, "counties", links)


def _own(rows: pl.DataFrame, frame: Frame, column: str) -> pl.DataFrame:
    """The rows in the order of the codelist of `column`."""
    labels = frame.counties if column == "county_code" else frame.labels(column)
    return bars.ordered(rows, column, labels)


def _summed_table(
    frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...], title: str, links: dict[str, Link]
) -> None:
    """Draw the rows with the sums of their money, and of their projects where each counts in one row only.

    What is told of no row at all has no column.
    """
    columns = tuple(name for name in columns if _any_told(rows, name))
    money = [name for name in columns if name.endswith("_amount")]
    counted = ["project_count"] if "project_count" in columns else []
    totals = {name: funding_lists.summed(rows, name) for name in (*money, *counted)}
    tables.draw(
        frame,
        frame.say(f"funding.{title}"),
        Table(
            rows[list(columns)],
            columns,
            totals,
            unknown={"planned_amount": "table.not_stated", "*": "table.not_reported"},
            links=links,
        ),
    )


def _any_told(rows: pl.DataFrame, column: str) -> bool:
    """Whether any row says something in the column; that no project knows both sides of a rate says nothing."""
    values = rows[column]
    return values.null_count() < rows.height and (not column.endswith("_count") or bool(values.sum()))


def _map_chart(
    frame: Frame, sums: pl.DataFrame, measure: str, words: dict[str, str], description: str
) -> Chart:
    named_here = (pl.col("naming_count") > 0) | pl.col(f"{measure}_amount").is_not_null()
    cells = sums.filter((pl.col("county_code") != "*") & named_here).with_columns(
        pl.col("county_code").alias("place"), pl.col(f"{measure}_amount").alias("amount")
    )
    named = set(cells["source"])
    return charts.source_grid(
        cells,
        {code: _short(frame, code) for code in frame.counties if code in set(sums["county_code"])},
        {charts.ALL: frame.say("table.total")}
        | {code: label for code, label in frame.labels("source").items() if code in named},
        words,
        description,
        frame.language,
        lambda row: _cell_link(frame, str(row["place"]), str(row["source"])),
    )


def _cell_link(frame: Frame, county: str, source: str) -> str:
    """The projects of the county that name the source."""
    chosen = {} if source == charts.ALL else {"source": source}
    return frame.link("library", county=county, **chosen)


def source_map(frame: Frame, sums: pl.DataFrame, whole: Answer) -> None:
    """Draw source × county for the measure that the reader chooses."""
    cells = sums.filter((pl.col("county_code") != "*") & (pl.col("source") != "*"))
    if cells.is_empty():
        return
    st.subheader(frame.say("funding.map"), anchor="map")
    names = {name: frame.say(f"funding.{name}") for name in MEASURES}
    measure = _chosen(frame, names, whole)
    words = {name: frame.say(f"funding.map_{name}") for name in ("unknown", "absent")}
    st.caption(frame.say("funding.map_told", **words))
    description = frame.say("funding.map_description", measure=names[measure])
    heading = words | {"heading": names[measure]}
    pictures.draw(frame, f"map_{measure}", _map_chart(frame, sums, measure, heading, description))
    _map_table(frame, cells)


def _short(frame: Frame, code: str) -> str:
    row = next(row for row in frame.county_rows if row.county_code == code)
    return row.short_name if frame.language == "zh" else row.name_en


def _chosen(frame: Frame, names: dict[str, str], whole: Answer) -> str:
    known = [name for name in ("received", "planned") if whole[f"{name}_amount"] is not None]
    start = list(names).index(known[0] if known else "planned")
    label = frame.say("funding.map_measure")
    return str(st.radio(label, list(names), start, names.__getitem__, horizontal=True, key="map_measure"))


def _map_table(frame: Frame, cells: pl.DataFrame) -> None:
    """Draw the same numbers, a row a county and source, folded away."""
    columns = ("county_code", "source", *BY_SOURCE[2:])

    def opened(row: Row) -> str:
        return _cell_link(frame, str(row["county_code"]), str(row["source"]))

    def rows() -> None:
        ordered = _own(_own(cells, frame, "source"), frame, "county_code")
        _summed_table(frame, ordered, columns, "map", dict.fromkeys(columns[:2], opened))

    fold.draw(frame.say("funding.map_table"), "map", rows)


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.funding"), filter_row.USUAL)
    sums = queries.funding_sum(frame.store, frame.view)
    whole = headline.whole(sums)
    if queries.project_state(frame.store, frame.view).is_empty():
        st.info(frame.nothing)
        return
    answer(frame, whole)
    if begun_at_all(frame):
        funding_figures.draw(frame, whole)
    else:
        beginning.next_step(frame)

    def counties() -> None:
        by_county(frame, sums)
        source_map(frame, sums, whole)

    def years() -> None:
        funding_ages.budget(frame, sums, whole)
        funding_years.draw(frame, whole["project_count"])

    def lacking() -> None:
        funding_lists.gap(frame)
        funding_lists.naming(frame)
        funding_lists.foreign(frame)

    parts: dict[str, tabs.Part] = {
        "sources": partial(by_source, frame, sums, whole),
        "counties": counties,
        "years": years,
        "unpaid": partial(funding_ages.unpaid, frame, sums, whole),
        "gap": lacking,
    }
    if plan_lists.may_take(frame):
        parts["taking"] = partial(treasury_taking.draw, frame)
    tabs.draw(frame, parts)
    treasury_lists.line(frame)


draw(shell.enter())
