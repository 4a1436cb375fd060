"""`portfolio load --effective-on`: differing days are listed, chosen in a file and taken; bad input changes nothing."""

from __future__ import annotations

import csv
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from portfolio import library, queries
from portfolio.cli import main
from portfolio.codes import Language
from portfolio.model import Decision, Event, ProgressEntry, Submission, View
from portfolio.store import Store
from portfolio.words import LANGUAGES, say
from tests import libraries
from tests.conftest import TAKEN_AT, copy_library
from tests.libraries import hashes, opened
from tests.refusals import contents, refused

PROJECT, DUE_ON, MOVED_TO = "07-03", date(2025, 12, 31), date(2027, 12, 31)
DAY = date(2026, 1, 1)
OLD, HEIRS = "06-02", ("16-01", "16-02")
SEPTEMBER = date(2025, 9, 30)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder whose store took the shipped library and holds a report about OLD."""
    folder = copy_library(tmp_path / "data")
    with opened(folder) as store:
        report(
            store, SEPTEMBER, ProgressEntry(project_id=OLD, period_on=SEPTEMBER, work_done_amount="100.00")
        )
    return folder


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """A folder with a library that states another day for PROJECT."""
    return libraries.restated(copy_library(tmp_path / "newer"), PROJECT, MOVED_TO)


def report(store: Store, period_on: date, *entries: ProgressEntry) -> None:
    sent = Event(kind="report_submitted", actor="library", at=TAKEN_AT)
    number = store.append(sent, [Submission(period_on=period_on), *entries])
    decided = Event(kind="report_decided", actor="library", at=TAKEN_AT)
    store.append(decided, [Decision(submission_id=number, verdict="accepted")])


def run(*words: str | Path, language: Language = "zh") -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env={"PORTFOLIO_LANGUAGE": language})


def loading(data: Path, newer: Path, *more: str | Path) -> list[str | Path]:
    return ["load", newer, "--effective-on", DAY.isoformat(), *more, "--data", data]


def filled(file: Path, *chosen: str) -> Path:
    """The file as it was written, with its one row's last cells filled in."""
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    rows[1][-3:] = chosen
    file.write_text("\r\n".join(",".join(row) for row in rows), encoding="utf-8")
    return file


