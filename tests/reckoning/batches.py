"""Batches a second time: by which document or bond issue money was allocated, and when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from portfolio.model import AllocationBatch

if TYPE_CHECKING:
    from .ledger import LedgerEvent


def issued_by(events: Iterable[LedgerEvent], as_of: date) -> list[AllocationBatch]:
    """The batches as last stated of each project, source and document, of those issued by the day."""
    newest: dict[tuple[str, str, str], AllocationBatch] = {}
    for one in events:
        for record in one.records:
            if isinstance(record, AllocationBatch):
                newest[record.project_id, record.source, record.document_number] = record
    return [one for one in newest.values() if one.issued_on <= as_of]
