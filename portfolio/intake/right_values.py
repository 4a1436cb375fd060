"""The right value of a correction as a person writes it, in the ledger's spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from portfolio.intake.cells import HIDDEN, narrow_texts
from portfolio.intake.dates import told
from portfolio.intake.numbers import amounts, shares
from portfolio.model.corrections import PRECISE
from portfolio.model.fields import Precision

Form = Literal["day", "amount", "share", "text"]
TEN_THOUSANDS = 10_000
LONGEST = 300


@dataclass(frozen=True)
class RightValue:
    """The value as the ledger spells it with a day's precision, or the form that the text does not fit."""

    value: str | None = None
    precision: Precision | None = None
    unfit: Form | None = None


def form_of(field: str) -> Form:
    """What a field's value is written as."""
    if field.endswith("_on"):
        return "day"
    if field.endswith("amount"):
        return "amount"
    return "share" if field.endswith("_share") else "text"


def right_value(field: str, text: str) -> RightValue:
    """What the text says: a day or a period, an amount in 万元 (or with its unit), a share in percent, a text."""
    form = form_of(field)
    frame = pl.DataFrame({"text": [text]}, schema={"text": pl.String})
    if form == "day":
        found = told(narrow_texts(frame["text"])[0], coarse=field in PRECISE)
        if found.day is None:
            return RightValue(unfit=form)
        stated: Any = found.precision
        return RightValue(found.day.isoformat(), stated if field in PRECISE else None)
    if form == "text":
        bare = frame["text"].str.replace_all(HIDDEN, "").str.strip_chars()[0]
        return RightValue(bare) if bare and len(bare) <= LONGEST else RightValue(unfit=form)
    read = amounts(frame, TEN_THOUSANDS) if form == "amount" else shares(frame)
    value = read["value"][0]
    if value is None:
        return RightValue(unfit=form)
    return RightValue(f"{value:.8f}" if form == "share" else f"{value:.2f}")
