"""The one place that reads the clock; the bureau's day is the day in Asia/Shanghai."""

from __future__ import annotations

import time as machine
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_ahead = timedelta(0)


def now() -> datetime:
    """This moment in Asia/Shanghai, without a zone, as the store keeps it."""
    return datetime.now(ZONE).replace(tzinfo=None) + _ahead


class Moment(NamedTuple):
    """What the machine's wall clock says and how long the machine has been running, asleep too, both in seconds."""

    wall: float
    running: float


def moment() -> Moment:
    """The machine's own clocks: the first can be set, the second cannot."""
    boot_clock = getattr(machine, "CLOCK_BOOTTIME", None)  # Linux alone counts the time asleep
    running = machine.monotonic() if boot_clock is None else machine.clock_gettime(boot_clock)
    return Moment(machine.time(), running)


def is_set() -> bool:
    """Whether this process's clock was set apart from the machine's."""
    return _ahead != timedelta(0)


def set_to(moment: datetime | None) -> None:
    """Set this process's clock to a moment in Asia/Shanghai, from which it runs on; None is the machine's own.

    For a test or a rehearsal: what is true on a month's last day is not left to be found out on that day. Nothing in
    the product calls it.
    """
    global _ahead  # noqa: PLW0603
    _ahead = timedelta(0)
    if moment is not None:
        _ahead = moment - now()


def today() -> date:
    """The bureau's day."""
    return now().date()


def end_of_today() -> datetime:
    """The last moment of the bureau's day: knows all that `now` knows and stays the same until midnight."""
    return datetime.combine(today(), time.max)
