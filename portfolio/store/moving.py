"""Moving a ledger from its file to a lake and back: every row, so that chain and head go on; files as sent stay put."""

from __future__ import annotations

from pathlib import Path

import duckdb

from portfolio.model import PortfolioError
from portfolio.store import durable, head, opening
from portfolio.store.catalogs import Catalog, FileCatalog
from portfolio.store.places import free
from portfolio.store.quoting import quoted
from portfolio.store.store import Store

MOVED = "before-lake"
"""How the file is called that went to a lake: it is kept, and nothing opens it by itself."""


def to_lake(file: Path, lake: Catalog) -> tuple[int, Path]:
    """The number of the newest event on the lake, and where the file that it came from is kept.

    Raises PortfolioError store_missing without a file, move_taken where the lake has a ledger, move_broken where the chain
    does not hold, and what opening either does; then the file stays the ledger.
    """
    source = FileCatalog(file)
    if not source.exists():
        raise PortfolioError("store_missing", folder=file.parent)
    if lake.exists():
        raise PortfolioError("move_taken", place=lake.told())
    _need_whole(Store(file, head.elsewhere(file)))
    engine = duckdb.connect(":memory:")
    try:
        with opening.as_refusals(file), lake.turn():
            lake.attach(engine)
            engine.execute(f"ATTACH {quoted(file)} AS moved (READ_ONLY)")
            engine.execute("COPY FROM DATABASE moved TO store")
    finally:
        engine.close()
    number = _need_whole(Store(file, head.elsewhere(file), lake))
    kept = free(file.parent, f"{file.stem}.{MOVED}", file.suffix)
    file.rename(kept)
    durable.sync_folder(file.parent)
    return number, kept


def to_file(lake: Catalog, file: Path) -> int:
    """The number of the newest event in the new file; the lake keeps what it has, and its head tells of both.

    Raises PortfolioError store_missing without a ledger on the lake, move_taken where a file stands, move_broken where the
    chain does not hold, and what opening either does; then there is no file.
    """
    target = FileCatalog(file)
    if target.exists():
        raise PortfolioError("move_taken", place=target.told())
    if not lake.exists():
        raise PortfolioError("store_missing", folder=file.parent)
    begun = free(file.parent, f"{file.stem}.begun", file.suffix)
    try:
        opened = Store(file, head.elsewhere(file), lake)
        try:
            opened.copy_to(begun)
        finally:
            opened.close()
        number = _need_whole(Store(begun))
        begun.replace(file)
        durable.sync_folder(file.parent)
    finally:
        for left in (begun, head.file_of(begun)):
            left.unlink(missing_ok=True)
    return number


def _need_whole(store: Store) -> int:
    """The number of its newest event; the store is closed. PortfolioError move_broken where its chain does not hold."""
    try:
        broken = store.broken_link()
        if broken is not None:
            raise PortfolioError("move_broken", number=broken)
        return store.version()
    finally:
        store.close()
