"""What is typed and not sent yet: kept field by field in a small file beside the ledger, which must not hold it.

Of two pages on one draft the newest word on each field counts. A draft goes as its report is sent: it is set aside
under the report's number, so that it can be taken up again if the report comes back.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from portfolio.model import PortfolioError

FILE = "drafts.sqlite3"
OWNER_ALONE = 0o600
PATIENCE_S = 5.0
"""How long one who saves waits for another."""
KEPT_FOR = timedelta(days=180)
"""How long a field is kept that nobody has changed or sent."""
LONGEST, MOST = 2_000, 20_000
"""Letters of a field, and fields of one account in all its drafts: many times what the forms have."""
TABLE = """
CREATE TABLE IF NOT EXISTS field (
  login TEXT NOT NULL, unit TEXT NOT NULL, month TEXT NOT NULL,
  project TEXT NOT NULL, sheet TEXT NOT NULL, line TEXT NOT NULL, name TEXT NOT NULL,
  said TEXT NOT NULL, saved_at TEXT NOT NULL, sent_as INTEGER,
  PRIMARY KEY (login, unit, month, project, sheet, line, name)
) WITHOUT ROWID
"""
OF_ONE = "login = ? AND unit = ? AND month = ?"


class Owned(NamedTuple):
    """Whose draft of what it is: account, unit and month."""

    login: str
    unit: str
    period_on: date

    @property
    def key(self) -> tuple[str, str, str]:
        """As the table holds it."""
        return self.login, self.unit, self.period_on.isoformat()


class Place(NamedTuple):
    """Where a field stands: project, sheet, line of the project in it ("": it has one), and column."""

    project: str
    sheet: str
    line: str
    name: str


class Kept(NamedTuple):
    """A field as typed ("" where it was emptied), and when."""

    said: str
    saved_at: datetime


class Drafts:
    """The drafts in a file, or (without one) those of one reader in memory. Safe to share between threads."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        # what is in memory lasts as long as its one connection
        self._held = None if file else sqlite3.connect(":memory:", check_same_thread=False)

    def fields(self, of: Owned) -> dict[Place, Kept]:
        """Each field of the draft. Raises PortfolioError drafts_unreadable."""
        if not self._stands():
            return {}
        asked = (
            f"SELECT project, sheet, line, name, said, saved_at FROM field WHERE {OF_ONE} AND sent_as IS NULL"
        )
        with self._open() as base:
            rows = base.execute(asked, of.key).fetchall()
        return {Place(*row[:4]): Kept(row[4], datetime.fromisoformat(row[5])) for row in rows}

    def save(self, of: Owned, said: Mapping[Place, str], at: datetime) -> None:
        """Keep these fields on the disk. Raises PortfolioError draft_full, drafts_unreadable."""
        if any(len(text) > LONGEST for text in said.values()):
            raise PortfolioError("draft_full")
        with self._open() as base:
            (held,) = base.execute("SELECT count(*) FROM field WHERE login = ?", of.key[:1]).fetchone()
            if held + len(said) > MOST:
                raise PortfolioError("draft_full")
            rows = [(*of.key, *place, text, at.isoformat()) for place, text in said.items()]
            base.executemany("INSERT OR REPLACE INTO field VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", rows)

    def sent(self, of: Owned, number: int, at: datetime) -> None:
        """Set the draft aside under the number of its report, in place of an earlier one; sweep out what is old."""
        with self._open() as base:
            base.execute(f"DELETE FROM field WHERE {OF_ONE} AND sent_as IS NOT NULL", of.key)
            base.execute(f"UPDATE field SET sent_as = ? WHERE {OF_ONE}", (number, *of.key))
            base.execute("DELETE FROM field WHERE saved_at < ?", ((at - KEPT_FOR).isoformat(),))

    def set_aside(self, of: Owned) -> int | None:
        """The number of the report that the draft is set aside for; None where none is, or one stands."""
        if not self._stands():
            return None
        with self._open() as base:
            rows = base.execute(f"SELECT DISTINCT sent_as FROM field WHERE {OF_ONE}", of.key).fetchall()
        return rows[0][0] if len(rows) == 1 else None

    def take_up(self, of: Owned, number: int, projects: Sequence[str] | None = None) -> None:
        """Let the draft that was sent as that report be one again, or what it says of these projects."""
        again = f"UPDATE field SET sent_as = NULL WHERE {OF_ONE} AND sent_as = ?"
        with self._open() as base:
            if projects is None:
                base.execute(again, (*of.key, number))
            else:
                base.executemany(
                    f"{again} AND project = ?", [(*of.key, number, project) for project in projects]
                )

    def _stands(self) -> bool:
        return self._file is None or self._file.exists()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The base, within one change that is whole on the disk when the block ends or was never made."""
        try:
            if self._held is not None:
                with self._held as base:
                    base.execute(TABLE)
                    yield base
                return
            with closing(self._connected()) as base, base:
                base.execute(TABLE)
                base.execute("BEGIN IMMEDIATE")
                yield base
        except (sqlite3.Error, OSError) as fault:
            raise PortfolioError("drafts_unreadable", why=str(fault)) from fault

    def _connected(self) -> sqlite3.Connection:
        assert self._file is not None
        # made before the engine would make it, so that it is never anybody else's; its journal takes the same rights
        no_link = getattr(os, "O_NOFOLLOW", 0)
        os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | no_link, OWNER_ALONE))
        return sqlite3.connect(self._file, timeout=PATIENCE_S)
