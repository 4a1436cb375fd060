"""A workbook's sheets cell by cell, as their owner sees them: number formats, the date system and what is hidden.

The readers at hand give what a cell stores; its format, its hiding and its merging are lost there. So the parts are
read here, within the bounds of `archive`, and laid out only as far as cells hold something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from portfolio.intake.archive import Archive, RefusedError
from portfolio.intake.looks import looks_of
from portfolio.intake.sheet_cells import Bound, RawSheet, cells_of
from portfolio.intake.xml_parts import TRUE, elements

MOST_SHEETS = 200


def sheets(archive: Archive) -> list[RawSheet]:
    """The workbook's sheets in order. Raises RefusedError for what is no workbook or too large, naming the sheet."""
    parts = {name.lower(): content for name, content in archive.parts.items()}
    book = _workbook(parts)
    if len(book.sheets) > MOST_SHEETS:
        raise RefusedError("sheets_many", most=str(MOST_SHEETS))
    looks = looks_of(parts, from_1904=book.from_1904)
    bound = Bound()
    found: list[RawSheet] = []
    for name, path, hidden in book.sheets:
        content = parts.get(path)
        if content is None:
            raise RefusedError("sheet_broken", sheet=name)
        # a sheet that is a chart holds no cells
        if b"sheetData" in content:
            found.append(cells_of(RawSheet(name, hidden, from_1904=book.from_1904), content, looks, bound))
    return found


@dataclass(frozen=True)
class _Workbook:
    """The sheets (name, part, hidden) and whether days count from 1904."""

    sheets: list[tuple[str, str, bool]]
    from_1904: bool


def _workbook(parts: Mapping[str, bytes]) -> _Workbook:
    path = next((name for name in parts if name.endswith("workbook.xml")), "")
    home = PurePosixPath(path).parent
    targets: dict[str, str] = {}
    told: list[tuple[str, str, str]] = []
    settings: dict[str, str] = {}

    def of_relations(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def of_book(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            linked = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            told.append((attributes.get("name", ""), linked, attributes.get("state", "visible")))
        elif name == "workbookPr":
            settings.update(attributes)

    elements(parts.get(str(home / "_rels" / f"{PurePosixPath(path).name}.rels"), b""), of_relations)
    elements(parts.get(path, b""), of_book)
    listed = [
        (name, _part(home, targets.get(linked, "")), state.lower() != "visible")
        for name, linked, state in told
    ]
    return _Workbook(listed, settings.get("date1904", "").lower() in TRUE)


def _part(home: PurePosixPath, target: str) -> str:
    """The part's name in small letters, from its address beside the workbook."""
    whole: list[str] = [] if target.startswith("/") else list(home.parts)
    for step in target.replace("\\", "/").split("/"):
        if step == "..":
            whole = whole[:-1]
        elif step not in ("", "."):
            whole.append(step)
    return "/".join(whole).lower()
