"""The treasury's figures beside the owner's, on 资金来源 and 数据质量 and in a project's money, and a project's batches."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import date_text, money_text
from portfolio.queries import treasury
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

LISTS = CODELISTS | {"treasury_figure": "treasury_figure", "agreement": "agreement"}
BESIDE = (
    "treasury_figure",
    "treasury_amount",
    "treasury_on",
    "owner_amount",
    "owner_on",
    "difference_amount",
    "agreement",
)
UNKNOWN = {"difference_amount": "quality.no_difference", "*": "table.not_reported"}
KINDS = ("agree", "differ", "treasury_only", "owner_only", "unchecked", "not_broken_down")
BATCHES = ("source", "batch_document", "batch_issued_on", "batch_amount", "batch_age")


def line(frame: Frame) -> None:
    """Say on 资金来源 on how many projects the treasury tells, with a link to the list of 数据质量."""
    rows = treasury.treasury_rows(frame.store, frame.view)
    if rows.is_empty():
        st.caption(frame.say("treasury.none"))
        return
    text = frame.say("treasury.counts", **_counts(rows))
    href = escape(frame.link("quality", tab="differences")) + "#treasury"
    link = f'<a href="{href}" target="_self">{escape(frame.say("treasury.see"))}</a>'
    st.html(f'<p class="chosen">{escape(text)} {link}</p>')


def to_recover(frame: Frame) -> None:
    """Say on 资金来源 how much of what withdrawn projects received is neither paid nor taken back."""
    if frame.view.states is not None and "withdrawn" not in frame.view.states:
        return
    asked = frame.view.model_copy(update={"states": ("withdrawn",)})
    for row in queries.total_amount(frame.store, asked, "unpaid").filter(pl.col("amount") != 0).to_dicts():
        told = {"amount": money_text(row["amount"], frame.language), "count": row["known_count"]}
        text, see = frame.say("treasury.to_recover", **told), frame.say("treasury.see")
        link = (
            f'<a href="{escape(frame.link("library", state="withdrawn"))}" target="_self">{escape(see)}</a>'
        )
        st.html(f'<p class="chosen">{escape(text)} {link}</p>')


def differences(frame: Frame) -> None:
    """Draw on 数据质量 every figure of which the treasury and the owner do not say the same."""
    rows = treasury.treasury_rows(frame.store, frame.view)
    if rows.is_empty():
        return
    title = frame.say("quality.treasury_title")
    st.header(title, anchor="treasury")
    st.html(f'<p class="chosen">{escape(frame.say("quality.treasury_note", **_counts(rows)))}</p>')
    told = _shown(frame, rows.filter(pl.col("agreement") == _chosen(frame, rows)))
    columns = ("project_id", "name", "county_code", "source_named", *BESIDE)
    if told.height:
        tables.draw(
            frame,
            title,
            Table(told.select(*columns, "owner_precision"), columns, unknown=UNKNOWN, codelists=LISTS),
        )


def _chosen(frame: Frame, rows: pl.DataFrame) -> str:
    """Draw how many figures there are of each agreement, one to be chosen; the first is what differs, if anything does."""
    counts = dict(rows.group_by("agreement").len().iter_rows())
    labels = frame.labels("agreement")
    order = [kind for kind in ("differ", *KINDS) if kind in counts]
    kinds = list(dict.fromkeys(order))
    chosen = st.pills(
        frame.say("treasury.title"),
        kinds,
        default=kinds[0],
        format_func=lambda kind: f"{labels[kind]} {counts[kind]}",
        key="treasury_agreement",
        label_visibility="collapsed",
    )
    return str(chosen or kinds[0])


def of_project(frame: Frame, known: Known) -> None:
    """Draw in a project's money what the treasury and the owner say of each figure, then its batches."""
    rows = treasury.treasury_rows(frame.store, known.view)
    if rows.height:
        title = frame.say("treasury.title")
        st.subheader(title, anchor="treasury")
        st.caption(frame.say("treasury.told"))
        columns = ("source_named", *BESIDE)
        told = _shown(frame, rows).select(*columns, "owner_precision")
        tables.draw(frame, title, Table(told, columns, unknown=UNKNOWN, codelists=LISTS))
    _batches(frame, known)


def _batches(frame: Frame, known: Known) -> None:
    rows = treasury.batches(frame.store, known.view).filter(pl.col("amount") != 0)
    if rows.is_empty():
        return
    title = frame.say("treasury.batches")
    st.subheader(title, anchor="batches")
    st.caption(frame.say("treasury.batches_told"))
    ages = [frame.say("treasury.months_old", months=one) for one in rows["age_months"]]
    told = rows.with_columns(
        pl.Series("batch_age", ages, dtype=pl.String),
        batch_document="document_number",
        batch_issued_on="issued_on",
        batch_amount="amount",
    )
    tables.draw(frame, title, Table(told.select(BATCHES), BATCHES))


def marks(frame: Frame, known: Known) -> Mapping[str, str]:
    """By source what says whose hand its payments are from; none of a project of which the treasury tells nothing."""
    rows = treasury.treasury_rows(frame.store, known.view).filter(figure="paid")
    found: dict[str, str] = {}
    for row in rows.iter_rows(named=True):
        if row["agreement"] == "unchecked":
            found[row["source"]] = frame.say("treasury.unchecked")
        elif row["treasury_on"] is not None and row["agreement"] != "not_broken_down":
            day = date_text(row["treasury_on"], "day", frame.language)
            whole = row["source"] == "*"
            found["not_stated" if whole else row["source"]] = frame.say(
                "treasury.by_total" if whole else "treasury.by_treasury", day=day
            )
    return found


def _counts(rows: pl.DataFrame) -> dict[str, int]:
    return dict.fromkeys(KINDS, 0) | treasury.treasury_counts(rows)


def _shown(frame: Frame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the source in words, the project's total as such."""
    words = frame.labels("source") | {"*": frame.say("treasury.in_total")}
    named = [words[source] for source in rows["source"]]
    return rows.with_columns(
        pl.Series("source_named", named, dtype=pl.String),
        owner_precision=pl.lit("month"),
        treasury_figure="figure",
    )
