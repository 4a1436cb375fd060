"""The frames of a large library's day in files beside its store: made once, never changed.

They hold nothing that cannot be worked out again: whatever is doubtful about them, they are deleted and made anew.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path
from secrets import token_hex

import duckdb
import polars as pl

from portfolio import codes
from portfolio.day.frames import CORE, NAMES, OF_MONTHS
from portfolio.day.reckoning import Reckoning
from portfolio.model import PortfolioError
from portfolio.store import MEMORY, Store, macros, opening

MARK = "mark.json"
"""The file that is written last: whose the others are, and what their bytes must add up to."""
ARRANGED = "arranged"
UNARRANGED = 10
"""A ledger's rows are put in order again when more than one in so many came since."""
IN_FILES = tuple(name for name in NAMES if name not in OF_MONTHS)


def folder(store: Store) -> Path:
    """Where the days of the store are kept."""
    return store.path.with_name(f"{store.path.stem}-days")


def arranged(store: Store) -> int:
    """The number of the event up to which this ledger's rows were put in order of project, as far as is known; else 0."""
    try:
        number, known = (folder(store) / ARRANGED).read_text(encoding="ascii").split()
        return int(number) if _hash(store, int(number)) == known else 0
    except (OSError, ValueError):
        return 0


def note_arranged(store: Store, newest_event: int) -> None:
    """Note that the ledger's rows up to this event stand in order of project. Raises PortfolioError folder_unwritable."""
    try:
        folder(store).mkdir(parents=True, exist_ok=True)
        (folder(store) / ARRANGED).write_text(
            f"{newest_event} {_hash(store, newest_event)}", encoding="ascii"
        )
    except OSError as refusal:
        raise PortfolioError("folder_unwritable", folder=folder(store)) from refusal


def arrange(store: Store) -> bool:
    """Put a large ledger's rows in order of project, where more than one in UNARRANGED came since they last were.

    So that one county's are read without the rest. Reports wait meanwhile: a minute, for the years of a nation.
    Returns whether that was done.
    """
    if store.path == MEMORY:
        return False
    newest = store.version()
    counted = store.read(
        "SELECT count(*) AS rows, count(*) FILTER (event_id > $arranged) AS later FROM store.report",
        {"arranged": arranged(store)},
    )
    rows, later = counted.row(0)
    if later * UNARRANGED <= rows:
        return False
    store.arrange()
    note_arranged(store, newest)
    return True


def sweep(store: Store) -> None:
    """Delete what a process that was killed had begun to write."""
    _delete(folder(store).glob(".*"))


def write(store: Store, as_of: date, newest_event: int, frame: Callable[[str], pl.DataFrame]) -> Path | None:
    """The folder with the frames of a day, whole; other days' are deleted. None for a store that is in memory.

    Raises PortfolioError folder_unwritable, and then leaves what was there.
    """
    if store.path == MEMORY:
        return None
    begun = folder(store) / f".{token_hex(8)}"
    try:
        begun.mkdir(parents=True)
        for name in IN_FILES:
            frame(name).write_ipc(_file(begun, name), compression="uncompressed")
        (begun / MARK).write_text(json.dumps(_mark(store, newest_event, begun)), encoding="utf-8")
        _delete(other for other in folder(store).iterdir() if other.is_dir() and other != begun)
        return begun.replace(folder(store) / f"{as_of.isoformat()}-{newest_event}")
    except OSError as refusal:
        _delete([begun])
        raise PortfolioError("folder_unwritable", folder=folder(store)) from refusal


def newest(store: Store, as_of: date, newest_event: int) -> tuple[int, Path] | None:
    """The event up to which a day's newest usable frames reach, at most that one, and their folder."""
    if store.path == MEMORY:
        return None
    days = [path for path in folder(store).glob(f"{as_of.isoformat()}-*") if path.name[11:].isdecimal()]
    by_number = {int(path.name[11:]): path for path in days}
    for number in sorted((number for number in by_number if number <= newest_event), reverse=True):
        if _usable(store, number, by_number[number]):
            return number, by_number[number]
        _delete([by_number[number]])
    return None


