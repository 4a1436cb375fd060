"""The events of a ledger as a store is told them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portfolio.model import (
    ActionAnswer,
    ActionDecision,
    CorrectionDecision,
    Decision,
    Entry,
    Event,
    MendedStatement,
    Project,
    Record,
)

from .ledger import Ledger


def ledger_events(ledger: Ledger) -> list[tuple[int, Event, tuple[Record | Entry | Project, ...]]]:
    """What to append, in order: the ledger's event number, the event, its records.

    A store may number otherwise: keep a map from these numbers to its own and pass records
    through `renumbered`.
    """
    return [(one.event_id, one.event, one.records) for one in ledger.events]


def renumbered(
    records: Iterable[Record | Entry | Project], numbers: Mapping[int, int]
) -> list[Record | Entry | Project]:
    """The records, with each event that they speak of named by the store's own number."""
    return [_renumbered(record, numbers) for record in records]


def _renumbered(record: Record | Entry | Project, numbers: Mapping[int, int]) -> Record | Entry | Project:
    if isinstance(record, Decision | MendedStatement):
        return record.model_copy(update={"submission_id": numbers[record.submission_id]})
    if isinstance(record, ActionAnswer | ActionDecision):
        told = (name for name in ("action_id", "answer_id", "submission_id") if getattr(record, name, None))
        return record.model_copy(update={name: numbers[getattr(record, name)] for name in told})
    if isinstance(record, CorrectionDecision):
        return record.model_copy(update={"correction_id": numbers[record.correction_id]})
    return record
