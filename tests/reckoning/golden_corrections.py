"""Worked examples of corrections: a slip of the pen mended, what was known before, and a report taken back.

A story's first two events are the edition and the thresholds: its first report is event 3 (accepted by 4), its second 5.
"""

from __future__ import annotations

from datetime import date, timedelta

from .builders import Story, a_project, a_view, morning, stated, story
from .example import Example, Told, funding_is, milestone_is, project_is
from .reported import invested, milestone, money, plan, stage, work

DEC, APR = date(2024, 12, 31), date(2025, 4, 30)
MAY, JUNE = date(2025, 5, 31), date(2025, 6, 30)
JULY_5, JULY_8 = date(2025, 7, 5), date(2025, 7, 8)
MENDED_ON, DAYS = date(2025, 7, 6), "milestone_entry"
SLIP, MEANT = date(2052, 6, 30), date(2025, 6, 30)
FIRST, SECOND = 3, 5


def _slip_alone() -> Story:
    """No plan states a day; June's report states 2052-06-30 for 2025-06-30."""
    return story(a_project()).report(JUNE, milestone(JUNE, "completion", due_on=SLIP))


def _slip_mended() -> Story:
    return _slip_alone().correct(MENDED_ON, DAYS, "due_on", "2025-06-30", (FIRST, 0, "2052-06-30"))


def slip_of_the_pen_mended() -> Example:
    """2052-06-30 for 2025-06-30, mended on 6 July: on 8 July due 2025-06-30 from the beginning, 8 days late, no slip."""
    row: Told = {"original_due_on": MEANT, "due_on": MEANT, "late_days": 8, "slip_days": 0}
    row |= {"approved_count": 0, "postponement_count": 0, "forecast_on": None}
    light: Told = {"state": "yellow", "rule": "milestones", "delay_days": 8, "late": True}
    return _slip_mended().ledger(), a_view(JULY_8), milestone_is("completion", row) | project_is(light)


def known_before_the_correction() -> Example:
    """The same day asked with what was known before the acceptance: due 2052-06-30, nothing late."""
    known_at = morning(MENDED_ON) + timedelta(minutes=30)
    row: Told = {"original_due_on": SLIP, "due_on": SLIP, "late_days": 0, "slip_days": 0}
    return _slip_mended().ledger(), a_view(JULY_8, known_at), milestone_is("completion", row)


def past_day_asked_after_the_correction() -> Example:
    """5 July, the day before the correction, with all that is known now: 5 days late."""
    row: Told = {"due_on": MEANT, "late_days": 5}
    return _slip_mended().ledger(), a_view(JULY_5), milestone_is("completion", row)


def proposed_and_not_accepted() -> Example:
    """Proposed only: the slip stands."""
    told = _slip_alone()
    told.propose(morning(MENDED_ON), DAYS, "due_on", "2025-06-30", (FIRST, 0, "2052-06-30"))
    return told.ledger(), a_view(JULY_8), milestone_is("completion", {"due_on": SLIP, "late_days": 0})


def refused() -> Example:
    """Proposed and refused: the slip stands."""
    told = _slip_alone()
    number = told.propose(morning(MENDED_ON), DAYS, "due_on", "2025-06-30", (FIRST, 0, "2052-06-30"))
    told.judge(number, "refused", morning(JULY_8))
    return told.ledger(), a_view(JULY_8), milestone_is("completion", {"due_on": SLIP, "late_days": 0})


def mended_again() -> Example:
    """Mended to 2025-05-30 by another slip, then to 2025-06-30: the one accepted last holds, 8 days late on 8 July."""
    told = _slip_alone().correct(MENDED_ON, DAYS, "due_on", "2025-05-30", (FIRST, 0, "2052-06-30"))
    told.correct(date(2025, 7, 7), DAYS, "due_on", "2025-06-30", (FIRST, 0, "2025-05-30"))
    return told.ledger(), a_view(JULY_8), milestone_is("completion", {"due_on": MEANT, "late_days": 8})


def accepted_last_holds() -> Example:
    """Two proposals for one statement: the one proposed first (2025-06-20) is accepted last and holds, 18 days late."""
    told = _slip_alone()
    first = told.propose(morning(JULY_5), DAYS, "due_on", "2025-06-20", (FIRST, 0, "2052-06-30"))
    second = told.propose(morning(MENDED_ON), DAYS, "due_on", "2025-06-30", (FIRST, 0, "2052-06-30"))
    told.judge(second, "accepted", morning(MENDED_ON))
    told.judge(first, "accepted", morning(date(2025, 7, 7)))
    row: Told = {"due_on": date(2025, 6, 20), "late_days": 18}
    return told.ledger(), a_view(JULY_8), milestone_is("completion", row)


