"""Worked examples of rows that continue others: renamed, merged, split."""

from __future__ import annotations

from datetime import date
from typing import Any

from portfolio.model import OpeningFigure, Project, TreasuryFigure

from .builders import Story, a_project, a_view, exact, stated, story
from .example import Example, Expected, Told, calendar_is, funding_is, milestone_is, project_is
from .reported import milestone, money, plan, stage, work

OCT, DEC = date(2024, 10, 31), date(2024, 12, 31)
NEW_YEAR = date(2025, 1, 1)
JAN, FEB, MAR = date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)
MARCH_12, APRIL_12 = date(2025, 3, 12), date(2025, 4, 12)
DUE_ON = date(2025, 2, 28)


def row(project_id: str, *before: str, day: date | None = DUE_ON) -> Project:
    """A row that continues others, due on that day."""
    told = () if day is None else (stated("completion", day),)
    return a_project(project_id, milestones=told, predecessor_ids=before or None)


def county(measure: str, amount: int, known: int, of: int) -> Expected:
    """What the county's total of a measure is."""
    told: Told = {"amount": amount, "known_count": known, "project_count": of}
    return {"money_by_county": {("421221", measure): told}}


def _renamed() -> Story:
    """01-01 did 100 by December and 130 by January; from 1 January it is 02-01, which states a later day."""
    told = story(row("01-01")).report(DEC, work(DEC, 100), money(DEC, received=90, paid=60))
    told.edition(date(2025, 1, 20), NEW_YEAR, row("02-01", "01-01", day=DEC.replace(year=2025)))
    return told.report(JAN, work(JAN, 130), plan(JAN, 2025, 300), stage(JAN, "continuing"))


def a_renamed_row_keeps_its_reports() -> Example:
    """January was still reported under 01-01: 130 done, 30 of them this year, of 300 planned.

    February's 28th is the original; the new day is a forecast: on 12 March 12 days late. January closed on 11 February;
    February closes on 10 March, so the last closed month is February and no report of it has come: against
    300 × 2/12 = 50 by then the 30 known are 40 % too few, past 30 %: red.
    """
    told: Told = {"last_period_on": JAN, "work_done_amount": 130, "work_done_year_amount": 30}
    told |= {"annual_plan_amount": 300, "stage": "continuing", "delay_days": 12, "state": "red"}
    days: Told = {"original_due_on": DUE_ON, "due_on": DUE_ON, "forecast_on": DEC.replace(year=2025)}
    expected = project_is(told, "02-01") | milestone_is("completion", days, "02-01")
    expected |= funding_is({("county", "CNY"): {"received_amount": 90, "paid_amount": 60}}, "02-01")
    return _renamed().ledger(), a_view(MARCH_12), expected | county("work_done", 130, 1, 1)


def before_its_renaming() -> Example:
    """Asked about 31 December, known later: 01-01 with 100."""
    told: Told = {"last_period_on": DEC, "work_done_amount": 100}
    return _renamed().ledger(), a_view(DEC), project_is(told, "01-01") | county("work_done", 100, 1, 1)


def the_new_number_goes_on() -> Example:
    """02-01 reports 150 in February: the cumulative amount is 150, 50 this year."""
    told: Told = {"last_period_on": FEB, "work_done_amount": 150, "work_done_year_amount": 50}
    ledger = _renamed().report(FEB, work(FEB, 150, project="02-01")).ledger()
    return ledger, a_view(MARCH_12), project_is(told, "02-01") | county("work_done", 150, 1, 1)


def a_slip_before_the_renaming_is_mended_after_it() -> Example:
    """January's 130, told under 01-01, is mended to 120 on 5 March: 02-01 has done 120, 120 − 100 = 20 this year."""
    story_told = _renamed()
    story_told.correct(date(2025, 3, 5), "progress_entry", "work_done_amount", "120.00", (6, 0, "130.00"))
    told: Told = {"work_done_amount": 120, "work_done_year_amount": 20}
    return story_told.ledger(), a_view(MARCH_12), project_is(told, "02-01") | county("work_done", 120, 1, 1)


