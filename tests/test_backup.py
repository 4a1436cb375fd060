"""A backup made while the app runs gives the same answers in an empty folder, or is refused and changes nothing."""

from __future__ import annotations

import errno
import inspect
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from click.testing import CliRunner

from portfolio import clock, library, queries
from portfolio.cli import main
from portfolio.model import Decision, Event, PortfolioError, ProgressEntry, Submission, View
from portfolio.queries import reporting
from portfolio.store import Store, archive, restoring
from portfolio.store.backup import backup
from portfolio.store.restoring import restore
from portfolio.words import say
from tests import sample
from tests.conftest import ROOT
from tests.refusals import contents, refused

AT = datetime(2026, 11, 24, 15, 30)
VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
MORE: dict[str, object] = {
    "project_id": "06-01",
    "measure": "investment",
    "data_field": "stage",
    "month": "2026-09",
    "year": 2026,
    "standings": ["late"],
    "project_ids": ["06-01"],
    "indicator_no": 1,
}
"""What the questions of the pages ask for beside the view."""


HOLDING = """
import time; from pathlib import Path; from portfolio.store import Store
held = Store(Path({file!r})); print("open", flush=True); time.sleep(60)
"""
"""A process that holds a store open."""


def answers(store: Store) -> dict[str, Any]:
    """Every question of the pages that a view alone, or one of MORE, can ask."""
    told = {}
    for name in queries.__all__:
        question = getattr(queries, name)
        if not callable(question):
            continue
        asked = list(inspect.signature(question).parameters)[2:]
        if asked and not set(asked) <= MORE.keys():
            continue
        told[name] = question(store, VIEW, **{one: MORE[one] for one in asked})
    for question in (reporting.reports, reporting.months, reporting.events, reporting.event_total):
        told[question.__name__] = question(store, VIEW)
    for question in (reporting.followup_counts, reporting.followup_rows):
        told[question.__name__] = question(store, VIEW, sample.months()[-1])
    return told