def _run(*mended: int) -> Story:
    """Due 2025-06-30 by the plan; April and May say 2052-06-30, of which the named ones are mended."""
    told = story(a_project(milestones=(stated("completion", MEANT),)))
    told.report(APR, milestone(APR, "completion", due_on=SLIP))
    told.report(MAY, milestone(MAY, "completion", due_on=SLIP))
    statements = [(number, 0, "2052-06-30") for number in mended]
    return told.correct(MENDED_ON, DAYS, "due_on", "2025-06-30", *statements)


def unbroken_run_mended() -> Example:
    """Both mended: no postponement was ever stated, no forecast stands, 8 days late on 8 July."""
    row: Told = {
        "due_on": MEANT,
        "forecast_on": None,
        "postponement_count": 0,
        "slip_days": 0,
        "late_days": 8,
    }
    return _run(FIRST, SECOND).ledger(), a_view(JULY_8), milestone_is("completion", row)


def one_statement_unticked() -> Example:
    """May's was meant: only April's is mended, and May's 2052-06-30 is the forecast that it was."""
    row: Told = {"due_on": MEANT, "forecast_on": SLIP, "slip_days": 0, "late_days": 8}
    return _run(FIRST).ledger(), a_view(JULY_8), milestone_is("completion", row)


def precision_mended_with_its_day() -> Example:
    """Due "2052" for "2025": the year's last day, 2025-12-31, to the year."""
    told = story(a_project())
    told.report(JUNE, milestone(JUNE, "completion", due_on=date(2052, 6, 30)))
    told.correct(MENDED_ON, DAYS, "due_on", "2025-12-31", (FIRST, 0, "2052-06-30"), value_precision="year")
    row: Told = {"due_on": date(2025, 12, 31), "due_precision": "year", "late_days": 0}
    return told.ledger(), a_view(JULY_8), milestone_is("completion", row)


def done_day_of_another_milestone() -> Example:
    """The completion was told done on 2 May by a slip (it was the start): nothing was stated; it is open, 8 days late."""
    told = story(a_project(milestones=(stated("completion", MEANT),)))
    told.report(JUNE, milestone(JUNE, "completion", done_on=date(2025, 5, 2)))
    told.correct(MENDED_ON, DAYS, "done_on", None, (FIRST, 0, "2025-05-02"))
    row: Told = {"done": False, "done_on": None, "late_days": 8}
    light: Told = {"completed": False, "state": "yellow", "delay_days": 8}
    return told.ledger(), a_view(JULY_8), milestone_is("completion", row) | project_is(light)


def second_row_of_a_report() -> Example:
    """Start and completion in one report; the second row's forecast is mended, the first row's stays."""
    july, august = date(2025, 7, 31), date(2025, 8, 31)
    told = story(a_project())
    told.report(
        JUNE,
        milestone(JUNE, "start", due_on=JUNE, forecast_on=july),
        work(JUNE, 10),
        milestone(JUNE, "completion", due_on=JUNE, forecast_on=july),
    )
    told.correct(MENDED_ON, DAYS, "forecast_on", "2025-08-31", (FIRST, 1, "2025-07-31"))
    start, completion = (
        milestone_is(name, {"forecast_on": day}) for name, day in (("start", july), ("completion", august))
    )
    return told.ledger(), a_view(JULY_8), {"milestones": start["milestones"] | completion["milestones"]}


def _year_of(told: Story, **figures: object) -> Example:
    return told.ledger(), a_view(JULY_5), project_is(dict(figures))


def work_done_mistyped() -> Example:
    """40 by December, June's 70 typed as 700: mended, 30 of 60 this year are 0.5; before it was 660 of 60."""
    told = story(a_project()).report(DEC, work(DEC, 40)).report(JUNE, work(JUNE, 700), plan(JUNE, 2025, 60))
    told.correct(MENDED_ON, "progress_entry", "work_done_amount", "70.00", (SECOND, 0, "700.00"))
    return _year_of(told, work_done_amount=70, work_done_year_amount=30, completion_share=0.5)


def base_of_december_mistyped() -> Example:
    """December's 40 typed as 400: 70 − 400 would be −330; mended, 30 this year."""
    told = story(a_project()).report(DEC, work(DEC, 400)).report(JUNE, work(JUNE, 70), plan(JUNE, 2025, 60))
    told.correct(MENDED_ON, "progress_entry", "work_done_amount", "40.00", (FIRST, 0, "400.00"))
    return _year_of(told, work_done_amount=70, work_done_year_amount=30)


def plan_mistyped() -> Example:
    """The plan of 60 typed as 6: mended, 30 of 60 are 0.5."""
    told = story(a_project()).report(DEC, work(DEC, 40)).report(JUNE, work(JUNE, 70), plan(JUNE, 2025, 6))
    told.correct(MENDED_ON, "plan_entry", "planned_amount", "60.00", (SECOND, 0, "6.00"))
    return _year_of(told, annual_plan_amount=60, completion_share=0.5)


