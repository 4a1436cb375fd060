"""Building the demonstration's store on first use: whole under its name, or not there at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from portfolio import library, queries
from portfolio.demo import adjusted, history, mending, people, shelf
from portfolio.demo.place import LAST_DAY, TAKEN_AT, digest
from portfolio.model import PortfolioError, View
from portfolio.store import Store, head

DEMO = "demo.duckdb"
BUILDING = "demo.building.duckdb"
"""The file while it is being built; one left over by a process that was killed is thrown away."""


def silent(_: float) -> None:
    """Ignore the progress, for a caller who shows none."""


def open_demo(folder: Path, progress: Callable[[float], None] = silent) -> Store:
    """The demonstration's store in `folder`, built first if it is not there or is another simulation's.

    `progress` is told how much is built, from 0 to 1. Raises PortfolioError as opening a Store does.
    """
    store = _current(folder / DEMO)
    if store is not None:
        return store
    built = folder / BUILDING
    if built.exists():
        _clear(built)
    try:
        _build(built, progress)
        _discard(folder / DEMO)
        built.replace(folder / DEMO)
    finally:
        _discard(built)
    progress(1.0)
    opened = Store(folder / DEMO)
    mending.keep_papers(opened)
    return opened


def _current(file: Path) -> Store | None:
    """The store at `file`, open, if it holds this simulation, whole."""
    if not file.is_file():
        return None
    try:
        store = Store(file)
    except PortfolioError as refusal:
        if refusal.code in head.LOSSES:
            return None
        raise
    view = View(workspace="demo", as_of=LAST_DAY, known_at=TAKEN_AT)
    if queries.edition(store, view)["digest"].to_list() == [digest()]:
        return store
    store.close()
    return None


def _clear(left: Path) -> None:
    """Throw a leftover away; PortfolioError store_held where another process is building it now."""
    try:
        Store(left).close()
    except PortfolioError as refusal:
        if refusal.code in ("store_held", "folder_unwritable"):
            raise
    _discard(left)


def _discard(file: Path) -> None:
    try:
        for part in (file, file.with_name(f"{file.name}.wal"), head.file_of(file)):
            with suppress(FileNotFoundError):
                part.unlink()
    except OSError as refusal:
        raise PortfolioError("folder_unwritable", folder=file.parent) from refusal


def _build(file: Path, progress: Callable[[float], None]) -> None:
    """Write the whole made-up history into `file`."""
    store = Store(file)
    try:
        progress(0.0)
        library.take(store, shelf.taken(), TAKEN_AT)
        people.settle(store)
        happened = history.happenings(shelf.courses(), store.version() + 1, lambda part: progress(0.5 * part))
        progress(0.5)
        store.append_all(happened)
        people.reopen(store)
        adjusted.take(store)
        progress(0.95)
    finally:
        store.close()
