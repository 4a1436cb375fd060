"""What signing in keeps: sessions, tries and locks, second factors on the way, the secrets of forms and cookies."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path
from typing import NamedTuple

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from portfolio import clock
from portfolio.cli import reader_language
from portfolio.model import PortfolioError
from portfolio.web.access import sessions
from portfolio.web.access.factors import Factors
from portfolio.web.access.locks import Locks
from portfolio.web.access.sessions import Device, Sessions
from portfolio.words import say

WRONG = 5
"""Wrong tries at one sign-in name from one address until it has to wait."""
WRONG_ANYWHERE = 20
"""Wrong tries at one sign-in name from wherever; from a browser that signed in by it before only its own count."""
TRIES = "30 per 5 minutes"
"""Sign-ins from one address, right or wrong, of browsers that nobody knows."""


class Locked(NamedTuple):
    """A sign-in name that has to wait: from which address (None: from anywhere), how often it was wrong, how long still."""

    login: str
    address: str | None
    wrong: int
    wait_s: int


@dataclass
class Tries:
    """How often somebody may try to sign in."""

    here: Locks = field(default_factory=lambda: Locks(WRONG))
    anywhere: Locks = field(default_factory=lambda: Locks(WRONG_ANYWHERE))
    known: Locks = field(default_factory=lambda: Locks(WRONG_ANYWHERE))
    codes: Locks = field(default_factory=lambda: Locks(WRONG))
    """Wrong codes of a second factor, by sign-in name: who gets so far knew the password."""
    window: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))

    def visit(self, address: str) -> int:
        """0 where the address may try, which is now counted; else how many seconds it has to wait."""
        often = parse(TRIES)
        if self.window.hit(often, address):
            return 0
        return max(1, ceil(self.window.get_window_stats(often, address).reset_time - clock.moment().wall))

    def is_trusted(self, device: Device, login: str) -> bool:
        """Whether the browser, which somebody signed in with by that name, has not been wrong too often since."""
        return self.known.take((device.nonce, login)) == 0

    def take(self, login: str, address: str) -> int:
        """0 where the name may be tried from there, which is now counted as wrong; else how many seconds to wait."""
        return self.anywhere.wait_s(login) or self.here.take((login, address)) or self.anywhere.take(login)

    def wait_s(self, login: str, address: str) -> int:
        """How many seconds the name has to wait, from that address."""
        return max(self.anywhere.wait_s(login), self.here.wait_s((login, address)))

    def right(self, login: str, address: str, device: Device) -> None:
        """Forget what was wrong before: somebody has signed in by the name, from there."""
        self.here.forget((login, address))
        self.anywhere.forget(login)
        self.known.forget((device.nonce, login))

    def lift(self, login: str) -> None:
        """Open the name again, from wherever."""
        self.anywhere.forget(login)
        self.codes.forget(login)
        for locks in (self.here, self.known):
            locks.forget_if(lambda name: isinstance(name, tuple) and login in name)

    def locked(self) -> list[Locked]:
        """Who has to wait now, whoever waits longest first."""
        waiting = [Locked(str(login), None, count, wait) for login, count, wait in self.anywhere.held()]
        waiting += [Locked(str(login), None, count, wait) for login, count, wait in self.codes.held()]
        for name, count, wait in self.here.held():
            if isinstance(name, tuple):
                waiting.append(Locked(name[0], name[1], count, wait))
        return sorted(waiting, key=lambda one: -one.wait_s)

    def clear(self) -> None:
        """Forget that anybody has tried."""
        for locks in (self.here, self.anywhere, self.known, self.codes):
            locks.clear()
        self.window.storage.reset()


@dataclass
class Keeping:
    """One for a process."""

    sessions: Sessions = field(default_factory=Sessions)
    tries: Tries = field(default_factory=Tries)
    factors: Factors = field(default_factory=Factors)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    set_up_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """In the set-up address that the console prints; worth nothing once an account exists."""

    def settle(self, folder: Path) -> None:
        """Go on with what an earlier server of the data folder kept: its secret and who was signed in."""
        self.secret = sessions.server_secret(folder)
        self.sessions.keep_in(folder / "sign-in.sessions")

    def stamp(self, owner: str) -> str:
        """The token of a form that belongs to `owner` (a session's key, or a browser's form cookie)."""
        return hmac.new(self.derived("forms"), owner.encode(), "sha256").hexdigest()

    def is_stamp(self, stamp: str, owner: str) -> bool:
        """Whether the form that came with `stamp` was made here for `owner`."""
        return bool(owner) and hmac.compare_digest(stamp.encode(), self.stamp(owner).encode())

    def is_set_up_token(self, token: str) -> bool:
        """Whether it is the one in the printed address."""
        return hmac.compare_digest(token.encode(), self.set_up_token.encode())

    def derived(self, purpose: str) -> bytes:
        """The secret for one purpose."""
        return sessions.derived(self.secret, purpose)

    def clear(self) -> None:
        """Forget everybody: nobody is signed in and nobody has tried."""
        self.sessions.clear()
        self.tries.clear()
        self.factors.clear()


KEPT = Keeping()


@contextmanager
def going_on(folder: Path) -> Iterator[None]:
    """Go on with what an earlier server of the data folder kept, and keep it for the next one when the block ends.

    What cannot be read or made is told on the console: then everybody signs in anew.
    """
    try:
        KEPT.settle(folder)
    except PortfolioError as fault:
        print(f"\n{say(reader_language(), f'error.{fault.code}', **fault.facts)}\n", flush=True)
    try:
        yield
    finally:
        KEPT.sessions.let_go()
