"""What the lights would say if a report counted: asked of the ledger itself, so that no rule is written twice."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store
from portfolio.store.supposing import supposing

AT_ONCE = 2
"""How many reports are tried at once: each takes a core for a third of a second. More would end no sooner, take memory
meanwhile, and have every reader's page take turns with all of them."""
_TURNS = threading.Semaphore(AT_ONCE)


@dataclass(frozen=True)
class Outcome:
    """What the ledger says of some projects without and with a report: project_state and milestones, each twice.

    `owed_after`: what those that are being built or red owe with the report.
    """

    before: pl.DataFrame
    after: pl.DataFrame
    milestones_before: pl.DataFrame
    milestones_after: pl.DataFrame
    owed_after: pl.DataFrame


@dataclass(frozen=True)
class Trial:
    """A ledger for questions "what if", of reports on one month."""

    store: Store
    view: View
    period_on: date

    def outcome(self, entries: Mapping[str, pl.DataFrame], projects: Sequence[str]) -> Outcome:
        """What the lights of `projects` say as things stand, and if a report of `entries` were accepted now."""
        asked = self.view.model_copy(update={"projects": tuple(projects), "newest_event": None})
        with _TURNS, supposing(self.store, entries, self.period_on, asked.known_at) as supposed:
            state, milestones = queries.project_state(supposed, asked), queries.milestones(supposed, asked)
            owed, since = queries.owed(supposed, asked), supposed.added_since
        before = asked.model_copy(update={"newest_event": since})
        return Outcome(
            before=queries.project_state(self.store, before),
            after=state,
            milestones_before=queries.milestones(self.store, before),
            milestones_after=milestones,
            owed_after=owed,
        )
