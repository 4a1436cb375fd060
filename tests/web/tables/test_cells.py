"""A value becomes words by the suffix of its column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from portfolio.codes import Language, labels
from portfolio.web.tables.cells import Cell, cell


@pytest.mark.parametrize(
    ("column", "row", "language", "text"),
    [
        ("plan_amount", {"plan_amount": Decimal("123456789.50")}, "zh", "12,345.68"),
        ("plan_amount", {"plan_amount": Decimal("0.00")}, "zh", "0.00"),
        ("plan_amount", {"plan_amount": Decimal("80000000"), "currency": "USD"}, "zh", "美元 8,000.00"),
        ("paid_share", {"paid_share": 1.0249}, "zh", "102.5%"),
        ("late_days", {"late_days": 1200}, "zh", "1,200"),
        ("target_value", {"target_value": Decimal("99.60")}, "zh", "99.6"),
        ("due_on", {"due_on": date(2026, 10, 31)}, "zh", "2026年10月31日"),
        ("due_on", {"due_on": date(2026, 10, 31)}, "en", "2026-10-31"),
        ("due_on", {"due_on": date(2024, 12, 31), "due_precision": "year"}, "zh", "2024年"),
        ("sent_at", {"sent_at": datetime(2026, 10, 31, 9, 5)}, "zh", "2026年10月31日 09:05"),
        ("ranked", {"ranked": True}, "en", "Yes"),
        ("belts", {"belts": ["甲", "乙"]}, "zh", "甲、乙"),
    ],
)
def test_words(column: str, row: dict[str, object], language: Language, text: str) -> None:
    assert cell(column, row, {}, language).text == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), []])
def test_what_is_not_known_has_no_words(value: object) -> None:
    assert cell("paid_share", {"paid_share": value}, {}, "zh") == Cell(None, None)


def test_a_code_shows_its_label_and_sorts_by_its_place_in_the_list() -> None:
    red = cell("state", {"state": "red"}, {"state": labels("state", "zh")}, "zh")
    assert red == Cell("红灯", "0000", "●")
    assert cell("stage", {"stage": "new"}, {"stage": labels("stage", "zh")}, "zh").text == "new"
