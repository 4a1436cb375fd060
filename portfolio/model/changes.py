"""What the city decides of a project under a document: 停缓建, 复工, 调出. A reported stage alone does none of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from portfolio.model.events import Record

Words = Annotated[str, Field(min_length=1)]


class ProjectChange(Record):
    """One change of one project: why, by which document of whom; it counts from `effective_on`."""

    table = "project_change"

    project_id: str
    change: Literal["suspended", "resumed", "withdrawn"]
    effective_on: date
    document_number: Words
    body: Words
    reason: Words
