"""The server's own secret, in a file of the data folder for its user alone: it outlasts a restart and is in no backup.

From it come the secrets of forms and of browsers' cookies, and the key under which second factors are sealed in the ledger:
who gets hold of a backup has none of them.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from contextlib import suppress
from pathlib import Path

from portfolio.model import PortfolioError
from portfolio.store.durable import new_file, sync_folder

FILE = "sign-in.key"
BYTES = 32


def of(folder: Path) -> bytes:
    """The secret of the data folder, made if there is none yet. PortfolioError folder_unwritable, secret_damaged."""
    file = folder / FILE
    try:
        with suppress(FileExistsError), new_file(file) as made:
            made.write(base64.b64encode(secrets.token_bytes(BYTES)))
        sync_folder(folder)
        kept = base64.b64decode(file.read_bytes(), validate=True)
    except ValueError as fault:
        raise PortfolioError("secret_damaged", file=file) from fault
    except OSError as fault:
        raise PortfolioError("folder_unwritable", folder=folder) from fault
    if len(kept) != BYTES:
        raise PortfolioError("secret_damaged", file=file)
    return kept


def derived(secret: bytes, purpose: str) -> bytes:
    """The secret for one purpose: who learns it knows no other's."""
    return hmac.new(secret, purpose.encode(), "sha256").digest()
