"""支出进度 says what is known and what is missing, adds up, and opens the rows behind each figure."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portfolio import queries
from portfolio.codes import Language
from portfolio.formats import money_text, share_text
from portfolio.model import View
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.tables import Table
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run, told
from tests.reckoning.builders import a_project, a_view, source, story
from tests.reckoning.replaying import replayed
from tests.reckoning.reported import milestone, money, plan, work
from tests.web.seen import text, words_of

SUMMED = (
    *("annual_plan_amount", "work_done_year_amount", "behind_amount", "reported_plan_amount"),
    *("reported_work_amount", "outside_work_amount", "left_out_plan_amount", "paid_year_amount"),
)
TABS = {"progress": 0, "payment": 2, "categories": 1, "projects": 0, "against": 0}
"""Each tab, and how many charts it has in a full year."""
VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_full_year_is_shown_with_curve_lists_and_rows(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    drawn, said = {}, ""
    for tab in TABS:
        app = run(monkeypatch, sample_folder, "spending", lang=language, tab=tab)
        drawn[tab] = len(app.get("vega_lite_chart"))
        said += told(app)
    assert drawn == TABS
    assert say(language, "spending.curve_title", year="2026") in said
    assert not re.search("拖欠|挪用|arrears|misuse", said)


def test_nothing_reported_says_so_and_what_is_known_and_the_next_step(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, the next step, and what the projects are to cost: 14 of 218 state it, 1,208,880 万元 together."""
    seen = text(run(monkeypatch, official_folder, "spending", tab="payment"))
    assert "还没有项目同时填报年度计划和完成投资" in seen and "1,208,880.00" in seen
    assert say("zh", "overview.begin_accounts") in seen


def test_the_year_of_the_address_is_kept_and_an_unknown_one_said(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "spending", year="2025", tab="payment")
    assert "2025年投资曲线" in told(app)
    assert "asof=2025-12-31" in html(app)
    app.selectbox(key="filter_year").set_value("2026").run()
    assert dict(app.query_params)["year"] == "2026"
    assert "2026年投资曲线" in told(app)
    app = run(monkeypatch, sample_folder, "spending", year="1999", tab="payment")
    assert "1999" in app.warning[0].value and "2026年投资曲线" in told(app)


def test_every_figure_opens_a_tab_of_the_page(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, sample_folder, "spending")
    asked = set(re.findall(r'href="/spending\?[^"]*tab=(\w+)', html(app)))
    assert asked == {"projects", "payment"}
    assert not re.findall(r'href="[^"]*#', html(app))


def test_rates_are_those_of_the_sums_and_add_up(sample_store: Store) -> None:
    pace = queries.pace(sample_store, VIEW)
    whole = pace.filter(pl.col("level") == "all").row(0, named=True)
    for level in ("county", "category"):
        rows = pace.filter(pl.col("level") == level)
        for column in (*SUMMED, *(name for name in pace.columns if name.endswith("_count"))):
            assert rows[column].sum() == (whole[column] or 0), (level, column)
    assert whole["completion_share"] == pytest.approx(
        float(whole["work_done_year_amount"] / whole["annual_plan_amount"])
    )
    shown = [round(whole[name] * 100, 1) for name in ("completion_share", "elapsed_share", "pacing_share")]
    assert shown[0] - shown[1] == pytest.approx(shown[2])
    counted = queries.pace_rows(sample_store, VIEW).filter("in_total")
    for column in ("annual_plan_amount", "work_done_year_amount", "behind_amount"):
        assert counted[column].sum() == whole[column]


