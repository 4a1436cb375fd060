"""What is told of a sheet before its values are understood: headings, columns not read, hidden and merged cells, formats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from portfolio.intake.cells import SHOWN, letters_of, unmarked
from portfolio.intake.columns import Column
from portfolio.intake.grids import Grid
from portfolio.intake.headers import Found, bare, last_marks
from portfolio.intake.readings import SheetRead
from portfolio.intake.tables import stating
from portfolio.intake.units import TEN_THOUSAND, UNKNOWN, units_of
from portfolio.model import Problem

IDLE = frozenset({"备注", "说明", "填报人", "联系电话", "单位", "remark", "note", "notes", "no.", "行号", ""})
"""Headers of an owner's own columns that nobody expects to be read."""
MOST_NAMED = 8
"""How many rows or cells a sentence names."""
SEPARATOR = "、"


def of_sheet(grid: Grid, found: Found, read: SheetRead, *, strict: bool) -> Iterator[Problem]:
    """The problems of one sheet that is read."""
    rows = stating(read, found)["row_number"].to_list()
    yield from _of_headings(grid, found)
    yield from _of_columns(grid, found, rows, strict=strict)
    yield from _of_units(grid, found)
    yield from _of_hidden(grid, read, rows)
    yield from _of_merged(grid, found, rows)
    yield from _of_formats(grid, found, read, rows)


def _of_headings(grid: Grid, found: Found) -> Iterator[Problem]:
    row = found.row + 1
    for place, text in found.twice:
        yield Problem(
            code="header_twice", severity="error", sheet=grid.name, cell=f"{place}{row}", value=text[:SHOWN]
        )
    missing = [
        key for key in found.sheet.keys if key not in found.letters and key not in ("project_id", "currency")
    ]
    for key in missing:
        facts = (("column", f"@word:intake.{found.sheet.code}.{key}"),)
        value = next(iter(found.texts.values()))[:SHOWN]
        yield Problem(
            code="column_missing", severity="error", sheet=grid.name, cell=f"A{row}", value=value, facts=facts
        )


def _of_columns(grid: Grid, found: Found, rows: Sequence[int], *, strict: bool) -> Iterator[Problem]:
    """Columns that hold something and are not read: with a heading that is none of ours, or with none."""
    known = {*found.letters.values(), *(place for place, _ in found.twice)}
    below = grid.cells.slice(found.row + 1)
    last = max(found.texts, key=_order)
    outside: list[str] = []
    for place in grid.cells.columns:
        if place in known:
            continue
        text = found.texts.get(place)
        if text is not None:
            told = bare(text)
            if told in IDLE or told.startswith(last_marks()) or not below[place].drop_nulls().len():
                continue
            cell = f"{place}{found.row + 1}"
            yield Problem(
                code="column_unknown", severity="warning", sheet=grid.name, cell=cell, value=text[:SHOWN]
            )
        elif first := _first(below[place], found.row + 1):
            row = next((one for one in _held(grid.cells[place], rows)), 0)
            if not row:
                outside.append(f"{place}{first}")
                continue
            longer = strict and _order(place) > _order(last)
            facts = (("letters", place), ("row", str(row)))
            code, severity = ("csv_longer", "error") if longer else ("column_unheaded", "warning")
            yield _at(grid, place, row, code, severity, facts)
    if outside:
        cells = SEPARATOR.join(outside[:MOST_NAMED]) + ("…" if len(outside) > MOST_NAMED else "")
        yield Problem(
            code="outside_unread",
            severity="note",
            sheet=grid.name,
            cell=outside[0],
            facts=(("cells", cells),),
        )


