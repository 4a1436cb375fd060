"""No question waits for a day that another one is having reckoned."""

from __future__ import annotations

import threading
from datetime import date, datetime
from typing import cast

import polars as pl

from portfolio.day import Day
from portfolio.model import View
from portfolio.queries.select import Selection

VIEW = View(as_of=date(2026, 10, 31), known_at=datetime(2026, 11, 11))


class Slow:
    """A day that is being reckoned until it is let go on."""

    def __init__(self) -> None:
        self.begun, self.done = threading.Event(), threading.Event()

    def frame(self, _: str) -> pl.DataFrame:
        """An empty one, in the end."""
        self.begun.set()
        assert self.done.wait(20)
        return pl.DataFrame()


def test_a_selection_waits_for_no_other_day() -> None:
    slow, quick = Slow(), Slow()
    waiting = threading.Thread(target=lambda: Selection(cast(Day, slow), VIEW, {}).projects)
    waiting.start()
    assert slow.begun.wait(20)
    quick.done.set()
    asked = threading.Thread(target=lambda: Selection(cast(Day, quick), VIEW, {}).projects)
    asked.start()
    asked.join(5)
    held_up = asked.is_alive()
    slow.done.set()
    waiting.join()
    asked.join()
    assert not held_up
