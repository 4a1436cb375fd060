"""Editions: which one answers a day, what they all said of a row, and whose history a row continues.

An edition counts from its effective day on. One without such a day takes the place of all that were taken before it, on
every day. A day before the earliest is answered by the earliest. Of two editions of one day the one taken later counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portfolio.model import DayChoice, Edition, Event, OpeningFigure, Project

BEGINNING = date(1, 1, 1)


@dataclass(frozen=True)
class Taken:
    """One edition as it was taken, with its rows and what was said about them."""

    event_id: int
    at: datetime
    edition: Edition
    projects: Mapping[str, Project]
    choices: Sequence[DayChoice]
    openings: Sequence[tuple[int, OpeningFigure]]
    """Each opening figure with its place in the event."""

    @property
    def counts_from(self) -> date:
        """The day from which it counts."""
        return self.edition.effective_on or BEGINNING

    @property
    def entered_on(self) -> date:
        """The day on which its rows came in."""
        return self.edition.effective_on or self.at.date()

    def approves(self, project_id: str, milestone: str, due_on: date) -> bool:
        """Whether the day was chosen to be an approved one."""
        return any(
            (one.project_id, one.milestone, one.due_on, one.treatment)
            == (project_id, milestone, due_on, "approved")
            for one in self.choices
        )


@dataclass(frozen=True)
class Line:
    """The editions that count on a day, the oldest first; the last one is in force."""

    taken: Sequence[Taken]

    @property
    def projects(self) -> Mapping[str, Project]:
        """The rows of the edition in force."""
        return self.taken[-1].projects if self.taken else {}

    def ids(self) -> Iterator[str]:
        """Every number that ever stood in one of them, once."""
        yield from dict.fromkeys(name for one in self.taken for name in one.projects)

    def predecessors(self, project_id: str) -> list[str]:
        """The numbers that the row continues, as the newest edition that names any states them."""
        for one in reversed(self.taken):
            row = one.projects.get(project_id)
            if row is not None and row.predecessor_ids:
                return list(row.predecessor_ids)
        return []

    def origins(self, project_id: str) -> list[str]:
        """The row's own number, then all that it continues, however far back."""
        return [
            project_id,
            *(origin for one in self.predecessors(project_id) for origin in self.origins(one)),
        ]

    def stands_from(self, project_id: str) -> date:
        """The day from which an edition that counts first named it, or a number that it continues.

        The earliest edition also answers for the days before it, so that its rows have always stood.
        """
        numbers = set(self.origins(project_id))
        first = next(place for place, one in enumerate(self.taken) if numbers & one.projects.keys())
        return self.taken[first].counts_from if first else BEGINNING

    def renamed_from(self, project_id: str) -> list[str]:
        """The row's own number, then those that it alone continues and that it continues alone, however far back."""
        before = self.predecessors(project_id)
        if len(before) != 1 or self.is_split(before[0]):
            return [project_id]
        return [project_id, *self.renamed_from(before[0])]

    def grown_from(self, project_id: str) -> list[str]:
        """The row's own number, then those that it continues alone, split or not, however far back."""
        before = self.predecessors(project_id)
        return [project_id] if len(before) != 1 else [project_id, *self.grown_from(before[0])]

    def is_split(self, project_id: str) -> bool:
        """Whether several rows continue that number."""
        return sum(project_id in self.predecessors(one) for one in self.ids()) > 1


def line(events: Iterable[tuple[int, Event, Sequence[object]]], as_of: date) -> Line:
    """The editions that count on that day, of those that happened."""
    taken = [
        _taken(number, event, records) for number, event, records in events if event.kind == "edition_taken"
    ]
    whole = [place for place, one in enumerate(taken) if one.edition.effective_on is None]
    last_of_day = {one.counts_from: one for one in taken[whole[-1] if whole else 0 :]}
    standing = [last_of_day[day] for day in sorted(last_of_day)]
    return Line([one for one in standing if one.counts_from <= as_of] or standing[:1])


def _taken(number: int, event: Event, records: Sequence[object]) -> Taken:
    (edition,) = (one for one in records if isinstance(one, Edition))
    return Taken(
        event_id=number,
        at=event.at,
        edition=edition,
        projects={one.project_id: one for one in records if isinstance(one, Project)},
        choices=[one for one in records if isinstance(one, DayChoice)],
        openings=[(place, one) for place, one in enumerate(records) if isinstance(one, OpeningFigure)],
    )
