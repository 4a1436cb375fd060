"""记录: every event is there, is found, opens its report; the chain says whether it is unbroken."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio import demo
from portfolio.codes import Language
from portfolio.model import Event
from portfolio.queries import reporting as queries
from portfolio.store import Store
from portfolio.words import LANGUAGES, say
from tests.pages.asked import html, told
from tests.pages.played import play, reader, view


def test_every_event_is_counted_and_the_chain_is_unbroken(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = play(monkeypatch, demo_folder, "audit", "administrator")
    count = demo_store.version()
    assert app.success[0].value == say("zh", "audit.unbroken", count=f"{count:,}")
    newest = demo_store.read("FROM store.event ORDER BY event_id DESC LIMIT 1").row(0, named=True)
    assert newest["hash"] in html(app)
    assert say("zh", "audit.count", shown=f"{count:,}", all=f"{count:,}") in told(app)
    assert queries.events(demo_store, view(demo_store)).height == count


def test_events_are_found_by_kind_person_day_and_text(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = view(demo_store)
    everything = queries.events(demo_store, asked)
    kinds = queries.events(demo_store, asked, kinds=["people_listed"])
    assert set(kinds["kind"]) == {"people_listed"}
    who = everything["actor"][0]
    mine = queries.events(demo_store, asked, actors=[who])
    assert mine.height == everything.filter(pl.col("actor") == who).height
    day = everything["at"].dt.date()[300]
    of_day = queries.events(demo_store, asked, days=(day, day))
    assert of_day.height == everything.filter(pl.col("at").dt.date() == day).height > 0
    found = queries.events(demo_store, asked, sought="补报（虚构）")
    assert found["kind"].to_list() == ["period_changed"]
    app = play(monkeypatch, demo_folder, "audit", "administrator")
    app.multiselect(key="filter_event").set_value(["period_changed"]).run()
    assert "2026年10月，全部单位：重新开放，至2026年11月30日" in told(app)
    app.text_input(key="filter_text").input("没有这样的字").run()
    assert say("zh", "audit.count", shown="0", all=f"{everything.height:,}") in told(app)


def test_what_is_looked_for_lives_in_the_address(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = queries.events(demo_store, view(demo_store))
    day = everything["at"].dt.date()[300]
    kind, actor = everything["kind"][300], everything["actor"][300]
    chosen = {"event": kind, "actor": actor, "since": day.isoformat(), "until": day.isoformat()}
    wanted = queries.events(demo_store, view(demo_store), [kind], [actor], (day, day))
    app = play(monkeypatch, demo_folder, "audit", "administrator", **chosen)
    count = say("zh", "audit.count", shown=f"{wanted.height:,}", all=f"{everything.height:,}")
    assert 0 < wanted.height < everything.height and count in told(app)
    assert app.multiselect(key="filter_event").value == [kind]
    app.multiselect(key="filter_event").set_value(["period_changed"]).run()
    asked = {name: "".join(app.query_params[name]) for name in ("event", "since")}
    assert asked == {"event": "period_changed", "since": day.isoformat()}
    app.button(key="clear_filters").click().run()
    assert not {"event", "actor", "since", "until"} & set(app.query_params)
    assert "".join(app.query_params["role"]) == "administrator"
    assert say("zh", "audit.count", shown=f"{everything.height:,}", all=f"{everything.height:,}") in told(app)


def test_what_the_address_asks_in_vain_is_said(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = play(
        monkeypatch, demo_folder, "audit", "reviewer", event="nosuch", actor="张三", since="2031-01-01"
    )
    said = "\n".join(warning.value for warning in app.warning)
    assert all(word in said for word in ("nosuch", "张三", "2031-01-01"))


def test_a_report_opens_its_review_for_whoever_may_review(
    demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "/review?" in html(play(monkeypatch, demo_folder, "audit", "reviewer"))
    assert "/review?" not in html(play(monkeypatch, demo_folder, "audit", "administrator"))


def test_a_county_reviewer_is_told_of_the_own_county(demo_store: Store) -> None:
    county = reader(demo_store, "reviewer.990002")
    rows = queries.events(demo_store, view(demo_store, county))
    assert not set(rows["kind"]) & {"account_changed", "unit_changed", "assignment_changed"}
    reports = queries.reports(demo_store, view(demo_store, county))["submission_id"]
    assert set(rows["submission_id"].drop_nulls()) == set(reports)
    assert rows.height < queries.events(demo_store, view(demo_store)).height


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_clock_said_is_told_where_an_event_is_dated_later(
    folder: Path, ledger: Store, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """Of two that came while the clock was behind, one by three days, the other by less than a minute."""
    newest = ledger.read("SELECT max(e.at) AS newest FROM store.event e").item()
    for behind in (timedelta(days=3), timedelta(seconds=40)):
        ledger.append(Event(kind="backup_made", actor="operator", at=newest - behind, why="clock"))
    number = ledger.version()
    told_of = queries.true_moments(ledger, view(ledger))
    assert told_of[number - 1] == newest - timedelta(days=3) and number not in told_of
    seen = html(play(monkeypatch, folder, "audit", "administrator", lang=language))
    moment = newest - timedelta(days=3)
    day = f"{moment.year}年{moment.month}月{moment.day}日" if language == "zh" else f"{moment:%Y-%m-%d}"
    at = say(language, "reporting.moment", day=day, time=f"{moment:%H:%M}")
    assert say(language, "audit.true_at", at=at) in seen


def test_a_record_that_was_changed_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = duckdb.connect(str(folder / demo.DEMO))
    engine.execute("UPDATE event SET why = '改过' WHERE event_id = 77")
    engine.close()
    app = play(monkeypatch, folder, "audit", "administrator")
    assert app.error[0].value == say("zh", "audit.broken", number=77)
    assert not app.success
