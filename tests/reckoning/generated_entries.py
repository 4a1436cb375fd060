"""Generated entries of every table: amounts at which shares meet their bounds, blanks, cleared fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from portfolio.model import (
    Entry,
    FundingEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    Project,
    YearEndBaseEntry,
)

from .builders import Amount, exact
from .generated_library import LIKELY, day_near, stated_days
from .reported import invested, milestone, stage

PAID = (0, 10, 24, 30, 31, 32, 45, 79, 80, 81)
PHYSICAL = ("0", "0.2", "0.21", "0.22", "0.35", "0.71", "1")
INVESTED: tuple[Amount, ...] = (0, 100, 50, 55, "55.01", 60)
STAGES = ("continuing", "continuing", "new_start", "reserve", "completed", "suspended", "withdrawn")

Entries = st.SearchStrategy[Entry]


def entry_of(as_of: date, period_on: date) -> Callable[[Project], Entries]:
    """A maker of strategies: given a project, an entry about it in that month."""

    def of(project: Project) -> Entries:
        name = project.project_id
        common: list[Entries] = [
            funding(name, period_on),
            progress(name, period_on),
            plans(name, period_on),
            reported_milestones(name, period_on, as_of),
        ]
        seldom: Entries = st.one_of(
            st.sampled_from(STAGES).map(lambda told: stage(period_on, told, name)),
            investments(name, period_on),
            investments(name, period_on),
            obstacles(name, period_on),
            obstacles(name, period_on),
            year_ends(name, period_on),
            year_ends(name, period_on),
        )
        return st.one_of(*common, *common, seldom)

    return of


@st.composite
def whole_report(draw: st.DrawFn, as_of: date, period_on: date, project: Project) -> list[Entry]:
    """What an owner tells of a project in one month: work, plan, money, now and then a milestone or stage."""
    name = project.project_id
    found = [draw(progress(name, period_on)), draw(plans(name, period_on)), draw(funding(name, period_on))]
    seldom = draw(st.sampled_from(("none", *("milestone",) * 3, "funding", "start", "stage", "year_end")))
    if seldom == "milestone":
        found.append(draw(reported_milestones(name, period_on, as_of)))
    elif seldom == "funding":
        found.append(draw(funding(name, period_on)))
    elif seldom == "start":
        done_on = period_on.replace(month=1, day=15)
        found.append(milestone(period_on, "start", name, done_on=done_on))
    elif seldom == "year_end":
        found += [draw(year_ends(name, period_on)) for _ in range(2)]
    elif seldom == "stage":
        found.append(stage(period_on, draw(st.sampled_from(STAGES)), name))
    return found


def amount_of(values: tuple[Amount, ...]) -> st.SearchStrategy[tuple[Any, bool]]:
    """A value, a blank, or a clearing: (amount, whether cleared)."""
    value = st.sampled_from(values).map(lambda told: (exact(told), False))
    blank_or_cleared = st.sampled_from(((None, False), (None, False), (None, True)))
    return st.one_of(value, value, value, value, value, value, value, value, value, blank_or_cleared)


def stated_or_cleared(told: dict[str, tuple[Any, bool]]) -> dict[str, Any]:
    """The fields of an entry: the values, and the names of those that are cleared."""
    fields: dict[str, Any] = {name: value for name, (value, _) in told.items()}
    return fields | {"cleared": tuple(name for name, (_, cleared) in told.items() if cleared)}


@st.composite
def funding(draw: st.DrawFn, project_id: str, period_on: date) -> Entry:
    """One source's money; dollars for the loan, seldom yuan; now and then of no source that is told."""
    seldom = (("city", "CNY"), ("foreign_loan", "USD"), ("foreign_loan", "CNY"), ("not_stated", "CNY"))
    name, currency = draw(st.sampled_from((("county", "CNY"),) * 4 + seldom))
    told = {
        "planned_amount": draw(amount_of((30, 60, 100))),
        "allocated_amount": draw(amount_of((10, 40))),
        "received_amount": draw(amount_of((0, 30, 50, 100))),
        "paid_amount": draw(amount_of(PAID)),
        "plan_complete": (draw(st.sampled_from((None, True, True, False))), False),
    }
    if told["plan_complete"][0] is None:
        told["plan_complete"] = (None, draw(st.integers(0, 4)) == 4)
    return FundingEntry(
        project_id=project_id,
        period_on=period_on,
        source=name,
        currency=currency,
        **stated_or_cleared(told),
    )


def work_values(period_on: date) -> tuple[Amount, ...]:
    """Cumulative work at which a plan of 60 from 0 or 10 is on pace, 10 or 30 points behind, or beside it."""
    pace = 5 * period_on.month
    wanted = (pace, pace - 6, pace - 6, pace - 18, pace - 18)
    bounds = [base + work for base in (0, 0, 0, 10) for work in wanted if work >= 0]
    beside = [f"{bound - 1}.99" for bound in bounds if bound > 0]
    return (0, 30, 100, *bounds, *bounds, *beside)


@st.composite
def progress(draw: st.DrawFn, project_id: str, period_on: date) -> Entry:
    """Work done, near zero in a December so that the year after has a base."""
    december = period_on.month == 12 and draw(st.integers(0, 3)) != 0
    values = (0, 0, 0, 10) if december else work_values(period_on)
    told = {
        "work_done_amount": draw(amount_of(values)),
        "physical_share": draw(amount_of(PHYSICAL)),
        "in_statistics_amount": draw(amount_of((0, 20))),
    }
    return ProgressEntry(project_id=project_id, period_on=period_on, **stated_or_cleared(told))


