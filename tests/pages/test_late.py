"""滞后项目: the answer, the choices with their counts, the list; late apart from unreported, postponed and completed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import queries
from portfolio.codes import Language
from portfolio.model import View
from portfolio.queries.late_list import CHOICES
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.header import exporting
from portfolio.web.late import late_table
from portfolio.web.tables import Table
from portfolio.words import say
from tests import sample
from tests.pages.asked import frame, html, run, told
from tests.web.seen import text

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
TABS = ("list", "reasons", "gantt", "slips", "after")


def offered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The titles of the tables that a page offers to be taken away."""
    titles: list[str] = []
    monkeypatch.setattr(exporting, "offer", lambda table, **_: titles.append(table.title))
    return titles


def pills(app: AppTest) -> list[str]:
    """The quick choices as they read."""
    (group,) = [one for one in app.button_group if str(one.key) == "filter_choice"]
    return [option.content for option in group.proto.options]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_answers_first_and_lists_at_once(
    sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    counts = queries.late_counts(sample_store, VIEW).row(0, named=True)
    app = run(monkeypatch, sample_folder, "late", lang=language)
    assert say(language, "late.answer", **counts) in text(app)
    assert say(language, "late.answer_since", **counts) in text(app)
    assert pills(app) == [f"{say(language, f'late.choice_{name}')} {counts[name]}" for name in CHOICES]
    rows = html(app).count('<td class="state ')
    assert rows == min(counts["late"], late_table.WINDOW)
    assert not app.get("vega_lite_chart"), "what stands in a tab is drawn once it is chosen"


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_draws_its_own_and_nothing_else(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, tab: str
) -> None:
    titles = offered(monkeypatch)
    app = run(monkeypatch, sample_folder, "late", tab=tab)
    own = {
        "list": [say("zh", "nav.late")],
        "reasons": [say("zh", "tab.late.reasons")],
        "gantt": [say("zh", "tab.late.gantt")],
        "slips": [say("zh", f"late.{name}_title") for name in ("postponed", "approved", "done")],
        "after": [say("zh", "late.after_title")],
    }
    assert titles and set(titles) <= set(own[tab])
    assert len(app.get("vega_lite_chart")) == {"reasons": 1, "gantt": 1}.get(tab, 0)


@pytest.mark.parametrize("choice", list(CHOICES))
def test_every_choice_lists_its_projects_with_where_why_who_and_when(
    sample_store: Store, sample_folder: Path, monkeypatch: pytest.MonkeyPatch, choice: str
) -> None:
    asked = frame(sample_store, "late", choice=choice)
    rows = late_table.told(asked, queries.late_list(sample_store, asked.view, choice), choice)
    columns = late_table.COLUMNS.get(choice, late_table.COLUMNS[""])
    assert {"name", "county_code", "milestone", "due_on"} <= set(columns)
    assert {"who", "owner_unit"} & set(columns)
    table = late_table.table(rows, columns)
    assert table.shown == list(columns) and table.rows.height == rows.height
    assert late_table.title(asked, choice) == (
        say("zh", "nav.late") if choice == "late" else say("zh", f"late.choice_{choice}")
    ), "what is taken away names the choice"
    if not rows.height:
        app = run(monkeypatch, sample_folder, "late", choice=choice)
        assert say("zh", f"late.none_{choice}") in html(app)


def test_the_list_is_read_in_windows_and_taken_away_whole(sample_store: Store) -> None:
    rows = queries.late_list(sample_store, VIEW)
    assert rows.height > 0
    asked = frame(sample_store, "late", sort="name")
    assert asked.filters.sort == "name" and "sort=name" in asked.link("late")
    assert "sort=" not in asked.link("funding") and "choice=" not in frame(
        sample_store, "late", choice="red"
    ).link("library")


def test_the_reasons_add_up_to_all_late_projects(
    sample_store: Store, sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: dict[str, Table] = {}
    monkeypatch.setattr(tables, "download", lambda _frame, table, title: taken.update({title: table}))
    run(monkeypatch, sample_folder, "late", tab="reasons")
    table = taken[say("zh", "tab.late.reasons")]
    assert table.totals is not None
    late = queries.late_list(sample_store, VIEW).height
    assert table.rows["project_count"].sum() == table.totals["project_count"] == late > 0


def test_nothing_reported_is_unknown_not_zero_and_passed_days_stand_apart(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "late")
    assert say("zh", "late.answer_none_judged", all=218, passed=6) in text(app)
    assert f"{say('zh', 'late.choice_late')} —" in pills(app)
    assert f"{say('zh', 'late.choice_passed')} 6" in pills(app)
    assert html(app).count('<td class="state ') == 6, "what is known is listed at once"
    asked = run(monkeypatch, official_folder, "late", choice="late")
    assert say("zh", "late.unreported") in html(asked)
    assert say("zh", "late.unreported") in told(run(monkeypatch, official_folder, "late", tab="slips"))


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
            tables, "export", lambda _frame, table, title, to=taken: to.update({title: table})
        )
        run(monkeypatch, sample_folder, "compare", measure="started", tab="rows", **address)
        rows = next(iter(taken.values())).rows
        assert (rows.height, rows["started"].sum()) == (
            counted["due_to_start_count"],
            counted["started_count"],
        )
    assert total["due_to_start_count"] > 0


def test_a_list_of_milestones_says_of_how_many_projects_they_are(
    sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "late", tab="slips")
    postponed = queries.total_lateness(sample_store, VIEW)["postponed_project_count"].item()
    moved = queries.postponed(sample_store, VIEW)
    assert say("zh", "late.postponed_note", projects=postponed, milestones=moved.height) in html(app)
