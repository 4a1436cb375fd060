"""Worked examples of approvals: out of order, after the fact, handed in late, repeated, corrected."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from portfolio.model import MilestoneEntry

from .builders import Story, a_project, a_view, morning, stated, story
from .example import Example, Told, milestone_is, project_is
from .reported import milestone

DEC, FEB, MAR = date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 31)
APR, MAY, JUNE = date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
SEPT, OCT = date(2025, 9, 30), date(2025, 10, 31)
JULY_5 = date(2025, 7, 5)
MARCH_10 = date(2025, 3, 10)


def _due(due_on: date) -> Story:
    return story(a_project(milestones=(stated("completion", due_on),)))


def _approved(period_on: date, due_on: date, approved_on: date, number: str = "批1号") -> MilestoneEntry:
    return milestone(period_on, "completion", due_on=due_on, approval=number, approved_on=approved_on)


def approvals_out_of_order() -> Example:
    """Due 2024-12-31. February hands in 批2 of 10 February (to 30 June), March then 批1 of 20 January (to 31 March).

    In force is the newer 批2: slip 31+28+31+30+31+30 = 181, 5 days late on 5 July. Two approvals. 批1 came when 20
    days were late (31 December to 20 January); 批2 did not (due 31 March by then). 批1 was handed in on 3 April, more
    than a month after 20 January: 补报批文; 批2 on 3 March, by 10 March: not.
    """
    told = _due(DEC).report(FEB, _approved(FEB, JUNE, date(2025, 2, 10), "批2号"))
    told.report(MAR, _approved(MAR, MAR, date(2025, 1, 20)))
    row: Told = {
        "original_due_on": DEC,
        "due_on": JUNE,
        "slip_days": 181,
        "late_days": 5,
        "approved_count": 2,
    }
    row |= {"late_approval_count": 1, "late_approval_days": 20, "late_filed_count": 1, "forecast_on": None}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row) | project_is({"approved_count": 2})


def before_the_second_is_handed_in() -> Example:
    """The same at the end of February: 批2 alone moves 31 December, 31 + 10 = 41 days late by then."""
    told = _due(DEC).report(FEB, _approved(FEB, JUNE, date(2025, 2, 10), "批2号"))
    told.report(MAR, _approved(MAR, MAR, date(2025, 1, 20)))
    row: Told = {"due_on": JUNE, "approved_count": 1, "late_approval_count": 1, "late_approval_days": 41}
    return told.ledger(), a_view(FEB), milestone_is("completion", row | {"late_filed_count": 0})


def approved_after_the_fact() -> Example:
    """Due 2025-03-31; approved on 20 May to 31 August, 30 + 20 = 50 days late: not late now, 逾期后调整 50 days."""
    told = _due(MAR).report(MAY, _approved(MAY, date(2025, 8, 31), date(2025, 5, 20)))
    row: Told = {"due_on": date(2025, 8, 31), "slip_days": 153, "late_days": 0, "late_filed_count": 0}
    row |= {"approved_count": 1, "late_approval_count": 1, "late_approval_days": 50}
    light: Told = {"late": False, "delay_days": 0}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row) | project_is(light)


def approved_after_it_was_done() -> Example:
    """Due 2025-03-31, done 15 May, approved on 10 June to 31 May: 0 days late, but 30 + 15 = 45 by that approval."""
    told = _due(MAR).report(MAY, milestone(MAY, "completion", done_on=date(2025, 5, 15)))
    told.report(JUNE, _approved(JUNE, MAY, date(2025, 6, 10)))
    row: Told = {"done": True, "late_days": 0, "slip_days": 61, "late_approval_days": 45}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def two_approvals_after_the_fact() -> Example:
    """Due 2025-03-31; 10 April to 30 April (10 late), 20 May to 31 August (20 late): twice, 30 days together."""
    told = _due(MAR).report(APR, _approved(APR, APR, date(2025, 4, 10)))
    told.report(MAY, _approved(MAY, date(2025, 8, 31), date(2025, 5, 20), "批2号"))
    row: Told = {"approved_count": 2, "late_approval_count": 2, "late_approval_days": 30}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def approved_on_the_due_day() -> Example:
    """Approved on the due day itself: in time, nothing is carried."""
    told = _due(MAR).report(MAR, _approved(MAR, SEPT, MAR))
    row: Told = {"approved_count": 1, "late_approval_count": 0, "late_approval_days": None}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def late_by_a_milestone_implied_since() -> Example:
    """Tender due 2025-03-31, approved 20 April to 31 May; start done 10 May tells that it is done, nobody knows when.

    On 20 April it was still open, 20 days late. A start done on 10 April would have implied it by then: not known.
    """
    told = story(a_project(milestones=(stated("tender", MAR),)))
    told.report(APR, milestone(APR, "tender", due_on=MAY, approval="批1号", approved_on=date(2025, 4, 20)))
    told.report(MAY, milestone(MAY, "start", done_on=date(2025, 5, 10)))
    row: Told = {"implied": True, "late_days": None, "late_approval_count": 1, "late_approval_days": 20}
    return told.ledger(), a_view(JULY_5), milestone_is("tender", row)


def done_by_a_milestone_implied_before() -> Example:
    """The same with a start done on 10 April: on 20 April the tender was done, nobody knows since when."""
    told = story(a_project(milestones=(stated("tender", MAR),)))
    told.report(APR, milestone(APR, "tender", due_on=MAY, approval="批1号", approved_on=date(2025, 4, 20)))
    told.report(MAY, milestone(MAY, "start", done_on=date(2025, 4, 10)))
    row: Told = {"implied": True, "approved_count": 1, "late_approval_count": 0, "late_approval_days": None}
    return told.ledger(), a_view(JULY_5), milestone_is("tender", row)


def _handed_in(at: datetime, told: dict[str, Any]) -> Example:
    begun = _due(JUNE)
    number = begun.submit(FEB, _approved(FEB, SEPT, date(2025, 1, 31)), at=at)
    begun.decide(number, "accepted", morning(date(2025, 3, 10)))
    return begun.ledger(), a_view(JULY_5), milestone_is("completion", {"approved_count": 1} | told)


def handed_in_within_the_month() -> Example:
    """Approved 31 January, handed in on 28 February, the last day of the month after: in time."""
    return _handed_in(morning(FEB), {"late_filed_count": 0})


def handed_in_a_day_later() -> Example:
    """The same handed in on 1 March: 补报批文, however soon it is accepted."""
    return _handed_in(morning(date(2025, 3, 1)), {"late_filed_count": 1})


def a_repeated_approval_counts_once() -> Example:
    """批1 of 10 March (to 30 September) handed in on 3 April, and again with April's and May's report.

    One approval, in time by 10 April, though the last copy came on 3 June.
    """
    told = _due(JUNE)
    for month in (MAR, APR, MAY):
        told.report(month, _approved(month, SEPT, MARCH_10))
    row: Told = {"due_on": SEPT, "approved_count": 1, "late_filed_count": 0, "slip_days": 92}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def an_old_approval_repeated() -> Example:
    """批1 of 10 March (30 September), 批2 of 20 April (31 October), then May's sheet still carries 批1.

    批2 stays in force, the old one comes back in no way: two approvals, slip 92 + 31 = 123, nothing forecast.
    """
    told = _due(JUNE).report(MAR, _approved(MAR, SEPT, MARCH_10))
    told.report(APR, _approved(APR, OCT, date(2025, 4, 20), "批2号")).report(
        MAY, _approved(MAY, SEPT, MARCH_10)
    )
    row: Told = {"due_on": OCT, "approved_count": 2, "slip_days": 123, "forecast_on": None}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row | {"late_filed_count": 0})


def one_approval_stated_anew() -> Example:
    """April states 批1 of 10 March again, with 31 October instead of 30 September: the newest statement, one approval."""
    told = _due(JUNE).report(MAR, _approved(MAR, SEPT, MARCH_10)).report(APR, _approved(APR, OCT, MARCH_10))
    row: Told = {"due_on": OCT, "approved_count": 1, "slip_days": 123, "forecast_on": None}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def a_corrected_approval_that_had_been_repeated() -> Example:
    """批1 of 10 March said 30 September, April repeated it; May's correction makes it 31 October: one approval.

    Both statements are mended, so the mended one was handed in on 3 April: in time.
    """
    told = _due(JUNE).report(MAR, _approved(MAR, SEPT, MARCH_10)).report(APR, _approved(APR, SEPT, MARCH_10))
    told.report(MAY, milestone(MAY, "completion", due_on=OCT, correction=True))
    row: Told = {"original_due_on": JUNE, "due_on": OCT, "approved_count": 1, "slip_days": 123}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row | {"late_filed_count": 0})


def a_slip_of_the_pen_stated_twice() -> Example:
    """March and April typed 2052-06-30; May's correction makes both 2025-06-30: nothing slipped, 5 days late."""
    told = story(a_project())
    for month in (MAR, APR):
        told.report(month, milestone(month, "completion", due_on=date(2052, 6, 30)))
    told.report(MAY, milestone(MAY, "completion", due_on=JUNE, correction=True))
    row: Told = {"original_due_on": JUNE, "due_on": JUNE, "slip_days": 0, "approved_count": 0}
    row |= {"postponement_count": 0, "forecast_on": None, "late_days": 5}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def a_correction_leaves_the_plan_as_printed() -> Example:
    """The plan prints 30 June, April's report repeats it, May's correction makes April's 31 July: the plan's stays.

    What is left of April is a day beyond the due day, without approval: 31 days.
    """
    told = _due(JUNE).report(APR, milestone(APR, "completion", due_on=JUNE))
    told.report(MAY, milestone(MAY, "completion", due_on=date(2025, 7, 31), correction=True))
    row: Told = {
        "due_on": JUNE,
        "forecast_on": date(2025, 7, 31),
        "postponed_days": 31,
        "postponement_count": 1,
    }
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


EXAMPLES = (
    approvals_out_of_order,
    before_the_second_is_handed_in,
    approved_after_the_fact,
    approved_after_it_was_done,
    two_approvals_after_the_fact,
    approved_on_the_due_day,
    late_by_a_milestone_implied_since,
    done_by_a_milestone_implied_before,
    handed_in_within_the_month,
    handed_in_a_day_later,
    a_repeated_approval_counts_once,
    an_old_approval_repeated,
    one_approval_stated_anew,
    a_corrected_approval_that_had_been_repeated,
    a_slip_of_the_pen_stated_twice,
    a_correction_leaves_the_plan_as_printed,
)
