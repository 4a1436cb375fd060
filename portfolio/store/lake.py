"""A ledger on a DuckLake catalog in PostgreSQL, for several servers at once.

Rows lie in files below the data path, which all servers share; PostgreSQL holds which of them belong to which moment. One
advisory lock of PostgreSQL, on a connection of its own, gives writers their turn; the guard row stays the second line.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import duckdb

from portfolio.model import PortfolioError
from portfolio.store.catalogs import ENVIRONMENT
from portfolio.store.quoting import quoted, text

PREFIX = "ducklake:postgres:"
EXTENSIONS = ("ducklake", "postgres_scanner")
"""What the engine has to load, each from the package `duckdb_extension_…`: nothing is fetched from anywhere."""
POLL_S = 0.5
"""How old the newest event's number may be before the catalog is asked again."""
TURN_S = 30
"""How long a writer waits for its turn before it says that the ledger is busy."""
CONNECT_S = 5
OF_ANOTHER_VERSION = ("catalog version", "version mismatch")
OF_ANOTHER_PLACE = ("data_path", "data path")
_log = logging.getLogger(__name__)


class LakeCatalog:
    """A schema of a PostgreSQL database that describes the ledger's files; many processes may attach it."""

    def __init__(self, path: Path, reached_by: str) -> None:
        """`reached_by` is how libpq reaches the database; the schema and the folder of files have the store's name."""
        self.path = path
        self._reached_by = reached_by
        self._schema = path.stem
        self._driver = _package("psycopg")
        self._turns: Any = None
        self._asked_at = 0.0
        self._asking = threading.Lock()

    @classmethod
    def configured(cls, path: Path, told: str) -> Self:
        """The catalog that an operator configured. PortfolioError lake_unfit where that is no such catalog."""
        if not told.startswith(PREFIX) or not told.removeprefix(PREFIX).strip():
            raise PortfolioError("lake_unfit")
        return cls(path, told.removeprefix(PREFIX).strip())

    @property
    def folder(self) -> Path:
        """Where the ledger's files lie, below the data folder that all servers share."""
        return self.path.with_suffix(".lake")

    def attach(self, engine: duckdb.DuckDBPyConnection) -> None:
        """Attach the catalog, made if the schema is not there.

        PortfolioError lake_extension, lake_unreachable, lake_version or lake_folder; none tells how the database is reached.
        """
        for name in EXTENSIONS:
            engine.execute(f"LOAD {quoted(_extension(name))}")
        self.folder.mkdir(parents=True, exist_ok=True)
        options = f"DATA_PATH {quoted(self.folder)}, METADATA_SCHEMA {text(self._schema)}"
        try:
            engine.execute(f"ATTACH {text(PREFIX + self._reached_by)} AS store ({options})")
        except duckdb.Error as refusal:
            raise PortfolioError(_code_of(refusal), folder=self.folder) from None

    def need_unchanged(self) -> None:
        """Go on: what is written goes to the catalog, and no file of it is opened for long."""

    def exists(self) -> bool:
        """Whether the schema has tables of a ledger. PortfolioError lake_unreachable."""
        with self._connected() as connection:
            found = connection.execute(
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = %s AND table_name = 'ducklake_table'",
                [self._schema],
            ).fetchone()
        return bool(found[0])

    def told(self) -> str:
        """The environment's name and the schema: how the database is reached may hold a password."""
        return f"{ENVIRONMENT} ({self._schema})"

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the advisory lock inside. PortfolioError lake_busy after TURN_S, lake_unreachable without the database.

        Who dies with it gives it back: PostgreSQL sees the connection's end.
        """
        connection = self._take_turn()
        try:
            yield
        finally:
            with suppress(self._driver.Error):
                connection.execute("SELECT pg_advisory_unlock(%s)", [self._key()])

    def newest(self, known: int, ask: Callable[[], int]) -> int:
        """The newest event's number, asked of the catalog once it is older than POLL_S, by one thread at a time."""
        if time.monotonic() - self._asked_at < POLL_S or not self._asking.acquire(blocking=False):
            return known
        try:
            found = ask()
            self._asked_at = time.monotonic()
        finally:
            self._asking.release()
        return max(known, found)

    def _take_turn(self) -> Any:
        for attempt in (1, 2):
            try:
                if self._turns is None or self._turns.closed:
                    self._turns = self._connect()
                self._turns.execute("SELECT pg_advisory_lock(%s)", [self._key()])
                return self._turns  # noqa: TRY300
            except self._driver.errors.LockNotAvailable as late:
                raise PortfolioError("lake_busy") from late
            except (
                self._driver.Error
            ) as lost:  # the database was stopped and started meanwhile: once more, anew
                self._drop_turns()
                if attempt == 2:
                    _log.error("the ledger's database does not answer: %s", type(lost).__name__)
                    raise PortfolioError("lake_unreachable", folder=self.folder) from None
        raise AssertionError("unreachable: the second attempt either returns or raises")

    def _drop_turns(self) -> None:
        if self._turns is not None:
            with suppress(self._driver.Error):
                self._turns.close()
        self._turns = None

    def _connect(self) -> Any:
        options = f"-c lock_timeout={TURN_S * 1000}"
        return self._driver.connect(
            self._reached_by, autocommit=True, connect_timeout=CONNECT_S, options=options, keepalives_idle=10
        )

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        try:
            with self._connect() as connection:
                yield connection
        except self._driver.Error:
            raise PortfolioError("lake_unreachable", folder=self.folder) from None

    def _key(self) -> int:
        """The advisory lock's number: the schema's own, so that two ledgers of one database do not wait for each other."""
        digest = hashlib.sha256(f"project-library {self._schema}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


def _package(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as missing:
        raise PortfolioError("lake_extension", package=name.replace("_", "-")) from missing


def _extension(name: str) -> Path:
    """The extension's file for the engine that runs. PortfolioError lake_extension where its package does not have one."""
    package = _package(f"duckdb_extension_{name}")
    version = f"v{duckdb.__version__}"
    found = [
        file
        for place in package.__path__
        for file in Path(place).glob(f"extensions/{version}/*.duckdb_extension")
    ]
    if not found:
        raise PortfolioError("lake_extension", package=f"duckdb-extension-{name.replace('_', '-')}")
    return found[0]


def _code_of(refusal: duckdb.Error) -> str:
    text = str(refusal).lower()
    if any(word in text for word in OF_ANOTHER_VERSION):
        return "lake_version"
    return "lake_folder" if any(word in text for word in OF_ANOTHER_PLACE) else "lake_unreachable"
