"""Passwords: kept as argon2id hashes, compared in the same time whether or not there is one to compare with."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
"""Characters of a password: long enough not to be guessed, short enough not to keep the server busy."""
ONCE = "once$"
"""In front of the hash of a password that somebody else has chosen: it lasts until its owner signs in with it."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a one-time password is made of: nothing that reads like something else."""
HASHER = PasswordHasher()
NOBODYS = HASHER.hash(secrets.token_urlsafe(24))
"""Compared with where there is no account or no password, so that the answer takes as long as any."""


def hashed(password: str, *, once: bool = False) -> str:
    """The text to keep in place of the password; `once` marks one that must be changed at the next sign-in."""
    return f"{ONCE if once else ''}{HASHER.hash(password)}"


def is_right(password: str, kept: str | None) -> bool:
    """Whether the password is the kept one; takes as long where none is kept."""
    stands = (kept or NOBODYS).removeprefix(ONCE)
    try:
        right = HASHER.verify(stands, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_once(kept: str | None) -> bool:
    """Whether the kept password must be changed by its owner."""
    return kept is not None and kept.startswith(ONCE)


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's, so that it should be made anew."""
    return HASHER.check_needs_rehash(kept.removeprefix(ONCE))


def made_up() -> str:
    """A password of 16 characters that nobody has chosen, in groups of four to be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def fault(password: str, login: str = "") -> str | None:
    """Why the password will not do, as the code of a sentence; None if it will."""
    if not SHORTEST <= len(password) <= LONGEST:
        return "password_length"
    if len(set(password)) < 5 or (login and login.casefold() in password.casefold()):
        return "password_weak"
    return None
