"""Worked examples of money: investment, sources, dollars, gaps, payment against work, idle money."""

from __future__ import annotations

from datetime import date

from .builders import Amount, a_project, a_view, source, story
from .example import Example, Told, funding_is, project_is
from .ledger import Ledger
from .reported import invested, milestone, money, plan, stage, work

Sources = dict[tuple[str, str], Told]
"""Funding rows by source and currency."""

OCT, DEC = date(2024, 10, 31), date(2024, 12, 31)
MAY, JUNE = date(2025, 5, 31), date(2025, 6, 30)
JULY_5 = date(2025, 7, 5)


def investment_of_the_plan() -> Example:
    """The plan's 100, with its 约: no more was reported."""
    told: Told = {"investment_amount": 100, "investment_basis": "plan", "investment_qualifier": "about"}
    ledger = story(a_project(investment=100, qualifier="about")).ledger()
    return ledger, a_view(JULY_5), project_is(told)


def investment_on_the_newest_basis() -> Example:
    """Plan 100, feasibility 120 in May, preliminary design 110 in June: 110, without the plan's 约."""
    told = story(a_project(investment=100, qualifier="about"))
    told.report(MAY, invested(MAY, 120)).report(JUNE, invested(JUNE, 110, "preliminary"))
    figures: Told = {
        "investment_amount": 110,
        "investment_basis": "preliminary",
        "investment_qualifier": None,
    }
    return told.ledger(), a_view(JULY_5), project_is(figures)


def unknown_payments_prove_nothing_low() -> Example:
    """Work 100; the county's source paid 50, the bond's payment is unknown: 50 < 80 proves nothing; 90 would be enough."""
    told = story(a_project()).report(
        JUNE, work(JUNE, 100), money(JUNE, paid=50), money(JUNE, "special_bond", received=40)
    )
    return (
        told.ledger(),
        a_view(JULY_5),
        project_is({"payment_low": None, "paid_amount": 50, "paid_whole": False}),
    )


def dollars_paid_prove_nothing_low() -> Example:
    """Work 100; 50 yuan paid and 500 dollars: too little cannot be said. Nothing received in dollars: it can."""
    told = story(a_project()).report(
        JUNE, work(JUNE, 100), money(JUNE, paid=50), money(JUNE, "foreign_loan", paid=500, currency="USD")
    )
    return told.ledger(), a_view(JULY_5), project_is({"payment_low": None})


def known_payments_prove_ahead() -> Example:
    """Investment 100, physical 10 %: 40 known to be paid is past 30 whatever the unknown source paid."""
    told = story(a_project(investment=100)).report(
        JUNE, work(JUNE, 10, "0.10"), money(JUNE, paid=40), money(JUNE, "special_bond", received=40)
    )
    return told.ledger(), a_view(JULY_5), project_is({"payment_ahead": True, "payment_low": False})


def _paid(paid: Amount, physical: Amount, done: Amount = None) -> Ledger:
    """A ledger of one project of 100: paid so much, at that physical share and work done."""
    told = story(a_project(investment=100))
    return told.report(JUNE, money(JUNE, paid=paid), work(JUNE, done, physical)).ledger()


def paid_up_to_the_floor() -> Example:
    """30 of 100 is not past 30 %: not ahead, though the physical share is unknown."""
    return _paid(30, None), a_view(JULY_5), project_is({"payment_ahead": False})


def paid_past_the_floor_without_physical_share() -> Example:
    """31 of 100, physical share unknown: it cannot be told."""
    return _paid(31, None), a_view(JULY_5), project_is({"payment_ahead": None})


def paid_exactly_at_the_margin() -> Example:
    """45 of 100 at physical 0.35: 0.35 + 0.10 = 0.45, not more: not ahead."""
    return _paid(45, "0.35"), a_view(JULY_5), project_is({"payment_ahead": False})


def paid_past_the_margin() -> Example:
    """45.01 of 100 at physical 0.35: ahead. No due day and no pacing: the light is still 无节点."""
    told: Told = {"payment_ahead": True, "state": "no_nodes"}
    return _paid("45.01", "0.35"), a_view(JULY_5), project_is(told)


def paid_past_the_floor_at_low_physical_share() -> Example:
    """31 of 100 at physical 0.10: the larger of 0.30 and 0.20 is 0.30: ahead."""
    return _paid(31, "0.10"), a_view(JULY_5), project_is({"payment_ahead": True})


def paid_exactly_eighty_of_the_work() -> Example:
    """24 paid for work of 30 is 0.8: not low."""
    return _paid(24, None, 30), a_view(JULY_5), project_is({"payment_low": False})


def paid_below_eighty_of_the_work() -> Example:
    """23.99 paid for work of 30: low."""
    return _paid("23.99", None, 30), a_view(JULY_5), project_is({"payment_low": True})


