"""项目详情 shows everything of one project with where it stands, runs nothing it was given, and hides what it must."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portfolio import codes, exports, library, queries, words
from portfolio.model import (
    Decision,
    Entry,
    Event,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    Submission,
    Threshold,
)
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.project import money, origins, standing
from portfolio.web.project.known import known
from portfolio.web.register import listing
from tests import sample
from tests.conftest import ROOT
from tests.pages.asked import every_tab, frame, html, run, scoped, told

HOSTILE = "<img src=x onerror=alert(1)> **粗体** [链接](http://x.test) $x$"
OCTOBER = date(2026, 10, 31)
AT = datetime(2026, 11, 2, 9)


def entry(project_id: str, cell: str = "E9") -> dict[str, object]:
    return {"project_id": project_id, "period_on": OCTOBER, "sheet": "节点", "row_number": 9, "cell": cell}


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose project 06-01 and its group have names and a report that would run if they were let."""
    folder = tmp_path_factory.mktemp("hostile") / "data"
    shutil.copytree(ROOT / "data" / "library", folder / "library")
    rows = pl.read_parquet(ROOT / "data" / library.PARQUET)
    named = pl.when(pl.col("project_id").is_in(["06-00", "06-01"])).then(pl.lit(HOSTILE))
    rows.with_columns(named.otherwise(pl.col("name")).alias("name")).write_parquet(folder / library.PARQUET)
    store = library.open_official(folder, sample.TAKEN_AT)
    what = ObstacleEntry(**entry("06-01"), obstacle="1", reason="land", what="<script>alert(2)</script>拒迁")
    sample.report(store, OCTOBER, [what], actor="<b>张三</b>")
    store.close()
    return folder


@pytest.fixture
def own_store(data_folder: Path) -> Iterator[Store]:
    """A store of the test's own, to write to."""
    store = library.open_official(data_folder, sample.TAKEN_AT)
    yield store
    store.close()


def one_of_each_kind(store: Store) -> list[str]:
    """One project a state, rule and silence."""
    rows = queries.project_state(store, frame(store, "project").view)
    grouped = rows.group_by("kind", "state", "rule", "reporting_overdue").agg(pl.col("project_id").first())
    return sorted(grouped["project_id"])


def test_every_kind_of_project_is_drawn(
    monkeypatch: pytest.MonkeyPatch, sample_folder: Path, sample_store: Store
) -> None:
    every_tab(monkeypatch)
    for number, project_id in enumerate([*one_of_each_kind(sample_store), "03-02", "04-01-01", "06-00"]):
        language = ("zh", "en")[number % 2]
        text = told(run(monkeypatch, sample_folder, "project", project=project_id, lang=language))
        assert project_id in text
        assert "None" not in text
        assert "{" not in text


def test_nothing_reported_yet_says_what_would_fill_each_part(
    monkeypatch: pytest.MonkeyPatch, official_folder: Path
) -> None:
    every_tab(monkeypatch)
    text = told(run(monkeypatch, official_folder, "project", project="06-01"))
    assert "仅公开资料" in text
    assert "整改要求：项目单位报送任一月份的月报" in text
    assert "规划专栏6 第1条" in text
    assert "约 140,000.00" in text
    for key in ("fill_milestones", "fill_year", "fill_funding", "fill_history"):
        assert words.say("zh", f"project.{key}") in text


@pytest.mark.parametrize("project_id", ["99-99", "<script>alert(1)</script>"])
def test_an_unknown_number_is_said_in_plain_words(
    monkeypatch: pytest.MonkeyPatch, official_folder: Path, project_id: str
) -> None:
    app = run(monkeypatch, official_folder, "project", project=project_id)
    assert words.say("zh", "error.project_unknown") in told(app)
    assert 'href="/library?' in html(app)
    assert "<script>alert" not in html(app)


def test_no_number_asks_for_one(monkeypatch: pytest.MonkeyPatch, official_folder: Path) -> None:
    assert words.say("zh", "project.choose") in told(run(monkeypatch, official_folder, "project"))


def test_a_project_outside_the_scope_is_not_there(sample_store: Store) -> None:
    inside = scoped(frame(sample_store, "project"), "421221")
    assert known(inside, "06-02") is not None
    assert known(inside, "06-03") is None
    for question in (
        *(queries.history, queries.figure_sources, queries.public_facts),
        *(queries.milestone_statements, queries.investment_statements, queries.obstacles),
    ):
        assert question(sample_store, inside.view, "06-03").is_empty()


def test_names_and_reports_are_shown_as_text(monkeypatch: pytest.MonkeyPatch, hostile_folder: Path) -> None:
    every_tab(monkeypatch)
    for page, address in (
        ("project", {"project": "06-01"}),
        ("project", {"project": "06-00"}),
        ("library", {}),
    ):
        app = run(monkeypatch, hostile_folder, page, **address)
        assert "<img src=x" not in html(app)
        assert "<script>alert(2)" not in html(app)
        assert HOSTILE in told(app)
        assert not any(HOSTILE[:8] in str(element.value) for element in app.markdown)


def test_every_rule_says_why_and_what_clears_it(sample_store: Store) -> None:
    asked = frame(sample_store, "project")
    found = known(asked, "03-02")
    assert found is not None
    facts = standing.numbers(asked, found)
    for rule in codes.labels("rule", "zh"):
        for language in words.LANGUAGES:
            for part in ("why", "clear"):
                assert words.say(language, f"project.{part}_{rule}", **facts)


