"""Worked examples of done, implied and late: what is finished, what is told by another, what stays open."""

from __future__ import annotations

from datetime import date

from .builders import a_project, a_view, page, stated, story
from .example import Example, Told, milestone_is, project_is
from .ledger import Ledger
from .reported import milestone, stage, work

DEC, JAN, MAR = date(2024, 12, 31), date(2025, 1, 31), date(2025, 3, 31)
APR, MAY, JUNE = date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)


def _silent_of_milestones(*told: object) -> Ledger:
    """A ledger of one project with these library milestones and a June report that tells nothing of them."""
    return story(a_project(milestones=told)).report(JUNE, stage(JUNE, "continuing")).ledger()


def start_ninety_days_late() -> Example:
    """Start due 2025-04-06, open on 5 July: 24+31+30+5 = 90 days, still yellow, by the rule of start."""
    light: Told = {"state": "yellow", "rule": "start", "delay_days": 90, "start_delay_days": 90}
    light |= {"delay_milestone": "start", "late": True, "started": False}
    return _silent_of_milestones(stated("start", date(2025, 4, 6))), a_view(JULY_5), project_is(light)


def start_ninety_one_days_late() -> Example:
    """Start due 2025-04-05, one day earlier: 91 days, red."""
    light: Told = {"state": "red", "rule": "start", "delay_days": 91}
    return _silent_of_milestones(stated("start", date(2025, 4, 5))), a_view(JULY_5), project_is(light)


def due_today_is_not_late() -> Example:
    """Start due on the very day asked about: 0 days, green."""
    light: Told = {"state": "green", "rule": "on_schedule", "delay_days": 0, "delay_milestone": None}
    light |= {"late": False, "start_delay_days": 0}
    return _silent_of_milestones(stated("start", JULY_5)), a_view(JULY_5), project_is(light)


def equal_delays_name_the_earlier() -> Example:
    """Tender and main structure both due 2025-06-30: both 5 days late, the tender is named."""
    told = (stated("main_structure", JUNE), stated("tender", JUNE))
    light: Told = {"delay_days": 5, "delay_milestone": "tender", "rule": "milestones"}
    light |= {"start_delay_days": None}
    return _silent_of_milestones(*told), a_view(JULY_5), project_is(light)


def later_milestone_implies_the_late_earlier() -> Example:
    """Tender due 2024-12-31 and never said done; start done 2025-02-10 (due 2025-01-31).

    The tender is implied done, date unknown: no days late. Start: 10 days late when done. None is open.
    """
    told = story(a_project(milestones=(stated("tender", DEC), stated("start", JAN))))
    told.report(JUNE, milestone(JUNE, "start", done_on=date(2025, 2, 10)))
    tender: Told = {"done": False, "implied": True, "late_days": None, "done_on": None}
    start: Told = {"done": True, "implied": False, "late_days": 10, "at_least": False}
    light: Told = {"delay_days": 0, "state": "green", "late": False}
    expected = {"milestones": {("01-01", "tender"): tender, ("01-01", "start"): start}}
    return told.ledger(), a_view(JULY_5), expected | project_is(light)


def completed_by_use_alone() -> Example:
    """In use 2025-03-10; completion (due 2024-10-31) is implied; acceptance due 2024-12-31 is never implied.

    Blue, completed on 10 March; the overdue acceptance stays listed:
    31+28+31+30+31+30+5 = 186 days; it makes the project neither late nor red.
    """
    told = (stated("completion", date(2024, 10, 31)), stated("acceptance", DEC))
    begun = story(a_project(milestones=told))
    begun.report(MAR, milestone(MAR, "in_use", done_on=date(2025, 3, 10)))
    light: Told = {"state": "completed", "rule": "completed", "completed_on": date(2025, 3, 10)}
    light |= {"completed": True, "delay_days": 186, "delay_milestone": "acceptance", "late": False}
    rows = {
        ("01-01", "completion"): {"implied": True, "late_days": None},
        ("01-01", "acceptance"): {"implied": False, "done": False, "late_days": 186},
        ("01-01", "in_use"): {"done": True, "due_on": None, "late_days": None},
    }
    return begun.ledger(), a_view(JULY_5), {"milestones": rows} | project_is(light)


