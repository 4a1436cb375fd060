"""Worked examples of money not yet paid: by source, since when, by batches, what is not told, and the year's budget."""

from __future__ import annotations

from datetime import date
from typing import Any

from .builders import Amount, Story, a_project, a_view, story
from .example import PROJECT, Example, Expected, Told, funding_is, project_is
from .reported import batch, milestone, money, stage

DEC = date(2024, 12, 31)
MAR, APR, SEPT, OCT = date(2025, 3, 31), date(2025, 4, 30), date(2025, 9, 30), date(2025, 10, 31)
NOV_5, NOV_15 = date(2025, 11, 5), date(2025, 11, 15)
A, B, C = "421221", "421222", "421223"
BOND, COUNTY = ("special_bond", "CNY"), ("county", "CNY")


def of_county(county: str = A, **measures: Any) -> Expected:
    """Each measure's amount of the county."""
    return {"money_by_county": {(county, name): {"amount": amount} for name, amount in measures.items()}}


def by_source_where_both_are_known() -> Example:
    """Bonds: 100 allocated, 80 received, 30 paid. County: 40 received, payment never told. City: 9 allocated only.

    下达未到位 20; 到位未支付 50 and, of which no payment is told, 40; the city's stays unknown.
    """
    told = story(a_project()).report(
        OCT,
        money(OCT, "special_bond", allocated=100, received=80, paid=30),
        money(OCT, "county", received=40),
        money(OCT, "city", allocated=9),
    )
    rows: dict[tuple[str, str], Told] = {
        BOND: {"not_arrived_amount": 20, "unpaid_amount": 50, "payment_untold_amount": None},
        COUNTY: {"not_arrived_amount": None, "unpaid_amount": None, "payment_untold_amount": 40},
        ("city", "CNY"): {"not_arrived_amount": None, "unpaid_amount": None, "payment_untold_amount": None},
    }
    sums: Told = {"not_arrived_amount": 20, "unpaid_amount": 50, "payment_untold_amount": 40}
    whole = of_county(not_arrived=20, unpaid=50, payment_untold=40, received=120, paid=30)
    return told.ledger(), a_view(NOV_5), funding_is(rows) | project_is(sums) | whole


def after_a_downward_correction() -> Example:
    """50 received by March, corrected to 10 in October, nothing paid: 10 can lie unpaid over six months, not 50.

    And it is all of the old money: 10 of 10.
    """
    told = (
        story(a_project()).report(MAR, money(MAR, received=50, paid=0)).report(OCT, money(OCT, received=10))
    )
    row: Told = {"aged_unpaid_amount": 10, "aged_received_amount": 10, "unpaid_amount": 10}
    expected = funding_is({COUNTY: row}) | {"comparison": {("idle", A): {"value": 1.0}}}
    return told.ledger(), a_view(NOV_5), expected


def six_calendar_months() -> Example:
    """80 received by 30 April, asked on 30 October: six months to the day. 30 paid: 50. The 20 of September are fresh."""
    told = story(a_project()).report(APR, money(APR, received=80, paid=0))
    told.report(SEPT, money(SEPT, received=100, paid=30))
    row: Told = {"aged_received_amount": 80, "aged_unpaid_amount": 50, "long_unpaid_amount": None}
    return told.ledger(), a_view(date(2025, 10, 30)), funding_is({COUNTY: row})


def a_day_short_of_six_months() -> Example:
    """The same asked on 29 October: what had been received by 29 April is not known."""
    ledger, _, _ = six_calendar_months()
    row: Told = {"aged_received_amount": None, "aged_unpaid_amount": None, "unpaid_amount": 70}
    return ledger, a_view(date(2025, 10, 29)), funding_is({COUNTY: row})


def _batches(*told: Any) -> Story:
    """Bonds of 500 received by October, 100 of them paid, of issues whose days are known."""
    begun = story(a_project())
    for period_on in (APR, OCT):
        begun.report(period_on, money(period_on, "special_bond", received=500, paid=100))
    return begun.batches(NOV_5, *told)


def old_money_by_batches() -> Example:
    """Issues of 300 in May 2024 and 200 in August 2025; 100 paid, from the older one.

    Over six months and over a year 300 - 100 = 200, though April's report had 500 already: not an estimate.
    """
    ledger = _batches(batch("债1", date(2024, 5, 10), 300), batch("债2", date(2025, 8, 10), 200)).ledger()
    row: Told = {"aged_received_amount": 300, "aged_unpaid_amount": 200, "long_unpaid_amount": 200}
    row |= {"two_year_unpaid_amount": 0, "unpaid_amount": 400, "age_basis": "batches"}
    return ledger, a_view(NOV_15), funding_is({BOND: row}) | of_county(aged_unpaid=200, long_unpaid=200)


