"""Snapshots of a large library are kept in a file and brought forward: every answer is as if they were taken whole."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from portfolio.cli import main
from portfolio.model import (
    Account,
    Decision,
    Event,
    FundingEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    PortfolioError,
    ProgressEntry,
    StatusEntry,
    Submission,
    Threshold,
    View,
)
from portfolio.store import Store, bringing, opening, parts, snapshots
from portfolio.store.keeping import answers_file
from tests import sample
from tests.conftest import ROOT
from tests.test_snapshots import ASKED

LATER = sample.KNOWN_AT + timedelta(hours=1)
PROJECT, MEMBER = "09-05-12", "06-02"
"""A project that stands alone, and one of a group."""


@pytest.fixture
def file(sample_store: Store, tmp_path: Path) -> Path:
    """A file of its own with the sample's ledger."""
    return Path(shutil.copy(sample_store.path, tmp_path / "copy.duckdb"))


@pytest.fixture(autouse=True)
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample counts as a large library."""
    monkeypatch.setattr(opening, "LARGE", 100)


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    opened = Store(file)
    yield opened
    opened.close()


def view(day: date = sample.AS_OF) -> View:
    return View(as_of=day, known_at=datetime(2027, 1, 1))


def answers(store: Store, asked: View | None = None) -> list[pl.DataFrame]:
    """What the store answers to everything, and every row of its snapshot's tables in one order."""
    asked = asked or view()
    told = [ask(store, asked) for ask in ASKED]
    with store._lines.line() as line:
        known = snapshots.knowledge(line.cursor, asked.known_at)
        store._snapshots.prepare(line.cursor, asked, known)
        number = store._snapshots.begin(line.cursor, asked, known)
        for table in [*snapshots.FILLED, *parts.MACROS]:
            rows = f"SELECT * EXCLUDE (snapshot_id) FROM {table} t WHERE t.snapshot_id = $1 ORDER BY ALL"
            told.append(line.cursor.execute(rows, [number]).pl())
        line.cursor.execute("ROLLBACK")
    return told


def whole(store: Store, folder: Path, asked: View | None = None) -> list[pl.DataFrame]:
    """What a store answers that takes its snapshots whole, in memory."""
    copy = folder / "whole" / "whole.duckdb"
    shutil.rmtree(copy.parent, ignore_errors=True)
    copy.parent.mkdir()
    store.copy_to(copy)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "LARGE", 10**9)
        plain = Store(copy)
    assert not plain._snapshots.kept
    try:
        return answers(plain, asked)
    finally:
        plain.close()


def same(here: list[pl.DataFrame], there: list[pl.DataFrame]) -> bool:
    return all(one.equals(other) for one, other in zip(here, there, strict=True))


def takings(store: Store) -> tuple[int, int]:
    return store._snapshots.taken, store._snapshots.brought


def sent(store: Store, *entries: object, at: datetime = LATER) -> int:
    rows = [Submission(period_on=date(2026, 10, 31), file_name="later"), *entries]
    return store.append(Event(kind="report_submitted", actor="unit", at=at), rows)  # type: ignore[arg-type]


def decided(store: Store, *numbers: int, verdict: str = "accepted") -> None:
    for number in numbers:
        told = Decision.model_validate({"submission_id": number, "verdict": verdict, "reason": "核对"})
        store.append(Event(kind="report_decided", actor="reviewer", at=LATER), [told])


def entries(project: str, amount: int) -> list[object]:
    key = {"project_id": project, "period_on": date(2026, 10, 31)}
    money = {"planned_amount": amount * 3, "received_amount": amount * 2, "paid_amount": amount}
    return [
        FundingEntry(**key, source="county", **{name: Decimal(told) for name, told in money.items()}),
        ProgressEntry(**key, work_done_amount=Decimal(amount), physical_share=Decimal("0.4")),
        PlanEntry(**key, year=2026, planned_amount=Decimal(amount * 2)),
        StatusEntry(**key, stage="continuing"),
        MilestoneEntry(**key, milestone="completion", due_on=date(2026, 9, 1), reason="land"),
        ObstacleEntry(**key, obstacle="9", reason="funding", what="样例"),
    ]  # fmt: skip


def group_of(store: Store, project: str) -> str:
    found = store.read(
        "SELECT ancestor_ids[1] AS above FROM store.project WHERE project_id = $p", {"p": project}
    )
    return str(found["above"][0])


