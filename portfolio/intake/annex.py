"""A library from a workbook with heads of its own: its rows, what is asked, and all that is wrong with them by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portfolio.intake import headings
from portfolio.intake.annex_row import AnnexRow
from portfolio.intake.annex_rows import rows_in
from portfolio.intake.annex_sheet import ANNEX
from portfolio.intake.annex_units import likely_unit
from portfolio.intake.annex_words import KINDS, Lexicon, lexicon
from portfolio.intake.archive import RefusedError
from portfolio.intake.grids import Grid, filled_down
from portfolio.intake.headers import own_names
from portfolio.intake.headings import AskedHead
from portfolio.intake.reading import grids_of, refusal_of
from portfolio.intake.readings import Judged
from portfolio.intake.sheet_faults import of_sheet
from portfolio.intake.tables import rows_of
from portfolio.intake.values import narrowed
from portfolio.library import Standing
from portfolio.library.national_code import fault_of
from portfolio.model import HeadChoice, Problem, Record, TakenFile
from portfolio.store import Store

LIST = "library"
BESIDE = frozenset({"column_unknown", "column_missing"})
"""What is told of our own sheets' columns: heads of an annex are asked about, and it may lack any but the name."""
MOST_ROWS = 20_000
"""How many projects an annex may have."""


@dataclass(frozen=True)
class Answers:
    """What somebody said of a file: heads (key to column), words (kind and word to code), and how many yuan 1 stands for."""

    heads: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unit: int | None = None


@dataclass(frozen=True)
class AskedWord:
    """A word that stands for a code nobody knows: its kind, and where it stands first and how often."""

    kind: str
    word: str
    sheet: str
    cell: str
    count: int


