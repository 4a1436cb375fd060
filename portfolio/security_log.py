"""The security log: who signed in, who was refused or locked out, whose role changed, who took which file away.

One line of JSON an event, in `logs/security.jsonl` of the data folder, for the server's user alone. It holds no password,
code, token or hash, and a sign-in name only where there is such an account: people type passwords into the wrong field.
What strangers cause is counted: past a bound it is told as a number (`unsaid`) with the next line, so that nobody can push
out what matters, or fill the disk.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from portfolio import clock

FILE = Path("logs") / "security.jsonl"
LARGEST, FILES = 5_000_000, 20
"""Bytes of a file of the log until it is put aside, and how many of those are kept."""
OF_STRANGERS = "60 per 1 minute; 2000 per 1 day"
"""How many lines whoever is not signed in may cause."""
_log = logging.getLogger("portfolio")


class _Kept(RotatingFileHandler):
    """A file for its owner alone, put aside when full; what cannot be written is told on the console and stops nobody."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: ARG002, N802
        _log.exception("the security log could not be written")


class SecurityLog:
    """The log of one data folder. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._handler: _Kept | None = None
        self._bounds: list[RateLimitItem] = parse_many(OF_STRANGERS)
        self._counted = FixedWindowRateLimiter(MemoryStorage())
        self._lock = threading.Lock()
        self._unsaid = 0

    def tell(self, kind: str, *, stranger: bool = False, **facts: object) -> None:
        """Write one line; not what a stranger causes past the bound."""
        with self._lock:
            if stranger and not all(self._counted.hit(bound, "strangers") for bound in self._bounds):
                self._unsaid += 1
                return
            unsaid, self._unsaid = self._unsaid, 0
            line = {"at": f"{clock.now().isoformat(timespec='milliseconds')}+08:00", "kind": kind}
            line |= {name: str(fact) for name, fact in facts.items() if fact not in (None, "")}
            if unsaid:
                line["unsaid"] = str(unsaid)
            self._write(json.dumps(line, ensure_ascii=False))

    def _write(self, line: str) -> None:
        try:
            if self._handler is None:
                self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._handler = _Kept(self.file, maxBytes=LARGEST, backupCount=FILES, encoding="utf-8")
            self._handler.emit(logging.makeLogRecord({"msg": line}))
        except OSError:
            _log.exception("the security log could not be opened")


_LOGS: dict[Path, SecurityLog] = {}
_OPENING = threading.Lock()


def of(folder: Path) -> SecurityLog:
    """The one log of the data folder."""
    with _OPENING:
        return _LOGS.setdefault(folder.resolve(), SecurityLog(folder.resolve()))
