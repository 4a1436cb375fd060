"""Months made final: which there are, which can be made, and what making one stores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from portfolio.day import days_of
from portfolio.model import FinalKind, FinalMonth, PortfolioError, Record, View
from portfolio.store import Store

Row = Mapping[str, Any]


def finals(store: Store, view: View) -> pl.DataFrame:
    """One row a time that a month was made final, as far as the view knows, the newest month and word first."""
    return store.read_known(view, "FROM final_row($newest_event) ORDER BY period_on DESC, final_id DESC")


def code(row: Row) -> str:
    """How the address says it: 2026-10, 2026-10.2 for the second time, 2025-12.q1 for a 快报."""
    mark = "q" if row["kind"] == "flash" else ""
    number = f".{mark}{row['number']}" if mark or row["number"] > 1 else ""
    return f"{row['period_on']:%Y-%m}{number}"


def view_of(view: View, row: Row) -> View:
    """The same question about a final month."""
    knows = {"known_at": row["made_at"], "newest_event": row["known_event"], "final": row["final_id"]}
    return view.model_copy(update={"as_of": row["as_of"], **knows})


def final_months(store: Store, view: View) -> pl.DataFrame:
    """One row a month that can be made final, the newest first: final_on, number and flash_number of its next."""
    question = "FROM final_choice($as_of, $newest_event) ORDER BY period_on DESC"
    return store.read_known(view, question, as_of=view.as_of)


def made_final(
    store: Store, view: View, period_on: date, kind: FinalKind = "final", reason: str | None = None
) -> list[Record]:
    """What is to be appended so that the month is final as the view knows it, once its frames stand beside the store.

    Raises PortfolioError final_not_closed, final_flash, final_reason or folder_unwritable, and then nothing is final.
    """
    row = final_months(store, view).filter(pl.col("period_on") == period_on)
    if row.is_empty():
        raise PortfolioError("final_not_closed", month=f"{period_on:%Y-%m}")
    number = row["flash_number" if kind == "flash" else "number"].item()
    if number is None:
        raise PortfolioError("final_flash", month=f"{period_on:%Y-%m}")
    why = (reason or "").strip() or None
    if number > 1 and why is None:
        raise PortfolioError("final_reason", month=f"{period_on:%Y-%m}")
    as_of, known = row["final_on"].item(), store.newest_known(view)
    month = FinalMonth(
        period_on=period_on, kind=kind, number=number, as_of=as_of, known_event=known, reason=why
    )
    return [month, *days_of(store).keep(as_of, known)]