def a_mended_day_goes_with_the_renaming() -> Example:
    """An approval of 01-01, typed 2052-06-30 for 2025-06-30 and mended under 02-01: slip 31 + 30 + 31 + 30 = 122."""
    told = story(row("01-01"))
    slip, approved_on = date(2052, 6, 30), date(2024, 12, 20)
    told.report(DEC, milestone(DEC, "completion", due_on=slip, approval="批1号", approved_on=approved_on))
    told.edition(date(2025, 1, 20), NEW_YEAR, row("02-01", "01-01"))
    told.correct(date(2025, 3, 5), "milestone_entry", "due_on", "2025-06-30", (3, 0, "2052-06-30"))
    days: Told = {"original_due_on": DUE_ON, "due_on": date(2025, 6, 30), "slip_days": 122, "late_days": 0}
    return told.ledger(), a_view(MARCH_12), milestone_is("completion", days, "02-01")


def renamed_twice() -> Example:
    """02-01 is 03-01 from 1 March: what 01-01 reported still counts."""
    ledger = _renamed().edition(MARCH_12, date(2025, 3, 1), row("03-01", "02-01", day=None)).ledger()
    told: Told = {"last_period_on": JAN, "work_done_amount": 130, "work_done_year_amount": 30}
    days: Told = {"original_due_on": DUE_ON, "due_on": DUE_ON, "late_days": 12}
    return ledger, a_view(MARCH_12), project_is(told, "03-01") | milestone_is("completion", days, "03-01")


def _merged(*more: Any) -> Story:
    """01-01 did 100 and then 130, 01-02 did 50; both are 02-01 from 1 January."""
    told = story(row("01-01"), row("01-02", day=DEC.replace(year=2025)))
    told.report(OCT, work(OCT, 80), work(OCT, 50, "0.9", project="01-02"), *more)
    received = (money(DEC, received=70), money(DEC, received=30, project="01-02"))
    planned = (plan(DEC, 2025, 200), plan(DEC, 2025, 100, "01-02"))
    told.report(DEC, work(DEC, 100, "0.5"), stage(DEC, "suspended"), *received, *planned)
    told.edition(date(2025, 1, 20), NEW_YEAR, row("02-01", "01-01", "01-02", day=None))
    return told.report(JAN, work(JAN, 130))


def a_merged_row_adds_its_parts_up() -> Example:
    """130 + 50 = 180 done, 70 + 30 = 100 received, 200 + 100 = 300 planned; 180 − (100 + 50) = 30 this year.

    Share and stage are no sums and are unknown. The first part's day is the original; the other's is a forecast.
    """
    told: Told = {"last_period_on": JAN, "work_done_amount": 180, "work_done_year_amount": 30}
    told |= {"annual_plan_amount": 300, "received_amount": 100, "physical_share": None, "stage": None}
    days: Told = {"original_due_on": DUE_ON, "due_on": DUE_ON, "forecast_on": DEC.replace(year=2025)}
    expected = project_is(told, "02-01") | milestone_is("completion", days, "02-01")
    return _merged().ledger(), a_view(MARCH_12), expected | county("work_done", 180, 1, 1)


def before_the_merger() -> Example:
    """On 31 December both parts stand: 100 and 50, together 150."""
    expected = project_is({"work_done_amount": 100}, "01-01")
    expected["project_state"] |= {"01-02": {"work_done_amount": 50, "physical_share": 0.9}}
    return _merged().ledger(), a_view(DEC), expected | county("work_done", 150, 2, 2)


def the_merged_row_goes_on() -> Example:
    """02-01 reports 200 in February: 200, 50 this year; not 200 + 180."""
    told: Told = {"work_done_amount": 200, "work_done_year_amount": 50}
    ledger = _merged().report(FEB, work(FEB, 200, project="02-01")).ledger()
    return ledger, a_view(MARCH_12), project_is(told, "02-01") | county("work_done", 200, 1, 1)


