"""What a list of the year's plan must be before it is stored: of projects that there are, an adjustment of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from portfolio.model import Entry, ListedPlan, PlanList, PortfolioError, Project, Record
from portfolio.model.fields import LARGEST


def refuse_unfit(records: Iterable[Record | Entry | Project]) -> None:
    """Raise ValueError for a list that no door lets through: without head or rows, a row twice, an amount out of bounds."""
    listed = list(records)
    heads = [one for one in listed if isinstance(one, PlanList)]
    rows = [one for one in listed if isinstance(one, ListedPlan)]
    if not heads and not rows:
        return
    if len(heads) != 1 or not rows:
        raise ValueError("a list of the year's plan has one head and some rows")
    if len({(one.project_id, one.year) for one in rows}) < len(rows):
        raise ValueError("a list names a project once for a year")
    if any(not 0 <= one.planned_amount <= LARGEST for one in rows):
        raise ValueError("an amount of a list is out of bounds")


def refuse(cursor: duckdb.DuckDBPyConnection, records: Sequence[Record | Entry]) -> None:
    """Raise PortfolioError for a list that may not be taken, whoever takes it.

    plan_project_unknown for a number that no edition ever named;
    plan_list_first for an adjustment of a year of which no list was taken before.
    """
    head = next((one for one in records if isinstance(one, PlanList)), None)
    if head is None:
        return
    rows = [one for one in records if isinstance(one, ListedPlan)]
    known = {name for (name,) in cursor.execute("SELECT DISTINCT project_id FROM store.project").fetchall()}
    strange = next((one.project_id for one in rows if one.project_id not in known), None)
    if strange is not None:
        raise PortfolioError("plan_project_unknown", project=strange)
    if head.kind == "adjusted":
        years = {year for (year,) in cursor.execute("SELECT DISTINCT year FROM store.listed_plan").fetchall()}
        missing = sorted({one.year for one in rows} - years)
        if missing:
            raise PortfolioError("plan_list_first", year=missing[0])
