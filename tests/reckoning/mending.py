"""Corrections a second time: what an accepted one puts in place of what a statement says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from portfolio.model import Correction, CorrectionDecision, Entry, MendedStatement

if TYPE_CHECKING:
    from .ledger import LedgerEvent

Place = tuple[int, str, int, str]
"""The report's event, the kind of row, its place among the rows of that kind, the field."""
Right = Mapping[Place, Correction]
APPROVAL = ("approval", "approved_on")
"""An approval has a number and a day: where one was not to be stated, there was none."""


def right_values(events: Iterable[LedgerEvent]) -> dict[Place, Correction]:
    """The correction in force of every mended field: of several the one accepted last."""
    told = list(events)
    by_number = {one.event_id: one for one in told}
    found: dict[Place, Correction] = {}
    for _, _, number in sorted(_accepted(told)):
        records = by_number[number].records
        correction = next(one for one in records if isinstance(one, Correction))
        for one in records:
            if isinstance(one, MendedStatement):
                found[one.submission_id, correction.entry, one.place, correction.field] = correction
    return found


def _accepted(events: Iterable[LedgerEvent]) -> list[tuple[datetime, int, int]]:
    """When and by which event each correction was accepted, of those whose newest decision accepts them."""
    newest: dict[int, tuple[datetime, int, str]] = {}
    for one in events:
        for record in one.records:
            if isinstance(record, CorrectionDecision):
                newest[record.correction_id] = (one.event.at, one.event_id, record.verdict)
    return [
        (at, event_id, number) for number, (at, event_id, verdict) in newest.items() if verdict == "accepted"
    ]


def mended(right: Right, event: LedgerEvent, row: int) -> Entry:
    """The entry at that place of the event, with the right value wherever a correction gives one."""
    entry = event.records[row]
    assert isinstance(entry, Entry)
    place = sum(type(one) is type(entry) for one in event.records[:row])
    changed: dict[str, Any] = {}
    for field in type(entry).model_fields:
        correction = right.get((event.event_id, entry.table, place, field))
        if correction is not None:
            changed[field] = _value(getattr(entry, field), correction.value)
            if field == "forecast_on":
                changed["forecast_precision"] = None
            if correction.value_precision is not None:
                changed[field.replace("_on", "_precision")] = correction.value_precision
    if any(changed.get(name, "") is None for name in APPROVAL):
        changed |= dict.fromkeys(APPROVAL)
    return entry.model_copy(update=changed) if changed else entry


def _value(stated: Any, value: str | None) -> Any:
    """The right value in the kind of what was stated."""
    if value is None:
        return None
    if isinstance(stated, date):
        return date.fromisoformat(value)
    if isinstance(stated, bool):
        return value == "true"
    return Decimal(value) if isinstance(stated, Decimal) else value
