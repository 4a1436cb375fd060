"""A backup put in the place of what stands there: by a journal, so that a restore that is killed is finished, or undone.

The journal stands in the data folder from before the first move to after the last; what it tells of is whole by then.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from portfolio.model import PortfolioError, Problem
from portfolio.store import archive, checking, durable, head, sealing
from portfolio.store.archive import Found
from portfolio.store.backup import chain
from portfolio.store.catalogs import identity
from portfolio.store.durable import written
from portfolio.store.places import ASIDE, JOURNAL, LIBRARY, MOMENT, ROOMS, free, names_of
from portfolio.store.store import Store

NOT_WHOLE = ("store_broken", "store_unreadable", "store_held", "backup_damaged", *head.LOSSES)
"""What opening the store in a backup raises where that is not what it says."""


@dataclass(frozen=True)
class Plan:
    """What a restore does, as its journal holds it: which names go out into `aside`, which come in from `rooms`."""

    file: str
    rooms: str
    aside: str
    out: tuple[str, ...]
    into: tuple[str, ...]


@dataclass(frozen=True)
class Settled:
    """What became of a restore that was cut short: finished, else undone; of which file; where what stood there is kept."""

    finished: bool
    file: str
    aside: Path | None


def restore(file: Path, data: Path, at: datetime, key: str | None = None) -> Path | None:
    """The folder where what stood in `data` is now kept aside, None if nothing stood there.

    The backup is unpacked beside and checked whole first; `data` changes only after that. `key` opens a sealed one.
    Raises PortfolioError backup_missing, backup_damaged, backup_beyond, backup_sealed, backup_key, store_held (the app
    runs), restore_running, store_newer or folder_unwritable, and then changes nothing.
    """
    with written(data):
        data.mkdir(parents=True, exist_ok=True)
        with durable.rooms(data) as rooms:
            unpacked = _unpacked(file, rooms, key)
            if unpacked.problems or not _is_whole(unpacked, rooms):
                raise PortfolioError("backup_damaged", file=file)
            durable.sync_below(rooms)
            standing = data / f"{unpacked.manifest.workspace}.duckdb"
            settle(standing)
            _refuse_held(standing)
            return _exchange(rooms, standing, at, file)


def verify(file: Path, rooms: Path, key: str | None = None) -> tuple[Found, list[Problem]]:
    """What the backup says of itself, and all that is wrong with it: its members, its tables, its chain, its files.

    It is unpacked into the empty folder `rooms`. Raises PortfolioError as `restore` does for what cannot be unpacked.
    """
    unpacked = _unpacked(file, rooms, key)
    copy = rooms / f"{unpacked.manifest.workspace}.duckdb"
    problems = list(unpacked.problems)
    if not _is_whole(unpacked, rooms):
        return unpacked, [*problems, _problem("verify_store")]
    store = Store(copy)
    try:
        return unpacked, problems + checking.problems_of_copy(store)
    finally:
        store.close()


def settle(store: Path) -> Settled | None:
    """What became just now of a restore of the store at `store` that was cut short; None where none was.

    What its journal tells of is whole, so it is finished; where that has been taken away or cannot be moved, it is undone.
    Raises PortfolioError restore_running where one is at work, restore_stuck where neither works.
    """
    journal, data = store.with_suffix(JOURNAL), store.parent
    with _taken(journal) as rooms:
        if not rooms:
            return None
        try:
            plan = _read(journal, store.stem)
            finished = _settled(plan, data)
            if finished:
                _tell_elsewhere(store)
            _end(journal)
        except (OSError, ValueError, KeyError, TypeError) as hindrance:
            raise PortfolioError("restore_stuck", file=journal) from hindrance
    shutil.rmtree(data / plan.rooms, ignore_errors=True)
    return Settled(finished, plan.file, data / plan.aside if finished and plan.out else None)


def _unpacked(file: Path, rooms: Path, key: str | None) -> Found:
    """What the backup, unsealed, holds and says."""
    if not file.is_file():
        raise PortfolioError("backup_missing", file=file)
    with written(rooms.parent):
        if not sealing.is_sealed(file):
            return archive.unpack(file, rooms)
        plain = rooms / "plain"
        try:
            sealing.unseal(file, key, plain)
            return archive.unpack(plain, rooms)
        except PortfolioError as refusal:
            if "file" in refusal.facts:
                refusal.facts["file"] = file
            raise
        finally:
            plain.unlink(missing_ok=True)


def _is_whole(unpacked: Found, rooms: Path) -> bool:
    """Whether the store in `rooms` opens, its chain is unbroken, and it holds the events that the backup says."""
    copy = rooms / f"{unpacked.manifest.workspace}.duckdb"
    try:
        # the engine would begin a new one where there is none
        return copy.is_file() and chain(copy) == {
            "events": unpacked.manifest.events,
            "hash": unpacked.manifest.hash,
        }
    except duckdb.Error:  # of a damaged file, said while it is read
        return False
    except PortfolioError as refusal:
        if refusal.code in NOT_WHOLE:
            return False
        raise


def _refuse_held(standing: Path) -> None:
    """Raise PortfolioError store_held for a store that another process has open; a broken one is no hindrance."""
    if not standing.is_file():
        return
    try:
        Store(standing).close()
    except PortfolioError as refusal:
        if refusal.code == "store_held":
            raise


def _exchange(rooms: Path, standing: Path, at: datetime, file: Path) -> Path | None:
    """As restore: what stands in the data folder under the names of the backup makes room for it, or all is put back."""
    data = standing.parent
    names, aside = names_of(standing.stem), free(data, f"{ASIDE}{at:{MOMENT}}")
    into = tuple(name for name in names if os.path.lexists(rooms / name))
    # a library is only exchanged for a library: a backup of the demonstration brings none
    out = tuple(
        name for name in names if os.path.lexists(data / name) and (name not in LIBRARY or name in into)
    )
    plan = Plan(file.name, rooms.name, aside.name, out, into)
    journal = standing.with_suffix(JOURNAL)
    with _begun(journal, plan, rooms):
        try:
            _finish(plan, data)
        except BaseException:
            _undo(plan, data)  # where this fails, too, the journal stays: the next start tries again
            _end(journal)
            raise
        _tell_elsewhere(standing)
        _end(journal)
    return aside if out else None


@contextmanager
def _begun(journal: Path, plan: Plan, rooms: Path) -> Iterator[None]:
    """Let the journal stand, whole and on the disk, and be known to be ours while the block runs."""
    partial = rooms / f"restore{JOURNAL}"
    with durable.new_file(partial) as file:
        durable.taken(file.fileno())
        file.write(json.dumps(asdict(plan)).encode())
        file.flush()
        os.fsync(file.fileno())
        partial.replace(journal)
        durable.sync_folder(journal.parent)
        yield


@contextmanager
def _taken(journal: Path) -> Iterator[bool]:
    """Whether there is a journal, then marked as ours. Raises PortfolioError restore_running where it is another's."""
    try:
        descriptor = os.open(journal, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        if durable.taken(descriptor) is False:
            raise PortfolioError("restore_running", folder=journal.parent)
        opened = os.fstat(descriptor)
        yield identity(journal) == (opened.st_dev, opened.st_ino)  # else somebody has settled it meanwhile
    finally:
        os.close(descriptor)


def _read(journal: Path, workspace: str) -> Plan:
    """The plan in the journal. Raises ValueError, KeyError or TypeError for one that no restore has written."""
    content = json.loads(journal.read_bytes())
    plan = Plan(**(content | {"out": tuple(content["out"]), "into": tuple(content["into"])}))
    folders = ((plan.rooms, ROOMS), (plan.aside, ASIDE))
    fits = all(name.startswith(begin) and Path(name).name == name for name, begin in folders)
    if not fits or not {*plan.out, *plan.into} <= set(names_of(workspace)):
        raise ValueError("no plan of a restore")
    return plan


def _settled(plan: Plan, data: Path) -> bool:
    """Whether the restore is finished now; else it is undone."""
    if all(_is_ready(name, plan, data) or _is_in(name, plan, data) for name in plan.into):
        with suppress(OSError):
            _finish(plan, data)
            return True
    _undo(plan, data)
    return False


def _is_ready(name: str, plan: Plan, data: Path) -> bool:
    return os.path.lexists(data / plan.rooms / name)


def _is_out(name: str, plan: Plan, data: Path) -> bool:
    return os.path.lexists(data / plan.aside / name)


def _is_in(name: str, plan: Plan, data: Path) -> bool:
    """Whether what stands under the name is what the backup brought."""
    gone = name not in plan.out or _is_out(name, plan, data)
    return gone and not _is_ready(name, plan, data) and os.path.lexists(data / name)


def _finish(plan: Plan, data: Path) -> None:
    """Make the moves that are still to be made."""
    for name in plan.out:
        if not _is_out(name, plan, data):
            _moved(data / name, data / plan.aside / name)
    for name in plan.into:
        if _is_ready(name, plan, data):
            _moved(data / plan.rooms / name, data / name)


def _undo(plan: Plan, data: Path) -> None:
    """Take back the moves that were made."""
    for name in reversed(plan.into):
        if _is_in(name, plan, data):
            _moved(data / name, data / plan.rooms / name)
    for name in reversed(plan.out):
        if _is_out(name, plan, data):
            _moved(data / plan.aside / name, data / name)
    for folder in sorted((data / plan.aside).rglob("*"), reverse=True):
        folder.rmdir()
    with suppress(FileNotFoundError):
        (data / plan.aside).rmdir()


def _moved(source: Path, target: Path) -> None:
    """Move it, so that the move outlasts a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)
    durable.sync_folder(target.parent)
    durable.sync_folder(source.parent)


def _end(journal: Path) -> None:
    journal.unlink()
    durable.sync_folder(journal.parent)


def _tell_elsewhere(store: Path) -> None:
    """Let the head elsewhere, which still tells of what stood here before, tell of what stands here now."""
    restored = head.read(head.file_of(store))
    if restored is not None:
        head.write(head.elsewhere(store), restored)


def _problem(code: str, **facts: str) -> Problem:
    return Problem(code=code, severity="error", facts=tuple(facts.items()))
