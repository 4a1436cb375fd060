"""Worked examples of the year's plan as it is issued: what a list sets, and what an owner cannot move alone.

Nothing had been done by December and the year's October is reported: ten twelfths, 83.3 %. Red is past 30 points.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portfolio.model import Entry

from .builders import Story, a_project, a_view, morning, story
from .example import Example, Expected, Told, calendar_is, project_is
from .golden_groups import CITY, FIRST, GROUP, SECOND, family
from .reported import plan, work

DEC, SEPT = date(2024, 12, 31), date(2025, 9, 30)
OCT, CLOSED = date(2025, 10, 31), date(2025, 11, 15)
JANUARY, JUNE, AUGUST = date(2025, 1, 20), date(2025, 6, 20), date(2025, 8, 20)
HERE = "421221"
RED: Told = {"annual_plan_amount": 1000, "completion_share": 0.45, "pacing_share": -0.383333333}
RED |= {"state": "red", "rule": "pacing"}


def _told(*october: Entry, others: tuple[str, ...] = ()) -> Story:
    """450 were done by October."""
    names = ("01-01", *others)
    told = story(*(a_project(name) for name in names))
    told.report(DEC, *(work(DEC, 0, project=name) for name in names))
    return told.report(OCT, work(OCT, 450), *october)


def _county(row: Told) -> Expected:
    return {"completion_by_county": {HERE: row}}


def owner_cannot_cut_a_listed_plan() -> Example:
    """1,000 listed, 450 done; the owner writes 500: 45 % and red, not 90 % and green."""
    told = _told(plan(OCT, 2025, 500)).plan_list(JANUARY, (2025, 1000))
    row = RED | {"plan_listed": True, "initial_plan_amount": 1000}
    rate = _county({"annual_plan_amount": 1000, "completion_share": 0.45, "pacing_share": -0.383})
    return told.ledger(), a_view(CLOSED), project_is(row) | rate


def owner_cannot_cut_what_no_list_set() -> Example:
    """No list: 1,000 told in September, 500 in October: the cut has no document, 原报计划 stays 1,000 and red."""
    told = story(a_project()).report(DEC, work(DEC, 0)).report(SEPT, plan(SEPT, 2025, 1000))
    told.report(OCT, work(OCT, 450), plan(OCT, 2025, 500))
    row = RED | {"plan_listed": False, "initial_plan_amount": None}
    return told.ledger(), a_view(CLOSED), project_is(row)


def owner_cannot_take_a_plan_away() -> Example:
    """1,000 told in September and cleared in October: cleared is cut, it stays 1,000 and red."""
    told = story(a_project()).report(DEC, work(DEC, 0)).report(SEPT, plan(SEPT, 2025, 1000))
    cleared = plan(OCT, 2025, None).model_copy(update={"cleared": ("planned_amount",)})
    told.report(OCT, work(OCT, 450), cleared)
    return told.ledger(), a_view(CLOSED), project_is(RED)


def owner_may_raise_what_no_list_set() -> Example:
    """No list: 500 told in September, 1,000 in October, which asks for more: 1,000."""
    told = story(a_project()).report(DEC, work(DEC, 0)).report(SEPT, plan(SEPT, 2025, 500))
    told.report(OCT, work(OCT, 450), plan(OCT, 2025, 1000))
    return told.ledger(), a_view(CLOSED), project_is(RED)


def list_outranks_what_was_told_before() -> Example:
    """1,000 told, then a list of 600: 450 of 600 are 75.0 %, 8.3 behind, green."""
    told = _told(plan(OCT, 2025, 1000)).plan_list(JANUARY, (2025, 600), taken=CLOSED)
    row: Told = {"annual_plan_amount": 600, "completion_share": 0.75, "state": "green", "plan_listed": True}
    return told.ledger(), a_view(CLOSED), project_is(row)


def known_before_the_list_was_taken() -> Example:
    """The same day with what was known the evening before the list was taken: 1,000 as told, red."""
    told = _told(plan(OCT, 2025, 1000)).plan_list(JANUARY, (2025, 600), taken=date(2025, 11, 20))
    view = a_view(CLOSED, morning(date(2025, 11, 19)))
    return told.ledger(), view, project_is(RED | {"plan_listed": False})


def _adjusted() -> Story:
    """1,000 at the year's start, cut to 500 by a document of 20 August, taken on 1 September."""
    told = _told().plan_list(JANUARY, (2025, 1000))
    return told.plan_list(AUGUST, (2025, 500), taken=date(2025, 9, 1), kind="adjusted", number="调〔2〕号")