def batches_not_yet_known() -> Example:
    """The same as it was known before the batches were taken: 400 of the 500 of April, as an estimate."""
    ledger, view, _ = old_money_by_batches()
    before = view.model_copy(update={"known_at": view.known_at.replace(year=2025, month=11, day=5, hour=9)})
    row: Told = {"aged_received_amount": 500, "aged_unpaid_amount": 400, "age_basis": "estimate"}
    return ledger, before, funding_is({BOND: row})


def batches_that_do_not_make_up_the_money() -> Example:
    """Only the fresh issue of 200 is told of 500 received: the rest has no day, so all is estimated: 400 of 500."""
    ledger = _batches(batch("债2", date(2025, 8, 10), 200)).ledger()
    row: Told = {"aged_received_amount": 500, "aged_unpaid_amount": 400, "age_basis": "estimate"}
    return ledger, a_view(NOV_15), funding_is({BOND: row})


def a_batch_stated_anew() -> Example:
    """The issue of 2024 was 300, then put right to 250, a third of 50 (2023) added: 250 + 50 - 100 = 200 over a year.

    Of 2023 nothing is left: two budget years take only what was issued by December 2023, 50 - 100, not below 0.
    """
    story_told = _batches(batch("债1", date(2024, 5, 10), 300), batch("债2", date(2025, 8, 10), 200))
    story_told.batches(
        date(2025, 11, 6), batch("债1", date(2024, 5, 10), 250), batch("债0", date(2023, 5, 10), 50)
    )
    row: Told = {"long_unpaid_amount": 200, "two_year_unpaid_amount": 0, "age_basis": "batches"}
    return story_told.ledger(), a_view(NOV_15), funding_is({BOND: row})


def a_batch_of_which_not_all_arrived() -> Example:
    """Issued 500 in May 2024, 300 received, 50 paid: 250 can lie unpaid, not 450."""
    told = story(a_project()).report(OCT, money(OCT, "special_bond", received=300, paid=50))
    told.batches(NOV_5, batch("债1", date(2024, 5, 10), 500))
    return (
        told.ledger(),
        a_view(NOV_15),
        funding_is({BOND: {"aged_unpaid_amount": 250, "age_basis": "batches"}}),
    )


def two_budget_years() -> Example:
    """Received 100 by December 2024, 30 paid since: from 1 January 2026 on 70 of it are unpaid after two budget years."""
    told = story(a_project()).report(DEC, money(DEC, received=100, paid=0))
    told.report(OCT, money(OCT, received=400, paid=30))
    row: Told = {"two_year_unpaid_amount": 70, "unpaid_amount": 370}
    return told.ledger(), a_view(date(2026, 1, 1)), funding_is({COUNTY: row})


def not_yet_two_budget_years() -> Example:
    """The day before, 31 December 2025: it takes what was received by December 2023, of which nothing is known."""
    ledger, _, _ = two_budget_years()
    return ledger, a_view(date(2025, 12, 31)), funding_is({COUNTY: {"two_year_unpaid_amount": None}})


def _county(told: dict[str, tuple[str, Amount, Amount, Amount]]) -> Story:
    """Projects by number: county, received by April, received by October, paid by October."""
    begun = story(*(a_project(name, county_code=county) for name, (county, *_) in told.items()))
    begun.report(APR, *(money(APR, received=old, project=name) for name, (_, old, *_) in told.items()))
    return begun.report(
        OCT, *(money(OCT, received=now, paid=paid, project=n) for n, (*_, now, paid) in told.items())
    )


def fresh_money_does_not_thin_old() -> Example:
    """P: 500 of 1,000 old money unpaid, 4,000 fresh. Q: 200 of 1,000. P is worse: 50 % against 20 %."""
    rows: dict[str, tuple[str, Amount, Amount, Amount]] = {}
    for number, (old, now, paid) in enumerate(((400, 4400, 200), (300, 300, 150), (300, 300, 150)), start=1):
        rows[f"01-1{number}"] = (A, old, now, paid)
    for number, (old, now, paid) in enumerate(((400, 400, 300), (300, 300, 250), (300, 300, 250)), start=1):
        rows[f"01-2{number}"] = (B, old, now, paid)
    told = _county(rows)
    p: Told = {"value": 0.5, "rank": 2, "known_count": 3}
    q: Told = {"value": 0.2, "rank": 1}
    expected: Expected = {"comparison": {("idle", A): p, ("idle", B): q}}
    expected["money_by_county"] = (
        of_county(A, aged_unpaid=500, aged_received=1000, unpaid=4500)["money_by_county"]
        | of_county(B, aged_unpaid=200, aged_received=1000, unpaid=200)["money_by_county"]
    )
    return told.ledger(), a_view(NOV_5), expected


