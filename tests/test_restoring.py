"""A restore that is killed at any of its moves is finished or undone by the next start or command, and said in words."""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio.cli import main
from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.store import Store, head, restoring
from portfolio.store.backup import backup
from portfolio.store.restoring import Settled, restore, settle
from portfolio.web.session import Stores
from portfolio.words import LANGUAGES, say
from tests import small
from tests.conftest import ROOT
from tests.refusals import contents, refused

MOVES = 10
"""Out and in: the store, its head, two parts of a library, the files that were sent."""
KILLED = """
import os, sys; from pathlib import Path
from portfolio.store import opening, restoring; from tests.small import AT
moved, lay_out = restoring._moved, opening.lay_out
opening.lay_out = lambda engine, folder: lay_out(engine, folder and Path(sys.argv[1]).parent)
def killed_after(count):
    moves = []
    def killed(source, target):
        if len(moves) == count:
            os._exit(9)
        moves.append(target)
        moved(source, target)
    return killed
for count, folder in enumerate(sys.argv[2:]):
    if os.fork() == 0:
        restoring._moved = killed_after(count)
        restoring.restore(Path(sys.argv[1]), Path(folder), AT)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.wait()[1]) == 9, folder
"""
"""A restore in each of the folders, killed after no move, one, two, …: each in a process of its own; the engine's own
file is found in one place."""


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a data folder `before`, its `made.zip` of one event less, and for each move one `cut` before it."""
    rooms = tmp_path_factory.mktemp("cut")
    data = small.folder(rooms / "before")
    with closing(Store(data / "official.duckdb")) as store:
        backup(store, rooms, small.AT).rename(rooms / "made.zip")
        store.append(small.SENT)
    (data / "uploads" / "official" / "later").write_bytes(b"came after the backup")
    (data / "library" / "counties.csv").write_text("another")
    folders = [shutil.copytree(data, rooms / f"cut{moves}") for moves in range(MOVES)]
    subprocess.run([sys.executable, "-c", KILLED, rooms / "made.zip", *folders], cwd=ROOT, check=True)
    return rooms


@pytest.fixture
def folder(cut: Path, tmp_path: Path, moves: int) -> Path:
    """A data folder in which a restore was killed after so many moves."""
    return shutil.copytree(cut / f"cut{moves}", tmp_path / "data")


def restored(cut: Path, tmp_path: Path) -> dict[str, str]:
    """What a restore that nobody killed leaves there."""
    whole = shutil.copytree(cut / "before", tmp_path / "whole")
    restore(cut / "made.zip", whole, small.AT)
    return contents(whole)


@pytest.mark.parametrize("moves", range(MOVES))
def test_a_restore_killed_at_any_move_is_finished(cut: Path, folder: Path, tmp_path: Path) -> None:
    assert (folder / "official.restore").is_file()
    settled = settle(folder / "official.duckdb")
    assert settled == Settled(True, "made.zip", folder / "replaced-20261124-153000")
    assert contents(folder) == restored(cut, tmp_path)
    assert small.events(folder) == small.events(cut / "before")[:2]
    assert settle(folder / "official.duckdb") is None


@pytest.mark.parametrize("moves", range(MOVES))
def test_what_cannot_be_finished_is_undone(cut: Path, folder: Path) -> None:
    """Somebody tidied the folder away in which the backup was unpacked."""
    for rooms in folder.glob("backup-*"):
        shutil.rmtree(rooms)
    settled = settle(folder / "official.duckdb")
    assert settled == Settled(False, "made.zip", None)
    assert contents(folder) == contents(cut / "before")


@pytest.mark.parametrize("moves", [0, 3, 7])
def test_one_killed_while_it_is_finished_is_finished_by_the_next(
    cut: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = restoring._moved

    class KilledError(BaseException):
        pass

    def once(source: Path, target: Path) -> None:
        moved(source, target)
        raise KilledError

    with monkeypatch.context() as killed, pytest.raises(KilledError):
        killed.setattr(restoring, "_moved", once)
        settle(folder / "official.duckdb")
    assert settle(folder / "official.duckdb") is not None
    assert contents(folder) == restored(cut, tmp_path)


@pytest.mark.parametrize("moves", [5])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_next_command_says_it(folder: Path, language: Language) -> None:
    ran = CliRunner().invoke(main, ["backup", "--data", str(folder)], env={"PORTFOLIO_LANGUAGE": language})
    assert ran.exit_code == 0, ran.output
    aside = folder / "replaced-20261124-153000"
    told = [
        say(language, "cli.restore_finished", file="made.zip"),
        say(language, "cli.kept_aside", folder=aside),
    ]
    assert ran.stderr.splitlines() == told


@pytest.mark.parametrize("moves", [5])
def test_a_server_that_starts_says_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PortfolioError, match="library_"):  # what the small store has beside it is none
        Stores().opened("official", folder, lambda _: None)
    assert say("zh", "cli.restore_finished", file="made.zip") in capsys.readouterr().err
    assert len(small.events(folder)) == 2


@pytest.mark.parametrize("moves", [5])
def test_a_restore_over_a_cut_one_finishes_that_first(cut: Path, folder: Path) -> None:
    restore(cut / "made.zip", folder, small.AT)
    assert sorted(path.name for path in folder.glob("replaced-*")) == [
        "replaced-20261124-153000",
        "replaced-20261124-153000-2",
    ]
    assert len(small.events(folder)) == 2 and not list(folder.glob("backup-*"))


@pytest.mark.parametrize("moves", [5])
def test_a_restore_at_work_is_left_to_itself(folder: Path) -> None:
    with (folder / "official.restore").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        before = contents(folder)
        refused(["status", "--data", folder], "zh", "restore_running", folder=folder)
        assert contents(folder) == before
    assert settle(folder / "official.duckdb") is not None


@pytest.mark.parametrize("moves", [5])
@pytest.mark.parametrize("fault", ["cut", "outside", "elsewhere"])
def test_a_journal_that_no_restore_wrote_is_refused_and_nothing_moved(folder: Path, fault: str) -> None:
    journal = folder / "official.restore"
    told = json.loads(journal.read_text())
    told |= {"outside": {"into": ["../official.duckdb"]}, "elsewhere": {"aside": "replaced-/../../x"}}.get(
        fault, {}
    )
    journal.write_text(json.dumps(told)[: 20 if fault == "cut" else None])
    before = contents(folder)
    refused(["status", "--data", folder], "en", "restore_stuck", file=journal)
    assert contents(folder) == before


def test_a_head_elsewhere_tells_of_what_was_restored(
    cut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(cut / "cut9", tmp_path / "data")
    (tmp_path / "heads").mkdir()
    monkeypatch.setenv(head.ELSEWHERE, str(tmp_path / "heads"))
    head.write(head.elsewhere(folder / "official.duckdb"), head.Head(3, "what stood here before"))
    settle(folder / "official.duckdb")
    told = head.read(tmp_path / "heads" / "official.head")
    assert told is not None and told == head.read(folder / "official.head") and told.number == 2


def test_a_link_in_the_data_folder_is_moved_and_not_followed(cut: Path, tmp_path: Path) -> None:
    folder, outside = shutil.copytree(cut / "before", tmp_path / "data"), tmp_path / "outside"
    (folder / "library").rename(outside)
    (folder / "library").symlink_to(outside)
    before = contents(outside)
    aside = restore(cut / "made.zip", folder, small.AT)
    assert aside is not None and (aside / "library").is_symlink() and contents(outside) == before
    assert (folder / "library").is_dir() and not (folder / "library").is_symlink()


def test_two_restores_of_a_moment_do_not_mix(
    cut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(cut / "before", tmp_path / "data")
    moved = restoring._moved
    second: list[PortfolioError] = []

    def beside(source: Path, target: Path) -> None:
        if not second:
            second.append(PortfolioError("none"))
            with pytest.raises(PortfolioError) as refusal:
                restore(cut / "made.zip", folder, small.AT)
            second.append(refusal.value)
        moved(source, target)

    monkeypatch.setattr(restoring, "_moved", beside)
    restore(cut / "made.zip", folder, small.AT)
    assert second[1].code == "restore_running"
    assert len(small.events(folder)) == 2
