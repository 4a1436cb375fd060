"""County figures: sums of what is known, each with how many of how many, and counts of the late.

Money is summed at the topmost row of a group that has the measure, in that row's county; counts count leaves,
in the leaf's own county. A county is listed when any selected row lies in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from portfolio.model import View

from .days import last_closed_month
from .ledger import Known, Ledger, Row, known
from .money import as_float, project_funding, quotient, sum_known
from .selection import ancestors, selected_projects
from .state import UNTOLD, owes_reports, project_row

MEASURES = (
    "investment",
    "planned_funding",
    "allocated",
    "received",
    "paid",
    "work_done",
    "annual_plan",
    "work_done_year",
    "paid_year",
)
OF_A_YEAR = ("annual_plan", "work_done_year", "paid_year")
LIGHTS = ("red", "yellow", "green")
NOTHING_TOLD = (*UNTOLD, "suspended", "withdrawn")


@dataclass(frozen=True)
class Whole:
    """Every row of the library as of the view, and which of them are selected."""

    facts: Known
    rows: Mapping[str, Row]
    selected: tuple[str, ...]

    def counties(self) -> list[str]:
        """The counties in which any selected row lies."""
        return sorted({self.rows[project_id]["county_code"] for project_id in self.selected})

    def in_county(self, project_ids: Iterable[str], county_code: str) -> list[Row]:
        """Those of the rows that lie in the county."""
        found = [self.rows[project_id] for project_id in project_ids]
        return [row for row in found if row["county_code"] == county_code]

    def leaves(self, county_code: str) -> list[Row]:
        """The selected projects of the county; neither services nor groups."""
        rows = self.in_county(self.selected, county_code)
        return [row for row in rows if row["kind"] == "project"]


def whole(ledger: Ledger, view: View) -> Whole:
    """Every row as of the view, with the selection beside it."""
    facts = known(ledger, view)
    return Whole(
        facts=facts,
        rows={name: project_row(facts, project) for name, project in facts.library.items()},
        selected=tuple(project.project_id for project in selected_projects(facts)),
    )


def topmost(every: Whole, has: Callable[[Row], bool]) -> set[str]:
    """The selected rows that have it while no ancestor, selected or not, has it."""
    return {
        project_id
        for project_id in every.selected
        if has(every.rows[project_id])
        and not any(has(every.rows[above]) for above in _above(every, project_id))
    }


def _above(every: Whole, project_id: str) -> list[str]:
    groups = ancestors(every.facts, every.facts.library[project_id])
    return [group.project_id for group in groups]


def covered(every: Whole, county_code: str, counted: set[str]) -> int:
    """How many leaves of the county are counted there, themselves or in a group above them of the same county."""
    there = {row["project_id"] for row in every.in_county(counted, county_code)}
    return sum(
        row["project_id"] in there or bool(there & set(_above(every, row["project_id"])))
        for row in every.leaves(county_code)
    )


def money_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county and measure: amount, known_count and project_count."""
    every = whole(ledger, view)
    return [row for measure in MEASURES for row in _measure_by_county(every, measure)]


def _measure_by_county(every: Whole, measure: str) -> list[Row]:
    name = f"{measure}_amount"
    year = year_under_review(every) if measure in OF_A_YEAR else None
    counted = topmost(every, lambda row: row[name] is not None and year in (None, row["year"]))
    return [
        {
            "county_code": county,
            "measure": measure,
            "amount": sum_known(row[name] for row in every.in_county(counted, county)),
            "known_count": covered(every, county, counted),
            "project_count": len(every.leaves(county)),
        }
        for county in every.counties()
    ]


def completion_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: work done and plan of the year under review, their quotient, known and all."""
    every = whole(ledger, view)
    year = year_under_review(every)
    counted = topmost(every, lambda row: _has_completion(row, year))
    return [_completion(every, county, counted) for county in every.counties()]


def year_under_review(every: Whole) -> int:
    """The year of the last closed month: figures of another year are not added to it."""
    return last_closed_month(every.facts.as_of, every.facts.limits["report_close_days"]).year


def _has_completion(row: Row, year: int) -> bool:
    """Whether work done and plan of that very year are both known."""
    both = row["work_done_year_amount"] is not None and row["annual_plan_amount"] is not None
    return both and row["year"] == year


def _completion(every: Whole, county: str, counted: set[str]) -> Row:
    rows = every.in_county(counted, county)
    work = sum_known(row["work_done_year_amount"] for row in rows)
    plan = sum_known(row["annual_plan_amount"] for row in rows)
    return {
        "county_code": county,
        "work_done_year_amount": work,
        "annual_plan_amount": plan,
        "completion_share": as_float(quotient(work, plan)),
        "known_count": covered(every, county, counted),
        "project_count": len(every.leaves(county)),
    }


def funding_rates_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: 到位率 (received ÷ planned) and 支付率 (paid ÷ received), each with both its sums."""
    every = whole(ledger, view)
    arrival = _rate(every, "received_amount", "planned_amount")
    payment = _rate(every, "paid_amount", "received_amount")
    return [
        {"county_code": county}
        | _named("received", arrival[county])
        | _named("paid", payment[county])
        | {"project_count": len(every.leaves(county))}
        for county in every.counties()
    ]


