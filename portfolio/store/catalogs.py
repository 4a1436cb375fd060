"""Where a ledger's tables live: a file of one machine, or a DuckLake catalog in PostgreSQL that several servers share.

The engine attaches either under the name `store`, and the same SQL runs on both. Nothing outside this file and lake.py asks
which one it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import duckdb

from portfolio.model import PortfolioError
from portfolio.store import hindrances
from portfolio.store.quoting import quoted

ENVIRONMENT = "PORTFOLIO_STORE"
"""The environment's name of the catalog: `ducklake:postgres:` and how PostgreSQL is reached; a file without it."""
MEMORY = Path(":memory:")
"""In place of a path: a store that lives in memory and goes with the process."""


class Catalog(Protocol):
    """Where a ledger's tables live, and how its writers take turns.

    `path` names the store's file, or where it would lie: heads, uploads, backups and kept days stand beside it.
    """

    path: Path

    def attach(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Attach it as `store`. PortfolioError where it is held, damaged, unreachable or of another version."""

    def need_unchanged(self) -> None:
        """Raise PortfolioError store_exchanged where it is not what was attached."""

    def exists(self) -> bool:
        """Whether there is something at its place, whole or not."""

    def told(self) -> str:
        """Its place in words for an operator, without a secret."""

    def turn(self) -> AbstractContextManager[None]:
        """Hold the place of the only writer among all processes inside."""

    def newest(self, known: int, ask: Callable[[], int]) -> int:
        """The newest event's number, `known` by this process; `ask` asks the tables."""


class FileCatalog:
    """A DuckDB file, which one process holds alone; or a store in memory."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._attached: tuple[int, int] | None = None

    def attach(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Attach the file, made if it is not there. PortfolioError store_held or store_broken."""
        place = "':memory:'" if self.path == MEMORY else quoted(self.path)
        try:
            engine.execute(f"ATTACH {place} AS store")
        except duckdb.Error as refusal:
            if hindrances.is_held(refusal):
                holder = re.search(r"PID (\d+)", str(refusal))
                process = holder[1] if holder else "?"
                raise PortfolioError("store_held", file=self.path, process=process) from refusal
            if hindrances.refusal_of(refusal) is None:
                raise PortfolioError("store_broken", file=self.path) from refusal
            raise
        self._attached = identity(self.path)

    def need_unchanged(self) -> None:
        """Raise PortfolioError store_exchanged where the file at the path is not the one that was attached."""
        if identity(self.path) != self._attached:
            raise PortfolioError("store_exchanged", file=self.path)

    def exists(self) -> bool:
        """Whether a file stands there, whole or not; the engine takes an empty one for none and begins a new one in it."""
        return self.path.is_file() and self.path.stat().st_size > 0

    def told(self) -> str:
        """The file."""
        return self.path.as_posix()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Go on at once: the process that holds the file writes alone."""
        yield

    def newest(self, known: int, ask: Callable[[], int]) -> int:  # noqa: ARG002 - a lake asks
        """What is known: nobody else writes the file."""
        return known


def catalog_of(path: Path) -> Catalog:
    """The catalog of the official ledger whose file is, or would be, at `path`: what the operator configured, or that file.

    PortfolioError lake_unfit for a configuration that names no such catalog, lake_extension where its packages are
    missing.
    """
    told = os.environ.get(ENVIRONMENT, "").strip()
    if not told:
        return FileCatalog(path)
    from portfolio.store.lake import LakeCatalog  # noqa: PLC0415 - a ledger in a file does without its packages

    return LakeCatalog.configured(path, told)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file stands at `path`, whatever its name: None where none does, and for a store in memory."""
    if path == MEMORY:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
