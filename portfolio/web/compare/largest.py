"""The ranks with and without each county's largest project: whether one project makes a county's place."""

from __future__ import annotations

from html import escape

import polars as pl
import streamlit as st

from portfolio.charts import compare as charts
from portfolio.web import pictures, tables
from portfolio.web.cells import Row
from portfolio.web.compare import asked
from portfolio.web.compare.asked import Answer, Compared
from portfolio.web.tables import Table

VALUES = {
    "points": ("pacing_share", "without_pacing_share"),
    "share": ("figure_share", "without_share"),
    "amount": ("figure_amount", "without_amount"),
}
"""Unit of a comparison to the columns of its figure with and without the largest."""


def draw(compared: Compared) -> None:
    """Draw both ranks, who moves in words, and the table with the project that is left out."""
    frame = compared.frame
    title = frame.say("compare.largest_title", measure=asked.title(frame, compared.measure))
    rows = [row for row in compared.of() if row["better"] != "none"]
    st.header(title, anchor="largest")
    if not rows:
        asked.note(frame, "largest_no_rank")
        return
    if not any(row["largest_id"] for row in rows):
        asked.note(frame, "largest_unknown")
        return
    asked.note(frame, f"largest_note_{_basis(rows[0])}")
    st.html(f'<p class="found">{escape(_movers(compared, rows))}</p>')
    ranked = [_labelled(compared, row) for row in rows if row["rank"] and row["without_rank"]]
    if len(ranked) > 1:
        description = frame.say("compare.largest_description")
        pictures.draw(frame, "largest", charts.both_ranks(pl.DataFrame(ranked), description, frame.language))
    tables.draw(frame, title, _table(compared, rows))


def _basis(row: Answer) -> str:
    """By what the largest is the largest: money as a whole (annual plan, funding), an amount, or the investment."""
    if row["unit"] == "amount":
        return "amount"
    return "investment" if not asked.fact(row["comparison"], "part") else row["comparison"]


def _movers(compared: Compared, rows: list[Answer]) -> str:
    """Who rises and who falls without its largest project, in one sentence."""
    frame = compared.frame
    told = [
        frame.say("compare.mover", county=compared.name(row["county_code"]), change=_change(compared, row))
        for row in rows
        if row["rank"] and row["rank"] != row["without_rank"]
    ]
    if not told:
        return frame.say(
            "compare.movers_none" if any(row["rank"] for row in rows) else "compare.movers_unranked"
        )
    return frame.say("compare.movers", told=frame.say("filter.pair_separator").join(told))


def _change(compared: Compared, row: Answer) -> str:
    """升 1 位, 降 2 位, 不变, or why there is no second rank."""
    frame, before, after = compared.frame, row["rank"], row["without_rank"]
    if not before or not after:
        return asked.reason(frame, row) or _place(compared, row, "without_")
    places = {"places": abs(before - after), "before": before, "after": after}
    key = "same" if before == after else "up" if after < before else "down"
    return frame.say(f"compare.moved_{key}", **places)


def _labelled(compared: Compared, row: Answer) -> dict[str, object]:
    frame = compared.frame
    return {
        "label": compared.name(row["county_code"]),
        "rank": row["rank"],
        "without_rank": row["without_rank"],
        "value": asked.value_text(frame, row, full=False),
        "without_value": asked.value_text(frame, row, "without_", full=False),
        "largest": row["largest_name"],
        "chosen": row["county_code"] in frame.filters.counties,
    }


def _table(compared: Compared, rows: list[Answer]) -> Table:
    frame = compared.frame
    before, after = VALUES[rows[0]["unit"]]
    exact = "part" if rows[0]["unit"] == "amount" else "value"
    kind = pl.Decimal(38, 2) if exact == "part" else pl.Float64
    names = [row["largest_name"] or frame.say("compare.no_largest") for row in rows]
    lines = pl.DataFrame(
        {
            "county_code": [row["county_code"] for row in rows],
            before: pl.Series([row[exact] for row in rows], dtype=kind),
            "known_count": [row["known_count"] for row in rows],
            "rank": [_place(compared, row) for row in rows],
            "largest_id": [row["largest_id"] for row in rows],
            "largest_name": names,
            "largest_amount": pl.Series([row["largest_amount"] for row in rows], dtype=pl.Decimal(38, 2)),
            after: pl.Series([row[f"without_{exact}"] for row in rows], dtype=kind),
            "without_known_count": [row["without_known_count"] for row in rows],
            "without_rank": [_place(compared, row, "without_") for row in rows],
            "rank_change": [_change(compared, row) for row in rows],
        }
    )

    def behind(row: Row) -> str:
        return asked.rows_link(frame, compared.measure, str(row["county_code"]))

    def project(row: Row) -> str:
        return frame.link("project", project=str(row["largest_id"])) if row["largest_id"] else behind(row)

    links = dict.fromkeys(("county_code", before, "known_count"), behind) | {"largest_name": project}
    columns = [name for name in lines.columns if name != "largest_id"]
    unknown = {after: "compare.none_left", "largest_amount": "compare.no_largest", "*": "table.not_reported"}
    return Table(lines, columns, unknown=unknown, links=links)


def _place(compared: Compared, row: Answer, prefix: str = "") -> str:
    """The rank, or why there is none; where nothing is known there is nothing to rank."""
    unknown = "compare.none_left" if prefix else "table.not_reported"
    return asked.rank_text(compared.frame, row, prefix) or compared.frame.say(unknown)
