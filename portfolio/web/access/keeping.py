"""What signing in keeps in the memory of this process: sessions, tries, the secret of its forms, the set-up address."""

from __future__ import annotations

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from portfolio.web.access.limits import Limit
from portfolio.web.access.sessions import Sessions

WRONG, LOCKED_S = 5, 15 * 60
"""Wrong passwords at one sign-in name until it is locked, and for how long."""
TRIES, TRIES_S = 30, 5 * 60
"""Sign-ins from one address, right or wrong, in that many seconds."""


@dataclass
class Keeping:
    """One for a process."""

    sessions: Sessions = field(default_factory=Sessions)
    wrong: Limit = field(default_factory=lambda: Limit(WRONG, LOCKED_S))
    tries: Limit = field(default_factory=lambda: Limit(TRIES, TRIES_S))
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    set_up_token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    """In the set-up address that the console prints; worth nothing once an account exists."""
    hashing: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))
    """Passwords are compared two at a time: each takes 64 MB and a core for a moment."""

    def stamp(self, of: str) -> str:
        """The token of a form that belongs to `of` (a session's key, or a browser's form cookie)."""
        return hmac.new(self.secret, of.encode(), "sha256").hexdigest()

    def is_stamp(self, stamp: str, of: str) -> bool:
        """Whether the form that came with `stamp` was made here for `of`."""
        return bool(of) and hmac.compare_digest(stamp.encode(), self.stamp(of).encode())

    def is_set_up_token(self, token: str) -> bool:
        """Whether it is the one in the printed address."""
        return hmac.compare_digest(token.encode(), self.set_up_token.encode())

    def clear(self) -> None:
        """Forget everybody: nobody is signed in and nobody has tried."""
        self.sessions.clear()
        self.wrong.clear()
        self.tries.clear()


KEPT = Keeping()
