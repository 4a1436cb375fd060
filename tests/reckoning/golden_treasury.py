"""Worked examples of the treasury's figures: of sources, of totals only, of a year, beside what owners say."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from .builders import Story, a_project, a_view, story
from .example import Example, Expected, Told, funding_is, project_is
from .golden_unpaid import APR, BOND, COUNTY, DEC, NOV_5, NOV_15, OCT, SEPT
from .reported import money, treasury

CITY, REST = ("city", "CNY"), ("not_stated", "CNY")
TAKEN, GROUP = date(2025, 11, 4), "01-00"


def beside(told: dict[tuple[str, str], Told], project: str = "01-01") -> Expected:
    """The expectation that these figures, by source (or *) and figure, stand beside each other so."""
    return {"treasury_rows": {(project, *key): row for key, row in told.items()}}


def it_outranks_the_owner() -> Example:
    """The treasury's ledger of 09-30 says 65 of the county were paid; the owner says 60, in October 70.

    65 is the figure: of 100 received 35 are unpaid. The owner's newer 70 stands beside it, 5 more.
    """
    told = story(a_project()).report(SEPT, money(SEPT, received=100, paid=60))
    told.report(OCT, money(OCT, paid=70)).treasury(TAKEN, treasury(SEPT, paid=65))
    row: Told = {"paid_amount": 65, "unpaid_amount": 35, "received_amount": 100}
    line: Told = {"treasury_amount": 65, "treasury_on": SEPT, "owner_amount": 70, "owner_on": OCT}
    line |= {"difference_amount": -5, "agreement": "differ"}
    expected = funding_is({COUNTY: row}) | project_is({"paid_amount": 65, "unpaid_amount": 35})
    return (
        told.ledger(),
        a_view(NOV_5),
        expected | beside({("county", "paid"): line}),
    )


def the_newest_day_is_the_figure() -> Example:
    """A list of 10-31 says 80; one of 09-30 that came later says 75: 80. A word of 11-20 is of no day asked about yet."""
    told = (
        story(a_project())
        .report(OCT, money(OCT, received=100, paid=80))
        .treasury(TAKEN, treasury(OCT, paid=80))
    )
    told.treasury(date(2025, 11, 25), treasury(SEPT, paid=75), treasury(date(2025, 11, 20), paid=99))
    line: Told = {"treasury_amount": 80, "treasury_on": OCT, "agreement": "agree", "difference_amount": 0}
    expected = funding_is({COUNTY: {"paid_amount": 80}}) | beside({("county", "paid"): line})
    return told.ledger(), a_view(NOV_5), expected


def what_was_known_before() -> Example:
    """Asked with what was known on 11-03, a day before the ledger was taken: the owner's 60."""
    told = (
        story(a_project())
        .report(SEPT, money(SEPT, received=100, paid=60))
        .treasury(TAKEN, treasury(SEPT, paid=65))
    )
    return told.ledger(), a_view(NOV_5, datetime(2025, 11, 3, 9)), funding_is({COUNTY: {"paid_amount": 60}})


def a_silent_owner_keeps_no_money_young() -> Example:
    """The owner told 50 received in December and fell silent. The ledger: 150 received by April, 20 paid by October.

    Of 150 old money 130 are unpaid; the owner alone would have 50. Paid this year: 20 less the ledger's 5 of December.
    """
    told = story(a_project()).report(DEC, money(DEC, received=50, paid=0))
    told.treasury(TAKEN, treasury(DEC, paid=5), treasury(APR, received=150), treasury(OCT, paid=20))
    sums: Told = {
        "aged_received_amount": 150,
        "aged_unpaid_amount": 130,
        "paid_year_amount": 15,
        "money_year": 2025,
    }
    lines: dict[tuple[str, str], Told] = {
        ("county", "received"): {"treasury_amount": 150, "owner_amount": 50, "difference_amount": 100},
        ("county", "paid"): {"treasury_amount": 20, "owner_amount": 0, "agreement": "differ"},
    }
    return told.ledger(), a_view(NOV_15), project_is(sums) | beside(lines)


def one_side_only() -> Example:
    """The ledger tells the city's 30, of which the owner says nothing, and not the bonds, of which the owner says 50."""
    told = story(a_project()).report(OCT, money(OCT, "special_bond", received=80, paid=50))
    told.treasury(TAKEN, treasury(OCT, "city", received=40, paid=30))
    lines: dict[tuple[str, str], Told] = {
        ("city", "paid"): {"treasury_amount": 30, "owner_amount": None, "agreement": "treasury_only"},
        ("special_bond", "paid"): {"treasury_amount": None, "owner_amount": 50, "agreement": "owner_only"},
        ("special_bond", "received"): {"owner_amount": 80, "agreement": "owner_only"},
    }
    rows: dict[tuple[str, str], Told] = {
        CITY: {"paid_amount": 30, "unpaid_amount": 10},
        BOND: {"paid_amount": 50, "unpaid_amount": 30},
    }
    return told.ledger(), a_view(NOV_5), funding_is(rows) | project_is({"unpaid_amount": 40}) | beside(lines)