def test_the_sentences_take_their_numbers_from_the_thresholds(own_store: Store) -> None:
    lower = Threshold(name="late_red_days", value=Decimal(30), effective_on=date(2026, 1, 1))
    own_store.append(Event(kind="threshold_set", actor="test", at=AT), [lower])
    asked = frame(own_store, "project")
    found = known(asked, "06-01")
    assert found is not None
    facts = standing.numbers(asked, found)
    assert "超过 30 天" in str(standing.checks(asked, found, facts)[0].origin)


def test_a_late_project_tells_its_own_days(own_store: Store) -> None:
    sample.report(
        own_store,
        OCTOBER,
        [
            MilestoneEntry(
                **entry("06-02"), milestone="tender", due_on=date(2026, 6, 30), due_precision="half"
            )
        ],
    )
    asked = frame(own_store, "project")
    found = known(asked, "06-02")
    assert found is not None
    facts = standing.numbers(asked, found)
    sentence = words.say("zh", "project.why_milestones", **facts)
    assert sentence == "节点“招标完成”时限为2026年上半年，截至2026年11月24日没有完成，逾期 147 天。"


def test_a_figure_names_its_file_and_cell_and_a_returned_one_does_not(own_store: Store) -> None:
    plan: dict[str, Any] = {"year": 2026, "planned_amount": Decimal(100), "year_forecast_amount": Decimal(90)}
    accepted: list[Entry] = [PlanEntry(**entry("06-02", "F7"), **plan)]
    sample.report(own_store, OCTOBER, accepted, actor="嘉鱼县住建局")
    returned = PlanEntry(**entry("06-02", "F8"), year=2026, planned_amount=Decimal(200))
    sent = Submission(period_on=OCTOBER, file_name="再报.xlsx")
    number = own_store.append(Event(kind="report_submitted", actor="嘉鱼县住建局", at=AT), [sent, returned])
    back = Decision(submission_id=number, verdict="returned", reason="数不对")
    own_store.append(Event(kind="report_decided", actor="审核员", at=AT), [back])
    asked = frame(own_store, "project")
    found = known(asked, "06-02")
    assert found is not None
    source = origins.figure(asked, found, "plan", ["annual_plan_amount"], "2026")
    assert source == "嘉鱼县住建局 2026年10月28日报送的2026年10月月报，made-up-2026-10.xlsx 节点 F7"
    (expected,) = money._expected(asked, found)
    assert (expected.label, expected.value) == ("预计全年完成", "90")
    assert expected.meaning.startswith("为年度计划投资的90.0%") and expected.meaning.endswith("节点 F7")
    verdicts = queries.history(own_store, asked.view, "06-02")["verdict"].to_list()
    assert sorted(verdicts) == ["accepted", "accepted", "returned"]


def test_an_earlier_day_does_not_know_later_pages(official_store: Store) -> None:
    late, early = (frame(official_store, "project", asof=day) for day in ("2026-11-24", "2025-01-01"))
    pages = queries.public_facts(official_store, late.view, "04-01-01")
    before = queries.public_facts(official_store, early.view, "04-01-01")
    assert 0 < before.height < pages.height
    told_before = queries.milestone_statements(official_store, early.view, "04-01-01")
    assert told_before["stated_on"].max() == date(2024, 2, 28)


def test_the_neighbours_are_those_of_the_list(
    monkeypatch: pytest.MonkeyPatch, sample_folder: Path, sample_store: Store
) -> None:
    address = {"county": "421221", "sort": "-delay_days"}
    order = listing.rows(frame(sample_store, "library", **address))["project_id"].to_list()
    body = html(run(monkeypatch, sample_folder, "project", project=order[1], **address))
    for neighbour in (order[0], order[2]):
        assert f"county=421221&amp;project={neighbour}&amp;sort=-delay_days" in body


def test_only_the_open_tab_is_drawn_and_a_figure_names_the_tab_of_its_reports(
    monkeypatch: pytest.MonkeyPatch, sample_folder: Path
) -> None:
    body = html(run(monkeypatch, sample_folder, "project", project="06-02", tab="money"))
    assert "tab=reports#history" in body
    for anchor in ("history", "judged", "pages"):
        assert f'id="{anchor}"' not in body, anchor


@pytest.mark.parametrize("project_id", ["06-02", "03-02", "06-00"])
def test_every_table_of_the_page_can_be_taken_away(
    monkeypatch: pytest.MonkeyPatch, sample_folder: Path, project_id: str
) -> None:
    drawn: list[tuple[object, tables.Table, str]] = []
    monkeypatch.setattr(tables, "download", lambda *given: drawn.append(given))
    every_tab(monkeypatch)
    run(monkeypatch, sample_folder, "project", project=project_id)
    assert drawn
    for asked, table, title in drawn:
        lists = {name: dict(labels) for name, labels in table.labels(asked).items()}  # type: ignore[arg-type]
        facts = tables.facts(asked, table, title)  # type: ignore[arg-type]
        file = exports.workbook(
            tables.taken(table), facts, dict(table.totals) if table.totals else None, lists
        )
        assert file[:2] == b"PK"


@pytest.mark.parametrize(
    ("address", "opens"),
    [
        ("https://x.test/a", True),
        ("HTTP://x.test", True),
        ("/project?project=06-02", True),
        ("#history", True),
        ("?lang=en", True),
        ("javascript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//x.test", False),
        ("x.test", False),
    ],
)
def test_only_an_address_of_a_page_is_a_link(official_store: Store, address: str, opens: bool) -> None:
    rows = queries.public_facts(official_store, frame(official_store, "project").view, "04-01-01").head(1)
    table = tables.Table(rows, ("title",), links={"title": lambda _: address})
    drawn = tables.body(frame(official_store, "project"), table)
    assert ("<a href=" in drawn) is opens
