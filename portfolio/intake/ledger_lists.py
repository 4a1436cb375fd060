"""The treasury's ledger as a file: its lines, all that is wrong with them by cell, and what must be asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

import polars as pl

from portfolio.intake.archive import RefusedError
from portfolio.intake.cells import narrow_texts
from portfolio.intake.faults import Faults, fault, gathered, problems_of, word
from portfolio.intake.grids import Grid
from portfolio.intake.ledger_sheet import FIGURES, LEDGER, WORDS_OF_SOURCE, missing
from portfolio.intake.matching import Projects, matched, named_otherwise, written
from portfolio.intake.own_heads import NONE, Asking, Headed, Question, Words, headed
from portfolio.intake.reading import grids_of, refusal_of
from portfolio.intake.readings import Judged, SheetRead
from portfolio.intake.values import TEN_THOUSAND, code_words, narrowed, understood
from portfolio.model import Problem, TreasuryLine

FLOWS = {
    "allocated": ("下达", "指标", "allocat"),
    "paid": ("支付", "付款", "清算", "支出", "payment", "paid"),
}
"""The words in a title, a sheet's name or a row that say what a bare amount is."""
MOST_ASKED = 60
"""Of how many rows' projects the likely ones are sought: most lines of a city's ledger are of no project of the library."""
NEGATIVE = r"^[\s]*(?:[-−－]|[(（])"


@dataclass(frozen=True)
class LedgerFile(Judged, Asking):
    """A ledger as read: all problems, errors first; what must be asked; its lines where neither is in the way.

    `left`: the lines that are of no project of the library, as they call it, with how many they are and their yuan.
    `named`: all that were matched by a name or by what somebody said, as the file calls them, to the project.
    """

    file_name: str
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    lines: tuple[TreasuryLine, ...] = ()
    left: tuple[tuple[str, int, Decimal], ...] = ()
    is_ledger: bool = True

    def span(self, figure: str) -> tuple[date, date] | None:
        """The first and the last day of the figure's lines; None where there are none."""
        days = [one.day_on for one in self.lines if one.figure == figure]
        return (min(days), max(days)) if days else None


def read_ledger(data: bytes, file_name: str, projects: pl.DataFrame, words: Words, today: date) -> LedgerFile:
    """The ledger in the file (xlsx or csv). `projects`: project_id, project_code, name; `words`: what the file's words
    mean, as far as somebody said. Never raises for what is in the file."""
    try:
        grids = grids_of(data, file_name)
    except RefusedError as refusal:
        return LedgerFile(file_name, (refusal_of(refusal, file_name),), is_ledger=False)
    found = [one for grid in grids if not grid.is_empty and (one := _sheet(grid, words)) is not None]
    if not found:
        refused = refusal_of(RefusedError("no_treasury_list"), file_name)
        return LedgerFile(file_name, (refused,), is_ledger=False)
    known = Projects(projects)
    parts = [_Part(one, file_name, known, words, today) for one in found]
    return _together(file_name, parts, found)


def _sheet(grid: Grid, words: Words) -> Headed | None:
    return headed(grid, LEDGER, words, missing)


def _together(file_name: str, parts: list[_Part], found: list[Headed]) -> LedgerFile:
    problems = [problem for part in parts for problem in part.problems]
    questions = [*(asked for one in found for asked in one.questions), *_asked_once(parts)]
    lines = tuple(line for part in parts for line in part.lines)
    if not lines and not problems and not any(one.needed for one in questions):
        code = "ledger_of_others" if any(part.left for part in parts) else "treasury_list_empty"
        problems.append(Problem(code=code, severity="error"))
    left: dict[str, tuple[int, Decimal]] = {}
    for part in parts:
        for name, count, amount in part.left:
            before = left.get(name, (0, Decimal(0)))
            left[name] = before[0] + count, before[1] + amount
    told = tuple((name, *rest) for name, rest in left.items())
    stopped = any(one.severity == "error" for one in problems) or any(one.needed for one in questions)
    return LedgerFile(file_name, tuple(problems), tuple(questions), () if stopped else lines, told)


def _asked_once(parts: list[_Part]) -> Iterator[Question]:
    """The questions about sources and projects, each word once in all sheets."""
    seen: dict[tuple[str, str], Question] = {}
    for part in parts:
        for one in part.questions:
            seen.setdefault((one.kind, one.word), one)
    yield from seen.values()


