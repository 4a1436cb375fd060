"""The cells of one sheet, read from its part and laid out only as far as they hold something."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from xml.parsers import expat

from portfolio.intake.archive import RefusedError
from portfolio.intake.cells import ERROR, FORMULA, letters_of
from portfolio.intake.looks import Looks
from portfolio.intake.number_formats import NumberFormat, Shown
from portfolio.intake.xml_parts import TRUE, bare, parse, unescaped

MOST_ROWS = 200_000
MOST_COLUMNS = 64
MOST_CELLS = 2_000_000
"""Of all sheets together, counting only cells that hold something."""
MOST_LETTERS = 200 * 1024 * 1024
"""What all cells together may say: one long text can be named by many of them."""
MOST_MERGED = 20_000
LONGEST_FORMULA = 60
_WHOLE = re.compile(r"(-?\d+)\.0+")
_AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")

Place = tuple[int, int]
"""Row and column, from 0."""
Area = tuple[int, int, int, int]
"""First row, first column, last row and last column, from 0."""


@dataclass
class RawSheet:
    """One sheet: column (from 0) to its rows (from 0) and their texts, and what the texts do not say.

    `scaled`: cells whose format divides the number without a word for its unit, and by how much; `unseen`: cells that
    hold something and show nothing. A formula without a result and an error begin with the marks of `cells`.
    """

    name: str
    hidden: bool
    from_1904: bool = False
    columns: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)
    scaled: dict[Place, int] = field(default_factory=dict)
    unseen: set[Place] = field(default_factory=set)
    without_zeros: bool = False


@dataclass
class Bound:
    """What all sheets of a workbook have used up together."""

    cells: int = 0
    letters: int = 0


def cells_of(sheet: RawSheet, content: bytes, looks: Looks, bound: Bound) -> RawSheet:
    """The sheet with its cells. Raises RefusedError, with the sheet's name, for what is broken or too large."""
    reader = _Reader(sheet, looks, bound)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.begun
    parser.EndElementHandler = reader.ended
    parser.CharacterDataHandler = reader.letters
    parse(parser, content, sheet.name)
    return sheet