def one_part_done_is_not_the_whole() -> Example:
    """01-02 was done in October, 01-01 never: 02-01 is open and 12 days late on 12 March."""
    ended = milestone(OCT, "completion", "01-02", done_on=OCT)
    days: Told = {"done": False, "late_days": 12}
    return _merged(ended).ledger(), a_view(MARCH_12), milestone_is("completion", days, "02-01")


def both_parts_done_are_the_whole() -> Example:
    """01-02 was done on 20 October, 01-01 on the 31st: 02-01 on the 31st."""
    ended = milestone(OCT, "completion", "01-02", done_on=date(2024, 10, 20))
    days: Told = {"done": True, "done_on": OCT, "late_days": 0}
    ledger = _merged(ended, milestone(OCT, "completion", done_on=OCT)).ledger()
    return ledger, a_view(MARCH_12), milestone_is("completion", days, "02-01")


def takes_over(
    project_id: str, figure: Any, amount: int, period_on: date = DEC, **told: Any
) -> OpeningFigure:
    """What a successor of 01-01 takes over."""
    known = exact(amount)
    assert known is not None
    return OpeningFigure(
        project_id=project_id,
        predecessor_id="01-01",
        period_on=period_on,
        figure=figure,
        amount=known,
        **told,
    )


def _split() -> Story:
    """01-01 did 100 and received 80 by December; from 1 January 02-01 has 70 and 50 of it, 02-02 30 and 30."""
    yuan: dict[str, Any] = {"source": "county", "currency": "CNY"}
    told = story(row("01-01")).report(
        DEC, work(DEC, 100, "0.4"), money(DEC, received=80), stage(DEC, "continuing")
    )
    openings = [
        takes_over("02-01", "work_done", 70),
        takes_over("02-02", "work_done", 30),
        takes_over("02-01", "received", 50, **yuan),
        takes_over("02-02", "received", 30, **yuan),
    ]
    rows = (row("02-01", "01-01", day=None), row("02-02", "01-01", day=None))
    return told.edition(date(2025, 1, 20), NEW_YEAR, *rows, told=openings)


def a_split_divides_the_amounts() -> Example:
    """70 and 30 done, 50 and 30 received; the day and the stage go with both: each 12 days late on 12 March."""
    each: Told = {"last_period_on": DEC, "stage": "continuing", "delay_days": 12, "physical_share": None}
    expected = project_is(each | {"work_done_amount": 70, "received_amount": 50}, "02-01")
    expected["project_state"] |= {"02-02": each | {"work_done_amount": 30, "received_amount": 30}}
    return _split().ledger(), a_view(MARCH_12), expected | county("work_done", 100, 2, 2)


def a_split_of_what_only_the_treasury_knows() -> Example:
    """01-01 never reported, the treasury tells 80 received: 02-01 takes over 50 and 02-02 30 of it, of no year."""
    yuan: dict[str, Any] = {"source": "county", "currency": "CNY"}
    figure = TreasuryFigure(project_id="01-01", source="county", told_on=DEC, received_amount=exact(80))
    told = story(row("01-01")).treasury(date(2025, 1, 5), figure)
    openings = [takes_over("02-01", "received", 50, **yuan), takes_over("02-02", "received", 30, **yuan)]
    rows = (row("02-01", "01-01", day=None), row("02-02", "01-01", day=None))
    told.edition(date(2025, 1, 20), NEW_YEAR, *rows, told=openings)
    expected = project_is({"received_amount": 50, "last_period_on": None, "year": None}, "02-01")
    return told.ledger(), a_view(MARCH_12), expected | county("received", 80, 2, 2)


def before_the_split() -> Example:
    """On 31 December 01-01 alone: 100."""
    told: Told = {"work_done_amount": 100, "received_amount": 80, "physical_share": 0.4}
    return _split().ledger(), a_view(DEC), project_is(told, "01-01") | county("work_done", 100, 1, 1)


def a_split_row_goes_on() -> Example:
    """02-01 reports 90 in March: 20 this year; 02-02 stands at its 30: 120 in all, asked on 12 April."""
    told: Told = {"last_period_on": MAR, "work_done_amount": 90, "work_done_year_amount": 20}
    ledger = _split().report(MAR, work(MAR, 90, project="02-01")).ledger()
    return ledger, a_view(APRIL_12), project_is(told, "02-01") | county("work_done", 120, 2, 2)


