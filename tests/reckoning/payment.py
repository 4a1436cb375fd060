"""Payment against work: ahead of progress, low against work done. None says that it cannot be told."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from .money import quotient


def payment_ahead(
    limits: Mapping[str, Decimal],
    paid: Decimal | None,
    invested: Decimal | None,
    physical: Decimal | None,
) -> bool | None:
    """Whether more of the investment is paid than both the floor and the physical share with its margin."""
    share = quotient(paid, invested)
    floor = Fraction(limits["payment_floor_share"])
    if share is None:
        return None
    if share <= floor:
        return False
    if physical is None:
        return None
    return share > max(floor, Fraction(physical) + Fraction(limits["payment_margin_share"]))


def payment_low(
    limits: Mapping[str, Decimal], paid: Decimal | None, work_done: Decimal | None
) -> bool | None:
    """Whether less is paid than the stated share of the work done."""
    share = quotient(paid, work_done)
    return None if share is None else share < Fraction(limits["payment_low_share"])
