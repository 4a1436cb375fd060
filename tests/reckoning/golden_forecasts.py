"""Worked examples of forecasts: what ends one, what has passed, what is put off without approval; coarse done days."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import Story, a_project, a_view, page, stated, story
from .example import PROJECT, Example, Told, milestone_is, project_is
from .reported import milestone, stage

MAR, APR, MAY, JUNE = date(2025, 3, 31), date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
AUG, SEPT, NOV = date(2025, 8, 31), date(2025, 9, 30), date(2025, 11, 30)
JULY_5 = date(2025, 7, 5)


def _due_in_june(name: str = "completion") -> Story:
    return story(a_project(milestones=(stated(name, JUNE),)))


def _put_off(told: Story, period_on: date, forecast_on: date) -> Story:
    return told.report(period_on, milestone(period_on, "completion", forecast_on=forecast_on))


def _on_schedule(told: Story, period_on: date) -> Story:
    return told.report(period_on, milestone(period_on, "completion", word="on_schedule"))


def forecast_beyond_an_approval() -> Example:
    """April forecasts 2025-11-30 against 30 June (153 days); May has 30 September approved: the forecast stays.

    It lies 31 + 30 = 61 days beyond the approved day: 未经批准推迟, put off once, in April. Slip 92.
    """
    told = _put_off(_due_in_june(), APR, NOV)
    told.report(MAY, milestone(MAY, "completion", due_on=SEPT, approval="批3号", approved_on=MAY))
    row: Told = {"due_on": SEPT, "forecast_on": NOV, "approved_count": 1, "slip_days": 92}
    row |= {"postponed_days": 61, "postponement_count": 1, "warning": True}
    light: Told = {"postponed_count": 1, "warning_count": 1}
    county = {"late_by_county": {"421221": {"postponed_project_count": 1, "lapsed_project_count": 0}}}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row) | project_is(light) | county


def forecast_within_an_approval() -> Example:
    """April forecasts 31 August, May has 30 September approved: the approved day is the newer word, no forecast."""
    told = _put_off(_due_in_june(), APR, AUG)
    told.report(MAY, milestone(MAY, "completion", due_on=SEPT, approval="批3号", approved_on=MAY))
    row: Told = {"forecast_on": None, "forecast_past_days": None, "postponed_days": None}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row | {"postponement_count": 1})


def forecast_after_an_approval() -> Example:
    """30 September approved in April, May forecasts 31 August, June's sheet repeats the approval: 31 August stands."""
    told = _due_in_june()
    approved: dict[str, Any] = {"due_on": SEPT, "approval": "批3号", "approved_on": APR}
    told.report(APR, milestone(APR, "completion", **approved))
    _put_off(told, MAY, AUG).report(JUNE, milestone(JUNE, "completion", **approved))
    row: Told = {"due_on": SEPT, "forecast_on": AUG, "postponed_days": None, "postponement_count": 0}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def on_schedule_ends_a_forecast() -> Example:
    """April forecasts 30 November, June says 按期: no forecast, no longer put off; that it once was is told."""
    told = _on_schedule(_put_off(_due_in_june(), APR, NOV), JUNE)
    row: Told = {"forecast_on": None, "postponed_days": None, "postponement_count": 1, "due_on": JUNE}
    light: Told = {"postponed_count": 0}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row) | project_is(light)


def on_schedule_before_as_known_then() -> Example:
    """The same asked for the end of May: April's forecast stands."""
    told = _on_schedule(_put_off(_due_in_june(), APR, NOV), JUNE)
    return told.ledger(), a_view(MAY), milestone_is("completion", {"forecast_on": NOV, "postponed_days": 153})


def put_off_again() -> Example:
    """April 31 August, May 按期, June 31 August again: put off twice, by 31 + 31 = 62 days."""
    told = _put_off(_on_schedule(_put_off(_due_in_june(), APR, AUG), MAY), JUNE, AUG)
    row: Told = {"forecast_on": AUG, "postponed_days": 62, "postponement_count": 2}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def whichever_column() -> Example:
    """The due column says 31 August (April), the forecast 30 September (May), the due column 15 August (June).

    The newest is 15 August, 31 + 15 = 46 days after 30 June; put off in April and in May, nearer in June: twice.
    """
    told = _due_in_june().report(APR, milestone(APR, "completion", due_on=AUG))
    _put_off(told, MAY, SEPT).report(JUNE, milestone(JUNE, "completion", due_on=date(2025, 8, 15)))
    row: Told = {"due_on": JUNE, "forecast_on": date(2025, 8, 15), "postponed_days": 46}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row | {"postponement_count": 2})


def on_schedule_beside_a_later_due_day() -> Example:
    """One row says 按期 and 31 August in the due column, unapproved: the day counts, the word does not hide it."""
    told = _due_in_june().report(MAY, milestone(MAY, "completion", due_on=AUG, word="on_schedule"))
    row: Told = {"forecast_on": AUG, "postponed_days": 62, "postponement_count": 1}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def forecast_lapsed() -> Example:
    """Due 2025-03-31, April forecasts 31 May; on 5 July that is past by 30 + 5 = 35 days, and nothing newer was said.

    预计已过、须重报: listed; still put off without approval by 61 days, 96 days late.
    """
    told = story(a_project(milestones=(stated("completion", MAR),)))
    _put_off(told, APR, MAY).report(JUNE, stage(JUNE, "continuing"))
    row: Told = {"forecast_on": MAY, "forecast_past_days": 35, "late_days": 96, "postponed_days": 61}
    expected = {"standings": {(PROJECT, "completion"): {"lapsed": True, "standing": "late"}}}
    return (
        told.ledger(),
        a_view(JULY_5),
        milestone_is("completion", row) | project_is({"lapsed_count": 1}) | expected,
    )


