"""资金来源: rates with their n, sources never mixed with dollars, blanks in words, sums equal to their rows."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import library
from portfolio.charts import funding as charts
from portfolio.codes import Language
from portfolio.formats import date_text
from portfolio.model import FundingEntry, InvestmentEntry
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run, told, unfold
from tests.web.seen import text


def captions(app: object) -> list[str]:
    return [caption.value for caption in app.caption]  # type: ignore[attr-defined]


def test_nothing_reported_is_said_and_dollars_stand_apart(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "funding")
    seen = text(app)
    assert "计划筹措 3,500.00万元（1/218）" in seen
    assert say("zh", "overview.begin_accounts") in seen, "the next step"
    assert say("zh", "column.paid_amount") not in seen, "of what nobody reported there is no column"
    app = run(monkeypatch, official_folder, "funding", tab="gap")
    assert "美元 3,000.00" in text(app)
    assert say(
        "zh", "funding.naming_told", unsourced=212, all=218, without=5, amount="119.64亿元"
    ) in captions(app)
    assert len(app.get("vega_lite_chart")) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_full_page_in_both_languages(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    charts_of = {"sources": 0, "counties": 1, "years": 1, "unpaid": 0, "gap": 1}
    drawn = {}
    for tab in charts_of:
        app = run(monkeypatch, sample_folder, "funding", lang=language, tab=tab)
        drawn[tab] = len(app.get("vega_lite_chart"))
        if tab == "unpaid":
            seen = captions(app)
    assert drawn == charts_of
    days = {
        "unpaid_since_on": (2026, 5, 24),
        "idle_since_on": (2025, 11, 24),
        "two_years_since_on": (2024, 12, 31),
    }
    since = {name: date_text(date(*day), "day", language) for name, day in days.items()}
    told = say(language, "funding.unpaid_told", unpaid_months="6", idle_months="12", **since)
    assert told in seen


def test_a_source_filter_keeps_to_that_source_and_says_so(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "funding", source="special_bond")
    assert say("zh", "funding.by_source") in captions(app)
    assert "银行贷款" not in told(app)
    app = run(monkeypatch, sample_folder, "funding", source="special_bond", tab="gap")
    assert say("zh", "funding.naming_filtered") in captions(app)
    assert say("zh", "funding.gap_whole") in told(app)


def test_only_dollars_leave_no_empty_chart(official_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, official_folder, "funding", source="foreign_loan")
    assert not app.get("vega_lite_chart")
    assert say("zh", "funding.sources_none") in captions(app)
    app = run(monkeypatch, official_folder, "funding", source="foreign_loan", tab="gap")
    assert not app.get("vega_lite_chart")
    assert "美元 3,000.00" in text(app)


def test_another_measure_may_be_chosen(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, sample_folder, "funding", tab="counties")
    assert app.radio(key="map_measure").value == "received"
    app.radio(key="map_measure").set_value("aged_open").run()
    assert not app.exception
    assert app.radio(key="map_measure").value == "aged_open"


def test_each_year_may_be_seen_as_received_or_paid(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "funding", tab="years")
    app.radio(key="year_measure").set_value("paid").run()
    assert not app.exception
    assert app.radio(key="year_measure").value == "paid"


def test_a_cell_of_the_grid_opens_its_county_and_its_source(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "funding", tab="counties")
    unfold(app)
    assert re.search(r'href="/library\?[^"]*county=\d{6}&amp;source=\w+"', html(app))


def test_a_gap_is_listed_only_where_the_plan_is_complete(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = library.open_official(data_folder, sample.TAKEN_AT)
    month = date(2026, 10, 31)
    sample.report(
        store, month, [*lacking("06-01", month, complete=True), *lacking("06-02", month, complete=False)]
    )
    store.close()
    app = run(monkeypatch, data_folder, "funding", tab="gap")
    assert say("zh", "funding.gap_told", known=1, all=218, amount="4,000.00万元", surplus="0元") in captions(
        app
    )
    rows = told(app)
    assert "4,000.00" in rows and "咸宁市城区老旧小区改造项目" in rows


def lacking(project: str, month: date, *, complete: bool) -> list[InvestmentEntry | FundingEntry]:
    key = {"project_id": project, "period_on": month, "sheet": "资金", "row_number": 5, "cell": "C5"}
    planned = {"source": "county", "planned_amount": Decimal(60_000_000), "plan_complete": complete}
    amount = {"amount": Decimal(100_000_000), "basis": "feasibility", "document_number": "样1号"}
    return [InvestmentEntry(**key, **amount), FundingEntry(**key, **planned)]


def test_a_county_that_names_no_source_has_none_in_total_either(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[list[dict[str, object]]] = []
    grid = charts.source_grid

    def listening(cells: pl.DataFrame, *more: object) -> object:
        drawn.append(cells.to_dicts())
        return grid(cells, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(charts, "source_grid", listening)
    # a picture that a store has kept is not drawn again: the folder is this test's own
    run(monkeypatch, data_folder, "funding", tab="counties")
    places = {row["place"] for rows in drawn for row in rows}
    assert "421202" in places, "one of its projects names a source"
    assert "421221" not in places, "none of its projects does: the total reads — as its cells do, not 未知"
