"""Worked examples of the year's figures and of pacing; the day asked about is 5 July, June is reported."""

from __future__ import annotations

from datetime import date

from .builders import Amount, a_project, a_view, stated, story
from .example import Example, Expected, Told, project_is
from .ledger import Ledger
from .reported import milestone, plan, stage, work

NOV, DEC, MAR = date(2024, 11, 30), date(2024, 12, 31), date(2025, 3, 31)
MAY, JUNE = date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)


def _year(before: Amount, now: Amount, planned: Amount = 60) -> Ledger:
    """A ledger of one project: cumulative work by December and by June, and the plan of 2025."""
    told = story(a_project()).report(DEC, work(DEC, before))
    return told.report(JUNE, work(JUNE, now), plan(JUNE, 2025, planned)).ledger()


def in_the_middle_of_the_year() -> Example:
    """40 by December, 70 by June, plan 60: 30 this year, completion 30/60 = 0.5, elapsed 6/12: pacing 0."""
    told: Told = {"year": 2025, "work_done_year_amount": 30, "annual_plan_amount": 60}
    told |= {"completion_share": 0.5, "elapsed_share": 0.5, "pacing_share": 0.0, "state": "green"}
    return _year(40, 70), a_view(JULY_5), project_is(told)


def pacing_just_above_ten_behind() -> Example:
    """24.01 of 60 is 0.400166667, less 0.5: -0.099833333, green."""
    told: Told = {"completion_share": 0.400166667, "pacing_share": -0.099833333, "state": "green"}
    return _year(40, "64.01"), a_view(JULY_5), project_is(told)


def pacing_exactly_ten_behind() -> Example:
    """24 of 60 is 0.4, less 0.5: exactly -0.1, yellow."""
    told: Told = {"completion_share": 0.4, "pacing_share": -0.1, "state": "yellow", "rule": "pacing"}
    return _year(40, 64), a_view(JULY_5), project_is(told | {"late": False})


def pacing_exactly_thirty_behind() -> Example:
    """12 of 60 is 0.2, less 0.5: exactly -0.3, still yellow."""
    told: Told = {"completion_share": 0.2, "pacing_share": -0.3, "state": "yellow", "rule": "pacing"}
    return _year(40, 52), a_view(JULY_5), project_is(told)


def pacing_past_thirty_behind() -> Example:
    """11.99 of 60 is 0.199833333, less 0.5: -0.300166667, red."""
    told: Told = {"pacing_share": -0.300166667, "state": "red", "rule": "pacing", "late": False}
    return _year(40, "51.99"), a_view(JULY_5), project_is(told)


def _not_told() -> Expected:
    blank = {"work_done_year_amount": None, "completion_share": None, "pacing_share": None}
    return project_is(blank | {"state": "no_nodes", "rule": "no_nodes"})


def begun_before_the_plan() -> Example:
    """Started in 2019, first reported in 2025: the work by last December is unknown, so is this year's."""
    told = story(a_project(milestones=(stated("start", done_on=date(2019, 5, 1)),)))
    told.report(JUNE, work(JUNE, 500), plan(JUNE, 2025, 60))
    return told.ledger(), a_view(JULY_5), _not_told()


def december_missing() -> Example:
    """40 by November, no December report, 70 by June: this year's work is unknown."""
    told = story(a_project()).report(NOV, work(NOV, 40))
    told.report(JUNE, work(JUNE, 70), plan(JUNE, 2025, 60))
    return told.ledger(), a_view(JULY_5), _not_told()


def december_missing_but_started_this_year() -> Example:
    """No December report, start done 2025-02-10: all 30 are this year's; 30/60 = 0.5."""
    told = story(a_project())
    told.report(
        JUNE,
        work(JUNE, 30),
        plan(JUNE, 2025, 60),
        milestone(JUNE, "start", done_on=date(2025, 2, 10)),
    )
    figures: Told = {"work_done_year_amount": 30, "completion_share": 0.5, "state": "green"}
    return told.ledger(), a_view(JULY_5), project_is(figures)


def december_reported_without_work() -> Example:
    """40 by November, December tells only the stage: the current value on 31 December is still 40."""
    told = story(a_project()).report(NOV, work(NOV, 40)).report(DEC, stage(DEC, "continuing"))
    told.report(JUNE, work(JUNE, 70), plan(JUNE, 2025, 60))
    return told.ledger(), a_view(JULY_5), project_is({"work_done_year_amount": 30})


def december_knew_no_work_but_started_this_year() -> Example:
    """December told only the stage, work was never known by then; started in March 2025: all 30 are this year's."""
    started = milestone(JUNE, "start", done_on=date(2025, 3, 1))
    told = story(a_project()).report(DEC, stage(DEC, "preparation")).report(JUNE, work(JUNE, 30), started)
    return told.ledger(), a_view(JULY_5), project_is({"work_done_year_amount": 30})


