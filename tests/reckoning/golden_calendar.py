"""Worked examples of the calendar, of the year under review and of months reported."""

from __future__ import annotations

from datetime import date

from portfolio.model import PlanEntry

from .builders import Story, a_project, a_view, morning, story
from .example import Example, Expected, Told, calendar_is, project_is, reported_are
from .golden_days import DEC, DEC_5, DEC_24, FEB, FEB_26, JAN_26, JULY_11, JUNE, NOV, OCT
from .reported import plan, work

# The calendar


def january_is_one_with_february() -> Example:
    """On 11 February the January report would be owed since the 10th; January has no closing day: December is last.

    100 of the plan of 200 of 2025 stand, and nobody is overdue.
    """
    told = (
        story(a_project()).report(DEC_24, work(DEC_24, 50)).report(DEC, work(DEC, 150), plan(DEC, 2025, 200))
    )
    year = {"reviewed_year": 2025, "reviewed_to_on": DEC, "plan_issued": True, "last_closed_on": DEC}
    money_told = {("421221", "work_done_year"): {"amount": 100, "known_count": 1}}
    row: Told = {"reporting_overdue": False, "reported": True, "reported_later": False}
    expected = (
        calendar_is(year) | project_is(row) | reported_are(1, 1, 0, 0) | {"money_by_county": money_told}
    )
    return told.ledger(), a_view(date(2026, 2, 11)), expected


def january_of_its_own() -> Example:
    """The same where the city says that January is a month of its own: it is owed, and nobody sent it."""
    told = story(a_project()).report(DEC, work(DEC, 150), plan(DEC, 2025, 200))
    told.setting(morning(date(2026, 2, 1)), "january_with_february", "no")
    expected = calendar_is({"last_closed_on": JAN_26, "reviewed_year": 2025, "plan_issued": False})
    return told.ledger(), a_view(date(2026, 2, 11)), expected | reported_are(1, 0, 0, 1)


def january_and_february_close_together() -> Example:
    """On 11 March both have closed, on the 10th: a report of January alone is none of February."""
    told = story(a_project()).report(JAN_26, work(JAN_26, 10), plan(JAN_26, 2026, 60))
    year = {"last_closed_on": FEB_26, "reviewed_year": 2026, "reviewed_to_on": FEB_26, "plan_issued": True}
    return told.ledger(), a_view(date(2026, 3, 11)), calendar_is(year) | reported_are(1, 0, 0, 1)


def before_february_closes() -> Example:
    """On 10 March February is still open; the plan of 2026 is no plan of 2025, the year of the last closed month."""
    told = story(a_project()).report(JAN_26, work(JAN_26, 10), plan(JAN_26, 2026, 60))
    year = {"last_closed_on": DEC, "reviewed_year": 2024, "reviewed_to_on": DEC_24, "plan_issued": False}
    return told.ledger(), a_view(date(2026, 3, 10)), calendar_is(year)


def plan_of_the_year_not_yet_issued() -> Example:
    """On 11 April March 2026 has closed, of 2026 there is no plan: the whole of 2025, and it is said."""
    told = story(a_project()).report(DEC, work(DEC, 150), plan(DEC, 2025, 200))
    year = {"last_closed_on": date(2026, 3, 31), "reviewed_year": 2025, "reviewed_to_on": DEC}
    return told.ledger(), a_view(date(2026, 4, 11)), calendar_is(year | {"plan_issued": False})


def plan_taken_before_its_year_begins() -> Example:
    """The plan of 2026 is told in December 2025; on 5 January no month of 2026 has closed: 2025 until November."""
    told = story(a_project()).report(DEC, plan(DEC, 2025, 200), plan(DEC, 2026, 300))
    year = {"last_closed_on": NOV, "reviewed_year": 2025, "reviewed_to_on": NOV, "plan_issued": True}
    return told.ledger(), a_view(date(2026, 1, 5)), calendar_is(year)


def plan_taken_back() -> Example:
    """The only plan of 2025 is cleared in June, without a document: the cut does not count, the year keeps its plan."""
    told = story(a_project()).report(FEB, plan(FEB, 2025, 200))
    taken_back = PlanEntry(project_id="01-01", period_on=JUNE, year=2025, cleared=("planned_amount",))
    told.report(JUNE, taken_back)
    year = {"last_closed_on": JUNE, "reviewed_year": 2025, "reviewed_to_on": JUNE, "plan_issued": True}
    return told.ledger(), a_view(JULY_11), calendar_is(year)


def a_threshold_before_its_first_day() -> Example:
    """Reports close after 20 days from 2026 on, and of before nothing is said: 20 days hold in 2025 too.

    The story's own 10 days hold from 2021-01-01: on 2020-02-05 they hold as well, and January 2020 is still open
    (and one with February): December 2019 has closed on 10 January.
    """
    told = story(a_project())
    told.threshold(date(2024, 10, 1), "report_close_days", "20", date(2026, 1, 1))
    return told.ledger(), a_view(date(2020, 2, 5)), calendar_is({"last_closed_on": date(2019, 12, 31)})


