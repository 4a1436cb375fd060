"""The figures that stand first on 资金来源, each opening what it rests on."""

from __future__ import annotations

import streamlit as st

from portfolio import queries
from portfolio.formats import money_text, share_text
from portfolio.web.elements import figures
from portfolio.web.elements.figures import Figure
from portfolio.web.frame import Frame
from portfolio.web.funding import funding_ages, funding_lists, headline
from portfolio.web.funding.headline import Answer

COUNTS = {"disbursed": "disbursed_count", "budget": "budget_count"}
"""Each rate, and the projects it rests on."""
TABS = {"disbursed": "counties", "budget": "years"}
"""Each rate, and the tab in which its sides stand by county."""


def draw(frame: Frame, whole: Answer) -> None:
    """Draw the five figures."""
    rates = [_rate(frame, whole, name) for name in TABS]
    figures.row(frame, [*rates, _unpaid(frame, whole), _gap(frame), _unsourced(frame)])
    if frame.view.sources:
        st.caption(frame.say("funding.by_source"))


def _unpaid(frame: Frame, whole: Answer) -> Figure:
    amount = whole["unpaid_amount"]
    return Figure(
        frame.say("funding.unpaid"),
        None if amount is None else money_text(amount, frame.language),
        known=whole["unpaid_known_count"],
        all=whole["project_count"],
        meaning=frame.say("funding.unpaid_meaning"),
        about=funding_ages.unpaid_of_it(frame, whole),
        rows=frame.link("funding", tab="unpaid"),
    )


def _rate(frame: Frame, whole: Answer, name: str) -> Figure:
    return Figure(
        frame.say(f"column.{name}_share"),
        share(frame, whole[f"{name}_share"]),
        known=whole[COUNTS[name]],
        all=whole["project_count"],
        meaning=_divided(frame, whole, name),
        rows=frame.link("funding", tab=TABS[name]),
    )


def _divided(frame: Frame, whole: Answer, name: str) -> str:
    """What the rate divides."""
    return (
        headline.sides(frame, whole, name)
        if name in headline.SIDES
        else frame.say(f"overview.{name}_meaning")
    )


def share(frame: Frame, share: float | None) -> str | None:
    """The share in words; None where it is unknown."""
    return None if share is None else share_text(share, frame.language)


def _gap(frame: Frame) -> Figure:
    row = funding_lists.total(frame, "unfunded_gap")
    amount = row["amount"]
    return Figure(
        frame.say("funding.gap"),
        None if amount is None else money_text(amount, frame.language),
        frame.say("funding.gap_whole") if frame.view.sources else "",
        known=row["known_count"],
        all=row["project_count"],
        meaning=frame.say("funding.gap_meaning"),
        rows=frame.link("funding", tab="gap"),
        unknown="funding.not_declared",
    )


def _unsourced(frame: Frame) -> Figure:
    whole = queries.total_unsourced(frame.store, frame.view).row(0, named=True)
    amount, count = whole["unsourced_amount"], whole["unsourced_count"]
    told = {"amount": money_text(amount, frame.language)}
    key = "unsourced_meaning_none" if amount is None else "unsourced_meaning"
    unit = f"/ {whole['project_count']:,} {frame.say('unit.project_count')}"
    meaning = frame.say(f"funding.{key}", **told) if count else ""
    return Figure(
        frame.say("funding.unsourced"),
        f"{count:,}",
        unit,
        meaning=meaning,
        rows=frame.link("funding", tab="gap"),
    )
