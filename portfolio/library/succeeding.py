"""Rows that continue others: whether their predecessors stand as named, and whether a split's opening figures add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from portfolio.day import Day, day_of
from portfolio.model import OpeningFigure, PortfolioError, View
from portfolio.store import Store

Place = tuple[str, str, str, int]
"""A figure with its source, currency and year, blank or 0 where it has none."""
FUNDING = ("allocated", "received", "paid")
PROGRESS = ("work_done", "in_statistics")


@dataclass(frozen=True)
class Standing:
    """What the editions before hold: each number's predecessors as last named."""

    parts: Mapping[str, tuple[str, ...]]

    def is_merged(self, project_id: str) -> bool:
        """Whether it, or a number that it continues, was merged from several."""
        parts = self.parts.get(project_id, ())
        return len(parts) > 1 or any(self.is_merged(one) for one in parts)


def standing_before(store: Store, effective_on: date) -> Standing:
    """What the editions hold that count before the day."""
    rows = store.read(
        "FROM stood_before($day, $newest) ORDER BY edition_no",
        {"day": effective_on, "newest": store.version()},
    )
    parts: dict[str, tuple[str, ...]] = {}
    for project_id, named in rows.select("project_id", "predecessor_ids").iter_rows():
        parts[project_id] = tuple(named or ()) or parts.get(project_id, ())
    return Standing(parts)


def refuse_unfit(
    store: Store,
    rows: pl.DataFrame,
    openings: Iterable[OpeningFigure],
    effective_on: date | None,
    at: datetime,
) -> None:
    """Raise PortfolioError for rows that continue what they cannot, or a split whose opening figures do not add up.

    An edition without an effective day, and a store's first, continue nothing that is known here.
    """
    openings = list(openings)
    if effective_on is None or store.read("FROM edition_last_taken()").is_empty():
        if openings:
            raise PortfolioError("opening_foreign", project=openings[0].project_id)
        return
    before = standing_before(store, effective_on)
    named = {
        project_id: tuple(parts)
        for project_id, parts in rows.select("project_id", "predecessor_ids").iter_rows()
        if parts and project_id not in before.parts
    }
    _refuse_later(rows, before)
    for project_id, parts in named.items():
        _refuse_parts(project_id, parts, before, set(rows["project_id"]))
    heirs: dict[str, list[str]] = defaultdict(list)
    for project_id, parts in named.items():
        for part in parts:
            heirs[part].append(project_id)
    split = {part: names for part, names in heirs.items() if len(names) > 1}
    for one in openings:
        if one.project_id not in split.get(one.predecessor_id, ()):
            raise PortfolioError("opening_foreign", project=one.project_id)
    for part, names in split.items():
        own = [one for one in openings if one.predecessor_id == part]
        _refuse_sums(store, part, names, own, effective_on, at.date())


def _refuse_later(rows: pl.DataFrame, before: Standing) -> None:
    for project_id, parts in rows.select("project_id", "predecessor_ids").iter_rows():
        if parts and project_id in before.parts and tuple(parts) != before.parts[project_id]:
            raise PortfolioError("predecessor_late", project=project_id, predecessor="、".join(parts))


def _refuse_parts(project_id: str, parts: tuple[str, ...], before: Standing, now: set[str]) -> None:
    for part in parts:
        if part not in before.parts or parts.count(part) > 1:
            raise PortfolioError("predecessor_unknown", project=project_id, predecessor=part)
        if part in now:
            raise PortfolioError("predecessor_stands", project=project_id, predecessor=part)
        if len(parts) > 1 and before.is_merged(part):
            raise PortfolioError("predecessor_merged", project=project_id, predecessor=part)


def _refuse_sums(
    store: Store, part: str, heirs: list[str], own: list[OpeningFigure], effective_on: date, today: date
) -> None:
    """Raise for a figure that is not divided whole: at the month before, or the last reported, and wherever told."""
    owed_on = _owed_on(store, part, effective_on, today)
    amounts: dict[date, dict[Place, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for one in own:
        place = (one.figure, one.source or "", one.currency or "", one.year or 0)
        amounts[one.period_on][place] += one.amount
    for period_on in sorted({owed_on, *amounts}):
        known = _known(_day(store, period_on), part)
        owed = {
            key for key, amount in known.items() if amount and (not key[3] or key[3] >= effective_on.year)
        }
        for key in sorted(set(amounts[period_on]) | (owed if period_on == owed_on else set())):
            stated = amounts[period_on].get(key, Decimal(0))
            if key not in known or known[key] != stated:
                raise PortfolioError(
                    "opening_unfit",
                    project=part,
                    heirs="、".join(heirs),
                    day=period_on,
                    figure=key[0],
                    place=" ".join(str(one) for one in key[1:] if one),
                    expected=known.get(key),
                    found=stated,
                )


def _owed_on(store: Store, part: str, effective_on: date, today: date) -> date:
    """The month's end at which the figures are divided: the month before the day, or the last one reported."""
    now = _day(store, today).frame("reporting").filter(pl.col("project_id") == part)
    last_on = now["last_period_on"][0] if now.height else None
    begins_on = effective_on.replace(day=1) - timedelta(days=1)
    return max(begins_on, last_on or begins_on)


def owed_figures(store: Store, part: str, effective_on: date, today: date) -> list[dict[str, Any]]:
    """What a split of the project from the day on must divide: period_on, figure, source, currency, year and amount."""
    owed_on = _owed_on(store, part, effective_on, today)
    return [
        {
            "period_on": owed_on,
            "figure": figure,
            "source": source or None,
            "currency": currency or None,
            "year": year or None,
            "amount": amount,
        }
        for (figure, source, currency, year), amount in sorted(_known(_day(store, owed_on), part).items())
        if amount and (not year or year >= effective_on.year)
    ]


def _day(store: Store, as_of: date) -> Day:
    return day_of(store, View(as_of=as_of, known_at=datetime.max))


def _known(day: Day, project_id: str) -> dict[Place, Decimal]:
    """The figures that the project knows on the day."""
    own = pl.col("project_id") == project_id
    known: dict[Place, Decimal | None] = {}
    for row in day.frame("funding").filter(own).iter_rows(named=True):
        for figure in FUNDING:
            known[figure, row["source"], row["currency"], 0] = row[f"{figure}_amount"]
    for row in day.frame("project").filter(own).iter_rows(named=True):
        for figure in PROGRESS:
            known[figure, "", "", 0] = row[f"{figure}_amount"]
    for row in day.frame("plan").filter(own).iter_rows(named=True):
        known["annual_plan", "", "", row["year"]] = row["planned_amount"]
    return {key: amount for key, amount in known.items() if amount is not None}
