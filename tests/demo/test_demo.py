"""示例市 is whole, the same every time, holds everything that happens, and two reckonings agree about it."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from portfolio import codes, demo, library, queries
from portfolio.demo import adjusted, catalogue, history, place, shelf
from portfolio.library import Taken
from portfolio.library.checking import refuse_untakable
from portfolio.library.columns import KEY, LIBRARY, SCALE, WORDED
from portfolio.model import AddedCode, PortfolioError, PublishedTotal, Record
from portfolio.queries import reporting
from portfolio.store import Store
from tests.conftest import ROOT
from tests.demo import reckoned
from tests.reckoning import ranks
from tests.reckoning.county import MEASURES
from tests.reckoning.questions import answers
from tests.test_two_reckonings import differences

LAST = reckoned.view(demo.LAST_DAY)


def of_the_store(store: Store, day: date) -> reckoned.Answers:
    """The store's own answers in the form in which the known ones are kept."""
    asked = reckoned.view(day)
    counts = queries.state_count(store, asked).group_by("state").agg(pl.col("project_count").sum())
    money = queries.county_amount(store, asked).filter(pl.col("measure").is_in(MEASURES))
    return reckoned.told(
        dict(counts.iter_rows()), money.to_dicts(), queries.county_delay(store, asked).to_dicts()
    )


@pytest.mark.parametrize("day", reckoned.DAYS, ids=str)
def test_the_store_gives_the_known_answers(demo_store: Store, day: date) -> None:
    assert of_the_store(demo_store, day) == reckoned.known()[day.isoformat()]


@pytest.mark.parametrize("day", reckoned.DAYS, ids=str)
def test_the_known_answers_are_those_of_the_second_reckoning(day: date) -> None:
    assert reckoned.reckoned(day) == reckoned.known()[day.isoformat()]


