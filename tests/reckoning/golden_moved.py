"""Worked examples of what moved between two days: every row's part of a county's difference, and why it moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portfolio.model import View

from .builders import Story, a_project, a_view, morning, stated, story
from .ledger import Ledger
from .reported import milestone, money, plan, work

DEC, SEPT, OCT = date(2024, 12, 31), date(2025, 9, 30), date(2025, 10, 31)
SEPT_FINAL, OCT_FINAL = date(2025, 10, 11), date(2025, 11, 11)
A = "421221"
Moves = dict[tuple[str, str], tuple[int, int, str]]
"""County and row to how far the part and the whole moved, and why."""
Example = tuple[Ledger, View, View, str, Moves]
"""The ledger, the two days, the comparison, and all its rows that moved."""

EARLIER = a_view(SEPT_FINAL, morning(date(2025, 10, 12)))
LATER = a_view(OCT_FINAL, morning(date(2025, 11, 12)))
SINCE = a_view(SEPT_FINAL, morning(date(2025, 11, 12)))
"""The day of September's final month as it is known a month later."""


def _september() -> Story:
    """Five projects, nothing done by December, a plan of 100 each; September: 50, 40, 60, 30 and 90, together 270 of 500."""
    names = [f"01-0{number}" for number in range(1, 6)]
    told = story(*(a_project(name) for name in names))
    told.report(DEC, *(work(DEC, 0, project=name) for name in names))
    told.plan_list(date(2025, 1, 20), *((2025, 100, name) for name in names))
    done = zip(names, (50, 40, 60, 30, 90), strict=True)
    return told.report(SEPT, *(work(SEPT, amount, project=name) for name, amount in done))


def each_reason_between_two_months() -> Example:
    """270 of 500 in September, 311 of 630 in October: 41 and 130 more, of

    01-01 reported 70, 20 more; 01-02 did not report, 0; 01-03 was given a plan of 150 and reported 65: 5 and 50; the 30 of
    01-04 were 36 (corrected on 15 October; it did not report either); 01-05 was finished, 10 more; 01-06 entered on
    1 November with a plan of 80: 80. 20 + 0 + 5 + 6 + 10 + 0 = 41, 50 + 80 = 130.
    """
    told = _september()
    told.correct(
        date(2025, 10, 15), "progress_entry", "work_done_amount", "36.00", (6, 3, "30.00"), project="01-04"
    )
    told.plan_list(date(2025, 10, 20), (2025, 150, "01-03"), kind="adjusted", number="发改〔2〕号")
    entering = [a_project(f"01-0{number}") for number in range(1, 7)]
    told.edition(date(2025, 11, 1), date(2025, 11, 1), *entering)
    told.plan_list(date(2025, 11, 3), (2025, 80, "01-06"), kind="adjusted", number="发改〔3〕号")
    told.report(
        OCT,
        work(OCT, 70, project="01-01"),
        work(OCT, 65, project="01-03"),
        work(OCT, 100, project="01-05"),
        milestone(OCT, "completion", project="01-05", done_on=date(2025, 10, 25)),
        work(OCT, 0, project="01-06"),
    )
    moves: Moves = {
        (A, "01-01"): (20, 0, "reported"),
        (A, "01-02"): (0, 0, "silent"),
        (A, "01-03"): (5, 50, "adjusted"),
        (A, "01-04"): (6, 0, "corrected"),
        (A, "01-05"): (10, 0, "finished"),
        (A, "01-06"): (0, 80, "entered"),
    }
    return told.ledger(), EARLIER, LATER, "completion", moves


def since_the_final_month() -> Example:
    """September as it was final on 12 October, and the same day by what is known on 12 November.

    01-02 reported September late, 45 for 40: 5 more; the 30 of 01-04 were 36: 6. October's report counts in none of it.
    """
    told = _september()
    told.correct(
        date(2025, 10, 15), "progress_entry", "work_done_amount", "36.00", (6, 3, "30.00"), project="01-04"
    )
    late = told.submit(SEPT, work(SEPT, 45, project="01-02"), at=morning(date(2025, 10, 18)))
    told.decide(late, "accepted", morning(date(2025, 10, 20)))
    told.report(OCT, work(OCT, 99, project="01-01"))
    moves: Moves = {(A, "01-02"): (5, 0, "reported"), (A, "01-04"): (6, 0, "corrected")}
    return told.ledger(), EARLIER, SINCE, "completion", moves


