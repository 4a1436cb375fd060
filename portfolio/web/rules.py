"""The numbers of the rules in force, as the sentences that explain them need them."""

from __future__ import annotations

from decimal import Decimal

from portfolio import queries
from portfolio.formats import plain
from portfolio.web.frame import Frame


def told(frame: Frame) -> dict[str, str]:
    """Name of a rule to its number in words, on the day asked about: days as days, a share as 80 of 80%."""
    rows = queries.thresholds(frame.store, frame.view)["name", "value"].iter_rows()
    return {name: plain(value * 100 if name.endswith("_share") else Decimal(value)) for name, value in rows}
