"""Commands beside a real server: the same words and exit codes as without one, and nobody else is let in."""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio import library
from portfolio.cli import main
from portfolio.cli.protocol import SOCKET
from portfolio.codes import Language
from portfolio.words import LANGUAGES, say
from tests import sample
from tests.browser.server import serving
from tests.libraries import cut_short, own_library

Told = tuple[int, str, str]
MOMENT = re.compile(r"\d{8}-\d{6}(-\d)?\.zip")


def run(language: Language, *words: str | Path) -> Told:
    """The command's exit code and what it said, with the moment in a backup's name taken out."""
    ran = CliRunner().invoke(main, [str(word) for word in words], env={"PORTFOLIO_LANGUAGE": language})
    return ran.exit_code, MOMENT.sub("MOMENT", ran.stdout), ran.stderr


def all_told(folder: Path) -> dict[tuple[str, Language], Told]:
    """What each command says of the folder, a refused one with them; the last leaves one backup in `else`."""
    (folder / "file").touch()
    commands: dict[tuple[str, Language], list[str | Path]] = {
        ("status", "zh"): ["status"],
        ("status", "en"): ["status"],
        ("plan", "zh"): ["plan", folder / "no.xlsx", "--document", "8号", "--day", "2026-01-20"],
        ("prepare", "zh"): ["prepare"],
        ("backup", "en"): ["backup"],
        ("refused", "zh"): ["backup", "--to", folder / "file" / "below"],
        ("backup to", "zh"): ["backup", "--to", folder / "else"],
        ("backup of two", "en"): ["backup", "--to", folder / "else", "--keep", "1"],
    }
    return {asked: run(asked[1], *words, "--data", folder) for asked, words in commands.items()}


@dataclass(frozen=True)
class Tried:
    """What commands said while a server ran on the folder, and on a like folder where none did."""

    folder: Path
    mode: int
    left: list[str]
    beside: dict[tuple[str, Language], Told]
    restoring: Told
    loading: Told
    alone: dict[tuple[str, Language], Told]
    made: Path


@pytest.fixture(scope="module")
def tried(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """One server for all tests: its socket's mode, the commands beside it, the backups it made.

    The library beside its store is damaged, which must neither stop it nor go untold.
    """
    rooms = tmp_path_factory.mktemp("beside")
    folder, apart = (shutil.copytree(sample_folder, rooms / name) for name in ("with", "alone"))
    cut_short(folder)
    cut_short(apart)
    with serving(folder):
        mode = (folder / SOCKET).stat().st_mode & 0o777
        beside = all_told(folder)
        (made,) = (folder / "else").iterdir()
        restoring = run("zh", "restore", made, "--data", folder)
        loading = run("zh", "load", own_library(rooms / "own"), "--data", folder)
        written = [path.name for path in folder.glob("official.*")]
    left = sorted(path.name for path in folder.glob("official.*"))
    assert "official.duckdb.wal" in written, "the server recorded its backups"
    alone = {
        asked: (code, said.replace(str(apart), str(folder)), refused.replace(str(apart), str(folder)))
        for asked, (code, said, refused) in all_told(apart).items()
    }
    return Tried(folder, mode, left, beside, restoring, loading, alone, made)


def test_commands_say_the_same_beside_a_server(tried: Tried) -> None:
    assert tried.beside == tried.alone
    assert {name: told[0] for (name, _), told in tried.beside.items() if told[0]} == {"refused": 2, "plan": 2}
    assert "Deleted the older backup" in tried.beside["backup of two", "en"][1]
    for language in LANGUAGES:
        assert say(language, "cli.untaken") in tried.beside["status", language][1]


def test_the_server_lets_its_own_user_ask_and_leaves_nothing_behind(tried: Tried) -> None:
    assert tried.mode == 0o600
    assert tried.left == ["official.duckdb", "official.head"], (
        "neither a socket nor a log: the store is whole in its file"
    )


def test_what_exchanges_the_store_still_needs_the_app_stopped(tried: Tried) -> None:
    held = say("zh", "error.store_held", file=tried.folder / "official.duckdb", process="PROCESS")
    for code, said, refusal in (tried.restoring, tried.loading):
        assert (code, said) == (2, "")
        assert re.sub(r"进程号 \d+", "进程号 PROCESS", refusal.strip()) == held


def test_a_backup_made_beside_a_server_restores_whole(tried: Tried, tmp_path: Path) -> None:
    code, _, refusal = run("zh", "restore", tried.made, "--data", tmp_path)
    assert code == 0, refusal
    with (
        closing(library.open_official(tmp_path, sample.TAKEN_AT)) as store,
        closing(library.open_official(tried.folder, sample.TAKEN_AT)) as source,
    ):
        hashes = "SELECT hash FROM store.event ORDER BY event_id"
        whole = source.read(hashes)["hash"].to_list()
        assert store.read(hashes)["hash"].to_list() == whole[:-1], "all but the note that it was made"
        assert store.broken_link() is None
