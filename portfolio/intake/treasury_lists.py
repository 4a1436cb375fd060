"""A file of the treasury's figures: its rows, all that is wrong with them by cell, and what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from portfolio import queries
from portfolio.intake import grids
from portfolio.intake.archive import RefusedError
from portfolio.intake.choosing import sheet_in
from portfolio.intake.context import Names
from portfolio.intake.faults import Faults, fault, gathered, money, problems_of, word
from portfolio.intake.reading import grids_of, refusal_of
from portfolio.intake.readings import Judged, SheetRead
from portfolio.intake.sheets import TREASURY
from portfolio.intake.typed import TEXT, typed
from portfolio.intake.values import code_words, narrowed
from portfolio.model import Problem, TreasuryFigure, View
from portfolio.queries import reported
from portfolio.store import Store

AMOUNTS = ("allocated_amount", "received_amount", "paid_amount")
TOTAL = frozenset({"合计", "总额", "总计", "项目合计", "total"})
"""What stands in the column of sources where only the project's total is told."""
SHEET = "treasury"
CUMULATIVE = ("累计", "截至", "截止", "期间", "cumulative", "asof", "todate", "period")
"""What a heading says of an amount that counts from the first day on."""


@dataclass(frozen=True)
class TreasuryFile(Judged):
    """A file as read: all problems, errors first, and its rows where there is no error."""

    file_name: str
    problems: tuple[Problem, ...]
    rows: tuple[TreasuryFigure, ...] = ()
    is_ours: bool = True
    """Whether it is a list of cumulative figures, or at least no ledger."""


def read_treasury(data: bytes, file_name: str, store: Store, view: View) -> TreasuryFile:
    """The figures in the file (xlsx or csv). Never raises for what is in the file."""
    try:
        read_of = [_sheet(grid) for grid in grids_of(data, file_name)]
    except RefusedError as refusal:
        return TreasuryFile(file_name, (refusal_of(refusal, file_name),))
    found = [one for one in read_of if one is not None]
    if not found:
        refused = refusal_of(RefusedError("no_treasury_list"), file_name)
        return TreasuryFile(file_name, (refused,), is_ours=False)
    read, problems = found[0]
    problems += [Problem(code="sheet_twice", severity="error", sheet=other.name) for other, _ in found[1:]]
    if any(problem.severity == "error" for problem in problems):
        return TreasuryFile(file_name, tuple(problems))
    return _checked(read, problems, file_name, store, view)


def _sheet(grid: grids.Grid) -> tuple[SheetRead, list[Problem]] | None:
    """The grid's list, where its headers are those of one: it names the projects, sources and days and an amount."""
    found = sheet_in(grid, TREASURY)
    if found is None or not set(AMOUNTS) & found[0].letters.keys() or not _is_cumulative(found[0]):
        return None
    read, problems = found
    # what is no column of a list is not read, and need not be: lists are printed with much beside
    problems = [one for one in problems if one.code != "column_unknown"]
    for column in ("project_id", "source", "told_on"):
        if column not in read.letters:
            facts = (("column", word(f"intake.treasury.{column}")),)
            problems.append(Problem(code="column_missing", severity="error", sheet=read.name, facts=facts))
    return read, problems


def _is_cumulative(read: SheetRead) -> bool:
    """Whether a heading says so: what stood by a day, or in all; a ledger's lines say what happened on one."""
    told = [narrowed(read.headings[name]) for name in ("told_on", *AMOUNTS) if name in read.headings]
    return any(word in text for text in told for word in CUMULATIVE)


def _checked(
    read: SheetRead, of_headers: list[Problem], file_name: str, store: Store, view: View
) -> TreasuryFile:
    library = reported.library_names(store, view.of_all())
    known, found = typed(read, Names(projects=library, library=library, held={}))
    rows = _with_sources(known.rows)
    faults = gathered([*found, *_of_rows(read, rows, store, view)])
    problems = [*of_headers, *problems_of(faults, {SHEET: read})]
    if not rows.height and not problems:
        problems.append(Problem(code="treasury_list_empty", severity="error", sheet=read.name))
    result = TreasuryFile(file_name, tuple(problems))
    return result if result.errors else TreasuryFile(file_name, tuple(problems), _figures(read, rows))


