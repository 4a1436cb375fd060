"""Worked examples of states: silence, public record, suspended, withdrawn, services; and the two clocks."""

from __future__ import annotations

from datetime import date, datetime

from .builders import FOUNDED_AT, Story, a_project, a_view, an_edition, morning, page, stated, story
from .example import Example, Expected, Told, project_is
from .ledger import Ledger
from .reported import milestone, stage, work

NOV, DEC, MAR = date(2024, 11, 30), date(2024, 12, 31), date(2025, 3, 31)
APR, MAY, JUNE = date(2025, 4, 30), date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)


def _due(day: date, told: str = "completion") -> Story:
    return story(a_project(milestones=(stated(told, day),)))


def stops_while_green_before_the_close() -> Example:
    """March reported, due in December. On 10 May April is not yet closed (30 April + 10 is that very day)."""
    ledger = _due(date(2025, 12, 31)).report(MAR, work(MAR, 5)).ledger()
    light: Told = {"state": "green", "reporting_overdue": False, "last_period_on": MAR}
    return ledger, a_view(date(2025, 5, 10)), project_is(light)


def stops_while_green() -> Example:
    """The day after, 11 May, April has closed in silence: green turns grey."""
    ledger = _due(date(2025, 12, 31)).report(MAR, work(MAR, 5)).ledger()
    light: Told = {"state": "not_reported", "rule": "silent", "reporting_overdue": True, "late": False}
    light |= {"passed_unreported": False, "delay_days": 0}
    return ledger, a_view(date(2025, 5, 11)), project_is(light)


def stops_while_red() -> Example:
    """Due 2024-12-31, March reported; on 11 May 31+28+31+30+11 = 131 days late: red stays, marked overdue."""
    ledger = _due(DEC).report(MAR, work(MAR, 5)).ledger()
    light: Told = {"state": "red", "rule": "milestones", "reporting_overdue": True, "delay_days": 131}
    return ledger, a_view(date(2025, 5, 11)), project_is(light | {"late": True})


def green_that_stops_and_then_passes() -> Example:
    """Due 2025-06-30, March reported. Grey by 30 June; on 1 July the due day has passed: yellow, 1 day late.

    Silence never improves a light, and here it does not hide one either: it is late, not merely passed.
    """
    ledger = _due(JUNE).report(MAR, work(MAR, 5)).ledger()
    light: Told = {"state": "yellow", "rule": "milestones", "late": True, "passed_unreported": False}
    return ledger, a_view(date(2025, 7, 1)), project_is(light | {"reporting_overdue": True})


def green_that_stops_until_its_due_day() -> Example:
    """The same on 30 June, the due day itself: grey."""
    ledger = _due(JUNE).report(MAR, work(MAR, 5)).ledger()
    return ledger, a_view(JUNE), project_is({"state": "not_reported", "rule": "silent"})


def reports_again() -> Example:
    """Silent in April, May reported: on 5 July May is the last closed month, green again."""
    ledger = _due(date(2025, 12, 31)).report(MAR, work(MAR, 5)).report(MAY, work(MAY, 6)).ledger()
    return ledger, a_view(JULY_5), project_is({"state": "green", "reporting_overdue": False})


def silent_without_nodes() -> Example:
    """Neither due day nor pacing: 无节点 says already that nothing is known; silence does not change it."""
    ledger = story(a_project()).report(MAR, work(MAR, 5)).ledger()
    light: Told = {"state": "no_nodes", "rule": "no_nodes", "reporting_overdue": True, "late": False}
    return ledger, a_view(JULY_5), project_is(light)


def suspended() -> Example:
    """Stopped by a document on 30 June, 181 days past its due day: 停缓建, the clock stands at 181, late it stays."""
    ledger = _due(DEC).report(MAY, stage(MAY, "continuing")).change("suspended", JUNE).ledger()
    light: Told = {"state": "suspended", "rule": "suspended", "late": True, "delay_days": 181}
    return ledger, a_view(JULY_5), project_is(light | {"stage": "suspended", "passed_unreported": False})


