"""What was said of one milestone, by whom and in which order: the plan, public pages, accepted entries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from portfolio.model import MilestoneEntry, Project
from portfolio.model.project import Evidence, StatedMilestone

from .editions import Line, Taken
from .entries import Accepted
from .ledger import Known, entries_of

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
    forecast_precision: str = "day"
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


def statements(facts: Known, project_id: str, milestone: str) -> list[Statement]:
    """All that counts of what was said about the milestone of that number, in the order of saying."""
    entries = entries_of(facts, MilestoneEntry, project_id, milestone=milestone)
    said = _library_statements(facts, project_id, milestone) + [_of_entry(one) for one in entries]
    return sorted(said, key=lambda statement: statement.place)


def _library_statements(facts: Known, project_id: str, milestone: str) -> list[Statement]:
    """What the editions and their pages state, each day once: what an edition repeats says nothing new."""
    said: list[Statement] = []
    origins = facts.editions.origins(project_id)
    entered = False
    before: tuple[set[date | None], set[date | None]] = (set(), set())
    pages: set[tuple[object, ...]] = set()
    for number, taken in enumerate(facts.editions.taken):
        rows = [(place, taken.projects[one]) for place, one in enumerate(origins) if one in taken.projects]
        day = taken.entered_on if entered else PLAN_DAY
        entered = entered or bool(rows)
        told: list[StatedMilestone] = []
        for place, row in rows:
            only_dues = _merged_on_the_way(facts.editions, project_id, row.project_id)
            for position, as_stated in enumerate(row.milestones):
                if as_stated.milestone != milestone:
                    continue
                stated = _due_alone(as_stated) if only_dues else as_stated
                where = (number, place, position)
                if stated.evidence_no is None:
                    told.append(stated)
                    said += _of_plan(stated, day, where, before, _approved_on(taken, row, stated))
                else:
                    said += _of_page(facts, row, stated, where, pages)
        before = (
            {one.due_on for one in told if one.due_on} or before[0],
            {one.done_on for one in told if one.done_on} or before[1],
        )
    return said


def _merged_on_the_way(editions: Line, project_id: str, origin: str) -> bool:
    """Whether what the number has from that one came through a merger: a part's done day is not the whole's."""
    if project_id == origin:
        return False
    parts = editions.predecessors(project_id)
    through = [name for name in parts if origin in editions.origins(name)]
    return bool(through) and (
        len(parts) > 1 or any(_merged_on_the_way(editions, one, origin) for one in through)
    )


def _due_alone(stated: StatedMilestone) -> StatedMilestone:
    return stated.model_copy(update={"done_on": None, "done_precision": None})


def _approved_on(taken: Taken, row: Project, stated: StatedMilestone) -> date | None:
    """From when the edition's day is an approved one, if it was chosen to be."""
    due_on = stated.due_on
    approved = due_on is not None and taken.approves(row.project_id, stated.milestone, due_on)
    return taken.edition.effective_on if approved else None


def _of_plan(
    stated: StatedMilestone,
    day: date,
    where: tuple[int, ...],
    before: tuple[set[date | None], set[date | None]],
    approved_on: date | None,
) -> list[Statement]:
    """What an edition says otherwise than the edition before that said anything of it; an approved day counts anyway."""
    due_on = stated.due_on if approved_on or stated.due_on not in before[0] else None
    done_on = stated.done_on if stated.done_on not in before[1] else None
    if due_on is None and done_on is None:
        return []
    stated = stated.model_copy(update={"due_on": due_on, "done_on": done_on})
    return [replace(_of_library(stated, day, where), approved_on=approved_on)]


def _of_page(
    facts: Known,
    row: Project,
    stated: StatedMilestone,
    where: tuple[int, ...],
    pages: set[tuple[object, ...]],
) -> list[Statement]:
    """What a page says, on its own day, once however many editions hold the page."""
    day = _page_day(row, stated)
    told = (day, stated.due_on, stated.done_on)
    if day is None or day > facts.as_of or told in pages or (stated.due_on, stated.done_on) == (None, None):
        return []
    pages.add(told)
    return [_of_library(stated, day, where)]


def _page_day(project: Project, stated: StatedMilestone) -> date | None:
    pages = [one for one in project.evidence if one.evidence_no == stated.evidence_no]
    return page_day(project, pages[0]) if pages else None


def _of_library(stated: StatedMilestone, day: date, where: tuple[int, ...]) -> Statement:
    origin = PLAN if stated.evidence_no is None else PUBLIC
    return Statement(
        origin=origin,
        place=(day, PLAN, *where),
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
        forecast_precision=entry.forecast_precision or "day",
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
