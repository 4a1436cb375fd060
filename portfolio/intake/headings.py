"""Heads that a table of somebody's own has: matched by what a column may be called, and asked where they match none.

chosen = headings.remembered(store, "library")         # what was answered when such a file was last taken
found = headings.headed(grid, SHEET, chosen, names={"name"})
for one in found.asked: ...                            # on a page a list of meanings, of a command --column 表头=含义
read = rows_of(grid, filled_down(grid), found.found, headings.units(grid, found))
store.append(event, [*records, *headings.records("library", chosen)])

A list of any other kind does the same with a Sheet of its own, whose columns' `aliases` say what they may be called.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

import polars as pl

from portfolio import words
from portfolio.intake.cells import SHOWN, letters_of, unmarked
from portfolio.intake.columns import Sheet
from portfolio.intake.grids import Grid, filled_down
from portfolio.intake.headers import HEAD, LONGEST_HEADER, UNIT_BEHIND, Found, bare
from portfolio.intake.sheet_faults import IDLE
from portfolio.intake.units import units_of
from portfolio.model import HeadChoice
from portfolio.store import Store

NOT_READ = "-"
"""Chosen of a head whose column is not read."""
DEEPEST = 3
"""How many rows the heads of a table may take: a heading over several columns, and theirs below it."""
BETWEEN = "/"
_WHOLE = frozenset({"合计", "小计", "总计", "计", "总额", "金额"})
"""Of a head below another: the other's own amount."""
_SAMPLES = 3


@dataclass(frozen=True)
class AskedHead:
    """A column that holds something and of which nobody knows what: its letters, the row of its head, what the head
    says, the key under which an answer is kept, a few of its values, and the meaning that another column has already."""

    letters: str
    row: int
    heading: str
    key: str
    sample: str
    doubled: str | None = None


@dataclass(frozen=True)
class Headed:
    """A grid under its heads: `found` as everywhere (row: the last row of the heads), `top` their first row from 0,
    `keys` each column's letters to the key of its head."""

    found: Found
    top: int
    keys: Mapping[str, str]
    asked: tuple[AskedHead, ...] = ()


def headed(
    grid: Grid, sheet: Sheet, chosen: Mapping[str, str], names: Collection[str], least: int = 2
) -> Headed | None:
    """The heads of the grid; None where no row names `least` columns of the sheet, one of `names` among them.

    `chosen`: key of a head to a column's code, or NOT_READ; it outranks what the head would be taken for.
    """
    filled = filled_down(grid)
    tried = [
        one
        for row in range(min(HEAD, filled.height))
        if (one := _tried(grid, filled, sheet, chosen, row)) is not None
    ]
    fit = [one for one in tried if len(one.found.letters) >= least and names & one.found.letters.keys()]
    return max(fit, key=lambda one: (len(one.found.letters), -one.top), default=None)


def units(grid: Grid, headed: Headed) -> dict[str, int | None]:
    """How many yuan 1 stands for in each amount column, as the heads or a line above them say; None where nobody says."""
    return units_of(grid.cells, replace(headed.found, row=headed.top))


def meanings(sheet: Sheet) -> list[str]:
    """What may be chosen of a head, in order: the columns' codes, then NOT_READ."""
    return [*(column.code for column in sheet.columns), NOT_READ]


def key_of(heading: str) -> str:
    """The key of a head as somebody writes it: without blanks, units and brackets; / between one and the one below it."""
    return BETWEEN.join(bare(part) for part in heading.split(BETWEEN))


def remembered(store: Store, kind: str) -> dict[str, str]:
    """What was chosen when files of that kind were taken, each head's newest."""
    rows = store.read("FROM head_chosen($kind)", {"kind": kind})
    return dict(rows.select("heading", "meaning").iter_rows())


def records(kind: str, chosen: Mapping[str, str]) -> list[HeadChoice]:
    """What the event keeps of the choices."""
    return [HeadChoice(kind=kind, heading=key, meaning=meaning) for key, meaning in sorted(chosen.items())]


@cache
def _known(sheet: Sheet) -> dict[str, str]:
    """What a head may read, bare, to the code of its column."""
    found = {bare(alias): column.code for column in reversed(sheet.columns) for alias in column.aliases}
    titles = {bare(column.header(lang)): column.code for column in sheet.columns for lang in words.LANGUAGES}
    return found | titles


