"""What was written down about the project: facts, sizes, obstacles, public pages, contradictions, every report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import escape

import polars as pl
import streamlit as st

from portfolio import codes, queries
from portfolio.formats import (
    YUAN,
    currency_text,
    date_text,
    grouped,
    place_text,
    rounded,
    share_text,
    size_text,
    ten_thousands,
    unknown_text,
)
from portfolio.web import tables
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.project import origins
from portfolio.web.project.known import Known, Row, everything
from portfolio.web.project.origins import Fact
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

OBSTACLES = (
    "reason",
    "what",
    "remedy",
    "responsible",
    "due_on",
    "cleared_on",
    "first_period_on",
    "period_on",
)
PAGES = ("fact_kind", "page_fact", "funding_stated", "held_on", "published_on", "title", "confidence", "note")
HISTORY = (
    *("period_on", "figure", "told", "correction_reason", "verdict", "sent_by", "submitted_at"),
    *("decided_at", "file_name", "sheet", "cell"),
)
UNTOLD = {"decided_at": "project.not_decided", "correction_reason": "table.dash"}
NEWEST = 30
"""Values of the history that are not folded away."""
CODED_FIELDS = {
    ("status", "stage"): "stage",
    ("investment", "basis"): "basis",
    ("milestone", "reason"): "reason",
    ("milestone", "word"): "forecast_word",
    ("funding", "word"): "funding_word",
    ("obstacle", "reason"): "reason",
}
"""The codelist of each reported field that holds codes, by its kind of entry; a plan's reason is free text."""
YES_OR_NO = ("plan_complete", "correction")


def identity(frame: Frame, known: Known) -> None:
    """Draw what the project is and where the plan names it."""
    st.header(frame.say("project.identity"), anchor="identity")
    row, stated = known.row, known.stated
    coded = ("kind", "county_code", "service_area", "category", "construction_type")
    facts = [Fact(_column(frame, "project_id"), known.project_id), _plain(frame, stated, "project_code")]
    facts += [_coded(frame, stated, name) for name in coded]
    facts += [_plain(frame, row, name) for name in ("programme", "owner_unit")]
    facts.append(
        Fact(_column(frame, "stated_in"), place_text(str(row["stated_in"]), frame.language), frame.source)
    )
    facts.append(_stage(frame, known))
    st.html(origins.listed(frame, [*facts, *_group(frame, known)]))
    st.caption(frame.say("project.identity_origin"))


def _column(frame: Frame, name: str) -> str:
    return frame.say(f"column.{name}")


def _plain(frame: Frame, row: Row, name: str) -> Fact:
    return Fact(_column(frame, name), None if row[name] is None else str(row[name]))


def _coded(frame: Frame, row: Row, name: str) -> Fact:
    code = row[name]
    label = None if code is None else frame.labels(CODELISTS[name]).get(str(code), str(code))
    return Fact(_column(frame, name), label)


def _stage(frame: Frame, known: Known) -> Fact:
    label = (
        None if known.row["stage"] is None else codes.label("stage", str(known.row["stage"]), frame.language)
    )
    origin = origins.figure(frame, known, "status", ["stage"])
    return Fact(_column(frame, "stage"), label, origin, unknown="table.not_reported")


def _group(frame: Frame, known: Known) -> list[Fact]:
    """The group that the project belongs to, as a link."""
    parent = known.row["parent_id"]
    if parent is None:
        return []
    view = everything(frame.view).model_copy(update={"projects": (str(parent),)})
    names = queries.project_state(frame.store, view)["name"].to_list()
    if not names:
        return [Fact(_column(frame, "parent_id"), str(parent))]
    return [
        Fact(_column(frame, "parent_id"), f"{parent} {names[0]}", link=frame.link("project", project=parent))
    ]


def scale(frame: Frame, known: Known) -> None:
    """Draw the sizes that the plan states."""
    st.header(frame.say("project.scale"), anchor="scale")
    words = queries.scale_words(frame.store, known.view)
    sizes = [
        {"measure": size["measure"], "size": size_text(size, words.get(key, "exact"), frame.language)}
        for size in known.stated["scale"]
        if (key := (known.project_id, size["measure"], size["value"]))
    ]
    if not sizes:
        st.html(origins.missing(frame, "project.fill_scale"))
        return
    place = origins.plan(frame, known.stated["stated_in"])
    tables.draw(
        frame,
        frame.say("project.scale"),
        Table(pl.DataFrame(sizes).with_columns(pl.lit(place).alias("title"))),
    )


def obstacles(frame: Frame, known: Known) -> None:
    """Draw what was reported to stand in the project's way, the uncleared first."""
    st.header(frame.say("project.obstacles"), anchor="obstacles")
    rows = queries.obstacles(frame.store, known.view, known.project_id)
    if rows.is_empty():
        st.html(f'<p class="unknown">{escape(frame.say("project.no_obstacle"))}</p>')
        return
    months = {f"{name}_precision": pl.lit("month") for name in ("first_period", "period")}
    tables.draw(
        frame,
        frame.say("project.obstacles"),
        Table(rows.with_columns(**months), OBSTACLES, unknown={"cleared_on": "project.not_cleared"}),
    )


