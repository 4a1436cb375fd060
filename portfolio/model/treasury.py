"""The treasury's own figures: what the finance bureau's ledger says was allocated, received and paid, by a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portfolio.model.events import Record
from portfolio.model.fields import Money

Counted = Annotated[Money, Field(ge=0)]


class TreasuryList(Record):
    """One taking of figures: the file that they came in, where there was one."""

    table = "treasury_list"

    file_name: str | None = None
    file_sha256: str | None = None


class TreasuryFigure(Record):
    """What the treasury says of a project's source by a day, cumulative and in yuan; without a source, of its total.

    A blank amount says nothing of that amount; a row of blanks takes back all that was told of the same project, source
    and day before. A total always says what was paid.
    """

    table = "treasury_figure"

    project_id: str
    source: str | None = None
    told_on: date
    allocated_amount: Counted | None = None
    received_amount: Counted | None = None
    paid_amount: Counted | None = None
    sheet: str | None = None
    row_number: int | None = None
    cell: str | None = None

    @property
    def takes_back(self) -> bool:
        """Whether it states no amount."""
        return self.allocated_amount is None and self.received_amount is None and self.paid_amount is None

    @model_validator(mode="after")
    def _total_is_paid(self) -> Self:
        if self.source is None and self.paid_amount is None and not self.takes_back:
            raise ValueError("a project's total says what was paid")
        return self


class TreasuryLine(Record):
    """One line of the ledger: yuan allocated by a document, or paid, on a day; below nothing where it is taken back."""

    table = "treasury_line"

    figure: Literal["allocated", "paid"]
    project_id: str
    source: str
    day_on: date
    document_number: str | None = None
    amount: Money
    sheet: str | None = None
    row_number: int | None = None
    cell: str | None = None


class TreasurySpan(Record):
    """From which day until which a file holds all lines of a figure; `whole`: there was nothing before.

    A later file's lines of these days take the place of an earlier one's.
    """

    table = "treasury_span"

    figure: Literal["allocated", "paid"]
    from_on: date
    until_on: date
    whole: bool = False

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.until_on < self.from_on:
            raise ValueError("a span ends before it begins")
        return self
