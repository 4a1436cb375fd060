"""总览: every number opens its rows, nothing reported is unknown and not zero, and what to do next is said."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portfolio import demo, queries
from portfolio.codes import Language
from portfolio.formats import money_text, share_text
from portfolio.model import View
from portfolio.queries import reporting
from portfolio.store import Store
from portfolio.web import county_table, headline, tables
from portfolio.web.tables import Table
from portfolio.words import say
from tests import sample
from tests.pages.asked import frame, html, run, told
from tests.web.seen import text

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
DEMO_DAY = demo.LAST_DAY


def test_the_official_library_says_what_is_known_and_what_is_missing(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "overview")
    seen = text(app)
    assert "120.89亿元" in seen and "14/218" in seen
    assert say("zh", "overview.step_reports", count=215, month="2026年10月", never=215) in seen
    assert say("zh", "overview.step_investment", count=204) in seen
    assert say("zh", "overview.step_passed", count=6) in seen
    assert say("zh", "overview.not_judged") in seen
    assert "红灯 0" not in seen
    assert len(app.get("vega_lite_chart")) == 4


def test_every_state_and_step_opens_its_rows(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, sample_folder, "overview")
    drawn = html(app)
    for state in ("red", "yellow", "green", "not_reported", "service"):
        assert f"state={state}" in drawn
    assert 'href="#chase"' in drawn and "/late?" in drawn and "/funding?" in drawn


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_full_page_in_both_languages(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    app = run(monkeypatch, sample_folder, "overview", lang=language)
    assert len(app.get("vega_lite_chart")) == 5
    assert say(language, "overview.states_none") not in text(app)
    assert say(language, "overview.chase") in [header.value for header in app.subheader]


def test_the_rule_of_the_lights_takes_its_numbers_from_the_thresholds(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "overview")
    numbers = {"late_red_days": "90", "pacing_red_share": "30", "pacing_yellow_share": "10"}
    rule = say("zh", "overview.states_rule", **numbers)
    assert rule in [caption.value for caption in app.caption]


def test_a_selection_without_projects_says_so(official_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = run(monkeypatch, official_folder, "overview", category="standing_service")
    assert say("zh", "overview.no_projects") in text(services)
    assert not services.get("vega_lite_chart")
    nothing = run(monkeypatch, official_folder, "overview", q="没有这个项目")
    assert say("zh", "table.no_rows") in text(nothing)


def test_a_source_filter_says_what_is_not_split(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, sample_folder, "overview", source="special_bond")
    assert say("zh", "overview.by_source") in [caption.value for caption in app.caption]


@pytest.mark.parametrize("folder", ["official_store", "sample_store"])
def test_the_table_by_county_adds_up_to_the_figures(folder: str, request: pytest.FixtureRequest) -> None:
    store: Store = request.getfixturevalue(folder)
    made = frame(store, "overview")
    known = headline.ask(made)
    rows = county_table.by_county(made, known)
    states = [name for name in rows.columns if name.removesuffix("_count") in set(known.states["state"])]
    assert rows.select(states).sum().sum_horizontal().item() == known.states["project_count"].sum()
    assert rows["investment_amount"].sum() == known.investment["amount"]
    assert rows["investment_known_count"].sum() == known.investment["known_count"]
    assert rows["late_count"].sum() == (known.lateness["late_count"] or 0)
    assert int(rows["reported_count"].sum()) + known.unreported.height == int(rows["expected_count"].sum())


def test_public_facts_are_in_words(official_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = told(run(monkeypatch, official_folder, "overview"))
    assert "完成规模：9.6万平方米（2025年）" in seen
    assert "https://" not in seen


def test_bases_are_named(official_store: Store) -> None:
    rows = queries.amount_rows(official_store, VIEW, "investment")
    assert rows["investment_basis"].unique().to_list() == ["plan"]
    assert rows.filter(pl.col("kind") == "project").height == 14


def test_a_basis_counts_the_rows_whose_investment_is_counted(sample_store: Store) -> None:
    rows = queries.amount_rows(sample_store, VIEW, "investment")
    counted = Counter(rows["investment_basis"])
    assert len(counted) > 1
    assert dict(queries.basis_count(sample_store, VIEW).iter_rows()) == counted


def test_what_a_group_does_not_break_down_is_said_and_n_counts_who_knows_its_own(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, demo_folder, "overview", workspace="demo")
    assert "189/221" in told(app)
    sentence = say("zh", "overview.undivided", amount="3.64亿元", count=1)
    assert sentence in [caption.value for caption in app.caption]
    table = next(
        part for part in html(app).split("<table")[1:] if "investment_known_count" in part or "189" in part
    )
    assert ">189<" in table and ">195<" not in table


def test_who_sent_and_waits_for_review_is_not_to_be_chased(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 42 without an accepted report 4 have sent one, as 填报情况 says of the same month: 38 are to be chased.

    One of them is called 停缓建 by its owner alone: it owes its report. Of 122, one that reported was taken out: 80 came.
    """
    view = View(workspace="demo", as_of=DEMO_DAY, known_at=datetime.max)
    rows = queries.unreported(demo_store, view)
    month = queries.calendar(demo_store, view)["last_closed_on"].item()
    sent = reporting.followup_rows(demo_store, view, month).unique("project_id")
    assert dict(rows["standing"].value_counts().iter_rows()) == {"missing": 38, "pending": 4}
    for standing in ("missing", "pending"):
        listed = set(sent.filter(standing=standing)["project_id"])
        assert set(rows.filter(standing=standing)["project_id"]) == listed
    assert rows["standing"][-4:].to_list() == ["pending"] * 4
    app = run(monkeypatch, demo_folder, "overview", workspace="demo", asof=DEMO_DAY.isoformat())
    facts = {"expected": 122, "missing": 42, "pending": 4}
    assert say("zh", "overview.reports_meaning_pending", **facts) in told(app)
    chased = say("zh", "overview.chase_pending", month="2026年10月", count=42, owed=38, pending=4)
    assert chased in [caption.value for caption in app.caption]


