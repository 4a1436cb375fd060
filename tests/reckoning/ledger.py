"""The ledger: everything that happened, and what of it is known and current at a view."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from portfolio.model import (
    AllocationBatch,
    Decision,
    Edition,
    Entry,
    Event,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    Period,
    PlanEntry,
    ProgressEntry,
    Project,
    Record,
    Setting,
    StatusEntry,
    Threshold,
    View,
    YearEndBaseEntry,
)

from .batches import listed
from .city import City, decided
from .editions import Line, line
from .entries import Accepted
from .history import with_history
from .mending import mended, right_values
from .once import once
from .treasury import Ledgers, treasury_of

Row = dict[str, Any]
"""One answer, by column name."""

REPORT_TABLES = (
    StatusEntry,
    InvestmentEntry,
    FundingEntry,
    PlanEntry,
    ProgressEntry,
    MilestoneEntry,
    ObstacleEntry,
    YearEndBaseEntry,
)
"""The entries that make a report of a project; an indicator's value does not."""

DEFAULT_SETTINGS = {"january_with_february": "yes"}
"""What the city has chosen until it says otherwise."""


@dataclass(frozen=True)
class LedgerEvent:
    """One event with its number and its records, in the order of the append.

    The records of `edition_taken` are the Edition and then its projects.
    """

    event_id: int
    event: Event
    records: tuple[Record | Entry | Project, ...]


@dataclass(frozen=True)
class Ledger:
    """Everything that happened, in the order of append."""

    events: tuple[LedgerEvent, ...]

    @cached_property
    def held(self) -> dict[tuple[str, View], Any]:
        """What was worked out once for whoever asks again, by its name and the view."""
        return {}


@dataclass(frozen=True)
class Known:
    """What a view knows: the library, the accepted entries (oldest first, up to as_of) and the thresholds."""

    view: View
    library: Mapping[str, Project]
    entries: Sequence[Accepted]
    limits: Mapping[str, Decimal]
    settings: Mapping[str, str]
    """The city's choices, as last made."""
    entered: Mapping[str, date]
    """The day from which an edition first named each row, or a number that it continues."""
    first_opened_on: date | None
    """The first month ever opened for reports: one that a report told of, or that was reopened for all."""
    editions: Line
    """The editions that count on the day asked about."""
    batches: Sequence[AllocationBatch]
    """As last stated of each number, source and document, the oldest statement first."""
    city: City
    """What the city decided: lists of the year's plan, changes of projects."""
    treasury: Ledgers
    """By project what the treasury says, the oldest day first."""

    @property
    def as_of(self) -> date:
        """The day asked about."""
        return self.view.as_of

    @cached_property
    def by_project(self) -> dict[str, list[Accepted]]:
        """The entries by the project (or the indicator) that they tell of, oldest first."""
        found: dict[str, list[Accepted]] = defaultdict(list)
        for one in self.entries:
            found[one.entry.project_id].append(one)
        return found

    @cached_property
    def by_kind(self) -> dict[tuple[str, type[Entry]], list[Accepted]]:
        """The entries by project and kind, oldest first."""
        found: dict[tuple[str, type[Entry]], list[Accepted]] = defaultdict(list)
        for one in self.entries:
            found[one.entry.project_id, type(one.entry)].append(one)
        return found


@once
def known(ledger: Ledger, view: View) -> Known:
    """What is known of the ledger at the view's two clocks."""
    editions = editions_of(ledger, view)
    accepted = with_history(accepted_entries(ledger, view.known_at), editions)
    return Known(
        view=view,
        library=editions.projects,
        entries=[one for one in accepted if one.entry.period_on <= view.as_of],
        limits=limits(ledger, view),
        settings=settings(ledger, view.known_at),
        entered=entered(ledger, view, editions),
        first_opened_on=first_opened_on(ledger, view),
        editions=editions,
        batches=listed(happened(ledger, view.known_at)),
        city=decided(happened(ledger, view.known_at), view.as_of, editions),
        treasury=treasury_of(happened(ledger, view.known_at), editions),
    )


def happened(ledger: Ledger, known_at: datetime) -> list[LedgerEvent]:
    """The events that had happened by `known_at`."""
    return [one for one in ledger.events if one.event.at <= known_at]


def editions_of(ledger: Ledger, view: View) -> Line:
    """The editions that count at the view's two clocks."""
    told = [(one.event_id, one.event, one.records) for one in happened(ledger, view.known_at)]
    return line(told, view.as_of)


def limits(ledger: Ledger, view: View) -> dict[str, Decimal]:
    """Each threshold's value: newest effective_on up to as_of, then newest event, then last row.

    Before its first day the first row holds: of its earliest effective_on, then the newest event, then the last row.
    """
    told = sorted(_thresholds(ledger, view), key=lambda told: told[:4])
    first = {one.name: day for day, *_, one in reversed(told)}
    values: dict[str, Decimal] = {}
    for day, *_, threshold in told:
        if day <= max(view.as_of, first[threshold.name]):
            values[threshold.name] = threshold.value
    return values


