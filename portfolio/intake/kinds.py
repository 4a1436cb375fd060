"""Files that are no workbook of ours, told by their first bytes: each refusal says what it is and what to do."""

from __future__ import annotations

import zipfile
from io import BytesIO

from portfolio.intake.archive import ENCRYPTED, MOST_ENTRIES, OLD_OFFICE, RefusedError

PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM6", b"II*\x00", b"MM\x00*")
ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
WEB = (b"<html", b"<!doctype", b"<?xml", b"<table")
WPS = (".et", ".ett")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument"
_PARTS = (
    ("word/document.xml", "file_document"),
    ("ppt/presentation.xml", "file_document"),
    ("xl/workbook.bin", "file_binary"),
    ("index/document.iwa", "file_numbers"),
)
"""What a zip of another program holds."""


def refuse_other_kinds(data: bytes, file_name: str) -> None:
    """Raise RefusedError for what is neither a workbook nor a csv, by what it is."""
    name = file_name.lower()
    if data.startswith(OLD_OFFICE):
        if ENCRYPTED in data:
            raise RefusedError("file_encrypted")
        raise RefusedError("file_wps" if name.endswith(WPS) else "file_old")
    if data.startswith(b"%PDF"):
        raise RefusedError("file_pdf")
    if data.startswith(PICTURES):
        raise RefusedError("file_picture")
    if data.startswith(ARCHIVES):
        raise RefusedError("file_archive")
    if data.startswith(b"{\\rtf"):
        raise RefusedError("file_document")
    if data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(WEB):
        raise RefusedError("file_web_page")
    if data.startswith(b"PK"):
        _refuse_other_zips(data)


def _refuse_other_zips(data: bytes) -> None:
    if _OPEN_DOCUMENT in data[:200]:
        raise RefusedError("file_ods" if b"spreadsheet" in data[:200] else "file_document")
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as directory:
            names = {one.lower() for one in directory.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        return
    for name, code in _PARTS:
        if name in names:
            raise RefusedError(code)
    if names and all(one.endswith((".xlsx", ".csv", ".xls", ".et", "/")) for one in names):
        raise RefusedError("file_archive")