def no_plan_for_the_year() -> Example:
    """Work is known, the plan is of 2024 only: 30 this year, no completion, no pacing."""
    told = story(a_project()).report(DEC, work(DEC, 40), plan(DEC, 2024, 50))
    told.report(JUNE, work(JUNE, 70))
    figures: Told = {"work_done_year_amount": 30, "annual_plan_amount": None, "completion_share": None}
    return told.ledger(), a_view(JULY_5), project_is(figures | {"state": "no_nodes"})


def plan_of_zero() -> Example:
    """A plan of 0 is known, but no share can be taken of it."""
    told: Told = {"annual_plan_amount": 0, "completion_share": None, "pacing_share": None}
    return _year(40, 70, 0), a_view(JULY_5), project_is(told)


def plan_revised() -> Example:
    """The plan of 60 is revised to 120 in June: 30/120 = 0.25, less 0.5: -0.25, yellow."""
    told = story(a_project()).report(DEC, work(DEC, 40)).report(MAY, plan(MAY, 2025, 60))
    told.report(JUNE, work(JUNE, 70), plan(JUNE, 2025, 120))
    figures: Told = {"annual_plan_amount": 120, "completion_share": 0.25, "pacing_share": -0.25}
    return told.ledger(), a_view(JULY_5), project_is(figures | {"state": "yellow"})


def cumulative_corrected_downwards() -> Example:
    """20 by December, 80 by May, June says 50: 50 counts; 30 this year, not 60."""
    told = story(a_project()).report(DEC, work(DEC, 20)).report(MAY, work(MAY, 80))
    told.report(JUNE, work(JUNE, 50), plan(JUNE, 2025, 60))
    figures: Told = {"work_done_amount": 50, "work_done_year_amount": 30, "pacing_share": 0.0}
    return told.ledger(), a_view(JULY_5), project_is(figures)


def before_the_due_start() -> Example:
    """Start due 2025-09-30, nothing done of 60: no pacing by June; the due day is known: green."""
    told = story(a_project(milestones=(stated("start", date(2025, 9, 30)),))).report(DEC, work(DEC, 0))
    told.report(JUNE, work(JUNE, 0), plan(JUNE, 2025, 60))
    figures: Told = {"completion_share": 0.0, "pacing_share": None, "start_due_on": date(2025, 9, 30)}
    return told.ledger(), a_view(JULY_5), project_is(figures | {"state": "green"})


def in_the_month_of_the_due_start() -> Example:
    """Start due 2025-06-30 and reported done: June is the first of seven months, 0 - 1/7 = -0.142857143, yellow."""
    told = story(a_project(milestones=(stated("start", JUNE),))).report(DEC, work(DEC, 0))
    told.report(
        JUNE,
        work(JUNE, 0),
        plan(JUNE, 2025, 60),
        milestone(JUNE, "start", done_on=date(2025, 6, 25)),
    )
    figures: Told = {"pacing_share": -0.142857143, "state": "yellow", "rule": "pacing"}
    return told.ledger(), a_view(JULY_5), project_is(figures | {"elapsed_share": 0.142857143})


def figures_of_the_last_reported_year() -> Example:
    """Last reported in November 2024, asked in July 2025: the year is 2024, elapsed 11/12 = 0.916666667.

    Started 2024-03-01, so all 50 are that year's; 50/60 = 0.833333333; pacing 10/12 - 11/12 = -0.083333333.
    That would be green, but months have closed since: not reported.
    """
    told = story(a_project())
    told.report(NOV, work(NOV, 50), plan(NOV, 2024, 60), milestone(NOV, "start", done_on=date(2024, 3, 1)))
    figures: Told = {"year": 2024, "elapsed_share": 0.916666667, "completion_share": 0.833333333}
    figures |= {"pacing_share": -0.083333333, "state": "not_reported", "rule": "silent"}
    return told.ledger(), a_view(JULY_5), project_is(figures)


def clearing_makes_unknown() -> Example:
    """70 by May, cleared in June: the work done is unknown, not 70 and not 0."""
    told = story(a_project()).report(DEC, work(DEC, 40)).report(MAY, work(MAY, 70), plan(MAY, 2025, 60))
    told.report(JUNE, work(JUNE, cleared=("work_done_amount",)))
    figures: Told = {"work_done_amount": None, "work_done_year_amount": None, "annual_plan_amount": 60}
    return told.ledger(), a_view(JULY_5), project_is(figures | {"state": "no_nodes"})


EXAMPLES = (
    in_the_middle_of_the_year,
    pacing_just_above_ten_behind,
    pacing_exactly_ten_behind,
    pacing_exactly_thirty_behind,
    pacing_past_thirty_behind,
    begun_before_the_plan,
    december_missing,
    december_missing_but_started_this_year,
    december_reported_without_work,
    december_knew_no_work_but_started_this_year,
    no_plan_for_the_year,
    plan_of_zero,
    plan_revised,
    cumulative_corrected_downwards,
    before_the_due_start,
    in_the_month_of_the_due_start,
    figures_of_the_last_reported_year,
    clearing_makes_unknown,
)
