"""Who is signed in: sessions in the memory of this process, behind a random token that only the reader's browser has."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from portfolio.model import Account

IDLE_S = 60 * 60
LONGEST_S = 12 * 60 * 60
"""A session ends after an hour without a request, and after twelve hours in any case: a working day."""
MOST, MOST_OF_ONE = 5_000, 10
"""How many sessions are kept in all, and of one account; the oldest make room."""


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


def proof_of(account: Account) -> str:
    """What a session of the account rests on: once its password or subject is another, every session of it ends."""
    rests_on = f"{account.password_hash or ''}\n{account.subject or ''}"
    return hashlib.sha256(rests_on.encode()).hexdigest()


@dataclass
class Sessions:
    """The sessions of a process. Safe to share between threads."""

    tick: Callable[[], float] = time.monotonic
    _by_token: dict[str, Session] = field(default_factory=dict)
    """The token's digest to its session, so that a look into memory or a log gives nobody a token."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def begin(self, account: Account, *, must_change: bool = False) -> str:
        """The token of a new session of the account."""
        token, at = secrets.token_urlsafe(32), self.tick()
        made = Session(account.login, proof_of(account), secrets.token_urlsafe(16), at, at, must_change)
        with self._lock:
            self._drop(lambda session: not self._lasts(session))
            self._make_room(account.login)
            self._by_token[_digest(token)] = made
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

    def clear(self) -> None:
        """End all sessions: nobody is signed in."""
        with self._lock:
            self._by_token.clear()

    def _seen(self, session: Session | None) -> Session | None:
        if session is None or not self._lasts(session):
            return None
        session.seen = self.tick()
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


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
