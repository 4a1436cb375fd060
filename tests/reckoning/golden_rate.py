"""Worked examples of the year's rate: a lower bound over all plans, what stands beside it, and what nobody gains by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .builders import Amount, Story, a_project, a_view, morning, stated, story
from .example import Example, Expected, Told, project_is
from .golden_groups import CITY, FIRST, GROUP, SECOND, family
from .reported import milestone, plan, stage, work

DEC, JUNE, SEPT = date(2024, 12, 31), date(2025, 6, 30), date(2025, 9, 30)
OCT, NOV = date(2025, 10, 31), date(2025, 11, 30)
CLOSED = date(2025, 11, 15)
"""A day on which October is the last closed month: ten twelfths, 83.3 %."""
HERE, THERE = "421221", "421222"


def _county(*names: str, others: tuple[str, ...] = ()) -> Story:
    """Projects of one county; of the named ones last December reported that nothing was done, of the others nothing."""
    told = story(*(a_project(name) for name in (*names, *others)))
    return told.report(DEC, *(work(DEC, 0, project=name) for name in names))


def _is(row: Told, county: str = HERE) -> Expected:
    return {"completion_by_county": {county: row}}


def a_silent_project_in_the_rate() -> Example:
    """Eight report 425 of 500 each, 3,400 of 4,000; a silent one stands at June's 1,200 of 6,000.

    4,600 ÷ 10,000 = 46.0 %, less 83.3: 慢37.3, not 85.0 % and 快1.7. Reported: 4,000 of 10,000, 40 %; their rate 85.0 %.
    By October 8 × 416.67 and 5,000 were due: 8,333.36 - 4,600 = 3,733.36 behind. The eight are ahead: 8 of 9.
    """
    names = [f"01-0{number}" for number in range(1, 9)]
    told = _county(*names, "01-09")
    told.report(JUNE, work(JUNE, 1200, project="01-09"), plan(JUNE, 2025, 6000, "01-09"))
    rows = [row for name in names for row in (work(OCT, 425, project=name), plan(OCT, 2025, 500, name))]
    told.report(OCT, *rows)
    row: Told = {"work_done_year_amount": 4600, "annual_plan_amount": 10000, "completion_share": 0.46}
    row |= {"pacing_share": -0.373, "reported_plan_amount": 4000, "reported_work_amount": 3400}
    row |= {"known_count": 9, "project_count": 9, "reported_count": 8, "on_pace_count": 8}
    row |= {"base_missing_count": 0, "left_out_plan_amount": None, "outside_work_amount": None}
    compared: Expected = {"comparison": {("pacing", HERE): {"value": -0.373, "known_count": 9}}}
    curve: Expected = {"year_curve": {OCT: {"work_done_amount": 4600, "annual_plan_amount": 10000}}}
    return told.ledger(), a_view(CLOSED), _is(row | {"behind_amount": Decimal("3733.36")}) | compared | curve


def _no_plan_listed() -> Story:
    told = _county("01-01", "01-02")
    return told.report(
        OCT,
        *(work(OCT, 200, project="01-01"), plan(OCT, 2025, 500, "01-01")),
        work(OCT, 100, project="01-02"),
    )


def no_plan_listed() -> Example:
    """The county's plan is 500, done 200; a project without a plan did 100: 40 %, not 60; the 100 stand apart."""
    row: Told = {"work_done_year_amount": 200, "annual_plan_amount": 500, "completion_share": 0.4}
    row |= {"known_count": 1, "project_count": 2, "outside_work_amount": 100}
    return _no_plan_listed().ledger(), a_view(CLOSED), _is(row)


def reported_without_the_base() -> Example:
    """A did 900 of 1,000. B, plan 1,000, reports 700 but no December, in a ledger open since 2024: 45.0 %, not 90.0.

    It is told as one without its base. Of October 2,000 were reported, and 900 of them done.
    """
    told = _county("01-01", others=("01-02",))
    told.report(
        OCT,
        *(work(OCT, 900, project="01-01"), plan(OCT, 2025, 1000, "01-01")),
        *(work(OCT, 700, project="01-02"), plan(OCT, 2025, 1000, "01-02")),
    )
    row: Told = {"work_done_year_amount": 900, "annual_plan_amount": 2000, "completion_share": 0.45}
    row |= {"pacing_share": -0.383, "base_missing_count": 1, "left_out_plan_amount": None, "known_count": 2}
    row |= {"reported_plan_amount": 2000, "reported_work_amount": 900, "behind_amount": Decimal("766.66")}
    return told.ledger(), a_view(CLOSED), _is(row)


