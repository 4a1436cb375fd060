"""What of a row is added up: its row amounts, and the figures that follow from them.

Nothing is looked up above a row. A leaf's are its own figures; a group's follow from its row amounts, are unknown where
a side is, and are added as they are, below nothing too.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from portfolio.model import ProgressEntry, Project

from . import treasury
from .bases import base_without_december, difference, last_december, sum_known, work_base
from .budget import BUDGET, PUBLIC, budget_by_source, year_of
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
from .money import project_funding
from .rate import Year, is_out, work_of_year
from .reviewed import reviewed
from .unpaid import STANDING, standing_by_source, summed

STATED = {
    "investment": INVESTMENT,
    "planned_funding": PLANNED,
    "allocated": ALLOCATED,
    "received": RECEIVED,
    "paid": PAID,
    "work_done": WORK,
}
Amounts = Mapping[str, Decimal | None]


def counted(facts: Known, row: Row) -> dict[str, Decimal | None]:
    """The row's amounts by measure, as they are added up; `row` is what it states itself."""
    project = facts.library[row["project_id"]]
    measures = (*STATED, "paid_year")
    found: dict[str, Decimal | None] = {name: row[f"{name}_amount"] for name in measures} | _gap(row)
    if has_members(facts, project):
        found = _of_a_group(facts, project, row)
    year = reviewed(facts)
    if row["money_year"] != year.year:
        found["paid_year"] = None
    figure = Figure("annual_plan", year=year.year)
    out = is_out(facts, project.project_id, year.year)
    found["annual_plan"] = None if out else row_amount(facts, project, figure, facts.as_of)
    found["work_done_year"] = work_of_year(facts, project, year.to_on)
    found |= _by_name(summed(standing_by_source(facts, project).values(), STANDING))
    found["public_allocated"] = sum_known(
        amount for source, amount in _allocated(facts, project).items() if source in PUBLIC
    )
    found |= _by_name(summed(budget_by_source(facts, project, year_of(facts, row)).values(), BUDGET))
    return found


def _allocated(facts: Known, project: Project) -> Mapping[str, Decimal | None]:
    """What was allocated by source in yuan."""
    if has_members(facts, project):
        return row_split(facts, project, ALLOCATED, facts.as_of)
    rows = project_funding(facts, project)
    return {row["source"]: row["allocated_amount"] for row in rows if row["currency"] == "CNY"}


def _by_name(row: Row) -> dict[str, Decimal | None]:
    return {name.removesuffix("_amount"): amount for name, amount in row.items()}


def _gap(row: Row) -> dict[str, Decimal | None]:
    """A leaf's gap, and what it has beyond its investment: neither sets off the other."""
    gap = row["unfunded_gap_amount"]
    if gap is None:
        return {"unfunded_gap": None, "funding_surplus": None}
    return {"unfunded_gap": max(Decimal(0), gap), "funding_surplus": max(Decimal(0), -gap)}


def _of_a_group(facts: Known, project: Project, row: Row) -> dict[str, Decimal | None]:
    day = facts.as_of
    found = {name: row_amount(facts, project, figure, day) for name, figure in STATED.items()}
    declared = row["unfunded_gap_amount"] is not None
    found["unfunded_gap"] = difference(found["investment"], found["planned_funding"]) if declared else None
    found["funding_surplus"] = None
    told = row["year"] is not None and row["paid_year_amount"] is not None
    base = row_base(facts, project, PAID, row["year"], row["paid_amount"]) if told else None
    return found | {"paid_year": difference(found["paid"], base)}


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


def paid_under(facts: Known, rows: Mapping[str, Row], of: Year) -> dict[str, Decimal | None]:
    """Of each row with a plan what was paid this year under it: of rows that know it whole; None where none does."""
    return {
        name: sum_known(
            counted(facts, rows[one.project_id])["paid_year"]
            for one in family
            if rows[one.project_id]["paid_whole"]
        )
        for name, family in of.under.items()
    }


def pairs(facts: Known, row: Row, part: str, of: str) -> dict[str, tuple[Decimal, Decimal]]:
    """By source both amounts: of a leaf where that source knows both, of a group where the group knows both."""
    project = facts.library[row["project_id"]]
    if has_members(facts, project):
        return _pairs_of_a_group(facts, project, part, of)
    totals = [_total(facts, project, column) for column in (part, of)]
    told = [one for one in project_funding(facts, project) if one["currency"] == "CNY"]
    apart = () if totals == [None, None] else (treasury.REST,)
    found = {
        one["source"]: (one[part], one[of])
        for one in told
        if one["source"] not in apart and one[part] is not None and one[of] is not None
    }
    return found | _beyond_the_sources(told, found, (part, of)) if apart else found


def _total(facts: Known, project: Project, column: str) -> Decimal | None:
    """What the treasury's total says of that column."""
    word = treasury.of_total(facts, project, column, facts.as_of) if column in treasury.TOLD else None
    return None if word is None else word.amount


def _beyond_the_sources(
    told: list[Row], found: Mapping[str, tuple[Decimal, Decimal]], columns: tuple[str, str]
) -> dict[str, tuple[Decimal, Decimal]]:
    """What both wholes have beyond the sources that know both; none where one of the wholes is unknown."""
    part, of = (sum_known(one[column] for one in told) for column in columns)
    if part is None or of is None:
        return {}
    parts, wholes = (sum((pair[side] for pair in found.values()), Decimal(0)) for side in (0, 1))
    return {treasury.REST: (part - parts, of - wholes)}


def by_source(facts: Known, row: Row, column: str) -> dict[str, Decimal]:
    """By source the amounts in yuan that the row knows, as they are added up."""
    project = facts.library[row["project_id"]]
    if has_members(facts, project):
        return _split(facts, project, column)
    return {
        one["source"]: one[column]
        for one in project_funding(facts, project)
        if one["currency"] == "CNY" and one[column] is not None
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
    """The row amount by source of a column of the funding rows."""
    figures = {
        "planned_amount": PLANNED,
        "allocated_amount": ALLOCATED,
        "received_amount": RECEIVED,
        "paid_amount": PAID,
    }
    return row_split(facts, project, figures[column], facts.as_of)
