"""County figures: sums of what is known, each with how many of how many, and counts of the late.

Money is the sum of the selected rows' amounts, each in its own county; counts count leaves that know theirs. A county is
listed when any selected row lies in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from portfolio.model import View

from .bases import sum_known
from .budget import BUDGET, PUBLIC
from .counted import Amounts, counted, paid_under, pairs
from .ledger import Known, Ledger, Row, known
from .money import as_float, quotient
from .once import once
from .rate import Year, pacing_of, rate_of, the_year, with_taken_out
from .reviewed import closed_month, reviewed
from .selection import selected_projects
from .state import UNTOLD, owes_month, owes_reports, project_row
from .unpaid import STANDING

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
    "unfunded_gap",
    "funding_surplus",
    "public_allocated",
    *(name.removesuffix("_amount") for name in (*STANDING, *BUDGET)),
)
Pair = tuple[Decimal, Decimal]
RECEIPT, PAYMENT = ("received_amount", "planned_amount"), ("paid_amount", "received_amount")
LIGHTS = ("red", "yellow", "green")
NOTHING_TOLD = (*UNTOLD, "suspended", "withdrawn")


@dataclass(frozen=True)
class Whole:
    """Every row of the library as of the view, and which of them are selected."""

    facts: Known
    rows: Mapping[str, Row]
    selected: tuple[str, ...]
    amounts: Mapping[str, Amounts]
    """Of each row what is added up."""
    year: Year
    """The year under review."""
    paid_under: Mapping[str, Decimal | None]
    """Of each row that takes part in the year's rate what was paid under its plan."""

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


@once
def whole(ledger: Ledger, view: View) -> Whole:
    """Every row as of the view, with the selection beside it."""
    facts = known(ledger, view)
    rows = {name: project_row(facts, project) for name, project in facts.library.items()}
    year = the_year(facts, reviewed(facts).year)
    return Whole(
        facts=facts,
        rows=rows,
        selected=tuple(project.project_id for project in selected_projects(facts)),
        amounts={name: counted(facts, row) for name, row in rows.items()},
        year=year,
        paid_under=paid_under(facts, rows, year),
    )


def leaves_among(rows: Iterable[Row]) -> int:
    """How many of the rows are projects."""
    return sum(row["kind"] == "project" for row in rows)


def money_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county and measure: amount, known_count and project_count."""
    every = whole(ledger, view)
    return [row for measure in MEASURES for row in _measure_by_county(every, measure)]


def _measure_by_county(every: Whole, measure: str) -> list[Row]:
    knowing = [name for name in every.selected if every.amounts[name][measure] is not None]
    return [
        {
            "county_code": county,
            "measure": measure,
            "amount": sum_known(
                every.amounts[row["project_id"]][measure] for row in every.in_county(knowing, county)
            ),
            "known_count": leaves_among(every.in_county(knowing, county)),
            "project_count": len(every.leaves(county)),
        }
        for county in every.counties()
    ]


def completion_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: the year's rate with both its sides, and all that stands beside it."""
    every = whole(ledger, view)
    return [_completion(every, county) for county in every.counties()]


def _completion(every: Whole, county: str) -> Row:
    here = [row["project_id"] for row in every.in_county(every.selected, county)]
    rows = [name for name in here if name in every.year.rated]
    rate = rate_of(every.year.rated[name] for name in rows)
    projects = [every.year.rated[name] for name in rows if every.rows[name]["kind"] == "project"]
    apart = {name: every.year.taken_out[name] for name in here if name in every.year.taken_out}
    found: Row = {
        "county_code": county,
        "known_count": len(projects),
        "project_count": len(every.leaves(county)),
        "reported_count": sum(one.reported for one in projects),
        "base_missing_count": sum(one.base_missing for one in projects),
        "on_pace_count": sum(one.behind <= 0 for one in projects),
        "left_out_plan_amount": sum_known(every.year.left_out.get(name) for name in here),
        "outside_work_amount": sum_known(every.year.outside.get(name) for name in here),
        "withdrawn_work_amount": sum_known(work for _, work in apart.values()),
        "withdrawn_plan_amount": sum_known(plan for plan, _ in apart.values()),
        "withdrawn_count": sum(every.rows[name]["kind"] == "project" for name in apart),
    }
    amounts = {
        "work_done_year_amount": rate and rate.work,
        "annual_plan_amount": rate and rate.plan,
        "reported_plan_amount": rate and rate.reported_plan,
        "reported_work_amount": rate and rate.reported_work,
        "behind_amount": rate and rate.behind,
    }
    shares = {
        "completion_share": rate and as_float(rate.share),
        "pacing_share": rate and as_float(pacing_of(rate, every.year.month_on)),
        "with_withdrawn_share": as_float(quotient(*with_taken_out(rate, apart))),
    }
    return found | amounts | shares