class _Part:
    """One sheet's rows as lines of the ledger, with what is wrong with them."""

    def __init__(self, sheet: Headed, file_name: str, projects: Projects, words: Words, today: date) -> None:
        self.problems: list[Problem] = list(sheet.problems)
        self.questions: list[Question] = []
        self.lines: list[TreasuryLine] = []
        self.left: list[tuple[str, int, Decimal]] = []
        if sheet.read is None or any(one.severity == "error" for one in sheet.problems):
            return
        read, self._words, self._projects = sheet.read, words, projects
        rows, found = _typed(read)
        rows = self._sourced(self._placed(rows))
        rows, of_flows = _flowing(rows, read, f"{sheet.above} {file_name}")
        ours = rows.filter(pl.col("project_id").is_not_null() & (pl.col("project_id") != NONE))
        numbers = ours["row_number"].implode()
        found = [one.filter(pl.col("row_number").is_in(numbers)) for one in [*found, *of_flows] if one.height]
        found += [*_of_rows(ours, today), named_otherwise(ours, LEDGER.code, projects, words)]
        self.problems += problems_of(gathered(found), {LEDGER.code: read})
        self._leave(rows)
        if not any(one.severity == "error" for one in self.problems):
            self.lines = list(_lines(ours, read))

    def _placed(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with their project (null: nobody knows, NONE: none of ours)."""
        pairs = rows.select("project", "name").unique(maintain_order=True)
        found = [matched(number, name, self._projects, self._words) for number, name in pairs.iter_rows()]
        pairs = pairs.with_columns(project_id=pl.Series(found, dtype=pl.String))
        return rows.join(pairs, on=["project", "name"], how="left", nulls_equal=True, maintain_order="left")

    def _sourced(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the code of their source; of our projects, the words that nobody explained are asked for."""
        known = code_words("source") | WORDS_OF_SOURCE
        said = {text: means for (kind, text), means in self._words.items() if kind == "source"}

        def code(text: str) -> str | None:
            return said.get(narrowed(text)) or known.get(narrowed(text))

        rows = rows.with_columns(source=pl.col("source__text").map_elements(code, return_dtype=pl.String))
        strange = rows.filter(
            pl.col("source").is_null() & pl.col("source__text").is_not_null(), pl.col("project_id") != NONE
        )
        words = narrow_texts(strange["source__text"]).value_counts(sort=True)
        for text, count in words.iter_rows():
            self.questions.append(Question("source", text, (), rows=count))
        return rows

    def _leave(self, rows: pl.DataFrame) -> None:
        """Note the rows that are of none of our projects, and ask about those of which nobody said so."""
        of_none = rows.filter(pl.col("project_id").is_null() | (pl.col("project_id") == NONE))
        sums: dict[str, tuple[int, Decimal, str | None, bool]] = {}
        for row in of_none.iter_rows(named=True):
            name = written(row["project"], row["name"])
            count, amount, *_ = sums.get(name, (0, Decimal(0)))
            told = (row["allocated_amount"] or 0) + (row["paid_amount"] or 0)
            sums[name] = count + 1, amount + told, row["name"], row["project_id"] is None
        self.left = [(name, count, amount) for name, (count, amount, *_) in sums.items()]
        for place, (name, (count, _, called, unknown)) in enumerate(sums.items()):
            if unknown:
                likely = self._projects.likely(called) if place < MOST_ASKED else ()
                self.questions.append(Question("project", name, likely, rows=count, needed=False))


def _typed(read: SheetRead) -> tuple[pl.DataFrame, list[Faults]]:
    """The rows with days and amounts understood (an amount below nothing is one that was taken back), and their faults."""
    texts = read.texts(one.code for one in LEDGER.columns)
    rows = read.rows.select(
        "row_number",
        project=texts["project_id"],
        name=texts["name"],
        source__text=texts["source"],
        document_number=texts["document_number"],
        flow=texts["flow"],
        **{name: texts[name] for name in ("allocated_on", "paid_on", "day_on")},
        **{name: texts[name] for name in ("allocated_amount", "paid_amount", "amount")},
    )
    found: list[Faults] = []
    for column in LEDGER.columns:
        if column.kind not in ("day", "amount"):
            continue
        text = rows[column.code]
        below = text.str.contains(NEGATIVE).fill_null(value=False) if column.kind == "amount" else None
        bare = text.str.replace_all(r"^[\s]*[-−－(（]|[)）]\s*$", "") if column.kind == "amount" else text
        if column.kind == "amount":
            bare = bare.set(narrow_texts(bare).is_in(["", "-", "—", "/"]).fill_null(value=False), None)
        values = understood(column, bare, read.units.get(column.code, TEN_THOUSAND))
        value = values.value
        if below is not None:
            sign = pl.when(pl.Series(below)).then(-1).otherwise(1)
            value = pl.select(pl.lit(value) * sign).to_series().cast(value.dtype)
        bad = rows.with_columns(__fault=values.fault).filter(pl.col("__fault").is_not_null())
        found.append(fault(bad, LEDGER.code, column.code, pl.col("__fault"), value=pl.col(column.code)))
        rows = rows.with_columns(
            value.alias(column.code), values.fault.is_not_null().alias(f"{column.code}__bad")
        )
    amounts = ("allocated_amount", "paid_amount", "amount")
    stated = [pl.col(name).is_not_null() | pl.col(f"{name}__bad") for name in amounts]
    return rows.filter(pl.any_horizontal(stated)), found


def _flowing(rows: pl.DataFrame, read: SheetRead, above: str) -> tuple[pl.DataFrame, list[Faults]]:
    """The rows with bare amounts and days put where they belong: by the row's own word, else the title's."""
    told = {
        figure: pl.col("flow").map_elements(partial(_says, figure=figure), return_dtype=pl.Boolean)
        for figure in FIGURES
    }
    title = [figure for figure in FIGURES if _says(above, figure)]
    by_title = title[0] if len(title) == 1 else None
    only = [figure for figure in FIGURES if f"{figure}_on" in read.letters]
    default = by_title or (only[0] if len(only) == 1 else None)
    figure = (
        pl.when(told["allocated"].fill_null(value=False) & ~told["paid"].fill_null(value=False))
        .then(pl.lit("allocated"))
        .when(told["paid"].fill_null(value=False))
        .then(pl.lit("paid"))
        .otherwise(pl.lit(default, pl.String))
    )
    rows = rows.with_columns(__figure=figure)
    lost = rows.filter(pl.col("amount").is_not_null() & pl.col("__figure").is_null())
    found = [fault(lost, LEDGER.code, "amount", "ledger_flow_unknown")]
    for name in FIGURES:
        bare = (pl.col("__figure") == name) & pl.col("amount").is_not_null()
        rows = rows.with_columns(
            pl.coalesce(f"{name}_amount", pl.when(bare).then("amount")).alias(f"{name}_amount"),
            pl.coalesce(f"{name}_on", "day_on").alias(f"{name}_on"),
        )
    return rows.drop("__figure"), found


def _says(text: str, figure: str) -> bool:
    told = narrowed(text[:200])
    return any(one in told for one in FLOWS[figure])


def _of_rows(rows: pl.DataFrame, today: date) -> Iterator[Faults]:
    """Rows of our projects without a source or a day, of a day to come, and lines that allocate without a document."""
    blank = rows.filter(pl.col("source__text").is_null())
    yield fault(blank, LEDGER.code, "source", "key_missing", facts={"column": word("intake.ledger.source")})
    for figure in FIGURES:
        day, bad = f"{figure}_on", pl.col(f"{figure}_on__bad") | pl.col("day_on__bad")
        stated = pl.col(f"{figure}_amount").is_not_null()
        facts: Mapping[str, pl.Expr | str] = {"column": word(f"intake.ledger.{day}")}
        lost = rows.filter(stated & pl.col(day).is_null() & ~bad)
        yield fault(lost, LEDGER.code, day, "key_missing", facts=facts)
        ahead = rows.filter(stated & (pl.col(day) > today))
        yield fault(ahead, LEDGER.code, day, "treasury_day_ahead", value=pl.col(day).cast(pl.String))
    unnamed = rows.filter(pl.col("allocated_amount").is_not_null() & pl.col("document_number").is_null())
    yield fault(unnamed, LEDGER.code, "document_number", "ledger_no_document", severity="note")


def _lines(rows: pl.DataFrame, read: SheetRead) -> Iterator[TreasuryLine]:
    for row in rows.iter_rows(named=True):
        for figure in FIGURES:
            amount = row[f"{figure}_amount"]
            if amount is None or amount == 0 or row["source"] is None:
                continue
            letter = read.letters.get(f"{figure}_amount") or read.letters["amount"]
            yield TreasuryLine.model_validate(
                {
                    "figure": figure,
                    "project_id": row["project_id"],
                    "source": row["source"],
                    "day_on": row[f"{figure}_on"],
                    "document_number": row["document_number"] if figure == "allocated" else None,
                    "amount": amount,
                    "sheet": read.name,
                    "row_number": row["row_number"],
                    "cell": f"{letter}{row['row_number']}",
                }
            )
