"""The figures that stand first on 支出进度, each opening the rows that add up to it."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any

import streamlit as st

from portfolio.formats import date_text, money_text, plain, rounded, share_text
from portfolio.web.elements import figures
from portfolio.web.elements.figures import Figure
from portfolio.web.frame import Frame

Answer = dict[str, Any]


def draw(frame: Frame, whole: Answer, until: date) -> None:
    """Draw the five figures: `whole` is the row of queries.pace for the whole selection, to the month `until`."""
    shown = [_plan(frame, whole, until), completion(frame, whole, until), pacing(frame, whole, until)]
    figures.row(frame, [*shown, behind(frame, whole, until), _payment(frame, whole)])


def _projects(frame: Frame) -> str:
    """Where the projects of the year's rate, and those without a plan, are listed."""
    return frame.link("spending", tab="projects")


def _plan(frame: Frame, whole: Answer, until: date) -> Figure:
    amount = whole["annual_plan_amount"]
    return Figure(
        frame.say("spending.card_plan", year=until.year),
        None if amount is None else money_text(amount, frame.language),
        known=whole["known_count"],
        all=whole["project_count"],
        meaning=frame.say("spending.card_plan_meaning"),
        rows=_projects(frame),
    )


def completion(frame: Frame, whole: Answer, until: date) -> Figure:
    """投资完成率 with its two sides and the share of the plan that was reported; `page` is where its rows stand."""
    share, label = whole["completion_share"], frame.say("column.completion_share")
    facts = rate_facts(frame, whole, until)
    known = share is not None
    return Figure(
        label,
        share_text(share, frame.language) if known else None,
        known=whole["known_count"],
        all=whole["project_count"],
        meaning=frame.say("spending.card_completion_meaning", **facts) if known else "",
        rows=_projects(frame),
        about=_about(frame, whole, facts) if known else "",
    )


def rate_facts(frame: Frame, whole: Answer, until: date) -> dict[str, object]:
    """What the sentences about the year's rate name: its sides, the month, what was reported."""
    language = frame.language
    return {
        "work": money_text(whole["work_done_year_amount"], language),
        "plan": money_text(whole["annual_plan_amount"], language),
        "share": share_text(whole["completion_share"], language),
        "reported": share_text(whole["reported_plan_share"], language),
        "reported_work": money_text(whole["reported_work_amount"], language),
        "reported_plan": money_text(whole["reported_plan_amount"], language),
        "reported_rate": share_text(whole["reported_rate_share"], language),
        "month": date_text(until, "month", language),
        "months": until.month,
        "elapsed": share_text(whole["elapsed_share"], language),
        **{
            name: whole[f"{name}_count"] for name in ("carried", "untold", "base_missing", "on_pace", "known")
        },
    }


def _about(frame: Frame, whole: Answer, facts: dict[str, object]) -> str:
    """How the rate is reckoned, and the rate of those that reported."""
    told = frame.say("spending.about_completion", **facts)
    return told + (frame.say("spending.about_reported", **facts) if whole["reported_plan_amount"] else "")


def pacing(frame: Frame, whole: Answer, until: date) -> Figure:
    """比序时进度: the rate as shown less the elapsed share as shown."""
    share = whole["pacing_share"]
    known = share is not None
    facts = rate_facts(frame, whole, until)
    return Figure(
        frame.say("column.pacing_share"),
        points(frame, share, "spending.points") if known else None,
        points(frame, share, "spending.unit") if known else "",
        meaning=frame.say("spending.card_pacing_meaning", **facts) if known else "",
        rows=_projects(frame),
    )


def behind(frame: Frame, whole: Answer, until: date) -> Figure:
    """欠序时投资 in yuan, and beside it how many projects are on pace."""
    amount = whole["behind_amount"]
    known = amount is not None
    facts = rate_facts(frame, whole, until)
    return Figure(
        frame.say("column.behind_amount"),
        money_text(amount, frame.language) if known else None,
        meaning=frame.say("spending.card_behind_meaning", **facts) if known else "",
        rows=_projects(frame),
        about=frame.say("spending.about_behind", **facts) if known else "",
    )


def _payment(frame: Frame, whole: Answer) -> Figure:
    share = whole["annual_payment_share"]
    facts = {
        "paid": money_text(whole["paid_year_amount"], frame.language),
        "plan": money_text(whole["payment_plan_amount"], frame.language),
    }
    return Figure(
        frame.say("column.annual_payment_share"),
        None if share is None else share_text(share, frame.language),
        known=whole["payment_known_count"],
        all=whole["project_count"],
        meaning="" if share is None else frame.say("spending.card_payment_meaning", **facts),
        rows=_projects(frame) if share is None else frame.link("spending", tab="payment"),
    )


def beside(frame: Frame, whole: Answer) -> None:
    """Say what stands beside the rate, on neither side of it or as nothing done; no word where there is nothing."""
    told = [
        frame.say(f"spending.beside_{name}", **facts) for name, count, facts in _aside(frame, whole) if count
    ]
    if told:
        sentence = escape(
            frame.say("spending.beside", told=frame.say("spending.beside_separator").join(told))
        )
        link = f'<a href="{escape(_projects(frame))}" target="_self">{escape(frame.say("figure.rows"))}</a>'
        st.html(f'<p class="chosen">{sentence} {link if _listed(whole) else ""}</p>')


def _listed(whole: Answer) -> bool:
    """Whether any amount stands beside the rate: 支出进度 lists what it adds up."""
    amounts = (
        "outside_work_amount",
        "left_out_plan_amount",
        "withdrawn_work_amount",
        "withdrawn_plan_amount",
    )
    return any(whole[name] is not None for name in amounts)


def _aside(frame: Frame, whole: Answer) -> list[tuple[str, object, dict[str, object]]]:
    """Kind to whether there is any, and what its sentence says."""
    amounts = {"outside": whole["outside_work_amount"], "left_out": whole["left_out_plan_amount"]}
    money = [
        (
            name,
            amount is not None,
            {"amount": money_text(amount, frame.language), "count": whole[f"{name}_count"]},
        )
        for name, amount in amounts.items()
    ]
    counts = [(name, whole[f"{name}_count"], {"count": whole[f"{name}_count"]}) for name in ("base_missing",)]
    gone = {name: money_text(whole[f"withdrawn_{name}_amount"], frame.language) for name in ("work", "plan")}
    gone["share"] = share_text(whole["with_withdrawn_share"], frame.language)
    withdrawn = ("withdrawn", whole["withdrawn_count"], gone | {"count": whole["withdrawn_count"]})
    return [*money, withdrawn, *counts]


def points(frame: Frame, pacing: float, words: str = "table.pace") -> str:
    """The pacing in the `words` for behind, ahead or level."""
    points = rounded(pacing * 100, 1)
    key = "level" if not points else "behind" if points < 0 else "ahead"
    return frame.say(f"{words}_{key}", points=plain(abs(points), 1))