def withdrawn_after_completion() -> Example:
    """Completed and then withdrawn from the library: withdrawn comes first."""
    told = _due(DEC).report(MAR, milestone(MAR, "completion", done_on=date(2025, 3, 3)))
    ledger = told.change("withdrawn", JUNE).ledger()
    light: Told = {"state": "withdrawn", "rule": "withdrawn", "completed": True, "late": False}
    return ledger, a_view(JULY_5), project_is(light)


def suspended_and_taken_up_again() -> Example:
    """Stopped on 31 May, 151 days late, and taken up again on 30 June: 151 + 5 days late, red."""
    told = _due(DEC).report(MAY, stage(MAY, "continuing")).change("suspended", MAY).change("resumed", JUNE)
    light: Told = {"state": "red", "stage": "continuing", "delay_days": 156, "late": True}
    return told.ledger(), a_view(JULY_5), project_is(light)


def service_is_never_late() -> Example:
    """A standing service with a passed day is a service: never late, and nothing is passed."""
    ledger = story(a_project(kind="service", milestones=(stated("completion", DEC),))).ledger()
    light: Told = {"state": "service", "rule": "service", "late": False}
    light |= {"passed_unreported": False, "delay_days": 186}
    return ledger, a_view(JULY_5), project_is(light) | {"state_counts": {"service": 1}}


def never_reported_and_passed() -> Example:
    """Due 2024-12-31, no report, no page: 未填报, 时限已过 by 186 days, not late."""
    light: Told = {"state": "not_reported", "rule": "never_reported", "passed_unreported": True}
    light |= {"late": False, "delay_days": 186, "reporting_overdue": False, "year": None}
    light |= {"last_period_on": None, "elapsed_share": None}
    return _due(DEC).ledger(), a_view(JULY_5), project_is(light)


def known_from_pages_only() -> Example:
    """The same with a page of 2025-01-01: 仅公开资料, passed and not late."""
    project = a_project(milestones=(stated("completion", DEC),), evidence=(page(1, date(2025, 1, 1)),))
    light: Told = {"state": "public_only", "rule": "public_only", "passed_unreported": True, "late": False}
    return story(project).ledger(), a_view(JULY_5), project_is(light)


def completed_by_the_public_record() -> Example:
    """Never reported, but a page says completed: blue."""
    told = stated("completion", done_on=date(2025, 2, 2), evidence_no=1)
    project = a_project(milestones=(told,), evidence=(page(1, date(2025, 3, 1)),))
    light: Told = {"state": "completed", "completed_on": date(2025, 2, 2), "last_period_on": None}
    return story(project).ledger(), a_view(JULY_5), project_is(light)


def returned_submission_counts_nowhere() -> Example:
    """June says completed but was returned: no report at all, 5 days past its due day."""
    told = _due(JUNE)
    number = told.submit(JUNE, milestone(JUNE, "completion", done_on=JUNE))
    told.decide(number, "returned", datetime(2025, 7, 4, 9))
    light: Told = {"state": "not_reported", "rule": "never_reported", "last_period_on": None}
    return told.ledger(), a_view(JULY_5), project_is(light | {"passed_unreported": True})


def _accepted_then_withdrawn() -> Ledger:
    """Accepted on 4 July, withdrawn on 8 July."""
    told = _due(JUNE)
    number = told.submit(JUNE, milestone(JUNE, "completion", done_on=JUNE))
    told.decide(number, "accepted", datetime(2025, 7, 4, 9))
    told.decide(number, "withdrawn", datetime(2025, 7, 8, 9))
    return told.ledger()


def submission_withdrawn_again() -> Example:
    """Known on 9 July: the submission was withdrawn, the project never reported, 5 days past on 5 July."""
    view = a_view(JULY_5, datetime(2025, 7, 9, 9))
    light: Told = {"state": "not_reported", "delay_days": 5, "passed_unreported": True}
    return _accepted_then_withdrawn(), view, project_is(light)


def replayed_before_the_withdrawal() -> Example:
    """The same day asked with what was known on 5 July: the submission stood, completed."""
    view = a_view(JULY_5, datetime(2025, 7, 5, 9))
    return _accepted_then_withdrawn(), view, project_is({"state": "completed", "completed_on": JUNE})