@dataclass(frozen=True)
class AnnexFile(Judged):
    """A file as read: problems, what is asked, and its rows. `unit_asked`: nobody says the unit; `unit_likely` proposes."""

    file_name: str
    problems: tuple[Problem, ...]
    asked_heads: tuple[AskedHead, ...] = ()
    asked_words: tuple[AskedWord, ...] = ()
    unit_asked: bool = False
    unit_likely: int | None = None
    unit_sample: str = ""
    title: str = ""
    rows: tuple[AnnexRow, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether nothing is asked any more."""
        return not (self.asked_heads or self.asked_words or self.unit_asked)


def remembered(store: Store) -> Answers:
    """What was answered of the annexes taken before; the unit is each file's own."""
    words = {
        (kind, word): code
        for kind in KINDS
        for word, code in headings.remembered(store, f"{LIST}.{kind}").items()
    }
    return Answers(headings.remembered(store, LIST), words)


def kept(answers: Answers, file_name: str, sha256: str) -> list[Record]:
    """What the event keeps of the file and the answers."""
    words = [
        HeadChoice(kind=f"{LIST}.{kind}", heading=word, meaning=code)
        for (kind, word), code in answers.words.items()
    ]
    file = TakenFile(file_name=file_name, file_sha256=sha256, unit=answers.unit)
    return [file, *headings.records(LIST, answers.heads), *words]


def read_annex(data: bytes, file_name: str, before: Standing, answers: Answers) -> AnnexFile:
    """The projects in the file. Never raises for what is in the file."""
    try:
        grids = grids_of(data, file_name)
    except RefusedError as refusal:
        return AnnexFile(file_name, (refusal_of(refusal, file_name),))
    words = lexicon(before, answers.words)
    problems: list[Problem] = []
    heads: dict[str, AskedHead] = {}
    rows: list[AnnexRow] = []
    unsaid: list[Decimal] = []
    title = ""
    for grid in grids:
        if grid.is_empty or narrowed(grid.name) in own_names():
            continue
        found = headings.headed(grid, ANNEX, answers.heads, names={"name"})
        if found is None:
            problems.append(Problem(code="sheet_unread", severity="warning", sheet=grid.name))
            continue
        title = title or _title(grid, found.top)
        heads |= {one.key: one for one in reversed(found.asked)}
        units = headings.units(grid, found)
        read = rows_of(grid, filled_down(grid), found.found, units)
        if any(column.code in read.letters for column in ANNEX.inputs):
            told_of = of_sheet(grid, found.found, read, strict=False)
            problems += [one for one in told_of if one.code not in BESIDE]
        held, told, amounts = rows_in(grid, read, units, words, answers.unit)
        rows += held
        problems += told
        unsaid += amounts
    if not rows and not any(one.severity == "error" for one in problems):
        return AnnexFile(file_name, (refusal_of(RefusedError("annex_none"), file_name),))
    if len(rows) > MOST_ROWS:
        return AnnexFile(
            file_name, (refusal_of(RefusedError("annex_many", most=f"{MOST_ROWS:,}"), file_name),)
        )
    problems += [*_twice(rows), *_codes(rows, before), *_tenfold(rows, before)]
    asked = tuple(_asked(words))
    likely = likely_unit(rows, unsaid, before) if unsaid and answers.unit is None else None
    return AnnexFile(
        file_name,
        tuple(sorted(problems, key=lambda one: RANKS[one.severity])),
        tuple(heads.values()),
        asked,
        bool(unsaid) and answers.unit is None,
        likely,
        f"{unsaid[0]:f}" if unsaid else "",
        title,
        tuple(rows),
    )


RANKS = {"error": 0, "question": 1, "warning": 2, "note": 3}


def _title(grid: Grid, top: int) -> str:
    """What stands above the heads, the longest of it."""
    texts = [(text or "").strip() for row in range(top) for text in grid.cells.row(row)]
    return max(texts, key=len, default="")[:80]


def _asked(words: Lexicon) -> Iterator[AskedWord]:
    for (kind, word), where in sorted(words.asked.items(), key=lambda one: KINDS.index(one[0][0])):
        yield AskedWord(kind, word, *where[0], len(where))


def _twice(rows: list[AnnexRow]) -> Iterator[Problem]:
    """The same name in the same county, the same number or national code in two rows."""
    seen: dict[tuple[str, Any], AnnexRow] = {}
    for row in rows:
        keys = [("name", (narrowed(row.name), row.county_code)), ("number", row.number), ("code", row.code)]
        for column, key in keys:
            if key is None:
                continue
            first = seen.setdefault((column, key), row)
            if first is not row:
                facts = (
                    ("row", str(first.row_number)),
                    ("sheet", first.sheet),
                    ("part", str(getattr(row, column))),
                )
                yield row.problem("annex_twice", column, facts=facts)


def _codes(rows: list[AnnexRow], before: Standing) -> Iterator[Problem]:
    """National codes of another form, and those that another project has."""
    held = {row["project_code"]: row for row in before.library.iter_rows(named=True) if row["project_code"]}
    for row in rows:
        if row.code is None:
            continue
        if fault := fault_of(row.code):
            yield row.problem(fault, "code")
        elif row.code in held and narrowed(held[row.code]["name"]) != narrowed(row.name):
            facts = (("project", held[row.code]["project_id"]), ("name", held[row.code]["name"]))
            yield row.problem("national_renamed", "code", severity="warning", facts=facts)


def _tenfold(rows: list[AnnexRow], before: Standing) -> Iterator[Problem]:
    """Amounts tenfold or a tenth of what the edition in force states of the project."""
    stated = {
        (narrowed(name), county): amount
        for name, county, amount in before.library.select(
            "name", "county_code", "planned_investment_amount"
        ).iter_rows()
    }
    for row in rows:
        old = stated.get((narrowed(row.name), row.county_code))
        if old and row.investment and not old / 10 < row.investment < old * 10:
            facts = (("old", f"@money:{old}:CNY"), ("new", f"@money:{row.investment}:CNY"))
            yield row.problem("annex_tenfold", "investment", severity="warning", facts=facts)
