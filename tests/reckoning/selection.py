"""Which projects a view selects: the filters and the reader's scope, all of which must hold."""

from __future__ import annotations

from collections.abc import Callable

from portfolio.model import FundingEntry, Project, StatusEntry
from portfolio.model.view import Codes

from . import treasury
from .changes import DECIDED, decided_stage
from .groups import Figure, has_members, row_split
from .ledger import Known, current, entries_of

UNNAMED = "000000"


def county_of(project: Project) -> str:
    """The project's county code, or that of the unnamed county."""
    return project.county_code or UNNAMED


def stage_of(facts: Known, project: Project) -> str | None:
    """What the city decided, else the newest reported stage: one that only the city can decide is passed over."""
    told = [
        one
        for one in entries_of(facts, StatusEntry, project.project_id)
        if getattr(one.entry, "stage", None) not in DECIDED
    ]
    reported: str | None = current(told, "stage", facts.as_of)
    return decided_stage(facts, project.project_id, facts.as_of) or reported


def named_keys(facts: Known, project: Project) -> set[tuple[str, str]]:
    """Every (source, currency) that the library states, or an accepted entry or the treasury names."""
    stated = {(one.source, one.currency) for one in project.funding}
    reported = {
        (one.entry.source, one.entry.currency)
        for one in entries_of(facts, FundingEntry, project.project_id)
        if isinstance(one.entry, FundingEntry)
    }
    return stated | reported | {(source, "CNY") for source in treasury.named(facts, project)}


def funding_keys(facts: Known, project: Project) -> list[tuple[str, str]]:
    """Every (source, currency) of which there is a row: those named, and no source at all for the rest of a total."""
    rest = {(treasury.REST, "CNY")} if treasury.in_force(facts, project, facts.as_of) else set()
    return sorted(named_keys(facts, project) | rest)


def sources_of(facts: Known, project: Project) -> set[str]:
    """The sources that it names; of a group also 未分来源 where any of its row amounts comes from none that is told."""
    named = {source for source, _ in funding_keys(facts, project)}
    if has_members(facts, project):
        for name in ("planned_funding", "allocated", "received", "paid"):
            for currency in ("CNY", "USD"):
                split = row_split(facts, project, Figure(name, currency=currency), facts.as_of)
                named |= {source for source, amount in split.items() if amount}
    return named


def ancestors(facts: Known, project: Project) -> list[Project]:
    """The groups above the project, nearest first, whether selected or not."""
    above: list[Project] = []
    parent = facts.library.get(project.parent_id or "")
    while parent is not None:
        above.append(parent)
        parent = facts.library.get(parent.parent_id or "")
    return above


def selected_projects(facts: Known) -> list[Project]:
    """The library's rows that the view selects, by project id."""
    rows = [facts.library[project_id] for project_id in sorted(facts.library)]
    return [project for project in rows if is_selected(facts, project)]


def is_selected(facts: Known, project: Project) -> bool:
    """Whether every filter and the scope let the project through."""
    view = facts.view
    return (
        _within(view.counties, lambda: {county_of(project)})
        and _within(view.areas, lambda: {project.service_area})
        and _within(view.categories, lambda: {project.category})
        and _within(view.projects, lambda: {project.project_id})
        and _within(view.scope, lambda: {county_of(project), project.project_id})
        and _within(view.stages, lambda: {stage_of(facts, project)})
        and _within(view.sources, lambda: sources_of(facts, project))
    )


def _within(codes: Codes, has: Callable[[], set[str | None] | set[str]]) -> bool:
    """Whether the filter is absent, or any of the row's codes is in it."""
    return codes is None or any(code in codes for code in has())
