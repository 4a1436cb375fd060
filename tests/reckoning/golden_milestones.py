"""Worked examples of milestones: due, postponed, done, implied, late."""

from __future__ import annotations

from datetime import date

from .builders import a_project, a_view, page, stated, story
from .example import Example, Told, milestone_is, project_is
from .reported import milestone, work

NOV, FEB, MAR = date(2024, 11, 30), date(2025, 2, 28), date(2025, 3, 31)
APR, MAY, JUNE = date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)


def year_only_due_day() -> Example:
    """A plan says only "2025": due is 2025-12-31, so on 2026-01-01 it is 1 day late and yellow.

    November is the last closed month (30 November + 10 = 10 December < 1 January) and was reported.
    """
    project = a_project(milestones=(stated("completion", date(2025, 12, 31), precision="year"),))
    ledger = story(project).report(date(2025, 11, 30), work(date(2025, 11, 30), 5)).ledger()
    told: Told = {"due_precision": "year", "late_days": 1, "at_least": False, "done": False}
    light: Told = {"state": "yellow", "rule": "milestones", "late": True, "reporting_overdue": False}
    return ledger, a_view(date(2026, 1, 1)), milestone_is("completion", told) | project_is(light)


def _page_says_started_in_2024() -> tuple[object, ...]:
    return (
        stated("start", date(2023, 10, 31)),
        stated("start", done_on=date(2024, 12, 31), precision="year", evidence_no=1),
    )


def year_only_done_day() -> Example:
    """Due 2023-10-31; a page of 2025-03-01 says done "in 2024": at least 62 days late.

    From 31 October to the period's first day, 1 January 2024: 30 (November) + 31 (December) + 1 = 62.
    """
    project = a_project(milestones=_page_says_started_in_2024(), evidence=(page(1, date(2025, 3, 1)),))
    told: Told = {"done": True, "done_on": date(2024, 12, 31), "late_days": 62, "at_least": True}
    light: Told = {"state": "public_only", "rule": "public_only", "start_delay_days": 0, "late": False}
    light |= {"passed_unreported": False, "started": True}
    return story(project).ledger(), a_view(MAR), milestone_is("start", told) | project_is(light)


def year_only_done_day_before_its_page() -> Example:
    """The same the day before the page: not done, open 486 days, passed and unreported.

    31 October 2023 to 31 October 2024 is 366 (a leap year), to 28 February 30+31+31+28 = 120: 486 in all.
    """
    project = a_project(milestones=_page_says_started_in_2024(), evidence=(page(1, date(2025, 3, 1)),))
    told: Told = {"done": False, "done_on": None, "late_days": 486, "at_least": False}
    light: Told = {"state": "not_reported", "rule": "never_reported", "late": False}
    light |= {"passed_unreported": True, "delay_days": 486, "has_evidence": False}
    return story(project).ledger(), a_view(FEB), milestone_is("start", told) | project_is(light)


def page_without_a_day_of_its_own() -> Example:
    """A page without published_on is dated by the earliest held day of that address: 2025-05-02.

    It tells of a completion on 2025-04-28, which therefore counts from 2 May; the day before it does not.
    """
    pages = (page(1, None, date(2025, 6, 1)), page(2, None, date(2025, 5, 2)))
    told = stated("completion", done_on=date(2025, 4, 28), evidence_no=1)
    ledger = story(a_project(milestones=(told,), evidence=pages)).ledger()
    light: Told = {"state": "completed", "completed_on": date(2025, 4, 28), "has_evidence": True}
    return ledger, a_view(date(2025, 5, 2)), project_is(light)


def two_published_due_days() -> Example:
    """Pages promised completion first by 2025-06-30 and then by 2025-10-31: due is the first.

    The second is a forecast; a page postpones nothing (未经批准推迟 is an owner's doing); on 5 July 5 days late.
    """
    pages = (page(1, date(2024, 5, 1)), page(2, date(2025, 2, 1), url="https://example.org/2"))
    told = (
        stated("completion", JUNE, evidence_no=1),
        stated("completion", date(2025, 10, 31), evidence_no=2),
    )
    ledger = story(a_project(milestones=told, evidence=pages)).ledger()
    due: Told = {"original_due_on": JUNE, "due_on": JUNE, "forecast_on": date(2025, 10, 31)}
    due |= {
        "postponement_count": 0,
        "postponed_days": None,
        "approved_count": 0,
        "slip_days": 0,
        "late_days": 5,
    }
    light: Told = {"state": "public_only", "passed_unreported": True, "delay_days": 5}
    return ledger, a_view(JULY_5), milestone_is("completion", due) | project_is(light)


def a_repeated_due_day_says_nothing_new() -> Example:
    """Due 2025-12-31, forecast 2026-06-30 in May; June's report repeats the due day: the warning stays.

    2025-12-31 to 2026-06-30 is 181 days, above 60; on 5 July not yet due. It is put off without approval, once.
    """
    may, due = date(2025, 5, 31), date(2025, 12, 31)
    told = story(a_project()).report(
        may, milestone(may, "completion", due_on=due, forecast_on=date(2026, 6, 30))
    )
    told.report(JUNE, milestone(JUNE, "completion", due_on=due))
    row: Told = {"due_on": due, "forecast_on": date(2026, 6, 30), "warning": True}
    row |= {"postponement_count": 1, "postponed_days": 181, "forecast_past_days": 0}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def rescheduled_twice_once_approved() -> Example:
    """Due 2024-12-31; approved to 2025-03-31; then 2025-06-30 without approval. Asked on 2025-05-15.

    Slip 31+28+31 = 90. Late from 31 March: 30 + 15 = 45. The second is only the forecast, 30+31+30 = 91 days
    after the due day in force: 未经批准推迟, once.
    April closed on 11 May without a report: yellow stays, marked overdue.
    """
    told = story(a_project(milestones=(stated("completion", date(2024, 12, 31)),)))
    told.report(
        NOV, milestone(NOV, "completion", due_on=MAR, approval="批1号", approved_on=date(2024, 11, 20))
    )
    ledger = told.report(FEB, milestone(FEB, "completion", due_on=JUNE)).ledger()
    due: Told = {"original_due_on": date(2024, 12, 31), "due_on": MAR, "forecast_on": JUNE}
    due |= {
        "approved_count": 1,
        "slip_days": 90,
        "late_days": 45,
        "postponement_count": 1,
        "postponed_days": 91,
    }
    light: Told = {"state": "yellow", "rule": "milestones", "reporting_overdue": True, "late": True}
    return ledger, a_view(date(2025, 5, 15)), milestone_is("completion", due) | project_is(light)


