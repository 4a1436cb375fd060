"""Codelists: every code of the field with its Chinese and English label, read from codes/*.csv."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

Language = Literal["zh", "en"]
Added = Mapping[str, Mapping[Language, Mapping[str, str]]]
"""Codelist and language to code and label, of the codes that an edition brings."""
FOLDER = Path(__file__).parent / "codes"
UNNAMED_COUNTY = "000000"
"""Stands in the store for a county that the text does not name (未注明), since NULL never matches a filter."""


def names() -> list[str]:
    """The names of all codelists, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.csv"))


@cache
def table(name: str) -> pl.DataFrame:
    """The codelist `name` as a frame: code, sort_order, zh, en and what the list adds, in its order."""
    return pl.read_csv(FOLDER / f"{name}.csv", schema_overrides={"code": pl.String}).sort("sort_order")


@cache
def column(name: str, name_of_column: str) -> dict[str, str]:
    """Code to what the codelist says in its column `name_of_column`; "" for a blank."""
    frame = table(name)
    return dict(zip(frame["code"], frame[name_of_column].cast(pl.String).fill_null(""), strict=True))


@cache
def labels(name: str, language: Language) -> dict[str, str]:
    """Code to label of one codelist in one language, in the list's order."""
    frame = table(name)
    return dict(zip(frame["code"], frame[language].fill_null(""), strict=True))


def label(name: str, code: str | None, language: Language) -> str:
    """The label of `code`; 未注明 / Not stated for no code; the code itself when the list lacks it."""
    if code is None:
        return "未注明" if language == "zh" else "Not stated"
    return labels(name, language).get(code, code)
