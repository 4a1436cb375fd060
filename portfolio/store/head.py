"""The head of the chain: number and hash of a ledger's newest event, kept in a file of its own beside the store.

It is written after every commit, so a store that has fewer events than its head has lost some, and one that holds
another event under the head's number was exchanged whole. A store ahead of its head is well: it was stopped between.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import duckdb

from portfolio.model import PortfolioError
from portfolio.store.durable import sync_folder

ELSEWHERE = "PORTFOLIO_HEADS"
"""The environment's name of a second folder for heads, best on another disk: who exchanges the data folder misses it."""
LOSSES = ("store_behind", "store_rewritten", "head_damaged")
"""What is raised where a store does not hold what its head tells of, or the head cannot be read."""
_log = logging.getLogger(__name__)


class Head(NamedTuple):
    """The newest event of a ledger: its number, 0 for an empty ledger, and its hash."""

    number: int
    hash: str


def file_of(store: Path) -> Path:
    """Where the head of the store at `store` lies."""
    return store.with_suffix(".head")


def elsewhere(store: Path) -> list[Path]:
    """Where a second head of the store lies: one file in the folder that the operator named, or none."""
    folder = os.environ.get(ELSEWHERE)
    return [Path(folder) / file_of(store).name] if folder else []


def read(file: Path) -> Head | None:
    """The head that the file holds, None where there is no such file.

    Raises PortfolioError head_damaged for a file that holds none.
    """
    try:
        content = json.loads(file.read_bytes())
        return Head(int(content["events"]), str(content["hash"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as fault:
        raise PortfolioError("head_damaged", file=file) from fault


def write(files: Iterable[Path], head: Head) -> None:
    """Let each of the files hold `head`, on the disk when this returns.

    What cannot be written is logged and not raised: the event is stored, and the next one's head tells of both.
    """
    for file in files:
        try:
            _replace(file, head)
        except OSError:
            _log.exception("the head of the chain could not be written to %s", file)


def refuse_loss(store: Path, files: Iterable[Path], cursor: duckdb.DuckDBPyConnection) -> None:
    """Raise PortfolioError store_behind where events are missing that a head tells of, store_rewritten for others.

    `cursor` reads the store at `store`, whose heads are in `files`.
    """
    for file in files:
        head = read(file)
        if head is None:
            continue
        newest = cursor.execute("SELECT coalesce(max(event_id), 0) FROM store.event").fetchall()[0][0]
        if newest < head.number:
            missing = head.number - newest
            facts = {"missing": missing, "number": head.number, "newest": newest}
            raise PortfolioError("store_behind", file=store, head=file, **facts)
        rows = cursor.execute("SELECT hash FROM store.event WHERE event_id = $1", [head.number]).fetchall()
        if head.number > 0 and rows != [(head.hash,)]:
            raise PortfolioError("store_rewritten", file=store, head=file, number=head.number)


def _replace(file: Path, head: Head) -> None:
    descriptor, partial = tempfile.mkstemp(prefix=".head-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as written:
            json.dump({"events": head.number, "hash": head.hash}, written)
            written.flush()
            os.fsync(written.fileno())
        Path(partial).replace(file)
        sync_folder(file.parent)
    finally:
        with suppress(FileNotFoundError):
            Path(partial).unlink()