@pytest.mark.parametrize("spare", [True, False])
def test_after_every_event_the_answers_are_as_if_taken_whole(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spare: bool
) -> None:
    """With a spare that goes forward with its rows, and without, where the first is copied."""
    if not spare:
        monkeypatch.setattr(snapshots.Snapshots, "_spare", lambda *_: None)
    assert same(answers(store), whole(store, tmp_path))
    assert takings(store) == (1, 0)
    alone, member = sent(store, *entries(PROJECT, 700)), sent(store, *entries(MEMBER, 900))
    group = sent(store, *entries(group_of(store, MEMBER), 5_000))
    waiting = sent(store, *entries("06-01", 100))
    steps: list[Callable[[], object]] = [
        lambda: decided(store, alone),
        lambda: decided(store, member, group),
        lambda: decided(store, waiting, verdict="returned"),
        lambda: decided(store, alone, verdict="withdrawn"),
        lambda: decided(store, alone),
        lambda: decided(store, group, verdict="withdrawn"),
        lambda: store.append(
            Event(kind="account_changed", actor="operator", at=LATER),
            [Account(login="admin", name="管理员", role="administrator")],
        ),
    ]
    for number, step in enumerate(steps if spare else steps[:3], start=1):
        step()
        assert same(answers(store), whole(store, tmp_path)), number
        assert takings(store) == (1, number)
    assert store.read("SELECT count(*) AS held FROM snapshot").item() == 2
    for table in snapshots.FILLED:
        loose = f"SELECT count(*) AS n FROM {table} WHERE snapshot_id NOT IN (SELECT snapshot_id FROM kept_snapshot)"
        assert store.read(loose).item() == 0


def test_parts_are_brought_forward_with_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(store)
    decided(store, sent(store, *entries(MEMBER, 900)))
    filled: list[str] = []
    insert = parts._insert

    def noted(cursor: duckdb.DuckDBPyConnection, table: str, year: int | None, number: int) -> None:
        insert(cursor, table, year, number)
        filled.append(table)
        rows = cursor.execute(
            f"SELECT count(DISTINCT project_id) FROM {table} WHERE snapshot_id = $1", [number]
        )
        assert rows.fetchall()[0][0] < 40

    monkeypatch.setattr(parts, "_insert", noted)
    assert same(answers(store), whole_without(monkeypatch, insert, store, tmp_path))
    assert {"standing_now", "monthly_now", "curve_paid_now"} <= set(filled)


def whole_without(
    monkeypatch: pytest.MonkeyPatch, insert: object, store: Store, folder: Path
) -> list[pl.DataFrame]:
    with monkeypatch.context() as patched:
        patched.setattr(parts, "_insert", insert)
        return whole(store, folder)


@pytest.mark.parametrize("news", ["threshold", "edition"])
def test_what_may_change_any_figure_is_taken_whole(store: Store, tmp_path: Path, news: str) -> None:
    answers(store)
    decided(store, sent(store, *entries(PROJECT, 700)))
    if news == "threshold":
        rule = Threshold(name="late_red_days", value=Decimal(10), effective_on=date(2026, 1, 1))
        store.append(Event(kind="threshold_set", actor="operator", at=LATER), [rule])
    else:
        frames = {
            name: store.read(f"SELECT * EXCLUDE (event_id, position) FROM store.{name} ORDER BY position")
            for name in ("edition", "project", "county", "indicator", "contradiction")
        }
        frames["project"] = frames["project"].with_columns(
            name=pl.concat_str(pl.col("name"), pl.lit("（新）"))
        )
        store.append(Event(kind="edition_taken", actor="operator", at=LATER), frames=frames)
    assert same(answers(store), whole(store, tmp_path))
    assert takings(store) == (2, 0)


def test_another_day_is_taken_whole(store: Store, tmp_path: Path) -> None:
    answers(store)
    decided(store, sent(store, *entries(PROJECT, 700)))
    earlier = view(date(2026, 3, 31))
    assert same(answers(store, earlier), whole(store, tmp_path, earlier))
    assert takings(store) == (2, 0)


def test_a_store_opened_again_answers_from_what_was_kept(file: Path, tmp_path: Path) -> None:
    store = Store(file)
    before = answers(store)
    store.close()
    store = Store(file)
    assert same(answers(store), before) and takings(store) == (0, 0)
    decided(store, sent(store, *entries(MEMBER, 900)))
    after = answers(store)
    assert not same(after, before) and takings(store) == (0, 1)
    store.close()
    store = Store(file)
    assert same(answers(store), after) and takings(store) == (0, 0)
    assert same(after, whole(store, tmp_path))
    store.close()


