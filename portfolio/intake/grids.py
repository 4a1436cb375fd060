"""A file's sheets as bare grids of text: every cell where the file has it, as it is shown, nothing understood yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from portfolio.intake.archive import Archive, RefusedError
from portfolio.intake.cells import letters_of
from portfolio.intake.sheet_cells import Area, Place, RawSheet
from portfolio.intake.spreadsheet import sheets

SPARSE_FROM = 4_000_000
"""From how many cells the rectangle of what a sheet holds must be filled to some part: all of it is laid out."""
SPARSE = 64


@dataclass(frozen=True)
class Grid:
    """One sheet: a text column a letter, a row a row of the file from the first on; and what the texts do not say.

    `hidden_rows` and `hidden_columns` count from 0, as `merged` does; `scaled` holds the cells whose format divides a
    number without a word for its unit, `unseen` those that hold something and show nothing.
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[str] = frozenset()
    merged: tuple[Area, ...] = ()
    scaled: Mapping[Place, int] = field(default_factory=dict)
    unseen: frozenset[Place] = frozenset()
    from_1904: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return self.cells.width == 0 or self.cells.height == 0


def of_workbook(archive: Archive) -> list[Grid]:
    """The workbook's sheets. Raises RefusedError for what is broken or too large."""
    return [_grid(sheet) for sheet in sheets(archive)]


def _grid(sheet: RawSheet) -> Grid:
    columns = dict(sorted(sheet.columns.items()))
    height = 1 + max((max(rows) for rows in columns.values()), default=-1)
    filled = sum(len(rows) for rows in columns.values())
    if height * len(columns) > SPARSE_FROM and filled * SPARSE < SPARSE_FROM:
        raise RefusedError("sheet_sparse", sheet=sheet.name, at=f"{letters_of(max(columns))}{height}")
    return Grid(
        sheet.name,
        pl.DataFrame({letters_of(place): _laid_out(rows, height) for place, rows in columns.items()}),
        sheet.hidden,
        frozenset(sheet.hidden_rows),
        frozenset(letters_of(place) for place in sheet.hidden_columns),
        tuple(sheet.merged),
        sheet.scaled,
        frozenset(sheet.unseen),
        sheet.from_1904,
    )


def _laid_out(rows: Mapping[int, str], height: int) -> pl.Series:
    texts: list[str | None] = [None] * height
    for row, text in rows.items():
        texts[row] = text
    return pl.Series(texts, dtype=pl.String)


def filled_down(grid: Grid) -> pl.DataFrame:
    """The cells with each text that is merged over several rows in all of them, in the area's first column."""
    found = grid.cells
    for letters, areas in _areas_by_column(grid).items():
        texts = found[letters].to_list()
        for first, last in areas:
            texts[first : last + 1] = [texts[first]] * (last + 1 - first)
        found = found.with_columns(pl.Series(letters, texts, pl.String))
    return found


def _areas_by_column(grid: Grid) -> dict[str, list[tuple[int, int]]]:
    """Letters to the first and last rows of the areas that begin there and go down."""
    found: dict[str, list[tuple[int, int]]] = {}
    for first, column, last, _ in grid.merged:
        letters = letters_of(column)
        if last > first and letters in grid.cells.columns and first < grid.cells.height:
            found.setdefault(letters, []).append((first, min(last, grid.cells.height - 1)))
    return found


def of_rows(name: str, rows: Iterable[list[str]], width: int) -> Grid:
    """The grid of rows that are lists of texts."""
    held = list(rows)
    columns: Mapping[str, list[str | None]] = {
        letters_of(place): [row[place] if place < len(row) else None for row in held]
        for place in range(width)
    }
    return Grid(name, pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)))
