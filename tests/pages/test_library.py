"""项目台账 finds, sorts, adds up and hands out what the filters let through, and says which filter to loosen."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import demo, exports, queries
from portfolio.model import View
from portfolio.queries.listed import ONLY, list_totals
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.header import filter_row
from portfolio.web.register import choosing, listing, narrowing
from tests.pages.asked import frame, html, run, told


def test_nothing_reported_yet_and_still_a_full_list(
    monkeypatch: pytest.MonkeyPatch, official_folder: Path
) -> None:
    app = run(monkeypatch, official_folder, "library", sort="-investment_amount")
    text = told(app)
    assert "共 218 个项目、17 项服务类、3 个项目组；总投资合计 120.89亿元（14/218）。" in text
    assert "约 140,000.00" in text
    assert 'href="/project?asof=2026-11-24&amp;project=06-01&amp;sort=-investment_amount"' in html(app)


def test_english_says_it_in_english(monkeypatch: pytest.MonkeyPatch, official_folder: Path) -> None:
    text = told(run(monkeypatch, official_folder, "library", lang="en", q="小区"))
    assert "about 140,000.00" in text
    assert "it is not 0" in text


@pytest.mark.parametrize("asked", ["赤壁", "06-0", "老旧小区"])
def test_search_finds_part_of_a_name_or_number(official_store: Store, asked: str) -> None:
    rows = listing.rows(frame(official_store, "library", q=asked))
    assert rows.height
    told_of = rows.select(pl.concat_str("project_id", "name", pl.col("programme").fill_null("")))
    assert told_of.to_series().str.contains(asked, literal=True).all()


@pytest.mark.parametrize("column", ["investment_amount", "delay_days", "completion_share"])
def test_sorting_stands_in_the_address_and_blanks_stay_last(sample_store: Store, column: str) -> None:
    for sort, down in ((f"-{column}", True), (column, False)):
        asked = frame(sample_store, "library", sort=sort)
        values = listing.rows(asked)[column].to_list()
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=down)
        assert values[len(known) :] == [None] * (len(values) - len(known))
        assert f"sort={sort}" in asked.link("project", project="06-01")
        assert "sort" not in asked.link("funding")


def test_codes_sort_as_their_list_has_them_and_strange_columns_not_at_all(sample_store: Store) -> None:
    states = listing.rows(frame(sample_store, "library", sort="state"))["state"].to_list()
    assert states[0] == "red"
    assert states[-1] == "group"
    plain = listing.rows(frame(sample_store, "library"))["project_id"].to_list()
    assert listing.rows(frame(sample_store, "library", sort="1;drop"))["project_id"].to_list() == plain


@pytest.mark.parametrize("address", [{}, {"county": "421221"}, {"category": "neighbourhood_renovation"}])
def test_the_total_is_the_sum_of_the_rows_that_count(
    sample_store: Store, official_store: Store, address: dict[str, str]
) -> None:
    for store in (sample_store, official_store):
        asked = frame(store, "library", **address)
        table = listing.table(asked, listing.rows(asked))
        known = queries.total_amount(store, asked.view).filter(pl.col("measure") == "investment")
        totals = table.totals or {}
        assert totals["investment_amount"] == known["amount"][0]
        assert table.whole is not None
        assert table.whole().rows["investment_amount"].sum() == (known["amount"][0] or Decimal(0))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_can_be_taken_away(sample_store: Store, official_store: Store, language: str) -> None:
    for store in (sample_store, official_store):
        asked = frame(store, "library", lang=language, sort="-investment_amount")
        table = listing.table(asked, listing.rows(asked))
        assert table.whole is not None
        table = table.whole()
        lists = {name: dict(labels) for name, labels in table.labels(asked).items()}
        file = exports.workbook(
            tables.taken(table), tables.facts(asked, table, "library"), dict(table.totals or {}), lists
        )
        assert file[:2] == b"PK"


def test_a_passed_day_of_a_silent_project_is_not_called_late(official_store: Store) -> None:
    rows = listing.rows(frame(official_store, "library"))
    passed = rows.filter(pl.col("passed_unreported"))
    assert passed.height
    assert passed["delay_days"].null_count() == passed.height
    assert set(passed["delay_standing"]) == {"时限已过、未填报"}
    assert "滞后" not in set(rows["delay_standing"])


def test_nothing_found_says_which_filter_to_loosen(
    monkeypatch: pytest.MonkeyPatch, official_folder: Path
) -> None:
    app = run(monkeypatch, official_folder, "library", county="421221", stage="reserve")
    assert "去掉“建设阶段：储备”，可见 8 项" in told(app)
    assert "去掉“县市区" not in told(app)
    both = told(run(monkeypatch, official_folder, "library", stage="reserve", q="没有这个名字"))
    assert "只去掉其中一个条件仍没有" in both


def test_an_earlier_day_lists_the_same_projects(official_store: Store) -> None:
    asked = frame(official_store, "library", asof=date(2026, 11, 10).isoformat())
    assert listing.rows(asked).height == 238


def test_where_nobody_could_be_judged_no_number_of_late_ones_is_told(official_store: Store) -> None:
    asked = frame(official_store, "library")
    assert narrowing.counts(asked)["late"] is None
    told = narrowing.words(asked, "late", narrowing.counts(asked))
    assert told == f"{asked.say('register.view_late')} {asked.say('overview.not_judged')}"


@pytest.mark.parametrize("only", ["late", "warned", "behind", "unreported", "passed", "no_investment"])
def test_a_chip_lists_exactly_what_it_counts(sample_store: Store, only: str) -> None:
    every = frame(sample_store, "library")
    counted = narrowing.counts(every)[only]
    asked = frame(sample_store, "library", only=only)
    rows = listing.rows(asked)
    assert counted is not None and rows.height == counted > 0
    known = queries.total_amount(sample_store, listing.view(asked)).filter(pl.col("measure") == "investment")
    assert (list_totals(rows))["investment_amount"] == known["amount"][0]
    assert f"only={only}" in asked.link("project", project="06-01")
    assert "only" not in asked.link("funding")
    assert filter_row.chosen(asked) == [f"只看：{asked.say(f'register.view_{only}')}"]


def test_the_list_can_be_seen_on_a_line_of_time(monkeypatch: pytest.MonkeyPatch, sample_folder: Path) -> None:
    app = run(monkeypatch, sample_folder, "library", layout="gantt", only="late")
    assert len(app.get("vega_lite_chart")) == 1
    assert "实际开工" in told(app)
    groups = run(monkeypatch, sample_folder, "library", layout="gantt", category="standing_service")
    assert not groups.get("vega_lite_chart")
    assert "没有项目可画工期进度图" in groups.info[0].value


def test_the_window_says_which_rows_it_shows_and_sums_and_exports_are_of_all(official_store: Store) -> None:
    first, last, beyond = (frame(official_store, "library", window=page) for page in ("1", "3", "99"))
    rows = listing.rows(first)
    shown, end = listing.table(first, rows), listing.table(last, rows)
    assert (shown.rows.height, end.rows.height, rows.height) == (100, 38, 238)
    assert "第 201—238 行，共 238 行" in tables.body(last, end)
    assert listing.table(beyond, rows).rows.equals(end.rows)
    assert shown.totals == end.totals == {"investment_amount": rows["investment_amount"].sum()}
    assert shown.whole is not None and shown.whole().rows.height == 238
    assert [choosing.windows(first, count).count("<a ") for count in (100, 238)] == [0, 3]


def test_columns_their_order_and_the_views_stand_in_the_address(sample_store: Store) -> None:
    asked = frame(sample_store, "library", columns="paid_amount,name,county_code,no_such,paid_amount")
    table = listing.table(asked, listing.rows(asked))
    assert table.shown == ["project_id", "name", "paid_amount", "county_code"]
    assert "columns=paid_amount,name,county_code" in asked.link("library")
    assert "columns" not in asked.link("late")
    sides = "year_forecast_amount,annual_plan_amount"
    for columns, beside in ((f"{sides},forecast_share", True), (f"{sides[:20]},forecast_share", False)):
        expected = frame(sample_store, "library", columns=columns)
        shown = listing.table(expected, listing.rows(expected)).shown
        assert ("forecast_share" in shown) == beside
    behind = listing.asked(frame(sample_store, "library", only="behind"))
    rows = listing.rows(behind)
    amounts = rows["behind_amount"].to_list()
    assert amounts == sorted(amounts, reverse=True) and amounts[-1] > 0
    assert {"annual_plan_amount", "behind_amount"} <= set(listing.table(behind, rows).shown)


def test_every_column_offered_has_a_name_and_can_be_shown(sample_store: Store) -> None:
    asked = frame(sample_store, "library", columns=",".join(listing.CHOICES))
    table = listing.table(asked, listing.rows(asked))
    assert set(table.shown) == set(listing.CHOICES)
    assert table.rows.select(table.shown).width == len(listing.CHOICES)
    body = tables.body(asked, table)
    assert all(asked.say(f"column.{name}") in body for name in listing.CHOICES)


def test_a_column_that_says_the_same_in_every_row_is_not_shown_unasked(sample_store: Store) -> None:
    def shown(**address: str) -> list[str]:
        asked = frame(sample_store, "library", **address)
        return listing.table(asked, listing.rows(asked)).shown

    assert "county_code" in shown()
    assert "county_code" not in shown(county="421221")
    assert "county_code" in shown(county="421221", columns="county_code,state")


@pytest.mark.parametrize("asked", ["崇阳 医院", "医院  崇阳", "Chongyang 医院", "hospital 崇阳"])
def test_every_word_of_a_search_must_stand_somewhere_in_the_row(official_store: Store, asked: str) -> None:
    found = listing.rows(frame(official_store, "library", q=asked))
    assert "04-01-06" in found["project_id"].to_list()
    assert set(found["county_code"]) == {"421223"}
    assert listing.rows(frame(official_store, "library", q=f"{asked} 没有")).is_empty()


def test_a_unit_finds_its_projects(demo_store: Store) -> None:
    asked = {"as_of": demo.LAST_DAY, "known_at": datetime(2027, 1, 1), "workspace": "demo"}
    rows = queries.list_rows(demo_store, View(**asked))
    unit = rows["owner_unit"].drop_nulls()[0]
    found = queries.list_rows(demo_store, View(**asked, search=unit))
    assert found["project_id"].to_list() == rows.filter(owner_unit=unit)["project_id"].to_list()


def test_each_standard_view_lists_what_it_counts_where_all_of_them_have_rows(demo_store: Store) -> None:
    asked = View(as_of=demo.LAST_DAY, known_at=datetime(2027, 1, 1), workspace="demo")
    counted = queries.list_views(demo_store, asked).row(0, named=True)
    listed = {name or "all": queries.list_rows(demo_store, asked, name) for name in ONLY}
    assert {name: rows.height for name, rows in listed.items()} == counted
    assert all(counted.values())
    assert all(listed["gap"]["unfunded_gap_amount"] > 0) and all(listed["behind"]["behind_amount"] > 0)
    late = listed["late"]
    assert late["milestone"].null_count() == late["due_on"].null_count() == 0
    assert late["reason"].null_count() < late.height
