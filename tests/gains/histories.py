"""Honest histories of a county's projects: every month is reported, as it was; and the ledger that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from portfolio.model import Entry, Project, TreasuryFigure
from tests.reckoning.builders import DEFAULT_THRESHOLDS, a_project, morning, source, stated, story
from tests.reckoning.days import end_of_month, last_closed_month
from tests.reckoning.ledger import Ledger
from tests.reckoning.reported import milestone, money, plan, stage, treasury, work

COUNTY, GROUP = "421221", "01-00"
DECEMBER, LISTED_ON = date(2024, 12, 31), date(2025, 1, 20)
DAYS_ASKED = (date(2025, 7, 5), date(2025, 8, 11), date(2025, 10, 31), date(2025, 11, 30), date(2026, 1, 11))
DUE = tuple(date(2025, month, 28) for month in (3, 5, 6, 9, 12))
CLOSE_DAYS = Decimal(DEFAULT_THRESHOLDS["report_close_days"])


@dataclass(frozen=True)
class Month:
    """What is told of one project in one month; None is left blank."""

    period_on: date
    work: int | None = None
    received: int | None = None
    paid: int | None = None
    plan: int | None = None
    stage: str | None = None
    days: Mapping[str, Mapping[str, date]] = field(default_factory=dict)
    """Milestone to the days told of it, by column."""

    def entries(self, project: str) -> list[Entry]:
        """The rows of the report."""
        told: list[Entry] = []
        on = self.period_on
        if self.work is not None:
            told.append(work(on, self.work, project=project))
        if self.received is not None or self.paid is not None:
            told.append(money(on, received=self.received, paid=self.paid, project=project))
        if self.plan is not None:
            told.append(plan(on, max(on.year, 2025), self.plan, project))
        if self.stage is not None:
            told.append(stage(on, self.stage, project))
        return told + [milestone(on, name, project, **days) for name, days in self.days.items()]


@dataclass(frozen=True)
class Course:
    """One project: what the plan states of it, and its months, the oldest first."""

    project: Project
    months: tuple[Month, ...]

    def truth(self, period_on: date) -> Month:
        """What was true at the month's end, reported or not."""
        return max((one for one in self.months if one.period_on <= period_on), key=lambda one: one.period_on)


@dataclass(frozen=True)
class History:
    """The county's projects, and the day that is asked about. All is reported up to the last closed month."""

    as_of: date
    courses: tuple[Course, ...]
    group: tuple[Month, ...] = ()
    """What is told of the group of which the first two projects are members."""
    running: Month | None = None
    """The truth of the first project in the month that is not closed yet."""
    listed: tuple[tuple[int, int, str], ...] = ()
    """The list of the year's plan that the city took in January: year, amount, project. No owner can change it."""
    treasury: tuple[Course, ...] = ()
    """What was true of each project, as the treasury tells it month by month; empty where it has no ledger."""

    @property
    def last_on(self) -> date:
        """The last closed month."""
        return last_closed_month(self.as_of, CLOSE_DAYS, january_closes=False)

    def with_months(self, place: int, months: tuple[Month, ...]) -> History:
        """The history in which that project told these months instead."""
        courses = list(self.courses)
        courses[place] = replace(courses[place], months=months)
        return replace(self, courses=tuple(courses))

    def ledger(self) -> Ledger:
        """The ledger: each month's reports are sent on the third day after it and accepted on the fifth."""
        told = story(
            a_project(GROUP, kind="group", county_code=COUNTY), *(one.project for one in self.courses)
        )
        told.threshold(date(2024, 9, 2), "county_minimum_count", "1", date(2021, 1, 1))
        taken = False
        for period_on in sorted({one.period_on for one in self._all_months()}):
            if period_on > DECEMBER and self.listed and not taken:
                taken = bool(told.plan_list(LISTED_ON, *self.listed))
            sent = [
                told.submit(period_on, *entries)
                for name, months in self._told()
                for one in months
                if one.period_on == period_on and (entries := one.entries(name))
            ]
            for number in sent:
                told.decide(number, "accepted", morning(period_on + timedelta(days=5)))
            if figures := [_of_treasury(one, period_on) for one in self.treasury]:
                told.treasury(period_on + timedelta(days=6), *figures)
        return told.ledger()

    def _told(self) -> list[tuple[str, tuple[Month, ...]]]:
        return [(one.project.project_id, one.months) for one in self.courses] + [(GROUP, self.group)]

    def _all_months(self) -> list[Month]:
        return [month for _, months in self._told() for month in months] + [
            month for one in self.treasury for month in one.months
        ]


def _of_treasury(course: Course, period_on: date) -> TreasuryFigure:
    true = course.truth(period_on)
    return treasury(period_on, received=true.received, paid=true.paid, project=course.project.project_id)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Three or four projects of one county, the first two members of a group; amounts only grow."""
    as_of = draw(st.sampled_from(DAYS_ASKED))
    last = last_closed_month(as_of, CLOSE_DAYS, january_closes=False)
    courses = [draw(courses_of(number, last)) for number in range(1, draw(st.integers(3, 4)) + 1)]
    newest = courses[0].months[-1]
    running = replace(
        newest,
        period_on=end_of_month(last.year, last.month + 1),
        work=(newest.work or 0) + draw(st.sampled_from((0, 10, 40))),
        days={},
    )
    listed = tuple((2025, one.months[0].plan or 0, one.project.project_id) for one in courses)
    told = tuple(courses) if draw(st.booleans()) else ()
    return History(as_of, tuple(courses), running=running, listed=listed, treasury=told)


@st.composite
def courses_of(draw: st.DrawFn, number: int, last: date) -> Course:
    """A project with its due days in the plan, and every month from December on told as it was."""
    due_on, planned = draw(st.sampled_from(DUE)), draw(st.sampled_from((60, 100, 120)))
    done_on = draw(st.sampled_from((None, None, *DUE)))
    late_for = timedelta(days=draw(st.sampled_from((20, 90))))
    done, got, spent = (draw(st.sampled_from(values)) for values in ((0, 30, 100), (0, 50, 100), (0, 40)))
    months: list[Month] = []
    period_on = DECEMBER
    while period_on <= last:
        days: dict[str, dict[str, Any]] = {}
        if done_on is not None and (period_on.year, period_on.month) == (done_on.year, done_on.month):
            days["completion"] = {"done_on": done_on}
        elif period_on > due_on and (done_on is None or period_on < done_on):
            days["completion"] = {"forecast_on": period_on + late_for}
        told_plan = planned if period_on.month in (12, 1) and period_on <= date(2025, 1, 31) else None
        months.append(Month(period_on, done, got, min(spent, got), told_plan, days=days))
        done += draw(st.sampled_from((0, 5, 10, 20)))
        got += draw(st.sampled_from((0, 0, 20, 100)))
        spent += draw(st.sampled_from((0, 5, 20)))
        period_on = end_of_month(period_on.year, period_on.month + 1)
    project = a_project(
        f"01-{number:02}",
        county_code=COUNTY,
        parent_id=GROUP if number < 3 else None,
        funding=(source("county", 500),),
        milestones=(stated("completion", due_on),),
    )
    return Course(project, tuple(months))
