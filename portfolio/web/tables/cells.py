"""One cell of a table: its words, by the suffix of its column; what it sorts by; whether it is a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from math import isfinite

from portfolio import codes
from portfolio.codes import Language
from portfolio.formats import (
    YUAN,
    count_text,
    currency_text,
    date_text,
    decimal,
    place_text,
    plain,
    rounded,
    share_text,
    ten_thousands,
)
from portfolio.words import say

NUMBERS = ("_amount", "_share", "_days", "_count", "_value")
CODELISTS = {
    "county_code": "county",
    "service_area": "area",
    "category": "category",
    "source": "source",
    "statistics_group": "statistics_group",
    "age_basis": "age_basis",
    "remainder": "remainder",
    "stage": "stage",
    "state": "state",
    "rule": "rule",
    "kind": "kind",
    "construction_type": "construction_type",
    "milestone": "milestone",
    "reason": "reason",
    "word": "forecast_word",
    "basis": "basis",
    "investment_basis": "basis",
    "planned_investment_qualifier": "qualifier",
    "investment_qualifier": "qualifier",
    "qualifier": "qualifier",
    "measure": "measure",
    "confidence": "confidence",
}
"""The columns that hold codes, and the codelist of each; `county` is the edition's."""

PLACES = ("stated_in", "place_a", "place_b")
"""The columns that hold a place in the plan."""

Row = Mapping[str, object]
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Cell:
    """The words of a cell and what it sorts by; None for both where nothing is known."""

    text: str | None
    value: str | None
    sign: str = ""


def is_number(column: str) -> bool:
    """Whether the column is of numbers, and so stands at the right."""
    return column.endswith(NUMBERS)


def cell(column: str, row: Row, labels: Labels, language: Language) -> Cell:
    """The cell of `column` in `row`; `labels` gives code to label for the columns that hold codes."""
    value = row.get(column)
    if value is None or value == [] or (isinstance(value, float) and not isfinite(value)):
        return Cell(None, None)
    if column in labels:
        return _coded(column, str(value), labels[column])
    return Cell(_text(column, value, row, language), _sorts_by(value))


def _coded(column: str, code: str, labels: Mapping[str, str]) -> Cell:
    order = list(labels).index(code) if code in labels else len(labels)
    sign = _signs().get(code, "") if column == "state" else ""
    return Cell(labels.get(code) or code, f"{order:04}", sign)


@cache
def _signs() -> dict[str, str]:
    table = codes.table("state")
    return dict(zip(table["code"], table["sign"], strict=True))


def _text(column: str, value: object, row: Row, language: Language) -> str:
    if isinstance(value, bool):
        return say(language, "table.yes" if value else "table.no")
    if isinstance(value, datetime):
        return f"{date_text(value.date(), 'day', language)} {value:%H:%M}"
    if isinstance(value, date):
        return date_text(value, _precision(column, row), language) + _past(column, row, language)
    if isinstance(value, list):
        return say(language, "filter.value_separator").join(str(part) for part in value)
    if column in PLACES:
        return place_text(str(value), language)
    return _number(column, value, row, language) if is_number(column) else str(value)


def _number(column: str, value: object, row: Row, language: Language) -> str:
    if column.endswith("_amount"):
        amount = _amount(value, str(row.get("currency") or YUAN), language)
        return f"{_qualified(column, row, language)} {amount}".strip()
    if column.endswith("pacing_share"):
        return _points(decimal(value), language)  # type: ignore[arg-type]
    if column.endswith("_share"):
        return share_text(value, language)  # type: ignore[arg-type]
    if column.endswith("_value"):
        return plain(decimal(value))  # type: ignore[arg-type]
    return count_text(int(rounded(value, 0)), language)  # type: ignore[arg-type]


def _amount(value: object, currency: str, language: Language) -> str:
    """万元 for yuan; another currency the same under its own name, since it is never added to yuan."""
    number = f"{rounded(ten_thousands(value), 2):,f}"  # type: ignore[arg-type]
    return number if currency == YUAN else f"{currency_text(currency, language)} {number}"


def _points(pacing: Decimal, language: Language) -> str:
    """慢 12.3 个百分点: the heading says against what."""
    points = rounded(pacing * 100, 1)
    key = "level" if not points else "behind" if points < 0 else "ahead"
    return say(language, f"table.pace_{key}", points=plain(abs(points), 1))


def _qualified(column: str, row: Row, language: Language) -> str:
    """约 or 逾 where the row says that the amount is not exact: investment_qualifier beside investment_amount."""
    code = row.get(f"{column.removesuffix('_amount')}_qualifier")
    return "" if code is None or code == "exact" else codes.label("qualifier", str(code), language)


def _precision(column: str, row: Row) -> str | None:
    """How exactly the date was stated, where the row says so: due_precision beside due_on."""
    stated = row.get(f"{column.removesuffix('_on')}_precision")
    return str(stated) if stated is not None else None


def _past(column: str, row: Row, language: Language) -> str:
    """That a forecast has passed, and by how many days, where the row says so: forecast_past_days beside forecast_on."""
    days = row.get(f"{column.removesuffix('_on')}_past_days")
    return say(language, "table.past", days=days) if days else ""


def _sorts_by(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