def _two_sources(total: int, **told: Any) -> Story:
    """County 100 received and 60 paid, bonds 50 and 50, and the treasury's total."""
    begun = story(a_project()).report(
        APR, money(APR, received=100, paid=60), money(APR, "special_bond", received=50, paid=50)
    )
    return begun.treasury(TAKEN, treasury(OCT, None, paid=total, **told))


def a_total_beyond_the_sources() -> Example:
    """110 by source, the treasury's total 120: the sources stay, 10 come from none that is told; 150 - 120 = 30 unpaid.

    Of the old money 40 are unpaid by source, of which the 10 have used up some: 30.
    """
    rows: dict[tuple[str, str], Told] = {
        COUNTY: {"paid_amount": 60, "unpaid_amount": 40, "aged_unpaid_amount": 40},
        BOND: {"paid_amount": 50, "unpaid_amount": 0, "aged_unpaid_amount": 0},
        REST: {"paid_amount": 10, "unpaid_amount": -10, "aged_unpaid_amount": -10, "age_basis": "estimate"},
    }
    sums: Told = {"paid_amount": 120, "unpaid_amount": 30, "aged_unpaid_amount": 30, "paid_whole": True}
    lines: dict[tuple[str, str], Told] = {
        ("*", "paid"): {
            "treasury_amount": 120,
            "owner_amount": 110,
            "difference_amount": 10,
            "agreement": "differ",
        },
        ("county", "paid"): {"treasury_amount": None, "owner_amount": 60, "agreement": "unchecked"},
    }
    rates: Expected = {
        "funding_rates_by_county": {"421221": {"paid_part_amount": 120, "paid_whole_amount": 150}}
    }
    told = _two_sources(120).ledger()
    return told, a_view(NOV_15), funding_is(rows) | project_is(sums) | beside(lines) | rates


def a_total_below_the_sources() -> Example:
    """110 by source, the total 100: 10 less come from none that is told; 150 - 100 = 50 unpaid, all of it old."""
    rows: dict[tuple[str, str], Told] = {
        COUNTY: {"paid_amount": 60, "unpaid_amount": 40},
        REST: {"paid_amount": -10, "unpaid_amount": 10, "aged_unpaid_amount": 10},
    }
    sums: Told = {"paid_amount": 100, "unpaid_amount": 50, "aged_unpaid_amount": 50}
    return _two_sources(100).ledger(), a_view(NOV_15), funding_is(rows) | project_is(sums)


def a_total_of_receipts_too() -> Example:
    """The total says 130 received and 100 paid, where the sources add up to 150 and 110: 30 unpaid, all of it old."""
    rows: dict[tuple[str, str], Told] = {
        REST: {"received_amount": -20, "paid_amount": -10, "unpaid_amount": -10, "aged_received_amount": -20}
    }
    sums: Told = {
        "received_amount": 130,
        "unpaid_amount": 30,
        "aged_received_amount": 130,
        "aged_unpaid_amount": 30,
    }
    rates: Expected = {
        "funding_rates_by_county": {"421221": {"paid_part_amount": 100, "paid_whole_amount": 130}}
    }
    told = _two_sources(100, received=130).ledger()
    return told, a_view(NOV_15), funding_is(rows) | project_is(sums) | rates


def a_total_hides_no_advance(total: int = 150, old: int = 100) -> Example:
    """County: 100 old, nothing paid. City: 100 old, 200 paid (垫付), says the owner; the treasury's total is 150.

    The 50 that the city did not pay are of what it paid beyond its money: 100 old stay unpaid, not 200 - 150 = 50.
    """
    told = story(a_project()).report(
        APR, money(APR, received=100, paid=0), money(APR, "city", received=100, paid=200)
    )
    told.treasury(TAKEN, treasury(OCT, None, paid=total))
    sums: Told = {"unpaid_amount": 200 - total, "aged_unpaid_amount": old, "aged_received_amount": 200}
    return told.ledger(), a_view(NOV_15), project_is(sums)


def a_total_far_below() -> Example:
    """The same with a total of 40: of 200 old money no more than 40 can be paid, 160 are unpaid."""
    return a_total_hides_no_advance(40, 160)


def a_total_just_above() -> Example:
    """The same with a total of 201: 1 more than by source is paid, from a source that nobody tells: 99 of 100."""
    return a_total_hides_no_advance(201, 99)


