"""Who is signed in, in which browser: sessions behind a random token that only the browser has, kept over a restart.

A browser in which somebody signed in before has a cookie that says for which names; nobody else can make one, and it opens
nothing: a name that somebody else has locked stays open there. Both rest on the server's own secret.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from portfolio import clock
from portfolio.model import Account, PortfolioError
from portfolio.store.durable import new_file, sync_folder

IDLE_S = 60 * 60
LONGEST_S = 12 * 60 * 60
"""A session ends after an hour without a request, and after twelve hours in any case: a working day."""
MOST_SESSIONS, MOST_OF_ONE = 5_000, 10
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
                stored = json.loads(file.read_bytes()) if file.is_file() else {}
                self._by_token = {digest: Session(**fields) for digest, fields in stored.items()}
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
            session = next((one for one in self._by_token.values() if one.key == key), None)
            return session if session and self._lasts(session) else None

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
        for most, chosen in ((MOST_OF_ONE, login), (MOST_SESSIONS, None)):
            digests = [digest for digest, one in self._by_token.items() if chosen in {None, one.login}]
            for digest in digests[: max(0, len(digests) - most + 1)]:
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
        stored = {digest: asdict(session) for digest, session in self._by_token.items()}
        try:
            opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8") as file:
                json.dump(stored, file)
            partial.replace(self._file)
        except OSError:
            _log.exception("the sessions cannot be kept in %s", self._file)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


NAMES_OF_DEVICE = 5
"""For how many sign-in names one browser is known: at a desk in a county people take turns."""
DEVICE_LASTS_S = 400 * 24 * 60 * 60
"""As long as browsers keep a cookie."""


@dataclass(frozen=True)
class Device:
    """A browser: what it calls itself, and the marks of the names that signed in there, the newest first."""

    nonce: str = ""
    marks: tuple[str, ...] = ()

    @staticmethod
    def read(cookie: str | None) -> Device:
        """The browser that sent this cookie; an unknown one for none."""
        nonce, *marks = (cookie or "").split(".")
        is_ours = 20 <= len(nonce) <= 40 and len(marks) <= NAMES_OF_DEVICE
        return Device(nonce, tuple(marks)) if is_ours else Device()

    def knows(self, secret: bytes, login: str) -> bool:
        """Whether somebody signed in there by that name."""
        if not self.nonce:
            return False
        mark = _mark(secret, self.nonce, login)
        return any(hmac.compare_digest(mark.encode(), one.encode()) for one in self.marks)

    def learned(self, secret: bytes, login: str) -> str:
        """Its cookie from now on: somebody has signed in there by that name."""
        nonce = self.nonce or secrets.token_urlsafe(18)
        mark = _mark(secret, nonce, login)
        marks = [mark, *(one for one in self.marks if one != mark)][:NAMES_OF_DEVICE]
        return ".".join([nonce, *marks])


def _mark(secret: bytes, nonce: str, login: str) -> str:
    return hmac.new(secret, f"{nonce}\n{login}".encode(), "sha256").hexdigest()[:40]


SECRET_FILE = "sign-in.key"
"""The server's own secret, for its user alone: it outlasts a restart and is in no backup. From it come the secrets of forms
and of browsers' cookies, and the key under which second factors are sealed in the ledger."""
SECRET_BYTES = 32


def server_secret(folder: Path) -> bytes:
    """The secret of the data folder, made if there is none yet. PortfolioError folder_unwritable, secret_damaged."""
    file = folder / SECRET_FILE
    try:
        with suppress(FileExistsError), new_file(file) as made:
            made.write(base64.b64encode(secrets.token_bytes(SECRET_BYTES)))
        sync_folder(folder)
        secret = base64.b64decode(file.read_bytes(), validate=True)
    except ValueError as fault:
        raise PortfolioError("secret_damaged", file=file) from fault
    except OSError as fault:
        raise PortfolioError("folder_unwritable", folder=folder) from fault
    if len(secret) != SECRET_BYTES:
        raise PortfolioError("secret_damaged", file=file)
    return secret


def derived(secret: bytes, purpose: str) -> bytes:
    """The secret for one purpose: who learns it knows no other's."""
    return hmac.new(secret, purpose.encode(), "sha256").digest()
