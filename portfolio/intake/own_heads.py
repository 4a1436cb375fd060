"""Files with heads of their own: known by aliases and by what was said of them before, the rest asked for once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from portfolio.intake import headings
from portfolio.intake.columns import Sheet
from portfolio.intake.grids import Grid, filled_down
from portfolio.intake.headers import bare, columns_of, head
from portfolio.intake.readings import SheetRead
from portfolio.intake.sheet_faults import of_sheet
from portfolio.intake.tables import TOTALS, rows_of
from portfolio.intake.values import code_words, narrowed
from portfolio.model import HeadChoice, Problem
from portfolio.store import Store

Words = Mapping[tuple[str, str], str]
"""Kind and word of a file to what it means: heading to a column of ours, unit of a heading to its yuan, source to
one of ours, project (its number and name as written) to one of ours; NONE stands for none."""
FEWEST = 2
"""How many known headings a row must have to be the row of headings."""
NONE = headings.NOT_READ
"""What is said of a heading that is not read, of a project that is none of ours."""
KINDS = ("heading", "unit", "source", "project")
"""What is asked of a file's words."""
UNITS = ("1", "10000", "100000000")
"""What may be answered to the question of a unit: 元, 万元, 亿元."""


@dataclass(frozen=True)
class Question:
    """What a file does not say: which heading a column of ours has, in which unit a heading's amounts are, what a source
    is, which project a row is of. `word` is what is asked about, `choices` the answers there are, the likely ones first;
    `rows` of how many rows, `needed`: whether nothing can be read before.
    """

    kind: str
    word: str
    choices: tuple[str, ...]
    sheet: str = ""
    rows: int = 0
    needed: bool = True


class Asking:
    """What was read of a file, with what has to be asked about it."""

    questions: tuple[Question, ...]

    @property
    def needed(self) -> tuple[Question, ...]:
        """What must be answered before anything can be taken."""
        return tuple(one for one in self.questions if one.needed)


@dataclass(frozen=True)
class Headed:
    """A sheet of a file whose headings were found: as read, with its problems, or what must be asked before."""

    name: str
    read: SheetRead | None = None
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    above: str = ""
    """What stands above the headings, and the sheet's name: a title may say what the amounts are."""
    free: tuple[str, ...] = ()
    """The headings that are none of ours."""


Missing = Callable[[frozenset[str]], Sequence[str]]
"""Of the columns that a sheet has, which of ours it lacks and cannot be read without."""


def headed(grid: Grid, sheet: Sheet, words: Words, missing: Missing) -> Headed | None:
    """The grid as a sheet of that kind; None where no row of it can be its headings."""
    filled = filled_down(grid)
    heads = headings.headed(grid, sheet, _heads(words), {one.code for one in sheet.columns}, FEWEST)
    if heads is None:
        return None
    found = heads.found
    above = " ".join(text for row, texts in head(grid.cells) if row < heads.top for text in texts.values())
    above = f"{grid.name} {above}"
    lacking = missing(frozenset(found.letters))
    used = set(found.letters.values())
    free = tuple(text for place, text in found.texts.items() if place not in used and bare(text))
    if lacking:
        if not free:
            return None
        asked = tuple(Question("column", code, free, grid.name) for code in lacking)
        return Headed(grid.name, questions=asked, above=above)
    units, asked = _units(grid, heads, words)
    read = rows_of(grid, filled, found, units)
    told = [one for one in of_sheet(grid, found, read, strict=False) if one.code not in _SAID_OTHERWISE]
    return Headed(grid.name, replace(read, rows=without_totals(read)), tuple(told), asked, above, free)


_SAID_OTHERWISE = frozenset({"column_missing", "column_unknown", "column_unheaded", "outside_unread"})
"""What is asked for instead; and lists are printed with much beside what is read of them."""


def _heads(words: Words) -> dict[str, str]:
    return {word: means for (kind, word), means in words.items() if kind == "heading"}


def _units(
    grid: Grid, heads: headings.Headed, words: Words
) -> tuple[dict[str, int | None], tuple[Question, ...]]:
    """The unit of each amount column: what its head or the title says, else what somebody said of it, else asked for."""
    units = headings.units(grid, heads)
    asked: list[Question] = []
    for code, unit in units.items():
        if unit is not None:
            continue
        heading = heads.keys[heads.found.letters[code]]
        said = words.get(("unit", heading))
        if said in UNITS:
            units[code] = int(said)
        else:
            asked.append(Question("unit", heading, UNITS, grid.name))
    return units, tuple(asked)


def remembered(store: Store, file_kind: str) -> dict[tuple[str, str], str]:
    """What was said of the words of such files when they were taken."""
    return {
        (kind, word): means
        for kind in KINDS
        for word, means in headings.remembered(store, _kept(file_kind, kind)).items()
    }


def records(file_kind: str, words: Words) -> list[HeadChoice]:
    """What the event keeps of the answers."""
    return [
        HeadChoice(kind=_kept(file_kind, kind), heading=word, meaning=means)
        for (kind, word), means in sorted(words.items())
    ]


def _kept(file_kind: str, kind: str) -> str:
    return file_kind if kind == "heading" else f"{file_kind}.{kind}"


def without_totals(read: SheetRead) -> pl.DataFrame:
    """The rows without totals: the word may stand in any column."""
    texts = [code for code, kind in read.rows.schema.items() if kind == pl.String]
    total = pl.any_horizontal(
        pl.col(code).map_elements(_is_total, return_dtype=pl.Boolean).fill_null(value=False) for code in texts
    )
    return read.rows.filter(~total) if texts else read.rows


def _is_total(text: str) -> bool:
    told = narrowed(text[:20]).strip(":：")
    return told in TOTALS or told in ("本页合计", "本月合计", "本年累计", "本页小计", "本月小计")


def answer(kind: str, word: str, means: str, sheet: Sheet) -> tuple[tuple[str, str], str] | None:
    """What somebody said in words that a word of a file means, as it is kept; None where that is nothing of ours.

    A heading means a column by its name or code, a unit 元, 万元 or 亿元, a source one of ours; a project its number; none
    of them is said by a dash or by nothing.
    """
    told = NONE if narrowed(means) in ("", "-", "—", "无", "none") else means.strip()
    if kind == "heading":
        column = columns_of(sheet).get(bare(told))
        code = NONE if told == NONE else column and column.code
        return (("heading", headings.key_of(word)), code) if code else None
    if kind == "unit":
        yuan = {"元": "1", "万元": "10000", "亿元": "100000000", "yuan": "1"}.get(narrowed(told), told)
        return (("unit", headings.key_of(word)), yuan) if yuan in UNITS else None
    if kind == "source":
        code = code_words("source").get(narrowed(told))
        return (("source", narrowed(word)), code) if code else None
    return (("project", word.strip()), told) if kind == "project" else None
