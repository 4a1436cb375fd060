"""Backups that only the holder of a key can read: age files (age-encryption.org), sealed with the public half alone.

The server knows no more than the public half, so whoever takes its disk or its backups cannot read them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pyrage
from pyrage import x25519

from portfolio.model import PortfolioError
from portfolio.store.durable import new_file, sync_folder

RECIPIENTS = "PORTFOLIO_BACKUP_RECIPIENTS"
"""The environment's name of the public keys, separated by blanks, each of which alone opens what is sealed."""
ENDING = ".age"
BEGINS = b"age-encryption.org/v1"
SECRET = "AGE-SECRET-KEY-1"


def recipients() -> list[x25519.Recipient]:
    """The public keys that the operator named; none: backups are not sealed. PortfolioError backup_recipient for no key."""
    keys = []
    for word in os.environ.get(RECIPIENTS, "").split():
        try:
            keys.append(x25519.Recipient.from_str(word))
        except pyrage.RecipientError as refusal:
            raise PortfolioError("backup_recipient", name=RECIPIENTS, found=word[:80]) from refusal
    return keys


def seal(plain: Path, sealed: Path, to: list[x25519.Recipient]) -> None:
    """Write into the new file `sealed` what `plain` holds, for those who have a key to one of `to`."""
    with plain.open("rb") as read, new_file(sealed) as written:
        pyrage.encrypt_io(read, written, to)


def is_sealed(file: Path) -> bool:
    """Whether the file is sealed; what cannot be read is not."""
    try:
        with file.open("rb") as read:
            return read.read(len(BEGINS)) == BEGINS
    except OSError:
        return False


def unseal(file: Path, key: str | None, plain: Path) -> None:
    """Write into the new file `plain` what the sealed file holds.

    `key` is a secret key or the text of a file with one. Raises PortfolioError backup_sealed without one, backup_key for
    what is none or another's, backup_damaged for a file that was cut or changed.
    """
    if key is None:
        raise PortfolioError("backup_sealed", file=file)
    identities = _identities(key)
    if not identities:
        raise PortfolioError("backup_key", file=file)
    with file.open("rb") as read, new_file(plain) as written:
        try:
            pyrage.decrypt_io(read, written, identities)
        except pyrage.DecryptError as refusal:
            wrong = "No matching keys" in str(refusal)
            raise PortfolioError("backup_key" if wrong else "backup_damaged", file=file) from refusal
        except OSError as fault:
            if (
                fault.errno is None
            ):  # pyrage's word for a part that is not as it was sealed; of a disk it has a number
                raise PortfolioError("backup_damaged", file=file) from fault
            raise


def new_key(file: Path) -> str:
    """The public half of a new key, whose secret half now stands in the new file `file`, for its owner alone.

    Raises FileExistsError where something stands there, and OSError where nothing can be written.
    """
    secret = x25519.Identity.generate()
    public = str(secret.to_public())
    with new_file(file) as written:
        written.write(f"# {public}\n{secret}\n".encode())
    sync_folder(file.parent)
    return public


def _identities(key: str) -> list[x25519.Identity]:
    """The secret keys in the text, line by line as age writes them."""
    keys = []
    for line in key.split():
        if line.startswith(SECRET):
            try:
                keys.append(x25519.Identity.from_str(line))
            except pyrage.IdentityError:
                return []
    return keys
