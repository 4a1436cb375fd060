"""The year's rate: a lower bound over all plans in force, as the last closed month knew the work.

A row takes part with its plan above 0, unless it was taken out (调出) in the year or before: then its work until that
day, and its plan, stand apart. What it did this year is its row amount at that month less last December's; the
work of rows without a plan counts under the nearest group above them that takes part. A silent row stands with its last
figure, one that never told adds nothing, nor does one whose base is unknown, unless that base could never have been
reported: then the row takes part on neither side. Work under no plan at all stands apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portfolio.model import ProgressEntry, Project

from .bases import base_without_december, difference, last_december, sum_known, work_base
from .changes import taken_out_on
from .days import end_of_month
from .groups import WORK, Figure, has_members, row_amount
from .ledger import Known, current, entries_of, reports
from .reviewed import closed_month
from .selection import ancestors

CENT, THREE = Decimal("0.01"), Decimal("0.001")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Rated:
    """A row that takes part: its plan of the year, the work under it (None where nothing is known), who told."""

    plan: Decimal
    work: Decimal | None
    reported: bool
    """Whether the last closed month's own report is there."""
    base_missing: bool
    """Whether any of its work counts as nothing because last December's is unknown."""
    behind: Decimal
    """What the plan asks for by that month less what was done."""


@dataclass(frozen=True)
class Year:
    """All rows of the library in one year: who takes part, whose plan stands on neither side, work under no plan."""

    month_on: date
    under: Mapping[str, tuple[Project, ...]]
    """The row with a plan, itself first, and those without whose work counts under it; the left out are not here."""
    rated: Mapping[str, Rated]
    left_out: Mapping[str, Decimal]
    outside: Mapping[str, Decimal]
    taken_out: Mapping[str, tuple[Decimal | None, Decimal | None]]
    """Of the rows taken out in the year their plan above 0 and their work until then."""


def month_of(facts: Known, year: int) -> date:
    """The last closed month if it is of that year, else that year's December."""
    closed = closed_month(facts)
    return closed if closed.year == year else end_of_month(year, 12)


def the_year(facts: Known, year: int) -> Year:
    """Every row of the library in that year."""
    month_on = month_of(facts, year)
    plans = plans_of(facts, year)
    under = under_plans(facts, plans, year)
    work = {name: work_of_year(facts, one, month_on) for name, one in facts.library.items()}
    missing = {name for name, one in facts.library.items() if _base_unknown(facts, one, month_on)}
    excused = {name for name in missing if base_excused(facts, facts.library[name], year)}
    left_out: dict[str, Decimal] = {}
    rated: dict[str, Rated] = {}
    for name, plan in plans.items():
        family = [one.project_id for one in under[name]]
        done = sum_known(work[one] for one in family)
        lacking = missing.intersection(family)
        if done is None and lacking and lacking <= excused:
            left_out[name] = plan
            continue
        rated[name] = Rated(
            plan=plan,
            work=done,
            reported=has_reported(facts, under[name], month_on),
            base_missing=bool(lacking - excused),
            behind=due_by(plan, month_on) - (done or NOTHING),
        )
    counted = {one.project_id for family in under.values() for one in family}
    gone = {name for name in facts.library if is_out(facts, name, year)}
    outside = {name: done for name, done in work.items() if name not in counted and name not in gone and done}
    apart = {name: (_plan_of(facts, name, year), work[name]) for name in gone if _out_in(facts, name, year)}
    return Year(month_on, {name: under[name] for name in rated}, rated, left_out, outside, apart)


def is_out(facts: Known, name: str, year: int) -> bool:
    """Whether the row was taken out in that year or before."""
    day = taken_out_on(facts, name)
    return day is not None and day.year <= year


def _out_in(facts: Known, name: str, year: int) -> bool:
    day = taken_out_on(facts, name)
    return day is not None and day.year == year


def _plan_of(facts: Known, name: str, year: int) -> Decimal | None:
    """The row amount of its plan in force above 0."""
    plan = row_amount(facts, facts.library[name], Figure("annual_plan", year=year), facts.as_of)
    return plan if plan else None


def plans_of(facts: Known, year: int) -> dict[str, Decimal]:
    """The row amounts of the year's plan in force, above 0: nothing is measured against a plan of 0."""
    amounts = {name: _plan_of(facts, name, year) for name in facts.library if not is_out(facts, name, year)}
    return {name: amount for name, amount in amounts.items() if amount is not None}


