"""What an edition brings beside its rows: codes of its own, words on sizes, totals that somebody published."""

from __future__ import annotations

from datetime import date
from typing import Literal

from portfolio.model.events import Record
from portfolio.model.fields import Money

TotalMeasure = Literal["projects", "planned_investment", "annual_plan", "work_done", "received", "paid"]


class AddedCode(Record):
    """A code that a codelist gets with the edition, in both languages; `name`: our rendering of a unit or the like."""

    table = "added_code"

    codelist: Literal["area", "category", "measure", "construction_type", "name"]
    code: str
    sort_order: int
    zh: str
    en: str


class ScaleWord(Record):
    """How a size was worded that is not exact: 约, 逾, 余, 以上."""

    table = "scale_word"

    project_id: str
    measure: str
    value: Money
    qualifier: Literal["about", "over", "odd", "at_least"]


class PublishedTotal(Record):
    """A total that somebody published: of a county or (None) of all, of a category or all; yuan, or a number of projects.

    `year` is that of an annual plan; `stated_on` the day to which work done, received or paid was counted.
    """

    table = "published_total"

    total_no: int
    county_code: str | None = None
    category: str | None = None
    measure: TotalMeasure
    year: int | None = None
    stated_on: date | None = None
    value: Money
    title: str
    url: str | None = None
    note: str | None = None
