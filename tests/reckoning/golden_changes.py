"""Worked examples of 停缓建, 复工 and 调出: under a document the clock stops; a word alone changes nothing."""

from __future__ import annotations

from datetime import date

from .builders import Story, a_project, a_view, morning, stated, story
from .example import Example, Expected, Told, milestone_is, project_is
from .reported import milestone, plan, stage, work

DEC = date(2024, 12, 31)
MARCH, MAY, JULY = date(2025, 3, 31), date(2025, 5, 31), date(2025, 7, 31)
SEPT, OCT, CLOSED = date(2025, 9, 30), date(2025, 10, 31), date(2025, 11, 15)
HERE = "421221"


def _due(day: date) -> Story:
    """Due that day; reported in March."""
    return story(a_project(milestones=(stated("completion", day),))).report(MARCH, stage(MARCH, "continuing"))


def _late(days: int, stopped: int) -> Expected:
    return milestone_is("completion", {"late_days": days, "stopped_days": stopped})


def stopped_and_resumed() -> Example:
    """Due 03-31, stopped 05-31, resumed 09-30, asked 10-31: 61 + 31 = 92 days late, 扣除停工122天; red, past 90."""
    told = _due(MARCH).change("suspended", MAY).change("resumed", SEPT)
    light: Told = {"delay_days": 92, "state": "red", "rule": "milestones", "stage": "continuing"}
    return told.ledger(), a_view(OCT), _late(92, 122) | project_is(light)


def stopped_clock_stands() -> Example:
    """Due 03-31, stopped 05-31, asked 08-31: 61 days, as on the day it stopped; in the late count, in no light."""
    told = _due(MARCH).change("suspended", MAY)
    light: Told = {"delay_days": 61, "state": "suspended", "late": True, "passed_unreported": False}
    county: Expected = {"late_by_county": {HERE: {"late_count": 1, "worst_days": 61, "late_share": 1.0}}}
    expected = _late(61, 92) | project_is(light) | county
    expected |= {
        "state_counts": {"suspended": 1},
        "standings": {("01-01", "completion"): {"standing": "late"}},
    }
    return told.ledger(), a_view(date(2025, 8, 31)), expected


def due_day_inside_the_stop() -> Example:
    """Due 07-31, stopped 05-31, resumed 09-30: not late while it stands, and from 复工 on 31 days by 10-31."""
    told = _due(JULY).change("suspended", MAY).change("resumed", SEPT)
    return told.ledger(), a_view(OCT), _late(31, 61) | project_is({"delay_days": 31, "state": "yellow"})


def due_day_inside_a_stop_that_lasts() -> Example:
    """Due 07-31, stopped 05-31, asked 10-31: 0 days late, not in the late count."""
    told = _due(JULY).change("suspended", MAY)
    return told.ledger(), a_view(OCT), _late(0, 92) | project_is({"delay_days": 0, "late": False})


def done_after_a_stop() -> Example:
    """Due 03-31, stopped 05-31 to 09-30, done 10-10: 193 days less 122 are 71 days late."""
    told = _due(MARCH).change("suspended", MAY).change("resumed", SEPT)
    told.report(OCT, milestone(OCT, "completion", done_on=date(2025, 10, 10)))
    return told.ledger(), a_view(date(2025, 11, 10)), _late(71, 122) | project_is({"state": "completed"})


def stopped_twice() -> Example:
    """Due 03-31; stopped 04-30 to 05-31 (31 days) and 06-30 to 07-31 (31), asked 10-31: 214 less 62 are 152."""
    told = _due(MARCH).change("suspended", date(2025, 4, 30)).change("resumed", MAY)
    told.change("suspended", date(2025, 6, 30)).change("resumed", JULY)
    return told.ledger(), a_view(OCT), _late(152, 62)


def stopped_again_while_it_stands() -> Example:
    """Stopped 05-31 and by a second document 06-30, resumed 09-30: one stop of 122 days."""
    told = _due(MARCH).change("suspended", MAY).change("suspended", date(2025, 6, 30)).change("resumed", SEPT)
    return told.ledger(), a_view(OCT), _late(92, 122)


