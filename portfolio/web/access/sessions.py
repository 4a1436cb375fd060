"""Who is signed in: sessions behind a random token that only the reader's browser has; a file keeps them over a restart."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import secrets
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from portfolio import clock
from portfolio.model import Account

IDLE_S = 60 * 60
LONGEST_S = 12 * 60 * 60
"""A session ends after an hour without a request, and after twelve hours in any case: a working day."""
MOST, MOST_OF_ONE = 5_000, 10
"""How many sessions are kept in all, and of one account; the oldest make room."""
WRITTEN_S = 60
"""How long the file may be behind with when a session was last seen."""
_log = logging.getLogger("portfolio")


@dataclass
class Session:
    """One sign-in. `key` names it inside the server, where the browser's token never goes; `proof` is what it rests on."""

    login: str
    proof: str
    key: str
    begun: float
    seen: float
    must_change: bool = False
    """Whether nothing but a new password is open to it: it was begun with a one-time one."""
    must_prove: bool = False
    """Whether nothing but the second factor is open to it: only the password was right so far."""
    by_provider: bool = False
    """Whether the city's own sign-in has said who it is, by its own rules."""


def proof_of(account: Account) -> str:
    """What a session of the account rests on: once password, subject or second factor are others, every session ends."""
    rests_on = "\n".join((account.password_hash or "", account.subject or "", account.factor_secret or ""))
    return hashlib.sha256(rests_on.encode()).hexdigest()


@dataclass
class Sessions:
    """The sessions of a process. Safe to share between threads."""

    tick: Callable[[], float] = lambda: clock.moment().wall
    _by_token: dict[str, Session] = field(default_factory=dict)
    """The token's digest to its session, so that a look into memory, file or log gives nobody a token."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _file: Path | None = None
    _written: float = 0

    def keep_in(self, file: Path) -> None:
        """Go on with the sessions of the file, and keep them there from now on; a file that is none is left out."""
        with self._lock:
            self._file = file
            try:
                held = json.loads(file.read_bytes()) if file.is_file() else {}
                self._by_token = {digest: Session(**told) for digest, told in held.items()}
            except (OSError, ValueError, TypeError, AttributeError):
                _log.exception("the sessions in %s cannot be read: everybody signs in anew", file)
                self._by_token = {}
            self._drop(lambda session: not self._lasts(session))

    def let_go(self) -> None:
        """Write the file as it stands and keep nothing there any more: the server ends."""
        with self._lock:
            self._write()
            self._file = None

    def begin(
        self,
        account: Account,
        *,
        must_change: bool = False,
        must_prove: bool = False,
        by_provider: bool = False,
    ) -> str:
        """The token of a new session of the account."""
        token, at = secrets.token_urlsafe(32), self.tick()
        made = Session(account.login, proof_of(account), secrets.token_urlsafe(16), at, at)
        made.must_change, made.must_prove, made.by_provider = must_change, must_prove, by_provider
        with self._lock:
            self._drop(lambda session: not self._lasts(session))
            self._make_room(account.login)
            self._by_token[_digest(token)] = made
            self._write()
        return token

    def of_token(self, token: str | None) -> Session | None:
        """The session behind a browser's token, which has now been seen; None where it has ended."""
        with self._lock:
            return self._seen(self._by_token.get(_digest(token or "")))

    def of_key(self, key: str | None) -> Session | None:
        """The session of that name, which has now been seen; None where it has ended."""
        with self._lock:
            return self._seen(next((one for one in self._by_token.values() if one.key == key), None))

    def lasting(self, key: str) -> Session | None:
        """The session of that name, looked at without having been seen; None where it has ended."""
        with self._lock:
            held = next((one for one in self._by_token.values() if one.key == key), None)
            return held if held and self._lasts(held) else None

    def end(self, key: str) -> None:
        """End the session of that name."""
        with self._lock:
            self._drop(lambda session: session.key == key)
            self._write()

    def clear(self) -> None:
        """End all sessions: nobody is signed in."""
        with self._lock:
            self._by_token.clear()
            self._write()

    def _seen(self, session: Session | None) -> Session | None:
        if session is None or not self._lasts(session):
            return None
        session.seen = self.tick()
        if session.seen - self._written > WRITTEN_S:
            self._write()
        return session

    def _lasts(self, session: Session) -> bool:
        at = self.tick()
        return at - session.seen < IDLE_S and at - session.begun < LONGEST_S

    def _make_room(self, login: str) -> None:
        for most, chosen in ((MOST_OF_ONE, login), (MOST, None)):
            held = [digest for digest, one in self._by_token.items() if chosen in {None, one.login}]
            for digest in held[: max(0, len(held) - most + 1)]:
                del self._by_token[digest]

    def _drop(self, over: Callable[[Session], bool]) -> None:
        for digest in [digest for digest, one in self._by_token.items() if over(one)]:
            del self._by_token[digest]

    def _write(self) -> None:
        """Write the file, for its owner alone; where that fails, it is told on the console and a restart asks anew."""
        self._written = self.tick()
        if self._file is None:
            return
        partial = self._file.with_name(f".{self._file.name}.partial")
        held = {digest: asdict(session) for digest, session in self._by_token.items()}
        try:
            opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                json.dump(held, file)
            partial.replace(self._file)
        except OSError:
            _log.exception("the sessions cannot be kept in %s", self._file)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
