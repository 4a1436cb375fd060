"""What the engine says when the disk, the file or the database under it fails, as refusals that people can read.

The engine has one kind of exception for many things: a lost race and a full disk are both a TransactionException, a held
file and a damaged one both an IOException. They are told apart by its words (of 1.5, tried in tests/test_hindrances.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from portfolio.model import PortfolioError

RACE = ("conflict",)
LOCKED_BY_ANOTHER = ("could not set lock",)
WORDS = {
    "lake_unreachable": (
        "unable to connect to postgres",
        "server closed the connection",
        "terminating connection",
        "failed to query most recent snapshot",
    ),
    "store_stopped": ("has been invalidated",),
    "disk_full": ("no space left on device", "disk quota exceeded", "file too large"),
    "disk_readonly": ("read-only file system", "permission denied", "operation not permitted"),
    "store_unreadable": (
        "corrupt",
        "checksum",
        "not a valid duckdb database",
        "input/output error",
        "failed to read",
    ),
}
"""The code of each refusal and what the engine says then; the first that fits is meant."""
DAMAGED = (duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)
"""What the engine raises where it reads what it never wrote."""


def is_race(fault: duckdb.Error) -> bool:
    """Whether a transaction failed since another was faster, so that it may be tried again."""
    return isinstance(fault, duckdb.TransactionException) and _says(fault, RACE)


def is_held(fault: duckdb.Error) -> bool:
    """Whether the file is held by another process."""
    return _says(fault, LOCKED_BY_ANOTHER)


def refusal_of(fault: BaseException) -> PortfolioError | None:
    """The refusal in words that the engine's fault stands for; None for what is no fault of disk or file."""
    if not isinstance(fault, duckdb.Error):
        return None
    refusal = next((code for code, said in WORDS.items() if _says(fault, said)), None)
    if refusal is None and isinstance(fault, DAMAGED):
        refusal = "store_unreadable"
    return PortfolioError(refusal) if refusal else None


@contextmanager
def as_refusals() -> Iterator[None]:
    """Raise what the engine says of disk or file inside as its refusal, and everything else as it is."""
    try:
        yield
    except duckdb.Error as fault:
        refusal = refusal_of(fault)
        if refusal is None:
            raise
        # how the database is reached, password and all, stands in what the engine says of it: no log gets that
        raise refusal from (None if refusal.code == "lake_unreachable" else fault)


def roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    """End the transaction; what failed at COMMIT has ended it already, and may have stopped the engine: it alone is told."""
    with suppress(duckdb.Error):
        cursor.execute("ROLLBACK")


def _says(fault: BaseException, words: tuple[str, ...]) -> bool:
    text = str(fault).lower()
    return any(word in text for word in words)