def a_split_rows_slip_is_mended() -> Example:
    """01-01's 100 of December is mended to 110 after the split: its own, before; the opening figures stand at 70 and 30."""
    told = _split()
    told.correct(date(2025, 3, 5), "progress_entry", "work_done_amount", "110.00", (3, 0, "100.00"))
    expected = project_is({"work_done_amount": 70}, "02-01") | county("work_done", 100, 2, 2)
    return told.ledger(), a_view(MARCH_12), expected


def a_split_rows_mended_slip_before_the_split() -> Example:
    """The same asked about 31 December, when 01-01 stood: 110."""
    told = _split()
    told.correct(date(2025, 3, 5), "progress_entry", "work_done_amount", "110.00", (3, 0, "100.00"))
    return told.ledger(), a_view(DEC), project_is({"work_done_amount": 110}, "01-01")


def _planned_and_split(*openings: OpeningFigure) -> Story:
    """01-01 had a plan of 200 for 2025; from 1 January it is 02-01 and 02-02."""
    told = story(row("01-01")).report(DEC, work(DEC, 100), plan(DEC, 2025, 200))
    rows = (row("02-01", "01-01", day=None), row("02-02", "01-01", day=None))
    return told.edition(date(2025, 1, 20), NEW_YEAR, *rows, told=openings)


def a_split_divides_the_years_plan() -> Example:
    """120 and 80 of the 200 stand in the opening figures: 2025 is the year under review, with 120 + 80 = 200."""
    openings = [takes_over(one, "annual_plan", of, year=2025) for one, of in (("02-01", 120), ("02-02", 80))]
    ledger = _planned_and_split(*openings).ledger()
    expected = calendar_is({"reviewed_year": 2025, "reviewed_to_on": FEB, "plan_issued": True})
    return ledger, a_view(MARCH_12), expected | county("annual_plan", 200, 2, 2)


def a_split_that_leaves_the_plan_behind() -> Example:
    """Neither row has a plan of 2025, so that none of the library does: the whole of 2024 is under review."""
    year = {"reviewed_year": 2024, "reviewed_to_on": DEC, "plan_issued": False}
    return _planned_and_split().ledger(), a_view(MARCH_12), calendar_is(year)


def a_part_of_a_split_is_merged() -> Example:
    """02-02 with its 30 and 01-09 with 5 are 03-01 from 1 March: 35; with 02-01's 70 still 105."""
    told = _split()
    rows = (row("02-01", "01-01", day=None), row("03-01", "02-02", "01-09", day=None))
    told.edition(
        date(2025, 3, 1), date(2025, 2, 1), *rows[:1], row("02-02", "01-01", day=None), a_project("01-09")
    )
    told.report(FEB, work(FEB, 5, project="01-09"))
    ledger = told.edition(MARCH_12, date(2025, 3, 1), *rows).ledger()
    merged: Told = {"work_done_amount": 35, "last_period_on": FEB}
    return ledger, a_view(MARCH_12), project_is(merged, "03-01") | county("work_done", 105, 2, 2)


EXAMPLES = (
    a_renamed_row_keeps_its_reports,
    before_its_renaming,
    the_new_number_goes_on,
    a_slip_before_the_renaming_is_mended_after_it,
    a_mended_day_goes_with_the_renaming,
    renamed_twice,
    a_merged_row_adds_its_parts_up,
    before_the_merger,
    the_merged_row_goes_on,
    one_part_done_is_not_the_whole,
    both_parts_done_are_the_whole,
    a_split_divides_the_amounts,
    a_split_of_what_only_the_treasury_knows,
    before_the_split,
    a_split_row_goes_on,
    a_split_rows_slip_is_mended,
    a_split_rows_mended_slip_before_the_split,
    a_split_divides_the_years_plan,
    a_split_that_leaves_the_plan_behind,
    a_part_of_a_split_is_merged,
)
