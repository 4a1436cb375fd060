"""The XML of a workbook's parts: read element by element, names without their prefix."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from portfolio.intake.archive import RefusedError

TRUE = frozenset({"1", "true", "on"})
_SPELLED = re.compile("_x([0-9A-Ca-cE-Fe-f][0-9A-Fa-f]{3}|[Dd][0-7][0-9A-Fa-f]{2})_")


def bare(name: str) -> str:
    """The element's name without its prefix."""
    return name.rpartition(":")[2]


def elements(content: bytes, begun: Callable[[str, dict[str, str]], None]) -> None:
    """Call `begun` with the bare name and the attributes of each element of the part."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: begun(bare(name), attributes)
    parse(parser, content)


def parse(parser: expat.XMLParserType, content: bytes, sheet: str | None = None) -> None:
    """Feed the part to the parser. Raises RefusedError file_broken, or sheet_broken with the sheet's name."""
    try:
        parser.Parse(content or b"<none/>", True)
    except (expat.ExpatError, LookupError, ValueError) as fault:
        if sheet is None:
            raise RefusedError("file_broken") from fault
        raise RefusedError("sheet_broken", sheet=sheet) from fault


def unescaped(text: str) -> str:
    """The text with the letters that a workbook spells by number: _x000A_."""
    return _SPELLED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
