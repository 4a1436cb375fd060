"""What of a row is added up: its row amounts, and the figures that follow from them.

Nothing is looked up above a row. A leaf's are its own figures; a group's follow from its row amounts, are unknown where
a side is, and are added as they are, below nothing too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.model import ProgressEntry, Project

from .days import months_before
from .groups import (
    ALLOCATED,
    INVESTMENT,
    PAID,
    PLANNED,
    RECEIVED,
    WORK,
    Figure,
    has_members,
    row_amount,
    row_split,
)
from .ledger import Known, Row, current, entries_of, reports
from .money import base_without_december, difference, last_december, project_funding, sum_known, work_base
from .reviewed import reviewed

STATED = {
    "investment": INVESTMENT,
    "planned_funding": PLANNED,
    "allocated": ALLOCATED,
    "received": RECEIVED,
    "paid": PAID,
    "work_done": WORK,
}
OF_A_YEAR = ("annual_plan", "work_done_year", "paid_year")
Amounts = Mapping[str, Decimal | None]


def counted(facts: Known, row: Row) -> dict[str, Decimal | None]:
    """The row's amounts by measure, as they are added up; `row` is what it states itself."""
    project = facts.library[row["project_id"]]
    measures = (*STATED, "idle", "unfunded_gap", *OF_A_YEAR)
    found: dict[str, Decimal | None] = {name: row[f"{name}_amount"] for name in measures}
    if has_members(facts, project):
        found = _of_a_group(facts, project, row)
    if row["year"] != reviewed(facts).year:
        found |= dict.fromkeys(OF_A_YEAR)
    return found


def _of_a_group(facts: Known, project: Project, row: Row) -> dict[str, Decimal | None]:
    day = facts.as_of
    found = {name: row_amount(facts, project, figure, day) for name, figure in STATED.items()}
    idle_since = months_before(day, int(facts.limits["idle_months"]))
    received_then = row_amount(facts, project, RECEIVED, idle_since)
    found["idle"] = difference(received_then, found["paid"])
    declared = row["unfunded_gap_amount"] is not None
    found["unfunded_gap"] = difference(found["investment"], found["planned_funding"]) if declared else None
    if row["year"] is None:
        return found | dict.fromkeys(OF_A_YEAR)
    found["annual_plan"] = row_amount(facts, project, Figure("annual_plan", year=row["year"]), day)
    for name, figure in (("work_done", WORK), ("paid", PAID)):
        told = row[f"{name}_year_amount"] is not None
        base = row_base(facts, project, figure, row["year"], row[f"{name}_amount"])
        found[f"{name}_year"] = difference(found[name], base) if told else None
    return found


def row_base(
    facts: Known, project: Project, figure: Figure, year: int, stated_now: Decimal | None
) -> Decimal | None:
    """The row amount of a group by last December, where that was reported; what was not known then had not begun."""
    if last_december(year) not in reports(facts, project.project_id):
        return base_without_december(facts, project, year, stated_now)
    return row_amount(facts, project, figure, last_december(year)) or Decimal(0)


def base_of_the_year(facts: Known, project: Project) -> Row:
    """Whether the row's work by the December before the year under review is unknown, and whether that is excused.

    Asked only of a row that knows its work by the last month under review. It is excused where no report of that
    December could be asked for: none had been opened by then, or the project had not entered.
    """
    year = reviewed(facts)
    done = row_amount(facts, project, WORK, year.to_on)
    grouped = has_members(facts, project)
    stated = current(entries_of(facts, ProgressEntry, project.project_id), "work_done_amount", year.to_on)
    base = (
        row_base(facts, project, WORK, year.year, stated)
        if grouped
        else work_base(facts, project, year.year, stated)
    )
    unknown = done is not None and base is None
    december, opened = last_december(year.year), facts.first_opened_on
    asked_for = opened is not None and opened <= december and facts.entered[project.project_id] < december
    return {"base_unknown": unknown, "base_excused": unknown and not asked_for}


def under_plan(facts: Known, rows: Mapping[str, Row]) -> dict[str, str]:
    """Row without a plan of the year under review to the nearest group above it that has one."""
    planned = {name for name, row in rows.items() if counted(facts, row)["annual_plan"] is not None}
    found: dict[str, str] = {}
    for name in rows.keys() - planned:
        above = facts.library[name].parent_id
        while above is not None and above not in planned:
            above = facts.library[above].parent_id
        if above is not None:
            found[name] = above
    return found


@dataclass(frozen=True)
class Rated:
    """A row's plan of the year under review, and what was done and paid under it; unknown where a side is."""

    plan: Decimal | None
    work: Decimal | None
    paid: Decimal | None


def rated(facts: Known, rows: Mapping[str, Row]) -> dict[str, Rated]:
    """By row; the work of rows that have no plan below a group that has one is work under the group's plan."""
    amounts = {name: counted(facts, row) for name, row in rows.items()}
    holders = under_plan(facts, rows)
    found: dict[str, Rated] = {}
    for name, own in amounts.items():
        if own["annual_plan"] is None:
            found[name] = Rated(None, None, None)
            continue
        under = [name, *(one for one, holder in holders.items() if holder == name)]
        work = sum_known(amounts[one]["work_done_year"] for one in under)
        paid = sum_known(amounts[one]["paid_year"] for one in under if rows[one]["paid_whole"])
        found[name] = Rated(own["annual_plan"], work, paid)
    return found


def pairs(facts: Known, row: Row, part: str, of: str) -> dict[str, tuple[Decimal, Decimal]]:
    """By source both amounts: of a leaf where that source knows both, of a group where the group knows both."""
    project = facts.library[row["project_id"]]
    if has_members(facts, project):
        return _pairs_of_a_group(facts, project, part, of)
    return {
        one["source"]: (one[part], one[of])
        for one in project_funding(facts, project)
        if one["currency"] == "CNY" and one[part] is not None and one[of] is not None
    }


def _pairs_of_a_group(
    facts: Known, project: Project, part: str, of: str
) -> dict[str, tuple[Decimal, Decimal]]:
    parts, wholes = _split(facts, project, part), _split(facts, project, of)
    if not parts or not wholes:
        return {}
    nothing = Decimal(0)
    return {
        source: (parts.get(source, nothing), wholes.get(source, nothing))
        for source in sorted(parts.keys() | wholes.keys())
    }


def _split(facts: Known, project: Project, column: str) -> dict[str, Decimal]:
    """The row amount by source of a column of the funding rows; idle is what was received then less what is paid now."""
    day = facts.as_of
    figures = {"planned_amount": PLANNED, "received_amount": RECEIVED, "paid_amount": PAID}
    if column in figures:
        return row_split(facts, project, figures[column], day)
    then = row_split(facts, project, RECEIVED, months_before(day, int(facts.limits["idle_months"])))
    paid = row_split(facts, project, PAID, day)
    if not then or not paid:
        return {}
    nothing = Decimal(0)
    return {one: then.get(one, nothing) - paid.get(one, nothing) for one in then.keys() | paid.keys()}