def _named(prefix: str, rate: tuple[Any, Any, int]) -> Row:
    """The rate's columns: part and whole in yuan, the share, on how many projects it rests."""
    part, of, count = rate
    return {
        f"{prefix}_part_amount": part,
        f"{prefix}_whole_amount": of,
        f"{prefix}_share": as_float(quotient(part, of)),
        f"{prefix}_known_count": count,
    }


def _rate(every: Whole, part: str, of: str) -> dict[str, tuple[Decimal | None, Decimal | None, int]]:
    """By county: the sums over yuan sources with both amounts known, and the leaves covered."""
    pairs = {name: _pairs(every.facts, name, part, of) for name in every.rows}
    counted = topmost(every, lambda row: bool(pairs[row["project_id"]]))
    rates: dict[str, tuple[Decimal | None, Decimal | None, int]] = {}
    for county in every.counties():
        found = [pair for row in every.in_county(counted, county) for pair in pairs[row["project_id"]]]
        sums = sum_known(pair[0] for pair in found), sum_known(pair[1] for pair in found)
        rates[county] = (*sums, covered(every, county, counted))
    return rates


def _pairs(facts: Known, project_id: str, part: str, of: str) -> list[tuple[Decimal, Decimal]]:
    """Both amounts of each yuan source of the project in which both are known."""
    return [
        (row[part], row[of])
        for row in project_funding(facts, facts.library[project_id])
        if row["currency"] == "CNY" and row[part] is not None and row[of] is not None
    ]


def late_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: leaves, the late ones, their worst and median days, the passed and unreported."""
    every = whole(ledger, view)
    return [
        _late_row(county, every.leaves(county))
        | _judged(every.facts, every.leaves(county))
        | _warned(every.leaves(county))
        for county in every.counties()
    ]


def _judged(facts: Known, leaves: list[Row]) -> Row:
    """How many have a light, whether these are too few to compare, and both sides of 开工率."""
    lit = sum(row["state"] in LIGHTS for row in leaves)
    told = [row for row in leaves if row["state"] not in NOTHING_TOLD]
    due = [row for row in told if row["start_due_on"] is not None and facts.as_of > row["start_due_on"]]
    return {
        "known_count": lit,
        "sample_too_small": lit < facts.limits["county_minimum_count"],
        "due_to_start_count": len(due),
        "started_count": sum(row["started"] for row in due),
    }


def _warned(leaves: list[Row]) -> Row:
    """Those that reported, owe reports and have a milestone forecast long past its day; silence ends none."""
    reporting = [row for row in leaves if row["last_period_on"] is not None and owes_reports(row)]
    return {"warning_count": sum(row["warning_count"] > 0 for row in reporting)}


def coverage(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: who ever reported, who owes a report, who has sent that of the last closed month."""
    every = whole(ledger, view)
    closed = last_closed_month(every.facts.as_of, every.facts.limits["report_close_days"])
    return [_covered_row(county, every.leaves(county), closed) for county in every.counties()]


def _covered_row(county: str, leaves: list[Row], closed: date) -> Row:
    owing = [row["last_period_on"] for row in leaves if owes_reports(row)]
    sent = [last for last in owing if last is not None]
    return {
        "county_code": county,
        "project_count": len(leaves),
        "ever_reported_count": sum(row["last_period_on"] is not None for row in leaves),
        "expected_count": len(owing),
        "reported_count": sum(last >= closed for last in sent),
        "overdue_count": sum(last < closed for last in sent),
        "last_closed_on": closed,
    }


def _late_row(county: str, leaves: list[Row]) -> Row:
    days = [row["delay_days"] for row in leaves if row["late"]]
    return {
        "county_code": county,
        "project_count": len(leaves),
        "late_count": len(days),
        "worst_days": max(days, default=None),
        "median_days": as_float(median(Fraction(one) for one in days)) if days else None,
        "passed_unreported_count": sum(row["passed_unreported"] for row in leaves),
    }


def state_counts(ledger: Ledger, view: View) -> dict[str, int]:
    """How many selected projects and services are in each state; groups are never counted."""
    every = whole(ledger, view)
    rows = [every.rows[project_id] for project_id in every.selected]
    return dict(Counter(row["state"] for row in rows if row["kind"] != "group"))
