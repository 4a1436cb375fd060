"""A full disk, a folder that cannot be written to, one flipped byte: a sentence, nothing half stored, and no eight tries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from portfolio.cli import main, status
from portfolio.cli.protocol import Request
from portfolio.codes import Language
from portfolio.model import Event, PortfolioError
from portfolio.store import Store, hindrances, uploads
from portfolio.store.backup import backup
from portfolio.web import error_boundary
from portfolio.words import LANGUAGES, say
from tests import small
from tests.refusals import contents, refused

SENT = Event(kind="threshold_set", actor="operator", at=small.AT)
LARGE = SENT.model_copy(update={"why": os.urandom(1_500_000).hex()})
"""An event of three megabytes."""
RACE = duckdb.TransactionException("TransactionContext Error: Conflict on update!")
UNWRITTEN = "TransactionContext Error: Failed to commit: Could not write file 's.duckdb.wal': "
STOPPED = 'IO Error: Database "store" has been invalidated because checkpointing failed. Original error: '
FLIPPED = "IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block at location 0"
SAID = {
    f"{UNWRITTEN}No space left on device": "disk_full",
    f"{UNWRITTEN}File too large": "disk_full",
    f"{UNWRITTEN}Read-only file system": "disk_readonly",
    f"{STOPPED}Could not write file: No space left on device": "store_stopped",
    FLIPPED: "store_unreadable",
}
"""What the engine said on a full disk and of a flipped byte."""
BLOCK, HEADERS = 262_144, 12_288
"""The bytes of a block of the engine's file, and of the three headers before the first, each a page of 4096."""


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.folder(tmp_path_factory.mktemp("hindered") / "data")


@pytest.fixture
def folder(small_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_folder, tmp_path / "data")


