"""What a project needs at a glance: where it is stuck, why, what is being done, by whom and when; and its money."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio import queries
from portfolio.formats import date_text, rounded, ten_thousands
from portfolio.web import rules
from portfolio.web.elements import calling
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known, Row

MONEY = (
    *("planned_funding_amount", "allocated_amount", "received_amount", "paid_amount", "unpaid_amount"),
    "aged_unpaid_amount",
)
"""From planned to unpaid, in the order in which money goes."""


def draw(frame: Frame, known: Known) -> None:
    """Draw both lines; of a service or a group without amounts, what there is."""
    row = queries.list_rows(frame.store, known.view).row(0, named=True)
    call = calling.of_project(frame, known.project_id)
    words = _words(frame, row, call) if known.row["kind"] == "project" else ""
    st.html(f'<div class="glance">{words}{_money(frame, row)}</div>{calling.line(frame, call)}')


def _words(frame: Frame, row: Row, call: Row | None) -> str:
    """Where it is stuck or what comes next, with its due day; why, what is done, by whom, by when."""
    milestone = frame.labels("milestone").get(str(row["milestone"]), "")
    due = date_text(row["due_on"], row["due_precision"], frame.language) if row["due_on"] else ""
    late = bool(row["late"] or row["passed_unreported"])
    days = frame.say("project.glance_days", days=row["delay_days"]) if late and row["delay_days"] else ""
    stuck = " · ".join(part for part in (milestone, due, days) if part)
    told = {
        f"glance_{'stuck' if late else 'next'}": stuck,
        "glance_reason": _reason(frame, row),
        "glance_remedy": row["remedy"],
        "glance_responsible": row["responsible"] or (call and call["person"]) or row["owner_unit"],
        "glance_deadline": _deadline(frame, row),
    }
    red = row["state"] == "red"
    cells = [_cell(frame, name, text, red and name != "glance_next") for name, text in told.items()]
    return f"<dl>{''.join(cells)}</dl>"


def _reason(frame: Frame, row: Row) -> str:
    """The reason's label and, by its own name, what blocks in the owner's words: that may be something else."""
    reason, what = frame.labels("reason").get(str(row["reason"]), ""), row["obstacle_what"]
    blocks = frame.say("filter.pair", name=frame.say("column.obstacle_what"), values=what) if what else ""
    return frame.say("filter.pair_separator").join(part for part in (reason, blocks) if part)


def _deadline(frame: Frame, row: Row) -> str:
    return date_text(row["remedy_due_on"], "day", frame.language) if row["remedy_due_on"] else ""


def _cell(frame: Frame, name: str, text: object, owed: bool) -> str:
    """A word under its name; of a red project, which owes it, that it is not told."""
    unknown = f'<span class="bad">{escape(frame.say("overview.untold"))}</span>' if owed else "—"
    told = escape(str(text)) if text else unknown
    return f"<div><dt>{escape(frame.say(f'project.{name}'))}</dt><dd>{told}</dd></div>"


def _money(frame: Frame, row: Row) -> str:
    """The money from planned to unpaid, in 万元."""
    amounts = {name: row[name] for name in MONEY}
    if all(amount is None for amount in amounts.values()):
        return ""
    unit = frame.say("unit.ten_thousand_yuan")
    months = rules.told(frame)["unpaid_months"]
    cells = []
    for name, amount in amounts.items():
        told = "—" if amount is None else f"{rounded(ten_thousands(amount), 2):,f}"
        label = frame.say(f"project.glance_{name}", months=months, unit=unit)
        cells.append(f'<div class="{name}"><dt>{escape(label)}</dt><dd>{escape(told)}</dd></div>')
    return f'<dl class="money">{"".join(cells)}</dl>'
