"""A large library's day after some reports were sent and decided: only the families that these touch are reckoned anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import polars as pl

from portfolio.day.frames import ANEW
from portfolio.day.reckoning import Reckoning
from portfolio.store import Store

REPORTED = ("report_submitted", "report_decided", "correction_decided", "batches_taken")
"""The kinds of events that change the frames of the projects that they name."""
QUIET = (
    "account_changed",
    "unit_changed",
    "assignment_changed",
    "people_listed",
    "history_taken",
    "meeting_held",
    "commitment_made",
    "period_changed",
    "setting_changed",
    "correction_proposed",
    "backup_made",
    "clock_confirmed",
    "month_finalised",
    "action_given",
    "action_answered",
    "action_decided",
)
"""The kinds of events that change no frame. What is of neither kind asks for the whole to be reckoned anew."""
CALENDAR = ("period_changed", "setting_changed")
"""Those of them that may turn the calendar: which month is closed, which was the first."""
OF_UNITS = ("unit_changed", "assignment_changed", "period_changed", "setting_changed")
"""Those of them that say who reports on what, when and how."""
MOST_PIECES = 500
"""A frame in more pieces than this is put together."""


def only_reports(store: Store, as_of: date, earlier: int, later: int) -> bool:
    """Whether what happened between two events changes no figure of that day but those of reported projects.

    The first plan of a year turns the year under review, a first month or a setting the calendar: of all projects.
    """
    answer = store.read(
        """SELECT (SELECT bool_and(list_contains($kinds, kind)) FROM event_between($earlier, $later))
                  AND NOT EXISTS (FROM wide_event($earlier, $later))
                  AND (SELECT count(*) FROM (SELECT * EXCLUDE (newest_event) FROM day_row($as_of, $earlier, NULL)
                                             UNION SELECT * EXCLUDE (newest_event) FROM day_row($as_of, $later, NULL))) = 1
                  AS narrow""",
        {"kinds": [*REPORTED, *QUIET], "as_of": as_of, "earlier": earlier, "later": later},
    )
    return bool(answer.item())


def touches(store: Store, as_of: date, earlier: int, later: int, projects: Sequence[str]) -> bool:
    """Whether what happened between two events may change a figure of these projects on that day, or what concerns units."""
    kinds = [*REPORTED, *(kind for kind in QUIET if kind not in OF_UNITS)]
    parameters = {"as_of": as_of, "earlier": earlier, "later": later}
    other = "SELECT 1 FROM event_between($earlier, $later) WHERE NOT list_contains($kinds, kind)"
    named = (
        "SELECT 1 FROM touched_project($as_of, $earlier, $later) WHERE list_contains($projects, project_id)"
    )
    answer = store.read(
        f"SELECT EXISTS ({other}) OR EXISTS ({named}) AS touched",
        parameters | {"kinds": kinds, "projects": list(projects)},
    )
    return bool(answer.item()) or not only_reports(store, as_of, earlier, later)


class Forwarded:
    """The frames of a day of before, with the rows of the touched families replaced by what is reckoned of them now."""

    def __init__(
        self,
        store: Store,
        as_of: date,
        span: tuple[int, int],
        before: Callable[[str, int | None], pl.DataFrame],
    ) -> None:
        """`before` gives the frames as of the first event of the span; this day's are as of the second."""
        earlier, later = span
        self._store, self._before = store, before
        self._touched = Reckoning.of_ledger(store, as_of, later, None, touched_since=earlier)
        self._projects = self._touched.frame("read")["project_id"].sort()
        self._whole: Reckoning | None = None

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name in order of all columns; a yearly one's rows of that year."""
        fresh = self._touched.frame(name, year)
        if name in ANEW:
            return fresh
        before = self._before(name, year)
        return replaced(before, self._projects, fresh) if "project_id" in before.columns else fresh

    def ask(self, question: str, frames: tuple[str, ...], parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question; `parameters` fills its `$name`s, `frames` are those of FURTHER that it reads."""
        if self._whole is None:
            self._whole = Reckoning.of_frames(self._store, self.frame)
        return self._whole.ask(question, frames, parameters)


def replaced(rows: pl.DataFrame, projects: pl.Series, fresh: pl.DataFrame) -> pl.DataFrame:
    """The rows, those of the projects replaced by the fresh ones; all in order of project, and none copied.

    `projects` are in order. What stays is taken as it lies, in pieces between what is replaced: a nation's frame is
    a gigabyte.
    """
    ids = rows["project_id"]
    pieces, begun = [], 0
    ends = ids.search_sorted(projects, side="right").to_list()
    starts = ids.search_sorted(projects, side="left").to_list()
    own = fresh.partition_by("project_id", as_dict=True, maintain_order=True)
    for project, start, end in zip(projects, starts, ends, strict=True):
        pieces.append(rows.slice(begun, start - begun))
        if (project,) in own:
            pieces.append(own[project,])
        begun = end
    replaced_rows = pl.concat([*pieces, rows.slice(begun)], rechunk=False)
    return replaced_rows.rechunk() if replaced_rows.n_chunks() > MOST_PIECES else replaced_rows
