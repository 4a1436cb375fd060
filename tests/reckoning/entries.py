"""An accepted entry, and what tells which of two is newer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from portfolio.model import Entry


@dataclass(frozen=True)
class Accepted:
    """One accepted entry, with all that tells which of two is newer, and when it was handed in."""

    entry: Entry
    accepted_at: datetime
    event_id: int
    row: int
    sent_at: datetime
    reported: bool = True
    """Whether it makes a report of its month; an opening figure does not."""

    @property
    def order(self) -> tuple[date, datetime, int, int]:
        """The key by which the largest is the newest."""
        return (self.entry.period_on, self.accepted_at, self.event_id, self.row)

    def telling(self, entry: Entry) -> Self:
        """The same acceptance, of that entry."""
        return replace(self, entry=entry)
