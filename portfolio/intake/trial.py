"""A small ledger in memory in which a report counts before it is sent: what would the lights say.

The same store, macros and questions as the real one, holding only the projects concerned, so that no rule is written
twice and the real ledger is neither locked nor written.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from portfolio import queries
from portfolio.model import DayChoice, Decision, Edition, Event, Record, Setting, Submission, Threshold, View
from portfolio.model.fields import month_end
from portfolio.queries import plans, reported, reporting
from portfolio.store import Store

ACTOR = "trial"


@dataclass(frozen=True)
class Seed:
    """What a trial begins with: editions with choices and rows, rules, the city's choices and acts, accepted entries."""

    editions: tuple[tuple[Edition, tuple[DayChoice, ...], Mapping[str, pl.DataFrame]], ...]
    thresholds: tuple[Threshold, ...]
    settings: tuple[Setting, ...]
    entries: Mapping[str, pl.DataFrame]
    handed: Mapping[int, datetime]
    """When each report that holds an approval was handed in, by its acceptance_no: whether that was in time is asked."""
    begun_at: datetime
    """When the first edition was taken, or the first of those reports was handed in."""
    acts: Sequence[tuple[str, Mapping[str, pl.DataFrame]]]
    """Events of the city (lists of the plan, 停缓建, 复工, 调出), each with its rows in bulk."""


@dataclass(frozen=True)
class Outcome:
    """What the trial says of some projects without and with a report: project_state and milestones, each twice.

    `owed_after`: what those that are being built or red owe with the report.
    """

    before: pl.DataFrame
    after: pl.DataFrame
    milestones_before: pl.DataFrame
    milestones_after: pl.DataFrame
    owed_after: pl.DataFrame