def test_a_category_of_too_few_projects_stands_last_and_says_so(
    sample_store: Store, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two projects of a plan in force a category's rate is one project's chance: three are asked, as of a county."""
    rows = queries.pace(sample_store, VIEW).filter(pl.col("level") == "category")
    expected = ["ranked" if count >= 3 else "too_small" for count in rows["known_count"]]
    assert rows["ranking"].to_list() == expected == sorted(expected) and len(set(expected)) == 2
    ranked = rows.filter(ranking="ranked")["pacing_share"].drop_nulls()
    assert ranked.is_sorted() and rows["with_withdrawn_rank"].null_count() == rows.height
    seen = told(run(monkeypatch, sample_folder, "spending", tab="categories"))
    assert seen.count("样本不足") > expected.count("too_small"), "each row, and why"


def test_flags_are_those_of_the_projects(sample_store: Store) -> None:
    states = queries.project_state(sample_store, VIEW).filter(pl.col("kind") == "project")
    judged = queries.payment_judged(sample_store, VIEW).row(0, named=True)
    flags = queries.payment_flags(sample_store, VIEW)
    assert judged["low_count"] == states["payment_low"].sum() == flags["payment_low"].sum() > 0
    assert judged["ahead_known_count"] == states["payment_ahead"].drop_nulls().len()
    assert flags.filter("payment_low")["paid_of_work_share"].max() < 0.8  # type: ignore[operator]


def test_a_missing_plan_is_listed_once_and_a_stated_one_not(
    sample_store: Store, official_store: Store
) -> None:
    missing = queries.plan_missing(sample_store, VIEW)
    rated = queries.pace_rows(sample_store, VIEW)
    assert missing["project_id"].is_unique().all()
    assert not set(missing["project_id"]) & set(rated.drop_nulls("annual_plan_amount")["project_id"])
    assert queries.plan_missing(official_store, VIEW).height == 218
    # no plan of 2026 is known: the whole of 2025 is under review (计划未下达)
    assert queries.plan_years(official_store, VIEW).select("year", "under_review").rows() == [(2025, True)]


def test_cards_open_rows_that_add_up_to_them(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each opens rows whose totals are the card's figure and both its sides; plan, rate and 欠序时投资 open the same."""
    taken: dict[str, Table] = {}
    monkeypatch.setattr(tables, "download", lambda _frame, table, title: taken.update({title: table}))
    app = run(monkeypatch, sample_folder, "spending")
    for tab in ("projects", "payment"):
        run(monkeypatch, sample_folder, "spending", tab=tab)
    cards = re.findall(r'<section class="figure">.*?</section>', html(app))
    plan, completion, _, behind, payment = (
        {"told": words_of(card), "opens": "".join(re.findall(r"tab=(\w+)", card))} for card in cards[:5]
    )
    titles = {"rows": say("zh", "spending.rows_title"), "payments": say("zh", "spending.payments_title")}
    opened: dict[str, Any] = {
        name: next(table.totals or {} for title, table in taken.items() if part in title)
        for name, part in titles.items()
    }
    assert [card["opens"] for card in (plan, completion, behind, payment)] == [*("projects",) * 3, "payment"]
    assert money_text(opened["rows"]["annual_plan_amount"], "zh") in plan["told"]
    assert share_text(opened["rows"]["completion_share"], "zh") in completion["told"]
    assert money_text(opened["rows"]["behind_amount"], "zh") in behind["told"]
    for column in ("annual_plan_amount", "work_done_year_amount"):
        assert money_text(opened["rows"][column], "zh") in completion["told"]
    for column in ("payment_plan_amount", "paid_year_amount"):
        assert money_text(opened["payments"][column], "zh") in payment["told"]


def test_a_countys_n_of_payments_opens_the_rows_of_payments(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "spending", tab="payment")
    assert re.search(r'href="/spending\?[^"]*county=421223[^"]*tab=payment"', html(app))
    app = run(monkeypatch, sample_folder, "spending")
    assert re.search(r'href="/spending\?[^"]*county=421223[^"]*tab=projects"', html(app))


def test_what_counts_in_the_rate_and_in_payment_is_told_apart() -> None:
    """Planned and built 400, planned and paid 300, planned alone 200: the rate's plan 900, that of payment 300."""
    june = date(2025, 6, 30)
    ledger = (
        story(a_project(), a_project("01-02", funding=(source("county"),)), a_project("01-03"))
        .report(
            june,
            *(plan(june, 2025, amount, f"01-0{place}") for place, amount in ((1, 400), (2, 300), (3, 200))),
            milestone(june, "start", done_on=date(2025, 2, 1)),
            milestone(june, "start", "01-02", done_on=date(2025, 2, 1)),
            work(june, 100),
            money(june, paid=60, project="01-02"),
        )
        .ledger()
    )
    store, view = replayed(ledger), a_view(date(2025, 7, 15))
    rows = queries.pace_rows(store, view)
    sums = {flag: rows.filter(flag)["annual_plan_amount"].sum() for flag in ("in_total", "payment_counted")}
    assert sums == {"in_total": 900, "payment_counted": 300}
    whole = queries.pace(store, view).filter(level="all").row(0, named=True)
    assert tuple(sums.values()) == tuple(
        whole[name] for name in ("annual_plan_amount", "payment_plan_amount")
    )
    assert dict(rows["project_id", "rate_basis"].iter_rows()) == {
        "01-01": "reported",
        "01-02": "untold",
        "01-03": "untold",
    }


@pytest.mark.parametrize(
    ("language", "period"), [("zh", "2025年全年（2026年计划未下达）"), ("en", "the whole of 2025")]
)
def test_the_period_is_named_and_a_plan_that_is_not_issued(
    monkeypatch: pytest.MonkeyPatch, data_folder: Path, sample_folder: Path, language: str, period: str
) -> None:
    assert period in told(run(monkeypatch, data_folder, "spending", lang=language))
    named = {"zh": "2026年1—10月", "en": "January to October 2026"}[language]
    assert named in told(run(monkeypatch, sample_folder, "spending", lang=language))