def read(day_folder: Path, name: str) -> pl.DataFrame | None:
    """The frame of that name; None, and the whole day is deleted, where its bytes are not those that were written."""
    try:
        stated = json.loads((day_folder / MARK).read_text(encoding="utf-8"))["files"][name]
        if stated == _checksum(_file(day_folder, name)):
            return pl.read_ipc(_file(day_folder, name))
    except OSError:
        return None
    except (ValueError, KeyError, pl.exceptions.PolarsError):
        pass  # a damaged mark, or rows that are none
    _delete([day_folder])
    return None


class Prepared:
    """The frames of a whole day in files; what is in none is reckoned from these."""

    def __init__(self, store: Store, as_of: date, newest_event: int, day_folder: Path) -> None:
        self._store, self._as_of, self._newest_event = store, as_of, newest_event
        self._whole = day_folder
        self._rest: Reckoning | None = None

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name in order of all columns; a yearly one's rows of that year."""
        stored = read(self._whole, name) if name in IN_FILES else None
        return self._reckoning().frame(name, year) if stored is None else stored

    def ask(self, question: str, frames: tuple[str, ...], parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question; `parameters` fills its `$name`s, `frames` are those of FURTHER that it reads."""
        return self._reckoning().ask(question, frames, parameters)

    def _reckoning(self) -> Reckoning:
        """From the core in files; from the ledger where that is gone, since another day's took its place."""
        if self._rest is None:
            core = {name: stored for name in CORE if (stored := read(self._whole, name)) is not None}
            if len(core) == len(CORE):
                self._rest = Reckoning.of_frames(self._store, core.__getitem__)
            else:
                self._rest = Reckoning.of_ledger(self._store, self._as_of, self._newest_event, None)
        return self._rest


def _delete(folders: Iterable[Path]) -> None:
    for one in folders:
        shutil.rmtree(one, ignore_errors=True)


def _file(day_folder: Path, name: str) -> Path:
    return day_folder / f"{name}.arrow"


def _usable(store: Store, number: int, day_folder: Path) -> bool:
    """Whether the frames are this ledger's and this program's, and none is missing or cut short."""
    try:
        mark = json.loads((day_folder / MARK).read_text(encoding="utf-8"))
        sizes = {name: _file(day_folder, name).stat().st_size for name in IN_FILES}
        known = (mark["program"], mark["ledger"]) == (_program(), _hash(store, number))
        return known and sizes == {name: size for name, (size, _) in mark["files"].items()}
    except (OSError, ValueError, KeyError):
        return False


def _mark(store: Store, number: int, day_folder: Path) -> dict[str, object]:
    """What says whose the frames are, and of each its bytes and their checksum."""
    checked = {name: _checksum(_file(day_folder, name)) for name in IN_FILES}
    return {"program": _program(), "ledger": _hash(store, number), "files": checked}


def _hash(store: Store, number: int) -> str | None:
    known = store.read("SELECT hash FROM store.event WHERE event_id = $number", {"number": number})
    return known["hash"].item() if known.height else None


def _checksum(file: Path) -> list[int]:
    """The file's bytes and their checksum."""
    checksum = 0
    with file.open("rb") as content:
        while part := content.read(1 << 20):
            checksum = zlib.crc32(part, checksum)
    return [file.stat().st_size, checksum]


def _program() -> str:
    """What must be the same for frames to mean the same: the engines, the schema, the codelists, sql/ and this package."""
    digest = hashlib.sha256(f"{duckdb.__version__} {pl.__version__} {opening.SCHEMA_VERSION}".encode())
    for name in codes.names():
        digest.update(f"{name} {codes.table(name).write_csv()}".encode())
    for source in (*sorted(macros.SQL_FOLDER.glob("*.sql")), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(source.read_bytes())
    return digest.hexdigest()