def stopped_under_an_earlier_number() -> Example:
    """Due 03-31, stopped 05-31 as 01-01; from 06-01 on it is 02-01, resumed 09-30: 92 days late, 122 not counted."""
    told = _due(MARCH).change("suspended", MAY)
    told.edition(date(2025, 6, 1), date(2025, 6, 1), a_project("02-01", predecessor_ids=("01-01",)))
    told.change("resumed", SEPT, "02-01")
    days: Told = {"late_days": 92, "stopped_days": 122}
    return told.ledger(), a_view(OCT), milestone_is("completion", days, "02-01")


def word_alone_stops_nothing() -> Example:
    """The owner's report says 停缓建, no document: 214 days late on 10-31, red; the stage is the one told before."""
    told = _due(MARCH).report(MAY, stage(MAY, "suspended"))
    light: Told = {"state": "red", "stage": "continuing", "delay_days": 214, "late": True}
    return told.ledger(), a_view(OCT), _late(214, 0) | project_is(light)


def word_alone_takes_nothing_out() -> Example:
    """The owner's report says 调出: it is red as before, counts as late, owes its reports."""
    told = _due(MARCH).report(MAY, stage(MAY, "withdrawn"))
    county: Expected = {"late_by_county": {HERE: {"late_count": 1, "counted_count": 1}}}
    covered: Expected = {"coverage": {HERE: {"expected_count": 1, "overdue_count": 1}}}
    light: Told = {"state": "red", "stage": "continuing", "late": True}
    return told.ledger(), a_view(OCT), project_is(light) | county | covered


def word_alone_and_no_other() -> Example:
    """停缓建 is all that was ever told of its stage: no stage is known."""
    told = story(a_project(milestones=(stated("completion", MARCH),))).report(MAY, stage(MAY, "suspended"))
    return told.ledger(), a_view(OCT), project_is({"stage": None, "state": "red", "delay_days": 214})


def red_light_is_not_shed() -> Example:
    """1,000 planned, 450 done by October, red; the owner says 停缓建: still red, and the county's rate is 45 %."""
    told = story(a_project()).report(DEC, work(DEC, 0)).report(OCT, work(OCT, 450), plan(OCT, 2025, 1000))
    told.report(date(2025, 11, 30), stage(date(2025, 11, 30), "suspended"))
    county: Expected = {
        "completion_by_county": {HERE: {"completion_share": 0.45, "annual_plan_amount": 1000}}
    }
    return told.ledger(), a_view(CLOSED), project_is({"state": "red", "rule": "pacing"}) | county


def plan_of_a_stopped_project_stays() -> Example:
    """Stopped by a document: no light, but its plan of 1,000 and its 450 stay in the county's rate."""
    told = story(a_project()).report(DEC, work(DEC, 0)).plan_list(date(2025, 1, 20), (2025, 1000))
    told.report(OCT, work(OCT, 450)).change("suspended", date(2025, 11, 10))
    county: Expected = {
        "completion_by_county": {HERE: {"completion_share": 0.45, "annual_plan_amount": 1000}}
    }
    return told.ledger(), a_view(CLOSED), project_is({"state": "suspended"}) | county


def never_reported_when_it_was_stopped() -> Example:
    """Never reported, due 03-31, stopped 05-31: 61 days past and unreported, and so it stays."""
    told = story(a_project(milestones=(stated("completion", MARCH),))).change("suspended", MAY)
    light: Told = {"state": "suspended", "late": False, "passed_unreported": True, "delay_days": 61}
    return told.ledger(), a_view(OCT), project_is(light)


def known_before_it_was_decided() -> Example:
    """Stored on 06-20 from 05-31 on: what was known on 06-10 tells 71 days late and running."""
    told = _due(MARCH).change("suspended", MAY, at=date(2025, 6, 20))
    asked = date(2025, 6, 10)
    return told.ledger(), a_view(asked, morning(asked)), _late(71, 0) | project_is({"state": "yellow"})