def _thresholds(ledger: Ledger, view: View) -> list[tuple[date, datetime, int, int, Threshold]]:
    return [
        (record.effective_on, one.event.at, one.event_id, row, record)
        for one in happened(ledger, view.known_at)
        for row, record in enumerate(one.records)
        if isinstance(record, Threshold)
    ]


def settings(ledger: Ledger, known_at: datetime) -> dict[str, str]:
    """The city's choices: the newest word on each, else what holds until one is made."""
    found = dict(DEFAULT_SETTINGS)
    for one in happened(ledger, known_at):
        found |= {record.name: record.value for record in one.records if isinstance(record, Setting)}
    return found


def entered(ledger: Ledger, view: View, editions: Line) -> dict[str, date]:
    """The day from which an edition first named each row, or a number that it continues."""
    named: dict[str, date] = {}
    for one in happened(ledger, view.known_at):
        if one.event.kind == "edition_taken":
            (edition,) = (record for record in one.records if isinstance(record, Edition))
            day = edition.effective_on or one.event.at.date()
            for record in one.records:
                if isinstance(record, Project):
                    named[record.project_id] = min(day, named.get(record.project_id, day))
    origins = {project_id: editions.origins(project_id) for project_id in editions.projects}
    return {name: min(named[origin] for origin in of if origin in named) for name, of in origins.items()}


def first_opened_on(ledger: Ledger, view: View) -> date | None:
    """The earliest month up to as_of that an accepted report told of, or that was reopened for all units."""
    told = {
        one.entry.period_on
        for one in accepted_entries(ledger, view.known_at)
        if isinstance(one.entry, REPORT_TABLES)
    }
    reopened = {
        record.period_on
        for one in happened(ledger, view.known_at)
        for record in one.records
        if isinstance(record, Period) and record.state == "reopened" and record.unit_code is None
    }
    return min((month for month in told | reopened if month <= view.as_of), default=None)


def accepted_at(ledger: Ledger, known_at: datetime) -> dict[tuple[int, str], datetime]:
    """When each submission's word on a project was accepted, whose newest decision, on it or on all, accepts it."""
    about = {
        one.event_id: {record.project_id for record in one.records if isinstance(record, Entry)}
        for one in ledger.events
    }
    newest: dict[tuple[int, str], tuple[datetime, int, str]] = {}
    for one in happened(ledger, known_at):
        for record in one.records:
            if isinstance(record, Decision):
                told = (one.event.at, one.event_id, record.verdict)
                named = about[record.submission_id] if record.project_id is None else {record.project_id}
                for key in ((record.submission_id, project_id) for project_id in named):
                    newest[key] = max(told, newest.get(key, told))
    return {key: at for key, (at, _, verdict) in newest.items() if verdict == "accepted"}


def accepted_entries(ledger: Ledger, known_at: datetime) -> list[Accepted]:
    """All entries on projects of which their submission stands accepted at `known_at`, oldest first."""
    found: list[Accepted] = []
    accepted = accepted_at(ledger, known_at)
    right = right_values(happened(ledger, known_at))
    corrected = {number for number, *_ in right}
    for one in ledger.events:
        found += [
            Accepted(
                mended(right, one, row) if one.event_id in corrected else record,
                accepted[one.event_id, record.project_id],
                one.event_id,
                row,
                one.event.at,
            )
            for row, record in enumerate(one.records)
            if isinstance(record, Entry) and (one.event_id, record.project_id) in accepted
        ]
    return sorted(found, key=lambda accepted: accepted.order)


def entries_of(facts: Known, kind: type[Entry], project_id: str, **key: object) -> list[Accepted]:
    """The accepted entries of one kind, project and key (a source, a year, a milestone), oldest first."""
    return [
        one
        for one in facts.by_kind.get((project_id, kind), ())
        if all(getattr(one.entry, name) == value for name, value in key.items())
    ]


def newest_stating(entries: Iterable[Accepted], field: str, day: date) -> Accepted | None:
    """The newest entry by that day which states the field or clears it; a blank is passed over."""
    telling = [
        one
        for one in entries
        if one.entry.period_on <= day
        and (getattr(one.entry, field) is not None or field in one.entry.cleared)
    ]
    return max(telling, key=lambda one: one.order) if telling else None


def current(entries: Iterable[Accepted], field: str, day: date) -> Any:
    """The field's current value at that day; None where it was never stated or was cleared."""
    newest = newest_stating(entries, field, day)
    return None if newest is None else getattr(newest.entry, field)


def reports(facts: Known, project_id: str) -> set[date]:
    """The months up to as_of for which any accepted entry tells of the project."""
    return {
        one.entry.period_on
        for one in facts.by_project.get(project_id, ())
        if isinstance(one.entry, REPORT_TABLES) and one.reported
    }


def last_period_on(facts: Known, project_id: str) -> date | None:
    """The month of the project's last report, or None if it never reported."""
    return max(reports(facts, project_id), default=None)
