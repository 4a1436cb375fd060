"""Opening a store's file: the engine's settings, the attached catalog, the schema, the macros; refusals in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import duckdb

from portfolio import codes
from portfolio.model import PortfolioError
from portfolio.store.keeping import answers_file, mark, remove, stamp, usable

SCHEMA_VERSION = 2
SQL_FOLDER = Path(__file__).parent.parent / "sql"
LARGE = 20_000
"""From how many rows of the library a question has all cores, and a snapshot reads only the counties asked for."""
MEMORY = Path(":memory:")
"""In place of a path: a store that lives in memory and goes with the process."""


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """An engine with `path` attached as catalog `store`, its tables present and its macros created.

    It works in memory; for a large library in a file beside the store, as an earlier process left it if it is still
    that ledger's and this program's. Nothing outside the store's folder can be read or written through it afterwards.
    Raises PortfolioError folder_unwritable, store_held, store_newer or store_broken, and then leaves the store as it was.
    """
    if path == MEMORY:
        return _laid_out(_begun(duckdb.connect(":memory:"), path))
    _need_writable(path.parent)
    file = answers_file(path)
    engine = _as_left(file, path) if file.exists() else None
    if engine is not None:
        return engine
    engine = _begun(duckdb.connect(":memory:"), path)
    # the store is ours now, so nobody works in the file
    remove(file)
    if not _is_large(engine):
        return _laid_out(engine)
    engine.close()
    return _laid_out(_begun(duckdb.connect(str(file)), path), _stamp())


def _as_left(file: Path, path: Path) -> duckdb.DuckDBPyConnection | None:
    """The engine in the file of answers as an earlier process left it; None if it is broken, held or not to be used."""
    try:
        engine = duckdb.connect(str(file))
    except duckdb.Error:
        return None
    # a file that this very process works in is opened a second time without complaint
    if engine.execute("SELECT current_setting('lock_configuration')").fetchall() == [(True,)]:
        engine.close()
        return None
    _begun(engine, path)
    with suppress(duckdb.Error):
        if _is_large(engine) and usable(engine, _stamp()):
            return engine
    engine.close()
    return None


@contextmanager
def _closed_if_it_fails(engine: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Nothing; the engine lets go of its files when the block fails."""
    with ExitStack() as failing:
        failing.callback(engine.close)
        yield
        failing.pop_all()


def _begun(engine: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyConnection:
    """The engine with its settings and the store attached, at this program's schema."""
    with _closed_if_it_fails(engine):
        _settle(engine, path)
        _attach(engine, path)
        _share_out(engine)
        engine.execute("SET enable_external_access = false")
        engine.execute("SET lock_configuration = true")
        _bring_to_schema(engine, path)
    return engine


def _laid_out(engine: duckdb.DuckDBPyConnection, stamped: str | None = None) -> duckdb.DuckDBPyConnection:
    """The engine with code lists and macros; where it works in a file, that is marked once all stands in it."""
    with _closed_if_it_fails(engine):
        _load_codelists(engine)
        for statement in statements("[2-9]*.sql" if stamped is None else "[02-9]*.sql"):
            engine.execute(statement)
        if stamped is not None:
            mark(engine, stamped)
    return engine


def _stamp() -> str:
    return stamp(SCHEMA_VERSION, statements("*.sql"))


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


def quoted(path: Path) -> str:
    """The path, whole, as a text of SQL: for the few statements that take no parameter."""
    return "'" + str(path.resolve()).replace("'", "''") + "'"


def _attach(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    place = "':memory:'" if path == MEMORY else quoted(path)
    try:
        engine.execute(f"ATTACH {place} AS store")
    except duckdb.IOException as refusal:
        if "lock" in str(refusal):
            holder = re.search(r"PID (\d+)", str(refusal))
            raise PortfolioError("store_held", file=path, process=holder[1] if holder else "?") from refusal
        raise PortfolioError("store_broken", file=path) from refusal
    except duckdb.Error as refusal:
        raise PortfolioError("store_broken", file=path) from refusal


def _share_out(engine: duckdb.DuckDBPyConnection) -> None:
    """Nothing; a question to a small library has one core: a page asks several at once, and each is over in a moment."""
    if not _is_large(engine):
        engine.execute("SET threads = 1")


def _is_large(engine: duckdb.DuckDBPyConnection) -> bool:
    """Whether the attached store's library is a large one."""
    held = engine.execute(
        """SELECT coalesce(sum(estimated_size), 0) FROM duckdb_tables()
           WHERE database_name = 'store' AND table_name = 'project'"""
    ).fetchall()
    return bool(held[0][0] >= LARGE)


def _bring_to_schema(engine: duckdb.DuckDBPyConnection, path: Path) -> None:
    held = _held_version(engine, path)
    if held > SCHEMA_VERSION:
        raise PortfolioError("store_newer", file=path, found=held, known=SCHEMA_VERSION)
    if held == SCHEMA_VERSION:
        return
    engine.execute("BEGIN")
    for statement in statements("1*.sql"):
        engine.execute(statement)
    engine.execute("INSERT INTO store.schema_version VALUES ($1)", [SCHEMA_VERSION])
    if held == 0:
        engine.execute("INSERT INTO store.guard VALUES ('ledger', 0)")
    engine.execute("COMMIT")


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


def _load_codelists(engine: duckdb.DuckDBPyConnection) -> None:
    for name in codes.names():
        engine.register("codelist", codes.table(name).to_arrow())
        engine.execute(f"CREATE TABLE code_{name} AS FROM codelist")
        engine.unregister("codelist")


def statements(pattern: str) -> Iterator[str]:
    """The statements of the sql files that match `pattern`, in the order in which they are run.

    Comments on objects are left out: they are for the reader of the files, and nothing asks the engine for them.
    """
    for file in sorted(SQL_FOLDER.glob(pattern)):
        for statement in duckdb.extract_statements(file.read_text(encoding="utf-8")):
            if not statement.query.lstrip().startswith("COMMENT ON "):
                yield statement.query