def test_two_reckonings_agree_about_every_row(demo_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked = place.table("counties").filter("ranked")["county_code"]
    monkeypatch.setattr(ranks, "RANKED", set(ranked))
    asked = reckoned.view(reckoned.DAYS[1])
    assert differences(demo_store, answers(reckoned.ledger(), asked), asked) == []


def test_it_is_the_same_every_time(demo_store: Store, tmp_path: Path) -> None:
    shelf.courses.cache_clear()
    catalogue.listed.cache_clear()
    again = demo.open_demo(tmp_path)
    newest = "SELECT event_id, hash FROM store.event ORDER BY event_id DESC LIMIT 1"
    assert again.read(newest).equals(demo_store.read(newest))
    again.close()


def test_the_chain_of_events_is_whole(demo_store: Store) -> None:
    assert demo_store.broken_link() is None


def test_every_state_and_mark_is_there(demo_store: Store) -> None:
    rows = queries.project_state(demo_store, LAST)
    assert set(rows["state"]) == set(codes.labels("state", "zh"))
    assert {"on_schedule", "silent", "never_reported", "start", "milestones", "pacing"} <= set(rows["rule"])
    assert {"payment_ahead", "payment_low"} <= set(rows["rule"])
    for marked in ("payment_ahead", "payment_low", "late", "passed_unreported", "reporting_overdue"):
        assert rows[marked].sum() >= 3, marked
    for counted in ("warning_count", "approved_count", "postponed_count", "lapsed_count"):
        assert (rows[counted] > 0).sum() >= 5, counted
    assert set(rows["stage"].drop_nulls()) == set(codes.labels("stage", "zh"))


def test_what_entered_in_november_owes_november_and_not_october(demo_store: Store) -> None:
    entered = adjusted.ENTERED[1]
    for day, owes in ((date(2026, 11, 20), False), (date(2026, 12, 11), True)):
        row = queries.unreported(demo_store, reckoned.view(day)).filter(project_id=entered)
        assert row.height == owes, day


def test_approvals_come_late_out_of_order_and_twice_and_forecasts_end(demo_store: Store) -> None:
    rows = queries.milestones(demo_store, LAST)
    for counted in ("late_approval_count", "late_filed_count", "postponement_count"):
        assert (rows[counted] > 0).sum() >= 3, counted
    told = demo_store.read(
        "SELECT project_id, milestone, word, approved_on, event_id FROM store.milestone_entry"
    )
    assert told["word"].count() >= 3
    approved = told.drop_nulls("approved_on").sort("event_id")
    each = approved.group_by("project_id", "milestone").agg("approved_on")["approved_on"].to_list()
    assert sum(days != sorted(days) for days in each) >= 2
    assert sum(len(days) > len(set(days)) for days in each) >= 2


def test_it_is_shaped_like_a_real_library(demo_store: Store) -> None:
    rows = queries.project_state(demo_store, LAST)
    projects = rows.filter(pl.col("kind") == "project")
    assert 230 <= rows.height <= 250
    assert set(rows["service_area"]) == set(codes.labels("area", "zh"))
    assert set(rows["category"]) == {*codes.labels("category", "zh"), "fire_station"}
    assert 35 <= projects["late"].sum() <= 60
    assert 0.25 <= (projects["state"] == "completed").sum() / projects.height <= 0.42
    for light in ("red", "yellow", "green"):
        assert (projects["state"] == light).sum() >= 15, light
    assert projects["investment_amount"].drop_nulls().is_between(1_000_000, 950_000_000).all()
    sources = set(queries.funding_rows(demo_store, LAST)["source"])
    assert sources >= set(codes.labels("source", "zh")) - {"not_stated"}


def test_no_name_and_no_county_is_a_real_one(demo_store: Store) -> None:
    real = pl.read_csv(ROOT / "data" / "library" / "projects.csv")["name"]
    rows = demo_store.read("SELECT name, county_code FROM library_row(9223372036854775807)")
    assert not set(rows["name"]) & set(real)
    assert all(code[:3] in ("990", "000") for code in rows["county_code"])


def test_everything_has_an_english_name(demo_store: Store) -> None:
    english = LAST.model_copy(update={"language": "en"})
    rows = queries.project_state(demo_store, english)
    units = reporting.units(demo_store, english)["name"]
    named = (
        rows["name"],
        rows["owner_unit"].drop_nulls(),
        queries.indicators(demo_store, english)["name"],
        units,
    )
    assert [name for names in named for name in names if re.search(r"[\u4e00-\u9fff]", name)] == []


def _told(taken: Taken, kind: type[Record]) -> pl.DataFrame:
    """What the library brings beside its rows, of one kind."""
    return pl.DataFrame([one.model_dump() for one in taken.beside if isinstance(one, kind)])


def test_the_library_could_be_taken_like_any_other() -> None:
    taken = shelf.taken()
    shown = taken.frames["project"].select(list(LIBRARY))
    brought = _told(taken, AddedCode)
    tables = {
        "counties": taken.frames["county"],
        "indicators": taken.frames["indicator"],
        "contradictions": taken.frames["contradiction"],
        "edition": pl.DataFrame([taken.edition.model_dump()]),
        "public_record": pl.DataFrame(
            schema=dict.fromkeys(("project_key", "fact_type", "confidence"), pl.String)
        ),
        "evidence_map": pl.DataFrame(
            schema=dict.fromkeys(("project_key", "target_kind", "target_id"), pl.String)
        ),
        "scale": pl.DataFrame(schema=pl.Schema(KEY | SCALE | WORDED)),
        "codes": brought.filter(pl.col("codelist") != "name").drop("sort_order"),
        "names": brought.filter(pl.col("codelist") == "name").select(name="zh", name_en="en"),
        "published_totals": _told(taken, PublishedTotal).drop("total_no"),
    }
    refuse_untakable(shown, Path("shown"), tables, Path("tables"))
    assert library.PARQUET not in tables


def test_one_project_carries_its_county(demo_store: Store) -> None:
    """示例县丙 looks well only because of its largest project."""
    rows = queries.project_state(demo_store, LAST).filter(
        (pl.col("county_code") == "990003") & pl.col("completion_share").is_not_null()
    )
    plan = rows["annual_plan_amount"].cast(pl.Float64).to_list()
    done = rows["work_done_year_amount"].cast(pl.Float64).to_list()
    largest = max(plan)
    left = sum(done) - done[plan.index(largest)]
    assert 0.5 <= largest / sum(plan) <= 0.72
    assert sum(done) / sum(plan) - left / (sum(plan) - largest) > 0.15


def test_small_and_silent_counties(demo_store: Store) -> None:
    told = demo_store.read("SELECT DISTINCT project_id FROM store.report WHERE project_id LIKE '__-__-06'")
    assert told.height == 2
    overdue = (
        queries.project_state(demo_store, LAST)
        .group_by("county_code")
        .agg(pl.col("reporting_overdue").filter(pl.col("state") != "completed").mean().alias("share"))
    )
    worst = overdue.filter(pl.col("county_code") != "000000").sort("share", descending=True, nulls_last=True)
    assert worst["county_code"][0] == "990005"


def test_reports_keep_the_rules_of_a_form(demo_store: Store) -> None:
    """Shares stay within 0 and 1, nothing is paid that was not received, amounts are whole hundreds of yuan."""
    wrong = demo_store.read(
        """SELECT (SELECT count(*) FROM store.progress_entry WHERE physical_share NOT BETWEEN 0 AND 1) AS share,
                  (SELECT count(*) FROM store.progress_entry WHERE work_done_amount % 100 <> 0) AS odd,
                  (SELECT count(*) FROM store.funding_entry WHERE received_amount < 0 OR paid_amount < 0) AS negative"""
    )
    assert wrong.row(0) == (0, 0, 0)
    rows = queries.funding_rows(demo_store, LAST)
    assert rows.filter(pl.col("paid_amount") > pl.col("received_amount")).is_empty()


def test_a_cumulative_amount_falls_only_where_it_is_corrected(demo_store: Store) -> None:
    falls = demo_store.read(
        """SELECT count(*) AS falls, count(DISTINCT project_id) AS projects FROM (
               SELECT project_id, work_done_amount AS now, lag(work_done_amount) OVER of_project AS before
               FROM store.progress_entry
               JOIN accepted_submission(9223372036854775807) a ON a.submission_id = event_id
               WINDOW of_project AS (PARTITION BY project_id ORDER BY period_on))
           WHERE now < before"""
    )
    assert 3 <= falls["falls"][0] == falls["projects"][0] <= 25


def test_reports_were_returned_sent_again_late_and_left_waiting(demo_store: Store) -> None:
    sent = demo_store.read(
        """SELECT s.event_id, s.period_on, e.at::DATE AS sent_on, list(d.verdict) AS verdicts
           FROM store.submission s JOIN store.event e USING (event_id)
           LEFT JOIN store.decision d ON d.submission_id = s.event_id GROUP BY ALL"""
    )
    verdicts = sent["verdicts"].list.first()
    assert (verdicts == "returned").sum() >= 5
    assert verdicts.null_count() >= 1
    assert ((sent["sent_on"] - sent["period_on"]).dt.total_days() > 30).sum() >= 20


@pytest.mark.parametrize("stop", [0.0, 0.4, 0.95])
def test_a_stop_in_the_middle_leaves_nothing(tmp_path: Path, stop: float) -> None:
    def stopping(part: float) -> None:
        if part >= stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.open_demo(tmp_path, stopping)
    left = [file.name for file in tmp_path.iterdir() if file.is_file()]
    assert [name for name in left if not name.startswith("engine-")] == []


def test_a_leftover_is_replaced_and_a_built_one_opened(
    demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo.building.duckdb").write_bytes(b"left over")
    (tmp_path / demo.DEMO).write_bytes((demo_folder / demo.DEMO).read_bytes())
    monkeypatch.setattr(history, "happenings", lambda *_: pytest.fail("built again"))
    demo.open_demo(tmp_path).close()


def test_another_simulation_is_built_anew(
    demo_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / demo.DEMO).write_bytes((demo_folder / demo.DEMO).read_bytes())
    (tmp_path / "demo.building.duckdb").write_bytes(b"left over")
    for module in ("building", "shelf"):
        monkeypatch.setattr(f"portfolio.demo.{module}.digest", lambda: "another")
    monkeypatch.setattr(history, "happenings", lambda *_: [])
    store = demo.open_demo(tmp_path)
    told = store.read("SELECT kind FROM store.event ORDER BY event_id")["kind"].to_list()
    settled = ["threshold_set", "edition_taken", "people_listed", "assignment_changed", "period_changed"]
    assert told == [*settled, "edition_taken"], "and the adjusted library"
    store.close()
    assert not (tmp_path / "demo.building.duckdb").exists()


def test_what_another_process_builds_is_left_to_it(tmp_path: Path) -> None:
    held = str(tmp_path / "demo.building.duckdb")
    code = f"import duckdb, sys; held = duckdb.connect({held!r}); print(1, flush=True); sys.stdin.read()"
    other = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout and other.stdout.readline()
    with pytest.raises(PortfolioError) as refusal:
        demo.open_demo(tmp_path)
    assert refusal.value.code == "store_held"
    assert (tmp_path / "demo.building.duckdb").exists()
    other.communicate(timeout=20)


def test_what_cannot_be_opened_is_told_as_of_any_store(tmp_path: Path) -> None:
    (tmp_path / demo.DEMO).write_bytes(b"no store at all" * 1000)
    with pytest.raises(PortfolioError) as refusal:
        demo.open_demo(tmp_path)
    assert refusal.value.code == "store_broken"
    (tmp_path / "file").touch()
    with pytest.raises(PortfolioError) as refusal:
        demo.open_demo(tmp_path / "file")
    assert refusal.value.code == "folder_unwritable"


def test_every_unit_answers_for_projects_of_its_own(demo_store: Store) -> None:
    owned = demo_store.read("FROM project_unit(9223372036854775807) ORDER BY ALL")
    units = demo_store.read("FROM unit_in_force(9223372036854775807)")["unit_code"].to_list()
    assert set(units) == set(owned["unit_code"]), "a unit without a project can report nothing"
    assert owned["project_id"].is_unique().all()
    single = owned.filter(pl.col("unit_code").is_in(["D11", "D12"])).rows()
    assert single == [("04-01-01", "D11"), ("06-01-01", "D12")]
