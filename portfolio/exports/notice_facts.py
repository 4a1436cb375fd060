"""What a 通报 rests on: the final month, the month before as it was final, and each list once."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from portfolio import codes, queries
from portfolio.codes import Language
from portfolio.formats import date_text, money_text, plain, rounded, share_text
from portfolio.model import View
from portfolio.queries import reporting
from portfolio.queries.actions import actions, in_hand
from portfolio.queries.change_list import change_list
from portfolio.queries.corrections import corrections
from portfolio.store import Store
from portfolio.words import say

WHOLE = "*"
Row = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """Of which final month, in which words, and where a figure's rows are opened."""

    store: Store
    view: View
    """The view of the final month, of all projects."""
    final: Mapping[str, Any]
    language: Language
    city: str
    counties: Mapping[str, str]
    link: Callable[..., str]
    """The address of a page of this final month, with what is to be chosen there; "" where none is known."""
    demo: bool = False

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the paper."""
        return say(self.language, f"notice.{key}", **facts)

    def day(self, day: date) -> str:
        """The day in words."""
        return date_text(day, "day", self.language)

    def money(self, amount: object) -> str:
        """The amount in words, in the unit of its size."""
        return money_text(amount, self.language)  # type: ignore[arg-type]

    def points(self, share: float) -> str:
        """快 or 慢 so many percentage points."""
        told = rounded(share * 100, 1)
        key = "level" if not told else "behind" if told < 0 else "ahead"
        return self.say(key, points=plain(abs(told), 1))


@dataclass(frozen=True)
class Known:
    """The answers, each asked once."""

    rows: list[Row]
    """A county each, in the order of their ranks."""
    whole: Row
    before: dict[str, Row]
    """County, or WHOLE, to its row a month before."""
    money: dict[str, Row]
    """County, or WHOLE, to its sums of money over all sources."""
    started: dict[str, Row]
    budget: dict[str, Row]
    on_pace: dict[str, Row]
    turned: dict[str, int]
    late: pl.DataFrame
    unpaid: pl.DataFrame
    changes: pl.DataFrame
    not_in_time: pl.DataFrame
    corrections: pl.DataFrame
    actions: pl.DataFrame
    """督办事项 that were in hand since the month before."""
    month_before: str
    told_before: str
    """How the month before is told of: as it was final, or as worked out since it never was."""
    facts: dict[str, Any]
    """What many sentences name: the month, the days, the reports, the rules."""

    @classmethod
    def ask(cls, asked: Asked) -> Known:
        """The answers to all that the paper tells."""
        store, view = asked.store, asked.view
        rows = queries.steering(store, view, view).to_dicts()
        pace = {
            row["code"]: row
            for row in queries.pace(store, view).iter_rows(named=True)
            if row["level"] != "category"
        }
        for row in rows:
            row["known_count"] = pace.get(row["county_code"] if row["county_code"] != WHOLE else "all", row)[
                "known_count"
            ]
        before = queries.month_before(store, view)
        then = queries.steering(store, before, before).to_dicts() if before else []
        turned = queries.red_turned(store, view, before) if before else (0, 0)
        compared = queries.comparison(store, view)
        month: date = asked.final["period_on"]
        first = month.replace(day=1)
        return cls(
            rows=rows[:-1],
            whole=rows[-1],
            before={row["county_code"]: row for row in then},
            money=_by_county(queries.funding_sum(store, view).filter(source=WHOLE)),
            started=_by_county(compared.filter(comparison="started")),
            budget=_by_county(compared.filter(comparison="budget_payment")),
            on_pace=pace,
            turned={"turned": turned[0], "cleared": turned[1]},
            late=queries.late_list(store, view, "late"),
            unpaid=_unpaid(store, view),
            changes=_changes(store, view, first),
            not_in_time=_owed(store, view, month),
            corrections=_corrected(store, view, first),
            actions=in_hand(actions(store, view), before.as_of if before else None),
            month_before=date_text(first - timedelta(days=1), "month", asked.language),
            told_before="whole_before" if before and before.final else "whole_before_live",
            facts=_facts(asked, rows[-1]),
        )


def _by_county(rows: pl.DataFrame) -> dict[str, Row]:
    return {row["county_code"]: row for row in rows.iter_rows(named=True)}


def period(asked: Asked) -> str:
    """The months that the paper is about: 2026年1—10月."""
    month: date = asked.final["period_on"]
    name = month.month if asked.language == "zh" else calendar.month_name[month.month]
    return asked.say("period_first" if month.month == 1 else "period", year=month.year, month=name)


def _facts(asked: Asked, whole: Row) -> dict[str, Any]:
    month: date = asked.final["period_on"]
    rules = dict(queries.thresholds(asked.store, asked.view).select("name", "value").iter_rows())
    expected, reported = whole["expected_count"], whole["expected_count"] - whole["unreported_count"]
    key = "reports" if reported else "reports_none"
    return {
        "period": period(asked),
        "reports": asked.say(key, expected=expected, reported=reported),
        "month": date_text(month, "month", asked.language),
        "as_of": asked.day(asked.final["as_of"]),
        "made": asked.day(asked.final["made_at"].date()),
        "months": int(rules["unpaid_months"]),
        "long_months": int(rules["idle_months"]),
        "minimum": int(rules["county_minimum_count"]),
        "known": plain(rounded(rules["county_known_share"] * 100, 0)),
        "red_days": int(rules["late_red_days"]),
        "elapsed": plain(rounded(Decimal(month.month) / 12 * 100, 1), 1),
    }


UNPAID = ("received", "paid", "aged_unpaid", "long_unpaid")


def _unpaid(store: Store, view: View) -> pl.DataFrame:
    """The rows with money that is old and unpaid, the most first: row amounts, so that they add up to the figure."""
    rows = queries.amount_rows(store, view, "aged_unpaid").select(
        "project_id", "name", "county_code", "owner_unit"
    )
    for measure in UNPAID:
        amounts = queries.amount_rows(store, view, measure).select(
            "project_id", pl.col("amount").alias(f"{measure}_amount")
        )
        rows = rows.join(amounts, on="project_id", how="left", maintain_order="left")
    old = rows.filter(pl.col("aged_unpaid_amount") != 0)
    return old.sort("aged_unpaid_amount", descending=True, maintain_order=True)


def _changes(store: Store, view: View, since: date) -> pl.DataFrame:
    """The changes of plans, days, works and projects that count from a day of the month on, corrections apart."""
    rows = change_list(store, view)
    return rows.filter((pl.col("effective_on") >= since) & (pl.col("adjustment") != "correction"))


def _owed(store: Store, view: View, month: date) -> pl.DataFrame:
    """Each project whose report of the month was not accepted by then, once."""
    rows = reporting.followup_rows(store, view, month)
    return rows.filter(pl.col("standing") != "accepted").unique(
        "project_id", keep="first", maintain_order=True
    )


def _corrected(store: Store, view: View, since: date) -> pl.DataFrame:
    """The corrections that were accepted since the month began."""
    return corrections(store, view).filter(
        (pl.col("verdict") == "accepted") & (pl.col("decided_at").dt.date() >= since)
    )


def labels(asked: Asked, codelist: str) -> Mapping[str, str]:
    """Code to label of a codelist in the paper's language."""
    return codes.labels(codelist, asked.language)


def whole_rate(asked: Asked, known: Known) -> list[str]:
    """The sentence of the whole city's rate of the year, alone in a list; none where the rate is unknown."""
    row = known.whole
    if row["completion_share"] is None:
        return []
    facts = {
        "plan": asked.money(row["annual_plan_amount"]),
        "work": asked.money(row["work_done_year_amount"]),
        "share": share_text(row["completion_share"], asked.language),
        "pace": asked.points(row["pacing_share"]),
        "projects": row["project_count"],
        "planned": row["known_count"],
    }
    return [asked.say("whole_rate", **facts)]
