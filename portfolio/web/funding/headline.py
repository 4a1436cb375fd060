"""The rates of money for a whole selection, each with its own two sides."""

from __future__ import annotations

from typing import Any

import polars as pl

from portfolio.formats import money_text
from portfolio.web.frame import Frame

Answer = dict[str, Any]
SIDES = {
    "disbursed": ("disbursed_received_amount", "disbursed_allocated_amount"),
    "received": ("receipt_received_amount", "receipt_planned_amount"),
    "paid": ("payment_paid_amount", "payment_received_amount"),
}
"""A rate of money to its own two sides in funding_sum."""


def sides(frame: Frame, row: Answer, measure: str) -> str:
    """What the rate divides, of those that know both; without amounts where nobody does."""
    part, of = (row[name] for name in SIDES[measure])
    if part is None:
        return frame.say(f"overview.{measure}_meaning")
    facts = {"part": money_text(part, frame.language), "whole": money_text(of, frame.language)}
    return frame.say(f"overview.{measure}_sides", **facts)


def whole(funding: pl.DataFrame) -> Answer:
    """The row of funding_sum for all counties and sources together."""
    places = list(zip(funding["county_code"], funding["source"], strict=True))
    return funding.row(places.index(("*", "*")), named=True)