def adjusted_under_a_document() -> Example:
    """A cut under a document counts: 450 of 500 are 90 %, green; 年初计划 1,000 is kept beside 调整后计划 500."""
    row: Told = {"annual_plan_amount": 500, "initial_plan_amount": 1000, "completion_share": 0.9}
    return _adjusted().ledger(), a_view(CLOSED), project_is(row | {"state": "green"})


def before_the_day_of_the_adjustment() -> Example:
    """19 August: the adjustment is of the 20th, the plan is 1,000 still; on the 20th it is 500."""
    told = (
        story(a_project()).report(DEC, work(DEC, 0)).report(date(2025, 7, 31), work(date(2025, 7, 31), 250))
    )
    told.plan_list(JANUARY, (2025, 1000)).plan_list(AUGUST, (2025, 500), kind="adjusted")
    row: Told = {"annual_plan_amount": 1000, "completion_share": 0.25}
    return told.ledger(), a_view(date(2025, 8, 19)), project_is(row)


def on_the_day_of_the_adjustment() -> Example:
    """20 August: 500, of which 250 are half."""
    told = (
        story(a_project()).report(DEC, work(DEC, 0)).report(date(2025, 7, 31), work(date(2025, 7, 31), 250))
    )
    told.plan_list(JANUARY, (2025, 1000)).plan_list(AUGUST, (2025, 500), kind="adjusted")
    row: Told = {"annual_plan_amount": 500, "completion_share": 0.5}
    return told.ledger(), a_view(AUGUST), project_is(row)


def document_day_outranks_the_day_of_taking() -> Example:
    """An adjustment of June (800) is taken after that of August (500): August's document is the newer one."""
    told = _adjusted().plan_list(
        JUNE, (2025, 800), taken=date(2025, 10, 1), kind="adjusted", number="调〔1〕号"
    )
    return told.ledger(), a_view(CLOSED), project_is({"annual_plan_amount": 500})


def of_one_day_the_last_taken() -> Example:
    """Two lists of 20 August say 500 and then 900: the one taken last, 450 of 900 are half."""
    told = _adjusted().plan_list(AUGUST, (2025, 900), taken=date(2025, 10, 1), kind="adjusted")
    row: Told = {"annual_plan_amount": 900, "completion_share": 0.5}
    return told.ledger(), a_view(CLOSED), project_is(row)


def adjustment_names_some_projects() -> Example:
    """An adjustment names the second of two projects: 1,000 and 300 of the county are 1,300, and 450 of them 34.6 %."""
    told = _told(others=("01-02",)).plan_list(JANUARY, (2025, 1000), (2025, 700, "01-02"))
    told.plan_list(AUGUST, (2025, 300, "01-02"), kind="adjusted")
    row: Told = {"annual_plan_amount": 1300, "completion_share": 0.346153846, "pacing_share": -0.487}
    return told.ledger(), a_view(CLOSED), _county(row) | project_is({"annual_plan_amount": 1000})


def project_on_no_list() -> Example:
    """A list of the year names the first project only; what the second told (700, done 100) is a proposal.

    450 of 1,000 are 45.0 %, and the second's 100 stand apart as 计划外完成.
    """
    told = _told(plan(OCT, 2025, 700, "01-02"), work(OCT, 100, project="01-02"), others=("01-02",))
    told.plan_list(JANUARY, (2025, 1000))
    row: Told = {"annual_plan_amount": 1000, "completion_share": 0.45, "outside_work_amount": 100}
    second: Told = {"annual_plan_amount": None, "completion_share": None, "plan_listed": True}
    return told.ledger(), a_view(CLOSED), _county(row) | project_is(second, "01-02")


