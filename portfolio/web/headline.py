"""The figures that stand first on 总览, and all that its page rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import date_text, money_text, share_text
from portfolio.web import figures, spending_cards
from portfolio.web.figures import Figure
from portfolio.web.frame import Frame

Answer = dict[str, Any]


class Known(NamedTuple):
    """What the page rests on, asked once a run."""

    projects: pl.DataFrame
    investment: Answer
    funding: pl.DataFrame
    states: pl.DataFrame
    coverage: pl.DataFrame
    lateness: Answer
    unsourced: Answer
    unreported: pl.DataFrame
    month: str
    pace: pl.DataFrame
    """The year's rate by county and of all (queries.pace)."""
    until: date
    """The last month that the year's figures count."""

    @property
    def pending(self) -> int:
        """Of the unreported, how many sent a report that waits for review: nobody need chase them."""
        return self.unreported.filter(standing="pending").height


def ask(frame: Frame) -> Known:
    """Everything that the page rests on."""
    asked = (frame.store, frame.view)
    calendar = queries.calendar(*asked).row(0, named=True)
    return Known(
        projects=queries.project_state(*asked),
        investment=next(queries.total_amount(*asked, "investment").iter_rows(named=True), {}),
        funding=queries.funding_sum(*asked),
        states=queries.state_count(*asked),
        coverage=queries.coverage(*asked),
        lateness=queries.total_lateness(*asked).row(0, named=True),
        unsourced=queries.total_unsourced(*asked).row(0, named=True),
        unreported=queries.unreported(*asked),
        month=date_text(calendar["last_closed_on"], "month", frame.language),
        pace=queries.pace(*asked),
        until=calendar["reviewed_to_on"],
    )


def draw(frame: Frame, known: Known) -> None:
    """Draw the seven figures, and what stands beside the year's rate."""
    rates = (("received_share", "receipt_count"), ("paid_share", "payment_count"))
    funding = [_rate(frame, known, *rate) for rate in rates]
    shown = [_projects(frame, known), _investment(frame, known), _year(frame, known), *funding]
    figures.row(frame, [*shown, _late(frame, known), _reports(frame, known)])
    spending_cards.beside(frame, _whole_year(known))
    if frame.view.sources:
        st.caption(frame.say("overview.by_source"))


def _projects(frame: Frame, known: Known) -> Figure:
    kinds: dict[str, int] = dict(known.projects["kind"].value_counts().iter_rows())
    others = {"services": kinds.get("service", 0), "groups": kinds.get("group", 0)}
    meaning = frame.say("overview.projects_meaning", **others)
    name, unit = frame.say("overview.projects"), frame.say("unit.project_count")
    return Figure(name, f"{kinds.get('project', 0):,}", unit, meaning=meaning, rows=frame.link("library"))


def _investment(frame: Frame, known: Known) -> Figure:
    row = known.investment
    unknown = row["amount"] is None
    told = frame.say("filter.value_separator").join(_bases(frame))
    return Figure(
        frame.say("overview.investment"),
        None if unknown else money_text(row["amount"], frame.language),
        known=row["known_count"],
        all=row["project_count"],
        meaning=frame.say("overview.investment_meaning", bases=told) if told else "",
        rows=frame.link("library") if unknown else _counted(frame, "investment"),
        unknown="table.not_stated",
    )


def _year(frame: Frame, known: Known) -> Figure:
    """投资完成率, the same figure as on 支出进度, with 比序时进度 and 欠序时投资."""
    row = _whole_year(known)
    figure = spending_cards.completion(frame, row, known.until)
    if row["completion_share"] is None:
        return figure
    facts = spending_cards.rate_facts(frame, row, known.until)
    facts |= {
        "pacing": spending_cards.points(frame, row["pacing_share"]),
        "behind": money_text(row["behind_amount"], frame.language),
    }
    return replace(figure, meaning=frame.say("overview.completion_meaning", **facts))


def _whole_year(known: Known) -> Answer:
    return known.pace.row(by_predicate=pl.col("level") == "all", named=True)


def _counted(frame: Frame, measure: str) -> str:
    """The address of the rows that a figure adds up, with their sums: 县市区对比 lists them of each of its figures."""
    return f"{frame.link('compare', measure=measure)}#rows"


def _bases(frame: Frame) -> list[str]:
    """On which basis the investments rest: 规划文本 14 个."""
    labels = frame.labels("basis")
    counted = queries.basis_count(frame.store, frame.view).iter_rows()
    return [frame.say("overview.basis_count", basis=labels[code], count=number) for code, number in counted]


def _rate(frame: Frame, known: Known, share: str, rests_on: str) -> Figure:
    row = whole(known.funding)
    measure, unknown = share.removesuffix("_share"), row[share] is None
    value = None if unknown else share_text(row[share], frame.language)
    counts = {"known": row[rests_on], "all": row["project_count"]}
    meaning = sides(frame, row, measure)
    rows = frame.link("funding") if unknown else _counted(frame, measure)
    return Figure(frame.say(f"column.{share}"), value, meaning=meaning, rows=rows, **counts)


SIDES = {
    "disbursed": ("disbursed_received_amount", "disbursed_allocated_amount"),
    "received": ("receipt_received_amount", "receipt_planned_amount"),
    "paid": ("payment_paid_amount", "payment_received_amount"),
}
"""A rate of money to its own two sides in funding_sum."""


def sides(frame: Frame, row: Answer, measure: str) -> str:
    """What the rate divides, of those that know both; without amounts where nobody does."""
    part, of = (row[name] for name in SIDES[measure])
    if part is None:
        return frame.say(f"overview.{measure}_meaning")
    facts = {"part": money_text(part, frame.language), "whole": money_text(of, frame.language)}
    return frame.say(f"overview.{measure}_sides", **facts)


def whole(funding: pl.DataFrame) -> Answer:
    """The row of funding_sum for all counties and sources together."""
    places = list(zip(funding["county_code"], funding["source"], strict=True))
    return funding.row(places.index(("*", "*")), named=True)


def _late(frame: Frame, known: Known) -> Figure:
    row = known.lateness
    judged = row["judged_count"]
    facts = {"passed": row["passed_unreported_count"], "worst": row["worst_delay_days"]}
    key = "late_meaning" if row["late_count"] else "late_meaning_none"
    return Figure(
        frame.say("overview.late"),
        f"{row['late_count']:,}" if judged else None,
        frame.say("unit.project_count"),
        known=judged,
        all=row["project_count"],
        meaning=frame.say(f"overview.{key}", **facts),
        rows=frame.link("late"),
        unknown="overview.not_judged",
    )


def _reports(frame: Frame, known: Known) -> Figure:
    name = frame.say("overview.reports", month=known.month)
    reported, expected = (known.coverage[column].sum() for column in ("reported_count", "expected_count"))
    if not expected:
        return Figure(name, None, unknown="overview.reports_none")
    facts = {"expected": expected, "missing": known.unreported.height, "pending": known.pending}
    meaning = frame.say(f"overview.reports_meaning{'_pending' if known.pending else ''}", **facts)
    later = known.coverage["reported_later_count"].sum()
    meaning += frame.say("overview.reports_later", later=later) if later else ""
    rows = "#reported" if reported else "#chase"
    return Figure(name, f"{reported:,}", frame.say("overview.reports_unit"), meaning=meaning, rows=rows)