def no_december_to_report() -> Example:
    """Reports begin in 2025. A, started in March, did 900 of 1,000; B, begun before, 700 of an unknown base, plan 1,000.

    B stands on neither side. C, plan 200, never told and pulls down: 900 of 1,200. Due 833.33 and 166.67: 100 behind.
    """
    told = story(*(a_project(name) for name in ("01-01", "01-02", "01-03")))
    told.report(
        OCT,
        *(work(OCT, 900, project="01-01"), plan(OCT, 2025, 1000, "01-01")),
        milestone(OCT, "start", "01-01", done_on=date(2025, 3, 1)),
        *(work(OCT, 700, project="01-02"), plan(OCT, 2025, 1000, "01-02")),
        plan(OCT, 2025, 200, "01-03"),
    )
    row: Told = {"work_done_year_amount": 900, "annual_plan_amount": 1200, "completion_share": 0.75}
    row |= {"left_out_plan_amount": 1000, "base_missing_count": 0, "known_count": 2, "project_count": 3}
    row |= {"behind_amount": 100, "on_pace_count": 1, "pacing_share": -0.083}
    curve: Expected = {"year_curve": {OCT: {"work_done_amount": 900, "annual_plan_amount": 1200}}}
    return told.ledger(), a_view(CLOSED), _is(row) | curve


def _november_on_the_thirtieth() -> Story:
    told = _county("01-01").report(OCT, work(OCT, 1000), plan(OCT, 2025, 1200))
    number = told.submit(NOV, work(NOV, 1100), at=morning(NOV))
    told.decide(number, "accepted", morning(NOV))
    return told


def the_running_month_reported_early() -> Example:
    """1,000 of 1,200 by October; November's 1,100 come on the thirtieth: 83.3 - 83.3 = 0.0, not 快8.3."""
    row: Told = {"work_done_year_amount": 1000, "pacing_share": 0.0, "completion_share": 0.833333333}
    row |= {"reported_plan_amount": 1200, "behind_amount": 0, "on_pace_count": 1}
    months: Expected = {"year_curve": {OCT: {"work_done_amount": 1000}, NOV: {"work_done_amount": None}}}
    return _november_on_the_thirtieth().ledger(), a_view(NOV), _is(row) | months


def the_early_report_counts_when_its_month_closes() -> Example:
    """From 11 December November's 1,100 count: 91.7 - 91.7 = 0.0."""
    row: Told = {"work_done_year_amount": 1100, "pacing_share": 0.0, "completion_share": 0.916666667}
    return _november_on_the_thirtieth().ledger(), a_view(date(2025, 12, 11)), _is(row)


def behind_by_the_year_for_every_project() -> Example:
    """Plan 1,200, work from September on, 600 done in October: 1,200 × 10/12 - 600 = 400 behind, whatever its start.

    Its own year is half over (2 of 4 months) and half done: its light is green.
    """
    told = story(a_project(milestones=(stated("start", SEPT), stated("completion", date(2025, 12, 31)))))
    told.report(DEC, work(DEC, 0))
    told.report(OCT, work(OCT, 600), plan(OCT, 2025, 1200), milestone(OCT, "start", done_on=SEPT))
    row: Told = {"behind_amount": 400, "on_pace_count": 0, "known_count": 1, "pacing_share": -0.333}
    light: Told = {"state": "green", "elapsed_share": 0.5, "completion_share": 0.5, "pacing_share": 0.0}
    return told.ledger(), a_view(CLOSED), _is(row) | project_is(light)


def _two(first: Amount, second: Amount) -> Story:
    told = _county("01-01", "01-02")
    return told.report(
        OCT,
        *(work(OCT, first, project="01-01"), plan(OCT, 2025, 600, "01-01")),
        *(work(OCT, second, project="01-02"), plan(OCT, 2025, 600, "01-02")),
    )


def who_is_ahead_sets_off() -> Example:
    """500 are due of each: 600 and 300 done: 100 ahead, 200 behind, 100 together; one of two is on pace."""
    row: Told = {"behind_amount": 100, "on_pace_count": 1, "completion_share": 0.75, "pacing_share": -0.083}
    return _two(600, 300).ledger(), a_view(CLOSED), _is(row)


def what_is_shown_subtracts() -> Example:
    """445 and 445.40 of 1,200: 74.2 % less 83.3 %: 慢9.1 (exactly 9.13 behind, from 74.2 and 83.333)."""
    row: Told = {"completion_share": 0.742, "pacing_share": -0.091}
    return _two(445, "445.40").ledger(), a_view(CLOSED), _is(row)


def work_is_left_blank() -> Example:
    """The month is reported, its work never: nothing done under a plan of 600 that counts; reported in full."""
    row: Told = {"work_done_year_amount": 500, "annual_plan_amount": 1200, "reported_plan_amount": 1200}
    row |= {"base_missing_count": 0, "reported_work_amount": 500}
    told = _county("01-01", others=("01-02",))
    told.report(
        OCT,
        *(work(OCT, 500, project="01-01"), plan(OCT, 2025, 600, "01-01")),
        *(stage(OCT, "continuing", "01-02"), plan(OCT, 2025, 600, "01-02")),
    )
    return told.ledger(), a_view(CLOSED), _is(row)


def planned_in_december_and_silent_since() -> Example:
    """December told the plan of 600 and 40 done until then; nothing since: 0 of 600, 慢83.3; not one without its base."""
    told = story(a_project()).report(DEC, work(DEC, 40), plan(DEC, 2025, 600))
    row: Told = {"work_done_year_amount": 0, "annual_plan_amount": 600, "completion_share": 0.0}
    row |= {"pacing_share": -0.833, "reported_plan_amount": 0, "behind_amount": 500, "base_missing_count": 0}
    return told.ledger(), a_view(CLOSED), _is(row)