def payments_never_told_count_against() -> Example:
    """A: of 300 old money 100 are unpaid. B left the payment of one blank, the others paid all: 100 支付未报 of 300.

    Both stand at a third; had B's silence been left out, it would read 0 %.
    """
    rows: dict[str, tuple[str, Amount, Amount, Amount]] = {
        f"01-1{n}": (A, 100, 150, paid) for n, paid in ((1, 100), (2, 100), (3, 0))
    }
    rows |= {f"01-2{n}": (B, 100, 150, paid) for n, paid in ((1, 100), (2, 100), (3, None))}
    expected: Expected = {
        "comparison": {("idle", county): {"value": 0.333333333, "rank": 1} for county in (A, B)},
        "money_by_county": of_county(A, aged_unpaid=100, aged_untold=None)["money_by_county"]
        | of_county(B, aged_unpaid=0, aged_untold=100, payment_untold=150)["money_by_county"],
    }
    return _county(rows).ledger(), a_view(NOV_5), expected


def a_payment_whose_source_is_not_told() -> Example:
    """100 of the county and 50 of bonds received by April; 120 paid, of no source that is told: 30 are unpaid.

    By source nothing can be said, and nothing is 支付未报: the payment was told.
    """
    told = story(a_project()).report(APR, money(APR, received=100), money(APR, "special_bond", received=50))
    told.report(OCT, money(OCT, "not_stated", paid=120))
    unknown: Told = {"unpaid_amount": None, "payment_untold_amount": None, "aged_unpaid_amount": None}
    rest: Told = {"unpaid_amount": 30, "aged_received_amount": 150, "aged_unpaid_amount": 30}
    expected = funding_is({COUNTY: unknown, BOND: unknown, ("not_stated", "CNY"): rest})
    return (
        told.ledger(),
        a_view(NOV_5),
        expected | project_is({"unpaid_amount": 30, "aged_unpaid_amount": 30}),
    )


def what_one_source_overpaid_hides_nothing() -> Example:
    """County: 100 old, nothing paid. City: 100 old, 200 paid (垫付). One yuan paid from no source that is told.

    到位未支付 100 - 100 - 1 = -1; of the old money 100 - 1 = 99 lie unpaid: the 垫付 sets off none of it.
    """
    told = story(a_project()).report(
        APR, money(APR, received=100, paid=0), money(APR, "city", received=100, paid=200)
    )
    told.report(OCT, money(OCT, "not_stated", paid=1))
    return (
        told.ledger(),
        a_view(NOV_5),
        project_is({"unpaid_amount": -1, "aged_unpaid_amount": 99, "aged_received_amount": 200}),
    )


def paid_beyond_what_was_received() -> Example:
    """County: 100 received, 130 paid (垫付): -30; city: 100 received, 60 paid: 40. Together 10, as 200 less 190."""
    told = story(a_project()).report(
        APR, money(APR, received=100, paid=130), money(APR, "city", received=100, paid=60)
    )
    rows: dict[tuple[str, str], Told] = {
        COUNTY: {"unpaid_amount": -30, "aged_unpaid_amount": 0},
        ("city", "CNY"): {"unpaid_amount": 40, "aged_unpaid_amount": 40},
    }
    return told.ledger(), a_view(NOV_5), funding_is(rows) | of_county(unpaid=10, aged_unpaid=40)


def completed_with_old_money() -> Example:
    """Completed in March with 70 of 2024 unpaid: the amount is the same, its word is another (已竣工—结余待清理)."""
    told = story(a_project()).report(DEC, money(DEC, received=100, paid=0))
    told.report(
        MAR,
        money(MAR, received=100, paid=30),
        milestone(MAR, "completion", done_on=date(2025, 3, 3)),
        stage(MAR, "completed"),
    )
    sums: Told = {"two_year_unpaid_amount": 70, "completed": True}
    return told.ledger(), a_view(date(2026, 1, 1)), project_is(sums, PROJECT)


EXAMPLES = (
    by_source_where_both_are_known,
    after_a_downward_correction,
    six_calendar_months,
    a_day_short_of_six_months,
    old_money_by_batches,
    batches_not_yet_known,
    batches_that_do_not_make_up_the_money,
    a_batch_stated_anew,
    a_batch_of_which_not_all_arrived,
    two_budget_years,
    not_yet_two_budget_years,
    fresh_money_does_not_thin_old,
    payments_never_told_count_against,
    a_payment_whose_source_is_not_told,
    what_one_source_overpaid_hides_nothing,
    paid_beyond_what_was_received,
    completed_with_old_money,
)
"""The worked examples of this file."""
