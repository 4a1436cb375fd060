"""History: the entries that a row takes over from the numbers that it continues.

A renamed row takes over every entry. Of a split row each successor takes over what was said, but of amounts only its
opening figures. A row merged from several takes over the sum of what they know, whenever one of them speaks; their total
investment, planned funding, physical share and stage, and what was told later of a year's end, are no sums and are
stated anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from portfolio.model import (
    Entry,
    FundingEntry,
    MilestoneEntry,
    ObstacleEntry,
    OpeningFigure,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
)

from .editions import Line
from .entries import Accepted

SUMMED: dict[type[Entry], tuple[str, ...]] = {
    FundingEntry: ("allocated_amount", "received_amount", "paid_amount"),
    PlanEntry: ("planned_amount",),
    ProgressEntry: ("work_done_amount", "in_statistics_amount"),
}
"""The amounts that add up over the parts of a merged row, and that a split divides."""


def with_history(accepted: Sequence[Accepted], editions: Line) -> list[Accepted]:
    """The entries by the numbers that they name and by those that continue these, oldest first."""
    own: dict[str, list[Accepted]] = defaultdict(list)
    for one in accepted:
        own[one.entry.project_id].append(one)
    found = list(accepted)
    for project_id in editions.ids():
        found += _taken_over(own, editions, project_id)
    return sorted(found, key=lambda one: one.order)


def _whole(own: dict[str, list[Accepted]], editions: Line, project_id: str) -> list[Accepted]:
    """All that counts for a number: its own entries and those that it takes over."""
    return sorted([*own[project_id], *_taken_over(own, editions, project_id)], key=lambda one: one.order)


def _taken_over(own: dict[str, list[Accepted]], editions: Line, project_id: str) -> list[Accepted]:
    parts = {name: _of_part(own, editions, project_id, name) for name in editions.predecessors(project_id)}
    if len(parts) > 1:
        return _merged(parts, project_id)
    return [_renamed(one, project_id) for entries in parts.values() for one in entries]


def _of_part(own: dict[str, list[Accepted]], editions: Line, project_id: str, name: str) -> list[Accepted]:
    """What the row takes over from that number."""
    whole = _whole(own, editions, name)
    if not editions.is_split(name):
        return whole
    said = [one if _is_word(one) else _emptied(one) for one in whole]
    return sorted([*said, *_openings(editions, project_id, name)], key=lambda one: one.order)


def _is_word(one: Accepted) -> bool:
    return isinstance(one.entry, (StatusEntry, MilestoneEntry, ObstacleEntry))


def _renamed(one: Accepted, project_id: str) -> Accepted:
    return one.telling(one.entry.model_copy(update={"project_id": project_id}))


def _emptied(one: Accepted) -> Accepted:
    """An entry that says only that its month was reported."""
    entry = one.entry
    return one.telling(ProgressEntry(project_id=entry.project_id, period_on=entry.period_on))


def _openings(editions: Line, project_id: str, name: str) -> list[Accepted]:
    return [
        Accepted(_opening(told), taken.at, taken.event_id, place, taken.at, reported=False)
        for taken in editions.taken
        for place, told in taken.openings
        if (told.project_id, told.predecessor_id) == (project_id, name)
    ]


def _opening(told: OpeningFigure) -> Entry:
    common: dict[str, Any] = {"project_id": told.project_id, "period_on": told.period_on}
    if told.figure == "annual_plan":
        return PlanEntry(**common, year=told.year, planned_amount=told.amount)
    amount = {f"{told.figure}_amount": told.amount}
    if told.source is None:
        return ProgressEntry(**common, **amount)
    return FundingEntry(**common, source=told.source, currency=told.currency, **amount)


def _merged(parts: dict[str, list[Accepted]], project_id: str) -> list[Accepted]:
    every = sorted((one for entries in parts.values() for one in entries), key=lambda one: one.order)
    found = [_emptied(one) for one in every]
    found += [_without_done(one) for one in every if isinstance(one.entry, MilestoneEntry)]
    for name, entries in parts.items():
        found += [_numbered(one, name) for one in entries if isinstance(one.entry, ObstacleEntry)]
    for one in every:
        for kind, fields in SUMMED.items():
            if isinstance(one.entry, kind):
                found += [
                    _sum_at(one, parts, kind, field)
                    for field in fields
                    if getattr(one.entry, field) is not None or field in one.entry.cleared
                ]
    return [_renamed(one, project_id) for one in found]


def _without_done(one: Accepted) -> Accepted:
    """One part's done day is not the whole's."""
    left = tuple(name for name in one.entry.cleared if name != "done_on")
    return one.telling(one.entry.model_copy(update={"done_on": None, "cleared": left}))


def _numbered(one: Accepted, name: str) -> Accepted:
    """The obstacle of a part, told apart from an equally numbered one of another part."""
    assert isinstance(one.entry, ObstacleEntry)
    return one.telling(one.entry.model_copy(update={"obstacle": f"{name}/{one.entry.obstacle}"}))


def _sum_at(one: Accepted, parts: dict[str, list[Accepted]], kind: type[Entry], field: str) -> Accepted:
    """What the parts know together of the field once that entry has spoken."""
    key = _key(one.entry)
    told = [_last(entries, kind, key, field, one.order) for entries in parts.values()]
    known = [amount for amount in told if amount is not None]
    amount = sum(known, Decimal(0)) if known else None
    blank: dict[str, Any] = dict.fromkeys(_figures(one.entry))
    cleared = (field,) if amount is None else ()
    return one.telling(one.entry.model_copy(update=blank | {field: amount, "cleared": cleared}))


def _figures(entry: Entry) -> Iterable[str]:
    return [name for name in type(entry).model_fields if name.endswith(("_amount", "_share", "_complete"))]


def _key(entry: Entry) -> tuple[object, ...]:
    return tuple(getattr(entry, name, None) for name in ("source", "currency", "year"))


def _last(entries: list[Accepted], kind: type[Entry], key: tuple[object, ...], field: str, order: Any) -> Any:
    """What one part last said of the field by then; None where it never did or took it back."""
    for one in reversed(entries):
        said = isinstance(one.entry, kind) and _key(one.entry) == key and one.order <= order
        if said and (getattr(one.entry, field) is not None or field in one.entry.cleared):
            return getattr(one.entry, field)
    return None