def filled(sample_folder: Path, target: Path) -> Path:
    """A data folder full of reports, one of which came as a file."""
    copy = shutil.copytree(sample_folder, target)
    (copy / "uploads" / "official").mkdir(parents=True)
    (copy / "uploads" / "official" / "abc.xlsx").write_bytes(b"as it was sent")
    return copy


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    """A full data folder of the test's own."""
    return filled(sample_folder, tmp_path / "data")


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = library.open_official(folder, sample.TAKEN_AT)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def made_once(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a full data folder, for tests to copy."""
    folder = tmp_path_factory.mktemp("backed-up")
    with closing(library.open_official(filled(sample_folder, folder / "data"), sample.TAKEN_AT)) as store:
        return backup(store, folder / "kept", AT)


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """A backup of the test's own of what `folder` and `store` hold."""
    (tmp_path / "kept").mkdir()
    return Path(shutil.copy(made_once, tmp_path / "kept"))


def test_an_empty_folder_restored_gives_the_same_answers(store: Store, made: Path, tmp_path: Path) -> None:
    assert made.name == "official-20261124-153000.zip"
    before = answers(store)
    assert len(before) > 45, "the questions of every page are asked"
    assert restore(made, tmp_path / "elsewhere", AT) is None
    again = library.open_official(tmp_path / "elsewhere", AT)
    assert again.version() == store.version(), "opening it takes no library anew"
    assert again.broken_link() is None
    for name, told in answers(again).items():
        earlier = before[name]
        assert told.equals(earlier) if isinstance(told, pl.DataFrame) else told == earlier, name
    again.close()
    assert (tmp_path / "elsewhere" / "uploads" / "official" / "abc.xlsx").read_bytes() == b"as it was sent"


def test_a_backup_is_whole_while_reports_stream_in(store: Store, tmp_path: Path) -> None:
    done = threading.Event()

    def stream() -> None:
        for number in range(1, 500):
            if done.is_set():
                return
            row = ProgressEntry(project_id="06-01", period_on=sample.months()[-1], work_done_amount=number)
            sent = store.append(
                Event(kind="report_submitted", actor="o", at=AT), [Submission(period_on=row.period_on), row]
            )
            decided = Decision(submission_id=sent, verdict="accepted")
            store.append(Event(kind="report_decided", actor="r", at=AT), [decided])

    writer = threading.Thread(target=stream)
    writer.start()
    try:
        made = [backup(store, tmp_path / "kept", AT) for _ in range(3)]
    finally:
        done.set()
        writer.join()
    assert len(set(made)) == 3, "a backup of the same second replaces none"
    for number, file in enumerate(made):
        restore(file, tmp_path / str(number), AT)
        again = Store(tmp_path / str(number) / "official.duckdb")
        assert again.broken_link() is None
        again.close()
    assert sorted(path.name for path in store.path.parent.glob("backup-*")) == []


def test_what_stood_there_is_kept_aside(made: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(ROOT / "data" / "library", other / "library")
    (other / "official.duckdb").write_bytes(b"broken: that is why it is restored")
    aside = restore(made, other, AT)
    assert aside == other / "replaced-20261124-153000"
    assert (aside / "official.duckdb").read_bytes().startswith(b"broken")
    assert (aside / "library" / "counties.csv").is_file()
    assert sorted(path.name for path in other.iterdir()) == [
        "library",
        "official.duckdb",
        "official.head",
        "project_library.parquet",
        aside.name,
        "uploads",
    ]


@pytest.mark.parametrize("fault", ["cut", "flipped", "foreign", "shortened", "rewritten", "outside"])
def test_a_damaged_backup_is_refused_and_nothing_changes(made: Path, tmp_path: Path, fault: str) -> None:
    bad = tmp_path / "bad.zip"
    whole = made.read_bytes()
    if fault == "cut":
        bad.write_bytes(whole[: len(whole) // 2])
    elif fault == "flipped":
        bad.write_bytes(whole[:5000] + bytes([whole[5000] ^ 255]) + whole[5001:])
    elif fault == "foreign":
        bad.write_text("not a backup")
    else:
        repacked(made, bad, fault, tmp_path / "unpacked")
    target = tmp_path / "target"
    shutil.copytree(ROOT / "data" / "library", target / "library")
    before = contents(target)
    with pytest.raises(PortfolioError) as refusal:
        restore(bad, target, AT)
    assert refusal.value.code == "backup_damaged"
    assert contents(target) == before
    assert not (tmp_path / "escaped").exists()


def repacked(made: Path, bad: Path, fault: str, rooms: Path) -> None:
    """Write to `bad` the backup with a whole zip around a changed inside."""
    with zipfile.ZipFile(made) as packed:
        packed.extractall(rooms)
    opened = Store(rooms / "official.duckdb")
    engine = opened._engine.cursor()
    if fault == "shortened":
        engine.execute("DELETE FROM store.event WHERE event_id = (SELECT max(event_id) FROM store.event)")
    if fault == "rewritten":
        engine.execute("UPDATE store.progress_entry SET work_done_amount = 1 WHERE position = 0")
    engine.close()
    opened.close()
    with zipfile.ZipFile(bad, "w") as packed:
        for file in sorted(rooms.rglob("*")):
            if file.is_file():
                packed.write(file, file.relative_to(rooms).as_posix())
        if fault == "outside":
            packed.writestr("../escaped", "x")


def test_no_room_is_said_and_leaves_no_half_backup(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive, "pack", full)
    with pytest.raises(PortfolioError) as refusal:
        backup(store, tmp_path / "kept", AT)
    assert refusal.value.code == "folder_unwritable"
    assert list((tmp_path / "kept").iterdir()) == []
    assert list(store.path.parent.glob("backup-*")) == []


def test_a_fault_in_the_exchange_puts_everything_back(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    restore(made, target, AT)
    before = contents(target)
    moved = restoring._moved

    def failing(source: Path, to: Path) -> None:
        if to == target / "library" and source.parent.name.startswith("backup-"):
            raise OSError(errno.EACCES, "no")
        moved(source, to)

    monkeypatch.setattr(restoring, "_moved", failing)
    with pytest.raises(PortfolioError):
        restore(made, target, AT)
    assert contents(target) == before


def test_the_commands_back_up_and_restore_and_say_who_holds_the_store(folder: Path, tmp_path: Path) -> None:
    env = {"PORTFOLIO_LANGUAGE": "zh"}
    ran = CliRunner().invoke(main, ["backup", "--data", str(folder)], env=env)
    assert ran.exit_code == 0, ran.output
    (made,) = (folder / "backups").glob("*.zip")
    assert str(made) in ran.stdout
    ran = CliRunner().invoke(main, ["restore", str(made), "--data", str(folder)], env=env)
    assert ran.exit_code == 0, ran.output
    (aside,) = folder.glob("replaced-*")
    assert say("zh", "cli.kept_aside", folder=aside) in ran.stdout
    refused(["restore", "none.zip", "--data", folder], "zh", "backup_missing", file="none.zip")
    refused(["backup", "--data", tmp_path], "en", "store_missing", folder=tmp_path)
    holding = HOLDING.format(file=str(folder / "official.duckdb"))
    with subprocess.Popen([sys.executable, "-c", holding], cwd=ROOT, stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None and holder.stdout.readline() == b"open\n"
            facts = {"file": folder / "official.duckdb", "process": holder.pid}
            before = contents(folder)
            refused(["backup", "--data", folder], "zh", "store_held", **facts)
            refused(["restore", made, "--data", folder], "en", "store_held", **facts)
            assert contents(folder) == before
        finally:
            holder.kill()


def test_the_backup_is_an_event_of_the_ledger(folder: Path) -> None:
    CliRunner().invoke(main, ["backup", "--data", str(folder)])
    store = Store(folder / "official.duckdb")
    row = store.read("FROM store.event ORDER BY event_id DESC LIMIT 1").row(0, named=True)
    assert (row["kind"], row["actor"]) == ("backup_made", "operator")
    assert row["at"].date() == clock.today()
    store.close()
