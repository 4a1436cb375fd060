"""One indicator opened, and the lists behind them all: what public pages say, and where the plan disagrees."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import grouped, plain, share_text, unknown_text
from portfolio.web import tables
from portfolio.web.elements import tally
from portfolio.web.frame import Frame
from portfolio.web.indicators.indicator_words import BINDING, printed, sized, value_text
from portfolio.web.project import origins
from portfolio.web.project.doubts import contradiction
from portfolio.web.project.origins import Fact
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS, Row

FACTS = (
    *("indicator_no", "indicator", "fact_kind", "page_fact", "held_on", "published_on"),
    *("title", "confidence", "comparable", "note"),
)
DOUBTS = (
    "indicator_no",
    "subject_name",
    "doubt",
    "place_a",
    "printed_a",
    "place_b",
    "printed_b",
    "treatment",
)


def quiet(frame: Frame, key: str, **facts: object) -> None:
    """Draw a quiet sentence of the page."""
    st.html(f'<p class="chosen">{escape(frame.say(f"indicators.{key}", **facts))}</p>')


def opened(frame: Frame, number: object) -> str:
    """The address at which the indicator stands opened."""
    return frame.link("indicators", indicator=str(number)) + "#detail"


def standing_of(states: pl.DataFrame, area: str) -> dict[str, int]:
    """State to the number of the area's projects and services in it."""
    rows = states["service_area", "state", "project_count"].iter_rows()
    return {state: count for its_area, state, count in rows if its_area == area}


def draw(frame: Frame, rows: pl.DataFrame, states: pl.DataFrame) -> None:
    """Draw the indicator that the address names, if any, or say that there is none of that number."""
    asked = frame.filters.indicator
    if not asked:
        return
    found = rows.filter(pl.col("indicator_no").cast(pl.String) == asked)
    if found.is_empty():
        st.warning(frame.say("indicators.unknown", number=asked))
        return
    row = found.row(0, named=True)
    name = f"{BINDING} {row['name']}" if row["nature"] == "binding" else row["name"]
    with st.container(key="indicator", border=True):
        st.header(name, anchor="detail")
        st.html(origins.listed(frame, _identity(frame, row)))
        _doubts_of(frame, row)
        _facts_of(frame, row)
        _projects(frame, row, states)
        closed = f'<a href="{escape(frame.link("indicators", indicator=None))}">'
        st.html(f'<p class="beside">{closed}{escape(frame.say("indicators.close"))}</a></p>')


def _identity(frame: Frame, row: Row) -> list[Fact]:
    """All that the plan prints of it, the numbers read from that, and the newest value with its source."""
    place = origins.plan(frame, row["stated_in"])

    def fact(
        column: str, text: str | None, unknown: str = "indicators.not_printed", origin: str = place
    ) -> Fact:
        return Fact(frame.say(f"column.{column}"), text, origin, unknown=unknown)

    def coded(column: str, codelist: str) -> Fact:
        code = str(row[column])
        return fact(column, frame.labels(codelist).get(code, code), origin="")

    stated = [
        fact(name, printed(_text(row[name]), frame.language))
        for name in ("unit_printed", "baseline_printed", "target_printed")
    ]
    read = [
        fact(name, _number(row[name]), "indicators.no_number", "")
        for name in ("baseline_value", "target_value")
    ]
    lists = {"service_area": "area", "nature": "nature", "direction": "direction", "course": "course"}
    reported = queries.indicator_reports(frame.store, frame.view)
    value = fact(
        "newest",
        value_text(dict(row), frame.language),
        "indicators.no_value",
        _origin(frame, row, reported),
    )
    covered = row["covered_share"]
    share = None if covered is None else share_text(covered, frame.language)  # type: ignore[arg-type]
    ways = [fact("covered_share", share, "late.not_reckoned", frame.say("indicators.is_covered"))]
    own = [fact("indicator_no", str(row["indicator_no"]))]
    note = fact("note", _text(row["note"]), "project.no_note", "")
    return [*own, *(coded(*pair) for pair in lists.items()), *stated, *read, value, *ways, note]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> str | None:
    return None if value is None else plain(value)  # type: ignore[arg-type]


def _origin(frame: Frame, row: Row, reported: pl.DataFrame) -> str:
    """Where the newest value stands: the report's file and cell, or that it is a public page's, listed below."""
    if row["value"] is None:
        return ""
    if row["value_origin"] != "report":
        return frame.say("indicators.from_page")
    own = reported.filter(pl.col("indicator_no") == row["indicator_no"])
    return origins.report(frame, own.row(0, named=True))