def of_two_first_rows_the_newer_holds_before() -> Example:
    """10 days from 2021-01-01, mended to 40 from the same day: on 2020-08-05 June, closed on 9 August, is open."""
    told = story(a_project()).threshold(date(2024, 10, 1), "report_close_days", "40", date(2021, 1, 1))
    return told.ledger(), a_view(date(2020, 8, 5)), calendar_is({"last_closed_on": date(2020, 5, 31)})


# A month counts by its own report


def later_months_are_not_this_month() -> Example:
    """Four projects reported November, none October; on 5 December October is the last closed: 0 of 4, not 100 %."""
    names = ("01-01", "01-02", "01-03", "01-04")
    told = story(*(a_project(name) for name in names))
    told.report(NOV, *(work(NOV, 10, project=name) for name in names))
    row: Told = {"reported": False, "reported_later": True, "reporting_overdue": False}
    return told.ledger(), a_view(DEC_5), project_is(row) | reported_are(4, 0, 4, 0)


def a_month_sent_after_a_later_one() -> Example:
    """October is sent after November: it has been reported."""
    told = story(a_project(), a_project("01-02"))
    november = told.submit(NOV, work(NOV, 10), at=morning(date(2025, 12, 1)))
    told.decide(november, "accepted", morning(date(2025, 12, 2)))
    october = told.submit(OCT, work(OCT, 9), at=morning(date(2025, 12, 3)))
    told.decide(october, "accepted", morning(date(2025, 12, 4)))
    return told.ledger(), a_view(DEC_5), reported_are(2, 1, 0, 0)


def _entering(effective_on: date) -> Story:
    """01-01 stands since 2024; an edition of that day has 01-02 beside it. 01-01 reports September to November."""
    first, second = a_project(), a_project("01-02")
    told = story(first).edition(date(2025, 11, 3), effective_on, first, second)
    for month in (date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 30)):
        told.report(month, work(month, 10))
    return told


def a_project_that_entered_after_the_month_owes_it_not() -> Example:
    """In the library from 1 November on: on 20 November, with October closed, one report of one is owed and there."""
    asked: Told = {"project_count": 1, "known_count": 1, "value": 1.0}
    expected: Expected = {"comparison": {("reporting", "421221"): asked}}
    expected |= project_is({"stood_at_close": False}, "01-02") | reported_are(1, 1, 0, 0)
    return _entering(date(2025, 11, 1)).ledger(), a_view(date(2025, 11, 20)), expected


def its_first_whole_month_is_owed() -> Example:
    """On 15 December November has closed, on whose last day both stood: one of two has reported, 50 %."""
    asked: Told = {"project_count": 2, "known_count": 2, "value": 0.5}
    expected: Expected = {"comparison": {("reporting", "421221"): asked}}
    expected |= project_is({"stood_at_close": True}, "01-02") | reported_are(2, 1, 0, 0)
    return _entering(date(2025, 11, 1)).ledger(), a_view(date(2025, 12, 15)), expected


def a_project_that_entered_on_the_months_last_day_owes_it() -> Example:
    """From 31 October on: it stood on October's last day, so that on 20 November two reports are owed, one is there."""
    expected = project_is({"stood_at_close": True}, "01-02") | reported_are(2, 1, 0, 0)
    return _entering(date(2025, 10, 31)).ledger(), a_view(date(2025, 11, 20)), expected


def a_renamed_project_has_always_stood() -> Example:
    """02-01 continues 01-01 from 1 November on: October is owed, and 01-01's report of it is its own."""
    told = story(a_project()).report(date(2025, 10, 31), work(date(2025, 10, 31), 10))
    told.edition(date(2025, 11, 3), date(2025, 11, 1), a_project("02-01", predecessor_ids=("01-01",)))
    expected = project_is({"stood_at_close": True}, "02-01") | reported_are(1, 1, 0, 0)
    return told.ledger(), a_view(date(2025, 11, 20)), expected


EXAMPLES = (
    january_is_one_with_february,
    january_of_its_own,
    january_and_february_close_together,
    before_february_closes,
    plan_of_the_year_not_yet_issued,
    plan_taken_before_its_year_begins,
    plan_taken_back,
    a_threshold_before_its_first_day,
    of_two_first_rows_the_newer_holds_before,
    later_months_are_not_this_month,
    a_month_sent_after_a_later_one,
    a_project_that_entered_after_the_month_owes_it_not,
    its_first_whole_month_is_owed,
    a_project_that_entered_on_the_months_last_day_owes_it,
    a_renamed_project_has_always_stood,
)
