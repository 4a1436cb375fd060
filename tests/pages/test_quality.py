"""数据质量 counts what is known, late and silent, opens the rows behind each count, and judges nothing."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from portfolio import codes, queries
from portfolio.codes import Language
from portfolio.model import Reader, View
from portfolio.queries.owed import WORDS
from portfolio.store import Store
from portfolio.web.access import present
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run, told, unfold

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)


def of_county(rows: pl.DataFrame, whole: bool) -> pl.DataFrame:
    return rows.filter((pl.col("county_code") == "*") if whole else (pl.col("county_code") != "*"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_two_grids_stand_first_and_what_they_open_in_a_tab(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setattr(present, "reader", lambda *_: Reader(login="li", name="李", role="leader"))
    app = run(monkeypatch, sample_folder, "quality", lang=language)
    assert len(app.get("vega_lite_chart")) == 2
    drawn = html(app)
    assert all(say(language, f"quality.{name}_title") in drawn for name in ("fields", "months"))
    assert say(language, "quality.months_rule", close_days="10") in told(app)
    assert not app.header, "what stands in a tab is drawn once it is chosen"
    unfold(app)
    assert re.search(r'href="/followup[?][^"]*month=2026-08[^"]*tab=projects', html(app))


TABS = {"owed": "owed_words", "differences": "doubts", "records": "public"}


@pytest.mark.parametrize("tab", TABS)
def test_a_tab_of_the_address_is_open(sample_folder: Path, monkeypatch: pytest.MonkeyPatch, tab: str) -> None:
    app = run(monkeypatch, sample_folder, "quality", tab=tab)
    assert say("zh", f"quality.{TABS[tab]}_title") in [header.value for header in app.header]


def test_what_red_projects_owe_is_named_and_counted(sample_store: Store) -> None:
    """Each red project of the list lacks what is named of it, and no red one outside of it lacks anything."""
    listed = queries.words_owed(sample_store, VIEW)
    every = queries.owed(sample_store, VIEW)
    assert set(listed["state"]) == {"red"} and 0 < listed.height < every.height
    others = every.join(listed, on="project_id", how="anti")
    assert not others.select(pl.any_horizontal(WORDS)).to_series().any()
    assert listed["owed_count"].to_list() == sorted(listed["owed_count"], reverse=True)


def test_counties_add_up_to_the_whole_for_every_field_and_month(sample_store: Store) -> None:
    months = ("expected_count", "reported_count", "unreported_count", "sent_late_count")
    fields = ("known_count", "missing_count", "project_count")
    for rows, key, counts in (
        (queries.completeness(sample_store, VIEW), "data_field", fields),
        (queries.month_coverage(sample_store, VIEW), "month_on", months),
    ):
        summed = of_county(rows, whole=False).group_by(key).agg(pl.col(*counts).sum()).sort(key)
        assert summed.equals(of_county(rows, whole=True).select(key, *counts).sort(key))


def test_every_field_of_the_list_is_counted_and_its_rows_are_listed(sample_store: Store) -> None:
    whole = of_county(queries.completeness(sample_store, VIEW), whole=True)
    assert set(whole["data_field"]) == set(codes.labels("data_field", "zh"))
    for row in whole.iter_rows(named=True):
        listed = queries.field_missing(sample_store, VIEW, row["data_field"])
        assert listed["project_id"].n_unique() == listed.height == row["missing_count"]


def test_completeness_agrees_with_the_other_pages(sample_store: Store) -> None:
    known = dict(
        of_county(queries.completeness(sample_store, VIEW), whole=True)
        .select("data_field", "known_count")
        .iter_rows()
    )
    totals = dict(queries.total_amount(sample_store, VIEW).select("measure", "known_count").iter_rows())
    for field in ("investment", "planned_funding", "received", "paid", "work_done"):
        assert known[field] == totals[field]
    planless = queries.plan_missing(sample_store, VIEW).height
    assert known["annual_plan"] == 218 - planless
    assert known["funding_source"] == 218 - queries.unsourced(sample_store, VIEW)["unsourced_count"].sum()


def test_the_last_closed_month_is_that_of_the_overview(sample_store: Store) -> None:
    whole = of_county(queries.month_coverage(sample_store, VIEW), whole=True)
    newest = whole.row(0, named=True)
    overview = queries.coverage(sample_store, VIEW)
    assert newest["expected_count"] == overview["expected_count"].sum()
    assert newest["reported_count"] == overview["reported_count"].sum()
    assert newest["unreported_count"] == queries.unreported(sample_store, VIEW).height
    assert whole.height == 24 and whole["month_on"].is_sorted(descending=True)


def test_the_projects_that_lack_a_field_are_listed_with_who_fills_it(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, sample_folder, "quality", missing="project_code")
    label = codes.label("data_field", "project_code", "zh")
    assert say("zh", "quality.missing_fill_library", count=218, field=label) in told(app)
    app = run(monkeypatch, sample_folder, "quality", missing="county", county="421202")
    assert say("zh", "quality.missing_none", field=codes.label("data_field", "county", "zh")) in told(app)


def test_what_the_address_asks_in_vain_is_said(sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = run(monkeypatch, sample_folder, "quality", missing="nonsense")
    assert say("zh", "quality.missing_unknown", value="nonsense") in told(app)


def test_contradictions_follow_the_selection(official_store: Store) -> None:
    assert queries.contradictions_of(official_store, VIEW).height == 39
    housing = VIEW.model_copy(update={"areas": ("housing",)})
    kinds = queries.contradictions_of(official_store, housing)
    assert set(kinds["subject_kind"]) == {"edition", "indicator", "project"}
    assert kinds.filter(pl.col("subject_kind") == "project")["subject_id"].to_list() == ["06-06"]


def test_public_amounts_are_subtracted_only_from_what_is_known(
    official_store: Store, sample_store: Store
) -> None:
    rows = queries.public_beside(official_store, VIEW)
    assert rows["difference_amount"].count() == 0, "the plan states no investment for these projects"
    hospital = rows.filter(
        (pl.col("project_id") == "04-01-05") & (pl.col("fact_kind") == "planned_investment")
    )
    assert set(hospital["public_amount"].cast(pl.Float64)) == {276527400.0}
    reported = queries.public_beside(sample_store, VIEW).drop_nulls("difference_amount")
    assert reported.height > 0
    for row in reported.iter_rows(named=True):
        assert row["public_amount"] - row["library_amount"] == row["difference_amount"]
    work = queries.public_beside(sample_store, VIEW).filter(pl.col("fact_kind") == "invested_to_date")
    assert work["difference_amount"].count() == 0


def test_every_public_fact_of_the_selection_is_there(official_store: Store) -> None:
    rows = queries.public_beside(official_store, VIEW)
    facts = rows.select("project_id", "evidence_no").unique().height
    ids = queries.project_state(official_store, VIEW)["project_id"].to_list()
    stated = queries.library_rows(official_store, VIEW, ids)["evidence"].list.len().sum()
    assert facts == stated