def pages(frame: Frame, known: Known) -> None:
    """Draw the facts that public pages state, each with its page to open."""
    st.header(frame.say("project.pages"), anchor="pages")
    rows = queries.public_facts(frame.store, known.view, known.project_id)
    if rows.is_empty():
        st.html(f'<p class="unknown">{escape(frame.say("project.no_page"))}</p>')
        return
    fact = [_fact(frame, row) for row in rows.iter_rows(named=True)]
    renamed = {"kind": "fact_kind", "funding": "funding_stated", "precision": "held_precision"}
    told = rows.rename(renamed).with_columns(pl.Series("page_fact", fact, dtype=pl.String))
    lists = {**CODELISTS, "fact_kind": "evidence_kind"}
    links = {"title": lambda row: str(row["url"] or "")}
    unknown = {"note": "project.no_note", "*": "table.not_stated"}
    columns = [name for name in PAGES if name != "funding_stated" or told[name].is_not_null().any()]
    table = Table(told, columns, unknown=unknown, codelists=lists, links=links)
    tables.show(frame, table)
    st.caption(frame.say("project.pages_count_as"))
    tables.download(frame, table, frame.say("project.pages"))


def _fact(frame: Frame, row: Row) -> str:
    """What a page states: its label, and the value with its unit."""
    value = row["value"]
    size = "" if value is None else f"{grouped(value)} {row['unit'] or ''}".strip()
    told = [str(part) for part in (row["label"], size) if part]
    return frame.say("filter.value_separator").join(told) or unknown_text(frame.language)


def history(frame: Frame, known: Known) -> None:
    """Draw every value ever reported, the newest first, with its verdict and its cell, the older folded away."""
    st.html(f'<h2 id="history">{escape(frame.say("project.history"))}</h2>')
    rows = queries.history(frame.store, known.view, known.project_id)
    if rows.is_empty():
        st.html(origins.missing(frame, "project.fill_history"))
        return
    title = frame.say("project.history")
    table = _history(frame, rows)
    tables.show(frame, table)
    if (older := rows.height - NEWEST) > 0:
        fold.draw(
            frame.say("table.unfold", count=f"{older:,}"),
            "history",
            lambda: tables.show(frame, _values(frame, rows.slice(NEWEST))),
        )
    tables.download(frame, table, title)


def _history(frame: Frame, rows: pl.DataFrame) -> Table:
    """The newest values; taken away are all of them."""
    newest = replace(_values(frame, rows.head(NEWEST)), limit=NEWEST)
    return replace(newest, all=rows.height, whole=lambda: _values(frame, rows))


def _values(frame: Frame, rows: pl.DataFrame) -> Table:
    verdicts = ("accepted", "returned", "withdrawn", "taken_back", "pending")
    told = rows.with_columns(
        pl.Series("figure", [figure(frame, row) for row in rows.iter_rows(named=True)], dtype=pl.String),
        pl.Series("told", [_value(frame, row) for row in rows.iter_rows(named=True)], dtype=pl.String),
        pl.col("verdict").replace_strict({name: frame.say(f"project.verdict_{name}") for name in verdicts}),
        pl.lit("month").alias("period_precision"),
        pl.Series("sent_by", [_sender(frame, row) for row in rows.iter_rows(named=True)], dtype=pl.String),
    )
    unknown = UNTOLD | {"*": "table.not_stated"}
    mends = told["correction_reason"].is_not_null().any()
    shown = [name for name in HISTORY if mends or name != "correction_reason"]
    return Table(told, shown, unknown=unknown, limit=rows.height)


def _sender(frame: Frame, row: Row) -> str:
    name, unit = str(row["actor"]), row["sent_for"]
    return name if unit is None else frame.say("reporting.on_behalf", name=name, unit=unit)


def figure(frame: Frame, row: Row) -> str:
    """The name of a reported value: which source and currency, milestone or year, and which of its figures."""
    kind, part = str(row["kind"]), row["part"]
    lists = {"funding": "source", "year_end_base": "source", "milestone": "milestone", "investment": "basis"}
    field = str(row["field"])
    told = [frame.say(f"column.{'funding_word' if (kind, field) == ('funding', 'word') else field}")]
    if _foreign(row):
        told.insert(0, currency_text(str(row["currency"]), frame.language))
    if part is not None:
        label = codes.label(lists[kind], str(part), frame.language) if kind in lists else str(part)
        told.insert(0, label)
    return " · ".join(told)


def _foreign(row: Row) -> bool:
    return row["currency"] not in (None, YUAN)


def _value(frame: Frame, row: Row) -> str:
    """The reported value in words, or that it was taken back; a mended one beside the right one."""
    if row["was_cleared"]:
        return frame.say("project.cleared")
    if row["correction_id"] is None:
        return stated(frame, row)
    right = {**row, "value": row["right_value"], "value_precision": row["right_precision"]}
    new = frame.say("correction.nothing") if row["right_value"] is None else stated(frame, right)
    return frame.say("project.mended_value", old=stated(frame, row), new=new, number=row["correction_id"])


def stated(frame: Frame, row: Row) -> str:
    """The value in words, by its field."""
    field, value = str(row["field"]), str(row["value"])
    codelist = CODED_FIELDS.get((str(row["kind"]), field))
    if codelist:
        return codes.label(codelist, value, frame.language)
    if field in YES_OR_NO:
        return frame.say("table.yes" if value == "true" else "table.no")
    if field.endswith("_amount"):
        return _amount(frame, row)
    if field.endswith("_share"):
        return share_text(Decimal(value), frame.language)
    if field.endswith("_on"):
        return date_text(date.fromisoformat(value), row["value_precision"], frame.language)
    return value


def _amount(frame: Frame, row: Row) -> str:
    """万元 for yuan; another currency under its own name, never called yuan."""
    amount = f"{rounded(ten_thousands(Decimal(row['value'])), 2):,f}"
    if _foreign(row):
        currency = currency_text(str(row["currency"]), frame.language)
        return frame.say("project.amount_foreign", currency=currency, amount=amount)
    return frame.say("project.amount", amount=amount)