def an_older_month_reported_late() -> Example:
    """01-02 did not report October; its August, 42, came late and says less than September's 40: nothing of it moved.

    A report of September that came late and was accepted in October moved 01-05 by 4: it reported, though not its October.
    """
    told = _september()
    august = date(2025, 8, 31)
    told.decide(
        told.submit(august, work(august, 42, project="01-02"), at=morning(date(2025, 10, 18))),
        "accepted",
        morning(date(2025, 10, 20)),
    )
    told.decide(
        told.submit(SEPT, work(SEPT, 94, project="01-05"), at=morning(date(2025, 10, 18))),
        "accepted",
        morning(date(2025, 10, 20)),
    )
    done = {"01-01": 50, "01-03": 60, "01-04": 30}
    told.report(OCT, *(work(OCT, amount, project=name) for name, amount in done.items()))
    return told.ledger(), EARLIER, LATER, "completion", {(A, "01-05"): (4, 0, "reported")}


def a_project_that_left() -> Example:
    """01-05 (90 of 100) was taken out on 20 October: 90 and 100 less. The others reported what they had: nothing moved."""
    told = _september()
    told.change("withdrawn", date(2025, 10, 20), "01-05")
    done = {"01-01": 50, "01-02": 40, "01-03": 60, "01-04": 30}
    told.report(OCT, *(work(OCT, amount, project=name) for name, amount in done.items()))
    return told.ledger(), EARLIER, LATER, "completion", {(A, "01-05"): (-90, -100, "left")}


def a_renamed_project_is_one_line() -> Example:
    """01-05 (90 of 100 in September) is called 01-07 from 1 November on and reported 95 as such: 5 more, one line, reported.

    The others reported what they had. Under two numbers it would read 90 left and 95 entered.
    """
    told = _september()
    done = {"01-01": 50, "01-02": 40, "01-03": 60, "01-04": 30, "01-05": 95}
    told.report(OCT, *(work(OCT, amount, project=name) for name, amount in done.items()))
    rows = [a_project(f"01-0{number}") for number in range(1, 5)]
    told.edition(date(2025, 11, 8), date(2025, 11, 1), *rows, a_project("01-07", predecessor_ids=("01-05",)))
    return told.ledger(), EARLIER, LATER, "completion", {(A, "01-07"): (5, 0, "reported")}


def late_and_late_no_more() -> Example:
    """Of three with a day of completion: 01-01 (due 31 October) turned late in November: one more of the part.

    01-02 (due 31 August, late in September) was given until 2026 by an approval: one less. 01-03 (due 30 September, late)
    reported that it was done on 20 October: late no more, and finished. All three count in both wholes.
    """
    days = {"01-01": OCT, "01-02": date(2025, 8, 31), "01-03": SEPT}
    told = story(*(a_project(name, milestones=(stated("completion", due),)) for name, due in days.items()))
    told.report(SEPT, *(work(SEPT, 1, project=name) for name in days))
    told.report(
        OCT,
        work(OCT, 2, project="01-01"),
        milestone(
            OCT,
            "completion",
            project="01-02",
            due_on=date(2026, 6, 30),
            approval="批〔1〕号",
            approved_on=date(2025, 10, 20),
        ),
        milestone(OCT, "completion", project="01-03", done_on=date(2025, 10, 20)),
    )
    moves: Moves = {
        (A, "01-01"): (1, 0, "slipped"),
        (A, "01-02"): (-1, 0, "adjusted"),
        (A, "01-03"): (-1, 0, "finished"),
    }
    return told.ledger(), EARLIER, LATER, "late", moves


def money_that_came() -> Example:
    """Allocated 100, received 40 in September; 120 and 90 in October: 50 of the part, 20 of the whole."""
    told = story(a_project())
    told.report(SEPT, money(SEPT, allocated=100, received=40))
    told.report(OCT, money(OCT, allocated=120, received=90))
    return told.ledger(), EARLIER, LATER, "disbursed", {(A, "01-01"): (50, 20, "reported")}


def a_plan_is_told_in_the_next_year() -> Example:
    """The year under review turns: 90 of 100 in December, 5 of 60 in February; 85 and 40 less, reported, not adjusted."""
    told = story(a_project())
    told.report(DEC, work(DEC, 0), plan(DEC, 2025, 100))
    december, february = date(2025, 12, 31), date(2026, 2, 28)
    told.report(december, work(december, 90))
    told.plan_list(date(2026, 1, 20), (2026, 60))
    told.report(february, work(february, 95))
    earlier = a_view(date(2026, 1, 11), morning(date(2026, 1, 12)))
    later = a_view(date(2026, 3, 11), morning(date(2026, 3, 12)))
    return told.ledger(), earlier, later, "completion", {(A, "01-01"): (-85, -40, "reported")}


EXAMPLES: tuple[Callable[[], Example], ...] = (
    each_reason_between_two_months,
    since_the_final_month,
    an_older_month_reported_late,
    a_project_that_left,
    a_renamed_project_is_one_line,
    late_and_late_no_more,
    money_that_came,
    a_plan_is_told_in_the_next_year,
)