@contextmanager
def mounted(place: Path, *words: str) -> Iterator[None]:
    """Something mounted at `place`; where nobody may mount, the test is left out, but not unseen in CI."""
    place.mkdir(exist_ok=True)
    tried = subprocess.run(["mount", *words, str(place)], capture_output=True, check=False)
    if tried.returncode:
        if os.environ.get("CI"):
            pytest.fail(
                "nothing can be mounted here: CI needs the right to, as root in a container that may mount"
            )
        pytest.skip("nothing can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def filled(disk: Path) -> Path:
    """A file that takes all the room that is left on the disk."""
    file = disk / "filler"
    with file.open("wb", buffering=0) as taken:
        for size in (2**20, 2**12):
            try:
                while taken.write(bytes(size)):
                    pass
            except OSError:
                continue
    return file


def said(refusal: PortfolioError) -> str:
    for language in LANGUAGES:
        assert "{" not in say(language, f"error.{refusal.code}", **refusal.facts)
    return refusal.code


def tries(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows with each attempt to write."""
    made: list[object] = []
    append = store._append

    def counted(*told: object) -> int:
        made.append(told)
        return append(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "_append", counted)
    return made


def test_a_full_disk_is_said_at_once_and_nothing_is_lost(
    small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    with mounted(disk, "-t", "tmpfs", "-o", "size=40m", "tmpfs"):
        data = shutil.copytree(small_folder, disk / "data")
        with closing(Store(data / "official.duckdb")) as store:
            assert store.append(SENT) == 3
            filler = filled(disk)
            attempts = tries(store, monkeypatch)
            with pytest.raises(PortfolioError) as refusal:
                store.append(LARGE)
            assert (said(refusal.value), len(attempts), store.version()) == ("disk_full", 1, 3)
            with pytest.raises(PortfolioError) as unkept:
                uploads.keep(store, LARGE.why.encode() if LARGE.why else b"", "10月.csv")
            assert said(unkept.value) == "folder_unwritable"
            with pytest.raises(PortfolioError) as unbacked:
                backup(store, data / "backups", small.AT)
            assert said(unbacked.value) == "folder_unwritable"
            assert store.read("SELECT count(*) AS n FROM store.event").item() == 3
            filler.unlink()
            assert store.append(LARGE) == 4
            assert store.broken_link() is None
        assert len(small.events(data)) == 4


def test_a_store_closed_and_opened_on_a_full_disk_keeps_its_log(small_folder: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with mounted(disk, "-t", "tmpfs", "-o", "size=40m", "tmpfs"):
        data = shutil.copytree(small_folder, disk / "data")
        store = Store(data / "official.duckdb")
        store.append(LARGE)
        filler = filled(disk)
        store.close()
        try:
            Store(data / "official.duckdb").close()
        except PortfolioError as refusal:
            assert said(refusal) in ("disk_full", "folder_unwritable")
        filler.unlink()
        assert len(small.events(data)) == 3


LIMITED = """
import resource, sys; from pathlib import Path
from portfolio.model import PortfolioError; from portfolio.store import Store; from tests.test_hindrances import LARGE, SENT
store = Store(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))
try:
    store.append(LARGE)
except PortfolioError as refusal:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(refusal.code, store.append(SENT))
"""
"""A process that may write files of a megabyte at most, as on a disk with no more room: for where nobody may mount."""


def test_a_file_that_may_not_grow_is_a_full_disk(folder: Path) -> None:
    file = folder / "official.duckdb"
    ran = subprocess.run([sys.executable, "-c", LIMITED, file], capture_output=True, text=True, check=False)
    assert ran.stdout.split() == ["disk_full", "3"], ran.stderr
    assert len(small.events(folder)) == 3


@pytest.mark.parametrize(("text", "code"), SAID.items())
def test_what_the_engine_says_is_told_in_both_languages(text: str, code: str) -> None:
    fault = duckdb.TransactionException(text) if text.startswith("Tr") else duckdb.IOException(text)
    assert not hindrances.is_race(fault)
    for language in LANGUAGES:
        assert error_boundary.explained(fault, language) == (say(language, f"error.{code}"), "")


def test_what_is_no_fault_of_disk_or_file_is_not_hidden() -> None:
    for fault in (duckdb.ParserException("syntax error"), RACE, ValueError("no space left on device")):
        assert hindrances.refusal_of(fault) is None
    with pytest.raises(duckdb.ParserException), hindrances.as_refusals():
        raise duckdb.ParserException("syntax error")


CASES: list[tuple[list[duckdb.Error], str | None, int]] = [
    ([RACE, RACE], None, 3),
    ([duckdb.TransactionException(f"{UNWRITTEN}No space left on device")], "disk_full", 1),
    ([RACE, duckdb.TransactionException(f"{UNWRITTEN}No space left on device")], "disk_full", 2),
]
"""What the engine raises one attempt after another, how it is told, and how many attempts there are."""


@pytest.mark.parametrize(("faults", "code", "count"), CASES)
def test_a_lost_race_is_tried_again_and_a_full_disk_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch, faults: list[duckdb.Error], code: str | None, count: int
) -> None:
    raised = iter(faults)
    append = Store._append

    def failing(store: Store, *told: Any) -> int:
        for fault in raised:
            raise fault
        return append(store, *told)

    monkeypatch.setattr(Store, "_append", failing)
    with closing(Store(folder / "official.duckdb")) as store:
        attempts = tries(store, monkeypatch)
        try:
            store.append(SENT)
            assert code is None
        except PortfolioError as refusal:
            assert refusal.code == code
        assert len(attempts) == count
        assert store.version() == (3 if code is None else 2) and store.broken_link() is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_that_may_only_be_read_is_said(
    small_folder: Path, tmp_path: Path, language: Language
) -> None:
    place = tmp_path / "data"
    with mounted(place, "-t", "tmpfs", "-o", "size=40m", "tmpfs"):
        shutil.copytree(small_folder, place, dirs_exist_ok=True)
        before = contents(place)
        subprocess.run(["mount", "-o", "remount,ro", str(place)], check=True)
        for command in (["status"], ["backup"]):
            refused([*command, "--data", place], language, "folder_unwritable", folder=place)
        with pytest.raises(PortfolioError) as refusal:
            Store(place / "official.duckdb")
        assert refusal.value.code == "folder_unwritable" and contents(place) == before


def flipped(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)


def blocks(file: Path) -> dict[str, int]:
    """A byte in the main header, in both that take turns, and in every block."""
    found = {"magic": 8, "main header": 20, "first header": 4_096 + 40, "second header": 8_192 + 40}
    count = (file.stat().st_size - HEADERS) // BLOCK
    return found | {f"block {number}": HEADERS + number * BLOCK + 1_000 for number in range(count)}


def test_one_flipped_byte_of_each_kind_of_block_is_said(small_folder: Path, tmp_path: Path) -> None:
    """Where the opening does not meet it, the check and the backup do; a file of another process is never meant."""
    told: dict[str, str] = {}
    for kind, place in blocks(small_folder / "official.duckdb").items():
        folder = shutil.copytree(small_folder, tmp_path / kind)
        file = folder / "official.duckdb"
        flipped(file, place)
        ran = CliRunner().invoke(main, ["backup", "--data", str(folder)], env={"PORTFOLIO_LANGUAGE": "en"})
        assert (ran.exit_code, ran.stdout) == (2, ""), (kind, ran.exception)
        codes = [say("en", f"error.{code}", file=file) for code in ("store_broken", "store_unreadable")]
        told[kind] = ("opening", "reading")[codes.index(ran.stderr.strip())]
        assert not list(folder.glob("backups/*")), "what cannot be read whole is no backup"
        if told[kind] == "reading":
            with closing(Store(file)) as store:
                response = status.respond(store, Request("status", "zh"))
                unread = say("zh", "check.check_unreadable", details="")
                assert response.exit_code == 2 and any(line.startswith(unread) for line in response.said)
    assert {told[kind] for kind in ("magic", "main header", "first header", "second header")} == {"opening"}
    assert set(told.values()) == {"opening", "reading"}


def test_one_flipped_byte_of_the_log_is_said(folder: Path) -> None:
    file = folder / "official.duckdb"
    ended = "import os, sys; from pathlib import Path; from portfolio.store import Store; from tests.small import SENT\n"
    ended += "store = Store(Path(sys.argv[1])); store.append(SENT); store.append(SENT); os._exit(9)"
    assert subprocess.run([sys.executable, "-c", ended, file], check=False).returncode == 9
    log = file.with_name(f"{file.name}.wal")
    for place in (10, log.stat().st_size // 2, log.stat().st_size - 5):
        again = shutil.copytree(folder, folder.with_name(f"again{place}"))
        flipped(again / log.name, place)
        with pytest.raises(PortfolioError) as refusal:
            Store(again / "official.duckdb")
        assert said(refusal.value) in ("store_broken", "store_behind")
