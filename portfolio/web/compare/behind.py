"""The rows that a figure adds up: of the county in the address, else of all; their sums are the figure's two sides."""

from __future__ import annotations

from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.web import tables
from portfolio.web.compare import asked
from portfolio.web.compare.asked import Compared
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

LISTS = CODELISTS | {"delay_milestone": "milestone"}
FACTS = ("project_id", "name", "county_code", "state")
OWN = {
    "pacing": ("last_period_on", "annual_plan_amount", "work_done_year_amount", "completion_share"),
    "completion": ("last_period_on", "annual_plan_amount", "work_done_year_amount", "completion_share"),
    "late": ("late", "passed_unreported", "delay_milestone", "delay_days"),
    "started": ("start_due_on", "started", "start_delay_days"),
    "disbursed": ("allocated_amount", "received_amount", "disbursed_share"),
    "received": ("planned_funding_amount", "received_amount", "received_share"),
    "paid": ("received_amount", "paid_amount", "paid_share"),
    "annual_payment": ("last_period_on", "annual_plan_amount", "paid_year_amount", "annual_payment_share"),
    "budget_payment": ("last_period_on", "budget_available_amount", "budget_paid_amount", "budget_share"),
    "idle": ("aged_received_amount", "aged_unpaid_amount", "aged_untold_amount", "aged_share"),
    "reporting": ("last_period_on", "reported"),
    "investment": ("investment_amount", "investment_basis"),
    "projects": ("stage", "category"),
}
"""Comparison to what its rows show beside their facts."""
SIDES = {
    "pacing": ("work_done_year_amount", "annual_plan_amount", "completion_share"),
    "completion": ("work_done_year_amount", "annual_plan_amount", "completion_share"),
    "received": ("received_amount", "planned_funding_amount", "received_share"),
    "paid": ("paid_amount", "received_amount", "paid_share"),
    "annual_payment": ("paid_year_amount", "annual_plan_amount", "annual_payment_share"),
    "disbursed": ("received_amount", "allocated_amount", "disbursed_share"),
    "budget_payment": ("budget_paid_amount", "budget_available_amount", "budget_share"),
    "idle": ("aged_open_amount", "aged_received_amount", "aged_share"),
    "investment": ("investment_amount", None, None),
}
"""Comparison of money to the columns that show a row's part, whole and share."""
MORE = {
    "pacing": ("spending", "projects"),
    "completion": ("spending", "projects"),
    "late": ("late", "list"),
    "started": ("late", "list"),
    "received": ("funding", "counties"),
    "paid": ("funding", "counties"),
    "annual_payment": ("spending", "payment"),
    "disbursed": ("funding", "counties"),
    "budget_payment": ("funding", "years"),
    "idle": ("funding", "unpaid"),
    "reporting": ("followup", ""),
    "investment": ("library", ""),
    "projects": ("library", ""),
}
"""Comparison to the page that goes into it, and its tab there."""
UNKNOWN = {
    "owner_unit": "table.not_stated",
    "last_period_on": "spending.never_reported",
    "delay_milestone": "compare.no_late_milestone",
    "delay_days": "library.no_due",
    "investment_amount": "table.not_stated",
    "investment_basis": "table.not_stated",
    "aged_untold_amount": "table.none",
    "*": "table.not_reported",
}


def draw(compared: Compared) -> None:
    """Draw the rows with their sums, and lead on to the page that goes into the matter."""
    frame, measure = compared.frame, compared.measure
    rows = queries.comparison_rows(frame.store, frame.view, measure)
    place = _place(compared)
    title = frame.say("compare.rows_title", measure=asked.title(frame, measure), place=place)
    st.subheader(title, anchor=False)
    page, tab = MORE[measure]
    href = frame.link(page, tab=tab) if tab else frame.link(page)
    link = f'<a href="{escape(href)}" target="_self">{escape(frame.say(f"compare.more_{page}"))}</a>'
    told = frame.say(f"compare.rows_{_sum_of(measure, rows)}", **_facts(compared))
    st.html(f'<p class="chosen">{escape(told)} {link}</p>')
    if rows.is_empty():
        return
    columns = (*FACTS, *OWN[measure])
    table = Table(_shown(measure, rows), columns, _totals(compared, rows) or None, UNKNOWN, LISTS)
    tables.show(frame, table)
    tables.export(frame, table, title)


def _sum_of(measure: str, rows: pl.DataFrame) -> str:
    """How the figure comes of its rows, as the words name it: amounts add up, of a rate each side does."""
    if rows.is_empty():
        return "none"
    if measure == "pacing":
        return "pacing"
    if measure not in SIDES:
        return "counts"
    return "sum" if SIDES[measure][1] is None else "rate"


def _place(compared: Compared) -> str:
    separator = compared.frame.say("filter.value_separator")
    return separator.join(
        compared.name(code) for code in compared.frame.filters.counties
    ) or compared.frame.say("compare.whole")


def _facts(compared: Compared) -> dict[str, object]:
    row = _figure(compared)
    return {
        "value": asked.value_text(compared.frame, row) if row else compared.frame.say("compare.blank"),
        "known": row["known_count"] if row else 0,
        "all": row["project_count"] if row else 0,
    }


def _figure(compared: Compared, measure: str | None = None) -> asked.Answer | None:
    """The figure that the rows add up to; none where several counties are chosen or the county has no project."""
    counties = compared.frame.filters.counties
    if not counties:
        return compared.whole(measure)
    return next((row for row in compared.of(measure) if (row["county_code"],) == counties), None)


def _shown(measure: str, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their part and whole under the names that they are known by; the months as months."""
    named = rows.with_columns(last_period_precision=pl.lit("month"), reported=pl.col("met"))
    if measure in SIDES:
        part, whole, share = SIDES[measure]
        named = named.with_columns(pl.col("part").alias(part))
        named = named.with_columns(pl.col("whole").alias(whole)) if whole else named
        named = named.with_columns(pl.col("part_share").alias(share)) if share else named
    order = OWN[measure][-1]
    lists = ("late", "started", "reported")
    keys = [next((name for name in OWN[measure] if name in lists), order)]
    down = measure in ("idle", "investment", "late")
    precision = ["last_period_precision"] if "last_period_on" in OWN[measure] else []
    kept = [*FACTS, *OWN[measure], *precision]
    return named.sort(*keys, "project_id", descending=[down, False], nulls_last=True)[kept]


def _totals(compared: Compared, rows: pl.DataFrame) -> dict[str, Any]:
    """The sums of the amounts, and the share that they make: the figure, of 比序时进度 the rate that it is taken from."""
    measure = compared.measure
    figure = _figure(compared, "completion" if measure == "pacing" else measure)
    shown = _shown(measure, rows)
    totals: dict[str, Any] = {
        name: shown[name].sum()
        for name in OWN[measure]
        if name.endswith("_amount") and shown[name].null_count() < shown.height
    }
    share = (SIDES.get(measure) or (None, None, None))[2]
    return totals | ({share: figure["value"]} if share and figure else {})