def paid_before_any_work() -> Example:
    """Work done is 0: no share can be taken of it."""
    return _paid(10, None, 0), a_view(JULY_5), project_is({"payment_low": None})


def payment_sets_the_light() -> Example:
    """40 paid at physical 0.10 and work 60: ahead (0.4 > 0.3) and low (0.667 < 0.8): yellow, ahead first.

    December 30, June 60, plan 60: completion 0.5, pacing 0, so a light is due.
    """
    told = story(a_project(investment=100)).report(DEC, work(DEC, 30))
    told.report(JUNE, work(JUNE, 60, "0.10"), money(JUNE, paid=40), plan(JUNE, 2025, 60))
    light: Told = {"payment_ahead": True, "payment_low": True, "state": "yellow", "rule": "payment_ahead"}
    return told.ledger(), a_view(JULY_5), project_is(light | {"pacing_share": 0.0, "late": False})


def low_payment_sets_the_light() -> Example:
    """The same with 30 paid: 0.3 is not ahead, 30/60 = 0.5 is low: yellow by payment_low."""
    told = story(a_project(investment=100)).report(DEC, work(DEC, 30))
    told.report(JUNE, work(JUNE, 60, "0.10"), money(JUNE, paid=30), plan(JUNE, 2025, 60))
    light: Told = {"payment_ahead": False, "state": "yellow", "rule": "payment_low"}
    return told.ledger(), a_view(JULY_5), project_is(light)


def _received_in_october() -> Ledger:
    told = story(a_project()).report(OCT, money(OCT, received=50, paid=5))
    return told.report(JUNE, money(JUNE, received=90, paid=20)).ledger()


def unpaid_for_a_year() -> Example:
    """50 received by 2024-10-31, 20 paid by 2025-10-31: 30 lie unpaid over a year; the 40 received since do not count.

    All 90 but these 20 are unpaid: 70.
    """
    row: Told = {"long_unpaid_amount": 30, "unpaid_amount": 70, "age_basis": "estimate"}
    told = funding_is({("county", "CNY"): row | {"received_amount": 90}})
    return (
        _received_in_october(),
        a_view(date(2025, 10, 31)),
        told | project_is({"long_unpaid_amount": 30, "unpaid_amount": 70}),
    )


def not_yet_unpaid_for_a_year() -> Example:
    """The day before, 2025-10-30: what was received by 2024-10-30 is unknown, and so is what of it is unpaid."""
    told = funding_is({("county", "CNY"): {"long_unpaid_amount": None, "unpaid_amount": 70}})
    return _received_in_october(), a_view(date(2025, 10, 30)), told | project_is({"long_unpaid_amount": None})


def unpaid_for_a_year_is_never_below_zero() -> Example:
    """50 received a year ago, 60 paid since: 0, not -10."""
    told = story(a_project()).report(OCT, money(OCT, received=50))
    told.report(JUNE, money(JUNE, received=90, paid=60))
    return told.ledger(), a_view(date(2025, 10, 31)), project_is({"long_unpaid_amount": 0})


def _funded(complete: bool | None, city: Amount, currency: str = "CNY") -> Ledger:
    """A project of 100: county 60 stated by the plan, city as reported with the declaration."""
    told = story(a_project(investment=100, funding=(source("county", 60),)))
    return told.report(
        JUNE, money(JUNE, "city", planned=city, plan_complete=complete, currency=currency)
    ).ledger()


def gap_declared() -> Example:
    """100 less 60 and 25, the list declared whole: a gap of 15."""
    told: Told = {"unfunded_gap_amount": 15, "planned_funding_amount": 85, "plan_complete": True}
    return _funded(True, 25), a_view(JULY_5), project_is(told)


def gap_not_declared() -> Example:
    """The same, nothing declared: 未注明."""
    told: Told = {"unfunded_gap_amount": None, "planned_funding_amount": 85, "plan_complete": None}
    return _funded(None, 25), a_view(JULY_5), project_is(told)


def gap_declared_open() -> Example:
    """The list is said not to be whole: no gap."""
    told: Told = {"unfunded_gap_amount": None, "plan_complete": False}
    return _funded(False, 25), a_view(JULY_5), project_is(told)


def gap_with_an_unknown_source() -> Example:
    """The city's part is unknown: the known 60 are shown, no gap."""
    told: Told = {"unfunded_gap_amount": None, "planned_funding_amount": 60}
    return _funded(True, None), a_view(JULY_5), project_is(told)


def gap_with_dollars() -> Example:
    """The city's 25 are dollars: never added, no gap, and only 60 yuan are planned."""
    told: Told = {"unfunded_gap_amount": None, "planned_funding_amount": 60, "plan_complete": True}
    return _funded(True, 25, "USD"), a_view(JULY_5), project_is(told)