def due(data: Path, as_of: date) -> tuple[object, ...]:
    """Original, due and forecast day of PROJECT's completion, and its slip."""
    with opened(data) as store:
        view = View(as_of=as_of, known_at=datetime.max, projects=(PROJECT,))
        row = queries.milestones(store, view).row(0, named=True)
    return tuple(row[name] for name in ("original_due_on", "due_on", "forecast_on", "slip_days"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_differing_days_are_listed_and_nothing_is_taken(data: Path, newer: Path, language: Language) -> None:
    before = contents(data)
    ran = run(*loading(data, newer), language=language)
    assert ran.exit_code == 2
    assert PROJECT in ran.stdout and "2025-12-31 → 2027-12-31" in ran.stdout
    assert ran.stderr.strip() == say(language, "error.days_unchosen", count=1)
    assert contents(data) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_is_written_filled_in_and_taken(
    data: Path, newer: Path, tmp_path: Path, language: Language
) -> None:
    file = tmp_path / "days.csv"
    ran = run(*loading(data, newer, "--days", file), language=language)
    assert ran.exit_code == 0
    assert ran.stdout.strip() == say(language, "cli.days_written", count=1, file=file)
    with opened(data) as store:
        assert store.read("FROM store.edition").height == 1
    filled(file, say(language, "days.approved"), "示政发〔2025〕9号", "示例市人民政府")
    assert run(*loading(data, newer, "--days", file)).exit_code == 0
    assert due(data, date(2026, 2, 1)) == (DUE_ON, MOVED_TO, None, 730)
    assert due(data, date(2025, 12, 1)) == (DUE_ON, DUE_ON, None, 0), "the day before keeps its edition"
    assert run(*loading(data, newer, "--days", file)).stdout.strip() == say("zh", "cli.already_loaded")


def test_a_blank_choice_is_an_update(data: Path, newer: Path, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    run(*loading(data, newer, "--days", file))
    assert run(*loading(data, newer, "--days", file)).exit_code == 0
    assert due(data, date(2026, 2, 1)) == (DUE_ON, DUE_ON, MOVED_TO, 0)
    with opened(data) as store:
        chosen = store.read("SELECT project_id, treatment, approval FROM store.day_choice")
        assert chosen.rows() == [(PROJECT, "updated", None)]


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        (("批准调整", "示政发9号", ""), "days_document_missing"),
        (("批准调整", "", ""), "days_document_missing"),
        (("", "示政发9号", "市政府"), "days_document_alone"),
        (("同意", "", ""), "days_treatment_unknown"),
    ],
)
def test_a_bad_choice_is_refused_by_row(
    data: Path, newer: Path, tmp_path: Path, chosen: tuple[str, str, str], code: str
) -> None:
    file = tmp_path / "days.csv"
    run(*loading(data, newer, "--days", file))
    filled(file, *chosen)
    before = contents(data)
    facts = {"file": "days.csv", "row": 2, "project": PROJECT, "day": MOVED_TO, "value": chosen[0]}
    for language in LANGUAGES:
        refused(loading(data, newer, "--days", file), language, code, **facts)
    assert contents(data) == before


def test_a_file_of_other_rows_columns_or_bytes_is_refused(data: Path, newer: Path, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    run(*loading(data, newer, "--days", file))
    whole, before = file.read_text(encoding="utf-8-sig"), contents(data)
    file.write_text(whole.replace("2027-12-31", "2028-12-31"), encoding="gb18030")
    facts = {"file": "days.csv", "row": 2, "project": PROJECT, "day": "2028-12-31"}
    refused(loading(data, newer, "--days", file), "zh", "days_row_unknown", **facts)
    lines = whole.splitlines()
    file.write_text("\n".join([*lines, lines[1].replace("2027-12-31", "2027/12/31")]), encoding="utf-8")
    facts |= {"row": 3, "day": "2027-12-31"}
    refused(loading(data, newer, "--days", file), "zh", "days_row_twice", **facts)
    file.write_text(whole.replace("新时限", "新的时限"), encoding="utf-8")
    refused(
        loading(data, newer, "--days", file), "zh", "days_column_missing", file="days.csv", column="新时限"
    )
    file.write_bytes(b"\xff\xfe\x00\x81")
    refused(loading(data, newer, "--days", file), "zh", "days_file_unreadable", file=file)
    assert contents(data) == before


def test_an_edition_over_reports_says_from_which_day_it_counts(data: Path, newer: Path) -> None:
    before = contents(data)
    refused(["load", newer, "--data", data], "zh", "edition_day_missing")
    assert run("load", newer, "--effective-on", "1 January", "--data", data).exit_code == 2
    assert contents(data) == before


def test_a_renamed_project_keeps_its_report(data: Path, tmp_path: Path) -> None:
    folder = libraries.succeeded(copy_library(tmp_path / "newer"), {"16-01": [OLD]})
    assert run(*loading(data, folder)).exit_code == 0
    assert worked(data, date(2026, 2, 1)) == {"16-01": 100}
    assert worked(data, date(2025, 12, 1)) == {OLD: 100}


def worked(data: Path, as_of: date) -> dict[str, int]:
    """Every project with work done, in whole yuan."""
    with opened(data) as store:
        rows = queries.project_state(store, View(as_of=as_of, known_at=datetime.max))
    known = rows.drop_nulls("work_done_amount")
    return {name: int(amount) for name, amount in known.select("project_id", "work_done_amount").iter_rows()}


def split(folder: Path, *amounts: tuple[str, str, int]) -> Path:
    """`folder`, whose library splits OLD into HEIRS with these opening figures: number, month's end, work done."""
    head = "project_id,predecessor_id,period_on,figure,source,currency,year,amount"
    rows = [f"{name},{OLD},{day},work_done,,,,{amount}.00" for name, day, amount in amounts]
    text = "\n".join([head, *rows, ""])
    (folder / "library" / "opening_figures.csv").write_text(text, encoding="utf-8")
    return libraries.succeeded(folder, {heir: [OLD] for heir in HEIRS})


def test_a_split_divides_what_was_done(data: Path, tmp_path: Path) -> None:
    told = (("16-01", "2025-12-31", 70), ("16-02", "2025-12-31", 30))
    folder = split(copy_library(tmp_path / "newer"), *told)
    assert run(*loading(data, folder)).exit_code == 0
    assert worked(data, date(2026, 2, 1)) == {"16-01": 70, "16-02": 30}
    assert worked(data, date(2025, 12, 1)) == {OLD: 100}


@pytest.mark.parametrize(
    "amounts",
    [
        (),
        (("16-01", "2025-12-31", 70),),
        (("16-01", "2025-12-31", 70), ("16-02", "2025-12-31", 31)),
        (("16-01", "2025-11-30", 70), ("16-02", "2025-11-30", 30)),
    ],
)
def test_opening_figures_that_do_not_add_up_are_refused(
    data: Path, tmp_path: Path, amounts: tuple[tuple[str, str, int], ...]
) -> None:
    folder = split(copy_library(tmp_path / "newer"), *amounts)
    before = contents(data)
    found = sum(amount for _, day, amount in amounts if day == "2025-12-31")
    ran = run(*loading(data, folder), language="en")
    assert ran.exit_code == 2 and ran.stdout == ""
    assert f"Project {OLD} is split into 16-01、16-02: work_done" in ran.stderr
    assert f"was 100.00 yuan, the opening figures add up to {found}" in ran.stderr
    assert contents(data) == before


def test_ten_starts_after_several_editions_change_no_figure(data: Path, newer: Path, tmp_path: Path) -> None:
    file = tmp_path / "days.csv"
    run(*loading(data, newer, "--days", file))
    filled(file, "批准调整", "示政发9号", "市政府")
    assert run(*loading(data, newer, "--days", file)).exit_code == 0
    told = (("16-01", "2026-03-31", 70), ("16-02", "2026-03-31", 30))
    later = split(copy_library(tmp_path / "later"), *told)
    ran = run("load", later, "--effective-on", "2026-04-01", "--days", tmp_path / "later.csv", "--data", data)
    assert ran.exit_code == 0, "the days differ from the edition before again"
    ran = run("load", later, "--effective-on", "2026-04-01", "--days", tmp_path / "later.csv", "--data", data)
    assert ran.exit_code == 0, ran.stderr
    views = [View(as_of=date(2026, month, 1), known_at=datetime.max) for month in (1, 2, 5)]
    views += [View(as_of=date(2025, 12, 31), known_at=datetime.max)]
    first, shown = started(data, views)
    for _ in range(8):
        assert started(data, [])[0] == first
    last, shown_last = started(data, views)
    assert last == first
    assert all(one.equals(two) for one, two in zip(shown, shown_last, strict=True))


def started(data: Path, views: list[View]) -> tuple[list[str], list[pl.DataFrame]]:
    """The hashes of the events after another start, and what the views show then."""
    asked = (queries.project_state, queries.milestones, queries.county_amount)
    with closing(library.open_official(data, datetime(2026, 11, 24))) as store:
        return hashes(store), [ask(store, view) for view in views for ask in asked]
