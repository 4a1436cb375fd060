"""What an owner reports: the rows of a submission, each from one sheet and cell, for one project and month.

A blank (None) changes nothing. A value is taken back only by naming its field in `cleared`.
Cumulative amounts run from the project's start, in yuan.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from portfolio.model.fields import Frozen, Money, PeriodOn, Precision, Share


class Entry(Frozen):
    """One row of a submission; `table` names where it is kept, `clearable` what may be taken back."""

    table: ClassVar[str]
    clearable: ClassVar[frozenset[str]] = frozenset()

    project_id: str
    period_on: PeriodOn
    sheet: str | None = None
    row_number: int | None = None
    cell: str | None = None
    cells: tuple[str, ...] | None = None
    """Field and cell of each figure that the row states ("paid_amount F13"); `cell` is the row's first."""
    cleared: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _clears_only_what_may_be_cleared(self) -> Self:
        refused = set(self.cleared) - self.clearable
        if refused:
            raise ValueError(f"not clearable: {', '.join(sorted(refused))}")
        both = [name for name in self.cleared if getattr(self, name) is not None]
        if both:
            raise ValueError(f"stated and cleared in one row: {', '.join(both)}")
        return self


class StatusEntry(Entry):
    """The project's stage (项目状态)."""

    table = "status_entry"

    stage: Literal["reserve", "preparation", "new_start", "continuing", "completed", "suspended", "withdrawn"]


class InvestmentEntry(Entry):
    """The project's total investment on a newer basis than the plan's (总投资及其依据)."""

    table = "investment_entry"

    amount: Money
    basis: Literal["planning", "feasibility", "preliminary", "final_account"]
    document_number: str | None = None


class FundingEntry(Entry):
    """One source's money: planned, and the cumulative 下达, 到位 and 支付.

    The word says why 支付 stands above 到位 (`advance` 垫付), or why 下达 or 到位 falls (`recovered` 收回).
    """

    table = "funding_entry"
    clearable = frozenset(
        {"planned_amount", "allocated_amount", "received_amount", "paid_amount", "plan_complete"}
    )

    source: str
    currency: str = "CNY"
    planned_amount: Money | None = None
    allocated_amount: Money | None = None
    received_amount: Money | None = None
    paid_amount: Money | None = None
    plan_complete: bool | None = None
    """Whether the project's list of sources is whole; the newest statement on any source counts for the project."""
    word: Literal["advance", "recovered"] | None = None


class PlanEntry(Entry):
    """The plan of one year (年度计划投资), a proposal, and what will be done of it by the year's end (预计全年完成).

    A later row revises either and both are kept; the forecast is told and nobody is ranked by it.
    """

    table = "plan_entry"
    clearable = frozenset({"planned_amount", "year_forecast_amount"})

    year: int
    planned_amount: Money | None = None
    reason: str | None = None
    year_forecast_amount: Money | None = None


class ProgressEntry(Entry):
    """Work done (完成投资, cumulative), physical share (形象进度) and the amount in statistics (入统, cumulative)."""

    table = "progress_entry"
    clearable = frozenset({"work_done_amount", "physical_share", "in_statistics_amount"})

    work_done_amount: Money | None = None
    physical_share: Share | None = None
    in_statistics_amount: Money | None = None


class YearEndBaseEntry(Entry):
    """What stood at a year's end (截至上年末累计), told later because no report of that December told it.

    One row states the work done (no source) or one source's 下达, 到位 and 支付; that December's own report outranks it.
    """

    table = "year_end_base_entry"
    clearable = frozenset({"work_done_amount", "allocated_amount", "received_amount", "paid_amount"})

    year_end_on: date
    source: str | None = None
    currency: str = "CNY"
    work_done_amount: Money | None = None
    allocated_amount: Money | None = None
    received_amount: Money | None = None
    paid_amount: Money | None = None

    @model_validator(mode="after")
    def _is_of_one_year_end_and_one_thing(self) -> Self:
        if (self.year_end_on.month, self.year_end_on.day) != (12, 31) or self.year_end_on >= self.period_on:
            raise ValueError("a year's end is a 31 December before the month reported on")
        of_source = {"allocated_amount", "received_amount", "paid_amount"}
        foreign = {"work_done_amount"} if self.source else of_source
        wrong = foreign & set(self.cleared) | {name for name in foreign if getattr(self, name) is not None}
        if wrong:
            raise ValueError(f"work done has no source, money has one: {', '.join(sorted(wrong))}")
        return self


class MilestoneEntry(Entry):
    """One milestone's due, forecast and done day.

    A due day cannot be cleared, since that would turn a light green; `correction` marks a reviewer's
    mending of a slip of the pen, which is no rescheduling. The word `on_schedule` (按期) ends a forecast.
    """

    table = "milestone_entry"
    clearable = frozenset({"forecast_on", "done_on"})

    milestone: str
    due_on: date | None = None
    due_precision: Precision = "day"
    forecast_on: date | None = None
    forecast_precision: Precision | None = None
    """How exactly the forecast was told, where not to the day; it counts as the last day of its period."""
    done_on: date | None = None
    done_precision: Precision = "day"
    reason: str | None = None
    approval: str | None = None
    approved_on: date | None = None
    correction: bool = False
    word: Literal["on_schedule"] | None = None

    @model_validator(mode="after")
    def _approval_has_its_day(self) -> Self:
        if (self.approval is None) != (self.approved_on is None):
            raise ValueError("an approval number and its day go together")
        return self

    @model_validator(mode="after")
    def _one_word_on_the_forecast(self) -> Self:
        if self.word and (self.forecast_on or {"forecast_on"}.intersection(self.cleared)):
            raise ValueError("on schedule and another word on the forecast in one row")
        return self


class ObstacleEntry(Entry):
    """What stands in a project's way, the remedy and who answers for it (存在问题); `obstacle` numbers it in the project."""

    table = "obstacle_entry"
    clearable = frozenset({"cleared_on", "due_on"})

    obstacle: str
    reason: str | None = None
    what: str | None = None
    remedy: str | None = None
    responsible: str | None = None
    due_on: date | None = None
    cleared_on: date | None = None


class IndicatorEntry(Entry):
    """A value reported for one of the plan's indicators; `project_id` is the indicator's number as text."""

    table = "indicator_entry"
    clearable = frozenset({"value"})

    value: Money | None = None
    note: str | None = None
