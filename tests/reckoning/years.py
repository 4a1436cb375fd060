"""Money of a source year by year: what each reporting year's end knew beyond the last end before it that knew."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from portfolio.model import FundingEntry, Project, View

from .county import Whole, whole
from .ledger import Accepted, Ledger, Row, current, entries_of, reports
from .money import sum_known
from .selection import ancestors, funding_keys

FIELDS = ("received_amount", "paid_amount")
Steps = dict[str, Decimal | None]


def source_year(ledger: Ledger, view: View) -> list[Row]:
    """One row a yuan source and year in which any selected project that named it by then reported."""
    every = whole(ledger, view)
    found: dict[tuple[str, int], list[Steps]] = defaultdict(list)
    for project_id in every.selected:
        project = every.facts.library[project_id]
        for source, currency in funding_keys(every.facts, project):
            wanted = view.sources is None or source in view.sources
            if currency == "CNY" and wanted:
                for year, steps in _of_source(every, project, source).items():
                    found[source, year].append(steps)
    return [_row(source, year, steps) for (source, year), steps in found.items()]


def _of_source(every: Whole, project: Project, source: str) -> dict[int, Steps]:
    """Year to the steps of the measures that no group above the project holds; nothing if all are held."""
    holds = [name for name in FIELDS if not _is_held(every, project, name)]
    entries = entries_of(every.facts, FundingEntry, project.project_id, source=source, currency="CNY")
    if not entries or not holds:
        return {}
    first = min(one.entry.period_on.year for one in entries)
    years = sorted({day.year for day in reports(every.facts, project.project_id) if day.year >= first})
    return {year: {name: _step(entries, name, years, year) for name in holds} for year in years}


def _is_held(every: Whole, project: Project, name: str) -> bool:
    """Whether a group above knows this measure, so that the project's money stands there."""
    return any(every.rows[group.project_id][name] is not None for group in ancestors(every.facts, project))


def _step(entries: list[Accepted], name: str, years: list[int], year: int) -> Decimal | None:
    now = current(entries, name, date(year, 12, 31))
    if now is None:
        return None
    before = [current(entries, name, date(one, 12, 31)) for one in years if one < year]
    known: list[Decimal] = [amount for amount in before if amount is not None]
    step: Decimal = now - (known[-1] if known else 0)
    return step


def _row(source: str, year: int, steps: list[Steps]) -> Row:
    received = [step.get("received_amount") for step in steps]
    paid = [step.get("paid_amount") for step in steps]
    return {
        "source": source,
        "year": year,
        "received_amount": sum_known(received),
        "paid_amount": sum_known(paid),
        "received_known_count": sum(amount is not None for amount in received),
        "paid_known_count": sum(amount is not None for amount in paid),
        "project_count": len(steps),
    }