class Trial:
    """A ledger for questions "what if"; laid out when first asked, safe to share between threads."""

    def __init__(self, seed: Callable[[], Seed], view: View) -> None:
        self._seed = seed
        self._view = view
        self._store: Store | None = None
        self._standing: tuple[pl.DataFrame, pl.DataFrame] | None = None
        self._asking = threading.Lock()

    def outcome(self, entries: Mapping[str, pl.DataFrame], projects: Sequence[str]) -> Outcome:
        """What the lights of `projects` say as things stand, and if a report of `entries` were accepted now."""
        view = self._view.model_copy(update={"projects": tuple(projects)})
        with self._asking:
            if self._store is None:
                self._store = _laid_out(self._seed(), self._view.known_at)
                weakref.finalize(self, self._store.close)
            store = self._store
            before = self._before(store, view)
            number = _accept(store, entries, self._view.known_at)
            try:
                after, owed = _asked(store, view), queries.owed(store, view)
            finally:
                _decide(store, number, "withdrawn", self._view.known_at)
        return Outcome(before[0], after[0], before[1], after[1], owed)

    def _before(self, store: Store, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
        """As things stand: the same whatever was tried, so it is asked once for all projects."""
        if self._standing is None:
            self._standing = _asked(store, self._view)
        wanted = pl.col("project_id").is_in(list(view.projects or ()))
        return self._standing[0].filter(wanted), self._standing[1].filter(wanted)


def seed_of(store: Store, view: View) -> Seed:
    """The seed for the view's projects, as known by its `known_at`, on its day."""
    thresholds = tuple(
        Threshold(name=row["name"], value=row["value"], effective_on=row["effective_on"])
        for row in queries.thresholds(store, view).iter_rows(named=True)
    )
    choices = reporting.settings(store, view).items()
    settings = tuple(Setting(name=name, value=value) for name, value in choices)
    entries = dict(reported.accepted_entries(store, view))
    numbers = reported.whole_library(store, view, list(view.projects or ()))["project"]["project_id"]
    acts = plans.city_acts(store, view, numbers.to_list())
    handed = reported.approvals_handed(store, view)
    begun_at = min([*reported.earlier_editions(store, view)["edition"]["taken_at"], *handed.values()])
    return Seed(
        editions=tuple(_editions(store, view)),
        thresholds=thresholds,
        settings=settings,
        entries=entries,
        handed=handed,
        begun_at=begun_at,
        acts=acts,
    )


def _editions(
    store: Store, view: View
) -> Iterator[tuple[Edition, tuple[DayChoice, ...], Mapping[str, pl.DataFrame]]]:
    """The editions that count, the one in force last; all that stood under other numbers stands under today's."""
    library = reported.whole_library(store, view, list(view.projects or ()))
    earlier = reported.earlier_editions(store, view)
    numbers = dict(earlier["rows"].select("row_id", "project_id").iter_rows())
    own = {"project": _with_done(library["project"], earlier["done"]), "county": library["county"]}
    told = earlier["edition"].drop("event_id", "position", "taken_at", "counts_from")
    for row in told.iter_rows(named=True):
        number = row.pop("edition_no")
        choices = tuple(
            DayChoice(**choice | {"project_id": numbers.get(choice["project_id"], choice["project_id"])})
            for choice in earlier["choices"]
            .filter(edition_no=number)
            .drop("edition_no")
            .iter_rows(named=True)
        )
        rows = earlier["rows"].filter(edition_no=number)
        before = {"project": rows.drop("edition_no", "origin_no", "row_id", "event_id", "position")}
        yield Edition(**row), choices, own if number == told.height else before


def _with_done(rows: pl.DataFrame, done: pl.DataFrame) -> pl.DataFrame:
    """The rows, of merged projects with the days on which all their parts had done a milestone."""
    days: dict[str, list[dict[str, object]]] = {}
    for told in done.iter_rows(named=True):
        blank = dict.fromkeys(("label", "due_on", "due_precision", "evidence_no"))
        days.setdefault(told.pop("project_id"), []).append(blank | told)
    stated = [
        [*days.get(row["project_id"], []), *row["milestones"]]
        for row in rows.select("project_id", "milestones").iter_rows(named=True)
    ]
    kind = rows.schema["milestones"]
    nobody = pl.lit(None, rows.schema["predecessor_ids"])
    return rows.with_columns(pl.Series("milestones", stated, dtype=kind), predecessor_ids=nobody)


def _laid_out(seed: Seed, at: datetime) -> Store:
    store = Store()
    store.append(Event(kind="threshold_set", actor=ACTOR, at=seed.begun_at), list(seed.thresholds))
    if seed.settings:
        store.append(Event(kind="setting_changed", actor=ACTOR, at=seed.begun_at), list(seed.settings))
    for edition, choices, frames in seed.editions:
        store.append(Event(kind="edition_taken", actor=ACTOR, at=seed.begun_at), [edition, *choices], frames)
    letters = _letters(seed)
    sent = {place: _send(store, letters[place], when) for place, when in _in_order_of_sending(seed, letters)}
    for kind, rows in seed.acts:
        store.append(Event.model_validate({"kind": kind, "actor": ACTOR, "at": at}), [], rows)
    for steps, place in enumerate(sorted(sent), start=-len(sent)):
        _decide(store, sent[place], "accepted", at + timedelta(microseconds=steps))
    return store


def _letters(seed: Seed) -> dict[int, dict[str, pl.DataFrame]]:
    """All that was accepted as few reports, by their place in the order of acceptance.

    Their order, not their number, says which statement counts; one that holds an approval stays a report of its own, at
    an odd place.
    """
    own = pl.Series(sorted(seed.handed), dtype=pl.Int64)
    found: dict[int, dict[str, pl.DataFrame]] = {}
    for table, frame in seed.entries.items():
        numbers = frame["acceptance_no"].cast(pl.Int64)
        places = own.search_sorted(numbers) * 2 + numbers.is_in(own.implode()).cast(pl.Int64)
        rows = frame.drop("acceptance_no").with_columns(__place=places)
        for (place,), part in rows.partition_by("__place", include_key=False, as_dict=True).items():
            found.setdefault(int(place), {})[table] = part
    return found


def _in_order_of_sending(seed: Seed, letters: Iterable[int]) -> list[tuple[int, datetime]]:
    """The places of the reports with the moments at which they are sent, the earliest first."""
    handed = [seed.handed[number] for number in sorted(seed.handed)]
    moments = [(place, handed[place // 2] if place % 2 else seed.begun_at) for place in letters]
    return sorted(moments, key=lambda one: one[1])


def _accept(store: Store, entries: Mapping[str, pl.DataFrame], at: datetime) -> int:
    number = _send(store, entries, at)
    _decide(store, number, "accepted", at)
    return number


def _send(store: Store, entries: Mapping[str, pl.DataFrame], at: datetime) -> int:
    told = {table: frame for table, frame in entries.items() if frame.height}
    records: list[Record] = [Submission(period_on=month_end(at.date()))]
    return store.append(Event(kind="report_submitted", actor=ACTOR, at=at), records, told)


def _decide(store: Store, number: int, verdict: str, at: datetime) -> None:
    decision = Decision.model_validate({"submission_id": number, "verdict": verdict})
    store.append(Event(kind="report_decided", actor=ACTOR, at=at), [decision])


def _asked(store: Store, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    return queries.project_state(store, view), queries.milestones(store, view)
