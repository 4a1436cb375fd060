"""What outlasts a power cut, whose it is, and what is said where nothing can be written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import duckdb

from portfolio.model import PortfolioError
from portfolio.store import hindrances
from portfolio.store.places import ROOMS

try:
    import fcntl
except ImportError:  # not on Windows: there nothing is swept away, and a second restore is not noticed
    fcntl = None  # type: ignore[assignment]

OWNER_ALONE = 0o600


def sync_folder(folder: Path) -> None:
    """Let the folder's names of its files outlast a power cut; a system that cannot is left as it is."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sync_below(folder: Path) -> None:
    """Let every file and folder below `folder` outlast a power cut."""
    for place in sorted(folder.rglob("*"), reverse=True):
        if place.is_dir():
            sync_folder(place)
        else:
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    sync_folder(folder)


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner alone, on the disk when the block ends; no link is followed, nothing is overwritten."""
    no_link = getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | no_link, OWNER_ALONE)
    with os.fdopen(descriptor, "w+b") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def written(folder: Path) -> Iterator[None]:
    """Turn no right and no room inside into PortfolioError folder_unwritable; what cannot be read is told as such."""
    try:
        with hindrances.as_refusals():
            yield
    except (OSError, duckdb.IOException) as refusal:
        raise PortfolioError("folder_unwritable", folder=folder) from refusal
    except PortfolioError as refusal:
        if refusal.code in ("disk_full", "disk_readonly"):
            raise PortfolioError("folder_unwritable", folder=folder) from refusal
        raise


@contextmanager
def rooms(data: Path) -> Iterator[Path]:
    """An empty folder in `data` that is gone afterwards, whatever happened; while the block runs it is known to be ours."""
    with written(data):
        made = Path(tempfile.mkdtemp(prefix=ROOMS, dir=data))
        descriptor = os.open(made, os.O_RDONLY) if fcntl else -1
    try:
        if fcntl:
            taken(descriptor)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if fcntl:
            os.close(descriptor)


def sweep(data: Path, journals: str) -> None:
    """Clear away the rooms in `data` that a killed backup or restore has left; none while a journal tells of some."""
    if not fcntl or list(data.glob(journals)):
        return
    for left in data.glob(f"{ROOMS}*"):
        with suppress(OSError):
            descriptor = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if taken(descriptor):  # else it is in use, or nobody can know
                    shutil.rmtree(left, ignore_errors=True)
            finally:
                os.close(descriptor)


def taken(descriptor: int) -> bool | None:
    """Whether the open file is now marked as ours, until it is closed or this process ends; not if others have marked it.

    None where this system or its file system marks nothing.
    """
    if not fcntl:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
