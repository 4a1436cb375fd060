"""Worked examples of what a group paid ahead of its members, and of a rate of which it names the sides by other sources."""

from __future__ import annotations

from datetime import date

from .builders import a_view
from .example import Example, Expected
from .golden_groups import CITY, FIRST, GROUP, JUNE, NOV_5, SECOND, family, sums
from .reported import money

APRIL = date(2025, 4, 30)


def old_money_that_a_group_paid_ahead() -> Example:
    """April: the members received 600 and paid 585, so that 15 lie unpaid and old; the group says 600 and 700.

    Its row: nothing received, 115 paid. 到位未支付 of the whole 600 - 700 = -100; of the old money nothing is unpaid:
    the group's row takes off the members' 15, not 115.
    """
    told = family().report(
        APRIL,
        money(APRIL, received=600, paid=700, project=GROUP),
        money(APRIL, received=300, paid=290, project=FIRST),
        money(APRIL, received=300, paid=295, project=SECOND),
    )
    unpaid = sums("unpaid", c421200=(-115, 0), c421221=(10, 1), c421222=(5, 1))
    aged = sums("aged_unpaid", c421200=(-15, 0), c421221=(10, 1), c421222=(5, 1))
    return told.ledger(), a_view(NOV_5), {name: rows | aged[name] for name, rows in unpaid.items()}


def a_groups_payments_of_no_source() -> Example:
    """April: bonds, the group 150 over a member's 100, nothing of either paid but 80 that the group tells of no source.

    Of 150 that are old 70 lie unpaid: the group's bonds 50, and 80 taken off at 未注明. Had it paid 200 of no source,
    150 would be taken off.
    """
    told = family().report(
        APRIL,
        money(APRIL, "special_bond", received=150, project=GROUP),
        money(APRIL, "not_stated", paid=80, project=GROUP),
        money(APRIL, "special_bond", received=100, paid=0, project=FIRST),
    )
    return told.ledger(), a_view(NOV_5), sums("aged_unpaid", c421200=(-30, 0), c421221=(100, 1))


def a_group_that_plans_and_receives_from_others() -> Example:
    """The group plans 30 of the city and receives 20 of the county: asked for the county's money alone, 20 of 0."""
    told = family().report(
        JUNE,
        money(JUNE, "city", planned=30, project=GROUP),
        money(JUNE, "county", received=20, project=GROUP),
    )
    expected: Expected = {"comparison": {("received", CITY): {"part": 20, "whole": 0}}}
    return told.ledger(), a_view(NOV_5, sources=("county",)), expected


EXAMPLES = (
    old_money_that_a_group_paid_ahead,
    a_groups_payments_of_no_source,
    a_group_that_plans_and_receives_from_others,
)
"""The worked examples of this file."""
