"""Cells: their letters, the texts that stand for a broken formula, and how a text is cleaned before it is understood."""

from __future__ import annotations

import polars as pl

MARK = "\x1a"
FORMULA, ERROR = f"{MARK}formula", f"{MARK}error"
"""Begin a grid's text where a formula has no result and where its result is an error; what the cell says follows."""
SHOWN = 60
"""How many letters of a value a problem shows."""
BLANKS = "\\s\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
ENDS = " \t\r\n\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Letters that nobody sees: they come along when a cell is pasted from a web page. Marks that turn the direction of
writing are not among them: with them a number reads otherwise than it stands, so it is none."""
HIDDEN = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]"
"""What no text of a report may hold: marks that turn the direction of writing, and control characters."""
LONGEST_VALUE = 120
_NARROW = r"^[0-9a-z.,:-]{0,40}$"
"""A number, date or code longer than this is none."""


def letters_of(place: int) -> str:
    """The letters of the column at `place`, from 0: A, B, …, Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def trimmed(text: pl.Expr) -> pl.Expr:
    """The text without blanks at its ends; null for nothing but blanks."""
    bare = text.str.strip_chars(ENDS)
    return pl.when(bare.str.len_bytes() > 0).then(bare)


def narrow(text: pl.Expr) -> pl.Expr:
    """The text as one reads it aloud: full-width forms made narrow, nothing invisible, no blanks, small letters."""
    return (
        text.str.head(LONGEST_VALUE * 2)
        .str.normalize("NFKC")
        .str.replace_all(f"[{BLANKS}{INVISIBLE}]", "")
        .str.to_lowercase()
    )


def narrow_texts(texts: pl.Series) -> pl.Series:
    """As narrow, of a whole column: what is narrow as it stands is left alone, and each odd text is made so once."""
    odd = texts.filter(~texts.str.contains(_NARROW).fill_null(value=True)).unique()
    if odd.is_empty():
        return texts
    table = pl.DataFrame({"text": odd}).with_columns(bare=narrow(pl.col("text")))
    joined = pl.DataFrame({"text": texts}).join(table, on="text", how="left", maintain_order="left")
    return joined.select(pl.coalesce("bare", "text")).to_series()


def is_marked(text: pl.Expr) -> pl.Expr:
    """Whether a formula without a result or an error stands there."""
    return text.str.starts_with(MARK)


def unmarked(text: str | None) -> str | None:
    """What the cell itself says, without the mark: =A1+B1, #DIV/0!; None where it says nothing."""
    if text is None or not text.startswith(MARK):
        return text
    return text.removeprefix(FORMULA).removeprefix(ERROR) or None


def shown(text: pl.Expr) -> pl.Expr:
    """The text as a problem shows it: cut, without what cannot be printed."""
    bare = text.str.strip_prefix(FORMULA).str.strip_prefix(ERROR)
    printable = bare.str.head(SHOWN + 1).str.replace_all(HIDDEN, "�")
    return (
        pl.when(printable.str.len_chars() == 0)
        .then(None)
        .when(printable.str.len_chars() > SHOWN)
        .then(printable.str.head(SHOWN) + "…")
        .otherwise(printable)
    )