def test_the_reports_that_came_open_the_projects_that_sent_them(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """80 已报 opens 80 rows; a county's bar opens the county's."""
    taken: dict[str, Table] = {}
    monkeypatch.setattr(tables, "download", lambda _frame, table, title: taken.update({title: table}))
    address = {"workspace": "demo", "asof": DEMO_DAY.isoformat()}
    app = run(monkeypatch, demo_folder, "overview", **address)
    card = next(part for part in html(app).split('<section class="figure">') if "个已报" in part)
    assert ">80<" in card and 'href="#reported"' in card
    assert taken[say("zh", "overview.reported")].rows.height == 80
    view = View(workspace="demo", as_of=DEMO_DAY, known_at=datetime.max)
    county = queries.coverage(demo_store, view).row(0, named=True)
    run(monkeypatch, demo_folder, "overview", county=county["county_code"], **address)
    assert taken[say("zh", "overview.reported")].rows.height == county["reported_count"] > 0


def test_money_opens_the_rows_that_it_adds_up(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """总投资, 到位率 and 支付率 open rows whose totals are the card's figure."""
    taken: dict[str, Table] = {}
    monkeypatch.setattr(tables, "download", lambda _frame, table, title: taken.update({title: table}))
    address = {"workspace": "demo", "asof": DEMO_DAY.isoformat()}
    cards = html(run(monkeypatch, demo_folder, "overview", **address)).split('<section class="figure">')
    for measure, column in (
        ("investment", "investment_amount"),
        ("received", "received_share"),
        ("paid", "paid_share"),
    ):
        card = next(part for part in cards if f"measure={measure}#rows" in part.replace("&amp;", "&"))
        taken.clear()
        app = run(monkeypatch, demo_folder, "compare", measure=measure, **address)
        title = next(header.value for header in app.header if header.proto.anchor == "rows")
        total: Any = (taken[title].totals or {})[column]
        said = money_text(total, "zh") if column.endswith("_amount") else share_text(total, "zh")
        number, unit = re.findall(r"[\d.]+|\D+", said)[:2]
        assert number in card and unit in card


def test_a_countys_figures_open_the_rows_that_they_count(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = html(run(monkeypatch, sample_folder, "overview"))
    begun = drawn.index(say("zh", "column.passed_unreported_count"))
    county = "421202"
    opened = [
        rf'href="/late\?[^"]*county={county}[^"]*#list"',
        rf'href="/late\?[^"]*county={county}[^"]*#passed"',
        rf'href="/\?[^"]*county={county}[^"]*#reported"',
        rf'href="/library\?[^"]*county={county}[^"]*state=not_reported',
        rf'href="/\?[^"]*county={county}[^"]*#chase',  # expected: who did not report, and below who did
    ]
    assert [link for link in opened if not re.search(link, drawn[begun:])] == []


def test_where_nobody_reported_the_count_opens_whom_to_chase(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = html(run(monkeypatch, official_folder, "overview"))
    assert 'id="reported"' not in drawn and "#reported" not in drawn
    assert re.search(r'href="/\?[^"]*county=421202[^"]*#chase"', drawn)
