"""Worked examples of totals that somebody published, and of codes that an edition brings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.model import AddedCode, PublishedTotal

from .builders import Amount, a_project, a_view, an_edition, exact, morning, source, story
from .example import PROJECT, Example
from .reported import milestone, money, plan, work

DEC, JAN, MAR, APR = date(2024, 12, 31), date(2025, 1, 31), date(2025, 3, 31), date(2025, 4, 30)
MAY_15 = date(2025, 5, 15)
GROUP = "01-00"
TEN_THOUSAND = 10_000


def total(number: int, measure: Any, value: Amount, **told: Any) -> PublishedTotal:
    """A published total."""
    known = exact(value)
    assert known is not None
    return PublishedTotal(total_no=number, measure=measure, value=known, title="示例公报", **told)


def printed_total_beside_its_rows() -> Example:
    """A county prints 166,340 (万元) under rows of 100,000, 60,000 and 6,940, which give 166,940: 600 less than they.

    It prints 4 projects where there are 3: one more. All three rows are known: 3 of 3. That its reports raise a project's
    investment later changes nothing of what is printed.
    """
    amounts = (100_000, 60_000, 6_940)
    rows = [a_project(f"01-0{n}", investment=amount * TEN_THOUSAND) for n, amount in enumerate(amounts, 1)]
    printed = (
        total(1, "planned_investment", 166_340 * TEN_THOUSAND, county_code="421221"),
        total(2, "projects", 4),
    )
    told = story(*rows, beside=printed).report(JAN, work(JAN, 1), milestone(JAN, "start", due_on=MAR))
    answers = {
        1: {
            "county_code": "421221",
            "ours_value": Decimal("1669400000"),
            "difference_value": Decimal("-6000000"),
            "known_count": 3,
            "project_count": 3,
        },
        2: {"county_code": "*", "ours_value": 3, "difference_value": 1, "known_count": 3, "project_count": 3},
    }
    return told.ledger(), a_view(MAY_15), {"published_totals": answers}


def printed_total_over_a_group() -> Example:
    """A group prints 1000, its members 300 and nothing: 700 beyond the members and 300, together 1000; 1 of 2 is known.

    The other county's 50 is its own: 1050 for all, of which 2 of 3 projects are known; published as 1100: 50 more.
    """
    rows = (
        a_project(GROUP, kind="group", investment=1000),
        a_project(PROJECT, parent_id=GROUP, investment=300),
        a_project("01-02", parent_id=GROUP),
        a_project("02-01", county_code="421222", investment=50),
    )
    printed = (
        total(1, "planned_investment", 1000, county_code="421221"),
        total(2, "planned_investment", 1100),
    )
    answers = {
        1: {"ours_value": 1000, "difference_value": 0, "known_count": 1, "project_count": 2},
        2: {"ours_value": 1050, "difference_value": 50, "known_count": 2, "project_count": 3},
    }
    return story(*rows, beside=printed).ledger(), a_view(MAY_15), {"published_totals": answers}


def total_of_a_day_beside_that_day() -> Example:
    """Work of 120 and receipts of 90 to the end of March were published; March reported 100 and 60, April 150 and 80.

    Asked in May they stand beside March's: 20 and 30 more. Nothing was paid by any report: unknown, and no difference.
    """
    printed = (
        total(1, "work_done", 120, stated_on=MAR),
        total(2, "received", 90, stated_on=MAR),
        total(3, "paid", 10, stated_on=MAR),
    )
    told = (
        story(a_project(funding=(source("county", 100),)), beside=printed)
        .report(MAR, work(MAR, 100), money(MAR, received=60))
        .report(APR, work(APR, 150), money(APR, received=80))
    )
    answers = {
        1: {"ours_value": 100, "difference_value": 20, "known_count": 1},
        2: {"ours_value": 60, "difference_value": 30},
        3: {"ours_value": None, "difference_value": None, "known_count": 0, "project_count": 1},
    }
    return told.ledger(), a_view(MAY_15), {"published_totals": answers}


def total_of_a_day_to_come() -> Example:
    """A total to the end of March is not there yet on the 30th; one of the year's plan is: 60 of 2025, none of 2024."""
    printed = (
        total(1, "work_done", 120, stated_on=MAR),
        total(2, "annual_plan", 70, year=2025),
        total(3, "annual_plan", 70, year=2024),
    )
    told = story(a_project(), beside=printed).report(JAN, plan(JAN, 2025, 60))
    answers = {
        1: None,
        2: {"ours_value": 60, "difference_value": 10, "known_count": 1},
        3: {"ours_value": None, "difference_value": None, "known_count": 0},
    }
    return told.ledger(), a_view(date(2025, 3, 30)), {"published_totals": answers}


