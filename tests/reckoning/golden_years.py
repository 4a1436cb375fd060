"""Worked examples of what a year is counted from, and of a project's own share of it."""

from __future__ import annotations

from datetime import date

from .builders import a_project, a_view, an_edition, morning, source, stated, story
from .days import end_of_month
from .example import Example, Expected, Told, funding_is, project_is, reported_are
from .golden_days import DEC, DEC_5, DEC_24, JULY_11, JUNE, NOV, NOV_11, NOV_24, OCT, SEPT
from .reported import milestone, money, plan, work, year_end

# The year's base


def base_told_later() -> Example:
    """No December report; in June 截至上年末累计 40 of work, 30 of the county's payments: 70 - 40 and 50 - 30."""
    told = story(a_project())
    told.report(
        JUNE,
        work(JUNE, 70),
        plan(JUNE, 2025, 60),
        money(JUNE, received=80, paid=50),
        year_end(JUNE, 2024, done=40),
        year_end(JUNE, 2024, source="county", allocated=60, received=45, paid=30),
    )
    row: Told = {"work_done_year_amount": 30, "paid_year_amount": 20, "completion_share": 0.5}
    row |= {"base_unknown": False, "base_excused": False}
    based = {"december_received_amount": 45, "december_paid_amount": 30, "december_allocated_amount": 60}
    paid = funding_is({("county", "CNY"): {"paid_year_amount": 20} | based})
    steps = {("county", 2025): {"received_amount": 35, "paid_amount": 20}}
    return told.ledger(), a_view(JULY_11), project_is(row) | paid | {"source_year": steps}


def december_outranks_what_was_told_later() -> Example:
    """December's own report says 45; what was told in June of its end, 40, counts nothing: 70 - 45."""
    told = story(a_project()).report(DEC_24, work(DEC_24, 45))
    told.report(JUNE, work(JUNE, 70), plan(JUNE, 2025, 60), year_end(JUNE, 2024, done=40))
    return told.ledger(), a_view(JULY_11), project_is({"work_done_year_amount": 25})


def december_told_of_work_only() -> Example:
    """December told the work (45) and named the county's money without a payment: paid by then is what was told later.

    The city's money was named by nobody in December: it had paid nothing, unless it is told: 5 of 8 by then.
    """
    told = story(a_project())
    told.report(DEC_24, work(DEC_24, 45), money(DEC_24, received=60))
    told.report(
        JUNE,
        work(JUNE, 70),
        money(JUNE, paid=50),
        money(JUNE, "city", paid=8),
        year_end(JUNE, 2024, source="county", paid=30),
        year_end(JUNE, 2024, source="city", paid=5),
    )
    paid = funding_is({("county", "CNY"): {"paid_year_amount": 20}, ("city", "CNY"): {"paid_year_amount": 3}})
    return told.ledger(), a_view(JULY_11), paid | project_is({"work_done_year_amount": 25})


def base_told_twice() -> Example:
    """40 in May's report, 50 in June's: the newer counts, 70 - 50. What was told of the end of 2023 is of another year."""
    may = end_of_month(2025, 5)
    told = story(a_project()).report(may, work(may, 60), year_end(may, 2024, done=40))
    told.report(JUNE, work(JUNE, 70), year_end(JUNE, 2024, done=50), year_end(JUNE, 2023, done=10))
    return told.ledger(), a_view(JULY_11), project_is({"work_done_year_amount": 20})


def base_taken_back() -> Example:
    """40 in May's report, taken back in June's: unknown again, and in a ledger that first opened in May excused."""
    may = end_of_month(2025, 5)
    told = story(a_project()).report(may, work(may, 60), year_end(may, 2024, done=40))
    told.report(
        JUNE, work(JUNE, 70), plan(JUNE, 2025, 60), year_end(JUNE, 2024, cleared=("work_done_amount",))
    )
    row: Told = {"work_done_year_amount": None, "base_unknown": True, "base_excused": True}
    return told.ledger(), a_view(JULY_11), project_is(row)


