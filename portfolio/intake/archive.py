"""Opening a workbook's zip without trusting it: everything is unpacked within bounds and packed anew for the readers.

What the directory says is checked before anything is unpacked, and what comes out is counted while it comes: a
directory that lies is found out. The readers get an archive that holds nothing but what was counted.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 2_000
HIGHEST_RATIO = 400
"""A real sheet of like rows reaches some 60; beyond this a large entry is a bomb."""
RATIO_FROM = 5 * 1024 * 1024
"""Smaller entries may be packed as tightly as they like."""

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LOCAL = struct.Struct("<4s5H3L2H")
_SHARED_ITEM = re.compile(rb"<(?:\w+:)?si[\s>/]")
_SHARED_USE = re.compile(rb"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d+)")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class RefusedError(Exception):
    """This file is not read; `code` names the sentence that says why, `facts` fill its blanks."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Archive:
    """A workbook's parts, unpacked within bounds."""

    parts: Mapping[str, bytes]

    def packed(self) -> bytes:
        """The same parts as a zip of our own making, not compressed."""
        target = BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as written:
            for name, content in self.parts.items():
                written.writestr(zipfile.ZipInfo(name), content)
        return target.getvalue()


def opened(data: bytes) -> Archive:
    """The workbook's parts. Raises RefusedError for what is no workbook, is too large, lies or hides a bomb."""
    entries = _entries(data)
    parts: dict[str, bytes] = {}
    for entry in entries:
        if entry.is_dir():
            continue
        if entry.filename in parts:
            raise RefusedError("file_broken")
        parts[entry.filename] = _unpacked(data, entry)
    if not any(name.lower().endswith("workbook.xml") for name in parts):
        raise RefusedError("file_not_workbook")
    for name, content in parts.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_bomb(content)
    _refuse_repeated_texts(parts)
    return Archive(parts)


def _entries(data: bytes) -> list[zipfile.ZipInfo]:
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise RefusedError("zip_bomb")
    try:
        with zipfile.ZipFile(BytesIO(data)) as directory:
            entries = directory.infolist()
    except (
        zipfile.BadZipFile,
        struct.error,
        ValueError,
        OSError,
        NotImplementedError,
        OverflowError,
    ) as fault:
        raise RefusedError("file_broken") from fault
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > LARGEST_UNPACKED:
        raise RefusedError("zip_bomb")
    if unpacked > RATIO_FROM and unpacked > HIGHEST_RATIO * len(
        data
    ):  # of many small entries, or of one named often
        raise RefusedError("zip_bomb")
    if sum(entry.compress_size for entry in entries) > len(data):
        raise RefusedError("zip_lies")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedError("file_encrypted")
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > HIGHEST_RATIO * max(entry.compress_size, 1):
            raise RefusedError("zip_bomb")
    return entries


def _unpacked(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The entry's bytes, at most as many as the directory says, and exactly as many."""
    start = entry.header_offset
    header = data[start : start + LOCAL.size] if start >= 0 else b""
    if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
        raise RefusedError("file_broken")
    *_, name_length, extra_length = LOCAL.unpack(header)
    start += LOCAL.size + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        content = packed
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        content = _inflated(packed, entry.file_size)
    else:
        raise RefusedError("file_broken")
    if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
        raise RefusedError("file_broken")
    return content


def _inflated(packed: bytes, size: int) -> bytes:
    unpacking = zlib.decompressobj(-15)
    try:
        # one byte more than stated shows that the directory lies, and no more than that is ever unpacked
        content = unpacking.decompress(packed, size + 1)
    except zlib.error as fault:
        raise RefusedError("file_broken") from fault
    if len(content) > size:
        raise RefusedError("zip_lies")
    return content


def _refuse_bomb(content: bytes) -> None:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
        raise RefusedError("file_broken")
    if _DECLARED.search(content):
        raise RefusedError("xml_entities")


def _refuse_repeated_texts(parts: Mapping[str, bytes]) -> None:
    """Raise RefusedError where one long text named by many cells would grow too large when it is read."""
    shared = next((c for name, c in parts.items() if name.lower().endswith("sharedstrings.xml")), b"")
    lengths = [len(item) for item in _SHARED_ITEM.split(shared)[1:]]
    sheets = [content for content in parts.values() if b"sheetData" in content]
    used = sum(content.count(b'"s"') + content.count(b"'s'") for content in sheets) if lengths else 0
    if used * max(lengths, default=0) <= LARGEST_UNPACKED:
        return
    whole = 0
    for content in sheets:
        for number in _SHARED_USE.findall(content):
            whole += lengths[int(number)] if len(number) < 9 and int(number) < len(lengths) else 0
            if whole > LARGEST_UNPACKED:
                raise RefusedError("zip_bomb")
