"""A number format's parts: its sections, each with its words, its digits or its parts of a day, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|(?P<blank>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<ampm>AM/PM|A/P|上午/下午)|(?P<exponent>[Ee][+-])"
    r"|(?P<date>[Yy]+|[Mm]+|[Dd]+|[Hh]+|[Ss]+|[Ee]+|[Gg]+|[Bb]+|[Aa]{3,})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<section>;)|(?P<slash>/)|(?P<other>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Section:
    """One part of a format: its tokens in order, kind and text, and the condition it stands under."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None = None
    dated: bool = False
    digits: int = 0

    def literals(self) -> str:
        """The section's own words."""
        return "".join(text for kind, text in self.tokens if kind == "literal")


def sections_of(code: str) -> Iterator[Section]:
    """The sections of the code, in order."""
    return (_section(tokens) for tokens in _split(code))


def _split(code: str) -> Iterator[list[tuple[str, str]]]:
    tokens: list[tuple[str, str]] = []
    for found in _TOKEN.finditer(code[:300]):
        kind = found.lastgroup or "other"
        if kind == "section":
            yield tokens
            tokens = []
        else:
            tokens.append((kind, found[kind]))
    yield tokens


def _section(raw: Sequence[tuple[str, str]]) -> Section:
    """The tokens with their brackets understood and every word of the format a literal."""
    tokens: list[tuple[str, str]] = []
    condition = None
    dated = any(
        kind == "date" or (kind == "bracket" and re.fullmatch("[hms]+", text, re.I)) for kind, text in raw
    )
    for kind, text in raw:
        if kind == "bracket":
            if found := _CONDITION.fullmatch(text):
                condition = (found[1], Decimal(found[2]))
            elif text.startswith("$"):
                tokens.append(("literal", text[1:].partition("-")[0]))
            elif re.fullmatch("[hms]+", text, re.I):
                tokens.append(("date", text))
        elif kind in ("quoted", "escaped", "other") or (
            dated and kind in ("point", "comma", "percent", "slash")
        ):
            tokens.append(("literal", text))
        elif kind == "general":
            tokens.append(("digit", "#"))
        elif kind not in ("blank", "ampm"):
            tokens.append((kind, text))
    digits = 0 if dated else sum(kind == "digit" for kind, _ in tokens)
    return Section(tuple(tokens), condition, dated, digits)


def holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    """Whether the number fulfils the condition that a section stands under."""
    sign, bound = condition
    return {
        "<": number < bound,
        "<=": number <= bound,
        ">": number > bound,
        ">=": number >= bound,
        "=": number == bound,
        "<>": number != bound,
    }[sign]
