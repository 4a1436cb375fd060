"""Text that is safe to put in a cell: nothing hidden, nothing that a spreadsheet would run."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LIMIT = 32_767
"""UTF-16 units that one spreadsheet cell holds."""

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_QUOTES = frozenset("'\"`´‘’“”′″＇＂")
_STARTERS = frozenset("=+-@")


def clean(text: str) -> str:
    """The text without control characters; a mark that turns the reading direction is shown by its number."""
    if text.isprintable():
        return text
    text = _BREAKS.sub("\n", text).replace("\t", " ")
    text = _DIRECTIONS.sub(lambda mark: f"[U+{ord(mark.group()):04X}]", _INVISIBLE.sub("", text))
    return "".join(filter(_is_printable, text))


def cut(text: str, note: str) -> str:
    """The text if it fits in a cell, else its beginning followed by `note`."""
    if _units(text) <= LIMIT:
        return text
    room = (LIMIT - _units(note)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + note


def runs(text: str) -> bool:
    """Whether a spreadsheet may take the text for a formula, also behind spaces, quotes or line breaks."""
    first = next((mark for mark in text if not _is_skipped(mark)), "")
    return text.startswith(("\t", "\r")) or unicodedata.normalize("NFKC", first)[:1] in _STARTERS


def guarded(text: str) -> str:
    """The text for a CSV cell: behind an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if runs(text) else text


@lru_cache(maxsize=8192)
def width(text: str) -> int:
    """How many digits wide the text's widest line is; a Chinese character counts two."""
    return max(sum(map(_columns, line)) for line in text.split("\n"))


def _columns(mark: str) -> int:
    return 2 if unicodedata.east_asian_width(mark) in "WFA" else 1


def _is_printable(mark: str) -> bool:
    noncharacter = ord(mark) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(mark) <= 0xFDEF
    return mark == "\n" or not (noncharacter or unicodedata.category(mark) in ("Cc", "Cs"))


def _is_skipped(mark: str) -> bool:
    return mark in _QUOTES or unicodedata.category(mark)[0] in "ZC"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2
