"""What was said of one milestone, by whom and in which order: the plan, public pages, accepted entries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portfolio.model import MilestoneEntry, Project
from portfolio.model.project import Evidence, StatedMilestone

from .ledger import Accepted, Known, entries_of

PLAN_DAY = date(1900, 1, 1)
PLAN, PUBLIC, ENTRY = 0, 1, 2


@dataclass(frozen=True)
class Statement:
    """One row of the library or one accepted entry about a milestone.

    `place` sorts, `origin` says whose it is.
    """

    origin: int
    place: tuple[object, ...]
    due_on: date | None
    due_precision: str
    done_on: date | None
    done_precision: str
    forecast_on: date | None = None
    approved_on: date | None = None
    correction: bool = False
    cleared: tuple[str, ...] = ()
    on_schedule: bool = False
    handed_on: date | None = None


@dataclass(frozen=True)
class Due:
    """One stated due day, after corrections; `position` is where its statement stands in the order."""

    position: int
    due_on: date
    due_precision: str
    approved_on: date | None
    origin: int
    handed_on: date | None


def page_day(project: Project, evidence: Evidence) -> date | None:
    """The day of the evidence's page: as published, else the earliest day held of the same page's facts."""
    if evidence.published_on is not None:
        return evidence.published_on
    same_page = [
        other
        for other in project.evidence
        if other is evidence or (evidence.url is not None and other.url == evidence.url)
    ]
    return min((other.held_on for other in same_page if other.held_on is not None), default=None)


def has_evidence(facts: Known, project: Project) -> bool:
    """Whether a public page dated up to as_of tells of the project."""
    days = [page_day(project, evidence) for evidence in project.evidence]
    return any(day is not None and day <= facts.as_of for day in days)


def statements(facts: Known, project: Project, milestone: str) -> list[Statement]:
    """All that counts of what was said about the milestone, in the order of saying."""
    entries = entries_of(facts, MilestoneEntry, project.project_id, milestone=milestone)
    said = _library_statements(facts, project, milestone) + [_of_entry(one) for one in entries]
    return sorted(said, key=lambda statement: statement.place)


def _library_statements(facts: Known, project: Project, milestone: str) -> list[Statement]:
    said: list[Statement] = []
    for position, stated in enumerate(project.milestones):
        day = _stated_day(project, stated)
        if stated.milestone == milestone and day is not None and day <= facts.as_of:
            said.append(_of_library(stated, day, position))
    return said


def _stated_day(project: Project, stated: StatedMilestone) -> date | None:
    if stated.evidence_no is None:
        return PLAN_DAY
    pages = [one for one in project.evidence if one.evidence_no == stated.evidence_no]
    return page_day(project, pages[0]) if pages else None


def _of_library(stated: StatedMilestone, day: date, position: int) -> Statement:
    origin = PLAN if stated.evidence_no is None else PUBLIC
    return Statement(
        origin=origin,
        place=(day, origin, position),
        due_on=stated.due_on,
        due_precision=stated.due_precision or "day",
        done_on=stated.done_on,
        done_precision=stated.done_precision or "day",
    )


def _of_entry(one: Accepted) -> Statement:
    entry = one.entry
    assert isinstance(entry, MilestoneEntry)
    return Statement(
        origin=ENTRY,
        place=(entry.period_on, ENTRY, one.accepted_at, one.event_id, one.row),
        due_on=entry.due_on,
        due_precision=entry.due_precision,
        done_on=entry.done_on,
        done_precision=entry.done_precision,
        forecast_on=entry.forecast_on,
        approved_on=entry.approved_on,
        correction=entry.correction,
        cleared=entry.cleared,
        on_schedule=entry.word == "on_schedule",
        handed_on=one.sent_at.date(),
    )


def dues(said: list[Statement]) -> list[Due]:
    """The stated due days in order; a correction is none of its own.

    It mends the statement just before it together with those that this one repeated: an entry that says the day which
    the entry before it then had repeats it. What the library states is no repetition.
    """
    runs: list[list[Due]] = []
    for position, one in enumerate(said):
        if one.due_on is None:
            continue
        if one.correction and runs:
            runs[-1] = [replace(due, due_on=one.due_on, due_precision=one.due_precision) for due in runs[-1]]
            continue
        due = Due(position, one.due_on, one.due_precision, one.approved_on, one.origin, one.handed_on)
        if runs and runs[-1][-1].due_on == due.due_on and runs[-1][-1].origin == due.origin == ENTRY:
            runs[-1].append(due)
        else:
            runs.append([due])
    return [due for run in runs for due in run]
