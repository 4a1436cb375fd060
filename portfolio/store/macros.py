"""The codelists and macros of sql/ in an engine: copied from a file beside the store, or laid anew and kept in one.

The file holds nothing of the ledger: missing, broken or of another version, it is made anew without a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import duckdb

from portfolio import codes
from portfolio.store.quoting import quoted

SQL_FOLDER = Path(__file__).parent.parent / "sql"
LEFT_S = 3600
"""How old what a killed process had begun must be before it is deleted: another process may be writing its own."""
LAID_BY = "[2-9]*.sql"
"""The files of sql/ whose statements are run in every engine; those before lay out the ledger's own tables, once."""


def lay_out(engine: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
    """Create the codelists, tables and macros, from the file that is kept in `folder` if there is one that fits."""
    file = folder and prepared_file(folder)
    if file and _copied(engine, file):
        return
    _load_codelists(engine)
    for statement in statements(LAID_BY):
        engine.execute(statement)
    if file:
        _keep(engine, file)


def prepared_file(folder: Path) -> Path:
    """Where what this program lays out is kept: named by the engine's version, the codelists and the texts of sql/."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for source in (*sorted(codes.FOLDER.glob("*.csv")), *sorted(SQL_FOLDER.glob(LAID_BY))):
        digest.update(source.name.encode() + source.read_bytes())
    return folder / f"engine-{digest.hexdigest()[:16]}.duckdb"


def statements(pattern: str) -> Iterator[str]:
    """The statements of the sql files that match `pattern`, in the order in which they are run.

    Comments on objects are left out: they are for the reader of the files, and nothing asks the engine for them.
    """
    for file in sorted(SQL_FOLDER.glob(pattern)):
        for statement in duckdb.extract_statements(file.read_text(encoding="utf-8")):
            if not statement.query.lstrip().startswith("COMMENT ON "):
                yield statement.query


def _copied(engine: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Whether all stands in the engine as the file has it; else nothing does."""
    if not file.exists():
        return False
    try:
        engine.execute(f"ATTACH {quoted(file)} AS prepared (READ_ONLY)")
    except duckdb.Error:
        return False
    try:
        engine.execute("BEGIN")
        engine.execute("COPY FROM DATABASE prepared TO memory")
        engine.execute("COMMIT")
    except duckdb.Error:
        engine.execute("ROLLBACK")
        return False
    finally:
        engine.execute("DETACH prepared")
    return True


def _keep(engine: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Write what the engine holds into the file, whole or not at all; what another version kept is deleted."""
    begun = file.with_name(f"{file.stem}-{token_hex(4)}.duckdb.tmp")
    try:
        engine.execute(f"ATTACH {quoted(begun)} AS prepared")
        engine.execute("COPY FROM DATABASE memory TO prepared")
        engine.execute("DETACH prepared")
        for other in file.parent.glob("engine-*.duckdb*"):
            if other != begun and (other.suffix == ".duckdb" or _age(other) > LEFT_S):
                other.unlink()
        begun.replace(file)
    except (duckdb.Error, OSError):  # a full disk: the next opening takes a quarter of a second longer
        with suppress(duckdb.Error):
            engine.execute("DETACH DATABASE IF EXISTS prepared")
        begun.unlink(missing_ok=True)


def _age(file: Path) -> float:
    """How many seconds ago the file was last written, by the newest file beside it: no clock is asked."""
    return max(path.stat().st_mtime for path in file.parent.glob("engine-*")) - file.stat().st_mtime


def _load_codelists(engine: duckdb.DuckDBPyConnection) -> None:
    for name in codes.names():
        engine.register("codelist", codes.table(name).to_arrow())
        engine.execute(f"CREATE TABLE code_{name} AS FROM codelist")
        engine.unregister("codelist")
