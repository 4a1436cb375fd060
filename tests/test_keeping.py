"""Old backups: those that named themselves go once there are enough; a person's own and the newest never do."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio.cli import main
from portfolio.store import Store
from portfolio.store.backup import backup, thin_out
from portfolio.words import say
from tests import small
from tests.conftest import ROOT

OLD = [
    "official-20261101-020000.zip",
    "official-20261102-020000.zip.age",
    "official-20261102-020000-2.zip",
    "official-20261102-020000-10.zip",
]
"""From the oldest to the newest."""
LEFT = [
    "before the upgrade.zip",
    "official-before-upgrade.zip",
    "official-20261101-020000 (1).zip",
    "official-20261101-020000.zip.part",
    "demo-20261101-020000.zip",
]
"""What no name of theirs is."""
KILLED = """
import os, sys; from pathlib import Path; from datetime import datetime
from portfolio.store import Store, archive, backup
pack = archive.pack
def killed(*told):
    pack(*told)
    os._exit(9)
archive.pack = killed
backup.backup(Store(Path(sys.argv[1]) / "official.duckdb"), Path(sys.argv[1]) / "backups", datetime(2026, 11, 24))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in [*OLD, *LEFT]:
        (tmp_path / name).write_text("a backup")
    (tmp_path / "official-20261031-020000.zip").symlink_to(tmp_path / LEFT[0])
    (tmp_path / "official-20261030-020000.zip").mkdir()
    return tmp_path


@pytest.mark.parametrize(("keep", "dropped"), [(1, 4), (2, 3), (4, 1), (5, 0), (14, 0)])
def test_the_oldest_that_named_themselves_go(folder: Path, keep: int, dropped: int) -> None:
    newest = folder / "official-20261124-153000.zip"
    newest.write_text("the newest")
    before = {path.name for path in folder.iterdir()}
    assert [path.name for path in reversed(thin_out(newest, keep))] == OLD[:dropped]
    assert before - {path.name for path in folder.iterdir()} == set(OLD[:dropped])


def test_the_newest_stays_though_the_clock_was_set_back(folder: Path) -> None:
    newest = folder / "official-20200101-000000.zip"
    newest.write_text("made just now")
    thin_out(newest, 1)
    assert newest.exists() and not any((folder / name).exists() for name in OLD)


def test_the_command_keeps_as_many_as_it_is_told(tmp_path: Path) -> None:
    data = small.folder(tmp_path / "data")
    (data / "backups").mkdir()
    for name in [*OLD, *LEFT]:
        (data / "backups" / name).write_text("a backup")
    ran = CliRunner().invoke(
        main, ["backup", "--keep", "2", "--data", str(data)], env={"PORTFOLIO_LANGUAGE": "zh"}
    )
    assert ran.exit_code == 0, ran.output
    told = [say("zh", "cli.backup_dropped", file=data / "backups" / name) for name in OLD[:-1]]
    assert ran.stdout.splitlines()[1:] == told
    assert len(list((data / "backups").iterdir())) == 2 + len(LEFT)
    ran = CliRunner().invoke(main, ["backup", "--keep", "0", "--data", str(data)])
    assert ran.exit_code == 2 and len(list((data / "backups").iterdir())) == 2 + len(LEFT)


def test_what_a_killed_backup_left_is_cleared_away_by_the_next(tmp_path: Path) -> None:
    data = small.folder(tmp_path / "data")
    ended = subprocess.run([sys.executable, "-c", KILLED, data], cwd=ROOT, check=False)
    assert (
        ended.returncode == 9 and list(data.glob("backup-*")) and list((data / "backups").glob(".*.partial"))
    )
    with closing(Store(data / "official.duckdb")) as store:
        file = backup(store, data / "backups", small.AT)
    assert not list(data.glob("backup-*")) and list((data / "backups").iterdir()) == [file]
