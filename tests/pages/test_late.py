"""滞后项目: late apart from unreported, postponed and completed; every count opens its rows."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from portfolio import queries
from portfolio.codes import Language
from portfolio.model import View
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.tables import Table
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run
from tests.web.seen import text

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_full_page_shows_charts_lists_and_rules_with_their_numbers(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    app = run(monkeypatch, sample_folder, "late", lang=language)
    assert len(app.get("vega_lite_chart")) == 3
    rules = {"late_red_days": "90", "pacing_red_share": "30"}
    assert say(language, "late.card_red_meaning", **rules) in text(app)
    assert say(language, "late.warning_title", warning_days="60") in [header.value for header in app.header]


def test_nothing_reported_is_unknown_not_zero_and_passed_days_stand_apart(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "late")
    told = text(app)
    assert not app.get("vega_lite_chart")
    assert say("zh", "late.lack_fill") in told
    assert say("zh", "late.unreported") in told
    assert say("zh", "late.passed_note", projects=6, milestones=7) in told
    assert say("zh", "late.postponed_none") not in told


def test_every_figure_opens_rows_that_are_on_the_page(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "late")
    anchors = {header.proto.anchor for header in app.header}
    asked = set(re.findall(r'href="(?:/late\?[^"]*)?#(\w+)"', html(app)))
    assert {"list", "warning", "passed", "lapsed", "postponed"} <= asked <= anchors
    assert "gantt" in anchors
    elsewhere = set(re.findall(r'href="(/(?!late\?)[^"]*#\w+)"', html(app)))
    assert elsewhere and all(
        re.match(r"/compare\?.*measure=(?:started|late).*#rows$", address) for address in elsewhere
    )
    assert re.search(r'href="/library\?[^"]*county=421223[^"]*state=red', html(app))


def test_the_list_holds_exactly_the_late_projects_of_the_count(sample_store: Store) -> None:
    listed = queries.milestone_standing(sample_store, VIEW, ["late"])
    total = queries.total_lateness(sample_store, VIEW).row(0, named=True)
    assert listed["project_id"].n_unique() == total["late_count"] > 0
    by_county = dict(listed.group_by("county_code").agg(pl.col("project_id").n_unique()).iter_rows())
    counties = queries.county_lateness(sample_store, VIEW)
    counted = dict(counties.filter(pl.col("late_count") > 0).select("county_code", "late_count").iter_rows())
    assert by_county == counted


def test_only_counties_are_ranked_and_they_come_first_by_their_share(sample_store: Store) -> None:
    rows = queries.county_lateness(sample_store, VIEW)
    ranked = rows.filter(pl.col("ranking") == "ranked")
    assert rows["ranking"].to_list() == sorted(rows["ranking"])
    assert ranked["late_share"].to_list() == sorted(ranked["late_share"], reverse=True)
    assert set(rows.filter(pl.col("ranking") == "unranked")["county_code"]) == {"421200", "000000"}


def test_a_county_nobody_reported_for_has_no_count_of_late(official_store: Store) -> None:
    rows = queries.county_lateness(official_store, VIEW)
    assert rows["late_count"].null_count() == rows.height
    assert rows["started_share"].null_count() == rows.height
    assert "ranked" not in rows["ranking"]
    assert rows["passed_unreported_count"].sum() == 6


def test_postponed_milestones_are_listed_late_or_not(sample_store: Store) -> None:
    moved = queries.postponed(sample_store, VIEW)
    total = queries.total_lateness(sample_store, VIEW)["postponed_project_count"][0]
    assert moved["project_id"].n_unique() == total


def test_the_line_of_time_holds_every_project_and_draws_the_lateness_that_is_counted(
    sample_store: Store,
) -> None:
    spans = queries.project_spans(sample_store, VIEW)
    states = queries.project_state(sample_store, VIEW)
    assert set(spans["project_id"]) == set(states.filter(pl.col("kind") == "project")["project_id"])
    late = spans.filter("late")
    drawn = late.select((pl.col("late_until_on") - pl.col("late_from_on")).dt.total_days()).to_series()
    assert drawn.to_list() == late["delay_days"].to_list()
    assert late["delay_days"].to_list() == sorted(late["delay_days"], reverse=True)
    assert late["delay_band"].null_count() == 0
    assert dict(late.select("project_id", "delay_days").iter_rows()) == dict(
        states.filter("late").select("project_id", "delay_days").iter_rows()
    )


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, None),
        (1, "month"),
        (30, "month"),
        (31, "quarter"),
        (90, "quarter"),
        (91, "half"),
        (180, "half"),
        (181, "year"),
        (365, "year"),
        (366, "longer"),
    ],
)
def test_a_band_ends_with_its_last_day(sample_store: Store, days: int, band: str | None) -> None:
    assert sample_store.read("SELECT delay_band($days) AS band", {"days": days})["band"][0] == band


def test_the_share_started_opens_the_projects_due_to_start(
    sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the whole and of a county: as many rows as were due to start, those that did marked so."""
    total = queries.total_lateness(sample_store, VIEW).row(0, named=True)
    county = queries.county_lateness(sample_store, VIEW).filter(pl.col("due_to_start_count") > 0)
    place = county.row(0, named=True)
    for counted, address in ((total, {}), (place, {"county": place["county_code"]})):
        taken: dict[str, Table] = {}
        monkeypatch.setattr(
            tables, "download", lambda _frame, table, title, to=taken: to.update({title: table})
        )
        app = run(monkeypatch, sample_folder, "compare", measure="started", **address)
        title = next(header.value for header in app.header if header.proto.anchor == "rows")
        rows = taken[title].rows
        assert (rows.height, rows["started"].sum()) == (
            counted["due_to_start_count"],
            counted["started_count"],
        )
    assert total["due_to_start_count"] > 0
    drawn = html(run(monkeypatch, sample_folder, "late"))
    assert re.search(rf'href="/compare\?[^"]*county={place["county_code"]}[^"]*measure=started#rows"', drawn)


def test_a_list_of_milestones_says_of_how_many_projects_they_are(
    sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "late")
    postponed = queries.total_lateness(sample_store, VIEW)["postponed_project_count"].item()
    moved = queries.postponed(sample_store, VIEW)
    assert say("zh", "late.postponed_note", projects=postponed, milestones=moved.height) in html(app)
