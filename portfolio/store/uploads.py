"""The files as they were sent: kept beside the store under their checksum, before the report that came in them is stored."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from portfolio.model import PortfolioError
from portfolio.store.catalogs import MEMORY
from portfolio.store.durable import sync_folder
from portfolio.store.places import UPLOADS
from portfolio.store.store import Store

SUFFIXES = (".xlsx", ".xls", ".csv", ".pdf", ".jpg", ".png", ".parquet")
"""The endings a kept file may have; any other file is kept without one."""


def checksum(data: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep(store: Store, data: bytes, file_name: str) -> str:
    """The checksum under which the bytes now stand in the store's folder, whole or not at all.

    A kept file that was damaged is mended by being sent once more. Raises PortfolioError folder_unwritable.
    """
    number = checksum(data)
    folder = _folder(store)
    present = kept_file(store, number)
    if store.path == MEMORY or (present is not None and is_whole(present)):
        return number
    ending = Path(file_name).suffix.lower()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor, partial = tempfile.mkstemp(prefix=".partial-", dir=folder)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(folder / f"{number}{ending if ending in SUFFIXES else ''}")
            sync_folder(folder)
        finally:
            with suppress(FileNotFoundError):
                Path(partial).unlink()
    except OSError as refusal:
        raise PortfolioError("folder_unwritable", folder=folder) from refusal
    return number


def kept_file(store: Store, number: str | None) -> Path | None:
    """The kept file of that checksum, None where there is none (a report typed on screen, an older one)."""
    if number is None or not re.fullmatch(r"[0-9a-f]{64}", number):
        return None
    files = (_folder(store) / f"{number}{ending}" for ending in (*SUFFIXES, ""))
    return next((file for file in files if file.is_file()), None)


def is_whole(file: Path) -> bool:
    """Whether the kept file holds still what was sent: its name is the checksum of that."""
    return checksum(file.read_bytes()) == file.stem


def sent_bytes(file: Path) -> bytes:
    """What the kept file holds; PortfolioError upload_damaged where that is not what was sent."""
    data = file.read_bytes()
    if checksum(data) != file.stem:
        raise PortfolioError("upload_damaged", file=file)
    return data


def _folder(store: Store) -> Path:
    return store.path.parent / UPLOADS / store.path.stem
