"""停缓建, 复工 and 调出 a second time: what the city decided of a project, and the days on which its clock stood still.

A stage that a report tells does none of this: without the city's act under a document it changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from portfolio.model import ProjectChange

if TYPE_CHECKING:
    from .editions import Line
    from .ledger import Known, LedgerEvent

DECIDED = ("suspended", "withdrawn")
"""The stages that only the city can set."""


def changes_of(events: Iterable[LedgerEvent], as_of: date, editions: Line) -> dict[str, list[ProjectChange]]:
    """By project the changes that count by that day: by their day, then as they were stored.

    A row takes over those of a number that it continues alone, renamed or split; not those of the parts of a merger.
    """
    heirs: dict[str, list[str]] = defaultdict(list)
    for name in editions.projects:
        for origin in editions.grown_from(name):
            heirs[origin].append(name)
    found: dict[str, list[ProjectChange]] = defaultdict(list)
    for one in events:
        for told in one.records:
            if isinstance(told, ProjectChange) and told.effective_on <= as_of:
                for name in heirs[told.project_id]:
                    found[name].append(told)
    return {project: sorted(told, key=lambda one: one.effective_on) for project, told in found.items()}


def _changes(facts: Known, project_id: str) -> Sequence[ProjectChange]:
    return facts.city.changed.get(project_id, ())


def decided_stage(facts: Known, project_id: str, day: date) -> str | None:
    """Suspended or withdrawn where that is what the city's newest word of that day or before says."""
    told = [one.change for one in _changes(facts, project_id) if one.effective_on <= day]
    return told[-1] if told and told[-1] in DECIDED else None


def taken_out_on(facts: Known, project_id: str) -> date | None:
    """The day of its 调出, where that is the city's newest word; None for a project that is in the library."""
    told = _changes(facts, project_id)
    return told[-1].effective_on if told and told[-1].change == "withdrawn" else None


def stopped_days(facts: Known, project_id: str, since: date, until: date) -> int:
    """How many of the days between the two the project stood still: from each 停缓建 to the city's next word."""
    told = _changes(facts, project_id)
    ends = [*(one.effective_on for one in told), until][1:]
    return sum(
        max(0, (min(end, until) - max(one.effective_on, since)).days)
        for one, end in zip(told, ends, strict=True)
        if one.change == "suspended"
    )
