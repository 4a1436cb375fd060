"""The months that 示例市 has made final: August and September 2026, a day after their reports had closed.

What was shown of them is worked out when it is asked: no file is kept of what a simulation makes anew on every machine.
October is left to whoever plays the city's reviewer; then files are kept.
"""

from __future__ import annotations

from datetime import date, datetime

from portfolio.model import Entry, Event, FinalMonth, Record

Happening = tuple[Event, list[Record | Entry]]
MAKER = "示例市财政局审核员"
MADE = (
    (date(2026, 8, 31), date(2026, 9, 11), datetime(2026, 9, 12, 16, 20)),
    (date(2026, 9, 30), date(2026, 10, 11), datetime(2026, 10, 12, 15, 45)),
)
"""The month, the day after its reports had closed, and the moment."""


def finals() -> list[Happening]:
    """The events that made them final, the oldest first."""
    return [
        (
            Event(kind="month_finalised", actor=MAKER, at=at),
            [FinalMonth(period_on=month, kind="final", number=1, as_of=as_of)],
        )
        for month, as_of, at in MADE
    ]
