"""What lies between allocation, receipt and payment where the treasury tells a project's total only.

The sources stay as they tell it, and whatever the total says beyond them comes from no source that is told. Nothing is
支付未报, since the payment is told. Payments use up the oldest money first; what a source paid beyond its own old money
uses up no other source's, unless the total leaves no other place for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portfolio.model import Project

from . import treasury
from .bases import difference, sum_known
from .ledger import Known, Row
from .treasury import REST

if TYPE_CHECKING:
    from .unpaid import Purse

NOTHING = Decimal(0)
Days = Mapping[str, date]
"""Of each figure of old money the day by which it had been received."""
UNTOLD = ("payment_untold_amount", "aged_untold_amount")


def under_a_total(
    facts: Known, project: Project, own: Row, every: Sequence[Purse], others: Sequence[Row], days: Days
) -> Row:
    """The figures of no source that is told beside a total: what the whole has beyond the other sources."""
    whole = _whole(facts, project, every, days)
    found: Row = {
        name: difference(amount, sum_known(one[name] for one in others) or NOTHING)
        for name, amount in whole.items()
    }
    received = [one for one in every if one.received is not None]
    basis = None
    if received or _told(facts, project, "received_amount") is not None:
        dated = _told(facts, project, "received_amount") is None and all(one.dated for one in received)
        basis = "batches" if dated else "estimate"
    return untold(own) | found | {"age_basis": basis}


def _told(facts: Known, project: Project, field: str, day: date | None = None) -> Decimal | None:
    word = treasury.of_total(facts, project, field, day or facts.as_of)
    return None if word is None else word.amount


def untold(own: Row) -> Row:
    """The source's figures where the total tells the payment."""
    return own | dict.fromkeys(UNTOLD)


def _whole(facts: Known, project: Project, every: Sequence[Purse], days: Days) -> Row:
    """The project's figures; 下达未到位 only where a total is a side of it."""
    allocated, received, paid = (_told(facts, project, name) for name in treasury.TOLD)
    assert paid is not None
    of_total = allocated is not None or received is not None
    if allocated is None:
        allocated = sum_known(one.allocated for one in every)
    if received is None:
        received = sum_known(one.received for one in every)
    found: Row = {"not_arrived_amount": difference(allocated, received)} if of_total else {}
    found |= {"unpaid_amount": difference(received, paid)}
    found |= {name: _old(facts, project, every, paid, day) for name, day in days.items()}
    return found | {"aged_received_amount": _there(facts, project, every, days["aged_unpaid_amount"])}


def _there(facts: Known, project: Project, every: Sequence[Purse], day: date) -> Decimal | None:
    """What of the money of that day is still there to be paid: as the sources tell it, or as a total of receipts does."""
    by_source = sum_known(one.there_by(day) for one in every)
    received = _told(facts, project, "received_amount")
    if received is None:
        return by_source
    then = _told(facts, project, "received_amount", day)
    then = by_source if then is None else then
    return None if then is None else min(then, received)


def _old(facts: Known, project: Project, every: Sequence[Purse], paid: Decimal, day: date) -> Decimal | None:
    """What of the money of that day the total's payments have not used up."""
    there = _there(facts, project, every, day)
    if there is None:
        return None
    told = [(then, one.paid or NOTHING) for one in every if (then := one.there_by(day)) is not None]
    left = sum((max(NOTHING, then - spent) for then, spent in told), NOTHING)
    elsewhere = there - sum((then for then, _ in told), NOTHING)
    with_source = sum((_with_source(one) for one in every if one.received is not None), NOTHING)
    beyond = max(NOTHING, paid - with_source)
    return max(NOTHING, there - paid, left + elsewhere - beyond)


def _with_source(purse: Purse) -> Decimal:
    """What is paid from a source: from none that is told no more than was received from none."""
    spent = purse.paid or NOTHING
    return min(spent, purse.received or NOTHING) if purse.source == REST else spent
