"""The same paper as a PDF, set by typst: what `word.Paper` writes for an office to edit, this writes to print and to send.

Fonts stand in for one another by name; the last of each list is what the machine has for Chinese.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typst

from portfolio.exports.notice_tables import Cell
from portfolio.model import PortfolioError

HAN = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "Source Han Sans SC", "SimSun")
"""Of these at least one has to be on the machine: the others are the fonts that offices have."""
TITLE = ("方正小标宋简体", "FZXiaoBiaoSong-B05S", *HAN)
HEADING = ("黑体", "SimHei", "Noto Sans CJK SC", *HAN)
SECOND = ("楷体_GB2312", "KaiTi", *HAN)
BODY = ("仿宋_GB2312", "FangSong", *HAN)
FONTS = Path("fonts")
"""A folder of this name in the data folder may hold fonts that the machine lacks."""


class Paper:
    """A paper in the making, as typst's source."""

    margin, numbering = "(top: 3.7cm, bottom: 3.5cm, left: 2.8cm, right: 2.6cm)", '"1"'
    large, size, leading = 22, 16, 12
    """In points: the heading, the text, what stands between its lines."""

    def __init__(self, fonts: Path | None = None) -> None:
        """Begin an empty one with the margins of official papers; `fonts` is a folder with more of them."""
        self._fonts = fonts if fonts and fonts.is_dir() else None
        self._lies = False
        self._told = [
            f'#set page(paper: "a4", margin: {self.margin}, numbering: {self.numbering})',
            f'#set text(font: {_fonts(BODY)}, size: {self.size}pt, lang: "zh", region: "cn")',
            f"#set par(leading: {self.leading}pt, spacing: {self.leading}pt, justify: true)",
            "#show link: set text(fill: black)",
        ]

    def title(self, text: str) -> None:
        """Write the heading of the paper, or of an annex."""
        self._line(text, TITLE, self.large, "center")

    def centred(self, text: str) -> None:
        """Write a line in the middle."""
        self._line(text, BODY, self.size, "center")

    def heading(self, text: str) -> None:
        """Write the heading of a part."""
        self._line(text, HEADING, self.size, indent=True)

    def second(self, text: str) -> None:
        """Write the heading of a part of a part."""
        self._line(text, SECOND, self.size, indent=True)

    def text(self, text: str, indent: bool = True) -> None:
        """Write a paragraph."""
        self._line(text, BODY, self.size, indent=indent)

    def right(self, text: str) -> None:
        """Write a line at the right: signature and date."""
        self._line(text, BODY, self.size, "right")

    def small(self, text: str, at_right: bool = False) -> None:
        """Write a line in small type: how figures are reckoned, the unit of a table."""
        self._line(text, BODY, 9, "right" if at_right else "", spacing=4)

    def lie(self) -> None:
        """Begin a page that lies, for the tables that follow."""
        if self._lies:
            self._told.append("#pagebreak()")
        self._lies = True
        self._told.append("#set page(flipped: true, margin: 2cm)")

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[Cell]], last_is_total: bool = False
    ) -> None:
        """Write a table whose headings stand on every page that it reaches."""
        cells = [f"[*{escaped(head)}*]" for head in heads]
        for place, row in enumerate(rows, start=1):
            bold = last_is_total and place == len(rows)
            cells += [_cell(one, bold) for one in row]
        widths, size = _widths(heads, rows), 7 if len(heads) > MANY and not self._lies else 9
        head, rest = ", ".join(cells[: len(heads)]), ",\n".join(cells[len(heads) :])
        self._told.append(
            f"#block(width: 100%)[#set text(size: {size}pt)\n#set par(leading: 4pt, justify: false)\n"
            f"#table(columns: ({widths}), inset: 3pt, stroke: 0.5pt, table.header({head}),\n{rest})]"
        )

    def done(self) -> bytes:
        """The paper as a file. Raises PortfolioError notice_fonts where the machine has none for Chinese."""
        fonts = fonts_of(self._fonts)
        made = typst.compile("\n\n".join(self._told).encode(), font_paths=fonts, format="pdf")
        assert isinstance(made, bytes)
        return made

    def _line(
        self,
        text: str,
        fonts: Sequence[str],
        size: int,
        at: str = "",
        *,
        indent: bool = False,
        spacing: int | None = None,
    ) -> None:
        told = f"#text(font: {_fonts(fonts)}, size: {size}pt)[{escaped(text)}]"
        if at:
            told = f"#align({at})[{told}]"
        amount = f"{size * 2}pt" if indent else "0pt"
        between = self.leading if spacing is None else spacing
        self._told.append(f"#block(width: 100%, spacing: {between}pt)[#h({amount}){told}]")


class Sheet(Paper):
    """A page by itself, close and without a number."""

    margin, numbering = "(x: 1.6cm, y: 1.4cm)", "none"
    large, size, leading = 18, 12, 6


def fonts_of(folder: Path | None) -> typst.Fonts:
    """The machine's fonts and the folder's. Raises PortfolioError notice_fonts where none of them is for Chinese."""
    known = typst.Fonts(include_system_fonts=True, font_paths=[folder] if folder else [])
    names = {name.lower() for name in known.families()}
    if not names & {name.lower() for name in (*BODY, *TITLE)}:
        raise PortfolioError("notice_fonts", fonts=HAN[0])
    return known


def _fonts(names: Sequence[str]) -> str:
    return "(" + ", ".join(f'"{name}"' for name in dict.fromkeys(names)) + ")"


def escaped(text: str) -> str:
    """The text as typst shows it: every mark that it may take for an instruction stands for itself."""
    marked = "".join(f"\\{mark}" if mark in MARKS else mark for mark in text)
    return marked.replace("\n", " ").replace("//", "/\\/")


MARKS = frozenset("\\#*_`$<>@[]~=-+/'\"")


def _cell(told: Cell, bold: bool) -> str:
    text = escaped(told.text)
    text = f"*{text}*" if bold and text else text
    if told.href:
        address = told.href.replace("\\", "\\\\").replace('"', '\\"')
        text = f'#link("{address}")[{text}]'
    return f"align(right)[{text}]" if told.number else f"[{text}]"


def _widths(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Each column's part of the width: a number is never broken, a heading may be, words from fourteen on are."""
    parts = []
    for place, head in enumerate(heads):
        cells = [row[place] for row in rows[:200]]
        longest = max((_letters(cell.text) for cell in cells), default=0.0)
        if not any(cell.number for cell in cells):
            longest = min(longest, LONG)
        parts.append(f"{max(longest + 1, _letters(head) / 2 + 1, 2.5):.1f}fr")
    return ", ".join(parts)


LONG = 14
"""Letters of a column of words that stand in one line."""
MANY = 9
"""Columns past which a table is set smaller."""


def _letters(text: str) -> float:
    """How wide the text is, in letters of Chinese."""
    return sum(1.0 if ord(mark) > 0x2E7F else 0.55 for mark in text)
