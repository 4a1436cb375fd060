"""Worked examples told together: stories of a county each that know of no other, as one ledger of one day asked about.

What a day costs is its plan, whatever it reads, so a dozen small stories in one ledger cost little more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from portfolio.model import Project

from .appending import renumbered
from .builders import default_thresholds
from .example import KEYS, Example
from .ledger import Ledger, LedgerEvent
from .questions import answers
from .ranks import MORE, RANKED
from .reviewed import calendar

Making = Callable[[], Example]
Answers = dict[str, dict[Any, Any]]
OF_PROJECTS = frozenset(
    {
        *("report_submitted", "report_decided", "correction_proposed", "correction_decided"),
        *("batches_taken", "project_changed", "plan_listed"),
    }
)
"""What happens to projects. The treasury's ledgers, editions and choices of the city are of all of them."""
ALONE = frozenset({"source_year", "state_counts", "year_curve", "published_totals", "comparison"})
"""The questions of all counties together: an example of one of them is told alone."""


def groups(examples: Iterable[Making]) -> list[tuple[Making, ...]]:
    """All examples, each once: those that may be told together by the dozen, the others alone, in order."""
    alike: dict[object, list[Making]] = {}
    for example in examples:
        alike.setdefault(_alike(example), []).append(example)
    return [group for found in alike.values() for group in _packed(found)]


def _packed(examples: list[Making]) -> Iterator[tuple[Making, ...]]:
    """The examples in as many groups as they need, each county of each having one for itself."""
    group: list[Making] = []
    room = len(MORE)
    for example in examples:
        needed = len(_counties(example()[0]))
        if needed > room:
            yield tuple(group)
            group, room = [], len(MORE)
        group.append(example)
        room -= needed
    yield tuple(group)


def _counties(ledger: Ledger) -> list[str]:
    return sorted({one.county_code or "" for one in ledger.events[0].records if isinstance(one, Project)})


def _alike(example: Making) -> object:
    """What examples have in common that are told together; of one that is told alone, itself.

    Nor may the calendar differ: the year under review and the first month ever opened are of all projects of a ledger.
    """
    ledger, view, expected = example()
    first, second, *later = ledger.events
    projects = [record for record in first.records if isinstance(record, Project)]
    simple = (
        len(first.records) == len(projects) + 1
        and second.records == default_thresholds()
        and {one.event.kind for one in later} <= OF_PROJECTS
        and {one.county_code for one in projects} <= RANKED
        and ALONE.isdisjoint(expected)
    )
    if not simple:
        return example
    listed = any(one.event.kind == "plan_listed" for one in later)
    return view.model_dump_json(), first.event.at, tuple(calendar(ledger, view)[0].items()), listed


def ledgers(examples: Sequence[Example]) -> Iterator[tuple[Ledger, Sequence[Example]]]:
    """One ledger of all examples that have in it what they have alone, and one each of the others."""
    kept = list(examples)
    while len(kept) > 1:
        ledger, called = together([one[0] for one in kept])
        told = answers(ledger, kept[0][1])
        moved = [
            one
            for one, names in zip(kept, called, strict=True)
            if not _unmoved(names, answers(*one[:2]), told)
        ]
        if not moved:
            yield ledger, kept
            return
        yield from ((one[0], [one]) for one in moved)
        kept = [one for one in kept if not any(one is other for other in moved)]
    yield from ((one[0], [one]) for one in kept)


def together(ledgers: Sequence[Ledger]) -> tuple[Ledger, list[dict[str, str]]]:
    """One ledger in which all of it happens, and what each story's projects and counties are called in it.

    One library with the projects of all, then every event at its moment.
    """
    called = _called(ledgers)
    begun, rules = ledgers[0].events[:2]
    library: list[Any] = [begun.records[0]]
    for ledger, names in zip(ledgers, called, strict=True):
        library += [_told(record, names) for record in ledger.events[0].records[1:]]
    events = [LedgerEvent(begun.event_id, begun.event, tuple(library)), rules]
    happened = [(place, one) for place, ledger in enumerate(ledgers) for one in ledger.events[2:]]
    numbers: list[dict[int, int]] = [{} for _ in ledgers]
    for place, one in sorted(happened, key=lambda told: told[1].event.at):
        number = numbers[place][one.event_id] = len(events) + 1
        records = renumbered(one.records, numbers[place])
        events.append(
            LedgerEvent(number, one.event, tuple(_told(record, called[place]) for record in records))
        )
    return Ledger(tuple(events)), called


def _called(ledgers: Sequence[Ledger]) -> list[dict[str, str]]:
    free = iter(MORE)
    found = []
    for place, ledger in enumerate(ledgers, start=10):
        projects = [one.project_id for one in ledger.events[0].records if isinstance(one, Project)]
        counties = {county: next(free) for county in _counties(ledger)}
        found.append({one: f"{place}-{one}" for one in projects} | counties)
    return found


def _unmoved(called: dict[str, str], alone: Answers, told: Answers) -> bool:
    """Whether a story's own projects and county, and the calendar, have in the ledger of all what they have alone."""
    own = set(called.values())
    for question, rows in alone.items():
        place = [column in ("project_id", "county_code") for column in KEYS.get(question, ())]
        if question == "comparison" or not any(place):
            continue
        there = {key: row for key, row in told[question].items() if not own.isdisjoint(_parts(key))}
        if there != {_named(key, called): _named(row, called) for key, row in rows.items()}:
            return False
    return alone["calendar"] == told["calendar"]


def _parts(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _named(told: Any, called: dict[str, str]) -> Any:
    """What was told, with other names for projects and county wherever they stand."""
    if isinstance(told, str):
        return called.get(told, told)
    if isinstance(told, dict):
        return {key: _named(value, called) for key, value in told.items()}
    return type(told)(_named(one, called) for one in told) if isinstance(told, list | tuple) else told


def _told(record: Any, called: dict[str, str]) -> Any:
    fields = {field: getattr(record, field) for field in type(record).model_fields}
    return record.model_copy(update={field: _named(value, called) for field, value in fields.items()})
