"""What the cells of a workbook point to: their number formats and the texts that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from xml.parsers import expat

from portfolio.intake.number_formats import BUILT_IN, GENERAL, NumberFormat, number_format
from portfolio.intake.shown_days import ZERO_1900, ZERO_1904
from portfolio.intake.xml_parts import bare, elements, parse, unescaped


@dataclass(frozen=True)
class Looks:
    """The formats by a cell's style number, the shared texts, and the day that serial numbers count from."""

    formats: list[NumberFormat]
    texts: list[str]
    zero: datetime

    def format(self, style: str | None) -> NumberFormat:
        """The format of that style; the general one for a style that the workbook does not hold."""
        number = int(style) if style and style.isdigit() else 0
        return self.formats[number] if number < len(self.formats) else number_format(GENERAL)


def looks_of(parts: Mapping[str, bytes], *, from_1904: bool) -> Looks:
    """The looks of the workbook whose parts these are, by their names in small letters."""
    styles = next((content for name, content in parts.items() if name.endswith("styles.xml")), b"")
    shared = next((content for name, content in parts.items() if name.endswith("sharedstrings.xml")), b"")
    return Looks(_formats(styles), _shared(shared), ZERO_1904 if from_1904 else ZERO_1900)


def _formats(content: bytes) -> list[NumberFormat]:
    codes: dict[str, str] = {str(number): code for number, code in BUILT_IN.items()}
    numbers: list[str] = []
    inside = False

    def begun(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs", "cellStyles", "dxfs"):
            inside = name == "cellXfs"
        elif name == "numFmt" and "numFmtId" in attributes:
            codes[attributes["numFmtId"]] = attributes.get("formatCode", GENERAL)
        elif name == "xf" and inside:
            numbers.append(attributes.get("numFmtId", "0"))

    elements(content, begun)
    return [number_format(codes.get(number, GENERAL)) for number in numbers]


def _shared(content: bytes) -> list[str]:
    texts: list[str] = []
    pieces: list[str] = []
    written = sounded = False  # inside <t>; inside <rPh>: how to say it, which is no part of the text

    def begun(name: str, _: dict[str, str]) -> None:
        nonlocal written, sounded
        element = bare(name)
        if element == "si":
            pieces.clear()
        elif element == "rPh":
            sounded = True
        elif element == "t":
            written = not sounded

    def ended(name: str) -> None:
        nonlocal written, sounded
        element = bare(name)
        if element == "t":
            written = False
        elif element == "rPh":
            sounded = False
        elif element == "si":
            texts.append(unescaped("".join(pieces)))

    def letters(text: str) -> None:
        if written:
            pieces.append(text)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begun, ended
    parser.CharacterDataHandler = letters
    parse(parser, content)
    return texts