def _tried(
    grid: Grid, filled: pl.DataFrame, sheet: Sheet, chosen: Mapping[str, str], row: int
) -> Headed | None:
    """The heads, if they begin in that row."""
    last = row + _depth(grid, filled, row) - 1
    paths = _paths(grid, row, last)
    if not paths:
        return None
    keys = {letters: BETWEEN.join(map(bare, parts)) for letters, parts in paths.items()}
    letters: dict[str, str] = {}
    asked: list[AskedHead] = []
    # what somebody chose goes before what a head would be taken for
    for place in sorted(paths, key=lambda one: keys[one] not in chosen):
        parts, told = paths[place], chosen.get(keys[place])
        code = told or _meaning(sheet, parts)
        if code == NOT_READ:
            continue
        if code is None or code in letters:
            if sample := _sample(grid, place, last):
                heading = BETWEEN.join(parts)[:SHOWN]
                asked.append(AskedHead(place, last + 1, heading, keys[place], sample, code))
        else:
            letters[code] = place
    texts = {place: BETWEEN.join(parts) for place, parts in paths.items()}
    return Headed(Found(sheet, last, letters, texts, ()), row, keys, tuple(asked))


def _meaning(sheet: Sheet, parts: list[str]) -> str | None:
    """The code of the column that a head is; NOT_READ for those that nobody expects to be read, None for no such head."""
    known = _known(sheet)
    bared = [bare(part) for part in parts]
    tried = ["".join(bared), bared[-1]]
    if len(bared) > 1 and bared[-1] in _WHOLE:
        tried = ["".join(bared), bared[0]]
    for text in tried:
        if code := known.get(text) or known.get(UNIT_BEHIND.sub("", text)):
            return code
    return NOT_READ if bared[-1] in IDLE else None


def _depth(grid: Grid, filled: pl.DataFrame, row: int) -> int:
    """How many rows the heads take that begin in the row: as many as cells are merged down, or one more where a cell
    is merged over several columns, or is left blank beside it, and the row below says what they are."""
    down = [last - first + 1 for first, _, last, _ in grid.merged if first == row and last > first]
    if down:
        return min(max(down), DEEPEST)
    if row + 1 >= filled.height:
        return 1
    above, below = (filled.row(number, named=True) for number in (row, row + 1))
    beside = [place for place in filled.columns if not (above[place] or "").strip()]
    said = [place for place in beside if (below[place] or "").strip()]
    over = [place for place in filled.columns if (above[place] or "").strip()]
    bare_below = [place for place in over if not (below[place] or "").strip()]
    wordy = all(not any(letter.isdigit() for letter in below[place] or "") for place in said)
    # a project fills most of its row: what leaves most heads alone is another row of heads
    return 2 if said and wordy and len(over) > 2 and len(bare_below) * 2 > len(over) else 1


def _paths(grid: Grid, row: int, last: int) -> dict[str, list[str]]:
    """Letters to what the heads say of the column, from above to below; columns without a head are left out."""
    right = {
        (first, letters_of(place)): letters_of(left)
        for first, left, _, end in grid.merged
        if row <= first <= last
        for place in range(left + 1, end + 1)
    }
    rows = {number: grid.cells.row(number, named=True) for number in range(row, last + 1)}
    found: dict[str, list[str]] = {}
    over = ""
    for place in grid.cells.columns:
        parts: list[str] = []
        for number in range(row, last + 1):
            text = (unmarked(rows[number].get(right.get((number, place), place))) or "").strip()
            if number == row and last > row:
                # what stands over several columns and is not merged stands over the first of them alone
                lower = any((rows[below].get(place) or "").strip() for below in range(row + 1, last + 1))
                text = over = text or (over if lower else "")
            text = text.replace("\n", "")[:LONGEST_HEADER]
            if text and text not in parts:
                parts.append(text)
        if parts:
            found[place] = parts
    return found


def _sample(grid: Grid, place: str, last: int) -> str:
    """A few of the column's values below its head; an empty text where it holds nothing."""
    told: Iterator[str] = (
        (unmarked(text) or "").strip() for text in grid.cells[place].slice(last + 1).drop_nulls()
    )
    return "、".join(list(dict.fromkeys(text[:20] for text in told if text))[:_SAMPLES])
