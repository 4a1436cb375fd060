"""What a final month must be before it is stored: closed, numbered in order, again only with a reason."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from portfolio.model import Entry, Event, FinalFrame, FinalMonth, PortfolioError, Record

EVER = 2**63 - 1


def refuse_unfit(records: Iterable[Record | Entry]) -> None:
    """Raise ValueError for kept frames without their one month: no page and no command sends such a thing."""
    listed = list(records)
    months = sum(isinstance(one, FinalMonth) for one in listed)
    if months > 1 or (not months and any(isinstance(one, FinalFrame) for one in listed)):
        raise ValueError("frames are kept of one final month")


def refuse(cursor: duckdb.DuckDBPyConnection, event: Event, records: Iterable[Record | Entry]) -> None:
    """Raise PortfolioError for a month that may not be made final, whoever does it.

    final_not_closed (or none that reports are owed of), final_flash (a 快报 of another month than a December without
    定稿), final_made where somebody made it final meanwhile, final_reason for a later one without a reason.
    """
    for final in (one for one in records if isinstance(one, FinalMonth)):
        parameters = {"day": event.at.date(), "period_on": final.period_on}
        rows = cursor.execute(
            f"SELECT final_on, number, flash_number FROM final_choice($day, {EVER}) WHERE period_on = $period_on",
            parameters,
        ).fetchall()
        if not rows or rows[0][0] != final.as_of:
            raise PortfolioError("final_not_closed", month=f"{final.period_on:%Y-%m}")
        number = rows[0][2 if final.kind == "flash" else 1]
        if number is None:
            raise PortfolioError("final_flash", month=f"{final.period_on:%Y-%m}")
        if number != final.number:
            raise PortfolioError("final_made", month=f"{final.period_on:%Y-%m}")
        if number > 1 and not (final.reason or "").strip():
            raise PortfolioError("final_reason", month=f"{final.period_on:%Y-%m}")