def funding_rates_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county, each rate with both its sums: 到位率 (received ÷ planned), 支付率 (paid ÷ received), 拨付率.

    拨付率 is received ÷ allocated of fiscal sources and bonds.
    """
    every = whole(ledger, view)
    arrival, payment = (_rate(every, *sides) for sides in (RECEIPT, PAYMENT))
    disbursement = _rate(every, "received_amount", "allocated_amount", PUBLIC)
    return [
        {"county_code": county}
        | _named("received", arrival[county])
        | _named("paid", payment[county])
        | _named("disbursed", disbursement[county])
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


def _rate(
    every: Whole, part: str, of: str, sources: Collection[str] | None = None
) -> dict[str, tuple[Decimal | None, Decimal | None, int]]:
    """By county: the sums over yuan sources with both amounts known, and the leaves that know any."""
    rates: dict[str, Any] = {}
    for county in every.counties():
        rows = every.in_county(every.selected, county)
        both = [(row, _of_sources(pairs(every.facts, row, part, of), sources)) for row in rows]
        sums = (sum_known(pair[side] for _, several in both for pair in several) for side in (0, 1))
        rates[county] = (*sums, leaves_among(row for row, several in both if several))
    return rates


def _of_sources(told: Mapping[str, Pair], sources: Collection[str] | None) -> list[Pair]:
    return [pair for source, pair in told.items() if sources is None or source in sources]


def late_by_county(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: leaves, the late ones, their worst and median days, the passed and unreported, 滞后率."""
    every = whole(ledger, view)
    return [
        _late_row(county, every.leaves(county))
        | _late_share(every.leaves(county))
        | _judged(every.facts, every.leaves(county))
        | _warned(every.leaves(county))
        for county in every.counties()
    ]


def is_counted_late(row: Row) -> bool:
    """Whether the row may count in 滞后率: a project not 调出; finished, stopped and silent ones stay in it."""
    return bool(row["kind"] == "project" and row["state"] != "withdrawn")


def _late_share(leaves: list[Row]) -> Row:
    """Of how many projects a due day of any core milestone is known, and how many of them are late or 时限已过未报."""
    counted = [row for row in leaves if is_counted_late(row)]
    dated = [row for row in counted if row["delay_days"] is not None]
    overdue = [row for row in dated if row["late"] or row["passed_unreported"]]
    return {
        "counted_count": len(counted),
        "dated_count": len(dated),
        "late_share": as_float(Fraction(len(overdue), len(dated))) if dated else None,
    }


def _judged(facts: Known, leaves: list[Row]) -> Row:
    """How many have a light, and both sides of 开工率."""
    told = [row for row in leaves if row["state"] not in NOTHING_TOLD]
    due = [row for row in told if row["start_due_on"] is not None and facts.as_of > row["start_due_on"]]
    return {
        "known_count": sum(row["state"] in LIGHTS for row in leaves),
        "due_to_start_count": len(due),
        "started_count": sum(row["started"] for row in due),
    }


def _warned(leaves: list[Row]) -> Row:
    """Those that reported, owe reports and have a milestone forecast long past its day; silence ends none.

    The same have to report a forecast anew that has passed; put off without approval is also what is completed.
    """
    reporting = [row for row in leaves if row["last_period_on"] is not None and owes_reports(row)]
    followed = [row for row in leaves if row["state"] not in ("suspended", "withdrawn")]
    return {
        "warning_count": sum(row["warning_count"] > 0 for row in reporting),
        "lapsed_project_count": sum(row["lapsed_count"] > 0 for row in reporting),
        "postponed_project_count": sum(row["postponed_count"] > 0 for row in followed),
    }


def coverage(ledger: Ledger, view: View) -> list[Row]:
    """One row a county: who ever reported, who owes a report, who has sent that of the last closed month."""
    every = whole(ledger, view)
    closed = closed_month(every.facts)
    return [_covered_row(county, every.leaves(county), closed) for county in every.counties()]


def _covered_row(county: str, leaves: list[Row], closed: date) -> Row:
    owing = [row for row in leaves if owes_month(row)]
    return {
        "county_code": county,
        "project_count": len(leaves),
        "ever_reported_count": sum(row["last_period_on"] is not None for row in leaves),
        "expected_count": len(owing),
        "reported_count": sum(row["reported"] for row in owing),
        "reported_later_count": sum(row["reported_later"] for row in owing),
        "overdue_count": sum(row["reporting_overdue"] for row in owing),
        "last_closed_on": closed,
    }


def _late_row(county: str, leaves: list[Row]) -> Row:
    days = [row["delay_days"] for row in leaves if row["late"]]
    told = {"county_code": county, "project_count": len(leaves), "late_count": len(days)}
    return told | {
        "worst_days": max(days, default=None),
        "median_days": as_float(median(Fraction(one) for one in days)) if days else None,
        "passed_unreported_count": sum(row["passed_unreported"] for row in leaves),
    }


def state_counts(ledger: Ledger, view: View) -> dict[str, int]:
    """How many selected projects and services are in each state; groups are never counted."""
    every = whole(ledger, view)
    rows = (every.rows[project_id] for project_id in every.selected)
    return dict(Counter(row["state"] for row in rows if row["kind"] != "group"))
