"""The one place that reads the clock; the bureau's day is the day in Asia/Shanghai."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment in Asia/Shanghai, without a zone, as the store keeps it."""
    return datetime.now(ZONE).replace(tzinfo=None)


def today() -> date:
    """The bureau's day."""
    return now().date()


def end_of_today() -> datetime:
    """The last moment of the bureau's day: knows all that `now` knows and stays the same until midnight."""
    return datetime.combine(today(), time.max)