def dollars_stay_dollars() -> Example:
    """A stated loan of 30 dollars beside 40 yuan: two rows, 40 yuan planned."""
    project = a_project(funding=(source("foreign_loan", 30, "USD"), source("county", 40)))
    ledger = story(project).report(JUNE, money(JUNE, "foreign_loan", received=9, currency="USD")).ledger()
    rows: Sources = {
        ("county", "CNY"): {"planned_amount": 40, "received_amount": None},
        ("foreign_loan", "USD"): {"planned_amount": 30, "received_amount": 9},
    }
    sums: Told = {"planned_funding_amount": 40, "received_amount": None}
    return ledger, a_view(JULY_5), funding_is(rows) | project_is(sums)


def cleared_plan_of_a_source() -> Example:
    """The plan states 40; May reports 50; June clears it: unknown, the plan is not asked again."""
    told = story(a_project(funding=(source("county", 40),))).report(MAY, money(MAY, planned=50))
    told.report(JUNE, money(JUNE, received=5, cleared=("planned_amount",)))
    row: Told = {"planned_amount": None, "received_amount": 5}
    sums: Told = {"planned_funding_amount": None}
    return told.ledger(), a_view(JULY_5), funding_is({("county", "CNY"): row}) | project_is(sums)


def paid_this_year_by_source() -> Example:
    """County 10 by December and 30 by June: 20. The city was first named in 2025, its 5 are all this year's.

    25 together; of a plan of 50 that is 0.5.
    """
    told = story(a_project()).report(DEC, money(DEC, paid=10), work(DEC, 0))
    told.report(JUNE, money(JUNE, paid=30), money(JUNE, "city", paid=5), plan(JUNE, 2025, 50))
    rows: Sources = {
        ("county", "CNY"): {"paid_year_amount": 20},
        ("city", "CNY"): {"paid_year_amount": 5},
    }
    sums: Told = {"paid_year_amount": 25, "annual_payment_share": 0.5, "paid_amount": 35}
    return told.ledger(), a_view(JULY_5), funding_is(rows) | project_is(sums)


def paid_unknown_in_december() -> Example:
    """The county was named in December without a paid amount: this year's part of its 30 is unknown.

    So is the project's, though the city's is known.
    """
    told = story(a_project()).report(DEC, money(DEC, received=40))
    told.report(JUNE, money(JUNE, paid=30), money(JUNE, "city", paid=5))
    rows: Sources = {
        ("county", "CNY"): {"paid_year_amount": None},
        ("city", "CNY"): {"paid_year_amount": 5},
    }
    sums: Told = {"paid_year_amount": None, "paid_amount": 35}
    return told.ledger(), a_view(JULY_5), funding_is(rows) | project_is(sums)


def paid_this_year_when_started_this_year() -> Example:
    """No December report, started 2025-03-03: all 30 paid are this year's."""
    told = story(a_project()).report(
        JUNE, money(JUNE, paid=30), milestone(JUNE, "start", done_on=date(2025, 3, 3))
    )
    return told.ledger(), a_view(JULY_5), project_is({"paid_year_amount": 30})


def source_of_which_nothing_is_paid() -> Example:
    """County 10 then 30; the city is named without a paid amount: the sum rests on the county: 20."""
    told = story(a_project()).report(DEC, money(DEC, paid=10), stage(DEC, "continuing"))
    told.report(JUNE, money(JUNE, paid=30), money(JUNE, "city", received=5))
    return told.ledger(), a_view(JULY_5), project_is({"paid_year_amount": 20, "paid_amount": 30})


EXAMPLES = (
    unknown_payments_prove_nothing_low,
    dollars_paid_prove_nothing_low,
    known_payments_prove_ahead,
    investment_of_the_plan,
    investment_on_the_newest_basis,
    paid_up_to_the_floor,
    paid_past_the_floor_without_physical_share,
    paid_exactly_at_the_margin,
    paid_past_the_margin,
    paid_past_the_floor_at_low_physical_share,
    paid_exactly_eighty_of_the_work,
    paid_below_eighty_of_the_work,
    paid_before_any_work,
    payment_sets_the_light,
    low_payment_sets_the_light,
    unpaid_for_a_year,
    not_yet_unpaid_for_a_year,
    unpaid_for_a_year_is_never_below_zero,
    gap_declared,
    gap_not_declared,
    gap_declared_open,
    gap_with_an_unknown_source,
    gap_with_dollars,
    dollars_stay_dollars,
    cleared_plan_of_a_source,
    paid_this_year_by_source,
    paid_unknown_in_december,
    paid_this_year_when_started_this_year,
    source_of_which_nothing_is_paid,
)
