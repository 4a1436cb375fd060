"""Worked examples of 拨付率, the year's budget money, gaps apart from surpluses, and all of it of a group's row."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import a_project, a_view, source, story
from .example import Example, Expected, Told, project_is
from .golden_groups import APR, CITY, DEC, FIRST, GROUP, JUNE, NOV_5, OCT, SECOND, A, B, family
from .golden_unpaid import NOV_15, of_county
from .reported import milestone, money, plan

AUG = date(2025, 8, 31)


def share_of_the_allocated_that_arrived() -> Example:
    """拨付率: bonds 80 of 100, county 30 of 60: 110 of 160 = 68.75 %; a bank's 50 of 50 is no fiscal money.

    The city's 40 are allocated, and whether they arrived is not told: of 200 allocated 160 know it.

    资金到位率 stands beside it without a rank: 160 of 400 planned.
    """
    told = story(a_project(funding=(source("county", 300), source("bank_loan", 100)))).report(
        OCT,
        money(OCT, "special_bond", allocated=100, received=80),
        money(OCT, "county", allocated=60, received=30),
        money(OCT, "bank_loan", allocated=50, received=50),
        money(OCT, "city", allocated=40),
    )
    rates: Told = {"disbursed_part_amount": 110, "disbursed_whole_amount": 160, "disbursed_share": 0.6875}
    rates |= {"disbursed_known_count": 1, "received_part_amount": 80, "received_whole_amount": 400}
    rows: dict[Any, Told] = {
        ("disbursed", A): {"value": 0.6875},
        ("received", A): {"value": 0.2, "rank": None},
    }
    return (
        told.ledger(),
        a_view(NOV_5),
        of_county(public_allocated=200)
        | {
            "funding_rates_by_county": {A: rates},
            "comparison": rows,
        },
    )


def the_years_budget_money() -> Example:
    """December: 100 allocated, 70 paid: 30 carried over. October: 250 allocated, 160 paid. 90 of 150 + 30: 50 %.

    A bank's loan is no part of it. Of the year's plan of 300, 90 + 20 of the loan are 年度支付进度.
    """
    told = story(a_project()).report(
        DEC, money(DEC, allocated=100, paid=70), money(DEC, "bank_loan", allocated=0, paid=0)
    )
    told.report(
        OCT,
        money(OCT, allocated=250, paid=160),
        money(OCT, "bank_loan", allocated=90, paid=20),
        plan(OCT, 2025, 300),
    )
    sums = of_county(budget_paid=90, budget_available=180, year_allocated=150, carried_over=30, paid_year=110)
    row: dict[Any, Told] = {
        ("budget_payment", A): {"value": 0.5, "known_count": 1},
        ("annual_payment", A): {"value": 0.366666667},
    }
    return told.ledger(), a_view(NOV_15), sums | {"comparison": row}


def the_years_budget_money_without_its_parts() -> Example:
    """December told 70 paid and not what was allocated: 90 of 180 all the same; which of it is new cannot be said."""
    told = (
        story(a_project())
        .report(DEC, money(DEC, paid=70))
        .report(OCT, money(OCT, allocated=250, paid=160), plan(OCT, 2025, 100))
    )
    sums = of_county(budget_paid=90, budget_available=180, year_allocated=None, carried_over=None)
    return told.ledger(), a_view(NOV_15), sums


def the_years_budget_money_of_which_no_payment_is_told() -> Example:
    """Beside 90 of 180 one that began this year: 300 allocated, no payment told, so that its whole is 300 - 0.

    Of the whole that is known, 180 of 480 know what was paid of it: 37.5 %, however many projects that are.
    """
    told = story(a_project(), a_project("01-02")).report(DEC, money(DEC, allocated=100, paid=70))
    told.report(OCT, money(OCT, allocated=250, paid=160), plan(OCT, 2025, 300))
    begun = milestone(OCT, "start", "01-02", done_on=date(2025, 3, 2))
    told.report(OCT, money(OCT, allocated=300, project="01-02"), begun)
    row: Told = {"value": 0.5, "project_count": 2, "known_count": 1, "known_share": 0.5}
    row |= {"known_amount_share": 0.375}
    sums = of_county(budget_whole=480, budget_paid=90, budget_available=180)
    return told.ledger(), a_view(NOV_15), sums | {"comparison": {("budget_payment", A): row}}


def who_has_no_fiscal_money_is_not_asked_of_it() -> Example:
    """Of four the county pays one. The lists of two others name a bank alone, one of them declared whole.

    That one is not asked for 拨付率 and 年度预算支出进度; the other might yet have fiscal money, and so might the
    fourth, whose list is whole and says 未注明: 1 of 3 known.
    """
    names = ("01-01", "01-02", "01-03", "01-04")
    told = story(*(a_project(name) for name in names)).report(
        OCT,
        money(OCT, allocated=100, received=50),
        money(OCT, "bank_loan", planned=80, plan_complete=True, project="01-02"),
        money(OCT, "bank_loan", planned=80, project="01-03"),
        money(OCT, "bank_loan", planned=80, plan_complete=True, project="01-04"),
        money(OCT, "not_stated", planned=5, project="01-04"),
    )
    rows: dict[Any, Told] = {
        ("disbursed", A): {"value": 0.5, "project_count": 3, "known_count": 1, "known_share": 0.333333333},
        ("budget_payment", A): {"project_count": 3, "known_count": 0},
        ("received", A): {"project_count": 4},
    }
    return told.ledger(), a_view(NOV_15), {"comparison": rows}


def who_owes_no_report_is_not_asked_of_the_year() -> Example:
    """Of three of the county's one was completed in November 2024 and has told nothing since: it is not asked.

    One was completed in August and told the year's money until then: it is known. One is silent: 1 of 2 known.
    """
    names = ("01-01", "01-02", "01-03")
    told = story(*(a_project(name) for name in names))
    told.report(
        DEC,
        money(DEC, allocated=80, received=80, paid=60, project="01-01"),
        milestone(DEC, "completion", "01-01", done_on=date(2024, 11, 20)),
        money(DEC, allocated=100, received=90, paid=70, project="01-02"),
    )
    told.report(
        AUG,
        money(AUG, allocated=120, received=90, paid=90, project="01-02"),
        milestone(AUG, "completion", "01-02", done_on=date(2025, 8, 20)),
        plan(AUG, 2025, 50, "01-02"),
    )
    rows: dict[Any, Told] = {
        ("budget_payment", A): {"value": 0.4, "project_count": 2, "known_count": 1, "known_share": 0.5},
        ("disbursed", A): {"project_count": 3, "known_count": 2},
    }
    return told.ledger(), a_view(NOV_15), {"comparison": rows}


def gaps_and_surpluses() -> Example:
    """One lacks 40 of 100, one has 25 more than its 100, one has just enough: 40 lacking, 25 beside it, not 15."""
    names = {"01-01": 60, "01-02": 125, "01-03": 100}
    told = story(*(a_project(name, investment=100) for name in names)).report(
        OCT, *(money(OCT, planned=planned, plan_complete=True, project=n) for n, planned in names.items())
    )
    expected: Expected = {
        "money_by_county": {
            (A, "unfunded_gap"): {"amount": 40, "known_count": 3},
            (A, "funding_surplus"): {"amount": 25, "known_count": 3},
        }
    }
    return told.ledger(), a_view(NOV_5), expected | project_is({"unfunded_gap_amount": -25}, "01-02")


def old_money_of_a_group() -> Example:
    """A year ago the group had received 610, its members 600; it has paid 500 since, they 400: 10 - 100 = -90 unpaid.

    Members' old money is each one's own: 300 - 200 twice, a third of it. The city level shows its -90 of 10 as it is.
    """
    then = date(2024, 10, 31)
    told = family().report(
        then,
        money(then, received=610, project=GROUP),
        money(then, received=300, project=FIRST),
        money(then, received=300, project=SECOND),
    )
    told.report(
        JUNE,
        money(JUNE, paid=500, project=GROUP),
        money(JUNE, paid=200, project=FIRST),
        money(JUNE, paid=200, project=SECOND),
    )
    expected: Expected = {
        "comparison": {("idle", CITY): {"value": -9.0}, ("idle", A): {"value": 0.333333333}}
    }
    expected |= {
        "money_by_county": {
            (county, measure): {"amount": amount}
            for measure in ("aged_unpaid", "long_unpaid", "unpaid")
            for county, amount in ((CITY, -90), (A, 100), (B, 100))
        }
    }
    return told.ledger(), a_view(NOV_5), expected


def a_group_that_tells_no_payment() -> Example:
    """The group received 610, its members 600, all by April; nobody told a payment.

    The members' 600 are 支付未报; of the group's own 10 nothing is known, and they swell no share of the city's.
    """
    told = family().report(
        APR,
        money(APR, received=610, project=GROUP),
        money(APR, received=300, project=FIRST),
        money(APR, received=300, project=SECOND),
    )
    rows: dict[Any, Any] = {
        (county, measure): {"amount": amount}
        for measure in ("payment_untold", "aged_untold", "aged_received")
        for county, amount in ((CITY, None), (A, 300), (B, 300))
    }
    return (
        told.ledger(),
        a_view(NOV_5),
        {"money_by_county": rows, "comparison": {("idle", CITY): {"value": None}}},
    )


def the_years_money_of_a_group() -> Example:
    """December: the group 250 allocated over 200 and 60 paid over 40. October: 700 over 600, and 210 over 140.

    Its row: 100 allocated (50 by December), 70 paid (20 by December): 50 of 80, which are 50 of this year and 30 of
    last. Its members: 50 each of 280 each.
    """
    told = family().report(
        DEC,
        money(DEC, allocated=250, paid=60, project=GROUP),
        *(money(DEC, allocated=100, paid=20, project=name) for name in (FIRST, SECOND)),
    )
    told.report(
        OCT,
        money(OCT, allocated=700, paid=210, project=GROUP),
        *(money(OCT, allocated=300, paid=70, project=name) for name in (FIRST, SECOND)),
        plan(OCT, 2025, 100, FIRST),
    )
    city = {"budget_paid": 50, "budget_available": 80, "year_allocated": 50, "carried_over": 30}
    county = {"budget_paid": 50, "budget_available": 280, "year_allocated": 200, "carried_over": 80}
    rows: dict[Any, Any] = {
        (code, measure): {"amount": amount}
        for code, told_of in ((CITY, city), (A, county))
        for measure, amount in told_of.items()
    }
    return told.ledger(), a_view(date(2025, 11, 15)), {"money_by_county": rows}


def a_gap_of_a_group() -> Example:
    """The group: investment 650 over 600, funding 600 over 500, declared whole: 50 - 100 = -50, added as it is.

    Its members: 350 - 300 and 250 - 200: 50 each. The whole is 50 = 650 - 600.
    """
    told = story(
        a_project(GROUP, kind="group", county_code=CITY, investment=650),
        a_project(FIRST, parent_id=GROUP, county_code=A, investment=350),
        a_project(SECOND, parent_id=GROUP, county_code=B, investment=250),
    ).report(
        JUNE,
        money(JUNE, planned=600, plan_complete=True, project=GROUP),
        money(JUNE, planned=300, plan_complete=True, project=FIRST),
        money(JUNE, planned=200, plan_complete=True, project=SECOND),
    )
    rows: dict[Any, Any] = {
        (code, "unfunded_gap"): {"amount": amount} for code, amount in ((CITY, -50), (A, 50), (B, 50))
    }
    rows |= {(CITY, "funding_surplus"): {"amount": None}, (A, "funding_surplus"): {"amount": 0}}
    return told.ledger(), a_view(NOV_5), {"money_by_county": rows}


EXAMPLES = (
    share_of_the_allocated_that_arrived,
    the_years_budget_money,
    the_years_budget_money_without_its_parts,
    the_years_budget_money_of_which_no_payment_is_told,
    who_has_no_fiscal_money_is_not_asked_of_it,
    who_owes_no_report_is_not_asked_of_the_year,
    gaps_and_surpluses,
    old_money_of_a_group,
    a_group_that_tells_no_payment,
    the_years_money_of_a_group,
    a_gap_of_a_group,
)
"""The worked examples of this file."""