def final_account_is_not_core() -> Example:
    """Completed 2024-12-30 (due the 31st); final account due 2025-01-31 is open 28+31+30+31+30+5 = 155 days.

    It stays listed but sets no delay.
    """
    told = story(a_project(milestones=(stated("completion", DEC), stated("final_account", JAN))))
    told.report(DEC, milestone(DEC, "completion", done_on=date(2024, 12, 30)))
    light: Told = {"state": "completed", "delay_days": 0, "completed_on": date(2024, 12, 30)}
    account = milestone_is("final_account", {"late_days": 155, "implied": False})
    return told.ledger(), a_view(JULY_5), account | project_is(light)


def final_account_implies_nothing() -> Example:
    """The final account is done but is no core milestone: completion stays open, 5 days late on 5 July."""
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(JUNE, milestone(JUNE, "final_account", done_on=date(2025, 6, 20)))
    light: Told = {"state": "yellow", "delay_days": 5, "completed": False}
    return told.ledger(), a_view(JULY_5), project_is(light)


def done_day_taken_back() -> Example:
    """April said completed 2025-04-20, May clears it: open again, due 2025-04-30, 31+30+5 = 66 days late."""
    told = story(a_project(milestones=(stated("completion", APR),)))
    told.report(APR, milestone(APR, "completion", done_on=date(2025, 4, 20)))
    told.report(MAY, milestone(MAY, "completion", cleared=("done_on",)))
    told.report(JUNE, work(JUNE, 5))
    light: Told = {"state": "yellow", "completed": False, "delay_days": 66}
    return told.ledger(), a_view(JULY_5), project_is(light)


def done_day_taken_back_leaves_the_page() -> Example:
    """The owner's done day is cleared; a page of 2025-05-10 says completed 2025-05-08: that one counts.

    Due 2025-04-30: done 8 days late.
    """
    told = story(
        a_project(
            milestones=(stated("completion", APR), stated("completion", None, date(2025, 5, 8), "day", 1)),
            evidence=(page(1, date(2025, 5, 10)),),
        )
    )
    told.report(APR, milestone(APR, "completion", done_on=date(2025, 4, 20)))
    told.report(MAY, milestone(MAY, "completion", cleared=("done_on",)))
    done: Told = {"done": True, "done_on": date(2025, 5, 8), "late_days": 8}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", done)


def done_day_still_to_come() -> Example:
    """June states a completion on 2025-07-06; on 5 July that does not count yet (due 30 June: 5 late)."""
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(JUNE, milestone(JUNE, "completion", done_on=date(2025, 7, 6)))
    row: Told = {"done": False, "done_on": None, "late_days": 5}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


def newer_page_names_a_day_to_come() -> Example:
    """A page of April says done on 2025-03-31, one of May done on 2025-09-30, which on 5 July is still to come.

    The newest statement counts, and it says not yet: open, five days late.
    """
    told = (
        stated("completion", JUNE),
        stated("completion", done_on=MAR, evidence_no=1),
        stated("completion", done_on=date(2025, 9, 30), evidence_no=2),
    )
    pages = (page(1, APR), page(2, MAY, url="https://example.org/2"))
    ledger = (
        story(a_project(milestones=told, evidence=pages)).report(JUNE, stage(JUNE, "continuing")).ledger()
    )
    row: Told = {"done": False, "done_on": None, "late_days": 5}
    return ledger, a_view(JULY_5), milestone_is("completion", row)


def newer_forecast_after_a_postponement() -> Example:
    """A forecast field in May follows April's unapproved later due day: the forecast field is the newer.

    Put off once, in April; on 5 July by 31 + 15 = 46 days (30 June to 15 August).
    """
    told = story(a_project(milestones=(stated("completion", JUNE),)))
    told.report(APR, milestone(APR, "completion", due_on=date(2025, 9, 30)))
    told.report(MAY, milestone(MAY, "completion", forecast_on=date(2025, 8, 15)))
    row: Told = {"forecast_on": date(2025, 8, 15), "due_on": JUNE}
    row |= {"postponement_count": 1, "postponed_days": 46}
    return told.ledger(), a_view(JULY_5), milestone_is("completion", row)


EXAMPLES = (
    start_ninety_days_late,
    start_ninety_one_days_late,
    due_today_is_not_late,
    equal_delays_name_the_earlier,
    later_milestone_implies_the_late_earlier,
    completed_by_use_alone,
    final_account_is_not_core,
    final_account_implies_nothing,
    done_day_taken_back,
    done_day_taken_back_leaves_the_page,
    done_day_still_to_come,
    newer_page_names_a_day_to_come,
    newer_forecast_after_a_postponement,
)
