"""Which unit the amounts of an annex are likely in: proposed where neither heads nor titles say it, never taken silently."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median

from portfolio.intake.annex_row import AnnexRow
from portfolio.intake.units import TEN_THOUSAND
from portfolio.intake.values import narrowed
from portfolio.library import Standing

UNITS = (1, TEN_THOUSAND, 10**8)
"""元, 万元, 亿元."""
FEW, MANY = Decimal(30), Decimal(1_000_000)
"""A project's investment below FEW is likely in 亿元, above MANY in yuan."""


def likely_unit(rows: Sequence[AnnexRow], amounts: Sequence[Decimal], before: Standing) -> int:
    """The unit by which most projects have what the library in force states of them, else by how large the amounts are."""
    stated = {
        narrowed(name): amount
        for name, amount in before.library.select("name", "planned_investment_amount").iter_rows()
        if amount
    }
    votes = dict.fromkeys(UNITS, 0)
    for row in rows:
        old = stated.get(narrowed(row.name))
        if old and row.as_written:
            for unit in UNITS:
                votes[unit] += old / 3 < row.as_written * unit < old * 3
    best = max(UNITS, key=lambda unit: votes[unit])
    if votes[best]:
        return best
    middle = median(amounts)
    return 10**8 if middle < FEW else TEN_THOUSAND if middle < MANY else 1
