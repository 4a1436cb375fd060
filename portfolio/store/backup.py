"""A backup is one file that holds a workspace whole: its ledger, the files that were sent, the library beside them.

It is made while the app runs, opened and checked before it gets its name, and checked again before it is restored.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

import duckdb

from portfolio.model import PortfolioError
from portfolio.store import head
from portfolio.store.opening import MEMORY
from portfolio.store.store import Store

BACKUPS = "backups"
UPLOADS = "uploads"
"""The folders beside a store: of its backups, and of the files as they were sent, a folder a workspace."""
LIBRARY = ("project_library.parquet", "library")
"""The library beside a store: what a store without an edition takes, and what a later one is compared with."""
ASIDE, ROOMS = "replaced-", "backup-"
"""How the folders begin where a restore keeps what stood there, and where a backup or restore does its work."""
MANIFEST = "backup.json"
MOMENT = "%Y%m%d-%H%M%S"


def backup(store: Store, folder: Path, at: datetime) -> Path:
    """The file in `folder` that now holds the store as it stands, with the uploads and the library beside it.

    Readers and writers go on meanwhile: the copy is what one transaction saw. It is opened and its chain compared
    before it gets its name. Raises PortfolioError folder_unwritable (no room, no right) or backup_damaged.
    """
    if store.path == MEMORY:
        raise ValueError("a store in memory has nothing to back up")
    workspace, data = store.path.stem, store.path.parent
    name = f"{workspace}-{at:{MOMENT}}"
    with _working(data) as rooms, _written(folder):
        copy = rooms / store.path.name
        store.copy_to(copy)
        told = _chain(copy) | {"workspace": workspace, "made_at": at.isoformat(timespec="seconds")}
        folder.mkdir(parents=True, exist_ok=True)
        made = folder / f".{rooms.name}.partial"
        try:
            _pack(made, copy, data, told)
            target = _free(folder / f"{name}.zip")
            made.replace(target)
        finally:
            made.unlink(missing_ok=True)
    return target


def restore(file: Path, data: Path, at: datetime) -> Path | None:
    """The folder where what stood in `data` is now kept aside, None if nothing stood there.

    The backup is unpacked beside and checked whole first; `data` changes only after that. Raises PortfolioError
    backup_missing, backup_damaged, store_held (the app runs), store_newer or folder_unwritable, and then changes nothing.
    """
    with _written(data):
        data.mkdir(parents=True, exist_ok=True)
        with _working(data) as rooms:
            workspace = _unpack(file, rooms)
            _refuse_held(data / f"{workspace}.duckdb")
            restored = head.read(rooms / f"{workspace}.head")
            aside = _exchange(rooms, data, workspace, at)
            if restored is not None:  # the one elsewhere still tells of what stood here before
                head.write(head.elsewhere(data / f"{workspace}.duckdb"), restored)
            return aside


def names_of(workspace: str) -> tuple[str, ...]:
    """What a restore exchanges in a data folder, in this order."""
    store = f"{workspace}.duckdb"
    return store, f"{store}.wal", f"{workspace}.head", *LIBRARY, f"{UPLOADS}/{workspace}"


def _chain(copy: Path) -> dict[str, object]:
    """How many events the copy holds and the hash of the newest; PortfolioError backup_damaged for a broken chain."""
    opened = Store(copy)
    try:
        broken = opened.broken_link()
        newest = opened.read("SELECT count(*) AS events, max_by(hash, event_id) AS hash FROM store.event")
    finally:
        opened.close()
    if broken is not None:
        raise PortfolioError("backup_damaged", file=copy.name)
    return newest.row(0, named=True)


def _pack(made: Path, copy: Path, data: Path, told: dict[str, object]) -> None:
    beside = [data / name for name in LIBRARY] + [data / UPLOADS / copy.stem]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.write(copy, copy.name)
        for place in beside:
            for file in [place] if place.is_file() else sorted(place.rglob("*")):
                if file.is_file():
                    packed.write(file, file.relative_to(data).as_posix())
        packed.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, sort_keys=True))
    with zipfile.ZipFile(made) as packed:
        if packed.testzip() is not None:
            raise PortfolioError("backup_damaged", file=made.name)


def _unpack(file: Path, rooms: Path) -> str:
    """The workspace whose ledger, uploads and library now stand in `rooms`, checked against what the backup says."""
    if not file.is_file():
        raise PortfolioError("backup_missing", file=file)
    try:
        with zipfile.ZipFile(file) as packed:
            told = json.loads(packed.read(MANIFEST))
            workspace = str(told["workspace"])
            for name in packed.namelist():
                if name != MANIFEST:
                    _need_ours(name, workspace)
                    packed.extract(name, rooms)
        found = _chain(rooms / f"{workspace}.duckdb")
    except PortfolioError as refusal:
        if refusal.code in ("store_broken", "store_held"):
            raise PortfolioError("backup_damaged", file=file) from refusal
        raise
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, zlib.error) as fault:
        raise PortfolioError("backup_damaged", file=file) from fault
    if any(told.get(name) != found[name] for name in ("events", "hash")):
        raise PortfolioError("backup_damaged", file=file)
    return workspace


def _need_ours(name: str, workspace: str) -> None:
    """Raise ValueError for a name that no backup of this workspace holds."""
    parts = PurePosixPath(name).parts
    ours = parts in [(f"{workspace}.duckdb",), LIBRARY[:1]] or (
        ".." not in parts and (parts[0] == LIBRARY[1] or parts[:2] == (UPLOADS, workspace))
    )
    if not ours:
        raise ValueError(f"{name} is not of a backup")


def _refuse_held(standing: Path) -> None:
    """Raise PortfolioError store_held for a store that another process has open; a broken one is no hindrance."""
    if not standing.is_file():
        return
    try:
        Store(standing).close()
    except PortfolioError as refusal:
        if refusal.code == "store_held":
            raise


def _exchange(rooms: Path, data: Path, workspace: str, at: datetime) -> Path | None:
    """As restore: what stands in `data` under the names of the backup makes room for it, or all is put back."""
    aside = _free(data / f"{ASIDE}{at:{MOMENT}}")
    names = names_of(workspace)
    # a library is only exchanged for a library: a backup of the demonstration brings none
    standing = [
        name for name in names if (data / name).exists() and (name not in LIBRARY or (rooms / name).exists())
    ]
    moved: list[tuple[Path, Path]] = []
    try:
        for name in standing:
            moved.append(_moved(data / name, aside / name))
        for name in names:
            if (rooms / name).exists():
                moved.append(_moved(rooms / name, data / name))
    except BaseException:
        for source, target in reversed(moved):
            target.replace(source)
        raise
    return aside if standing else None


def _moved(source: Path, target: Path) -> tuple[Path, Path]:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    return source, target


def _free(path: Path) -> Path:
    """The path, or the first like it with a number that does not exist yet."""
    others = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in range(2, 1_000))
    return next(one for one in (path, *others) if not one.exists())


@contextmanager
def _working(data: Path) -> Iterator[Path]:
    """An empty folder in `data` that is gone afterwards, whatever happened."""
    with _written(data):
        rooms = Path(tempfile.mkdtemp(prefix=ROOMS, dir=data))
    try:
        yield rooms
    finally:
        shutil.rmtree(rooms, ignore_errors=True)


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    """Turn no right and no room inside into PortfolioError folder_unwritable."""
    try:
        yield
    except (OSError, duckdb.IOException) as refusal:
        raise PortfolioError("folder_unwritable", folder=folder) from refusal
