"""Figures as text: what people read in each language, and that nothing unknown reads as nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio import formats
from portfolio.codes import Language

MONEY = st.decimals(Decimal("-1e16"), Decimal("1e16"), places=2, allow_nan=False)


@given(MONEY)
def test_moving_the_point_to_ten_thousands_loses_nothing(amount: Decimal) -> None:
    assert formats.ten_thousands(amount) * 10_000 == amount


@given(MONEY)
def test_plain_reads_back_as_the_same_number(number: Decimal) -> None:
    text = formats.plain(number, 2)
    assert Decimal(text) == number
    assert "E" not in text and text != "-0.00"
    assert len(text.partition(".")[2]) >= 2


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (Decimal("80000000"), "8,000.00万元", "80.00 million yuan"),
        (Decimal("125000000"), "1.25亿元", "125.00 million yuan"),
        (Decimal("2272000000"), "22.72亿元", "2.27 billion yuan"),
        (Decimal("99999999.99"), "10,000.00万元", "100.00 million yuan"),
        (Decimal("-12345678.90"), "-1,234.57万元", "-12.35 million yuan"),
        (Decimal("30.5"), "30.5元", "30.5 yuan"),
        (Decimal("0"), "0元", "0 yuan"),
        (0.1 + 0.2, "0.3元", "0.3 yuan"),
        (None, "未注明", "Not stated"),
    ],
)
def test_money_is_said_in_the_unit_of_its_size(amount: Decimal | float | None, zh: str, en: str) -> None:
    assert formats.money_text(amount, "zh") == zh
    assert formats.money_text(amount, "en") == en


@pytest.mark.parametrize(("language", "text"), [("zh", "2,000.00万欧元"), ("en", "EUR 20.00 million")])
def test_another_currency_is_never_called_yuan(language: Language, text: str) -> None:
    assert formats.money_text(Decimal(20_000_000), language, "EUR") == text


@pytest.mark.parametrize(
    ("day", "precision", "texts", "patterns"),
    [
        (date(2024, 3, 5), "day", ("2024年3月5日", "2024-03-05"), ('yyyy"年"m"月"d"日"', 'yyyy"-"mm"-"dd')),
        (
            date(2022, 10, 31),
            "month",
            ("2022年10月", "October 2022"),
            ('yyyy"年"m"月"', '[$-409]mmmm" "yyyy'),
        ),
        (date(2026, 6, 30), "half", ("2026年上半年", "H1 2026"), ('yyyy"年上半年"', '"H1 "yyyy')),
        (date(2025, 12, 31), "half", ("2025年下半年", "H2 2025"), ('yyyy"年下半年"', '"H2 "yyyy')),
        (date(2024, 11, 30), "season", ("2024年秋季", "autumn 2024"), ('yyyy"年秋季"', '"autumn "yyyy')),
        (date(2025, 2, 28), "season", ("2024年冬季", "winter 2024"), ('"2024年冬季"', '"winter 2024"')),
        (date(2024, 5, 31), "season", ("2024年春季", "spring 2024"), ('yyyy"年春季"', '"spring "yyyy')),
        (date(2024, 9, 30), "quarter", ("2024年第三季度", "Q3 2024"), ('yyyy"年第三季度"', '"Q3 "yyyy')),
        (date(2022, 12, 31), "year", ("2022年", "2022"), ('yyyy"年"', "yyyy")),
        (
            date(2022, 12, 31),
            None,
            ("2022年12月31日", "2022-12-31"),
            ('yyyy"年"m"月"d"日"', 'yyyy"-"mm"-"dd'),
        ),
    ],
)
def test_a_date_is_said_no_more_exactly_than_it_was_stated(
    day: date, precision: str | None, texts: tuple[str, str], patterns: tuple[str, str]
) -> None:
    assert (formats.date_text(day, precision, "zh"), formats.date_text(day, precision, "en")) == texts
    assert (
        formats.date_pattern(day, precision, "zh"),
        formats.date_pattern(day, precision, "en"),
    ) == patterns


@pytest.mark.parametrize(
    ("share", "text"), [(0.62349, "62.3%"), (Decimal("0.0005"), "0.1%"), (0, "0.0%"), (1.5, "150.0%")]
)
def test_a_share_is_a_percentage_with_one_decimal(share: Decimal | float, text: str) -> None:
    assert formats.share_text(share, "zh") == text


@pytest.mark.parametrize(
    ("pacing", "zh", "en"),
    [
        (-0.1234, "比序时进度慢 12.3 个百分点", "12.3 points behind schedule"),
        (Decimal("0.05"), "比序时进度快 5.0 个百分点", "5.0 points ahead of schedule"),
        (-0.0001, "与序时进度持平", "on schedule"),
        (None, "未注明", "Not stated"),
    ],
)
def test_pacing_is_said_in_points(pacing: Decimal | float | None, zh: str, en: str) -> None:
    assert (formats.points_text(pacing, "zh"), formats.points_text(pacing, "en")) == (zh, en)


def test_counts_and_how_many_are_known() -> None:
    assert formats.count_text(1234, "zh") == "1,234"
    assert formats.count_text(0, "en") == "0"
    assert formats.known_text(14, 203) == "14/203"


@pytest.mark.parametrize(("language", "word"), [("zh", "未注明"), ("en", "Not stated")])
def test_the_unknown_is_a_word(language: Language, word: str) -> None:
    assert formats.unknown_text(language) == word
    assert formats.date_text(None, "year", language) == word
    assert formats.share_text(None, language) == word
    assert formats.count_text(None, language) == word
