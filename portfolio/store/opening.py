"""Opening a store's file: the engine's settings, the attached catalog, the schema, the macros; refusals in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import duckdb

from portfolio.model import PortfolioError
from portfolio.store import hindrances
from portfolio.store.catalogs import MEMORY, Catalog
from portfolio.store.macros import lay_out, statements
from portfolio.store.quoting import quoted

SCHEMA_VERSION = 3
LAYING = "1*.sql"
"""The files of sql/ that lay out the ledger's own tables, in the order of their names."""
OF_THIS_SCHEMA = "1[3-9]*.sql"
"""Those of them that this schema brought. What an earlier one brought and is missing is damage, and stays so."""
LARGE = 5_000
"""From how many rows of the library a question has all cores, and a day reads only the counties asked for."""
LARGE_ROOM = "2GB"
"""The memory that the engine takes for a large library; what needs more goes on in the temporary folder."""


def connect(catalog: Catalog) -> duckdb.DuckDBPyConnection:
    """An engine with the catalog attached as `store`, its tables present and its macros created.

    Nothing outside the store's folder can be read or written through it afterwards.
    Raises PortfolioError folder_unwritable, store_newer, store_broken or disk_full and what attaching the catalog does, and
    then leaves the store as it was.
    """
    path = catalog.path
    if path != MEMORY:
        _need_writable(path.parent)
    engine = duckdb.connect(":memory:")
    with _closed_if_it_fails(engine), as_refusals(path):
        _settle(engine, path)
        catalog.attach(engine)
        _share_out(engine)
        with catalog.turn():
            _bring_to_schema(engine, path)
        lay_out(engine, None if path == MEMORY else path.parent)
        engine.execute("SET enable_external_access = false")
        engine.execute("SET lock_configuration = true")
    return engine


@contextmanager
def as_refusals(path: Path) -> Iterator[None]:
    """Raise what the engine says inside of the store's file as its refusal, store_broken for a damaged one."""
    try:
        with hindrances.as_refusals():
            yield
    except PortfolioError as refusal:
        if refusal.code == "store_unreadable":
            raise PortfolioError("store_broken", file=path) from refusal
        if refusal.code == "disk_readonly":
            raise PortfolioError("folder_unwritable", folder=path.parent) from refusal
        raise


@contextmanager
def _closed_if_it_fails(engine: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Let the engine go of its files when the block fails."""
    with ExitStack() as failing:
        failing.callback(engine.close)
        yield
        failing.pop_all()


def _need_writable(folder: Path) -> None:
    probe = folder / ".write-probe"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as refusal:
        raise PortfolioError("folder_unwritable", folder=folder) from refusal


def _settle(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    engine.execute("SET TimeZone = 'Asia/Shanghai'")
    engine.execute("SET errors_as_json = false")
    if path == MEMORY:
        return
    engine.execute(f"SET temp_directory = {quoted(path.parent / 'tmp')}")
    engine.execute(f"SET allowed_directories = [{quoted(path.parent)}]")


def _share_out(engine: duckdb.DuckDBPyConnection) -> None:
    """Give a small library's question one core, since a page asks several at once; bound the memory of a large one's."""
    if _is_large(engine):
        engine.execute(f"SET memory_limit = '{LARGE_ROOM}'")
    else:
        engine.execute("SET threads = 1")


def _is_large(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether the attached store's library is a large one."""
    size = engine.execute(
        """SELECT coalesce(sum(estimated_size), 0) FROM duckdb_tables()
           WHERE database_name = 'store' AND table_name = 'project'"""
    ).fetchall()
    return bool(size[0][0] >= LARGE)


def _bring_to_schema(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Lay out the tables and add the columns that the store lacks, all or none, and keep what it has.

    The files that lay out the ledger run in the order of their names; what a statement finds there it leaves.
    """
    version = _held_version(engine, path)
    if version > SCHEMA_VERSION:
        raise PortfolioError("store_newer", file=path, found=version, known=SCHEMA_VERSION)
    if version == SCHEMA_VERSION and not _lacks(engine):
        return
    engine.execute("BEGIN")
    for statement in statements(LAYING):
        engine.execute(statement)
    if version < SCHEMA_VERSION:
        engine.execute("INSERT INTO store.schema_version VALUES ($1)", [SCHEMA_VERSION])
    if version == 0:
        engine.execute("INSERT INTO store.guard VALUES ('ledger', 0)")
    engine.execute("COMMIT")


@cache
def _laid_out() -> frozenset[tuple[str, str | None]]:
    """What this schema's files lay out: each table, and each column that came to one later."""
    text_of_schema = "\n".join(statements(OF_THIS_SCHEMA))
    tables = re.findall(r"CREATE TABLE IF NOT EXISTS store\.(\w+)", text_of_schema)
    columns = re.findall(r"ALTER TABLE store\.(\w+) ADD COLUMN IF NOT EXISTS (\w+)", text_of_schema)
    return frozenset([*((table, None) for table in tables), *columns])


def _lacks(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether a store of this schema comes from when the schema still had less: its number alone does not tell.

    A table of an earlier schema that is gone is a loss, which the check tells: no later column of it makes it anew.
    """
    columns = engine.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'store'"
    ).fetchall()
    tables = {table for table, _ in columns}
    there, laid_out = {*columns, *((table, None) for table in tables)}, _laid_out()
    return any(table in tables or (table, None) in laid_out for table, _ in laid_out - there)


def _held_version(engine: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The schema version that the file holds; 0 for a new, empty file."""
    tables = {
        name
        for (name,) in engine.execute(
            "SELECT table_name FROM duckdb_tables() WHERE database_name = 'store'"
        ).fetchall()
    }
    if not tables:
        return 0
    if "schema_version" not in tables:
        raise PortfolioError("store_broken", file=path)
    return int(engine.execute("SELECT max(version) FROM store.schema_version").fetchall()[0][0] or 0)
