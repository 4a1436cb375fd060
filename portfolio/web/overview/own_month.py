"""总览 for a project owner: what is due this month, what came back and why, and how the own projects stand."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import date_text
from portfolio.queries import reporting
from portfolio.web.frame import Frame
from portfolio.web.overview import coordinating
from portfolio.web.reporting import acting

STANDINGS = ("accepted", "pending", "returned", "missing", "later")


def draw(frame: Frame) -> None:
    """Draw the owner's month."""
    unit = str(frame.reader.unit_code)
    months = reporting.unit_months(frame.store, acting.view(frame), unit).filter("has_ended")
    standing: dict[str, str] = {}
    if not months.is_empty():
        standing = _month(frame, months.row(0, named=True))
        _returned(frame, unit)
    _projects(frame, standing)


def _month(frame: Frame, month: dict[str, Any]) -> dict[str, str]:
    """Draw the sentence and the counts of the newest month that has ended; project to its standing."""
    rows = reporting.followup_rows(frame.store, frame.view, month["period_on"])
    rows = rows.unique("project_id", keep="first", maintain_order=True)
    standing = dict(rows.select("project_id", "standing").iter_rows())
    counts = {name: sum(one == name for one in standing.values()) for name in STANDINGS}
    open_ = counts["missing"] + counts["returned"] + counts["later"]
    until = month["until_on"] if month["state"] == "reopened" and month["until_on"] else month["closes_on"]
    facts = {
        "month": date_text(month["period_on"], "month", frame.language),
        "due": len(standing),
        "open": open_,
        "until": frame.day(until),
    }
    key = (
        "own_nothing"
        if not standing
        else "own_done"
        if not open_
        else "own_closed"
        if not month["is_open"]
        else "own_due"
    )
    told = escape(frame.say(f"overview.{key}", **facts))
    if open_ and month["is_open"]:
        href = frame.link("report", month=f"{month['period_on']:%Y-%m}")
        told += f' <a href="{escape(href)}">{escape(frame.say("overview.own_go"))}</a>'
    labels, href = frame.labels("followup"), escape(frame.link("followup"))
    cards = "".join(
        f'<a href="{href}"><span>{escape(labels[name])}</span><strong{_bad(name, counts[name])}>{counts[name]}</strong></a>'
        for name in STANDINGS
        if counts[name] or name != "later"
    )
    st.html(f'<p class="say">{told}</p><div class="brief">{cards}</div>')
    return standing


def _bad(name: str, count: int) -> str:
    return ' class="bad"' if count and name in ("returned", "missing", "later") else ""


def _returned(frame: Frame, unit: str) -> None:
    """Draw the reports that came back and were not sent anew, with why."""
    rows = reporting.reports_of_unit(frame.store, acting.view(frame), unit)
    newest = rows.sort("submission_id", descending=True).unique(
        "period_on", keep="first", maintain_order=True
    )
    back = newest.filter(pl.col("verdict") == "returned")
    if back.is_empty():
        return
    items = "".join(_back(frame, row) for row in back.iter_rows(named=True))
    st.html(
        f'<h2 id="returned">{escape(frame.say("overview.own_returned"))}</h2><ul class="todo">{items}</ul>'
    )


def _back(frame: Frame, row: dict[str, Any]) -> str:
    day: date = row["decided_at"].date()
    facts = {
        "month": date_text(row["period_on"], "month", frame.language),
        "number": row["submission_id"],
        "day": frame.day(day),
        "reason": row["reason"] or frame.say("reporting.no_reason"),
    }
    href = frame.link("report", number=str(row["submission_id"]))
    return f'<li><a href="{escape(href)}">{escape(frame.say("overview.own_back", **facts))}</a></li>'


def _projects(frame: Frame, standing: dict[str, str]) -> None:
    """Draw the own projects: those that owe a report first, then by what each is behind."""
    rows = queries.list_rows(frame.store, frame.view).filter(pl.col("kind") == "project")
    if rows.is_empty():
        st.info(frame.nothing)
        return
    place = {
        name: number for number, name in enumerate(("returned", "missing", "later", "pending", "accepted"))
    }
    order = [place.get(standing.get(project, ""), len(place)) for project in rows["project_id"]]
    rows = rows.with_columns(pl.Series("owed", order)).sort(
        "owed", "behind_amount", descending=[False, True], nulls_last=True, maintain_order=True
    )
    labels = frame.labels("followup")
    told = {project: labels[name] for project, name in standing.items()}
    coordinating.own(frame, rows, told)
