"""Worked examples of the year's curve, money by year, milestone standings and who owes a report."""

from __future__ import annotations

from datetime import date

from portfolio.model import ObstacleEntry

from .builders import a_project, a_view, source, stated, story
from .example import PROJECT, Example, Expected
from .reported import milestone, money, plan, work

DEC, JAN, MAR = date(2024, 12, 31), date(2025, 1, 31), date(2025, 3, 31)
APR_5, JULY_5 = date(2025, 4, 5), date(2025, 7, 5)
GROUP = "01-00"


def curve_of_one_project() -> Example:
    """Plan 60: 5 a month. December knew 10 done; January 16, March 40: 6, still 6 in February, then 30.

    On 11 April March is the last closed month: nothing of April, though its plan is there.
    """
    told = (
        story(a_project())
        .report(DEC, work(DEC, 10))
        .report(JAN, plan(JAN, 2025, 60), work(JAN, 16))
        .report(MAR, work(MAR, 40))
    )
    months = {
        JAN: {"plan_amount": 5, "work_done_amount": 6, "work_done_count": 1, "paid_amount": None},
        date(2025, 2, 28): {"plan_amount": 10, "work_done_amount": 6, "reported_plan_amount": 0},
        MAR: {
            "plan_amount": 15,
            "work_done_amount": 30,
            "annual_plan_amount": 60,
            "reported_plan_amount": 60,
        },
        date(2025, 4, 30): {"plan_amount": 20, "work_done_amount": None, "reported_plan_amount": 0},
    }
    return told.ledger(), a_view(date(2025, 4, 11)), {"year_curve": months}


def curve_of_a_year_gone_by() -> Example:
    """The group planned 1000 for 2024, its member 300 of it: 700 and 300, on one project, also when asked in 2025."""
    rows = (a_project(GROUP, kind="group"), a_project(parent_id=GROUP))
    told = story(*rows).report(DEC, plan(DEC, 2024, 1000, GROUP), plan(DEC, 2024, 300))
    expected = {"year_curve": {DEC: {"plan_amount": 1000, "plan_count": 1}}}
    return told.ledger(), a_view(JULY_5), expected


def curve_without_what_a_stated_source_had_paid() -> Example:
    """The library names the county's money, December says nothing of it: what 2025 paid of the 30 is unknown."""
    told = (
        story(a_project(funding=(source("county", 100),)))
        .report(DEC, work(DEC, 0))
        .report(MAR, plan(MAR, 2025, 60), money(MAR, paid=30))
    )
    return told.ledger(), a_view(APR_5), {"year_curve": {MAR: {"paid_amount": None, "paid_count": 0}}}


def years_of_a_source() -> Example:
    """100 by the end of 2024, cleared in January 2025, 150 in March 2026: 100, unknown, and 50 of both years."""
    late = date(2026, 3, 31)
    told = (
        story(a_project())
        .report(DEC, money(DEC, received=100, paid=20))
        .report(JAN, money(JAN, cleared=("received_amount",)))
        .report(late, money(late, received=150))
    )
    rows = {
        ("county", 2024): {"received_amount": 100, "paid_amount": 20, "project_count": 1},
        ("county", 2025): {"received_amount": None, "received_known_count": 0, "paid_amount": 0},
        ("county", 2026): {"received_amount": 50, "received_known_count": 1, "project_count": 1},
    }
    return told.ledger(), a_view(date(2026, 4, 5)), {"source_year": rows}


def a_silent_year_has_no_row() -> Example:
    """Reports of 2024 and 2026 only: 2025 has no row, and the 50 of 2026 hold it."""
    late = date(2026, 3, 31)
    told = story(a_project()).report(DEC, money(DEC, received=100)).report(late, money(late, received=150))
    rows = {("county", 2024): {"received_amount": 100}, ("county", 2026): {"received_amount": 50}}
    return told.ledger(), a_view(date(2026, 4, 5)), {"source_year": rows}


def late_for_an_open_obstacle() -> Example:
    """Due 28 February, silent on why: of the open obstacles the one with a reason tells it; the cleared one does not."""
    told = story(a_project()).report(
        JAN,
        milestone(JAN, "completion", due_on=date(2025, 2, 28)),
        ObstacleEntry(project_id=PROJECT, period_on=JAN, obstacle="1", reason="land", responsible="甲"),
        ObstacleEntry(project_id=PROJECT, period_on=JAN, obstacle="2", reason="weather"),
    )
    told.report(MAR, ObstacleEntry(project_id=PROJECT, period_on=MAR, obstacle="2", cleared_on=MAR))
    row = {"standing": "late", "reason": "land", "responsible": "甲"}
    return told.ledger(), a_view(APR_5), {"standings": {(PROJECT, "completion"): row}}


def warned_though_silent() -> Example:
    """Reported January only; completion due 31 December and forecast six months later: in July still a 预警.

    Nothing else is behind, so the light is grey: not judged, one owed report overdue; 0 of 1 project with a day is late.
    """
    told = story(a_project()).report(
        JAN, milestone(JAN, "completion", due_on=date(2025, 12, 31), forecast_on=date(2026, 6, 30))
    )
    county = {"known_count": 0, "warning_count": 1, "dated_count": 1, "late_share": 0.0}
    county |= {"counted_count": 1, "due_to_start_count": 0}
    owed = {"expected_count": 1, "reported_count": 0, "overdue_count": 1, "ever_reported_count": 1}
    expected: Expected = {
        "standings": {(PROJECT, "completion"): {"standing": "warning"}},
        "late_by_county": {"421221": county},
        "coverage": {"421221": owed | {"last_closed_on": date(2025, 5, 31)}},
    }
    return told.ledger(), a_view(JULY_5), expected


def due_to_start() -> Example:
    """Three were due to start by 28 February: one has, one has not, one never reported and stays out: 1 of 2."""
    unheard = a_project("01-03", milestones=(stated("start", date(2025, 2, 28)),))
    told = story(a_project("01-01"), a_project("01-02"), unheard).report(
        MAR,
        milestone(MAR, "start", "01-01", due_on=date(2025, 2, 28), done_on=JAN),
        milestone(MAR, "start", "01-02", due_on=date(2025, 2, 28)),
    )
    county = {"due_to_start_count": 2, "started_count": 1, "known_count": 2, "late_count": 1}
    return told.ledger(), a_view(APR_5), {"late_by_county": {"421221": county}}


EXAMPLES = (
    curve_of_one_project,
    curve_of_a_year_gone_by,
    curve_without_what_a_stated_source_had_paid,
    years_of_a_source,
    a_silent_year_has_no_row,
    late_for_an_open_obstacle,
    warned_though_silent,
    due_to_start,
)
"""The worked examples of this file."""
