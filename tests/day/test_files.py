"""A large library's day in files: used where they are sound and this ledger's, made anew where they are not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from portfolio.cli import main
from portfolio.day import day_of, files, prepare
from portfolio.model import PortfolioError
from portfolio.store import Store, head, macros, opening
from tests.conftest import ROOT
from tests.day.asking import MEMBER, PROJECT, answers, decided, entries, reckoned_whole, same, sent, view

pytestmark = pytest.mark.usefixtures("large_library")


@pytest.fixture(scope="module")
def prepared_folder(sample_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's ledger with its day in files beside it; closed, for tests to copy."""
    folder = tmp_path_factory.mktemp("prepared")
    file = Path(shutil.copy(sample_store.path, folder / "copy.duckdb"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "LARGE", 100)
        store = Store(file)
        assert prepare(store, view())
        store.close()
    return folder


@pytest.fixture
def prepared(prepared_folder: Path, tmp_path: Path) -> Path:
    """A store's file of the test's own, with its day in files beside it."""
    return shutil.copytree(prepared_folder, tmp_path / "prepared") / "copy.duckdb"


def kept(file: Path) -> list[Path]:
    """The folders of days beside the store's file."""
    return sorted(path for path in (file.parent / "copy-days").iterdir() if path.is_dir())


def test_a_store_opened_again_answers_from_its_files(prepared: Path, reckonings: list[str]) -> None:
    store = Store(prepared)
    before = answers(store)
    assert reckonings == []
    assert same(before, reckoned_whole(store, prepared.parent))
    reckonings.clear()
    decided(store, sent(store, *entries(MEMBER, 900)))
    after = answers(store)
    assert reckonings == ["touched"] and not same(after, before)
    store.close()
    store = Store(prepared)
    reckonings.clear()
    assert same(answers(store), after) and reckonings == ["touched"]
    assert prepare(store, view())
    store.close()
    store = Store(prepared)
    reckonings.clear()
    assert same(answers(store), after) and reckonings == []
    store.close()


def test_files_of_another_program_are_made_anew(
    prepared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reckonings: list[str]
) -> None:
    changed = tmp_path / "sql"
    shutil.copytree(macros.SQL_FOLDER, changed)
    with (changed / "50_state.sql").open("a", encoding="utf-8") as text:
        text.write("\nCREATE MACRO one_more() AS 1;\n")
    monkeypatch.setattr(macros, "SQL_FOLDER", changed)
    assert_reckoned_anew(prepared, reckonings)


def test_files_of_another_ledger_are_made_anew(prepared: Path, tmp_path: Path, reckonings: list[str]) -> None:
    """Of the same length, and with another newest event."""
    older = shutil.copy(prepared, tmp_path / "older.duckdb")
    for amount in (700, 500):
        shutil.copy(older, prepared)
        head.file_of(prepared).unlink()
        store = Store(prepared)
        decided(store, sent(store, *entries(PROJECT, amount)))
        reckonings.clear()
        before = answers(store)
        assert same(before, reckoned_whole(store, prepared.parent))
        assert prepare(store, view())
        store.close()
    assert len(kept(prepared)) == 1


def test_a_ledger_changed_while_closed_has_its_day_made_anew(prepared: Path, reckonings: list[str]) -> None:
    with duckdb.connect(str(prepared)) as bare:
        bare.execute("UPDATE event SET hash = 'another' WHERE event_id = (SELECT max(event_id) FROM event)")
    head.file_of(prepared).unlink()
    assert_reckoned_anew(prepared, reckonings)


@pytest.mark.parametrize("harm", ["cut", "garbled", "missing", "unmarked", "copied"])
def test_broken_files_are_made_anew(prepared: Path, harm: str, reckonings: list[str]) -> None:
    frame = kept(prepared)[0] / "amount.arrow"
    whole = frame.read_bytes()
    if harm == "cut":
        frame.write_bytes(whole[: len(whole) // 2])
    elif harm == "garbled":
        frame.write_bytes(whole[:-500] + bytes(byte ^ 1 for byte in whole[-500:]))
    elif harm == "missing":
        frame.unlink()
    elif harm == "copied":
        frame.parent.rename(frame.parent.with_name(f"{frame.parent.name} (copy)"))
    else:
        (frame.parent / files.MARK).write_bytes(b"{")
    assert_reckoned_anew(prepared, reckonings)


def test_a_day_goes_on_when_its_files_were_replaced(prepared: Path, reckonings: list[str]) -> None:
    store = Store(prepared)
    day_of(store, view()).frame("project")
    shutil.rmtree(kept(prepared)[0])
    assert same(answers(store), reckoned_whole(store, prepared.parent))
    assert reckonings == ["whole", "whole"]
    store.close()


def test_a_mark_that_is_damaged_while_its_day_is_held_is_no_fault(
    prepared: Path, reckonings: list[str]
) -> None:
    store = Store(prepared)
    day_of(store, view()).frame("project")
    (kept(prepared)[0] / files.MARK).write_bytes(b"{")
    assert answers(store) and reckonings == ["whole"]
    store.close()


def test_what_a_killed_process_had_begun_is_swept_away(prepared: Path) -> None:
    (prepared.parent / "copy-days" / ".begun").mkdir()
    store = Store(prepared)
    assert prepare(store, view()) and len(kept(prepared)) == 1
    store.close()


def test_a_small_library_has_no_files(own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LARGE", 10**9)
    store = Store(own_copy)
    assert not prepare(store, view())
    assert not files.folder(store).exists()
    store.close()


def test_a_folder_that_cannot_be_written_is_said_and_nothing_is_lost(
    prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> dict[str, object]:
        raise OSError(28, "No space left on device")

    before = kept(prepared)
    store = Store(prepared)
    decided(store, sent(store, *entries(MEMBER, 900)))
    monkeypatch.setattr(files, "_mark", full)
    monkeypatch.setattr(files, "_usable", lambda *_: True)
    with pytest.raises(PortfolioError, match="folder_unwritable"):
        prepare(store, view())
    assert kept(prepared) == before
    store.close()


def test_nothing_half_written_is_used_after_a_kill(prepared: Path, reckonings: list[str]) -> None:
    told = f"""
import os
from pathlib import Path
from portfolio.day import files, prepare
from portfolio.store import Store, macros, opening
from tests.day import asking
opening.LARGE = 100
store = Store(Path({str(prepared)!r}))
asking.decided(store, asking.sent(store, *asking.entries(asking.MEMBER, 900)))
files._mark = lambda *_: os._exit(9)
files._usable = lambda *_: True
prepare(store, asking.view())
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=False)
    assert ended.returncode == 9
    assert len(kept(prepared)) == 2, "the whole ones, and what was begun"
    store = Store(prepared)
    assert same(answers(store), reckoned_whole(store, prepared.parent)) and reckonings == ["touched", "whole"]
    assert prepare(store, view())
    assert len(kept(prepared)) == 1
    store.close()


def test_the_command_says_what_it_did(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["prepare", "--data", str(data_folder)]
    assert CliRunner().invoke(main, ["init", *asked[1:]]).exit_code == 0
    done = CliRunner().invoke(main, asked, env={"PORTFOLIO_LANGUAGE": "en"})
    assert done.exit_code == 0 and done.output.startswith("Worked out the figures of ")
    assert list((data_folder / "official-days").iterdir())
    monkeypatch.setattr(opening, "LARGE", 10**9)
    done = CliRunner().invoke(main, asked, env={"PORTFOLIO_LANGUAGE": "zh"})
    assert done.output == "项目库规模不大，无需提前准备。\n"


def assert_reckoned_anew(file: Path, reckonings: list[str]) -> None:
    store = Store(file)
    assert answers(store)
    assert reckonings == ["whole"]
    store.close()