@st.composite
def plans(draw: st.DrawFn, project_id: str, period_on: date) -> Entry:
    """The plan of the month's year, seldom of the next."""
    year = period_on.year + draw(st.sampled_from((0, 0, 0, 1)))
    told = {
        "planned_amount": draw(amount_of((60, 60, 60, 60, 60, 60, 0, 50))),
        "year_forecast_amount": draw(amount_of((45, 60, 70))),
    }
    return PlanEntry(project_id=project_id, period_on=period_on, year=year, **stated_or_cleared(told))


@st.composite
def year_ends(draw: st.DrawFn, project_id: str, period_on: date) -> Entry:
    """What stood at the last year's end, seldom at the one before: work, or a source's money."""
    year_end_on = date(period_on.year - draw(st.sampled_from((1, 1, 1, 2))), 12, 31)
    common = {"project_id": project_id, "period_on": period_on, "year_end_on": year_end_on}
    if draw(st.booleans()):
        told = {"work_done_amount": draw(amount_of((0, 10, 30)))}
        return YearEndBaseEntry(**common, **stated_or_cleared(told))
    told = {
        "allocated_amount": draw(amount_of((0, 10))),
        "received_amount": draw(amount_of((0, 30))),
        "paid_amount": draw(amount_of((0, 10, 24))),
    }
    name = draw(st.sampled_from(("county", "county", "city", "bank_loan")))
    return YearEndBaseEntry(**common, source=name, **stated_or_cleared(told))


@st.composite
def investments(draw: st.DrawFn, project_id: str, period_on: date) -> Entry:
    """A total investment on one of three bases: amounts at which a budget meets its estimate and its bound."""
    basis = draw(st.sampled_from(("feasibility", "preliminary", "preliminary", "final_account")))
    return invested(period_on, draw(st.sampled_from(INVESTED)), basis, project_id)


@st.composite
def obstacles(draw: st.DrawFn, project_id: str, period_on: date) -> Entry:
    """One of two obstacles: why, who answers for it, cleared before, in or after the month, or open again."""
    days = (period_on - timedelta(days=40), period_on, period_on + timedelta(days=40))
    cleared_on = draw(st.sampled_from((None, None, *days)))
    reopened = cleared_on is None and draw(st.integers(0, 3)) == 3
    return ObstacleEntry(
        project_id=project_id,
        period_on=period_on,
        obstacle=draw(st.sampled_from(("1", "2"))),
        reason=draw(st.sampled_from((None, "land", "funding"))),
        remedy=draw(st.sampled_from((None, "补办手续"))),
        responsible=draw(st.sampled_from((None, "甲", "乙"))),
        due_on=draw(st.sampled_from((None, period_on))),
        cleared_on=cleared_on,
        cleared=("cleared_on",) if reopened else (),
    )


@st.composite
def reported_milestones(draw: st.DrawFn, project_id: str, period_on: date, as_of: date) -> Entry:
    """A due day with or without approval, a forecast or 按期, a done day, in any mixture; seldom a correction."""
    fields: dict[str, Any] = draw(due_days(as_of))
    forecast = draw(seldom_day(fields.get("due_on") or as_of))
    done_cleared = draw(st.integers(0, 9)) == 9
    fields |= stated_or_cleared({"forecast_on": forecast, "done_on": (None, done_cleared)})
    if forecast[0] is not None and draw(st.integers(0, 3)) == 3:
        fields["forecast_precision"] = draw(st.sampled_from(("month", "quarter")))
    if forecast == (None, False) and draw(st.integers(0, 4)) == 4:
        fields["word"] = "on_schedule"
    if "done_on" not in fields["cleared"] and draw(st.integers(0, 3)) == 3:
        fields["done_on"], fields["done_precision"] = draw(done_days(as_of))
    return MilestoneEntry(
        project_id=project_id,
        period_on=period_on,
        milestone=draw(st.sampled_from(LIKELY)),
        reason=draw(st.sampled_from((None, None, "land", "weather"))),
        **fields,
    )


@st.composite
def due_days(draw: st.DrawFn, as_of: date) -> dict[str, Any]:
    """The fields of a due day: none, plain, approved (long ago, now or later), or a correction; often one said before."""
    shape = draw(st.sampled_from(("none", "none", "plain", "approved", "approved", "correction")))
    if shape == "none":
        return {}
    due_on, precision = draw(st.one_of(stated_days(as_of), few_days(as_of)))
    fields: dict[str, Any] = {"due_on": due_on, "due_precision": precision}
    if shape == "approved":
        days = draw(st.sampled_from((-200, -70, -40, -1, 0, 1, 40)))
        fields |= {"approval": "批1号", "approved_on": as_of + timedelta(days=days)}
    return fields | {"correction": shape == "correction"}


def few_days(as_of: date) -> st.SearchStrategy[tuple[date, Any]]:
    """One of few days, so that statements repeat each other."""
    days = st.sampled_from((-70, -30, 30, 100))
    return days.map(lambda apart: (as_of + timedelta(days=apart), "day"))


def seldom_day(about: date) -> st.SearchStrategy[tuple[Any, bool]]:
    """A forecast day, mostly blank, now and then cleared."""
    blank = st.just((None, False))
    told = day_near(about).map(lambda day: (day, False))
    return st.one_of(blank, blank, told, told, st.just((None, True)))


@st.composite
def done_days(draw: st.DrawFn, as_of: date) -> tuple[date, Any]:
    """A done day: early in the year of the day asked about, near that day, or a period."""
    early = st.sampled_from((date(2025, 1, 15), date(2024, 3, 1), date(2026, 1, 5)))
    exact_day = early.map(lambda day: (day, "day"))
    told: tuple[date, Any] = draw(st.one_of(exact_day, stated_days(as_of)))
    return told
