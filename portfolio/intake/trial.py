"""A small ledger in memory in which a report counts before it is sent: what would the lights say.

The same store, macros and questions as the real one, holding only the projects concerned, so that no rule is written
twice and the real ledger is neither locked nor written.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import polars as pl

from portfolio import queries
from portfolio.model import Decision, Edition, Event, Record, Setting, Submission, Threshold, View
from portfolio.model.fields import month_end
from portfolio.queries import reported, reporting
from portfolio.store import Store

ACTOR = "trial"


@dataclass(frozen=True)
class Seed:
    """What a trial begins with: edition, rules, the city's choices, library rows and accepted entries of the projects."""

    edition: Edition
    thresholds: tuple[Threshold, ...]
    settings: tuple[Setting, ...]
    library: Mapping[str, pl.DataFrame]
    entries: Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Outcome:
    """What the trial says of some projects without and with a report: project_state and milestones, each twice."""

    before: pl.DataFrame
    after: pl.DataFrame
    milestones_before: pl.DataFrame
    milestones_after: pl.DataFrame


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
                after = _asked(store, view)
            finally:
                _decide(store, number, "withdrawn", self._view.known_at)
        return Outcome(before[0], after[0], before[1], after[1])

    def _before(self, store: Store, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
        """As things stand: the same whatever was tried, so it is asked once for all projects."""
        if self._standing is None:
            self._standing = _asked(store, self._view)
        wanted = pl.col("project_id").is_in(list(view.projects or ()))
        return self._standing[0].filter(wanted), self._standing[1].filter(wanted)


def seed_of(store: Store, view: View) -> Seed:
    """The seed for the view's projects, as known by its `known_at`, on its day."""
    edition = queries.edition(store, view).drop("event_id", "position", "taken_at").row(0, named=True)
    thresholds = tuple(
        Threshold(name=row["name"], value=row["value"], effective_on=row["effective_on"])
        for row in queries.thresholds(store, view).iter_rows(named=True)
    )
    library = reported.whole_library(store, view, list(view.projects or ()))
    choices = reporting.settings(store, view).items()
    settings = tuple(Setting(name=name, value=value) for name, value in choices)
    return Seed(
        Edition(**edition), thresholds, settings, library, dict(reported.accepted_entries(store, view))
    )


def _laid_out(seed: Seed, at: datetime) -> Store:
    store = Store()
    store.append(Event(kind="threshold_set", actor=ACTOR, at=at), list(seed.thresholds))
    if seed.settings:
        store.append(Event(kind="setting_changed", actor=ACTOR, at=at), list(seed.settings))
    store.append(Event(kind="edition_taken", actor=ACTOR, at=at), [seed.edition], seed.library)
    # one report holds all that was accepted: their order, not their number, says which statement counts
    _accept(store, seed.entries, at)
    return store


def _accept(store: Store, entries: Mapping[str, pl.DataFrame], at: datetime) -> int:
    told = {table: frame for table, frame in entries.items() if frame.height}
    records: list[Record] = [Submission(period_on=month_end(at.date()))]
    number = store.append(Event(kind="report_submitted", actor=ACTOR, at=at), records, told)
    _decide(store, number, "accepted", at)
    return number


def _decide(store: Store, number: int, verdict: str, at: datetime) -> None:
    decision = Decision.model_validate({"submission_id": number, "verdict": verdict})
    store.append(Event(kind="report_decided", actor=ACTOR, at=at), [decision])


def _asked(store: Store, view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    return queries.project_state(store, view), queries.milestones(store, view)
