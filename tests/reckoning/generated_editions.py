"""Generated editions: with and without an effective day, days stated otherwise, rows renamed, merged, split, entered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from portfolio.model import DayChoice, Edition, OpeningFigure, Project, Record

from .builders import a_project, an_edition, exact, morning
from .days import end_of_month
from .generated_library import milestones

Taking = tuple[datetime, tuple[Edition | Project | Record, ...]]
"""When an edition is taken, and the records of the event."""


@st.composite
def newer_editions(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Taking]:
    """None, one or two newer editions, each of which may continue the rows of the library or of the one before it."""
    found: list[Taking] = []
    rows = projects
    for number in range(draw(st.sampled_from((0, 0, 0, 0, 1, 1, 2)))):
        taken_on = as_of + timedelta(days=draw(st.sampled_from((-70, -20, 0, 1))))
        effective_on = draw(
            st.sampled_from((None, *(taken_on + timedelta(days=days) for days in (-60, -31, 0, 5))))
        )
        newer, told = draw(_continued(as_of, effective_on, rows, f"{number + 2:02}"))
        choices = draw(_choices(newer)) if effective_on else []
        edition = an_edition(f"newer-{number}", effective_on)
        found.append((morning(taken_on), (edition, *newer, *choices, *told)))
        rows = newer
    return found


@st.composite
def _continued(
    draw: st.DrawFn, as_of: date, effective_on: date | None, rows: list[Project], box: str
) -> tuple[list[Project], list[OpeningFigure]]:
    """The rows of the next edition: as they were, with other days, one or two under other numbers, or one more."""
    restated = [draw(_restated(as_of, one)) for one in rows]
    leaves = [one for one in restated if one.kind == "project"]
    shape = draw(st.sampled_from(("same", "renamed", "split", "merged", "dropped", "entered")))
    if effective_on is None or not leaves or shape == "same" or (shape == "merged" and len(leaves) < 2):
        return restated, []
    if shape == "entered":
        return [*restated, _heir(leaves[0], f"{box}-09", ())], []
    gone = leaves[:2] if shape == "merged" else leaves[:1]
    if shape == "merged" and any(len(one.predecessor_ids or ()) > 1 for one in gone):
        return restated, []
    kept = [one for one in restated if one not in gone]
    if shape == "dropped":
        return kept, []
    before = tuple(one.project_id for one in gone)
    heirs = [
        _heir(gone[0], f"{box}-{number:02}", before) for number in range(1, 3 if shape == "split" else 2)
    ]
    return [*kept, *heirs], draw(_openings(effective_on, heirs)) if shape == "split" else []


@st.composite
def _restated(draw: st.DrawFn, as_of: date, project: Project) -> Project:
    """The row as it was, or with another investment and other days of the plan."""
    if draw(st.booleans()):
        return project
    pages = tuple(one for one in project.milestones if one.evidence_no is not None)
    told: dict[str, Any] = {"milestones": (*draw(milestones(as_of, 0)), *pages)}
    if draw(st.booleans()):
        told |= {"planned_investment_amount": exact(50), "planned_investment_qualifier": "about"}
    return project.model_copy(update=told)


def _heir(project: Project, project_id: str, before: tuple[str, ...]) -> Project:
    """The row that continues those, in the place and with the days of the first; of none, one beside it."""
    return a_project(
        project_id,
        parent_id=project.parent_id,
        county_code=project.county_code,
        investment=project.planned_investment_amount,
        milestones=tuple(one for one in project.milestones if one.evidence_no is None),
        predecessor_ids=before or None,
    )


@st.composite
def _choices(draw: st.DrawFn, rows: list[Project]) -> list[DayChoice]:
    """Some of the edition's days, approved or said to be updates."""
    dues = {(row.project_id, one.milestone, one.due_on) for row in rows for one in row.milestones}
    found: list[DayChoice] = []
    for project_id, milestone, due_on in sorted(key for key in dues if key[2] is not None):
        treatment = draw(st.sampled_from(("approved", "updated", None)))
        if treatment is not None and due_on is not None:
            approved = (
                {"approval": "批9号", "approved_body": "示例市人民政府"} if treatment == "approved" else {}
            )
            found.append(
                DayChoice(
                    project_id=project_id, milestone=milestone, due_on=due_on, treatment=treatment, **approved
                )
            )
    return found


@st.composite
def _openings(draw: st.DrawFn, effective_on: date, heirs: list[Project]) -> list[OpeningFigure]:
    """What the heirs take over at the end of the month before, and of a December; the sums are nobody's concern here."""
    month = end_of_month(effective_on.year, effective_on.month - 1)
    found: list[OpeningFigure] = []
    for heir in heirs:
        for period_on in {month, end_of_month(effective_on.year - 1, 12)}:
            for figure, told in FIGURES:
                amount = draw(st.sampled_from((None, 0, 10, 40)))
                if amount is not None:
                    of_year = {"year": effective_on.year} if figure == "annual_plan" else {}
                    found.append(
                        OpeningFigure(
                            project_id=heir.project_id,
                            predecessor_id=(heir.predecessor_ids or ("",))[0],
                            period_on=period_on,
                            figure=figure,
                            amount=amount,
                            **told,
                            **of_year,
                        )
                    )
    return found


YUAN = {"source": "county", "currency": "CNY"}
FIGURES: tuple[tuple[Any, dict[str, Any]], ...] = (
    ("work_done", {}),
    ("received", YUAN),
    ("paid", YUAN),
    ("annual_plan", {}),
)
