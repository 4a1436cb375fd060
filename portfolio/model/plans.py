"""The year's plan as it is issued: a list under a document, of which every row is one project's amount of one year."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from portfolio.model.events import Record
from portfolio.model.fields import Money


class PlanList(Record):
    """One list (年度投资计划): the year's start or an adjustment, with the document that issued it and its day."""

    table = "plan_list"

    kind: Literal["initial", "adjusted"]
    document_number: Annotated[str, Field(min_length=1)]
    issued_on: date
    file_name: str | None = None
    file_sha256: str | None = None


class ListedPlan(Record):
    """One row of a list: what it sets as the project's plan of the year, and where that stands in the file."""

    table = "listed_plan"

    project_id: str
    year: int
    planned_amount: Money
    sheet: str | None = None
    row_number: int | None = None
    cell: str | None = None