def postponed_in_the_due_column() -> Example:
    """Due 2025-06-30; April says 31 August, May repeats it, June says 30 September, all unapproved.

    Put off twice, the repetition is none: 31+31+30 = 92 days. Due stays 30 June: 5 days late on 5 July.
    """
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(APR, milestone(APR, "completion", due_on=date(2025, 8, 31)))
    told.report(MAY, milestone(MAY, "completion", due_on=date(2025, 8, 31)))
    told.report(JUNE, milestone(JUNE, "completion", due_on=date(2025, 9, 30)))
    due: Told = {"due_on": JUNE, "forecast_on": date(2025, 9, 30), "slip_days": 0}
    due |= {"postponement_count": 2, "postponed_days": 92}
    light: Told = {"postponed_count": 1, "lapsed_count": 0, "delay_days": 5, "state": "yellow"}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", due) | project_is(light)


def approval_still_to_come() -> Example:
    """Due 2025-06-30; June states 31 December, approved as from 2025-08-01. Asked on 5 July.

    Until August it is the forecast, neither approved nor 未经批准推迟, and the milestone is 5 days late.
    """
    due: Told = {"due_on": JUNE, "forecast_on": date(2025, 12, 31), "late_days": 5}
    due |= {"approved_count": 0, "postponement_count": 0, "postponed_days": None, "slip_days": 0}
    return _approved_for_august(JULY_5, due)


def approval_in_force() -> Example:
    """The same on 2025-08-01: due 31 December, slip 31+31+30+31+30+31 = 184, no forecast, not late.

    It was given when the milestone was 31 + 1 = 32 days late (from 30 June): 逾期后调整.
    """
    due: Told = {"due_on": date(2025, 12, 31), "forecast_on": None, "late_days": 0}
    due |= {"approved_count": 1, "postponement_count": 0, "slip_days": 184}
    due |= {"late_approval_count": 1, "late_approval_days": 32, "late_filed_count": 0}
    return _approved_for_august(date(2025, 8, 1), due)


def _approved_for_august(as_of: date, due: Told) -> Example:
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(
        JUNE,
        milestone(
            JUNE,
            "completion",
            due_on=date(2025, 12, 31),
            approval="批2号",
            approved_on=date(2025, 8, 1),
        ),
    )
    return told.ledger(), a_view(as_of), milestone_is("completion", due)


def slip_of_the_pen() -> Example:
    """March typed 2052-06-30; a reviewer's correction in April makes it 2025-06-30.

    The mended day is the original: no slip, no postponement, nothing late on 15 May.
    """
    told = story(a_project())
    told.report(MAR, milestone(MAR, "completion", due_on=date(2052, 6, 30)))
    told.report(APR, milestone(APR, "completion", due_on=JUNE, correction=True))
    due: Told = {"original_due_on": JUNE, "due_on": JUNE, "slip_days": 0, "postponement_count": 0}
    due |= {"approved_count": 0, "forecast_on": None, "late_days": 0}
    light: Told = {"state": "green", "rule": "on_schedule"}
    return told.ledger(), a_view(date(2025, 5, 15)), milestone_is("completion", due) | project_is(light)


def warning_from_sixty_days() -> Example:
    """Due 2025-08-31; forecast 2025-10-30 is 30 (September) + 30 = 60 days after: a warning, still green."""
    told = story(a_project(milestones=(stated("completion", date(2025, 8, 31)),)))
    told.report(JUNE, milestone(JUNE, "completion", forecast_on=date(2025, 10, 30)))
    light: Told = {"warning_count": 1, "state": "green", "late": False}
    return (
        told.ledger(),
        a_view(JULY_5),
        milestone_is("completion", {"warning": True, "late_days": 0}) | project_is(light),
    )


def no_warning_at_fifty_nine_days() -> Example:
    """Due 2025-08-31; forecast 2025-10-29 is 59 days after: no warning."""
    told = story(a_project(milestones=(stated("completion", date(2025, 8, 31)),)))
    told.report(JUNE, milestone(JUNE, "completion", forecast_on=date(2025, 10, 29)))
    return told.ledger(), a_view(JULY_5), milestone_is("completion", {"warning": False})


EXAMPLES = (
    year_only_due_day,
    year_only_done_day,
    year_only_done_day_before_its_page,
    page_without_a_day_of_its_own,
    two_published_due_days,
    a_repeated_due_day_says_nothing_new,
    rescheduled_twice_once_approved,
    postponed_in_the_due_column,
    approval_still_to_come,
    approval_in_force,
    slip_of_the_pen,
    warning_from_sixty_days,
    no_warning_at_fifty_nine_days,
)