def one_source_paid_too_much() -> Example:
    """County 80 and city 30 paid, the county's typed for 8: mended to 8, and 38 in all; the city's row stays."""
    told = story(a_project()).report(
        JUNE, money(JUNE, received=100, paid=80), money(JUNE, "city", received=50, paid=30)
    )
    told.correct(MENDED_ON, "funding_entry", "paid_amount", "8.00", (FIRST, 0, "80.00"))
    rows = funding_is({("county", "CNY"): {"paid_amount": 8}, ("city", "CNY"): {"paid_amount": 30}})
    return told.ledger(), a_view(JULY_5), rows | project_is({"paid_amount": 38})


def nothing_was_received() -> Example:
    """May's 50 received belonged to another project: nothing was stated; April's 30 is the newest word again."""
    told = story(a_project()).report(APR, money(APR, received=30)).report(MAY, money(MAY, received=50))
    told.correct(MENDED_ON, "funding_entry", "received_amount", None, (SECOND, 0, "50.00"))
    return told.ledger(), a_view(JULY_5), project_is({"received_amount": 30})


def investment_mistyped() -> Example:
    """A feasibility study of 1200 typed for 120: mended on its own basis."""
    told = story(a_project(investment=100)).report(JUNE, invested(JUNE, 1200))
    told.correct(MENDED_ON, "investment_entry", "amount", "120.00", (FIRST, 0, "1200.00"))
    figures: Told = {"investment_amount": 120, "investment_basis": "feasibility"}
    return told.ledger(), a_view(JULY_5), project_is(figures)


def stage_of_another_project() -> Example:
    """Told as 竣工 by a slip, meant 续建."""
    told = story(a_project(milestones=(stated("completion", MEANT),))).report(JUNE, stage(JUNE, "completed"))
    told.correct(MENDED_ON, "status_entry", "stage", "continuing", (FIRST, 0, "completed"))
    light: Told = {"stage": "continuing", "state": "yellow", "delay_days": 5}
    return told.ledger(), a_view(JULY_5), project_is(light)


def later_word_outranks_a_mended_one() -> Example:
    """April's 50 mended to 5 in July; May's own 60 stays the newest word."""
    told = story(a_project()).report(APR, work(APR, 50)).report(MAY, work(MAY, 60))
    told.correct(MENDED_ON, "progress_entry", "work_done_amount", "5.00", (FIRST, 0, "50.00"))
    return _year_of(told, work_done_amount=60)


def _taken_back() -> Story:
    """Work 100 by May, 700 by June: June's report is accepted on 5 July and taken back on the 8th."""
    told = story(a_project()).report(MAY, work(MAY, 100)).report(JUNE, work(JUNE, 700))
    told.decide(SECOND, "taken_back", morning(JULY_8))
    return told


def accepted_report_taken_back() -> Example:
    """It does not count: May's 100 stands, and May is the last month reported; June closed on 10 July, so it is overdue."""
    figures: Told = {"work_done_amount": 100, "last_period_on": MAY, "reporting_overdue": True}
    return _taken_back().ledger(), a_view(date(2025, 7, 12)), project_is(figures)


def known_before_it_was_taken_back() -> Example:
    """What was known on 7 July holds June's 700."""
    figures: Told = {"work_done_amount": 700, "last_period_on": JUNE}
    return _taken_back().ledger(), a_view(date(2025, 7, 12), morning(date(2025, 7, 7))), project_is(figures)


def mended_statement_of_a_report_taken_back() -> Example:
    """A report that was mended and then taken back says nothing at all."""
    told = _slip_mended()
    told.decide(FIRST, "taken_back", morning(JULY_8))
    row: Told = {"state": "not_reported", "last_period_on": None, "delay_days": None}
    return told.ledger(), a_view(JULY_8), project_is(row)


EXAMPLES = (
    slip_of_the_pen_mended,
    known_before_the_correction,
    past_day_asked_after_the_correction,
    proposed_and_not_accepted,
    refused,
    mended_again,
    accepted_last_holds,
    unbroken_run_mended,
    one_statement_unticked,
    precision_mended_with_its_day,
    done_day_of_another_milestone,
    second_row_of_a_report,
    work_done_mistyped,
    base_of_december_mistyped,
    plan_mistyped,
    one_source_paid_too_much,
    nothing_was_received,
    investment_mistyped,
    stage_of_another_project,
    later_word_outranks_a_mended_one,
    accepted_report_taken_back,
    known_before_it_was_taken_back,
    mended_statement_of_a_report_taken_back,
)
