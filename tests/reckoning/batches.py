"""Batches a second time: by which document or bond issue money was allocated, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from portfolio.model import AllocationBatch

from .editions import Line

if TYPE_CHECKING:
    from .ledger import LedgerEvent

Document = tuple[str | None, str, str]
"""The part of a merged row, the source and the document or bond issue."""


def listed(events: Iterable[LedgerEvent]) -> list[AllocationBatch]:
    """The batches as last stated of each number, source and document, the oldest statement first."""
    newest: dict[tuple[str, str, str], AllocationBatch] = {}
    for one in events:
        for record in one.records:
            if isinstance(record, AllocationBatch):
                key = record.project_id, record.source, record.document_number
                newest.pop(key, None)
                newest[key] = record
    return list(newest.values())


def issued_to(
    told: Sequence[AllocationBatch], editions: Line, project_id: str, as_of: date
) -> list[AllocationBatch]:
    """What had been issued to a row by the day: its own, that of the number renamed to it, that of each part of it.

    A split divides no document: its successors' batches are listed anew.
    """
    found = [told[place] for place in _places(told, editions, project_id).values()]
    return [one for one in found if one.issued_on <= as_of]


def _places(told: Sequence[AllocationBatch], editions: Line, project_id: str) -> dict[Document, int]:
    """Of each document the place of its newest statement, under whichever of the row's numbers that was made."""
    before = editions.predecessors(project_id)
    found: dict[Document, int] = {}
    for name in before:
        if not editions.is_split(name):
            for (part, *document), place in _places(told, editions, name).items():
                found[name if len(before) > 1 else part, document[0], document[1]] = place
    for place, one in enumerate(told):
        key = None, one.source, one.document_number
        if one.project_id == project_id:
            found[key] = max(place, found.get(key, place))
    return found
