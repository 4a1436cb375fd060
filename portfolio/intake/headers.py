"""Finding the headers in a grid, whatever stands above them, and with them which sheet it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from portfolio import words
from portfolio.intake.cells import ENDS, narrow, trimmed
from portfolio.intake.grids import Grid
from portfolio.intake.readings import SheetRead
from portfolio.intake.sheets import SHEETS, Column, Sheet
from portfolio.intake.values import narrowed
from portfolio.model import Problem

HEAD = 20
"""How many rows are looked through for the headers."""
LONGEST_HEADER = 80
IDLE = frozenset({"备注", "说明", "填报人", "联系电话", "单位", "remark", "note", "notes", "no.", "行号", ""})
"""Headers of an owner's own columns that nobody expects to be read."""
TOTALS = ("合计", "总计", "小计", "共计", "累计合计", "total", "subtotal", "grandtotal", "sum")
_LIKELY_TOTAL = "(?i)计|計|total|sum|ｔｏｔａｌ|t o t"
"""What a total row must hold to be looked at closely."""
_BRACKETS = re.compile(r"[(\[【].*?[)\]】]")
_UNITS = (
    ("亿元", 10**8),
    ("100millionyuan", 10**8),
    ("万元", 10**4),
    ("10,000yuan", 10**4),
    ("10000yuan", 10**4),
    ("元", 1),
    ("yuan", 1),
)
_TITLE_UNIT = re.compile(r"(?:单位|unit):?(亿元|万元|元|10,?000yuan|100millionyuan|yuan)")


@dataclass(frozen=True)
class Found:
    """Where a grid's headers stand: the row (from 0), column code to letters, and what was found twice."""

    sheet: Sheet
    row: int
    letters: dict[str, str]
    texts: dict[str, str]
    twice: tuple[tuple[str, str], ...]


def sheets_of(grids: Sequence[Grid], *, only: bool) -> tuple[list[SheetRead], list[Problem]]:
    """The known sheets among the grids, and the problems of their headers.

    `only`: the file has but one sheet (a csv), which is recognised by its headers whatever its name.
    """
    sheets: list[SheetRead] = []
    problems: list[Problem] = []
    for grid in grids:
        named = sheet_named(grid.name)
        if named is None and not only:
            continue
        found = _best(grid, SHEETS if named is None else (named,))
        if found is None:
            if named is not None and grid.cells.height:
                problems.append(Problem(code="header_missing", severity="error", sheet=grid.name))
            continue
        if any(one.code == found.sheet.code for one in sheets):
            problems.append(Problem(code="sheet_twice", severity="error", sheet=grid.name))
            continue
        problems += _problems(grid, found)
        sheets.append(_read(grid, found))
    return sheets, problems


def sheet_named(name: str) -> Sheet | None:
    """The sheet that a tab of this name is, in either language or by an older name; None for none."""
    return _names().get(narrowed(name))


@cache
def _names() -> dict[str, Sheet]:
    found = {narrowed(alias): sheet for sheet in SHEETS for alias in sheet.aliases}
    return found | {narrowed(sheet.title(lang)): sheet for sheet in SHEETS for lang in words.LANGUAGES}


@cache
def _columns(sheet: Sheet) -> dict[str, Column]:
    """What a header of the sheet may read, bare of blanks and brackets, to its column."""
    found = {bare(alias): column for column in reversed(sheet.columns) for alias in column.aliases}
    found |= {column.code: column for column in sheet.columns}
    return found | {bare(column.header(lang)): column for column in sheet.columns for lang in words.LANGUAGES}


@cache
def _last_marks() -> tuple[str, ...]:
    """How the headers of the grey columns begin, bare."""
    marks = [bare(words.say(language, "intake.last", column="")) for language in words.LANGUAGES]
    return (*marks, "上期", "上月", "last")


def bare(header: str) -> str:
    """The header without blanks, brackets and what is in them, narrow and small."""
    return _BRACKETS.sub("", narrowed(header[:LONGEST_HEADER])).strip("*:：、")


def _best(grid: Grid, sheets: Sequence[Sheet]) -> Found | None:
    """The row and sheet whose headers fit best; none where no row names a project and two columns more."""
    candidates = [
        found
        for row, texts in _head(grid)
        for sheet in sheets
        if (found := _fitted(sheet, row, texts)) is not None
    ]
    return max(candidates, key=lambda one: (len(one.letters), -one.row), default=None)


def _head(grid: Grid) -> Iterator[tuple[int, dict[str, str]]]:
    for number, row in enumerate(grid.cells.head(HEAD).iter_rows(named=True)):
        yield number, {letters: text for letters, text in row.items() if text}