def total_of_a_category_that_the_edition_brings() -> Example:
    """The edition brings the category 道路; its two roads print 30 and 20, a school 40: of the roads 50, published as 50."""
    road = AddedCode(codelist="category", code="road", sort_order=30, zh="道路", en="Road")
    rows = (
        a_project("01-01", category="road", investment=30),
        a_project("01-02", category="road", investment=20),
        a_project("01-03", category="school", investment=40),
    )
    printed = total(1, "planned_investment", 50, category="road")
    answers = {1: {"ours_value": 50, "difference_value": 0, "project_count": 2}}
    told = story(*rows, beside=(road, printed))
    return told.ledger(), a_view(MAY_15), {"published_totals": answers}


def totals_belong_to_their_edition() -> Example:
    """The first library carries a total, the second, taken in April, another under the same number: the newer one counts."""
    told = story(a_project(investment=30), beside=(total(1, "planned_investment", 31),))
    told.tell(
        "edition_taken",
        morning(APR),
        (
            an_edition("second"),
            a_project(investment=30),
            total(1, "planned_investment", 33),
            total(2, "projects", 1),
        ),
    )
    answers = {1: {"ours_value": 30, "difference_value": 3}, 2: {"difference_value": 0}}
    return told.ledger(), a_view(MAY_15), {"published_totals": answers}


def a_reader_of_one_county() -> Example:
    """Asked about one county, its own totals stand there and those of all do not."""
    printed = (
        total(1, "projects", 2, county_code="421221"),
        total(2, "projects", 2, county_code="421222"),
        total(3, "projects", 2),
    )
    rows = (a_project(), a_project("02-01", county_code="421222"))
    answers = {1: {"ours_value": 1, "difference_value": 1}, 2: None, 3: None}
    view = a_view(MAY_15, counties=("421221",))
    return story(*rows, beside=printed).ledger(), view, {"published_totals": answers}


def total_of_the_plan_without_what_was_taken_out() -> Example:
    """Plans of 60 and 40 for 2025; the second is 调出 from 20 April: out of plan from then on.

    A published 100 stands beside 60 in May, 40 more; what was published of the end of March, when both stood, is 100.
    """
    printed = (
        total(1, "annual_plan", 100, year=2025),
        total(2, "annual_plan", 100, year=2025, stated_on=MAR),
    )
    told = story(a_project(), a_project("01-02"), beside=printed)
    told.report(JAN, plan(JAN, 2025, 60), plan(JAN, 2025, 40, "01-02"))
    told.change("withdrawn", date(2025, 4, 20), "01-02")
    answers = {
        1: {"ours_value": 60, "difference_value": 40, "known_count": 1, "project_count": 2},
        2: {"ours_value": 100, "difference_value": 0, "known_count": 2, "project_count": 2},
    }
    return told.ledger(), a_view(MAY_15), {"published_totals": answers}


EXAMPLES = (
    printed_total_beside_its_rows,
    printed_total_over_a_group,
    total_of_a_day_beside_that_day,
    total_of_a_day_to_come,
    total_of_a_category_that_the_edition_brings,
    totals_belong_to_their_edition,
    a_reader_of_one_county,
    total_of_the_plan_without_what_was_taken_out,
)
"""The worked examples of this file."""
