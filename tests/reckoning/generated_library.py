"""Generated library rows: nested groups, services, dollars, due days around the thresholds, pages."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from portfolio.model import Project, PublishedTotal
from portfolio.model.project import Evidence, StatedFunding, StatedMilestone

from .builders import a_project, page, source, stated
from .days import end_of_month
from .milestones import ORDER

NEAR = (-150, -92, -91, -90, -89, -60, -30, -2, -1, 0, 1, 30, 59, 60, 61, 120)
"""Days from the day asked about at which something turns."""

LIKELY = ("start", "completion", "start", "completion", "tender", "start", "completion", *ORDER)
PRECISIONS = ("month", "quarter", "season", "half", "year")


def day_near(as_of: date) -> st.SearchStrategy[date]:
    """A day around the day asked about, at or beside a threshold."""
    return st.sampled_from(NEAR).map(lambda days: as_of + timedelta(days=days))


@st.composite
def libraries(draw: st.DrawFn, as_of: date) -> list[Project]:
    """One to six rows; the first ones may be groups, later ones may stand under a group before them."""
    found: list[Project] = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        groups = [one.project_id for one in found if one.kind == "group"]
        seldom = "group" if number < 4 else "service"
        kind = draw(st.sampled_from(("project", "project", seldom)))
        parent = draw(st.sampled_from((None, *groups, *groups)))
        found.append(draw(rows(f"01-{number:02}", kind, parent, as_of)))
    return found


@st.composite
def rows(draw: st.DrawFn, project_id: str, kind: str, parent: str | None, as_of: date) -> Project:
    """One row of the library."""
    pages = draw(evidence(as_of))
    invested = draw(st.sampled_from((None, None, 100, 100, 0, 50)))
    return a_project(
        project_id,
        kind=kind,
        parent_id=parent,
        county_code=draw(st.sampled_from(("421221", "421221", "421222", None))),
        service_area=draw(st.sampled_from(("health", "education"))),
        category=draw(st.sampled_from(("hospital", "school"))),
        investment=invested,
        funding=draw(funding()),
        milestones=draw(milestones(as_of, len(pages))),
        evidence=pages,
    )


def funding() -> st.SearchStrategy[tuple[StatedFunding, ...]]:
    """Up to three stated sources, each once: yuan, dollars, amounts unknown."""
    stated_sources = st.tuples(
        st.sampled_from((("county", "CNY"), ("city", "CNY"), ("foreign_loan", "USD"))),
        st.sampled_from((None, 30, 60, 100)),
    )
    found = st.lists(stated_sources, max_size=3, unique_by=lambda one: one[0])
    return found.map(lambda many: tuple(source(key[0], amount, key[1]) for key, amount in many))


@st.composite
def evidence(draw: st.DrawFn, as_of: date) -> tuple[Evidence, ...]:
    """Up to three pages of two addresses, some without a day of publication, some without any day."""
    found: list[Evidence] = []
    for number in range(1, draw(st.sampled_from((0, 0, 0, 1, 2, 3))) + 1):
        published_on = draw(st.one_of(st.none(), day_near(as_of)))
        held_on = draw(st.one_of(st.none(), day_near(as_of)))
        url = draw(st.sampled_from(("https://example.org/1", "https://example.org/2")))
        found.append(page(number, published_on, held_on, url))
    return tuple(found)


@st.composite
def milestones(draw: st.DrawFn, as_of: date, pages: int) -> tuple[StatedMilestone, ...]:
    """What the plan states first, then what each page states, at most one statement a page and milestone."""
    planned = draw(st.lists(statements(as_of, None), max_size=3, unique_by=lambda one: one.milestone))
    found = list(planned)
    for number in range(1, pages + 1):
        found += draw(st.lists(statements(as_of, number), max_size=2, unique_by=lambda one: one.milestone))
    return tuple(found)


@st.composite
def statements(draw: st.DrawFn, as_of: date, evidence_no: int | None) -> StatedMilestone:
    """One statement: due, done, or both."""
    name = draw(st.sampled_from(LIKELY))
    day, precision = draw(stated_days(as_of))
    shape = draw(st.sampled_from(("due",) * 6 + ("done", "both")))
    due_on = day if shape != "done" else None
    done_on = day if shape != "due" else None
    return stated(name, due_on, done_on, precision, evidence_no)


@st.composite
def stated_days(draw: st.DrawFn, as_of: date) -> tuple[date, Any]:
    """A day as stated: exact, or the last day of the period about it with the period's name."""
    day = draw(day_near(as_of))
    if draw(st.integers(0, 2)) != 0:
        return day, "day"
    precision = draw(st.sampled_from(PRECISIONS))
    return last_day_of_period(day, precision), precision


def last_day_of_period(day: date, precision: str) -> date:
    """The last day of the month, quarter, season, half-year or year in which the day lies."""
    months = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12}[precision]
    turn = 2 if precision == "season" else 0
    past = (day.month - 1 - turn) % months
    return end_of_month(day.year, day.month - past + months - 1)


@st.composite
def totals(draw: st.DrawFn, as_of: date) -> list[PublishedTotal]:
    """Now and then a published total or two: of a county or all, of a category or all, by a day gone by or to come."""
    return [draw(total(number, as_of)) for number in range(draw(st.sampled_from((0, 0, 1, 2))))]


@st.composite
def total(draw: st.DrawFn, number: int, as_of: date) -> PublishedTotal:
    """One published total."""
    measure = draw(
        st.sampled_from(("projects", "planned_investment", "annual_plan", "work_done", "received", "paid"))
    )
    to_a_day = measure in ("work_done", "received", "paid")
    month = end_of_month(as_of.year, as_of.month - draw(st.sampled_from((0, 1, 2, 4))))
    return PublishedTotal(
        total_no=number,
        county_code=draw(st.sampled_from((None, None, "421221", "000000"))),
        category=draw(st.sampled_from((None, None, "hospital"))),
        measure=measure,
        year=as_of.year - draw(st.sampled_from((0, 0, 1))) if measure == "annual_plan" else None,
        stated_on=draw(st.sampled_from((month, month, None))) if to_a_day else None,
        value=draw(st.sampled_from((0, 1, 60, 100))),
        title="示例公报",
    )