def forecast_of_the_day_asked() -> Example:
    """A forecast of the very day asked about has not passed."""
    told = _put_off(_due_in_june(), MAY, JULY_5)
    expected = {"standings": {(PROJECT, "completion"): {"lapsed": False}}}
    row: Told = {"forecast_on": JULY_5, "forecast_past_days": 0}
    return (
        told.ledger(),
        a_view(JULY_5),
        milestone_is("completion", row) | project_is({"lapsed_count": 0}) | expected,
    )


def a_page_s_forecast_lapses_unlisted() -> Example:
    """Pages promised 31 March, then 31 May; nobody ever reported: past by 35 days, nobody put it off or owes a word."""
    pages = (page(1, date(2024, 5, 1)), page(2, date(2025, 2, 1), url="https://example.org/2"))
    told = (stated("completion", MAR, evidence_no=1), stated("completion", MAY, evidence_no=2))
    ledger = story(a_project(milestones=told, evidence=pages)).ledger()
    row: Told = {
        "forecast_on": MAY,
        "forecast_past_days": 35,
        "postponed_days": None,
        "postponement_count": 0,
    }
    expected = {"standings": {(PROJECT, "completion"): {"lapsed": False, "standing": "passed_unreported"}}}
    return ledger, a_view(JULY_5), milestone_is("completion", row) | expected


def done_ends_a_forecast() -> Example:
    """April forecasts 31 August, June says done on 20 June: neither forecast nor put off; once put off is history."""
    told = _put_off(_due_in_june(), APR, AUG)
    told.report(JUNE, milestone(JUNE, "completion", done_on=date(2025, 6, 20)))
    row: Told = {"forecast_on": None, "forecast_past_days": None, "postponed_days": None}
    row |= {"postponement_count": 1, "late_days": 0}
    light: Told = {"postponed_count": 0, "lapsed_count": 0}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row) | project_is(light)


def implied_ends_a_forecast() -> Example:
    """The tender's forecast of 31 May ends with the start, done on 20 May: it did not lapse."""
    told = _due_in_june("tender").report(APR, milestone(APR, "tender", forecast_on=MAY))
    told.report(JUNE, milestone(JUNE, "start", done_on=date(2025, 5, 20)))
    row: Told = {"implied": True, "forecast_on": None, "forecast_past_days": None}
    return told.ledger(), a_view(JULY_5), milestone_is("tender", row)


def a_final_account_is_put_off_by_nobody() -> Example:
    """竣工财务决算 due 30 June, forecast 30 September: a forecast, but no core milestone: not 未经批准推迟."""
    told = _due_in_june("final_account").report(MAY, milestone(MAY, "final_account", forecast_on=SEPT))
    row: Told = {"forecast_on": SEPT, "postponed_days": None}
    return (
        told.ledger(),
        a_view(JULY_5),
        milestone_is("final_account", row) | project_is({"postponed_count": 0}),
    )


def _done_in_the_second_half(as_of: date, told: Told) -> Example:
    half = stated("completion", None, date(2025, 12, 31), "half", 1)
    project = a_project(milestones=(stated("completion", MAY), half), evidence=(page(1, MAY),))
    return story(project).ledger(), a_view(as_of), milestone_is("completion", told)


def coarse_done_day_not_begun() -> Example:
    """A page of 31 May says completed "in the second half"; on 30 June that has not begun: open, 30 days late."""
    return _done_in_the_second_half(JUNE, {"done": False, "done_on": None, "late_days": 30})


def coarse_done_day_just_begun() -> Example:
    """The same on 1 July: done, at least 31 days late (31 May to the period's first day)."""
    told: Told = {"done": True, "done_on": date(2025, 12, 31), "late_days": 31, "at_least": True}
    return _done_in_the_second_half(date(2025, 7, 1), told)


def forecast_of_a_month() -> Example:
    """April says 2025年11月: the forecast is told as a month and counts as 30 November, 153 days beyond 30 June."""
    coarse: Any = {"forecast_on": NOV, "forecast_precision": "month"}
    told = _due_in_june().report(APR, milestone(APR, "completion", **coarse))
    row: Told = coarse | {"postponed_days": 153, "forecast_past_days": 0}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def forecast_of_a_month_then_of_a_day() -> Example:
    """April says 2025年11月, May the 30 September as the due day, in the due column: told to the day, 92 days beyond."""
    told = _due_in_june().report(
        APR, milestone(APR, "completion", forecast_on=NOV, forecast_precision="month")
    )
    told.report(MAY, milestone(MAY, "completion", due_on=SEPT))
    row: Told = {"forecast_on": SEPT, "forecast_precision": "day", "postponed_days": 92}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def coarse_done_day_reported_early() -> Example:
    """June's report says completed "in July": on 30 June it has not, though it was accepted."""
    told = _due_in_june().report(
        JUNE, milestone(JUNE, "completion", done_on=date(2025, 7, 31), done_precision="month")
    )
    return told.ledger(), a_view(JUNE), milestone_is("completion", {"done": False, "late_days": 0})


EXAMPLES = (
    forecast_beyond_an_approval,
    forecast_within_an_approval,
    forecast_after_an_approval,
    on_schedule_ends_a_forecast,
    on_schedule_before_as_known_then,
    put_off_again,
    whichever_column,
    on_schedule_beside_a_later_due_day,
    forecast_lapsed,
    forecast_of_the_day_asked,
    a_page_s_forecast_lapses_unlisted,
    done_ends_a_forecast,
    implied_ends_a_forecast,
    a_final_account_is_put_off_by_nobody,
    coarse_done_day_not_begun,
    coarse_done_day_just_begun,
    coarse_done_day_reported_early,
    forecast_of_a_month,
    forecast_of_a_month_then_of_a_day,
)
