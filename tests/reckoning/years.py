"""Money of a source year by year: what each reporting year's end knew beyond the last end before it that knew.

What was told later of a year's end (截至上年末累计) is that end, unless its own December's report told it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

from portfolio.model import FundingEntry, Project, View, YearEndBaseEntry

from . import figures, treasury
from .bases import difference, sum_known, year_end_base
from .groups import PAID, RECEIVED, has_members, row_split
from .ledger import Known, Ledger, Row, current, entries_of, known, reports
from .of_year import treasury_base
from .selection import selected_projects

FIELDS = ("received_amount", "paid_amount")
Steps = dict[str, Decimal | None]
Ends = dict[int, Decimal | None]
ENDS = {"received_amount": RECEIVED, "paid_amount": PAID}


def source_year(ledger: Ledger, view: View) -> list[Row]:
    """One row a yuan source and year in which any selected row that named it by then reported."""
    facts = known(ledger, view)
    found: dict[tuple[str, int], list[Steps]] = defaultdict(list)
    leaves: dict[tuple[str, int], list[Steps]] = defaultdict(list)
    for project in selected_projects(facts):
        grouped = has_members(facts, project)
        for (source, year), steps in (_of_group if grouped else _of_leaf)(facts, project).items():
            if view.sources is None or source in view.sources:
                found[source, year].append(steps)
                if not grouped:
                    leaves[source, year].append(steps)
    return [_row(source, year, steps, leaves[source, year]) for (source, year), steps in found.items()]


def _of_leaf(facts: Known, project: Project) -> dict[tuple[str, int], Steps]:
    found: dict[tuple[str, int], Steps] = {}
    for source in figures.own_sources(facts, project):
        owners = _of_owner(facts, project, source)
        told = treasury.rows_by(facts, project, facts.as_of)
        for year in owners.keys() | {one.told_on.year for one in told if one.source == source}:
            steps = owners.get(year, {})
            found[source, year] = {
                name: _first(treasury_step(facts, project, source, name, year), steps.get(name))
                for name in FIELDS
            }
    return found | _of_totals(facts, project, found)


def _of_owner(facts: Known, project: Project, source: str) -> dict[int, Steps]:
    """By reporting year since it named the source what the owner tells of it."""
    entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency="CNY")
    if not entries:
        return {}
    first = min(one.entry.period_on.year for one in entries)
    years = sorted({day.year for day in reports(facts, project.project_id) if day.year >= first})
    if not years:
        return {}
    steps = {name: _steps(_ends(facts, project, source, name, years), years) for name in FIELDS}
    return {year: {name: steps[name].get(year) for name in FIELDS} for year in years}


def _first(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one


def treasury_step(facts: Known, project: Project, source: str | None, name: str, year: int) -> Decimal | None:
    """What the treasury's year has of a source, or of the total: its own December less the one before.

    Of the last year of which it tells its newest word takes December's place.
    """

    def word(day: date) -> treasury.Word | None:
        if source is None:
            return treasury.of_total(facts, project, name, day)
        return treasury.of_source(facts, project, source, name, day)

    day = min(facts.as_of, date(year, 12, 31))
    end = word(day)
    if end is None or end.told_on.year != year or (end.told_on.month != 12 and word(facts.as_of) != end):
        return None
    return difference(end.amount, treasury_base(facts, project, source, name, day, year))


def _of_totals(
    facts: Known, project: Project, found: dict[tuple[str, int], Steps]
) -> dict[tuple[str, int], Steps]:
    """Of no source that is told what the total's year has beyond that of the sources."""
    told: dict[tuple[str, int], Steps] = {}
    for year in {
        one.told_on.year for one in treasury.rows_by(facts, project, facts.as_of) if one.source is None
    }:
        rest = dict(found.get((treasury.REST, year), dict.fromkeys(FIELDS)))
        for name in FIELDS:
            step = treasury_step(facts, project, None, name, year)
            if step is not None:
                others = [
                    steps[name]
                    for (source, of), steps in found.items()
                    if of == year and source != treasury.REST
                ]
                rest[name] = step - (sum_known(others) or Decimal(0))
                told[treasury.REST, year] = rest
    return told


def _of_group(facts: Known, project: Project) -> dict[tuple[str, int], Steps]:
    """The steps of its row amounts; a source that it does not state only where there is any of it."""
    years = sorted({day.year for day in reports(facts, project.project_id)})
    ends = {
        (name, year): row_split(facts, project, figure, date(year, 12, 31))
        for name, figure in ENDS.items()
        for year in years
    }
    found: dict[tuple[str, int], Steps] = {}
    for source in sorted({one for split in ends.values() for one in split}):
        stated = entries_of(facts, FundingEntry, project.project_id, source=source, currency="CNY")
        last: dict[str, Decimal] = {}
        for year in years:
            now = {name: ends[name, year].get(source) for name in FIELDS}
            steps: Steps = {
                name: None if amount is None else amount - last.get(name, 0) for name, amount in now.items()
            }
            last |= {name: amount for name, amount in now.items() if amount is not None}
            named = any(current(stated, name, date(year, 12, 31)) is not None for name in FIELDS)
            told = any(now.values()) or any(steps.values())
            if set(now.values()) != {None} and (named or told):
                found[source, year] = steps
    return found


def _ends(facts: Known, project: Project, source: str, name: str, years: list[int]) -> Ends:
    """By year what its end knew, of reporting years and of those of whose end something was told later."""
    found: dict[int, Decimal | None] = {}
    entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency="CNY")
    later = entries_of(facts, YearEndBaseEntry, project.project_id, source=source, currency="CNY")
    told_of = [one.entry.year_end_on.year for one in later if isinstance(one.entry, YearEndBaseEntry)]
    for year in range(min(*years, *told_of), years[-1] + 1) if told_of else years:
        end = date(year, 12, 31)
        own = end in reports(facts, project.project_id)
        amount = current(entries, name, end) if year in years else None
        told = year_end_base(facts, project, year + 1, name, source=source, currency="CNY")
        found[year] = told if told is not None and (amount is None or not own) else amount
    return found


def _steps(ends: Ends, years: list[int]) -> Ends:
    """By reporting year what its end knew beyond the last end before it that knew."""
    found: dict[int, Decimal | None] = {}
    before = Decimal(0)
    for year, amount in sorted(ends.items()):
        if amount is not None:
            found[year], before = amount - before, amount
    return {year: found.get(year) for year in years}


def _row(source: str, year: int, steps: list[Steps], leaves: list[Steps]) -> Row:
    """The sums of all rows; the numbers are of leaves."""
    return {
        "source": source,
        "year": year,
        "received_amount": sum_known(step["received_amount"] for step in steps),
        "paid_amount": sum_known(step["paid_amount"] for step in steps),
        "received_known_count": sum(step["received_amount"] is not None for step in leaves),
        "paid_known_count": sum(step["paid_amount"] is not None for step in leaves),
        "project_count": len(leaves),
    }
