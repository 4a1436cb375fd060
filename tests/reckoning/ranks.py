"""Who is ranked among the counties, and in which place; the counties of every story."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from portfolio.model import County

from .county import Whole
from .ledger import Row

THREE = Decimal("0.001")
BETTER = {
    "pacing": "high",
    "completion": "high",
    "late": "low",
    "started": "high",
    "disbursed": "high",
    "received": "none",
    "paid": "high",
    "budget_payment": "high",
    "annual_payment": "high",
    "idle": "low",
    "reporting": "high",
    "investment": "none",
    "projects": "none",
}
AMOUNTS = ("investment", "projects")
OF_ONE_SIDE = ("investment",)
KNOWN_BY_COUNT = ("late", "started", "reporting", "idle")
KNOWN_BY_BOTH = ("disbursed", "paid", "budget_payment", "annual_payment")
"""How it is seen whether a county knows enough to be ranked: by projects alone, or by the denominator's amount too.

The year's rate needs neither (who is silent stands in it with what it last said); what is not ranked needs neither.
"""
NAMED = ("421200", "421221", "421222", "421223", "421224")
MORE = tuple(f"4213{number:02}" for number in range(1, 13))
"""Counties of no story of its own: for stories that are told together, a county each."""
COUNTIES = tuple(
    County(
        county_code=code,
        name=f"县{order}",
        name_en=f"County {order}",
        short_name=f"县{order}",
        level="city" if code == "421200" else "county",
        ranked=code != "421200",
        sort_order=order,
        tile_row=None,
        tile_column=None,
        belts=None,
    )
    for order, code in enumerate((*NAMED, *MORE), start=1)
)
"""The counties of every story: the city level is not ranked, nor is one that no edition names."""
RANKED = {county.county_code for county in COUNTIES if county.ranked}


def is_ranked(county: str) -> bool:
    """Whether the county is one of those that are compared, whatever it reported."""
    return county in RANKED


def ranking(every: Whole, county: str, known: int | None, asked: int, shares: Sequence[Fraction] = ()) -> str:
    """Whether the county is ranked: who leaves too much untold stands after the ranked, as 报送不足.

    That comes before 样本不足: a county that has projects enough may not grow too small to compare by its silence.
    """
    limits = every.facts.limits
    if not is_ranked(county):
        return "unranked"
    if asked >= limits["county_minimum_count"] and any(
        one < Fraction(limits["county_known_share"]) for one in shares
    ):
        return "short_of_reports"
    return "ranked" if known is not None and known >= limits["county_minimum_count"] else "too_small"


def share_of(part: int | Decimal, of: int | Decimal) -> Fraction | None:
    """How much of it is known; of nothing, or of less than nothing (more paid than allocated), no share can be told."""
    return Fraction(part) / Fraction(of) if of > 0 else None


def rank(rows: list[Row], prefix: str, name: str) -> None:
    """Give every ranked row its place, and the number of those ranked and of those with that place.

    Of one alone there is no place: 第 1 名 of nobody else would be taken for praise.
    """
    ranked = [row for row in rows if row[f"{prefix}ranking"] == "ranked"]
    merits = {row["county_code"]: merit_of(name, row[f"{prefix}value"]) for row in ranked}
    for row in rows:
        merit = merits.get(row["county_code"])
        placed = merit is not None and BETTER[name] != "none" and len(ranked) > 1
        better = sum(other > merit for other in merits.values()) if merit is not None else 0
        row[f"{prefix}rank"] = 1 + better if placed else None
        row[f"{prefix}sharing_count"] = sum(other == merit for other in merits.values()) if placed else None
        row[f"{prefix}ranked_count"] = len(ranked)


def merit_of(name: str, value: float) -> Decimal:
    """More is better: the figure as shown, turned round where less is better."""
    told = Decimal(str(value)) if name in AMOUNTS else shown(value)
    return -told if BETTER[name] == "low" else told


def nearest(number: Fraction, step: Decimal) -> Decimal:
    """The number at the step's decimals, half away from zero."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(step, rounding=ROUND_HALF_UP)


def shown(share: float) -> Decimal:
    """The share as it is shown, per cent with one decimal."""
    return Decimal(str(share)).quantize(THREE, rounding=ROUND_HALF_UP)