def _doubts_of(frame: Frame, row: Row) -> None:
    found = queries.contradictions(frame.store, frame.view).filter(
        (pl.col("subject_kind") == "indicator") & (pl.col("subject_id") == str(row["indicator_no"]))
    )
    told = "".join(contradiction(frame, one) for one in found.iter_rows(named=True))
    nothing = f'<p class="unknown">{escape(frame.say("indicators.no_doubt"))}</p>'
    heading = f'<h4 class="part">{escape(frame.say("indicators.doubts_title"))}</h4>'
    st.html(f'<div class="doubts">{heading}{told or nothing}</div>')


def _facts_of(frame: Frame, row: Row) -> None:
    st.html(f'<h4 class="part">{escape(frame.say("indicators.facts_title"))}</h4>')
    rows = queries.indicator_facts(frame.store, frame.view)
    own = rows.filter(pl.col("indicator_no") == row["indicator_no"])
    if own.is_empty():
        st.html(f'<p class="unknown">{escape(frame.say("indicators.no_fact"))}</p>')
        return
    tables.show(frame, _fact_table(frame, own, FACTS[2:]))


def _projects(frame: Frame, row: Row, states: pl.DataFrame) -> None:
    """Count the projects of the same service area, which the plan itself does not tie to the indicator."""
    area = str(row["service_area"])
    st.html(f'<h4 class="part">{escape(frame.say("indicators.projects_title"))}</h4>')
    label = frame.labels("area").get(area, area)
    counts = standing_of(states, area)
    quiet(frame, "projects_note", area=label, projects=sum(counts.values()))
    if counts:
        tally.states(frame, counts, area=area)


def facts(frame: Frame, rows: pl.DataFrame) -> None:
    """Draw every fact that a public page states of an indicator."""
    title = frame.say("indicators.facts_title")
    found = queries.indicator_facts(frame.store, frame.view)
    if found.is_empty():
        quiet(frame, "facts_none", count=rows.height)
        return
    quiet(frame, "facts_note", count=found["indicator_no"].n_unique(), all=rows.height)
    named = found.join(
        rows.select("indicator_no", pl.col("name").alias("indicator")), on="indicator_no", how="left"
    )
    tables.draw(frame, title, _fact_table(frame, named, FACTS))


def _fact_table(frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...]) -> Table:
    renamed = {
        "kind": "fact_kind",
        "precision": "held_precision",
        "published_on": "page_on",
        "stated_on": "published_on",
    }
    told = [_fact(frame, row) for row in rows.iter_rows(named=True)]
    shown = rows.rename(renamed).with_columns(pl.Series("page_fact", told, dtype=pl.String))
    kept = shown.select(*columns, "held_precision", "url")
    return Table(
        kept,
        columns,
        unknown={"note": "project.no_note", "*": "table.not_stated"},
        codelists=CODELISTS | {"fact_kind": "evidence_kind"},
        links={
            "title": lambda row: str(row["url"] or ""),
            "indicator": lambda row: opened(frame, row["indicator_no"]),
        },
    )


def _fact(frame: Frame, row: Row) -> str:
    """What a page states: its label, and the value with its unit."""
    value = row["value"]
    size = "" if value is None else sized(grouped(value), _text(row["unit"]), frame.language)  # type: ignore[arg-type]
    told = [str(part) for part in (row["label"], size) if part]
    return frame.say("filter.value_separator").join(told) or unknown_text(frame.language)


def doubts(frame: Frame) -> None:
    """Draw the contradictions that concern an indicator."""
    title = frame.say("indicators.doubts_title")
    found = queries.contradictions_of(frame.store, frame.view).filter(pl.col("subject_kind") == "indicator")
    if found.is_empty():
        quiet(frame, "no_doubt")
        return
    quiet(frame, "doubts_note", count=found.height)
    shown = found.rename({f"title_{frame.language}": "doubt", f"treatment_{frame.language}": "treatment"})
    shown = shown.with_columns(pl.col("subject_id").cast(pl.Int64).alias("indicator_no"))
    links = {"subject_name": lambda row: opened(frame, row["indicator_no"])}
    tables.draw(frame, title, Table(shown[list(DOUBTS)], DOUBTS, unknown="table.not_stated", links=links))
