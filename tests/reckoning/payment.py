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
    whole: bool,
) -> bool | None:
    """Whether more of the investment is paid than both the floor and the physical share with its margin.

    Unless `whole`, more may have been paid than is known: what is known can prove ahead, not the contrary.
    """
    share = quotient(paid, invested)
    floor = Fraction(limits["payment_floor_share"])
    if share is None:
        return None
    if not whole:
        bound = None if physical is None else Fraction(physical) + Fraction(limits["payment_margin_share"])
        return True if bound is not None and share > max(floor, bound) else None
    if share <= floor:
        return False
    if physical is None:
        return None
    return share > max(floor, Fraction(physical) + Fraction(limits["payment_margin_share"]))


def payment_low(
    limits: Mapping[str, Decimal], paid: Decimal | None, work_done: Decimal | None, whole: bool
) -> bool | None:
    """Whether less is paid than the stated share of the work done; enough is enough, too little needs the whole."""
    share = quotient(paid, work_done)
    if share is None:
        return None
    low = share < Fraction(limits["payment_low_share"])
    return None if low and not whole else low
