"""Generated lists of the year's plan: of some projects, under documents whose days are not in the order of taking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from portfolio.model import Project

from .builders import Planned, Story, morning


@dataclass(frozen=True)
class Listing:
    """One list: when it was taken, its document's day, its rows."""

    at: datetime
    issued_on: date
    rows: tuple[Planned, ...]
    kind: Any

    def tell(self, told: Story) -> None:
        """Take the list."""
        told.plan_list(self.issued_on, *self.rows, taken=self.at.date(), kind=self.kind)


@st.composite
def lists(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Listing]:
    """Of every second portfolio one to three lists of the last closed year or the one before; only the first is initial."""
    if draw(st.booleans()):
        return []
    year = as_of.year - draw(st.sampled_from((0, 0, 0, 1)))
    found: list[Listing] = []
    taken = morning(as_of - timedelta(days=draw(st.sampled_from((1, 60, 300)))))
    for place in range(draw(st.integers(1, 3))):
        named = [one for one in projects if draw(st.sampled_from((True, True, True, False)))] or projects
        rows = tuple((year, draw(st.sampled_from((60, 60, 0, 50, 120))), one.project_id) for one in named)
        issued_on = as_of - timedelta(days=draw(st.sampled_from((-20, 0, 40, 250))))
        found.append(Listing(taken, issued_on, rows, "adjusted" if place else "initial"))
        taken += timedelta(days=draw(st.sampled_from((0, 1, 70))))
    return found
