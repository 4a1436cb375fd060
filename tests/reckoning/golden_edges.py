"""Worked examples of the finer points: seasons, equal and earlier due days, blanks, the turn of the year."""

from __future__ import annotations

from datetime import date

from .builders import a_project, a_view, page, source, stated, story
from .example import Example, Told, funding_is, milestone_is, project_is
from .ledger import Ledger
from .reported import milestone, money, plan, stage, work

DEC, MAR, APR = date(2024, 12, 31), date(2025, 3, 31), date(2025, 4, 30)
MAY, JUNE = date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)


def done_in_a_season() -> Example:
    """Done "in spring 2025" (to 31 May), due 2025-02-28: from 1 March, at least 1 day late."""
    told = (stated("start", date(2025, 2, 28)), stated("start", None, MAY, "season", 1))
    ledger = story(a_project(milestones=told, evidence=(page(1, MAY),))).ledger()
    row: Told = {"done": True, "late_days": 1, "at_least": True, "done_precision": "season"}
    return ledger, a_view(JULY_5), milestone_is("start", row)


def coarse_done_day_still_running() -> Example:
    """A page of 2025-05-31 says completed "in the first half": done from that day on, before 30 June."""
    told = stated("completion", None, JUNE, "half", 1)
    ledger = story(a_project(milestones=(told,), evidence=(page(1, MAY),))).ledger()
    return ledger, a_view(MAY), project_is({"state": "completed", "completed_on": JUNE})


def approval_of_the_same_day() -> Example:
    """An approval confirms 2025-06-30: nothing differs, no approved rescheduling is counted."""
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(MAR, milestone(MAR, "completion", due_on=JUNE, approval="批1号", approved_on=MAR))
    row: Told = {"approved_count": 0, "due_on": JUNE, "slip_days": 0, "forecast_on": None}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def earlier_due_day_without_approval() -> Example:
    """Due 2025-06-30, April says 31 May without approval: a forecast, but no postponement; due stays.

    On 5 July that forecast has passed by 30 + 5 = 35 days: 预计已过.
    """
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(APR, milestone(APR, "completion", due_on=MAY))
    row: Told = {"due_on": JUNE, "forecast_on": MAY, "late_days": 5}
    row |= {"postponement_count": 0, "postponed_days": None, "forecast_past_days": 35}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def warning_on_the_due_day() -> Example:
    """Asked on the due day itself, 2025-07-05; forecast 3 September, 26 + 31 + 3 = 60 days after: warned."""
    told = story(a_project(milestones=(stated("completion", JULY_5),)))
    told.report(JUNE, milestone(JUNE, "completion", forecast_on=date(2025, 9, 3)))
    return told.ledger(), a_view(JULY_5), milestone_is("completion", {"warning": True})


def no_warning_after_the_due_day() -> Example:
    """The day after, 6 July, it is late by 1 day and no longer a warning."""
    told = story(a_project(milestones=(stated("completion", JULY_5),)))
    told.report(JUNE, milestone(JUNE, "completion", forecast_on=date(2025, 9, 3)))
    row: Told = {"warning": False, "late_days": 1}
    return told.ledger(), a_view(date(2025, 7, 6)), milestone_is("completion", row)


def stated_source_unknown_in_december() -> Example:
    """The plan names the county; December tells nothing of it; by June 30 are paid: the year is unknown."""
    told = story(a_project(funding=(source("county", 40),))).report(DEC, work(DEC, 0))
    told.report(JUNE, money(JUNE, paid=30))
    rows = funding_is({("county", "CNY"): {"paid_year_amount": None, "paid_amount": 30}})
    return told.ledger(), a_view(JULY_5), rows | project_is({"paid_year_amount": None})


def blank_changes_nothing() -> Example:
    """May says 70 and a physical share of 0.5; June leaves the work blank and says 0.6: 70 and 0.6."""
    told = story(a_project()).report(MAY, work(MAY, 70, "0.5")).report(JUNE, work(JUNE, None, "0.6"))
    figures: Told = {"work_done_amount": 70, "physical_share": 0.6, "last_period_on": JUNE}
    return told.ledger(), a_view(JULY_5), project_is(figures)


def declaration_taken_back() -> Example:
    """May declares the sources whole, June takes that back: 未注明."""
    told = story(a_project(investment=100)).report(MAY, money(MAY, planned=60, plan_complete=True))
    told.report(JUNE, money(JUNE, "city", planned=25, cleared=("plan_complete",)))
    figures: Told = {"plan_complete": None, "unfunded_gap_amount": None, "planned_funding_amount": 85}
    return told.ledger(), a_view(JULY_5), project_is(figures)


def dollars_are_in_no_rate() -> Example:
    """20 of 40 yuan received; the 9 of 9 dollars are left out: 0.5."""
    told = story(a_project(funding=(source("foreign_loan", 9, "USD"), source("county", 40))))
    told.report(JUNE, money(JUNE, received=20), money(JUNE, "foreign_loan", received=9, currency="USD"))
    row: Told = {"received_part_amount": 20, "received_whole_amount": 40, "received_share": 0.5}
    return told.ledger(), a_view(JULY_5), {"funding_rates_by_county": {"421221": row}}


def _finished_year() -> Ledger:
    """Started in 2025; 45 of a plan of 60 by December 2025; nothing since."""
    december = date(2025, 12, 31)
    start = milestone(december, "start", done_on=date(2025, 1, 15))
    return story(a_project()).report(december, work(december, 45), plan(december, 2025, 60), start).ledger()


def county_year_before_january_closes() -> Example:
    """On 2026-02-10 January is not yet closed (31 January + 10): the year is 2025, 45/60 = 0.75."""
    row: Told = {"completion_share": 0.75, "known_count": 1, "project_count": 1}
    return _finished_year(), a_view(date(2026, 2, 10)), {"completion_by_county": {"421221": row}}


def county_year_after_january_closes() -> Example:
    """On 2026-02-11 nobody owes a January (one with February), and no plan of 2026 is taken: 2025 still, 45/60 = 0.75."""
    row: Told = {"completion_share": 0.75, "work_done_year_amount": 45, "annual_plan_amount": 60}
    row |= {"known_count": 1, "project_count": 1}
    return _finished_year(), a_view(date(2026, 2, 11)), {"completion_by_county": {"421221": row}}


def red_outweighs_yellow() -> Example:
    """Start due 2025-06-15, 20 days late: yellow; completion due 2024-12-31, 186 days: red, the one named."""
    told = story(a_project(milestones=(stated("start", date(2025, 6, 15)), stated("completion", DEC))))
    light: Told = {"state": "red", "rule": "milestones", "start_delay_days": 20, "delay_days": 186}
    return told.report(JUNE, stage(JUNE, "reserve")).ledger(), a_view(JULY_5), project_is(light)


EXAMPLES = (
    done_in_a_season,
    coarse_done_day_still_running,
    approval_of_the_same_day,
    earlier_due_day_without_approval,
    warning_on_the_due_day,
    no_warning_after_the_due_day,
    stated_source_unknown_in_december,
    blank_changes_nothing,
    declaration_taken_back,
    dollars_are_in_no_rate,
    county_year_before_january_closes,
    county_year_after_january_closes,
    red_outweighs_yellow,
)
