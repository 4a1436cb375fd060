"""Generated changes of projects: stopped, taken up again, taken out, stored on their day or later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from portfolio.model import Project

from .builders import Story, morning

COURSES: tuple[tuple[str, ...], ...] = (
    ("suspended",),
    ("suspended", "resumed"),
    ("suspended", "resumed", "suspended"),
    ("suspended", "suspended", "resumed"),
    ("suspended", "withdrawn"),
    ("withdrawn",),
    ("withdrawn", "resumed"),
)


@dataclass(frozen=True)
class Changing:
    """One change of one project, and when it was stored."""

    at: datetime
    project: str
    kind: Any
    day: date

    def tell(self, told: Story) -> None:
        """Store the change."""
        told.change(self.kind, self.day, self.project, at=self.at.date())


@st.composite
def changes(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Changing]:
    """Of every third portfolio the course of one project or two."""
    if draw(st.integers(0, 2)):
        return []
    found: list[Changing] = []
    for one in draw(
        st.lists(st.sampled_from(projects), min_size=1, max_size=2, unique_by=lambda p: p.project_id)
    ):
        day = as_of - timedelta(days=draw(st.sampled_from((300, 120, 60, 10, 0))))
        stored = day
        for kind in draw(st.sampled_from(COURSES)):
            stored = max(stored, day) + timedelta(days=draw(st.sampled_from((0, 0, 15))))
            found.append(Changing(morning(stored), one.project_id, kind, day))
            day += timedelta(days=draw(st.sampled_from((0, 1, 45, 100))))
    return found
