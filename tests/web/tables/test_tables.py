"""A table shows what its frame holds: headings, unit, total, and a word for every blank."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

import polars as pl

from portfolio.web import tables
from portfolio.web.tables import Table
from tests.web.samples import frame

ROWS = pl.DataFrame(
    {
        "project_id": ["01-01", "01-02"],
        "name": ["示例一号小区", "<b>示例二号</b>"],
        "county_code": ["990001", None],
        "planned_investment_amount": [Decimal("1234567.00"), None],
    }
)
TABLE = Table(
    ROWS,
    totals={"planned_investment_amount": Decimal("1234567.00")},
    unknown={"county_code": "table.not_stated", "*": "table.not_reported"},
)


def grid(html: str) -> list[list[str]]:
    """The table's cells as text, row by row."""
    rows = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html)]
    return [[unescape(re.sub("<[^>]+>", "", cell)) for cell in row] for row in rows]


def test_headings_total_rows_and_words_for_blanks() -> None:
    assert grid(tables.body(frame(), TABLE)) == [
        ["项目编号", "项目名称", "县市区", "规划投资"],
        ["合计", "", "", "123.46"],
        ["01-01", "示例一号小区", "示例县甲", "123.46"],
        ["01-02", "<b>示例二号</b>", "未注明", "未填报"],
    ]


def test_the_unit_stands_above_a_table_with_money_only() -> None:
    assert "单位：万元" in tables.body(frame(), TABLE)
    assert "单位" not in tables.body(frame(), Table(ROWS.drop("planned_investment_amount")))
    foreign = ROWS.with_columns(currency=pl.lit("USD"))
    assert "外币" in tables.body(frame(), Table(foreign))


def test_a_name_is_whole_on_hover_and_leads_to_its_project() -> None:
    body = tables.body(frame(county="990001"), TABLE)
    assert 'title="示例一号小区"' in body
    assert 'href="/project?asof=2026-11-24&amp;county=990001&amp;project=01-01"' in body
    assert "<b>示例二号" not in body


def test_a_long_table_says_how_much_it_shows() -> None:
    body = tables.body(frame(), Table(ROWS, limit=1))
    assert "显示前 1 行，共 2 行" in body and "示例二号" not in body


def test_what_is_taken_away_is_what_is_shown_and_what_qualifies_it() -> None:
    rows = ROWS.with_columns(currency=pl.lit("CNY"), note=pl.lit("x"))
    taken = tables.taken(Table(rows, columns=["name", "planned_investment_amount"]))
    assert taken.columns == ["name", "planned_investment_amount", "currency"]


def test_an_export_says_its_filters_day_and_source_and_its_name_says_what_is_made_up() -> None:
    official, demo = frame(county="990001", asof="2026-10-31"), frame(workspace="demo")
    facts = tables.facts(
        official, Table(ROWS, columns=["name", "county_code"], unknown="table.not_stated"), "项目清单"
    )
    assert facts.blanks == {"name": "未注明", "county_code": "未注明"}
    assert facts.filters == ("县市区：示例县甲",)
    assert facts.source == "示例规划（示发〔2026〕1号）、审核通过的月报、公开资料"
    assert tables.file_name(official, "项目清单", "xlsx") == "示例市_项目清单_2026-10-31.xlsx"
    assert tables.file_name(demo, "项目清单", "csv").startswith("演示数据_")
