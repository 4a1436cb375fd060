"""Every sentence that people read, by key and language, from words/*.toml.

`zh.toml` holds what all pages share; a part of the house may keep its own beside it (`zh.access.toml`).
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from portfolio.codes import Language

FOLDER = Path(__file__).parent / "words"
UNTOLD = "—"
"""Stands in a sentence for a fact that nobody gave."""
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def table(language: Language) -> dict[str, str]:
    """Key to sentence of one language; a section's keys are joined by a dot (`late.title`).

    ValueError for a key that stands in two files.
    """
    texts: dict[str, str] = {}
    for file in sorted(FOLDER.glob(f"{language}*.toml")):
        of_file = dict(_flat(tomllib.loads(file.read_text(encoding="utf-8"))))
        if twice := texts.keys() & of_file.keys():
            raise ValueError(f"said twice: {', '.join(sorted(twice))}")
        texts |= of_file
    return texts


def _flat(section: dict[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in section.items():
        name = f"{prefix}{key}"
        pairs += _flat(value, f"{name}.") if isinstance(value, dict) else [(name, str(value))]
    return pairs


def say(language: Language, key: str, **facts: object) -> str:
    """The sentence `key` in `language` with its blanks filled, — for a fact not given.

    KeyError for an unknown key (a fault of ours).
    """
    return table(language)[key].format_map(_Blanks(facts))


class _Blanks(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return UNTOLD


def knows(key: str) -> bool:
    """Whether every language has a sentence for `key`."""
    return all(key in table(language) for language in LANGUAGES)