def a_total_tells_the_payment() -> Example:
    """100 received by April, payments never told by the owner; the total says 30: 70 unpaid, nothing is 支付未报."""
    told = (
        story(a_project()).report(APR, money(APR, received=100)).treasury(TAKEN, treasury(OCT, None, paid=30))
    )
    sums: Told = {"paid_amount": 30, "unpaid_amount": 70, "payment_untold_amount": None}
    sums |= {"aged_unpaid_amount": 70, "aged_untold_amount": None}
    lines: dict[tuple[str, str], Told] = {
        ("*", "paid"): {"owner_amount": None, "owner_on": None, "agreement": "treasury_only"}
    }
    return told.ledger(), a_view(NOV_15), project_is(sums) | beside(lines)


def a_source_told_after_a_total() -> Example:
    """A total of 100 in September, the county's 80 in October: the total counts no more; 80 + the owner's 50 = 130."""
    told = _two_sources(110).treasury(date(2025, 11, 5), treasury(SEPT, None, paid=100))
    told.treasury(date(2025, 11, 6), treasury(date(2025, 11, 2), paid=80))
    rows: dict[tuple[str, str], Told] = {COUNTY: {"paid_amount": 80}, BOND: {"paid_amount": 50}}
    gone: dict[Any, Any] = {("01-01", *REST): None}
    expected: Expected = {"funding_rows": funding_is(rows)["funding_rows"] | gone}
    return told.ledger(), a_view(NOV_15), expected | project_is({"paid_amount": 130})


def a_total_and_a_source_of_one_day() -> Example:
    """Of 10-31 the ledger says 80 of the county and 140 in all: bonds stay the owner's 50, 10 are of no source."""
    told = _two_sources(140).treasury(TAKEN, treasury(OCT, paid=80))
    rows: dict[tuple[str, str], Told] = {COUNTY: {"paid_amount": 80}, REST: {"paid_amount": 10}}
    return told.ledger(), a_view(NOV_15), funding_is(rows) | project_is({"paid_amount": 140})


def taken_back() -> Example:
    """A row of another project was told by mistake; a row without amounts takes it back: the owner's 60 again."""
    told = story(a_project()).report(SEPT, money(SEPT, received=100, paid=60))
    told.treasury(TAKEN, treasury(OCT, paid=90)).treasury(TAKEN, treasury(OCT))
    expected: Expected = {"treasury_rows": {("01-01", "county", "paid"): None}}
    return told.ledger(), a_view(NOV_5), funding_is({COUNTY: {"paid_amount": 60}}) | expected


def a_group_is_to_be_broken_down() -> Example:
    """The ledger knows a group only: what it says counts for nothing; the group's 50 and its member's 30 stay."""
    told = story(a_project(GROUP, kind="group"), a_project("01-01", parent_id=GROUP))
    told.report(OCT, money(OCT, paid=50, project=GROUP), money(OCT, paid=30)).treasury(
        TAKEN, treasury(OCT, paid=90, project=GROUP), treasury(OCT, None, paid=95, project=GROUP)
    )
    lines: dict[tuple[str, str], Told] = {
        ("county", "paid"): {"treasury_amount": 90, "owner_amount": 50, "agreement": "not_broken_down"},
        ("*", "paid"): {"treasury_amount": 95, "agreement": "not_broken_down"},
    }
    whole: Expected = {"money_by_county": {("421221", "paid"): {"amount": 50}}}
    return told.ledger(), a_view(NOV_5), project_is({"paid_amount": 50}, GROUP) | beside(lines, GROUP) | whole


def a_renamed_row() -> Example:
    """01-01 is 02-01 from July on; what the ledger said of 01-01 by June counts for it."""
    told = story(a_project()).report(APR, money(APR, received=100, paid=10))
    told.treasury(date(2025, 6, 5), treasury(APR, paid=15))
    told.edition(date(2025, 7, 1), date(2025, 7, 1), a_project("02-01", predecessor_ids=("01-01",)))
    return told.ledger(), a_view(NOV_5), funding_is({COUNTY: {"paid_amount": 15}}, "02-01")


EXAMPLES = (
    it_outranks_the_owner,
    the_newest_day_is_the_figure,
    what_was_known_before,
    a_silent_owner_keeps_no_money_young,
    one_side_only,
    a_total_beyond_the_sources,
    a_total_below_the_sources,
    a_total_of_receipts_too,
    a_total_hides_no_advance,
    a_total_far_below,
    a_total_just_above,
    a_total_tells_the_payment,
    a_source_told_after_a_total,
    a_total_and_a_source_of_one_day,
    taken_back,
    a_group_is_to_be_broken_down,
    a_renamed_row,
)
"""The worked examples of this file."""