def test_a_file_of_another_program_is_made_anew(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepared(file)
    changed = tmp_path / "sql"
    shutil.copytree(opening.SQL_FOLDER, changed)
    with (changed / "50_state.sql").open("a", encoding="utf-8") as text:
        text.write("\nCREATE MACRO one_more() AS 1;\n")
    monkeypatch.setattr(opening, "SQL_FOLDER", changed)
    assert_made_anew(file)


def test_a_file_of_another_ledger_is_made_anew(file: Path, tmp_path: Path) -> None:
    older = shutil.copy(file, tmp_path / "older.duckdb")
    store = Store(file)
    decided(store, sent(store, *entries(PROJECT, 700)))
    before = answers(store)
    store.close()
    shutil.copy(older, file)
    store = Store(file)
    decided(store, sent(store, *entries(PROJECT, 300)))
    assert not same(answers(store), before)
    assert same(answers(store), whole(store, tmp_path)) and takings(store) == (1, 0)
    store.close()
    # as long as the first, but another: none of the first's answers may be found
    shutil.copy(older, file)
    store = Store(file)
    decided(store, sent(store, *entries(PROJECT, 500)))
    assert same(answers(store), whole(store, tmp_path)) and takings(store) == (1, 0)
    store.close()


def test_a_ledger_changed_while_closed_makes_the_file_anew(file: Path) -> None:
    prepared(file)
    with duckdb.connect(str(file)) as bare:
        bare.execute("UPDATE event SET hash = 'another' WHERE event_id = (SELECT max(event_id) FROM event)")
    assert_made_anew(file)


@pytest.mark.parametrize("left", [b"", b"garbage" * 5_000, None])
def test_a_broken_file_is_made_anew(file: Path, left: bytes | None) -> None:
    prepared(file)
    kept = answers_file(file)
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2] if left is None else left)
    assert_made_anew(file)


def test_a_small_library_has_no_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared(file)
    assert answers_file(file).exists()
    monkeypatch.setattr(opening, "LARGE", 10**9)
    store = Store(file)
    assert not store._snapshots.kept and not answers_file(file).exists()
    assert not store.prepare(view())
    store.close()
    assert not answers_file(file).exists()


def test_a_second_store_of_the_file_is_refused_and_harms_nothing(store: Store) -> None:
    before = answers(store)
    with pytest.raises(PortfolioError, match="store_broken"):
        Store(store.path)
    assert answers_file(store.path).exists()
    decided(store, sent(store, *entries(PROJECT, 700)))
    assert not same(answers(store), before) and takings(store) == (1, 1)


def test_nothing_half_taken_is_used_after_a_kill(file: Path, tmp_path: Path) -> None:
    told = f"""
import os
from pathlib import Path
from portfolio.store import Store, keeping, opening
from tests import test_kept_snapshots as ours
opening.LARGE = 100
store = Store(Path({str(file)!r}))
ours.answers(store)
ours.decided(store, ours.sent(store, *ours.entries(ours.MEMBER, 900)))
keeping.Registry.note = lambda *_: os._exit(9)
ours.answers(store)
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=False)
    assert ended.returncode == 9
    store = Store(file)
    assert same(answers(store), whole(store, tmp_path)) and takings(store) == (0, 1)
    store.close()


def test_prepared_ahead_nothing_is_left_to_reckon(file: Path) -> None:
    store = Store(file)
    assert store.prepare(view())
    store.close()
    store = Store(file)
    cursor = store._engine.cursor()
    held = store._snapshots._begin(cursor, view(), snapshots.knowledge(cursor, view().known_at))
    assert takings(store) == (0, 0)
    assert store._snapshots._parts.missing(held, parts.all_parts(2026)) == []
    cursor.close()
    store.close()


def test_the_command_says_what_it_did(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["prepare", "--data", str(data_folder)]
    done = CliRunner().invoke(main, asked, env={"PORTFOLIO_LANGUAGE": "en"})
    assert done.exit_code == 0 and done.output.startswith("Worked out the figures of ")
    assert answers_file(data_folder / "official.duckdb").exists()
    monkeypatch.setattr(opening, "LARGE", 10**9)
    done = CliRunner().invoke(main, asked, env={"PORTFOLIO_LANGUAGE": "zh"})
    assert done.output == "项目库规模不大，无需提前准备。\n"


def test_a_snapshot_rests_on_nothing_that_a_quiet_event_changes() -> None:
    """What the filled tables read of the ledger, through all macros: what is new here must be thought of in bringing."""
    waiting = [*snapshots.FILLED.values(), *parts.MACROS.values()]
    seen: set[str] = set()
    read: set[str] = set()
    bodies = parts._bodies()
    while waiting:
        text = waiting.pop()
        read |= set(re.findall(r"store\.(\w+)", text))
        new = set(re.findall(r"\w+", text)) - seen
        seen |= new
        waiting += [bodies[name] for name in new & bodies.keys()]
    entries_of_reports = {name for name in read if name.endswith("_entry")}
    assert read - entries_of_reports == {"event", "decision", "report", "threshold", "edition", "project"}
    assert {"threshold", "edition", "project"} <= set(bringing.WIDE)


def prepared(file: Path) -> None:
    store = Store(file)
    assert store.prepare(view())
    store.close()


def assert_made_anew(file: Path) -> None:
    store = Store(file)
    assert store._snapshots.kept
    assert answers(store) and takings(store) == (1, 0)
    store.close()
