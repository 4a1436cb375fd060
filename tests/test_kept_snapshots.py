"""Snapshots of a large library outlive the process in a file: used where it is sound, made anew where it is not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from portfolio.cli import main
from portfolio.model import PortfolioError
from portfolio.store import Store, opening, parts
from portfolio.store.keeping import answers_file
from tests.conftest import ROOT
from tests.kept import MEMBER, PROJECT, answers, decided, entries, same, sent, takings, view, whole

pytestmark = pytest.mark.usefixtures("large_library")


@pytest.fixture(scope="module")
def prepared_folder(sample_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's ledger and the file in which its answers were prepared; closed, for tests to copy."""
    folder = tmp_path_factory.mktemp("prepared")
    file = Path(shutil.copy(sample_store.path, folder / "copy.duckdb"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "LARGE", 100)
        store = Store(file)
        assert store.prepare(view())
        store.close()
    return folder


@pytest.fixture
def prepared(prepared_folder: Path, tmp_path: Path) -> Path:
    """A store's file of the test's own, with the file of its answers prepared beside it."""
    return shutil.copytree(prepared_folder, tmp_path / "prepared") / "copy.duckdb"


def test_a_store_opened_again_answers_from_what_was_kept(own_copy: Path, tmp_path: Path) -> None:
    store = Store(own_copy)
    before = answers(store)
    store.close()
    store = Store(own_copy)
    assert same(answers(store), before) and takings(store) == (0, 0)
    decided(store, sent(store, *entries(MEMBER, 900)))
    after = answers(store)
    assert not same(after, before) and takings(store) == (0, 1)
    store.close()
    store = Store(own_copy)
    assert same(answers(store), after) and takings(store) == (0, 0)
    assert same(after, whole(store, tmp_path))
    store.close()


def test_a_file_of_another_program_is_made_anew(
    prepared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    changed = tmp_path / "sql"
    shutil.copytree(opening.SQL_FOLDER, changed)
    with (changed / "50_state.sql").open("a", encoding="utf-8") as text:
        text.write("\nCREATE MACRO one_more() AS 1;\n")
    monkeypatch.setattr(opening, "SQL_FOLDER", changed)
    assert_made_anew(prepared)


def test_a_file_of_another_ledger_is_made_anew(own_copy: Path, tmp_path: Path) -> None:
    older = shutil.copy(own_copy, tmp_path / "older.duckdb")
    store = Store(own_copy)
    decided(store, sent(store, *entries(PROJECT, 700)))
    before = answers(store)
    store.close()
    shutil.copy(older, own_copy)
    store = Store(own_copy)
    decided(store, sent(store, *entries(PROJECT, 300)))
    assert not same(answers(store), before)
    assert same(answers(store), whole(store, tmp_path)) and takings(store) == (1, 0)
    store.close()
    # as long as the first, but another: none of the first's answers may be found
    shutil.copy(older, own_copy)
    store = Store(own_copy)
    decided(store, sent(store, *entries(PROJECT, 500)))
    assert same(answers(store), whole(store, tmp_path)) and takings(store) == (1, 0)
    store.close()


def test_a_ledger_changed_while_closed_makes_the_file_anew(prepared: Path) -> None:
    with duckdb.connect(str(prepared)) as bare:
        bare.execute("UPDATE event SET hash = 'another' WHERE event_id = (SELECT max(event_id) FROM event)")
    assert_made_anew(prepared)


@pytest.mark.parametrize("left", [b"", b"garbage" * 5_000, None])
def test_a_broken_file_is_made_anew(prepared: Path, left: bytes | None) -> None:
    kept = answers_file(prepared)
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2] if left is None else left)
    assert_made_anew(prepared)


def test_a_small_library_has_no_file(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answers_file(prepared).exists()
    monkeypatch.setattr(opening, "LARGE", 10**9)
    store = Store(prepared)
    assert not store._snapshots.kept and not answers_file(prepared).exists()
    assert not store.prepare(view())
    store.close()
    assert not answers_file(prepared).exists()


def test_a_second_store_of_the_file_is_refused_and_harms_nothing(large_store: Store) -> None:
    before = answers(large_store)
    with pytest.raises(PortfolioError, match="store_broken"):
        Store(large_store.path)
    assert answers_file(large_store.path).exists()
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    assert not same(answers(large_store), before) and takings(large_store) == (1, 1)


def test_nothing_half_taken_is_used_after_a_kill(prepared: Path) -> None:
    told = f"""
import os
from pathlib import Path
from portfolio.store import Store, keeping, opening
from tests import kept as ours
opening.LARGE = 100
store = Store(Path({str(prepared)!r}))
ours.answers(store)
ours.decided(store, ours.sent(store, *ours.entries(ours.MEMBER, 900)))
keeping.Registry.note = lambda *_: os._exit(9)
ours.answers(store)
"""
    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=False)
    assert ended.returncode == 9
    store = Store(prepared)
    assert same(answers(store), whole(store, prepared.parent)) and takings(store) == (0, 1)
    store.close()


def test_prepared_ahead_nothing_is_left_to_reckon(prepared: Path) -> None:
    store = Store(prepared)
    cursor = store._engine.cursor()
    held = store._snapshots._find(cursor, view(), store.knowledge(view()))
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


def assert_made_anew(file: Path) -> None:
    store = Store(file)
    assert store._snapshots.kept
    assert answers(store) and takings(store) == (1, 0)
    store.close()