def a_plan_of_nothing() -> Example:
    """A plan of 0 measures nothing: the 100 done under it stand apart, as with no plan at all: 200 of 500."""
    told = _no_plan_listed().report(NOV, plan(NOV, 2025, 0, "01-02"))
    row: Told = {"work_done_year_amount": 200, "annual_plan_amount": 500, "outside_work_amount": 100}
    row |= {"known_count": 1, "on_pace_count": 0}
    return told.ledger(), a_view(date(2025, 12, 8)), _is(row)


def a_plan_broken_down_to_one_member() -> Example:
    """The group's 500 are all its first member's, which did 200; the second, without a plan, did 100.

    Nothing of the plan is left with the group, so that the 100 stand apart, in the second's county.
    """
    told = family().report(DEC, work(DEC, 0, project=FIRST), work(DEC, 0, project=SECOND))
    told.report(
        OCT,
        *(plan(OCT, 2025, 500, GROUP), plan(OCT, 2025, 500, FIRST)),
        *(work(OCT, 200, project=FIRST), work(OCT, 100, project=SECOND)),
    )
    city: Told = {"work_done_year_amount": None, "annual_plan_amount": None, "completion_share": None}
    here: Told = {"work_done_year_amount": 200, "annual_plan_amount": 500, "outside_work_amount": None}
    there: Told = {"work_done_year_amount": None, "annual_plan_amount": None, "outside_work_amount": 100}
    return told.ledger(), a_view(CLOSED), {"completion_by_county": {CITY: city, HERE: here, THERE: there}}


def who_reported_of_a_plan_that_is_not_broken_down() -> Example:
    """The group plans 1,000, its members have no plan: 350 and 250. In October only the first reports: not reported.

    The work is the group's, of no county's rate, and outside of no plan either.
    """
    told = family().report(DEC, work(DEC, 0, project=FIRST), work(DEC, 0, project=SECOND))
    told.report(SEPT, plan(SEPT, 2025, 1000, GROUP), work(SEPT, 250, project=SECOND))
    told.report(OCT, work(OCT, 350, project=FIRST))
    city: Told = {"work_done_year_amount": 600, "annual_plan_amount": 1000, "completion_share": 0.6}
    city |= {"reported_plan_amount": 0, "known_count": 0, "behind_amount": Decimal("233.33")}
    here: Told = {"annual_plan_amount": None, "outside_work_amount": None, "completion_share": None}
    return told.ledger(), a_view(CLOSED), {"completion_by_county": {CITY: city, HERE: here}}


def all_members_reported_of_a_plan_that_is_not_broken_down() -> Example:
    """As before, but both report October: the group's 1,000 are reported, though it says nothing itself."""
    told = family().report(DEC, work(DEC, 0, project=FIRST), work(DEC, 0, project=SECOND))
    told.report(SEPT, plan(SEPT, 2025, 1000, GROUP))
    told.report(OCT, work(OCT, 350, project=FIRST), work(OCT, 250, project=SECOND))
    city: Told = {"reported_plan_amount": 1000, "reported_work_amount": 600, "annual_plan_amount": 1000}
    return told.ledger(), a_view(CLOSED), {"completion_by_county": {CITY: city}}


def a_later_report_is_not_that_of_the_month() -> Example:
    """September and November are reported, October is not: on 20 November its plan is not reported.

    September's 450 stand; of November nothing counts until it has closed.
    """
    told = _county("01-01").report(SEPT, work(SEPT, 450), plan(SEPT, 2025, 600))
    number = told.submit(NOV, work(NOV, 590), at=morning(NOV))
    told.decide(number, "accepted", morning(NOV))
    row: Told = {"work_done_year_amount": 450, "reported_plan_amount": 0, "reported_count": 0}
    return told.ledger(), a_view(NOV), _is(row)


def falling_silent_gains_nothing() -> Example:
    """250 of 600 by June, nothing since: in October 41.7 % - 83.3 %, 慢41.6, not June's 快8.3."""
    told = _county("01-01").report(JUNE, work(JUNE, 250), plan(JUNE, 2025, 600))
    row: Told = {"completion_share": 0.416666667, "pacing_share": -0.416, "behind_amount": 250}
    return told.ledger(), a_view(CLOSED), _is(row)


EXAMPLES = (
    a_silent_project_in_the_rate,
    no_plan_listed,
    reported_without_the_base,
    no_december_to_report,
    the_running_month_reported_early,
    the_early_report_counts_when_its_month_closes,
    behind_by_the_year_for_every_project,
    who_is_ahead_sets_off,
    what_is_shown_subtracts,
    work_is_left_blank,
    planned_in_december_and_silent_since,
    a_plan_of_nothing,
    a_plan_broken_down_to_one_member,
    who_reported_of_a_plan_that_is_not_broken_down,
    all_members_reported_of_a_plan_that_is_not_broken_down,
    a_later_report_is_not_that_of_the_month,
    falling_silent_gains_nothing,
)
"""The worked examples of this file."""
