"""Every way of writing an amount, a share, a date, a code and a clearing, and what becomes of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from portfolio.intake import sheet
from portfolio.intake.sheets import Column
from portfolio.intake.values import understood

PAID = sheet("funding").column("paid_amount")
PHYSICAL = sheet("progress").column("physical_share")
DONE = sheet("milestones").column("done_on")
APPROVED = sheet("milestones").column("approved_on")
FORECAST = sheet("milestones").column("forecast_on")


def one(column: Column, text: str, unit: int = 10_000) -> tuple[object, str | None, bool]:
    """Value, fault and whether it is cleared, of one cell."""
    read = understood(column, pl.Series([text]), unit)
    return read.value[0], read.fault[0], read.cleared[0]


AMOUNTS = {
    "1234.5": "12345000",
    "1,234.5": "12345000",
    "1，234.5": "12345000",
    "１２３．４５": "1234500",
    " 12 ": "120000",
    "¥12": "120000",
    "123万元": "1230000",
    "1.2亿元": "120000000",
    "3亿": "300000000",
    "5000元": "5000",
    "0": "0",
    "-0": "0",
    ".5": "5000",
    "5.": "50000",
    "0.000001": "0.01",
    "12.345678": "123456.78",
    "0.30000000000000004": "3000",
    "123456789.123456001": "1234567891234.56",
    "1.5E+3": "15000000",
    "1.2345678912亿元": "123456789.12",
    "1.234500000000": "12345",
}


@pytest.mark.parametrize(("text", "yuan"), AMOUNTS.items())
def test_an_amount_is_read_exactly(text: str, yuan: str) -> None:
    assert one(PAID, text) == (Decimal(yuan), None, False)


FAULTY_AMOUNTS = {
    "0.0000001": "too_precise",
    "12.3456781": "too_precise",
    "5000.001元": "too_precise",
    "1.23456789123亿元": "too_precise",
    "-5": "negative",
    "-0.01元": "negative",
    "(5)": "number_unreadable",
    "1,23": "number_unreadable",
    "1,2345": "number_unreadable",
    "约3000": "number_unreadable",
    "-": "number_unreadable",
    "—": "number_unreadable",
    "/": "number_unreadable",
    ".": "number_unreadable",
    "nan": "number_unreadable",
    "inf": "number_unreadable",
    "1e400": "number_unreadable",
    "12.5.3": "number_unreadable",
    "9" * 13: "amount_large",
    "1" * 300: "amount_large",
    "12美元": "number_unreadable",
}


@pytest.mark.parametrize(("text", "fault"), FAULTY_AMOUNTS.items())
def test_an_amount_that_cannot_be_read_is_told(text: str, fault: str) -> None:
    assert one(PAID, text) == (None, fault, False)


def test_the_header_s_unit_counts_where_the_cell_has_none() -> None:
    assert one(PAID, "1.5", 10**8)[0] == Decimal(150_000_000)
    assert one(PAID, "1.55", 1)[0] == Decimal("1.55")
    assert one(PAID, "1.5万元", 1)[0] == Decimal(15_000)
    assert one(PAID, "1.555", 1)[1] == "too_precise"


SHARES = {
    "62": "0.62",
    "62.5%": "0.625",
    "６２％": "0.62",
    "100": "1",
    "0": "0",
    "33.3333333333333": "0.33333333",
    "0.62": "0.0062",
}


@pytest.mark.parametrize(("text", "share"), SHARES.items())
def test_a_share_is_a_percentage(text: str, share: str) -> None:
    assert one(PHYSICAL, text) == (Decimal(share), None, False)


@pytest.mark.parametrize(
    ("text", "fault"),
    {"100.0001": "share_over", "620": "share_over", "-1": "negative", "过半": "number_unreadable"}.items(),
)
def test_a_share_out_of_bounds_is_told(text: str, fault: str) -> None:
    assert one(PHYSICAL, text) == (None, fault, False)


DAYS = {
    "2024-03-31": ("2024-03-31", "day"),
    "2024/3/31": ("2024-03-31", "day"),
    "2024.3.31": ("2024-03-31", "day"),
    "2024年3月31日": ("2024-03-31", "day"),
    "２０２４年３月３１日": ("2024-03-31", "day"),
    "2024 年 3 月 31 日": ("2024-03-31", "day"),
    "2024-03-31 00:00:00": ("2024-03-31", "day"),
    "20240331": ("2024-03-31", "day"),
    "45382": ("2024-03-31", "day"),
    "2024年2月": ("2024-02-29", "month"),
    "2024-03": ("2024-03-31", "month"),
    "2024.3": ("2024-03-31", "month"),
    "2024.10": ("2024-10-31", "month"),
    "202403": ("2024-03-31", "month"),
    "2024年第一季度": ("2024-03-31", "quarter"),
    "2024年3季度": ("2024-09-30", "quarter"),
    "2024Q1": ("2024-03-31", "quarter"),
    "Q3 2024": ("2024-09-30", "quarter"),
    "2024年上半年": ("2024-06-30", "half"),
    "2024年下半年": ("2024-12-31", "half"),
    "H1 2024": ("2024-06-30", "half"),
    "2024年": ("2024-12-31", "year"),
    "2024年底": ("2024-12-31", "year"),
    "2024": ("2024-12-31", "year"),
}


@pytest.mark.parametrize(("text", "told"), DAYS.items())
def test_a_date_is_read_as_exactly_as_it_is_stated(text: str, told: tuple[str, str]) -> None:
    read = understood(DONE, pl.Series([text]))
    assert read.precision is not None
    assert (read.value[0], read.precision[0], read.fault[0]) == (date.fromisoformat(told[0]), told[1], None)


FAULTY_DAYS = {
    "10月1日": "date_no_year",
    "10-1": "date_no_year",
    "3月": "date_no_year",
    "近期开工": "date_unreadable",
    "待定": "date_unreadable",
    "2024-02-30": "date_none",
    "2024-13": "date_none",
    "9999-01-01": "date_range",
    "1899-12-31": "date_range",
    "1/2/2024": "date_order",
    "31.12.24": "date_order",
    "2024.1": "date_dot_month",
    "12": "date_unreadable",
    "٢٠٢٤-٠٣-٣١": "date_unreadable",
}


@pytest.mark.parametrize(("text", "fault"), FAULTY_DAYS.items())
def test_a_date_that_would_be_a_guess_is_told(text: str, fault: str) -> None:
    assert one(DONE, text) == (None, fault, False)


def test_a_column_that_needs_a_day_takes_no_month() -> None:
    assert one(APPROVED, "2024年3月") == (None, "date_coarse", False)
    assert one(APPROVED, "2024-03-31")[0] == date(2024, 3, 31)


def test_a_forecast_of_a_month_is_its_last_day() -> None:
    assert one(FORECAST, "2024年3月") == (date(2024, 3, 31), None, False)


def test_clearing_is_a_word_and_only_where_it_may_be() -> None:
    for word in ("清除", " 清 除 ", "Clear", "ｃｌｅａｒ", "清空"):
        assert one(PAID, word) == (None, None, True)
    assert one(sheet("milestones").column("due_on"), "清除") == (None, "not_clearable", False)
    assert one(sheet("status").column("amount"), "清除") == (None, "not_clearable", False)


def test_codes_are_known_by_label_in_both_languages_and_by_code() -> None:
    source = sheet("funding").column("source")
    for text in ("专项债券", "专项 债券", "Special-purpose bonds", "special_bond", "SPECIAL_BOND"):
        assert one(source, text) == ("special_bond", None, False)
    assert one(source, "专项债") == (None, "code_unknown", False)
    assert one(sheet("status").column("basis"), "规划文本")[1] == "code_unknown"


def test_yes_and_no() -> None:
    flag = sheet("funding").column("plan_complete")
    assert [one(flag, text)[0] for text in ("是", "否", "yes", "No", "TRUE", "√")] == [
        True,
        False,
        True,
        False,
        True,
        True,
    ]
    assert one(flag, "大概") == (None, "flag_unknown", False)


def test_years_and_currencies() -> None:
    year, currency = sheet("plan").column("year"), sheet("funding").column("currency")
    assert [one(year, text)[0] for text in ("2026", "2026年", "2026年度", "２０２６", "2026.0")] == [2026] * 5
    assert one(year, "26")[1] == "year_unreadable"
    assert one(year, "9999")[1] == "date_range"
    assert [one(currency, text)[0] for text in ("usd", "美元", "人民币", "EUR")] == [
        "USD",
        "USD",
        "CNY",
        "EUR",
    ]
    assert one(currency, "XYZ")[1] == "currency_unknown"


def test_texts_keep_what_people_wrote_and_refuse_what_nobody_sees() -> None:
    what = sheet("obstacles").column("what")
    for text in ("征地（含拆迁）未完成，约３户。", "<b>粗</b>", "=1+1", "‘引号’"):
        assert one(what, text) == (text, None, False)
    assert one(what, "一" * 1001)[1] == "text_long"
    assert one(what, "正\u202e反")[1] == "text_hidden"
    assert one(what, "响\x07铃")[1] == "text_hidden"
