"""Days of one ledger are worked out once a process, whichever copy of its store a test asks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from portfolio.day.frames import CORE
from portfolio.day.reckoning import Counties, Reckoning, Tables
from portfolio.store import Store, macros

HELD = 24
"""Days whose frames are kept, the longest unused dropped."""
Frames = dict[tuple[str, int | None], pl.DataFrame]
_KEPT: OrderedDict[tuple[str, date, Counties], Frames] = OrderedDict()
SQL = macros.SQL_FOLDER
EACH_TIME = (
    "tests/day/",
    "tests/test_two_reckonings.py",
    "tests/benchmarks/",
    "tests/gains/",
    "tests/disputes/",
)
"""The tests of how a day is worked out: there each is."""


@pytest.fixture(autouse=True)
def _reckoned_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days share their frames where ledger, day and counties are the same: a ledger is known by its newest hash.

    What is only supposed, carried forward, or worked out by a test's own sql is worked out as ever.
    """
    if request.node.nodeid.startswith(EACH_TIME):
        return
    real = Reckoning.of_ledger

    def of_ledger(
        store: Store, as_of: date, newest_event: int, counties: Counties, touched_since: int | None = None
    ) -> Tables:
        told = store.read("SELECT hash FROM store.event WHERE event_id = $number", {"number": newest_event})
        ours = store.added_since is None and touched_since is None and macros.SQL_FOLDER == SQL
        if not ours or told.is_empty():
            return real(store, as_of, newest_event, counties, touched_since)
        key = (str(told.item()), as_of, counties)
        frames = _KEPT.setdefault(key, {})
        _KEPT.move_to_end(key)
        while len(_KEPT) > HELD:
            _KEPT.popitem(last=False)
        if not frames:
            made = real(store, as_of, newest_event, counties)
            frames.update({(name, None): made.frame(name) for name in CORE})
            return Shared(store, frames, made)
        return Shared(store, frames)

    monkeypatch.setattr(Reckoning, "of_ledger", of_ledger)


class Shared:
    """The frames of a day that were worked out before; the rest from these."""

    def __init__(self, store: Store, frames: Frames, made: Reckoning | None = None) -> None:
        self._store, self._frames, self._made = store, frames, made

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name in order of all columns; a yearly one's rows of that year."""
        if (name, year) not in self._frames:
            self._frames[name, year] = self._reckoning().frame(name, year)
        return self._frames[name, year]

    def ask(
        self, question: str, frames: tuple[str, ...] = (), told: Mapping[str, Any] | None = None
    ) -> pl.DataFrame:
        """The answer to a question; `told` fills its `$name`s, `frames` are those of FURTHER that it reads."""
        return self._reckoning().ask(question, frames, told)

    def _reckoning(self) -> Reckoning:
        if self._made is None:
            self._made = Reckoning.of_frames(self._store, lambda name: self._frames[name, None])
        return self._made
