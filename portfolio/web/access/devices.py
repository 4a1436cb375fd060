"""Browsers that signed in before: a cookie says for which sign-in names, and nobody else can make one.

A name that somebody else has locked stays open for them. The cookie opens nothing.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

NAMES = 5
"""For how many sign-in names one browser is known: at a desk in a county people take turns."""
LASTS_S = 400 * 24 * 60 * 60
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
        is_ours = 20 <= len(nonce) <= 40 and len(marks) <= NAMES
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
        marks = [mark, *(one for one in self.marks if one != mark)][:NAMES]
        return ".".join([nonce, *marks])


def _mark(secret: bytes, nonce: str, login: str) -> str:
    return hmac.new(secret, f"{nonce}\n{login}".encode(), "sha256").hexdigest()[:40]
