"""督办事项: what somebody is to do by a day, what was answered, and the reviewer's word on it.

An item's number is that of the event that gave it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portfolio.model.events import Record

ActionVerdict = Literal["closed", "sent_back", "dropped"]
"""closed 办结 (销号), sent_back 退回, dropped 撤销."""


class ActionItem(Record):
    """What is to be done by when, of a project or (project_id None) of a county; who, in words; at which meeting.

    The units that answer for the project answer it; `unit_code` names one where the item is a county's.
    """

    table = "action_item"

    project_id: str | None = None
    county_code: str | None = None
    unit_code: str | None = None
    what: Annotated[str, Field(min_length=1, max_length=200)]
    responsible: Annotated[str, Field(min_length=1, max_length=100)]
    due_on: date
    meeting: Annotated[str, Field(max_length=60)] | None = None
    meeting_on: date | None = None

    @model_validator(mode="after")
    def _of_a_project_or_a_county(self) -> Self:
        if (self.project_id is None) == (self.county_code is None):
            raise ValueError("an item is a project's or a county's")
        if self.unit_code is not None and self.county_code is None:
            raise ValueError("a project's item is its units'")
        if self.meeting_on is not None and not self.meeting:
            raise ValueError("a meeting has a name")
        return self


class ActionAnswer(Record):
    """What the one who owes the item says of it, and the row of a report that proves it; papers are attachments beside.

    `submission_id` and `entry` name the row by its report and its table, `part` its milestone, source or stage.
    """

    table = "action_answer"

    action_id: int
    said: Annotated[str, Field(min_length=1, max_length=500)]
    project_id: str | None = None
    submission_id: int | None = None
    entry: str | None = None
    part: str | None = None

    @model_validator(mode="after")
    def _names_a_whole_row(self) -> Self:
        missing = {value is None for value in (self.project_id, self.submission_id, self.entry)}
        if len(missing) > 1 or (self.part is not None and self.entry is None):
            raise ValueError("a row is named by its project, its report and its table")
        return self


class ActionDecision(Record):
    """A reviewer's word on an item: closed on the answer that proves it, that answer sent back, or the item dropped."""

    table = "action_decision"

    action_id: int
    answer_id: int | None = None
    verdict: ActionVerdict
    reason: Annotated[str, Field(max_length=200)] | None = None
