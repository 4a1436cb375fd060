"""项目详情 of a row that continues another: what it was, what was reported then, the way from the old number to the new."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from portfolio import library, queries
from portfolio.model import DayChoice, ProgressEntry
from portfolio.store import Store
from tests import libraries, sample
from tests.conftest import copy_library
from tests.pages.asked import every_tab, frame, html, run, told

OLD, NEW, DAY = "07-03", "17-01", date(2026, 1, 1)
SEPTEMBER, MOVED_TO = date(2025, 9, 30), date(2027, 12, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in whose store OLD reported, and is NEW from DAY on, with an approved later day."""
    made = copy_library(tmp_path_factory.mktemp("editions") / "data")
    newer = libraries.succeeded(copy_library(made.parent / "newer"), {NEW: [OLD]})
    libraries.restated(newer, NEW, MOVED_TO)
    with closing(library.open_official(made, sample.TAKEN_AT)) as store:
        done = ProgressEntry(
            project_id=OLD, period_on=SEPTEMBER, work_done_amount="1230000.00", sheet="进度", cell="C7"
        )
        sample.report(store, SEPTEMBER, [done])
        choice = DayChoice(
            project_id=NEW,
            milestone="completion",
            due_on=MOVED_TO,
            treatment="approved",
            approval="示政发〔2025〕9号",
            approved_body="示例市人民政府",
        )
        assert library.take(store, library.read_folder(newer), sample.TAKEN_AT, DAY, [choice])
    return made


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> Iterator[Store]:
    """A copy of the same store: the pages hold the other one open."""
    copied = shutil.copytree(folder, tmp_path / "copy")
    with closing(library.open_official(copied, sample.TAKEN_AT)) as opened:
        yield opened


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_what_the_project_was(
    monkeypatch: pytest.MonkeyPatch, folder: Path, language: str
) -> None:
    every_tab(monkeypatch)
    page = run(monkeypatch, folder, "project", project=NEW, lang=language)
    text = told(page)
    assert {"zh": "原为", "en": "Formerly"}[language] in text
    assert f"project={OLD}" in html(page) and "asof=2025-12-31" in html(page)
    assert "示政发〔2025〕9号" in text and "C7" in text and "123.00" in text


def test_the_old_number_leads_to_the_new_and_stands_on_its_days(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    every_tab(monkeypatch)
    page = run(monkeypatch, folder, "project", project=OLD)
    assert "现为" in told(page) and f"project={NEW}" in html(page)
    then = run(monkeypatch, folder, "project", project=OLD, asof="2025-12-31")
    assert "现为" not in told(then) and "123.00" in told(then)


def test_every_statement_stands_in_its_order(store: Store) -> None:
    view = frame(store, "project").view
    rows = queries.milestone_statements(store, view, NEW)
    said = rows.select("due_on", "approval", "approved_on", "origin").rows()
    assert said == [
        (date(2025, 12, 31), None, None, "plan"),
        (MOVED_TO, "示政发〔2025〕9号", DAY, "plan"),
    ]
    assert rows["title"][1], "a later edition's day names its document"


def test_a_figure_names_the_report_of_the_old_number(store: Store) -> None:
    view = frame(store, "project").view
    rows = queries.figure_sources(store, view, NEW)
    assert rows.filter(field="work_done_amount").select("value", "cell").rows() == [("1230000.00", "C7")]
