"""What a cell shows: a stored number through its number format, as its owner sees it.

Only what changes the meaning is applied: percent signs, scaling (1,234,567 shown as 123.4567 by `0!.0,`), units and
other words in the format, leading zeros, and of a day no more than is shown of it (2026年9月 for 2026-09-01). Decimals
that a format hides are kept: they are the owner's own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache

from portfolio.intake.format_sections import Section, holds, sections_of
from portfolio.intake.shown_days import WHOLE_DAY, day_text, moment_text

GENERAL = "General"
BUILT_IN = {
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: 'h"时"mm"分"',
    35: 'h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: 'h"时"mm"分"',
    56: 'h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""The formats that a file names by number only, where they say more than digits; 27 to 58 as in Chinese Excel and WPS."""
_IDLE_LETTERS = " \u00a0\u3000()（）+-—–'"
_NAUGHT = {"", "-", "—", "–", "/", "0"}
"""What a format may show for a zero that still reads as one; for the empty text see `Shown.unseen`."""
_EXCEL = Context(prec=15, rounding=ROUND_HALF_UP)
"""Excel shows fifteen digits of a number."""


@dataclass(frozen=True)
class Shown:
    """A cell as it is seen. `scale`: by how much the format divides the stored number without saying so in words;
    `unseen`: the cell holds something and shows nothing."""

    text: str
    scale: int = 1
    unseen: bool = False


@dataclass(frozen=True)
class NumberFormat:
    """A format code understood. `plain`: whatever number stands in the cell, its digits are what it shows."""

    sections: tuple[Section, ...]
    text_section: Section | None = None
    plain: bool = field(default=False)

    def of_number(self, raw: str, zero: datetime) -> Shown:
        """What a number shows, given as the file writes it; `zero` is the day the workbook counts from."""
        try:
            number = _EXCEL.create_decimal(raw)
        except InvalidOperation:
            return Shown(raw)
        if not number.is_finite() or not self.sections:
            return Shown(raw)
        section = self._section_for(number)
        if section is None:
            return Shown(raw)
        if section.dated:
            return Shown(day_text(section, number, zero) or raw)
        if not section.digits:
            return _word(section, number, raw)
        return _number(section, number, raw)

    def of_moment(self, moment: datetime) -> Shown:
        """What a day shows that the file holds as a day."""
        section = self.sections[0] if self.sections and self.sections[0].dated else WHOLE_DAY
        return Shown(moment_text(section, moment))

    def of_text(self, text: str) -> str:
        """What a text shows: with the words that the format puts around it."""
        if self.text_section is None:
            return text
        return "".join(
            text if kind == "text" else told if kind == "literal" else ""
            for kind, told in self.text_section.tokens
        )

    def _section_for(self, number: Decimal) -> Section | None:
        sections = self.sections
        if any(one.condition for one in sections):
            held = (one for one in sections if one.condition is None or holds(one.condition, number))
            return next(held, None)
        if number == 0 and len(sections) > 2:
            return sections[2]
        return sections[1] if number < 0 and len(sections) > 1 else sections[0]


@cache
def number_format(code: str) -> NumberFormat:
    """The format that the code spells."""
    sections: list[Section] = []
    text_section = None
    for section in sections_of(code):
        if any(kind == "text" for kind, _ in section.tokens):
            text_section = section if section.literals().strip() else None
        else:
            sections.append(section)
    plain = all(_is_plain(one) for one in sections) and text_section is None
    return NumberFormat(tuple(sections), text_section, plain)


@dataclass(frozen=True)
class _Layout:
    """Where the digits of a section stand: words before, between and behind, and what is done with the number."""

    before: str
    between: tuple[tuple[int, str], ...]
    behind: str
    percents: int
    scale: int
    padded: int
    exact: bool


@cache
def _layout(section: Section) -> _Layout:
    kinds = [kind for kind, _ in section.tokens]
    first = kinds.index("digit")
    last = len(kinds) - 1 - kinds[::-1].index("digit")
    point = kinds.index("point") if "point" in kinds else None
    scale, dot, padded, before_dot = 1, False, 0, True
    between: list[tuple[int, str]] = []
    for place, (kind, text) in enumerate(section.tokens):
        behind = sum(one == "digit" for one in kinds[place:])
        if kind == "comma" and first < place and (place > last or place + 1 == point):
            scale *= 1_000
        elif kind == "literal" and first < place < last:
            if text == "." and point is None and not dot:
                scale, dot, before_dot = scale * 10**behind, True, False
            elif text.strip(" \u00a0\u3000,，()（）'"):
                between.append((behind, text))
        elif kind == "digit" and text == "0" and before_dot and (point is None or place < point):
            padded += 1
    before, behind_text = (
        "".join(text if kind == "literal" else "%" if kind == "percent" else "" for kind, text in part)
        for part in (section.tokens[:first], section.tokens[last + 1 :])
    )
    return _Layout(
        before=before.strip(_IDLE_LETTERS),
        between=tuple(between),
        behind=behind_text.strip(_IDLE_LETTERS),
        percents=kinds.count("percent"),
        scale=scale,
        padded=padded,
        exact=not {"exponent", "slash"} & set(kinds),
    )


def _is_plain(section: Section) -> bool:
    if section.dated or not section.digits or section.condition is not None:
        return False
    layout = _layout(section)
    bare = not (layout.before or layout.between or layout.behind or layout.percents)
    return bare and layout.scale == 1 and layout.padded < 2


def _number(section: Section, number: Decimal, raw: str) -> Shown:
    layout = _layout(section)
    if not layout.exact or abs(number.adjusted()) > 40:
        return Shown(raw)
    if layout.between and layout.scale == 1:
        return Shown(f"{layout.before}{_laid_between(number, layout)}{layout.behind}")
    moved = number.scaleb(2 * layout.percents) / layout.scale
    digits = f"{abs(_EXCEL.plus(moved)):f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    whole, point, part = digits.partition(".")
    sign = "-" if number < 0 else ""
    text = f"{layout.before}{sign}{whole.rjust(layout.padded, '0')}{point}{part}{layout.behind}"
    # a scale that the format names (万) is none that must be guessed
    return Shown(text, 1 if layout.behind.strip("%") else layout.scale)


def _laid_between(number: Decimal, layout: _Layout) -> str:
    """The digits with the format's words among them: 202612 by 0000"年"00"月"."""
    digits = f"{abs(number.quantize(Decimal(1), rounding=ROUND_HALF_UP)):f}".rjust(layout.padded, "0")
    for behind, text in layout.between:
        cut = max(0, _cut(digits, behind))
        digits = digits[:cut] + text + digits[cut:]
    return ("-" if number < 0 else "") + digits


def _cut(laid: str, behind: int) -> int:
    """Where in the text its last `behind` digits begin."""
    for place in range(len(laid) - 1, -1, -1):
        behind -= laid[place].isdigit()
        if behind == 0:
            return place
    return 0


def _word(section: Section, number: Decimal, raw: str) -> Shown:
    """What a part without digits shows: a word (是 for 1), a dash for a zero, or nothing at all."""
    told = section.literals().strip(" \u00a0\u3000")
    if number == 0 and told in _NAUGHT:
        return Shown("0", unseen=not told)
    return Shown(told or raw, unseen=not told)
