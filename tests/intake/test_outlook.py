"""What a report is said to change, against what it changes once it is really accepted; and what is appended of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from portfolio import library, queries
from portfolio.intake import check, context, outlook, read, submission, turn_back
from portfolio.model import Decision, Event, Remark, Submission
from portfolio.store import Store
from tests.conftest import copy_library
from tests.intake.conftest import OCTOBER, SEPTEMBER, TAKEN_AT, VIEW, accept, september, settle
from tests.intake.workbooks import workbook

NOW = datetime(2026, 12, 5, 11)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A ledger of the test's own, with September accepted."""
    made = library.open_official(copy_library(tmp_path / "data"), TAKEN_AT)
    settle(made)
    accept(made, SEPTEMBER, september(), datetime(2026, 10, 8, 9))
    return made


ROWS: dict[str, list[dict[str, object]]] = {
    "status": [{"project_id": "06-02", "stage": "停缓建"}, {"project_id": "06-03", "stage": "续建"}],
    "milestones": [{"project_id": "06-03", "milestone": "开工", "due_on": "2026-03-31"}],
    "progress": [{"project_id": "06-01", "work_done_amount": 9000, "physical_share": 35}],
    "funding": [{"project_id": "06-01", "source": "专项债券", "received_amount": 8000, "paid_amount": 7000}],
}


def test_the_lights_foretold_are_the_lights_that_turn(store: Store) -> None:
    known = context(store, VIEW, OCTOBER, "U1")
    data = workbook(**ROWS)
    checked = check(read(data, "a.xlsx"), known)
    assert {one.code for one in checked.problems} == {"jump", "payment_ahead", "payment_low", "words_owed"}
    told = outlook(store, VIEW, checked, known)
    before = queries.project_state(store, VIEW)
    checksum = hashlib.sha256(data).hexdigest()
    said = {problem.key: "属实，已核对" for problem in checked.warnings}
    records, frames = submission(checked, known, "a.xlsx", checksum, said)
    sent = Event(kind="report_submitted", actor="made-up unit", at=NOW)
    number = store.append(sent, records, frames)
    decided = Event(kind="report_decided", actor="made-up reviewer", at=NOW)
    store.append(decided, [Decision(submission_id=number, verdict="accepted")])
    after = queries.project_state(store, VIEW)
    both = before.join(after, on="project_id", suffix="_after").filter(
        (pl.col("state") != pl.col("state_after")) | (pl.col("rule") != pl.col("rule_after"))
    )
    really = both.select("project_id", "state", "rule", "state_after", "rule_after").sort("project_id")
    foretold = told.select("project_id", "state_before", "rule_before", "state_after", "rule_after").sort(
        "project_id"
    )
    assert foretold.rows() == really.rows()
    assert foretold.height >= 2
    assert all(turn_back(row, "zh") and turn_back(row, "en") for row in told.iter_rows(named=True))
    ours = after.filter(pl.col("project_id").is_in(["06-01", "06-02", "06-03"]))
    assert checked.after.equals(ours)
    assert store.append(sent, records, frames) == number, "the same file twice is one report"
    store.close()


def test_nothing_is_written_while_it_is_tried(store: Store) -> None:
    known = context(store, VIEW, OCTOBER, "U1")
    version = store.version()
    for _ in range(3):
        checked = check(read(workbook(**ROWS), "a.xlsx"), known)
        assert outlook(store, VIEW, checked, known).height
    assert store.version() == version
    late = check(read(workbook(**ROWS), "a.xlsx"), known, judge=False)
    assert outlook(store, VIEW, late, known).equals(outlook(store, VIEW, checked, known))
    store.close()


def test_one_trial_leaves_no_trace_in_the_next(store: Store) -> None:
    known = context(store, VIEW, OCTOBER, "U1")
    check(read(workbook(**ROWS), "a.xlsx"), known)
    small = check(read(workbook(status=[{"project_id": "06-03", "stage": "续建"}]), "a.xlsx"), known)
    fresh = check(
        read(workbook(status=[{"project_id": "06-03", "stage": "续建"}]), "a.xlsx"),
        context(store, VIEW, OCTOBER, "U1"),
    )
    assert small.after.equals(fresh.after) and small.before.equals(fresh.before)
    store.close()


def test_a_report_is_sent_only_without_errors_and_with_a_word_on_each_warning(store: Store) -> None:
    known = context(store, VIEW, OCTOBER, "U1")
    wrong = check(read(workbook(progress=[{"project_id": "06-01", "work_done_amount": "x"}]), "a"), known)
    with pytest.raises(ValueError, match="errors"):
        submission(wrong, known, "a", None, {})
    empty = check(read(workbook(progress=[]), "a"), known)
    with pytest.raises(ValueError, match="errors"):
        submission(empty, known, "a", None, {})
    rows = [{"project_id": "06-01", "work_done_amount": 2000, "physical_share": 0.5, "correction": "核减"}]
    warned = check(read(workbook(progress=rows), "a"), known, judge=False)
    (warning,) = warned.warnings
    with pytest.raises(ValueError, match="share_small"):
        submission(warned, known, "a", None, {warning.key: "  "})
    records, frames = submission(warned, known, "a", None, {warning.key: "刚开工"})
    assert isinstance(records[0], Submission) and records[0].unit_code == "U1"
    remarks = [record for record in records if isinstance(record, Remark)]
    assert [(one.kind, one.code, one.cell, one.said) for one in remarks] == [
        ("warning", "share_small", "D3", "刚开工"),
        ("correction", "work_done_amount", "C3", "核减"),
        ("correction", "physical_share", "D3", "核减"),
    ]
    assert list(frames) == ["progress_entry"]
    store.close()


def test_a_pending_report_of_the_month_is_known(store: Store) -> None:
    known = context(store, VIEW, OCTOBER, "U1")
    assert known.pending.is_empty()
    checked = check(read(workbook(status=[{"project_id": "06-03", "stage": "续建"}]), "a.xlsx"), known)
    records, frames = submission(
        checked, known, "a.xlsx", "0" * 64, {one.key: "好" for one in checked.warnings}
    )
    number = store.append(Event(kind="report_submitted", actor="made-up unit", at=NOW), records, frames)
    pending = context(store, VIEW, OCTOBER, "U1").pending
    assert pending.select("submission_id", "file_name").rows() == [(number, "a.xlsx")]
    assert context(store, VIEW, OCTOBER, "U2").pending.is_empty()
    store.close()