def under_plans(facts: Known, plans: Mapping[str, Decimal], year: int) -> dict[str, tuple[Project, ...]]:
    """Of each row with a plan itself, then the rows without one whose nearest group with a plan it is."""
    found = {name: [facts.library[name]] for name in plans}
    for name, one in facts.library.items():
        above = [group.project_id for group in ancestors(facts, one) if group.project_id in plans]
        if name not in plans and above and not is_out(facts, name, year):
            found[above[0]].append(one)
    return {name: tuple(family) for name, family in found.items()}


def due_by(plan: Decimal, month_on: date) -> Decimal:
    """The plan's share by the end of that month, in cents, half away from zero."""
    return (plan * month_on.month / 12).quantize(CENT, ROUND_HALF_UP)


def work_of_year(facts: Known, project: Project, day: date) -> Decimal | None:
    """What was done from the day's last December to the day; None where either is unknown.

    Of a row that was taken out only until then, and nothing in a year after.
    """
    out_on = taken_out_on(facts, project.project_id)
    if out_on is not None and not has_members(facts, project):
        if out_on.year < day.year:
            return None
        day = min(day, out_on)
    return difference(row_amount(facts, project, WORK, day), _base(facts, project, day))


def _base(facts: Known, project: Project, day: date) -> Decimal | None:
    """Last December's row amount; of a group whose report of then knew none, what holds without a December."""
    stated = current(entries_of(facts, ProgressEntry, project.project_id), "work_done_amount", day)
    if not has_members(facts, project):
        return work_base(facts, project, day.year, stated)
    if last_december(day.year) not in reports(facts, project.project_id):
        return base_without_december(facts, project, day.year, stated)
    base = row_amount(facts, project, WORK, last_december(day.year))
    return base_without_december(facts, project, day.year, stated) if base is None else base


def _base_unknown(facts: Known, project: Project, month_on: date) -> bool:
    """Whether work is known and the base, which alone would make it the year's, is not."""
    done = row_amount(facts, project, WORK, month_on)
    return done is not None and work_of_year(facts, project, month_on) is None


def base_excused(facts: Known, project: Project, year: int) -> bool:
    """Whether last December could not have been reported: no month was open by then, or the project had not entered."""
    december, opened = last_december(year), facts.first_opened_on
    return opened is None or opened > december or facts.entered[project.project_id] >= december


def has_reported(facts: Known, family: Iterable[Project], month_on: date) -> bool:
    """Whether the row reported that very month itself, or every project under its plan did."""
    own, *others = family
    leaves = [one for one in others if one.kind == "project"]
    told = {one.project_id for one in (own, *leaves) if month_on in reports(facts, one.project_id)}
    return own.project_id in told or (bool(leaves) and all(one.project_id in told for one in leaves))


@dataclass(frozen=True)
class Rate:
    """The rate of some rows with both its sides, and all that stands beside it."""

    work: Decimal
    plan: Decimal
    reported_plan: Decimal
    reported_work: Decimal
    behind: Decimal

    @property
    def share(self) -> Fraction:
        """Work ÷ plan."""
        return Fraction(self.work) / Fraction(self.plan)


def rate_of(rows: Iterable[Rated]) -> Rate | None:
    """The rate of the rows; None of none."""
    told = list(rows)
    if not told:
        return None
    reported = [one for one in told if one.reported]
    return Rate(
        work=sum((one.work or NOTHING for one in told), NOTHING),
        plan=sum((one.plan for one in told), NOTHING),
        reported_plan=sum((one.plan for one in reported), NOTHING),
        reported_work=sum((one.work or NOTHING for one in reported), NOTHING),
        behind=sum((one.behind for one in told), NOTHING),
    )


def shown(share: Fraction) -> Decimal:
    """The share as it is shown: per cent with one decimal, half away from zero."""
    return (Decimal(share.numerator) / Decimal(share.denominator)).quantize(THREE, ROUND_HALF_UP)


def pacing_of(rate: Rate, month_on: date) -> Decimal:
    """The rate as shown less the elapsed share of the year as shown."""
    return shown(rate.share) - shown(Fraction(month_on.month, 12))


def with_taken_out(
    rate: Rate | None, apart: Mapping[str, tuple[Decimal | None, Decimal | None]]
) -> tuple[Decimal, Decimal]:
    """Work and plan of the rate together with those of the rows taken out that have a plan (含调出)."""
    planned = [(plan, work or NOTHING) for plan, work in apart.values() if plan is not None]
    plan = sum((plan for plan, _ in planned), rate.plan if rate else NOTHING)
    return sum((work for _, work in planned), rate.work if rate else NOTHING), plan