def list_of_another_year() -> Example:
    """A list of 2026 says nothing of 2025: 1,000 as told is in force, without a number."""
    told = _told(plan(OCT, 2025, 1000)).plan_list(date(2025, 11, 10), (2026, 400))
    row = RED | {"plan_listed": False, "initial_plan_amount": None}
    calendar = calendar_is({"reviewed_year": 2025, "plan_issued": True})
    return told.ledger(), a_view(CLOSED), project_is(row) | calendar


def list_opens_the_year_under_review() -> Example:
    """Nobody told a plan of 2025; a list of it is taken: 2025 is under review."""
    told = _told().plan_list(JANUARY, (2025, 1000))
    calendar = calendar_is({"reviewed_year": 2025, "plan_issued": True, "reviewed_to_on": OCT})
    return told.ledger(), a_view(CLOSED), calendar


def list_of_a_day_to_come() -> Example:
    """A list of 1 December does not count on 15 November: nothing is issued, and 2024 is under review."""
    told = _told().plan_list(date(2025, 12, 1), (2025, 1000), taken=OCT)
    calendar = calendar_is({"reviewed_year": 2024, "plan_issued": False})
    return told.ledger(), a_view(CLOSED), calendar | project_is({"annual_plan_amount": None})


def plan_of_nothing() -> Example:
    """An adjustment sets 0: nothing is measured against it, and the 450 stand apart."""
    told = _told(others=("01-02",)).plan_list(JANUARY, (2025, 1000), (2025, 100, "01-02"))
    told.plan_list(AUGUST, (2025, 0), kind="adjusted")
    row: Told = {"annual_plan_amount": 100, "work_done_year_amount": 0, "outside_work_amount": 450}
    first: Told = {"annual_plan_amount": 0, "completion_share": None, "initial_plan_amount": 1000}
    return told.ledger(), a_view(CLOSED), _county(row) | project_is(first)


def group_on_a_list() -> Example:
    """A list names a group of the city with 1,000 and its members with 300 and 200: 500 of it are the group's own.

    An adjustment of August raises one member by 100. The group's word is January's: its own 500 stay, 1,100 in all.
    """
    told = family().report(DEC, work(DEC, 0, project=FIRST), work(DEC, 0, project=SECOND))
    told.plan_list(JANUARY, (2025, 1000, GROUP), (2025, 300, FIRST), (2025, 200, SECOND))
    told.plan_list(AUGUST, (2025, 400, FIRST), kind="adjusted")
    rows = {
        (CITY, "annual_plan"): {"amount": 500},
        (HERE, "annual_plan"): {"amount": Decimal(400)},
    }
    return told.ledger(), a_view(CLOSED), {"money_by_county": rows}


def list_of_a_row_renamed_since() -> Example:
    """Listed in January as 01-01 with 1,000; from 1 June on it is 02-01, which did 450 by October: 450 of 1,000."""
    told = story(a_project()).report(DEC, work(DEC, 0)).plan_list(JANUARY, (2025, 1000))
    told.edition(date(2025, 5, 20), date(2025, 6, 1), a_project("02-01", predecessor_ids=("01-01",)))
    told.report(OCT, work(OCT, 450, project="02-01"), plan(OCT, 2025, 500, "02-01"))
    calendar = calendar_is({"reviewed_year": 2025, "plan_issued": True})
    return told.ledger(), a_view(CLOSED), project_is(RED | {"initial_plan_amount": 1000}, "02-01") | calendar


EXAMPLES = (
    owner_cannot_cut_a_listed_plan,
    owner_cannot_cut_what_no_list_set,
    owner_cannot_take_a_plan_away,
    owner_may_raise_what_no_list_set,
    list_outranks_what_was_told_before,
    known_before_the_list_was_taken,
    adjusted_under_a_document,
    before_the_day_of_the_adjustment,
    on_the_day_of_the_adjustment,
    document_day_outranks_the_day_of_taking,
    of_one_day_the_last_taken,
    adjustment_names_some_projects,
    project_on_no_list,
    list_of_another_year,
    list_opens_the_year_under_review,
    list_of_a_day_to_come,
    plan_of_nothing,
    group_on_a_list,
    list_of_a_row_renamed_since,
)