def _with_sources(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the code of each source (`code`; null for the total) and whether any was found (`found`)."""
    words = code_words("source")

    def code(text: str) -> str | None:
        return words.get(narrowed(text))

    total = rows["source"].map_elements(lambda text: narrowed(text) in TOTAL, return_dtype=pl.Boolean)
    codes = rows["source"].map_elements(code, return_dtype=pl.String)
    return rows.with_columns(total=total.fill_null(value=False), code=codes)


def _of_rows(read: SheetRead, rows: pl.DataFrame, store: Store, view: View) -> Iterator[Faults]:
    """Unknown sources, a source twice under two words, rows without an amount, totals without payments, days to come."""
    text = pl.col("source" + TEXT)
    strange = rows.filter(pl.col("source").is_not_null() & pl.col("code").is_null() & ~pl.col("total"))
    yield fault(strange, SHEET, "source", "code_unknown", value=text, facts={"choices": "@choices:source"})
    again = rows.filter(
        pl.col("code").is_not_null() & (pl.struct("project_id", "code", "told_on").cum_count() > 0)
    ).filter(~pl.struct("project_id", "code", "told_on").is_first_distinct())
    same_word = pl.struct("project_id", "source", "told_on").is_first_distinct()
    first = {"row": pl.col("row_number").cast(pl.String), "part": text}
    yield fault(again.filter(same_word), SHEET, "source", "row_twice", facts=first)
    blank = read.rows.filter(~pl.col("row_number").is_in(rows["row_number"].implode()))
    blank = blank.filter(pl.col("project_id").is_not_null())
    paid: dict[str, pl.Expr | str] = {"column": word("intake.treasury.paid_amount")}
    yield fault(blank, SHEET, "paid_amount", "treasury_amount_missing", facts=paid)
    unpaid = rows.filter(pl.col("total") & pl.col("paid_amount").is_null() & ~pl.col("paid_amount__bad"))
    yield fault(unpaid, SHEET, "paid_amount", "treasury_total_unpaid", facts=paid)
    ahead = rows.filter(pl.col("told_on") > view.as_of)
    yield fault(ahead, SHEET, "told_on", "treasury_day_ahead", value=pl.col("told_on" + TEXT))
    for name in AMOUNTS:
        column: dict[str, pl.Expr | str] = {"column": word(f"intake.treasury.{name}")}
        yield fault(rows.filter(pl.col(name) < 0), SHEET, name, "treasury_below_zero", facts=column)
    invested = queries.project_state(store, view.of_all()).select(
        "project_id", __invested="investment_amount"
    )
    beside = rows.join(invested, on="project_id", how="left", maintain_order="left")
    over = beside.filter(pl.col("paid_amount") > pl.col("__invested"))
    told = paid | {"old": money(pl.col("__invested")), "new": money(pl.col("paid_amount"))}
    yield fault(
        over,
        SHEET,
        "paid_amount",
        "over_investment",
        severity="warning",
        value=pl.col("paid_amount" + TEXT),
        facts=told,
    )


def _figures(read: SheetRead, rows: pl.DataFrame) -> tuple[TreasuryFigure, ...]:
    letter = next(read.letters[name] for name in reversed(AMOUNTS) if name in read.letters)
    return tuple(
        TreasuryFigure(
            project_id=row["project_id"],
            source=row["code"],
            told_on=row["told_on"],
            **{name: row[name] for name in AMOUNTS},
            sheet=read.name,
            row_number=row["row_number"],
            cell=f"{letter}{row['row_number']}",
        )
        for row in rows.iter_rows(named=True)
    )


def changes(found: TreasuryFile, store: Store, view: View) -> pl.DataFrame:
    """One row a figure of the file that differs from the one that stands: before_amount (null: unknown), after_amount."""
    asked = view.of_all()
    now: dict[tuple[str, str | None, str], Any] = {}
    for row in queries.funding_rows(store, asked).filter(currency="CNY").iter_rows(named=True):
        now |= {(row["project_id"], row["source"], name): row[name] for name in AMOUNTS}
    for row in queries.project_state(store, asked).iter_rows(named=True):
        now |= {(row["project_id"], None, name): row[name] for name in AMOUNTS}
    told = [
        (
            one.project_id,
            one.source,
            name.removesuffix("_amount"),
            one.told_on,
            now.get((one.project_id, one.source, name)),
            after,
        )
        for one in found.rows
        for name in AMOUNTS
        if (after := getattr(one, name)) is not None
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "project_id": pl.String,
        "source": pl.String,
        "figure": pl.String,
        "told_on": pl.Date,
        "before_amount": pl.Decimal(38, 2),
        "after_amount": pl.Decimal(38, 2),
    }
    rows = pl.DataFrame(told, schema=schema, orient="row")
    return rows.filter(pl.col("before_amount").ne_missing(pl.col("after_amount")))
