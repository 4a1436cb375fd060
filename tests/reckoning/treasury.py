"""The treasury's figures a second time: what its ledger says of a project's sources, or of its total only.

Of a source its newest word is the figure, whatever the owner says or said later. A total counts as long as no word on
any source has a newer day; then the sources stay as they were and the rest of the total comes from no source that is
told. A row with members has none: what the treasury tells of it counts for nothing until it is broken down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portfolio.model import FundingEntry, Project, TreasuryFigure

if TYPE_CHECKING:
    from .editions import Line
    from .ledger import Known, LedgerEvent

TOLD = ("allocated_amount", "received_amount", "paid_amount")
REST = "not_stated"
Ledgers = Mapping[str, Sequence[TreasuryFigure]]


def treasury_of(events: Iterable[LedgerEvent], editions: Line) -> dict[str, list[TreasuryFigure]]:
    """By project what the treasury says, by its day and then as it was told, without what was taken back.

    A renamed row takes over what was told of the number before; of a split or merged one the treasury speaks anew.
    """
    standing: list[TreasuryFigure] = []
    for one in events:
        for told in one.records:
            if isinstance(told, TreasuryFigure):
                if all(getattr(told, name) is None for name in TOLD):
                    standing = [row for row in standing if _key(row) != _key(told)]
                else:
                    standing.append(told)
    heirs = {name: heir for heir in editions.projects for name in editions.renamed_from(heir)}
    found: dict[str, list[TreasuryFigure]] = {}
    for row in sorted(standing, key=lambda row: row.told_on):
        found.setdefault(heirs.get(row.project_id, row.project_id), []).append(row)
    return found


def _key(row: TreasuryFigure) -> tuple[str, str | None, date]:
    return row.project_id, row.source, row.told_on


def has_rows_below(facts: Known, project: Project) -> bool:
    """Whether the row has members, so that it has no figures of the treasury's."""
    return any(one.parent_id == project.project_id for one in facts.library.values())


@dataclass(frozen=True)
class Word:
    """One amount as it was told, and the day that it is of."""

    amount: Decimal
    told_on: date


def rows_by(facts: Known, project: Project, day: date) -> list[TreasuryFigure]:
    """What the treasury says of the row by that day; of one with members nothing that counts."""
    told = facts.treasury.get(project.project_id, ())
    if not told or has_rows_below(facts, project):
        return []
    return [one for one in told if one.told_on <= day]


def _newest(rows: Iterable[TreasuryFigure], field: str) -> Word | None:
    told = [Word(getattr(one, field), one.told_on) for one in rows if getattr(one, field) is not None]
    return told[-1] if told else None


def of_source(facts: Known, project: Project, source: str, field: str, day: date) -> Word | None:
    """The treasury's newest word on the source's amount by that day."""
    return _newest((one for one in rows_by(facts, project, day) if one.source == source), field)


def of_total(facts: Known, project: Project, field: str, day: date) -> Word | None:
    """The treasury's newest word on the project's total by that day, unless it spoke of a source since."""
    rows = rows_by(facts, project, day)
    spoke_on = max((one.told_on for one in rows if one.source is not None), default=date.min)
    word = _newest((one for one in rows if one.source is None), field)
    return None if word is None or word.told_on < spoke_on else word


def in_force(facts: Known, project: Project, day: date) -> bool:
    """Whether a total of the treasury's is the project's figure on that day."""
    return of_total(facts, project, "paid_amount", day) is not None


def named(facts: Known, project: Project) -> set[str]:
    """The sources that the treasury names by the day asked about."""
    return {one.source for one in rows_by(facts, project, facts.as_of) if one.source is not None}


def days_told(facts: Known, project: Project) -> list[date]:
    """The days by which the treasury says anything of the row, with the owner's months; none if it never does."""
    rows = rows_by(facts, project, facts.as_of)
    months = {
        one.entry.period_on
        for one in facts.by_project.get(project.project_id, ())
        if isinstance(one.entry, FundingEntry)
    }
    return sorted({one.told_on for one in rows} | months) if rows else []


def december_word(
    facts: Known, project: Project, source: str | None, field: str, year: int
) -> Decimal | None:
    """What the treasury says of the December before the year: a word on a day of that month; None for a total."""
    rows = rows_by(facts, project, min(facts.as_of, date(year - 1, 12, 31)))
    of_then = [one for one in rows if one.told_on >= date(year - 1, 12, 1)]
    word = _newest((one for one in of_then if one.source == source), field)
    if word is not None:
        return word.amount
    spoke = any(one.source is not None for one in of_then)
    if source is not None and spoke and all(one.source != source for one in rows):
        return Decimal(0)
    return None