def base_of_a_project_that_started_this_year() -> Example:
    """Started in March 2025, yet 5 told as of the end of 2024: 30 - 5; what is told outranks what is inferred."""
    begun = milestone(JUNE, "start", done_on=date(2025, 3, 1))
    told = story(a_project()).report(JUNE, work(JUNE, 30), begun, year_end(JUNE, 2024, done=5))
    return told.ledger(), a_view(JULY_11), project_is({"work_done_year_amount": 25})


def nothing_done_at_all() -> Example:
    """No December report, and the cumulative is 0: nothing was done by December either, 0 of 60."""
    told = story(a_project(funding=(source("county"),)))
    told.report(JUNE, work(JUNE, 0), plan(JUNE, 2025, 60), money(JUNE, received=0, paid=0))
    row: Told = {
        "work_done_year_amount": 0,
        "completion_share": 0.0,
        "pacing_share": -0.5,
        "paid_year_amount": 0,
    }
    based = {"december_received_amount": 0, "december_paid_amount": 0, "december_allocated_amount": None}
    expected = project_is(row | {"base_unknown": False}) | funding_is({("county", "CNY"): based})
    return told.ledger(), a_view(JULY_11), expected


def nothing_left_of_what_december_knew() -> Example:
    """40 by December, taken down to 0 in June (审减): -40, as it is; December's report is no guess."""
    told = (
        story(a_project()).report(DEC_24, work(DEC_24, 40)).report(JUNE, work(JUNE, 0), plan(JUNE, 2025, 60))
    )
    return told.ledger(), a_view(JULY_11), project_is({"work_done_year_amount": -40})


def base_missing_in_the_first_year() -> Example:
    """The ledger opened in June 2025: no December could be asked for, so the missing base is excused."""
    told = story(a_project()).report(JUNE, work(JUNE, 500), plan(JUNE, 2025, 60))
    row: Told = {"work_done_year_amount": None, "base_unknown": True, "base_excused": True}
    return told.ledger(), a_view(JULY_11), project_is(row)


def base_missing_though_december_was_asked_for() -> Example:
    """The other project reported November 2024: December could be asked for, nobody sent it: excused in neither."""
    told = story(a_project(), a_project("01-02")).report(NOV_24, work(NOV_24, 10, project="01-02"))
    told.report(JUNE, work(JUNE, 500), plan(JUNE, 2025, 60))
    silent = project_is({"base_unknown": True, "base_excused": False, "reported": False}, "01-02")
    row = project_is({"base_unknown": True, "base_excused": False})
    return told.ledger(), a_view(JULY_11), _both(row, silent) | reported_are(2, 1, 0, 1)


def base_missing_in_the_month_that_opened_the_ledger() -> Example:
    """December itself was the first month: it could be reported, so its lack is not excused."""
    told = story(a_project(), a_project("01-02")).report(DEC_24, work(DEC_24, 10, project="01-02"))
    told.report(JUNE, work(JUNE, 500), plan(JUNE, 2025, 60))
    expected = project_is({"base_unknown": True, "base_excused": False})
    known = project_is({"base_unknown": False, "base_excused": False}, "01-02")
    return told.ledger(), a_view(JULY_11), _both(expected, known)


def base_of_a_project_that_entered_later() -> Example:
    """The ledger has been open since November 2024; the second project entered in March 2025: excused."""
    first, second = a_project(), a_project("01-02")
    told = story(first).report(NOV_24, work(NOV_24, 10))
    told.tell("edition_taken", morning(date(2025, 3, 1)), (an_edition("newer"), first, second))
    told.report(
        JUNE,
        work(JUNE, 500),
        plan(JUNE, 2025, 60),
        work(JUNE, 300, project="01-02"),
        plan(JUNE, 2025, 9, "01-02"),
    )
    here = project_is({"base_unknown": True, "base_excused": False})
    there = project_is({"base_unknown": True, "base_excused": True}, "01-02")
    return told.ledger(), a_view(JULY_11), _both(here, there)


def never_reported_is_no_missing_base() -> Example:
    """Who never reported owes reports, not a base."""
    told = story(a_project())
    return told.ledger(), a_view(JULY_11), project_is({"base_unknown": False, "base_excused": False})


