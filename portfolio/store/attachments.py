"""Papers that people hand in: judged by what is in them, kept beside the files as they were sent, handed out as they came.

A paper's name says nothing: what is no whole PDF, JPEG or PNG is refused, whatever it is called.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Literal

from portfolio.model import Attachment, PortfolioError
from portfolio.store import uploads
from portfolio.store.store import Store

Kind = Literal["pdf", "jpg", "png"]
LARGEST = 10 * 1024 * 1024
"""The most bytes that a paper may have."""
LONGEST_NAME = 120
"""Characters of a paper's name that are kept."""
PNG = b"\x89PNG\r\n\x1a\n"
TAIL = 2048
"""How near its end a PDF says that it ends: some programs write a little behind it."""
START_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
START_OF_SCAN = 0xDA


def keep(store: Store, data: bytes, file_name: str, project_id: str) -> Attachment:
    """The record of the paper, once its bytes stand in the store's folder.

    Raises PortfolioError paper_large, paper_unfit or folder_unwritable.
    """
    refusal = refusal_of(data, file_name)
    kind = kind_of(data)
    if refusal is not None or kind is None:
        raise refusal or PortfolioError("paper_unfit", file=file_name)
    number = uploads.keep(store, data, f"{kind}.{kind}")
    return Attachment(
        project_id=project_id,
        file_name=shown_name(file_name, kind),
        kind=kind,
        size_bytes=len(data),
        sha256=number,
    )


def refusal_of(data: bytes, file_name: str) -> PortfolioError | None:
    """Why the bytes are no paper that is kept (paper_large, paper_unfit); None for one that is."""
    if len(data) > LARGEST:
        return PortfolioError("paper_large", file=file_name, most=LARGEST // 1024 // 1024)
    return None if kind_of(data) else PortfolioError("paper_unfit", file=file_name)


def handed_out(store: Store, sha256: str) -> bytes:
    """The paper's bytes, compared with its checksum. Raises PortfolioError paper_missing or paper_damaged."""
    file = uploads.kept_file(store, sha256)
    if file is None:
        raise PortfolioError("paper_missing")
    try:
        data = file.read_bytes()
    except OSError as refusal:
        raise PortfolioError("paper_missing") from refusal
    if uploads.checksum(data) != sha256:
        raise PortfolioError("paper_damaged")
    return data


def shown_name(file_name: str, kind: Kind) -> str:
    """The paper's own name without folders and control characters, with the ending of what it is."""
    bare = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(mark for mark in bare if mark.isprintable()).strip()
    stem = clean.rsplit(".", 1)[0].strip(". ")[:LONGEST_NAME]
    return f"{stem or 'paper'}.{kind}"


def kind_of(data: bytes) -> Kind | None:
    """What the bytes are, whole from the first to the last; None for anything else."""
    known: dict[Kind, Callable[[bytes], bool]] = {"pdf": _is_pdf, "jpg": _is_jpeg, "png": _is_png}
    return next((kind for kind, fits in known.items() if fits(data)), None)


def _is_pdf(data: bytes) -> bool:
    ends = data[-TAIL:]
    return data.startswith(b"%PDF-") and b"startxref" in ends and b"%%EOF" in ends.split(b"startxref")[-1]


def _is_png(data: bytes) -> bool:
    """Chunk by chunk, each with its own checksum, from the header to the end and nothing behind it."""
    place, first = len(PNG), True
    if not data.startswith(PNG):
        return False
    while place + 12 <= len(data):
        size = int.from_bytes(data[place : place + 4])
        named = data[place + 4 : place + 8 + size]
        check = data[place + 8 + size : place + 12 + size]
        if len(check) < 4 or zlib.crc32(named) != int.from_bytes(check):
            return False
        if first and not (named.startswith(b"IHDR") and size == 13):
            return False
        place, first = place + 12 + size, False
        if named.startswith(b"IEND"):
            return place == len(data)
    return False


def _is_jpeg(data: bytes) -> bool:
    """Segment by segment to the picture's own data, with a frame before it and an end behind it."""
    if not data.startswith(b"\xff\xd8\xff"):
        return False
    place, framed = 2, False
    while place + 4 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == START_OF_SCAN:
            return framed and b"\xff\xd9" in data[place:]
        framed = framed or marker in START_OF_FRAME
        size = int.from_bytes(data[place + 2 : place + 4])
        if size < 2:
            return False
        place += 2 + size
    return False
