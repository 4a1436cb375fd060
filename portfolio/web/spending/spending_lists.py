"""The lists behind 支出进度: the year's projects, payment against work, plans that are missing."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import money_text, share_text
from portfolio.web import rules, tables
from portfolio.web.elements import figures
from portfolio.web.frame import Frame
from portfolio.web.funding.headline import Answer
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

FACTS = ("project_id", "name", "county_code", "state", "last_period_on")
UNKNOWN = {
    "owner_unit": "table.not_stated",
    "county_code": "table.not_stated",
    "last_period_on": "spending.never_reported",
}
BESIDE = UNKNOWN | {
    "annual_plan_amount": "spending.no_plan",
    "work_done_year_amount": "spending.no_base",
}
LISTS = CODELISTS | {"rate_basis": "rate_basis"}


def say(frame: Frame, key: str, **facts: object) -> None:
    """Draw a quiet sentence of the page."""
    st.html(f'<p class="chosen">{escape(frame.say(f"spending.{key}", **facts))}</p>')


def undivided(frame: Frame, whole: pl.DataFrame) -> None:
    """Say how much of the year's plan groups state beyond their members, and how many."""
    row = whole.row(0, named=True)
    if row["undivided_count"]:
        amount = money_text(row["undivided_amount"], frame.language)
        say(frame, "undivided", amount=amount, count=row["undivided_count"])


def rows(frame: Frame, whole: Answer) -> None:
    """Draw the rows behind the year's rate and 欠序时投资; `whole` is the row of queries.pace for all."""
    listed = queries.pace_rows(frame.store, frame.view)
    title = frame.say("spending.rows_title")
    st.header(title, anchor="rows")
    rated = listed.filter("in_total")
    if rated.is_empty():
        say(frame, "rows_none")
        return
    say(frame, "rows_note")
    amounts = ("annual_plan_amount", "work_done_year_amount")
    totals = _sums(rated, (*amounts, "behind_amount")) | {"completion_share": whole["completion_share"]}
    shown = (*FACTS, "rate_basis", *amounts, "completion_share", "behind_amount")
    tables.draw(frame, title, Table(_monthly(rated), shown, totals, UNKNOWN, LISTS))


def beside(frame: Frame) -> None:
    """Draw what stands beside the year's rate: work under no plan, plans that stand on neither side, 其中已调出."""
    listed = queries.pace_rows(frame.store, frame.view)
    rows = listed.filter(pl.col("rate_basis").is_in(["outside", "left_out", "withdrawn"]))
    if rows.is_empty():
        return
    title = frame.say("spending.beside_title")
    st.header(title, anchor="beside")
    say(frame, "beside_note")
    amounts = ("annual_plan_amount", "work_done_year_amount")
    shown = _monthly(rows).drop("in_total").sort("rate_basis", "project_id")
    totals = {name: rows[name].sum() if rows[name].null_count() < rows.height else None for name in amounts}
    tables.draw(frame, title, Table(shown, (*FACTS, "rate_basis", *amounts), totals, BESIDE, LISTS))


def payments(frame: Frame, whole: Answer) -> None:
    """Draw the projects behind 年度支付进度, with both sides of it."""
    listed = queries.pace_rows(frame.store, frame.view).filter("payment_counted")
    if listed.is_empty():
        return
    share = whole["annual_payment_share"]
    told = {"share": share_text(share, frame.language), "known": whole["payment_known_count"]}
    title = frame.say("spending.payments_title", **told)
    st.header(title, anchor="payments")
    say(frame, "payments_note", **told, all=listed.height)
    sided = listed.rename({"annual_plan_amount": "payment_plan_amount"})
    amounts = ("payment_plan_amount", "paid_year_amount")
    totals = _sums(sided, amounts) | {"annual_payment_share": share}
    shown = _monthly(sided).drop("in_total").sort(amounts[0], "project_id", descending=[True, False])
    tables.draw(frame, title, Table(shown, (*FACTS, *amounts, "annual_payment_share"), totals, UNKNOWN))


def _sums(counted: pl.DataFrame, amounts: tuple[str, ...]) -> Answer:
    """Column to its sum over the rows that count; nothing known where there are none."""
    return {name: counted[name].sum() if counted.height else None for name in amounts}


def _monthly(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their last report named by its month; without their group, under which they do not stand here."""
    return rows.drop("parent_id").with_columns(last_period_precision=pl.lit("month"))


def flags(frame: Frame) -> None:
    """Draw the two lists of payment against work."""
    told = rules.told(frame)
    judged = queries.payment_judged(frame.store, frame.view).row(0, named=True)
    rows = _monthly(queries.payment_flags(frame.store, frame.view))
    for kind in ("ahead", "low"):
        title = frame.say(f"spending.{kind}_title", **told)
        st.header(title, anchor=kind)
        say(frame, f"{kind}_note", **told)
        known, count = judged[f"{kind}_known_count"], judged[f"{kind}_count"]
        if not known:
            what, fill = frame.say(f"spending.lack_{kind}"), frame.say(f"spending.lack_{kind}_fill")
            figures.missing(frame, what, judged["project_count"], fill, frame.link("library"))
            continue
        unknown = judged["project_count"] - known
        say(frame, "flag_some" if count else "flag_none", known=known, count=count, unknown=unknown)
        if count:
            _flag_table(frame, rows.filter(f"payment_{kind}"), title)


def _flag_table(frame: Frame, rows: pl.DataFrame, title: str) -> None:
    facts = ("project_id", "name", "county_code", "owner_unit", "state", "last_period_on")
    amounts = ("investment_amount", "work_done_amount", "paid_amount")
    shares = ("paid_of_investment_share", "physical_share", "paid_of_work_share")
    totals = {name: rows[name].sum() for name in amounts}
    tables.draw(frame, title, Table(rows, (*facts, *amounts, *shares), totals, UNKNOWN))


def plan_missing(frame: Frame, year: int) -> None:
    """Draw the projects without a plan for the year."""
    rows = queries.plan_missing(frame.store, frame.view)
    title = frame.say("spending.missing_title", year=year)
    st.header(title, anchor="missing")
    if rows.is_empty():
        say(frame, "missing_none", year=year)
        return
    say(frame, "missing_note", count=rows.height, expected=int(rows["plan_expected"].sum()))
    if count := int(rows["plan_undivided"].sum()):
        say(frame, "missing_undivided", count=count)
    columns = (
        "project_id",
        "name",
        "county_code",
        "category",
        "owner_unit",
        "stage",
        "state",
        "last_period_on",
    )
    tables.draw(
        frame,
        title,
        Table(_monthly(rows), (*columns, "plan_expected", "plan_undivided"), unknown=UNKNOWN),
    )