def before_the_day_that_it_counts_from() -> Example:
    """Stored in May to count from 06-30: on 06-10 it is not stopped."""
    told = _due(MARCH).change("suspended", date(2025, 6, 30), at=date(2025, 5, 20))
    return told.ledger(), a_view(date(2025, 6, 10)), project_is({"state": "yellow", "delay_days": 71})


def taken_out_from_its_day_on() -> Example:
    """调出 by the city on 05-31: out of 滞后率 and owed reports from then on; on 05-30 it was late by 60 days."""
    told = _due(MARCH).change("withdrawn", MAY)
    county: Expected = {"late_by_county": {HERE: {"late_count": 0, "counted_count": 0, "dated_count": 0}}}
    return told.ledger(), a_view(OCT), county | project_is({"state": "withdrawn", "late": False})


def before_it_was_taken_out() -> Example:
    """The same on 05-30."""
    told = _due(MARCH).change("withdrawn", MAY)
    return told.ledger(), a_view(date(2025, 5, 30)), project_is({"state": "yellow", "delay_days": 60})


def _two(out_on: date) -> Story:
    """Two of 1,000 each; by June 300 and 200, by October 800 and 450 were done. The second is taken out on that day."""
    told = story(a_project("01-01"), a_project("01-02"))
    told.report(DEC, work(DEC, 0), work(DEC, 0, project="01-02"))
    told.plan_list(date(2025, 1, 20), (2025, 1000), (2025, 1000, "01-02"))
    told.report(
        date(2025, 6, 30), work(date(2025, 6, 30), 300), work(date(2025, 6, 30), 200, project="01-02")
    )
    told.report(OCT, work(OCT, 800), work(OCT, 450, project="01-02"))
    return told.change("withdrawn", out_on, "01-02")


def taken_out_of_the_years_rate() -> Example:
    """Taken out on 07-31: 800 of 1,000 are 80 %; its 200 until then stand apart; with it 1,000 of 2,000 are 50 %."""
    row: Told = {"annual_plan_amount": 1000, "work_done_year_amount": 800, "completion_share": 0.8}
    row |= {"withdrawn_work_amount": 200, "withdrawn_plan_amount": 1000, "withdrawn_count": 1}
    row |= {"with_withdrawn_share": 0.5, "outside_work_amount": None, "known_count": 1}
    sums: Expected = {"money_by_county": {(HERE, "work_done_year"): {"amount": 1000}}}
    sums["money_by_county"] |= {(HERE, "annual_plan"): {"amount": 1000}}
    return _two(JULY).ledger(), a_view(CLOSED), {"completion_by_county": {HERE: row}} | sums


def before_it_left_the_years_rate() -> Example:
    """The same asked on 07-30, June closed: both count, 500 of 2,000 are 25 %."""
    row: Told = {"annual_plan_amount": 2000, "work_done_year_amount": 500, "completion_share": 0.25}
    row |= {"withdrawn_work_amount": None, "withdrawn_count": 0, "with_withdrawn_share": 0.25}
    return _two(JULY).ledger(), a_view(date(2025, 7, 30)), {"completion_by_county": {HERE: row}}


def nobody_is_taken_out() -> Example:
    """Nobody: with and without are the same."""
    told = _two(date(2026, 3, 1))
    row: Told = {"completion_share": 0.625, "with_withdrawn_share": 0.625, "withdrawn_work_amount": None}
    return told.ledger(), a_view(CLOSED), {"completion_by_county": {HERE: row}}


EXAMPLES = (
    stopped_and_resumed,
    stopped_clock_stands,
    due_day_inside_the_stop,
    due_day_inside_a_stop_that_lasts,
    done_after_a_stop,
    stopped_twice,
    stopped_again_while_it_stands,
    stopped_under_an_earlier_number,
    word_alone_stops_nothing,
    word_alone_takes_nothing_out,
    word_alone_and_no_other,
    red_light_is_not_shed,
    plan_of_a_stopped_project_stays,
    never_reported_when_it_was_stopped,
    known_before_it_was_decided,
    before_the_day_that_it_counts_from,
    taken_out_from_its_day_on,
    before_it_was_taken_out,
    taken_out_of_the_years_rate,
    before_it_left_the_years_rate,
    nobody_is_taken_out,
)
