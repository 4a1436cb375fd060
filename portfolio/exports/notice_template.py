"""A city's own form of the 通报: a .docx whose fields, {{title}} and so on, are filled; what a field may be called."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from portfolio.model import PortfolioError, Problem

FILE = "notice-template.docx"
"""The name of a city's form in its data folder."""
LINES = (
    "title",
    "issue",
    "to",
    "opening",
    "city",
    "period",
    "month",
    "made",
    "as_of",
    "signed",
    "dated",
    "copies",
    "see",
)
BLOCKS = ("text", "notes", "annexes")
"""Fields that stand alone in a paragraph, in whose place paragraphs and tables come; the annexes last, since they lie."""
FIELDS = (*LINES, *BLOCKS)
FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")


def of_folder(folder: Path) -> bytes | None:
    """The city's form in a data folder; None where there is none. Raises PortfolioError notice_template."""
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        return file.read_bytes()
    except OSError as refusal:
        raise PortfolioError("notice_template", file=file.name) from refusal


def opened(data: bytes) -> Any:
    """The form as python-docx has it. Raises PortfolioError notice_template for what is no .docx."""
    from docx import Document  # noqa: PLC0415 - as slow to load as the paper itself

    try:
        return Document(io.BytesIO(data))
    # python-docx tells of a file that is none by whatever fails first: zip, key, XML
    except Exception as refusal:
        raise PortfolioError("notice_template", file=FILE) from refusal


def problems(data: bytes) -> list[Problem]:
    """One problem a field that nobody knows, with where it stands; one where no field is known at all."""
    document = opened(data)
    found: list[Problem] = []
    known = 0
    for number, paragraph in enumerate(_paragraphs(document), start=1):
        for name in FIELD.findall(paragraph.text):
            known += name in FIELDS
            if name not in FIELDS:
                found.append(_problem("notice_field", number, name))
            elif name in BLOCKS and FIELD.sub("", paragraph.text).strip():
                found.append(_problem("notice_field_beside", number, name))
    return found or ([] if known else [_problem("notice_no_field", 1, "")])


def _problem(code: str, number: int, name: str) -> Problem:
    facts = {"row": str(number), "field": name, "known": "、".join(FIELDS)}
    return Problem(code=code, severity="error", value=name or None, facts=tuple(facts.items()))


def _paragraphs(document: Any) -> Iterator[Any]:
    """The paragraphs of the text, of its tables, of heads and feet."""
    yield from document.paragraphs
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                yield from cell.paragraphs
    for section in document.sections:
        yield from section.header.paragraphs
        yield from section.footer.paragraphs


def fill(document: Any, told: Mapping[str, str]) -> None:
    """Put the words in the place of the fields of one line; the paragraph looks as the field's first letter did."""
    for paragraph in _paragraphs(document):
        text = paragraph.text
        filled = FIELD.sub(lambda found: told.get(found[1], found[0]), text)
        if filled != text and paragraph.runs:
            first, *rest = paragraph.runs
            first.text = filled
            for run in rest:
                run.text = ""


def put(document: Any, name: str, write: Callable[[], None]) -> None:
    """Let `write` add to the document, and move what it added to where the field `name` stands; nothing without it."""
    place = next((one for one in document.paragraphs if name in FIELD.findall(one.text)), None)
    if place is None:
        return
    body = document.element.body
    before = list(body.iterchildren())
    write()
    for element in list(body.iterchildren()):
        if element not in before and not element.tag.endswith("}sectPr"):
            place._p.addprevious(element)
    body.remove(place._p)
