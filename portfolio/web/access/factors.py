"""The second factor: codes of an authenticator (TOTP, RFC 6238), each good once, and recovery codes in its place."""

from __future__ import annotations

import base64
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hmac import compare_digest

import pyotp
import segno
from cryptography.fernet import Fernet, InvalidToken

from portfolio import clock, passwords

RECOVERY = 8
"""How many recovery codes there are."""
STEP_S, AROUND = 30, 1
"""Seconds that a code is shown, and how many codes before and after count too: clocks differ."""
MOST_PENDING = 1_000
"""How many second factors may be on the way at once."""


@dataclass
class Factors:
    """What is on the way and what was used, in the memory of this process. Safe to share between threads."""

    _begun: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _used: dict[str, int] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def begun(self, session: str) -> str:
        """The secret that this session was shown and has not confirmed yet; a fresh one where there is none."""
        with self._turn:
            fresh = self._begun.setdefault(session, pyotp.random_base32())
            while len(self._begun) > MOST_PENDING:
                self._begun.popitem(last=False)
            return fresh

    def done(self, session: str) -> None:
        """Forget what the session was shown: it is confirmed."""
        with self._turn:
            self._begun.pop(session, None)

    def is_code(self, plain: str, code: str) -> bool:
        """Whether the code is one of this moment and this secret that was not used before; it is used now."""
        shown = pyotp.TOTP(plain, interval=STEP_S)
        digits = "".join(code.split())
        now = int(clock.moment().wall) // STEP_S
        steps = [now + step for step in range(-AROUND, AROUND + 1)]
        right = [step for step in steps if compare_digest(shown.at(step * STEP_S).encode(), digits.encode())]
        with self._turn:
            if not right or right[-1] <= self._used.get(plain, 0):
                return False
            self._used = {one: step for one, step in self._used.items() if step >= steps[0]}
            self._used[plain] = right[-1]
        return True

    def clear(self) -> None:
        """Forget what is on the way and what was used."""
        with self._turn:
            self._begun.clear()
            self._used.clear()


def sealed(key: bytes, plain: str) -> str:
    """The secret as the ledger keeps it."""
    return Fernet(base64.urlsafe_b64encode(key)).encrypt(plain.encode()).decode()


def opened(key: bytes, stored: str) -> str | None:
    """The secret that the ledger keeps; None where this server's own secret is another since."""
    try:
        return Fernet(base64.urlsafe_b64encode(key)).decrypt(stored.encode()).decode()
    except InvalidToken:
        return None


def picture(plain: str, login: str, issuer: str) -> str:
    """The square that an authenticator reads, for the src of an image."""
    address = pyotp.TOTP(plain, interval=STEP_S).provisioning_uri(name=login, issuer_name=issuer)
    return str(segno.make(address, error="m").svg_data_uri(scale=5, dark="#1d2733", light="#fff"))


def in_groups(plain: str) -> str:
    """The secret in groups of four, to be typed."""
    return " ".join(plain[place : place + 4] for place in range(0, len(plain), 4))


def recovery_codes() -> list[str]:
    """Codes that nobody has chosen, each of 16 characters."""
    return [passwords.made_up() for _ in range(RECOVERY)]


def used(code: str, hashes: Sequence[str]) -> str | None:
    """The hash that the recovery code has, None for none."""
    typed = code.strip().casefold()
    if len(typed) != 19:
        return None
    return next((recovery_hash for recovery_hash in hashes if passwords.is_right(typed, recovery_hash)), None)
