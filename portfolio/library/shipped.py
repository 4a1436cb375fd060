"""The library that lies in the data folder: a store without an edition takes it, any other only tells that it differs."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from portfolio.library.taking import digest, digest_in_force, read_folder, take, told_apart_by
from portfolio.store import Store, head
from portfolio.store.catalogs import catalog_of
from portfolio.store.restoring import settle
from portfolio.store.traces import refuse_lost

OFFICIAL = "official.duckdb"
Stamps = tuple[tuple[int, int, int], ...]
"""When each file was changed, its size and its place on the disk: what changes whenever the file does."""


def open_official(data: Path, at: datetime) -> Store:
    """The official workspace's store in the folder `data`; one without an edition first takes the library in `data`.

    `at` is the moment that the taking is dated. A store with an edition is opened as it is, whatever lies beside it.
    A restore that was cut short is finished or undone first. Raises PortfolioError as that does, store_lost where there is
    none but traces of one, as opening a Store does, and for a store without an edition as read_folder does; then nothing
    is stored.
    """
    file = data / OFFICIAL
    settle(file)
    catalog = catalog_of(file)
    refuse_lost(catalog)
    library = (
        None if catalog.exists() else read_folder(data)
    )  # first: a bad library leaves no new file behind
    store = Store(file, head.elsewhere(file), catalog)
    try:
        if digest_in_force(store) is None:
            take(store, library or read_folder(data), at)
    except BaseException:
        store.close()
        raise
    return store


def is_untaken(store: Store) -> bool:
    """Whether the library beside the official store is none that this store ever took; one that is not there is not.

    Its files are read once, and again when one of them has changed.
    """
    if store.path.name != OFFICIAL:
        return False
    lies_there = _digest_beside(store.path.parent)
    if lies_there is None:
        return False
    return store.read("FROM edition_of($digest)", {"digest": lies_there}).is_empty()


def _digest_beside(data: Path) -> str | None:
    """The digest of the library in `data`; None where a file of it is missing or cannot be read."""
    try:
        stats = [file.stat() for file in told_apart_by(data)]
        return _digest(data, tuple((one.st_mtime_ns, one.st_size, one.st_ino) for one in stats))
    except OSError:
        return None


@lru_cache(maxsize=8)
def _digest(data: Path, _: Stamps) -> str:
    return digest(data)