def _order(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _first(below: pl.Series, above: int) -> int | None:
    """The number of the first row in which the column holds anything, below so many rows."""
    held = below.str.strip_chars().str.len_bytes().fill_null(0).gt(0).arg_max()
    return above + 1 + held if held is not None and (below[held] or "").strip() else None


def _held(texts: pl.Series, rows: Sequence[int]) -> Iterator[int]:
    """The rows between the first and the last that state something in which the column holds anything."""
    if rows:
        held = texts.slice(rows[0] - 1, rows[-1] - rows[0] + 1)
        yield from (row for row, text in enumerate(held, start=rows[0]) if text and text.strip())


def _of_units(grid: Grid, found: Found) -> Iterator[Problem]:
    """Headings with a unit that is none of ours."""
    for code, unit in units_of(grid.cells, found).items():
        if unit == UNKNOWN:
            place = found.letters[code]
            yield Problem(
                code="unit_unknown",
                severity="error",
                sheet=grid.name,
                cell=f"{place}{found.row + 1}",
                value=found.texts[place][:SHOWN],
            )


def _of_hidden(grid: Grid, read: SheetRead, rows: Sequence[int]) -> Iterator[Problem]:
    """What was read though it is not seen."""
    if not rows:
        return
    if grid.hidden:
        yield Problem(code="sheet_hidden", severity="note", sheet=grid.name)
    hidden = [row for row in rows if row - 1 in grid.hidden_rows]
    if hidden:
        names = SEPARATOR.join(map(str, hidden[:MOST_NAMED])) + ("…" if len(hidden) > MOST_NAMED else "")
        facts = (("count", str(len(hidden))), ("rows", names))
        yield Problem(code="rows_hidden", severity="note", sheet=grid.name, facts=facts)
    columns = [
        letters
        for code, letters in read.letters.items()
        if letters in grid.hidden_columns and read.rows[code].drop_nulls().len()
    ]
    if columns:
        named = (("columns", SEPARATOR.join(columns)),)
        yield Problem(code="columns_hidden", severity="note", sheet=grid.name, facts=named)


def _of_merged(grid: Grid, found: Found, rows: Sequence[int]) -> Iterator[Problem]:
    """Values that stand for several rows or columns at once; names merged over their rows are read for each."""
    inputs = {found.letters[column.code] for column in _inputs(found)}
    for first, left, last, right in grid.merged:
        letters = letters_of(left)
        covered = {letters_of(place) for place in range(left, right + 1)} & inputs
        if first <= found.row or letters not in inputs or first >= grid.cells.height:
            continue
        text = grid.cells[letters][first]
        if (
            not text
            or not any(first < row <= last + 1 for row in rows)
            or (last == first and len(covered) < 2)
        ):
            continue
        yield Problem(
            code="merged_value",
            severity="error",
            sheet=grid.name,
            cell=f"{letters}{first + 1}",
            value=(unmarked(text) or "")[:SHOWN],
            facts=(("area", f"{letters}{first + 1}:{letters_of(right)}{last + 1}"),),
        )


def _inputs(found: Found) -> Iterator[Column]:
    return (column for column in found.sheet.inputs if column.code in found.letters)


def _of_formats(grid: Grid, found: Found, read: SheetRead, rows: Sequence[int]) -> Iterator[Problem]:
    """Numbers that a format makes smaller without saying so, and cells that hold something and show nothing."""
    stated = set(rows)
    for column in _inputs(found):
        letters = found.letters[column.code]
        unit = read.units.get(column.code)
        unseen: list[int] = []
        for row in sorted(stated if grid.scaled or grid.unseen else ()):
            place = (row - 1, _place(letters))
            scale = grid.scaled.get(place, 1)
            if scale != 1 and column.kind != "text" and not _is_yuan(unit, scale):
                yield _at(grid, letters, row, "format_unclear", "error", (("scale", f"{scale:,}"),))
            if place in grid.unseen:
                unseen.append(row)
        if unseen:
            cells = SEPARATOR.join(f"{letters}{row}" for row in unseen[:MOST_NAMED])
            facts = (
                ("cells", cells + ("…" if len(unseen) > MOST_NAMED else "")),
                ("count", str(len(unseen))),
            )
            yield _at(grid, letters, unseen[0], "value_unseen", "question", facts)


def _is_yuan(unit: int | None, scale: int) -> bool:
    """Whether what is shown is in the column's unit if yuan, or 万元, are what is stored."""
    return unit is not None and unit in (scale, scale * TEN_THOUSAND)


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def _at(
    grid: Grid, letters: str, row: int, code: str, severity: str, facts: tuple[tuple[str, str], ...]
) -> Problem:
    value = (unmarked(grid.cells[letters][row - 1]) or "")[:SHOWN]
    return Problem.model_validate(
        {
            "code": code,
            "severity": severity,
            "sheet": grid.name,
            "cell": f"{letters}{row}",
            "value": value,
            "facts": facts,
        }
    )
