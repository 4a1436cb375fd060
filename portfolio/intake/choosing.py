"""Which of a file's sheets are read, and which hold something and are not: each of those is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from portfolio.intake.grids import Grid, filled_down
from portfolio.intake.headers import Found, best, fitting, own_names, sheet_named
from portfolio.intake.readings import SheetRead
from portfolio.intake.sheet_faults import of_sheet
from portfolio.intake.sheets import Sheet, sheet
from portfolio.intake.tables import rows_of, stating
from portfolio.intake.units import units_of
from portfolio.intake.values import narrowed
from portfolio.model import Problem


@dataclass(frozen=True)
class Candidate:
    """A grid whose headings are those of a sheet, as read; `filled`: whether anything is stated in it."""

    grid: Grid
    found: Found
    read: SheetRead
    filled: bool
    named: bool


def sheets_of(grids: Sequence[Grid], *, strict: bool) -> tuple[list[SheetRead], list[Problem]]:
    """The sheets that are read, in the file's order, and the problems of their headings and of what is not read.

    `strict`: the file is a csv, in which a row longer than its headings is wrong.
    """
    candidates: list[Candidate] = []
    problems: list[Problem] = []
    for grid in grids:
        if grid.is_empty or narrowed(grid.name) in own_names():
            continue
        candidate = _candidate(grid)
        if candidate is not None:
            candidates.append(candidate)
        elif sheet_named(grid.name) is not None:
            problems.append(Problem(code="header_missing", severity="error", sheet=grid.name))
        else:
            problems.append(Problem(code="sheet_unread", severity="warning", sheet=grid.name))
    chosen, of_doubles = _chosen(candidates)
    told = [problem for one in chosen for problem in of_sheet(one.grid, one.found, one.read, strict=strict)]
    if not chosen and not any(one.severity == "error" for one in problems):
        return [], []
    return [one.read for one in chosen], [*problems, *of_doubles, *told]


def sheet_in(grid: Grid, wanted: Sheet) -> tuple[SheetRead, list[Problem]] | None:
    """What the grid holds of that sheet, whatever the tab is called, with its problems; None for none."""
    filled = filled_down(grid)
    found = fitting(filled, wanted)
    if found is None:
        return None
    read = rows_of(grid, filled, found, units_of(filled, found))
    return read, list(of_sheet(grid, found, read, strict=False))


def _candidate(grid: Grid) -> Candidate | None:
    filled = filled_down(grid)
    named = sheet_named(grid.name)
    found = best(filled, named)
    if found is None:
        return None
    read = rows_of(grid, filled, found, units_of(filled, found))
    return Candidate(grid, found, read, stating(read, found).height > 0, named is found.sheet)


def _chosen(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Problem]]:
    """One candidate a sheet, and what is told of the others that hold something too."""
    chosen: list[Candidate] = []
    problems: list[Problem] = []
    for code in dict.fromkeys(one.read.code for one in candidates):
        alike = [one for one in candidates if one.read.code == code]
        filled = [one for one in alike if one.filled] or alike[:1]
        kept = next((one for one in filled if one.named), filled[0])
        chosen.append(kept)
        problems += _of_doubles(kept, [one for one in filled if one is not kept])
    return sorted(chosen, key=candidates.index), problems


def _of_doubles(kept: Candidate, others: Sequence[Candidate]) -> Iterator[Problem]:
    """The same again is no matter; a copy that says otherwise must go; another sheet with such headings is named."""
    for other in others:
        facts = (("read", kept.grid.name), ("kind", f"@word:intake.sheet.{sheet(kept.read.code).code}"))
        if _same(kept.read, other.read):
            yield Problem(code="sheet_same", severity="note", sheet=other.grid.name, facts=facts)
        elif kept.named and not other.named:
            yield Problem(code="sheet_besides", severity="warning", sheet=other.grid.name, facts=facts)
        else:
            yield Problem(code="sheet_twice", severity="error", sheet=other.grid.name, facts=facts)


def _same(one: SheetRead, other: SheetRead) -> bool:
    """Whether both say the same, wherever their columns stand."""
    if set(one.rows.columns) != set(other.rows.columns) or one.units != other.units:
        return False
    return one.rows.equals(other.rows.select(pl.col(one.rows.columns)))
