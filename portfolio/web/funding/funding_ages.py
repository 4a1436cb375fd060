"""资金来源: what lies between 下达, 到位 and 支付, how long it has lain there, and the year's budget money."""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.formats import YUAN, money_text, share_text
from portfolio.web import rules, tables
from portfolio.web.elements import figures
from portfolio.web.frame import Frame
from portfolio.web.funding import treasury_lists
from portfolio.web.funding.funding_lists import summed
from portfolio.web.funding.headline import Answer
from portfolio.web.tables import Table
from portfolio.web.tables.cells import Row

AGES = (
    *("not_arrived_amount", "unpaid_amount", "payment_untold_amount", "aged_received_amount"),
    *("aged_unpaid_amount", "aged_untold_amount", "aged_share", "aged_received_known_count"),
    *("long_unpaid_amount", "two_year_unpaid_amount"),
)
LISTED = (
    *("project_id", "name", "county_code", "owner_unit", "source", "received_amount", "paid_amount"),
    *("unpaid_amount", "payment_untold_amount", "aged_unpaid_amount", "aged_untold_amount"),
    *("long_unpaid_amount", "two_year_unpaid_amount", "remainder", "age_basis"),
)
BUDGET = (
    *("budget_available_amount", "year_allocated_amount", "carried_over_amount", "budget_undated_amount"),
    *("budget_paid_amount", "budget_share", "budget_count", "project_count"),
)

BLANKS = dict.fromkeys(
    ("payment_untold_amount", "aged_untold_amount", "remainder", "age_basis"), "table.none"
)
BLANKS |= {"*": "table.not_reported"}
"""What a blank reads: where every payment was told there is nothing 支付未报."""


def facts(frame: Frame) -> dict[str, str]:
    """The months and days from which money is old, in words, by the names that the sentences use."""
    day = queries.calendar(frame.store, frame.view).row(0, named=True)
    days = ("unpaid_since_on", "idle_since_on", "two_years_since_on")
    return rules.told(frame) | {name: frame.day(day[name]) for name in days}


def unpaid(frame: Frame, sums: pl.DataFrame, whole: Answer) -> None:
    """Draw 到位未支付 with its ages by source and by county, and the money itself, the oldest first."""
    title = frame.say("funding.unpaid")
    st.subheader(title, anchor="unpaid")
    if whole["received_amount"] is None:
        what, fill = frame.say("funding.unpaid_missing"), frame.say("funding.ladder_fill")
        figures.missing(frame, what, whole["project_count"], fill, frame.link("library"))
        return
    st.caption(frame.say("funding.unpaid_told", **facts(frame)))
    treasury_lists.to_recover(frame)
    whole_of = pl.col("county_code") == "*", pl.col("source") == "*"
    by_source = bars.ordered(sums.filter(whole_of[0] & ~whole_of[1]), "source", frame.labels("source"))
    by_county = bars.ordered(sums.filter(~whole_of[0] & whole_of[1]), "county_code", frame.counties)
    _sums(frame, by_source, ("source", *AGES), whole, "unpaid_sources")
    _sums(frame, by_county, ("county_code", *AGES, "project_count"), whole, "unpaid_counties")
    _listed(frame)


def _sums(frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...], whole: Answer, title: str) -> None:
    """Draw the rows and, as their total, the whole's own figures: its shares are no sums."""
    told = {name: whole[name] for name in columns[1:]}
    shares = [name for name in told if not name.endswith("_amount")]
    table = Table(rows[list(columns)], columns, told, BLANKS, of_whole=shares)
    tables.draw(frame, frame.say(f"funding.{title}"), table)


def _listed(frame: Frame) -> None:
    """Draw the money by project and source."""
    rows = queries.unpaid_rows(frame.store, frame.view).filter(pl.col("currency") == YUAN)
    if rows.is_empty():
        st.caption(frame.say("funding.unpaid_none"))
        return
    amounts = ("unpaid_amount", "payment_untold_amount", "aged_unpaid_amount", "aged_untold_amount")
    totals = {name: summed(rows, name) for name in (*amounts, "long_unpaid_amount", "two_year_unpaid_amount")}
    links = {name: partial(_batches, frame) for name in ("aged_unpaid_amount", "age_basis")}
    table = Table(rows[list(LISTED)], LISTED, totals, BLANKS, links=links)
    tables.draw(frame, frame.say("funding.unpaid_rows"), table, folded=True)


def _batches(frame: Frame, row: Row) -> str:
    """The address of the project's money, at its batches where these tell the age."""
    address = frame.link("project", project=row["project_id"], tab="money")
    return address + "#batches" if row["age_basis"] == "batches" else address


def budget(frame: Frame, sums: pl.DataFrame, whole: Answer) -> None:
    """Draw 年度预算支出进度 by county: paid this year of what could be paid, which is new or carried over."""
    st.subheader(frame.say("funding.budget"), anchor="budget")
    calendar = queries.calendar(frame.store, frame.view).row(0, named=True)
    elapsed = share_text(calendar["reviewed_to_on"].month / 12, frame.language)
    st.caption(frame.say("funding.budget_told", year=calendar["reviewed_year"], elapsed=elapsed))
    if whole["budget_available_amount"] is None:
        what, fill = frame.say("funding.budget_missing"), frame.say("funding.ladder_fill")
        figures.missing(frame, what, whole["project_count"], fill, frame.link("library"))
        return
    rows = sums.filter((pl.col("county_code") != "*") & (pl.col("source") == "*"))
    rows = bars.ordered(rows, "county_code", frame.counties)
    _sums(frame, rows, ("county_code", *BUDGET), whole, "budget")


def unpaid_of_it(frame: Frame, whole: Answer) -> str:
    """What of 到位未支付 is old, and what was received and never told to be paid, where that is known."""
    parts = []
    for name, key in (("aged_unpaid_amount", "unpaid_aged"), ("payment_untold_amount", "unpaid_untold")):
        if whole[name]:
            amount = money_text(whole[name], frame.language)
            parts.append(frame.say(f"funding.{key}", amount=amount, **rules.told(frame)))
    return frame.say("filter.pair_separator").join(parts)
