"""A day after events that change no figure of it: what it was reckoned before stands, whatever was sent since.

A report that waits is on lists of reports alone, and one that was decided counts from its month's end on: the eleven
months before the newest are not reckoned anew for it, and on a month's last evening no day is for the reports sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import polars as pl

from portfolio.day.forward import CALENDAR, QUIET
from portfolio.day.frames import ANEW
from portfolio.day.reckoning import Reckoning
from portfolio.store import Store

OF_REPORTS = ANEW | {"closed_month"}
"""The frames that tell of reports that wait, or of what changes no figure, too."""


def is_unchanged(store: Store, as_of: date, earlier: int, later: int) -> bool:
    """Whether what happened between two events changes no figure of that day."""
    quiet = [kind for kind in QUIET if kind not in CALENDAR]
    parameters = {"as_of": as_of, "earlier": earlier, "later": later, "quiet": quiet}
    return store.read("FROM changing_event($as_of, $earlier, $later, $quiet) LIMIT 1", parameters).is_empty()


class Unchanged:
    """The frames of a day of before; only what tells of reports on their way is asked anew."""

    def __init__(
        self, store: Store, as_of: date, newest_event: int, before: Callable[[str, int | None], pl.DataFrame]
    ) -> None:
        """`before` gives the frames as of an earlier event, between which and `newest_event` nothing changes them."""
        self._store, self._as_of, self._newest_event, self._before = store, as_of, newest_event, before
        self._tables: Reckoning | None = None

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name in order of all columns; a yearly one's rows of that year."""
        if name == "day":
            return self._before(name, None).with_columns(newest_event=pl.lit(self._newest_event, pl.Int64))
        if name == "accepted":
            parameters = {"as_of": self._as_of, "newest_event": self._newest_event}
            return self._store.read("FROM accepted_on($as_of, $newest_event) ORDER BY ALL", parameters)
        return self._reckoning().frame(name, year) if name in OF_REPORTS else self._before(name, year)

    def ask(self, question: str, frames: tuple[str, ...], parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question; `parameters` fills its `$name`s, `frames` are those of FURTHER that it reads."""
        return self._reckoning().ask(question, frames, parameters)

    def _reckoning(self) -> Reckoning:
        if self._tables is None:
            self._tables = Reckoning.of_frames(self._store, self.frame)
        return self._tables
