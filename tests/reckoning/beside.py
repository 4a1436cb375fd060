"""The treasury's figures beside the owner's, a second time: what each says of one amount, since when, how far apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portfolio.model import FundingEntry, Project, TreasuryFigure, View

from . import treasury
from .bases import difference
from .ledger import Known, Ledger, Row, entries_of, known, newest_stating
from .selection import selected_projects

TOTAL = "*"
FIGURES = {"allocated_amount": "allocated", "received_amount": "received", "paid_amount": "paid"}
Said = tuple[Decimal | None, date | None]
NOT_SAID: Said = (None, None)


def treasury_rows(ledger: Ledger, view: View) -> list[Row]:
    """One row a selected project that the treasury tells of, source (or *, the total) and figure."""
    facts = known(ledger, view)
    return [
        row
        for project in selected_projects(facts)
        for field in FIGURES
        for row in _of_field(facts, project, field)
    ]


def _of_field(facts: Known, project: Project, field: str) -> list[Row]:
    told = [one for one in facts.treasury.get(project.project_id, ()) if one.told_on <= facts.as_of]
    of_sources = {one.source for one in told if one.source is not None and getattr(one, field) is not None}
    total = _total(facts, project, field, told)
    found = [] if total is None else [total]
    for source in sorted({*of_sources, *_owners(facts, project)}):
        ours, theirs = _newest(told, source, field), _said(facts, project, source, field)
        if ours[0] is None and (theirs[0] is None or (total is None and not of_sources)):
            continue
        verdict = _verdict(ours[0], theirs[0])
        if treasury.has_rows_below(facts, project):
            verdict = "not_broken_down"
        elif ours[0] is None and total is not None:
            verdict = "unchecked"
        found.append(_row(project, source, field, ours, theirs, verdict))
    if treasury.has_rows_below(facts, project):
        found = [row for row in found if row["treasury_amount"] is not None]
    return found


def _total(facts: Known, project: Project, field: str, told: list[TreasuryFigure]) -> Row | None:
    """The total's row: as long as it is the figure; of a row with members its newest."""
    grouped = treasury.has_rows_below(facts, project)
    word = treasury.of_total(facts, project, field, facts.as_of)
    ours: Said = (word.amount, word.told_on) if word else NOT_SAID
    if grouped:
        ours = _newest(told, None, field)
    if ours[0] is None:
        return None
    parts = [_said(facts, project, source, field) for source in _owners(facts, project)]
    known_parts = [(amount, month) for amount, month in parts if amount is not None and month is not None]
    theirs: Said = NOT_SAID
    if known_parts:
        theirs = (
            sum((amount for amount, _ in known_parts), Decimal(0)),
            max(month for _, month in known_parts),
        )
    verdict = "not_broken_down" if grouped else _verdict(ours[0], theirs[0])
    return _row(project, TOTAL, field, ours, theirs, verdict)


def _newest(told: list[TreasuryFigure], source: str | None, field: str) -> Said:
    words = [one for one in told if one.source == source and getattr(one, field) is not None]
    return (getattr(words[-1], field), words[-1].told_on) if words else NOT_SAID


def _owners(facts: Known, project: Project) -> list[str]:
    entries = entries_of(facts, FundingEntry, project.project_id, currency="CNY")
    return sorted({one.entry.source for one in entries if isinstance(one.entry, FundingEntry)})


def _said(facts: Known, project: Project, source: str, field: str) -> Said:
    """What the owner says of the source, and the month of that word."""
    entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency="CNY")
    newest = newest_stating(entries, field, facts.as_of)
    if newest is None or getattr(newest.entry, field) is None:
        return NOT_SAID
    return getattr(newest.entry, field), newest.entry.period_on


def _verdict(ours: Decimal | None, theirs: Decimal | None) -> str:
    if theirs is None:
        return "treasury_only"
    if ours is None:
        return "owner_only"
    return "agree" if ours == theirs else "differ"


def _row(project: Project, source: str, field: str, ours: Said, theirs: Said, verdict: str) -> Row:
    return {
        "project_id": project.project_id,
        "source": source,
        "figure": FIGURES[field],
        "treasury_amount": ours[0],
        "treasury_on": ours[1],
        "owner_amount": theirs[0],
        "owner_on": theirs[1],
        "difference_amount": difference(ours[0], theirs[0]),
        "agreement": verdict,
    }
