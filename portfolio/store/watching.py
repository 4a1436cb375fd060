"""Whether the machine's clock can be believed: what is appended under a wrong one is dated wrong for ever.

While a server runs, the wall clock may not run an hour ahead of the time that the machine has been running, which nobody
sets; and it may not be behind the newest event that there was when the server started.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import duckdb

from portfolio import clock
from portfolio.model import PortfolioError

CONFIRMED = "clock_confirmed"
"""The kind of event with which an operator says that the clock is right."""
LEAP = timedelta(hours=1)
SLACK = timedelta(minutes=1)
"""What a time server may set a clock back by without anybody having to say that it is right."""


class Watch:
    """Watches the clock from now on. A clock that was set for a rehearsal (`clock.set_to`) is believed."""

    def __init__(self, newest_at: datetime | None) -> None:
        """`newest_at` is the moment that the clock must have passed; None: any."""
        self._begun, self._newest_at = clock.moment(), newest_at

    def confirm(self) -> None:
        """Believe what the clock says now."""
        self._begun, self._newest_at = clock.moment(), None

    def refuse(self) -> None:
        """Raise PortfolioError clock_ahead or clock_behind for a clock that cannot be believed."""
        if clock.is_set():
            return
        now, at = clock.moment(), clock.now()
        ahead = timedelta(seconds=(now.wall - self._begun.wall) - (now.running - self._begun.running))
        if ahead > LEAP:
            expected = at - ahead
            raise PortfolioError("clock_ahead", now=_text(at), expected=_text(expected))
        if self._newest_at is not None and at < self._newest_at - SLACK:
            raise PortfolioError("clock_behind", now=_text(at), newest=_text(self._newest_at))


def latest(cursor: duckdb.DuckDBPyConnection) -> datetime | None:
    """The latest that the clock said at an event since an operator last said that it was right; None for no event."""
    newest: datetime | None = cursor.execute(
        """SELECT max(coalesce(c.true_at, e.at)) FROM store.event e LEFT JOIN store.event_clock c USING (event_id)
           WHERE e.event_id >= coalesce((SELECT max(event_id) FROM store.event WHERE kind = $1), 0)""",
        [CONFIRMED],
    ).fetchall()[0][0]
    return newest


def _text(moment: datetime) -> str:
    return moment.isoformat(" ", "minutes")