def _fitted(sheet: Sheet, row: int, texts: dict[str, str]) -> Found | None:
    letters: dict[str, str] = {}
    twice: list[tuple[str, str]] = []
    for place, text in texts.items():
        column = _columns(sheet).get(bare(text))
        if column is None:
            continue
        if column.code in letters:
            twice.append((place, text))
        else:
            letters[column.code] = place
    inputs = [column for column in sheet.inputs if column.code in letters]
    if not inputs or not {"project_id", "name"} & letters.keys():
        return None
    return Found(sheet, row, letters, texts, tuple(twice))


def _problems(grid: Grid, found: Found) -> Iterator[Problem]:
    row = found.row + 1
    for place, text in found.twice:
        yield Problem(
            code="header_twice", severity="error", sheet=grid.name, cell=f"{place}{row}", value=text[:60]
        )
    missing = [
        key for key in found.sheet.keys if key not in found.letters and key not in ("project_id", "currency")
    ]
    for key in missing:
        facts = (("column", f"@word:intake.{found.sheet.code}.{key}"),)
        yield Problem(code="column_missing", severity="error", sheet=grid.name, cell=f"A{row}", facts=facts)
    known = {*found.letters.values(), *(place for place, _ in found.twice)}
    below = grid.cells.slice(found.row + 1)
    for place, text in found.texts.items():
        head = bare(text)
        if place in known or head in IDLE or head.startswith(_last_marks()):
            continue
        if below[place].drop_nulls().len():
            yield Problem(
                code="column_unknown",
                severity="warning",
                sheet=grid.name,
                cell=f"{place}{row}",
                value=text[:60],
            )


def _read(grid: Grid, found: Found) -> SheetRead:
    codes = [column.code for column in found.sheet.columns if column.code in found.letters]
    rows = grid.cells.with_row_index("row_number", offset=1).slice(found.row + 1)
    rows = rows.select(
        pl.col("row_number").cast(pl.Int32),
        *(trimmed(pl.col(found.letters[code])).alias(code) for code in codes),
    )
    rows = rows.filter(pl.any_horizontal(pl.col(codes).is_not_null()))
    total, again = _idle_rows(rows, grid, found)
    rows = rows.filter(~pl.col("row_number").is_in(pl.concat([total, again]).implode()))
    return SheetRead(
        code=found.sheet.code,
        name=grid.name,
        rows=rows,
        letters={code: found.letters[code] for code in codes},
        units=_units(grid, found),
        left_out=total.len(),
    )


def _idle_rows(rows: pl.DataFrame, grid: Grid, found: Found) -> tuple[pl.Series, pl.Series]:
    """The numbers of the total rows, and of the rows that repeat the headers (at the head of each printed page)."""
    first = pl.DataFrame({"first_text": grid.cells.to_series(0)}).with_row_index("row_number", offset=1)
    names = [code for code in ("project_id", "name", "county") if code in rows.columns]
    told = rows.select("row_number", *names).join(
        first.cast({"row_number": pl.Int32}), on="row_number", how="left", maintain_order="left"
    )
    texts = [*names, "first_text"]
    likely = told.filter(pl.any_horizontal(pl.col(texts).str.contains(_LIKELY_TOTAL))).with_columns(
        narrow(pl.col(texts)).str.strip_chars(":")
    )
    total = likely.filter(pl.any_horizontal(pl.col(texts).is_in(TOTALS)))["row_number"]
    again = told.filter(pl.col(names[0]) == trimmed_text(found.texts[found.letters[names[0]]]))["row_number"]
    return total, again


def trimmed_text(text: str) -> str:
    """As cells.trimmed, of one text."""
    return text.strip(ENDS)


def _units(grid: Grid, found: Found) -> dict[str, int]:
    """How many yuan 1 stands for in each amount column: by its own header, else by a title row, else 万元."""
    title = narrowed(
        "".join(
            text[:LONGEST_HEADER] for row, texts in _head(grid) if row < found.row for text in texts.values()
        )
    )
    stated = _TITLE_UNIT.search(title)
    whole = _unit_in(stated[1]) if stated else None
    return {
        column.code: _unit_in("".join(_BRACKETS.findall(narrowed(found.texts[found.letters[column.code]]))))
        or whole
        or 10**4
        for column in found.sheet.columns
        if column.kind == "amount" and column.code in found.letters
    }


def _unit_in(text: str) -> int | None:
    return next((yuan for unit, yuan in _UNITS if unit in text), None)