class _Reader:
    """Takes the elements of a sheet as they come; a cell or a row without a reference stands behind the one before."""

    def __init__(self, sheet: RawSheet, looks: Looks, bound: Bound) -> None:
        self.sheet, self.looks, self.bound = sheet, looks, bound
        self.row, self.column = -1, -1
        self.cell: dict[str, str] | None = None
        self.value: list[str] = []
        self.text: list[str] = []
        self.formula: list[str] | None = None
        self.into: list[str] | None = None
        self.sounded = False
        self.names: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.formats: dict[str | None, NumberFormat] = {}

    def begun(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        if name not in self.names:
            self.names[name] = bare(name)
        element = self.names[name]
        if element == "c":
            self.cell = attributes
            self.column += 1
            self.value, self.text, self.formula = [], [], None
        elif element == "v":
            self.into = self.value
        elif element == "t":
            self.into = None if self.sounded or self.cell is None else self.text
        elif element == "f" and self.cell is not None:
            self.into = self.formula = []
        else:
            self._begun_beside(element, attributes)

    def _begun_beside(self, element: str, attributes: dict[str, str]) -> None:
        if element == "row":
            told = attributes.get("r", "")
            self.row = int(told) - 1 if told.isdigit() and len(told) < 8 else self.row + 1
            self.column = -1
            if attributes.get("hidden", "").lower() in TRUE:
                self.sheet.hidden_rows.add(self.row)
        elif element == "rPh":
            self.sounded = True
        elif element == "col" and attributes.get("hidden", "").lower() in TRUE:
            first, last = (int(attributes.get(end, "0") or 0) for end in ("min", "max"))
            self.sheet.hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
        elif element == "mergeCell" and (
            found := _AREA.fullmatch(attributes.get("ref", "").replace("$", ""))
        ):
            if len(self.sheet.merged) < MOST_MERGED:
                area = (int(found[2]) - 1, self._place(found[1]), int(found[4]) - 1, self._place(found[3]))
                self.sheet.merged.append(area)
        elif element == "sheetView" and attributes.get("showZeros", "1").lower() in ("0", "false", "off"):
            self.sheet.without_zeros = True

    def letters(self, text: str) -> None:
        """Take letters of the element begun last."""
        if self.into is not None:
            self.into.append(text)

    def ended(self, name: str) -> None:
        """Take the end of an element; a cell that holds something is kept at its end."""
        element = self.names[name]
        if element == "c":
            self._keep()
            self.cell = None
        elif element == "rPh":
            self.sounded = False
        self.into = None

    def _keep(self) -> None:
        cell = self.cell or {}
        reference = cell.get("r")
        row = self.row
        if reference:
            letters = reference.rstrip("0123456789")
            number = reference[len(letters) :]
            if not number or not letters.isalpha() or len(letters) > 3 or len(number) > 7:
                raise RefusedError("sheet_broken", sheet=self.sheet.name)
            self.column, row = self._place(letters), int(number) - 1
        shown = self._shown(cell)
        if shown is None or row < 0:
            return
        if row >= MOST_ROWS:
            self._refuse("sheet_rows", row, f"{MOST_ROWS:,}")
        if self.column >= MOST_COLUMNS:
            self._refuse("sheet_columns", row, str(MOST_COLUMNS))
        self.bound.cells += 1
        self.bound.letters += len(shown.text)
        if self.bound.cells > MOST_CELLS or self.bound.letters > MOST_LETTERS:
            self._refuse("sheet_cells", row, f"{MOST_CELLS:,}")
        self.sheet.columns.setdefault(self.column, {})[row] = shown.text
        if shown.scale != 1:
            self.sheet.scaled[row, self.column] = shown.scale
        if shown.unseen or (self.sheet.without_zeros and shown.text == "0"):
            self.sheet.unseen.add((row, self.column))

    def _refuse(self, code: str, row: int, most: str) -> None:
        cell = f"{letters_of(self.column)}{row + 1}"
        raise RefusedError(code, sheet=self.sheet.name, at=cell, most=most)

    def _place(self, letters: str) -> int:
        found = self.places.get(letters)
        if found is None:
            found = 0
            for letter in letters.upper():
                found = found * 26 + ord(letter) - 64
            found = self.places[letters] = found - 1
        return found

    def _shown(self, cell: dict[str, str]) -> Shown | None:
        """What the cell shows; None where it holds nothing."""
        kind = cell.get("t", "n")
        value = "".join(self.value)
        if kind == "inlineStr":
            return self._text(cell, unescaped("".join(self.text)))
        if not value.strip():
            # a formula whose result is an empty text is a blank, and says so
            if self.formula is None or kind == "str":
                return None
            return Shown(f"{FORMULA}={''.join(self.formula)[:LONGEST_FORMULA]}")
        if kind == "s":
            number = int(value) if value.strip().isdigit() and len(value) < 12 else -1
            if not 0 <= number < len(self.looks.texts):
                raise RefusedError("sheet_broken", sheet=self.sheet.name)
            return self._text(cell, self.looks.texts[number])
        return _KINDS.get(kind, _Reader._number)(self, cell, value)

    def _format(self, cell: dict[str, str]) -> NumberFormat:
        style = cell.get("s")
        found = self.formats.get(style)
        if found is None:
            found = self.formats[style] = self.looks.format(style)
        return found

    def _text(self, cell: dict[str, str], text: str) -> Shown | None:
        return Shown(self._format(cell).of_text(text)) if text else None

    def _number(self, cell: dict[str, str], value: str) -> Shown:
        raw = value.strip()
        if raw.endswith("0") and (whole := _WHOLE.fullmatch(raw)):
            raw = whole[1]
        form = self._format(cell)
        return Shown(raw) if form.plain else form.of_number(raw, self.looks.zero)

    def _day(self, cell: dict[str, str], value: str) -> Shown:
        try:
            moment = datetime.fromisoformat(value.strip().rstrip("Zz"))
        except ValueError:
            return Shown(value.strip())
        return self._format(cell).of_moment(moment.replace(tzinfo=None))


_KINDS: dict[str, Callable[[_Reader, dict[str, str], str], Shown | None]] = {
    "e": lambda _, __, value: Shown(f"{ERROR}{value.strip()}"),
    "b": lambda _, __, value: Shown("TRUE" if value.strip().lower() in TRUE else "FALSE"),
    "str": lambda reader, cell, value: reader._text(cell, unescaped(value)),
    "d": _Reader._day,
}
"""How the value of each kind of cell is read; every other kind is a number."""