def replayed_before_the_acceptance() -> Example:
    """And with what was known on 4 July at 8:59: sent, not yet accepted, it counts nowhere."""
    view = a_view(JULY_5, datetime(2025, 7, 4, 8, 59))
    return _accepted_then_withdrawn(), view, project_is({"state": "not_reported"})


def later_acceptance_is_newer() -> Example:
    """Two submissions of June: the one sent first (7) is accepted last: 7 is current, not 9."""
    told = story(a_project())
    first = told.submit(JUNE, work(JUNE, 7), at=datetime(2025, 7, 1, 9))
    second = told.submit(JUNE, work(JUNE, 9), at=datetime(2025, 7, 2, 9))
    told.decide(second, "accepted", datetime(2025, 7, 3, 9))
    told.decide(first, "accepted", datetime(2025, 7, 4, 9))
    return told.ledger(), a_view(JULY_5), project_is({"work_done_amount": 7})


def late_report_of_an_earlier_month() -> Example:
    """May's report (50) is accepted after June's (70): the later month is the newer, 70."""
    told = story(a_project()).report(JUNE, work(JUNE, 70))
    number = told.submit(MAY, work(MAY, 50), at=datetime(2025, 7, 20, 9))
    told.decide(number, "accepted", datetime(2025, 7, 21, 9))
    return told.ledger(), a_view(JULY_5), project_is({"work_done_amount": 70})


def _thresholds_from_july() -> Ledger:
    told = _due(DEC).threshold(date(2025, 6, 1), "late_red_days", "200", date(2025, 7, 1))
    return told.report(JUNE, work(JUNE, 5)).ledger()


def thresholds_changed_from_a_day_on() -> Example:
    """From 1 July red begins past 200 days: 186 days on 5 July are yellow."""
    return _thresholds_from_july(), a_view(JULY_5), project_is({"state": "yellow", "delay_days": 186})


def thresholds_before_that_day() -> Example:
    """On 30 June the old 90 stands: 31+28+31+30+31+30 = 181 days are red."""
    return _thresholds_from_july(), a_view(JUNE), project_is({"state": "red", "delay_days": 181})


def thresholds_not_yet_known() -> Example:
    """5 July with what was known on 31 May, before the change was set: no June report either.

    Nothing was accepted by then: never reported.
    """
    view = a_view(JULY_5, morning(MAY))
    return _thresholds_from_july(), view, project_is({"state": "not_reported", "delay_days": 186})


def _two_editions() -> Ledger:
    told = _due(JUNE)
    renamed = a_project(name="新名", milestones=(stated("completion", date(2025, 12, 31)),))
    told.tell("edition_taken", datetime(2025, 6, 1, 9), (an_edition("second"), renamed))
    return told.ledger()


def newer_edition() -> Example:
    """An edition taken on 1 June states December: nothing has passed on 5 July."""
    light: Expected = project_is({"name": "新名", "delay_days": 0, "passed_unreported": False})
    return _two_editions(), a_view(JULY_5), light


def older_edition_replayed() -> Example:
    """With what was known on the first day the older edition stands: 5 days passed."""
    view = a_view(JULY_5, FOUNDED_AT)
    return _two_editions(), view, project_is({"name": "项目01-01", "delay_days": 5})


EXAMPLES = (
    stops_while_green_before_the_close,
    stops_while_green,
    stops_while_red,
    green_that_stops_and_then_passes,
    green_that_stops_until_its_due_day,
    reports_again,
    silent_without_nodes,
    suspended,
    withdrawn_after_completion,
    suspended_and_taken_up_again,
    service_is_never_late,
    never_reported_and_passed,
    known_from_pages_only,
    completed_by_the_public_record,
    returned_submission_counts_nowhere,
    submission_withdrawn_again,
    replayed_before_the_withdrawal,
    replayed_before_the_acceptance,
    later_acceptance_is_newer,
    late_report_of_an_earlier_month,
    thresholds_changed_from_a_day_on,
    thresholds_before_that_day,
    thresholds_not_yet_known,
    newer_edition,
    older_edition_replayed,
)
