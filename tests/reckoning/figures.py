"""Which amount of a source is the figure: the treasury's where it tells one, else the owner's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portfolio.model import FundingEntry, Project

from . import treasury
from .ledger import Known, current, entries_of


def own_figure(
    facts: Known, project: Project, source: str, currency: str, field: str, day: date
) -> Decimal | None:
    """The amount that the owner told of a source, whatever the treasury says."""
    entries = entries_of(facts, FundingEntry, project.project_id, source=source, currency=currency)
    told: Decimal | None = current(entries, field, day)
    return told


def source_figure(
    facts: Known, project: Project, source: str, currency: str, field: str, day: date
) -> Decimal | None:
    """The source's amount: the treasury's word, else the owner's; a total changes none of it."""
    word = (
        treasury.of_source(facts, project, source, field, day)
        if currency == "CNY" and field in treasury.TOLD
        else None
    )
    return word.amount if word else own_figure(facts, project, source, currency, field, day)


def figure(
    facts: Known, project: Project, source: str, currency: str, field: str, day: date
) -> Decimal | None:
    """The amount as it is added up: of no source that is told what a total says beyond the sources."""
    told = source_figure(facts, project, source, currency, field, day)
    if source != treasury.REST or currency != "CNY" or field not in treasury.TOLD:
        return told
    total = treasury.of_total(facts, project, field, day)
    if total is None:
        return told
    others = (
        source_figure(facts, project, one, "CNY", field, day)
        for one in own_sources(facts, project)
        if one != treasury.REST
    )
    return total.amount - sum((one for one in others if one is not None), Decimal(0))


def own_sources(facts: Known, project: Project) -> list[str]:
    """The sources in yuan that the library, the owner or the treasury names."""
    stated = {one.source for one in project.funding if one.currency == "CNY"}
    reported = {
        one.entry.source
        for one in facts.by_project.get(project.project_id, ())
        if isinstance(one.entry, FundingEntry) and one.entry.currency == "CNY"
    }
    return sorted(stated | reported | treasury.named(facts, project))
