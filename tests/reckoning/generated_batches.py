"""Generated batches: money of projects by the document or bond issue that allocated it, around the days that count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import strategies as st

from portfolio.model import AllocationBatch, Project

from .builders import Story
from .reported import batch


@st.composite
def batches(draw: st.DrawFn, project_id: str, as_of: date) -> AllocationBatch:
    """A batch around the days from which money is old, or a word that mends one of the same document."""
    days = draw(st.sampled_from((-800, -400, -366, -365, -184, -183, -40, -1, 0, 20)))
    return batch(
        draw(st.sampled_from(("债1", "债2"))),
        as_of + timedelta(days=days),
        draw(st.sampled_from((0, 20, 30, 70, 100))),
        draw(st.sampled_from(("county", "county", "city"))),
        project_id,
    )


@st.composite
def allocations(
    draw: st.DrawFn, as_of: date, projects: list[Project]
) -> list[tuple[date, list[AllocationBatch]]]:
    """Now and then batches, with the day on which they are told: before the day asked about or after it."""
    found = []
    for _ in range(draw(st.sampled_from((0, 0, 1, 2)))):
        one_batch = st.sampled_from(projects).flatmap(lambda one: batches(one.project_id, as_of))
        told = draw(st.lists(one_batch, min_size=1, max_size=4))
        found.append((as_of + timedelta(days=draw(st.sampled_from((-50, -10, 1, 10)))), told))
    return found


def taking(day: date, told: list[AllocationBatch]) -> Callable[[Story], None]:
    """How the batches are told on that day."""

    def tell(begun: Story) -> None:
        begun.batches(day, *told)

    return tell
