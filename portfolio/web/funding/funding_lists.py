"""The lists of 资金来源: who lacks money, who names none, what is in another currency."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.charts import bars
from portfolio.charts import funding as charts
from portfolio.formats import YUAN, money_text
from portfolio.web import tables
from portfolio.web.elements import figures, fold, pictures
from portfolio.web.frame import Frame
from portfolio.web.funding.headline import Answer
from portfolio.web.tables import Table

NAMING = {
    "with_amount": "with_amount_count",
    "named": "without_amount_count",
    "not_stated": "unsourced_count",
}
GAP = (
    "project_id",
    "name",
    "county_code",
    "owner_unit",
    "investment_amount",
    "planned_funding_amount",
    "amount",
)
UNSOURCED = ("project_id", "name", "county_code", "owner_unit", "category", "investment_amount", "state")
FOREIGN = (
    "project_id",
    "name",
    "county_code",
    "source",
    "planned_amount",
    "received_amount",
    "paid_amount",
)


def total(frame: Frame, measure: str) -> Answer:
    """The row of total_amount for `measure`: amount, known_count, project_count."""
    return queries.total_amount(frame.store, frame.view, measure).row(0, named=True)


def summed(rows: pl.DataFrame, column: str) -> Any:
    """The sum of the column over the rows that know it; None where none does."""
    return rows[column].sum() if rows[column].null_count() < rows.height else None


def _shown(frame: Frame, rows: pl.DataFrame, columns: tuple[str, ...], total_of: str, title: str) -> None:
    """Draw the table with its sum and its downloads."""
    unknown = {
        "received_amount": "table.not_reported",
        "paid_amount": "table.not_reported",
        "*": "table.not_stated",
    }
    tables.draw(
        frame,
        title,
        Table(rows[list(columns)], columns, {total_of: summed(rows, total_of)}, unknown=unknown),
    )


def gap(frame: Frame) -> None:
    """Draw the projects whose complete funding plan does not cover their investment."""
    st.subheader(frame.say("funding.gap"), anchor="gap")
    row = total(frame, "unfunded_gap")
    facts = {"known": row["known_count"], "all": row["project_count"]}
    if row["amount"] is None:
        what, fill = frame.say("funding.gap"), frame.say("funding.gap_fill")
        figures.missing(frame, what, row["project_count"], fill, frame.link("library"))
        return
    amounts = {"amount": row["amount"], "surplus": total(frame, "funding_surplus")["amount"] or 0}
    told = {name: money_text(amount, frame.language) for name, amount in amounts.items()}
    st.caption(frame.say("funding.gap_told", **told, **facts))
    rows = queries.amount_rows(frame.store, frame.view, "unfunded_gap").filter(pl.col("amount") != 0)
    if rows.is_empty():
        st.caption(frame.say("funding.gap_none"))
        return
    named = rows.drop("unfunded_gap_amount").rename({"amount": "unfunded_gap_amount"})
    _shown(frame, named, (*GAP[:-1], "unfunded_gap_amount"), "unfunded_gap_amount", frame.say("funding.gap"))


def naming(frame: Frame) -> None:
    """Draw how many projects and how much investment name no source of money, and which."""
    st.subheader(frame.say("funding.unsourced"), anchor="naming")
    if frame.view.sources:
        st.caption(frame.say("funding.naming_filtered"))
        return
    rows = bars.named(queries.unsourced(frame.store, frame.view), "county_code", frame.counties)
    whole = queries.total_unsourced(frame.store, frame.view).row(0, named=True)
    counts = {name: whole[column] for name, column in NAMING.items()}
    facts = {"all": sum(counts.values()), "without": counts["named"], "unsourced": counts["not_stated"]}
    amount = money_text(whole["unsourced_amount"], frame.language)
    st.caption(frame.say("funding.naming_told", amount=amount, **facts))
    _naming_chart(frame, rows)
    _naming_table(frame, rows, whole)
    _naming_rows(frame, whole["unsourced_count"])


def _naming_chart(frame: Frame, rows: pl.DataFrame) -> None:
    back = {column: name for name, column in NAMING.items()}
    long = rows.drop("project_count").unpivot(
        list(back), index=["county_code", "label"], value_name="project_count"
    )
    codes = pl.col("variable").replace_strict(back).alias("naming")
    shown = long.with_columns(codes).filter(pl.col("project_count") > 0)
    shown = bars.named(shown, "county_code", frame.counties)
    labels = {name: frame.say(f"funding.naming_{name}") for name in NAMING}
    heading, description = frame.say("funding.naming_chart"), frame.say("funding.naming_description")
    link = _to_county(frame)
    pictures.draw(frame, "naming", charts.naming(shown, labels, heading, description, link))


def _to_county(frame: Frame) -> bars.Link:
    return lambda row: frame.link("library", county=row["county_code"])


def _naming_table(frame: Frame, rows: pl.DataFrame, whole: Answer) -> None:
    columns = (
        *("county_code", "project_count", "unsourced_count", "without_amount_count", "with_amount_count"),
        *("investment_amount", "unsourced_amount", "without_amount_amount", "with_amount_amount"),
    )
    totals = {name: whole[name] for name in columns[1:]}
    # beside counties that have nothing of the kind (0) an unknown whole is no sum of theirs
    unknown = [name for name, total in totals.items() if total is None]
    links = {"project_count": lambda row: frame.link("library", county=row["county_code"])}
    tables.draw(
        frame,
        frame.say("funding.unsourced"),
        Table(
            rows[list(columns)],
            columns,
            totals,
            unknown="table.not_stated",
            links=links,
            of_whole=unknown,
        ),
    )


def _naming_rows(frame: Frame, count: int) -> None:
    """Draw the fold of the `count` projects that name no source; they are asked for once it is opened."""
    if not count:
        return
    title = frame.say("funding.naming_rows_title")
    fold.draw(
        frame.say("funding.naming_rows", count=count),
        title,
        lambda: _shown(frame, _unnamed(frame), UNSOURCED, "investment_amount", title),
    )


def _unnamed(frame: Frame) -> pl.DataFrame:
    """The selected projects that name no source of money."""
    found = queries.source_naming(frame.store, frame.view)
    return found.filter((pl.col("naming") == "not_stated") & (pl.col("kind") == "project"))


def foreign(frame: Frame) -> None:
    """Draw money in other currencies, apart and never added."""
    rows = queries.funding_rows(frame.store, frame.view).filter(pl.col("currency") != YUAN)
    if rows.is_empty():
        return
    st.subheader(frame.say("funding.foreign"), anchor="foreign")
    st.caption(frame.say("funding.foreign_told"))
    unknown = {"planned_amount": "table.not_stated", "*": "table.not_reported"}
    tables.draw(
        frame,
        frame.say("funding.foreign"),
        Table(rows[[*FOREIGN, "currency"]], FOREIGN, unknown=unknown),
    )