def base_of_a_month_still_running() -> Example:
    """First reported in November, asked on 5 December: by October, the last closed month, nothing was told."""
    told = story(a_project()).report(NOV, work(NOV, 500), plan(NOV, 2025, 60))
    row: Told = {"work_done_year_amount": None, "base_unknown": False, "base_excused": False}
    return told.ledger(), a_view(DEC_5), project_is(row)


def _both(one: Expected, other: Expected) -> Expected:
    return {"project_state": one["project_state"] | other["project_state"]}


# A project's own elapsed share


def from_september_to_december() -> Example:
    """Due to start in September and to end in December; at October's end 2 of 4 months, 600 of 1,200: no pacing."""
    due = (stated("start", SEPT), stated("completion", DEC))
    told = story(a_project(milestones=due)).report(DEC_24, work(DEC_24, 0))
    told.report(
        OCT, work(OCT, 600), plan(OCT, 2025, 1200), milestone(OCT, "start", done_on=date(2025, 9, 20))
    )
    row: Told = {"elapsed_share": 0.5, "completion_share": 0.5, "pacing_share": 0.0, "state": "green"}
    return told.ledger(), a_view(NOV_11), project_is(row)


def _elapsed(start: date | None, completion: date | None) -> Example:
    days = {"start": start, "completion": completion}
    due = tuple(stated(name, day) for name, day in days.items() if day is not None)
    told = story(a_project(milestones=due)).report(DEC_24, work(DEC_24, 0))
    told.report(OCT, work(OCT, 30), plan(OCT, 2025, 60))
    return told.ledger(), a_view(NOV_11), {}


def _shares(example: Example, elapsed: float | None, pacing: float | None) -> Example:
    ledger, view, _ = example
    return ledger, view, project_is({"elapsed_share": elapsed, "pacing_share": pacing})


def to_a_completion_within_the_year() -> Example:
    """Due to end in November, begun long ago: at October's end 10 of 11, half done: -0.409090909."""
    return _shares(_elapsed(date(2023, 3, 1), NOV), 0.909090909, -0.409090909)


def past_a_completion_within_the_year() -> Example:
    """Due to end in June: at October's end all of the time is over, half is done."""
    return _shares(_elapsed(None, JUNE), 1.0, -0.5)


def a_completion_before_the_year() -> Example:
    """Due to end in 2024: it runs to December, 10 of 12."""
    return _shares(_elapsed(None, DEC_24), 0.833333333, -0.333333333)


def a_completion_after_the_year() -> Example:
    """Due to start in July 2025 and to end in 2026: July to October of July to December, 4 of 6."""
    return _shares(_elapsed(date(2025, 7, 15), JUNE.replace(year=2026)), 0.666666667, -0.166666667)


def a_completion_before_the_start() -> Example:
    """Due to end in June and to start in September: it runs to December, 2 of 4."""
    return _shares(_elapsed(SEPT, JUNE), 0.5, 0.0)


def within_one_month() -> Example:
    """Due to start on 8 and to end on 25 October: at its end 1 of 1."""
    return _shares(_elapsed(date(2025, 10, 8), date(2025, 10, 25)), 1.0, -0.5)


def before_its_due_start() -> Example:
    """Due to start in November: none at October's end, though half is done."""
    return _shares(_elapsed(NOV, None), None, None)


EXAMPLES = (
    base_told_later,
    december_outranks_what_was_told_later,
    december_told_of_work_only,
    base_told_twice,
    base_taken_back,
    base_of_a_project_that_started_this_year,
    nothing_done_at_all,
    nothing_left_of_what_december_knew,
    base_missing_in_the_first_year,
    base_missing_though_december_was_asked_for,
    base_missing_in_the_month_that_opened_the_ledger,
    base_of_a_project_that_entered_later,
    never_reported_is_no_missing_base,
    base_of_a_month_still_running,
    from_september_to_december,
    to_a_completion_within_the_year,
    past_a_completion_within_the_year,
    a_completion_before_the_year,
    a_completion_after_the_year,
    a_completion_before_the_start,
    within_one_month,
    before_its_due_start,
)
