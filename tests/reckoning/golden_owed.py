"""Worked examples of 超概, of days that new starts owe, and of words that a red project owes."""

from __future__ import annotations

from datetime import date

from portfolio.model import ObstacleEntry

from .builders import a_project, a_view, story
from .example import PROJECT, Example
from .reported import invested, milestone, money, stage, work

JAN, FEB, MAR = date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)
APR_15 = date(2025, 4, 15)
NEXT = "01-02"
SPOKEN = ("reason_owed", "remedy_owed", "responsible_owed", "deadline_owed")


def design_budget_over_the_estimate() -> Example:
    """Feasibility 1000. A preliminary budget of 1100 is ten percent more, and not over; one of 1101 is, by 101: 10.1 %.

    The first project's February report raises 1100 to 1101; the second stays at 1100 and has no row.
    """
    told = (
        story(a_project(), a_project(NEXT))
        .report(JAN, invested(JAN, 1000), invested(JAN, 1000, project=NEXT))
        .report(FEB, invested(FEB, 1100, "preliminary"), invested(FEB, 1100, "preliminary", NEXT))
        .report(MAR, invested(MAR, 1101, "preliminary"))
    )
    row = {"base_amount": 1000, "reached_amount": 1101, "over_amount": 101, "over_share": 0.101}
    return told.ledger(), a_view(APR_15), {"overruns": {(PROJECT, "estimate"): row, (NEXT, "estimate"): None}}


def work_and_payments_over_the_budget() -> Example:
    """Budget 800: work of 1000 is 200 over (25 %), payments of 600 and 240 are 40 over (5 %): two rows, no third.

    A final account of 1000 becomes the investment in force and leaves the budget where it was. Work of 800 on a budget of
    800 is not over; nor is any work where no budget was ever told.
    """
    told = story(a_project(), a_project(NEXT), a_project("01-03", investment=100)).report(
        MAR,
        invested(MAR, 800, "preliminary"),
        invested(MAR, 1000, "final_account"),
        work(MAR, 1000),
        money(MAR, paid=600),
        money(MAR, "city", paid=240),
        invested(MAR, 800, "preliminary", NEXT),
        work(MAR, 800, project=NEXT),
        work(MAR, 900, project="01-03"),
    )
    rows = {
        (PROJECT, "work_done"): {
            "base_amount": 800,
            "reached_amount": 1000,
            "over_amount": 200,
            "over_share": 0.25,
        },
        (PROJECT, "paid"): {"base_amount": 800, "reached_amount": 840, "over_amount": 40, "over_share": 0.05},
        (PROJECT, "estimate"): None,
        (NEXT, "work_done"): None,
        ("01-03", "work_done"): None,
    }
    return told.ledger(), a_view(APR_15), {"overruns": rows}


def the_share_is_a_rule() -> Example:
    """Before April ten percent is the rule; from 1 April fifteen: a budget 12 % above its estimate is no longer over.

    Asked on 15 April: no row of it. The second project's 20 % is over, by 200.
    """
    told = story(a_project(), a_project(NEXT)).report(
        JAN,
        invested(JAN, 1000),
        invested(JAN, 1120, "preliminary"),
        invested(JAN, 1000, project=NEXT),
        invested(JAN, 1200, "preliminary", NEXT),
    )
    told.threshold(date(2025, 3, 1), "estimate_over_share", "0.15", date(2025, 4, 1))
    rows = {(PROJECT, "estimate"): None, (NEXT, "estimate"): {"over_amount": 200}}
    return told.ledger(), a_view(APR_15), {"overruns": rows}


def new_starts_owe_their_days() -> Example:
    """Stage 新开工 and no day told: both are owed. Stage 续建, started on 2 January, completion due 2026: neither.

    The third is 储备 and owes none; the fourth, 续建 with a due start only, owes its completion day.
    """
    told = story(*(a_project(f"01-0{number}") for number in (1, 2, 3, 4))).report(
        MAR,
        stage(MAR, "new_start"),
        stage(MAR, "continuing", NEXT),
        milestone(MAR, "start", NEXT, done_on=date(2025, 1, 2)),
        milestone(MAR, "completion", NEXT, due_on=date(2026, 12, 31)),
        stage(MAR, "reserve", "01-03"),
        stage(MAR, "continuing", "01-04"),
        milestone(MAR, "start", "01-04", due_on=date(2025, 6, 30)),
    )
    rows = {
        PROJECT: {"start_day_owed": True, "completion_day_owed": True},
        NEXT: {"start_day_owed": False, "completion_day_owed": False},
        "01-03": None,
        "01-04": {"start_day_owed": False, "completion_day_owed": True},
    }
    return told.ledger(), a_view(APR_15), {"owed": rows}


def a_completed_one_owes_no_day() -> Example:
    """Stage 续建, completed on 1 March without any due day: it is 已完工, and has no row."""
    told = story(a_project(), a_project(NEXT)).report(
        MAR,
        stage(MAR, "continuing"),
        milestone(MAR, "completion", done_on=date(2025, 3, 1)),
        stage(MAR, "continuing", NEXT),
    )
    return told.ledger(), a_view(APR_15), {"owed": {PROJECT: None, NEXT: {"completion_day_owed": True}}}


def red_projects_owe_four_words() -> Example:
    """Both were due to start on 1 November 2024: 165 days late on 15 April, red.

    The first's open obstacle tells why and who, its cleared one a remedy and a deadline, which count no longer: remedy and
    deadline are owed. The second tells its reason at the milestone, and the other three nowhere.
    """
    due_on = date(2024, 11, 1)
    told = story(a_project(), a_project(NEXT)).report(
        MAR,
        milestone(MAR, "start", due_on=due_on),
        ObstacleEntry(project_id=PROJECT, period_on=MAR, obstacle="1", reason="land", responsible="甲"),
        ObstacleEntry(
            project_id=PROJECT, period_on=MAR, obstacle="2", remedy="补办", due_on=APR_15, cleared_on=MAR
        ),
        milestone(MAR, "start", NEXT, reason="weather", due_on=due_on),
    )
    first = dict(zip(SPOKEN, (False, True, False, True), strict=True))
    second = dict(zip(SPOKEN, (False, True, True, True), strict=True))
    return told.ledger(), a_view(APR_15), {"owed": {PROJECT: first, NEXT: second}}


def ninety_days_are_yellow_and_owe_nothing() -> Example:
    """Due 15 January, asked on 15 April: 90 days late is yellow, and no word is owed: no row."""
    told = story(a_project(), a_project(NEXT)).report(
        MAR, milestone(MAR, "start", due_on=date(2025, 1, 15)), stage(MAR, "new_start", NEXT)
    )
    return told.ledger(), a_view(APR_15), {"owed": {PROJECT: None, NEXT: dict.fromkeys(SPOKEN, False)}}


EXAMPLES = (
    design_budget_over_the_estimate,
    work_and_payments_over_the_budget,
    the_share_is_a_rule,
    new_starts_owe_their_days,
    a_completed_one_owes_no_day,
    red_projects_owe_four_words,
    ninety_days_are_yellow_and_owe_nothing,
)
"""The worked examples of this file."""
