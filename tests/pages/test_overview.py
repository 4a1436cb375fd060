"""总览: the sentence, the figures and the counties tell one state of things, and every number opens its rows."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import demo, queries
from portfolio.codes import Language
from portfolio.model import Decision, Event, View
from portfolio.queries import reporting
from portfolio.store import Store
from portfolio.web.overview import counties, known
from portfolio.words import say
from tests import sample
from tests.pages.asked import frame, html, run, told
from tests.pages.played import play, reader, view
from tests.web.seen import links, text

SAMPLE = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
DEMO = View(workspace="demo", as_of=demo.LAST_DAY, known_at=datetime.max)
OPENS: dict[str, tuple[str, str]] = {
    "annual_plan_amount": ("planned", "annual_plan_amount"),
    "work_done_year_amount": ("planned", "work_done_year_amount"),
    "behind_amount": ("planned", "behind_amount"),
    "aged_unpaid_amount": ("unpaid", "aged_unpaid_amount"),
}
"""A column of amounts, and the standard view of 项目台账 and its column that add up to it."""


def steered(store: Store, asked: View) -> pl.DataFrame:
    return queries.steering(store, asked, asked)


@pytest.mark.parametrize(("folder", "asked"), [("sample_store", SAMPLE), ("demo_store", DEMO)])
def test_every_number_of_a_county_is_the_sum_of_the_rows_that_it_opens(
    folder: str, asked: View, request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(folder)
    rows = steered(store, asked)
    assert rows["county_code"][-1] == "*" and rows.height > 3
    for row in rows.iter_rows(named=True):
        place = None if row["county_code"] == "*" else (row["county_code"],)
        here = asked.model_copy(update={"counties": place})
        for name, (only, column) in OPENS.items():
            known_ones = queries.list_rows(store, here, only)[column].drop_nulls().to_list()
            assert row[name] == (sum(known_ones, Decimal(0)) if known_ones else None), (row, name)
        red = queries.list_rows(store, here.model_copy(update={"states": ("red",)}))
        assert (row["red_count"] or 0) == red.height
        assert row["unreported_count"] == queries.list_rows(store, here, "unreported").height


def test_the_year_of_each_county_is_that_of_spending_and_the_rank_that_of_the_comparison(
    demo_store: Store,
) -> None:
    rows = steered(demo_store, DEMO)
    pace = {row["code"] or "*": row for row in queries.pace(demo_store, DEMO).iter_rows(named=True)}
    ranked = queries.comparison(demo_store, DEMO).filter(pl.col("comparison") == "pacing")
    places = dict(ranked.select("county_code", "rank").iter_rows())
    for row in rows.iter_rows(named=True):
        assert row["pacing_share"] == pace[row["county_code"]]["pacing_share"]
        assert row["completion_share"] == pace[row["county_code"]]["completion_share"]
        assert row["rank"] == places[row["county_code"]]


def test_a_rank_is_among_all_counties_whatever_is_chosen(demo_store: Store) -> None:
    one = DEMO.model_copy(update={"counties": ("990005",)})
    rows = queries.steering(demo_store, one, DEMO)
    assert rows["county_code"].to_list() == ["990005", "*"]
    assert rows["rank"].to_list() == [5, None]
    assert rows["behind_amount"][0] == rows["behind_amount"][1]


def test_last_month_is_the_day_on_which_its_reports_had_just_closed(demo_store: Store) -> None:
    """Asked on 2026-11-20 with October closed: September, as of 2026-10-11; of nothing before the first rule, none."""
    before = queries.month_before(demo_store, DEMO)
    assert before is not None and before.as_of.isoformat() == "2026-10-11"
    now, then = (
        set(queries.project_state(demo_store, one).filter(state="red")["project_id"])
        for one in (DEMO, before)
    )
    assert queries.red_turned(demo_store, DEMO, before) == (len(now - then), len(then - now))
    assert len(now) - len(then) == len(now - then) - len(then - now)
    first = DEMO.model_copy(update={"as_of": DEMO.as_of.replace(year=2021, month=1, day=2)})
    assert queries.month_before(demo_store, first) is None


def test_the_fewest_projects_that_make_up_four_fifths_of_what_is_behind(demo_store: Store) -> None:
    """By hand over the rows: taken from the largest on until they make up 80 % of all that is behind."""
    amounts = queries.list_rows(demo_store, DEMO, "behind")["behind_amount"].to_list()
    whole, taken, count = sum(amounts), Decimal(0), 0
    for amount in sorted(amounts, reverse=True):
        if taken >= whole * Decimal("0.8"):
            break
        taken, count = taken + amount, count + 1
    found = queries.gap(demo_store, DEMO).row(0, named=True)
    assert (found["behind_count"], found["most_count"], found["behind_amount"]) == (
        len(amounts),
        count,
        whole,
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sentence_the_figures_and_what_waits(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    app = play(monkeypatch, demo_folder, "overview", "reviewer", lang=language)
    seen, drawn = told(app), html(app)
    made = known.ask(frame(demo_store, "overview", workspace="demo"))
    assert made.whole["red_count"] == 20 and made.turned is not None
    assert say(language, "overview.turned", new=made.turned[0], gone=made.turned[1]) in seen
    assert say(language, "overview.say_projects", count=19, all=68) in seen
    assert say(language, "overview.missing", missing=42) in seen
    pending = reporting.pending_reports(demo_store, view(demo_store, reader(demo_store, "reviewer"))).height
    assert say(language, "overview.todo_reports", count=pending) in seen
    for county in ("990001", "990005", "000000"):
        assert re.search(rf'href="/county\?[^"]*place={county}', drawn), "the name"
        assert re.search(rf'href="/compare\?[^"]*county={county}', drawn), "the rank"
    assert "only=planned" in drawn and "only=unpaid" in drawn and "state=red" in drawn
    assert "1 (1)" in seen and "5 (5)" in seen


def test_a_county_without_rank_says_why_and_a_reader_of_one_county_sees_no_rank(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = told(play(monkeypatch, demo_folder, "overview", "leader"))
    assert "样本不足" in everyone and "不参与排名" in everyone
    own = play(monkeypatch, demo_folder, "overview", "reviewer.990003")
    assert "示例县丙" in told(own) and "示例县甲" not in told(own)
    assert not re.search(r"\d \(\d\)", told(own))


def test_what_is_taken_away_is_the_table_with_amounts_in_full(demo_store: Store) -> None:
    table = counties.table(known.ask(frame(demo_store, "overview", workspace="demo")))
    assert table.rows.height == 8 and (table.totals or {})["annual_plan_amount"] == Decimal("2677600000.00")
    assert table.rows["annual_plan_amount"].sum() == Decimal("2677600000.00")


def test_an_owner_sees_the_own_month_and_why_a_report_came_back(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = reader(ledger, "reviewer")
    row = reporting.pending_reports(ledger, view(ledger, city)).row(0, named=True)
    number, unit = row["submission_id"], row["unit_code"]
    event = Event(kind="report_decided", actor=city.login, at=datetime.combine(demo.LAST_DAY, time(12)))
    ledger.append(event, [Decision(submission_id=number, verdict="returned", reason="缺附件")], by=city)
    app = play(monkeypatch, folder, "overview", f"owner.{unit}")
    assert "缺附件" in told(app) and f"number={number}" in html(app)
    assert say("zh", "overview.own_projects") in told(app)
    assert say("zh", "overview.todo") not in told(app)


def test_the_official_library_says_what_is_known_what_is_missing_and_the_next_step(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "overview")
    seen = told(app)
    facts = {"projects": 218, "services": 17, "groups": 3, "known": 14, "amount": "120.89亿元"}
    assert say("zh", "overview.begin_known", **facts) in seen
    assert say("zh", "overview.begin_missing") in seen
    assert say("zh", "overview.begin_next_others") in seen and say("zh", "overview.begin_accounts") in seen
    assert "无法判定" not in seen
    assert all("workspace=demo" in link for link in links(app, say("zh", "overview.begin_demo")))
    assert links(app, say("zh", "overview.begin_demo"))
    counted = html(app).split("<table")[1:]
    assert len(counted) == 2 and all(">218<" in table and ">14<" in table for table in counted)


def test_a_selection_without_projects_says_so(official_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    services = run(monkeypatch, official_folder, "overview", category="standing_service")
    assert say("zh", "overview.no_projects") in text(services)
    nothing = run(monkeypatch, official_folder, "overview", q="没有这个项目")
    assert say("zh", "table.no_rows") in text(nothing)


def test_a_source_filter_says_what_is_not_split(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, sample_folder, "overview", source="special_bond")
    assert say("zh", "overview.by_source") in [caption.value for caption in app.caption]


def test_a_basis_counts_the_rows_whose_investment_is_counted(sample_store: Store) -> None:
    rows = queries.amount_rows(sample_store, SAMPLE, "investment")
    counted = dict(rows["investment_basis"].value_counts().iter_rows())
    assert len(counted) > 1
    assert dict(queries.basis_count(sample_store, SAMPLE).iter_rows()) == counted


def test_who_sent_and_waits_for_review_is_not_to_be_chased(demo_store: Store) -> None:
    """Of 42 without an accepted report 4 have sent one, as 填报情况 says of the same month: 38 are to be chased.

    One of them is called 停缓建 by its owner alone: it owes its report. One that entered in November owes none of October.
    Of 122, one that reported was taken out: 80 came.
    """
    rows = queries.unreported(demo_store, DEMO)
    month = queries.calendar(demo_store, DEMO)["last_closed_on"].item()
    sent = reporting.followup_rows(demo_store, DEMO, month).unique("project_id")
    assert dict(rows["standing"].value_counts().iter_rows()) == {"missing": 38, "pending": 4}
    for standing in ("missing", "pending"):
        listed = set(sent.filter(standing=standing)["project_id"])
        assert set(rows.filter(standing=standing)["project_id"]) == listed
    assert rows["standing"][-4:].to_list() == ["pending"] * 4
