"""History in one workbook: what stood at the ends of past years or months, project by project, as it would be taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from portfolio.intake import own_heads
from portfolio.intake.archive import RefusedError
from portfolio.intake.columns import Column, Kind, Sheet
from portfolio.intake.faults import Faults, fault, gathered, money, problems_of, word
from portfolio.intake.ledger_sheet import WORDS_OF_SOURCE
from portfolio.intake.matching import Projects, matched, named_otherwise
from portfolio.intake.own_heads import Headed, Question, Words
from portfolio.intake.reading import grids_of, refusal_of
from portfolio.intake.readings import Judged, SheetRead
from portfolio.intake.values import TEN_THOUSAND, code_words, narrowed, understood
from portfolio.model import Entry, FundingEntry, HeadChoice, Problem, ProgressEntry, View
from portfolio.model.fields import month_end
from portfolio.queries import reported
from portfolio.store import Store

CODE = "history"
KIND = "history"
MONEY = ("allocated_amount", "received_amount", "paid_amount")
AMOUNTS = ("work_done_amount", *MONEY)
EARLIEST = 2000


def _column(code: str, kind: Kind, *aliases: str, key: bool = False) -> Column:
    return Column(CODE, code, kind, key=key, aliases=aliases)


HISTORY = Sheet(
    CODE,
    (
        _column("project_id", "project", "项目编码", "项目代码", "国家代码", "投资项目代码", "编号"),
        _column("name", "label", "名称", "项目"),
        _column(
            "period",
            "stated_day",
            *("年度", "年份", "年", "月份", "期间", "时间", "截至", "截至时间", "截至日期", "年末", "period"),
            key=True,
        ),
        _column("source", "text", "来源", "资金渠道", "资金性质", "source", key=True),
        _column("work_done_amount", "amount", "完成投资", "截至年末累计完成投资", "累计完成", "完成投资累计"),
        _column("allocated_amount", "amount", "下达", "累计下达资金", "下达资金累计"),
        _column("received_amount", "amount", "到位", "累计到位资金", "到位资金累计", "资金到位"),
        _column("paid_amount", "amount", "支付", "累计支付资金", "支付资金累计", "资金支付"),
    ),
)


@dataclass(frozen=True)
class HistoryFile(Judged):
    """A file of history as read: what is wrong, what is asked, and by month the entries that it brings.

    `same`: how many figures stand as the file has them already.
    """

    file_name: str
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    months: tuple[tuple[Entry, ...], ...] = ()
    words: tuple[HeadChoice, ...] = ()
    same: int = 0


def read_history(
    data: bytes, file_name: str, store: Store, view: View, answers: Words | None = None
) -> HistoryFile:
    """The history in the file (xlsx or csv). Never raises for what is in the file."""
    held = own_heads.remembered(store, KIND)
    words = {**held, **(answers or {})}
    try:
        grids = [grid for grid in grids_of(data, file_name) if not grid.is_empty]
    except RefusedError as refusal:
        return HistoryFile(file_name, (refusal_of(refusal, file_name),))
    found = [one for grid in grids if (one := own_heads.headed(grid, HISTORY, words, _missing)) is not None]
    if not found:
        return HistoryFile(file_name, (refusal_of(RefusedError("no_history"), file_name),))
    asked = [question for one in found for question in one.questions]
    problems = [problem for one in found for problem in one.problems]
    if asked or any(one.severity == "error" for one in problems):
        return HistoryFile(file_name, tuple(problems), tuple(asked))
    projects = Projects(reported.library_codes(store, view))
    rows, strange = _rows(found, projects, words, view.as_of, problems)
    if strange:
        return HistoryFile(file_name, tuple(problems), tuple(strange))
    entries, same = _entries(rows, _standing(store, view, rows), problems)
    if not entries and not same and not problems:
        problems.append(Problem(code="history_empty", severity="error"))
    kept = {one: means for one, means in (answers or {}).items() if held.get(one) != means}
    stopped = any(one.severity == "error" for one in problems)
    return HistoryFile(
        file_name,
        tuple(problems),
        (),
        () if stopped else entries,
        tuple(own_heads.records(KIND, kept)),
        same,
    )


def _missing(held: frozenset[str]) -> Sequence[str]:
    lacking = [] if {"project_id", "name"} & held else ["project_id"]
    lacking += [] if "period" in held else ["period"]
    lacking += [] if set(AMOUNTS) & held else ["work_done_amount"]
    return lacking + (["source"] if set(MONEY) & held and "source" not in held else [])


def _rows(
    sheets: Sequence[Headed], projects: Projects, words: Words, today: date, problems: list[Problem]
) -> tuple[pl.DataFrame, list[Question]]:
    """All rows that state an amount, each with its project, month and source; faults go to `problems`."""
    parts: list[pl.DataFrame] = []
    asked: dict[str, Question] = {}
    for sheet in sheets:
        assert sheet.read is not None
        rows, found = _typed(sheet.read, projects, words)
        found += [*_of_rows(rows, today), named_otherwise(rows, CODE, projects, words)]
        problems += problems_of(gathered(found), {CODE: sheet.read})
        strange = rows.filter(pl.col("source").is_null() & pl.col("source__text").is_not_null())
        for text in strange["source__text"]:
            asked.setdefault(narrowed(text), Question("source", narrowed(text), (), sheet.name))
        letters = {name: sheet.read.letters.get(name, "A") for name in AMOUNTS}
        parts.append(rows.with_columns(sheet=pl.lit(sheet.name), letters=pl.lit(letters)))
    return pl.concat(parts, how="diagonal_relaxed"), list(asked.values())


def _typed(read: SheetRead, projects: Projects, words: Words) -> tuple[pl.DataFrame, list[Faults]]:
    texts = read.texts(one.code for one in HISTORY.columns)
    rows = read.rows.select(
        "row_number",
        project=texts["project_id"],
        name=texts["name"],
        period=texts["period"],
        source__text=texts["source"],
        **{name: texts[name] for name in AMOUNTS},
    )
    rows = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in AMOUNTS))
    found: list[Faults] = []
    for code in ("period", *AMOUNTS):
        values = understood(HISTORY.column(code), rows[code], read.units.get(code, TEN_THOUSAND))
        bad = rows.with_columns(__fault=values.fault).filter(pl.col("__fault").is_not_null())
        found.append(fault(bad, CODE, code, pl.col("__fault"), value=pl.col(code)))
        rows = rows.with_columns(values.value.alias(code), values.fault.is_not_null().alias(f"{code}__bad"))
    known = code_words("source") | WORDS_OF_SOURCE

    def code_of(text: str) -> str | None:
        return words.get(("source", narrowed(text))) or known.get(narrowed(text))

    pairs = rows.select("project", "name").rows()
    ids = [matched(number, name, projects, words) for number, name in pairs]
    return rows.with_columns(
        project_id=pl.Series(ids, dtype=pl.String),
        source=pl.col("source__text").map_elements(code_of, return_dtype=pl.String),
        likely=pl.Series(
            [
                "、".join(projects.likely(name)) if one is None else ""
                for one, (_, name) in zip(ids, pairs, strict=True)
            ],
            dtype=pl.String,
        ),
    ), found


def _of_rows(rows: pl.DataFrame, today: date) -> Iterator[Faults]:
    """Rows of no project, without a month or of one that is not over, money without a source, the same told twice."""
    lost = rows.filter(pl.col("project_id").is_null() | (pl.col("project_id") == own_heads.NONE))
    yield fault(
        lost,
        CODE,
        "project_id",
        "history_project_unknown",
        value=pl.coalesce("project", "name"),
        facts={"likely": pl.col("likely")},
    )
    ok = ~pl.col("period__bad")
    blank: Mapping[str, pl.Expr | str] = {"column": word("intake.history.period")}
    yield fault(rows.filter(pl.col("period").is_null() & ok), CODE, "period", "key_missing", facts=blank)
    unfit = (pl.col("period").dt.year() < EARLIEST) | (pl.col("period") >= today.replace(day=1))
    yield fault(rows.filter(unfit), CODE, "period", "history_period")
    has_money = pl.any_horizontal(pl.col(name).is_not_null() for name in MONEY)
    of: Mapping[str, pl.Expr | str] = {"column": word("intake.history.source")}
    yield fault(
        rows.filter(has_money & pl.col("source__text").is_null()), CODE, "source", "key_missing", facts=of
    )
    key = ["project_id", "period", "source"]
    first = rows.drop_nulls(["project_id", "period"]).with_columns(
        __first=pl.col("row_number").first().over(key)
    )
    again = first.filter(pl.col("__first") != pl.col("row_number"))
    told: Mapping[str, pl.Expr | str] = {
        "row": pl.col("__first").cast(pl.String),
        "part": pl.coalesce("source__text", pl.lit("")),
    }
    yield fault(again, CODE, "period", "row_twice", facts=told)
    for name in AMOUNTS:
        source = "source" if name in MONEY else "project_id"
        ordered = rows.filter(pl.col(name).is_not_null()).sort("project_id", source, "period")
        before = pl.col(name).shift().over("project_id", source)
        falls = ordered.with_columns(__before=before).filter(pl.col(name) < pl.col("__before"))
        facts: Mapping[str, pl.Expr | str] = {
            "column": word(f"intake.history.{name}"),
            "old": money(pl.col("__before")),
        }
        yield fault(falls, CODE, name, "history_falls", severity="warning", facts=facts)


Standing = Mapping[tuple[str, date, str | None, str], Decimal]


def _standing(store: Store, view: View, rows: pl.DataFrame) -> Standing:
    """What accepted reports of these very months say: project, month, source and figure to the amount."""
    found: dict[tuple[str, date, str | None, str], Decimal] = {}
    for row in reported.told_of_months(
        store, view, rows["period"].drop_nulls().unique().to_list()
    ).to_dicts():
        found[row["project_id"], row["period_on"], row["source"], row["figure"]] = row["amount"]
    return found


def _entries(
    rows: pl.DataFrame, standing: Standing, problems: list[Problem]
) -> tuple[tuple[tuple[Entry, ...], ...], int]:
    """By month what the rows add; a figure that stands otherwise already is a correction's matter and refused."""
    months: dict[date, list[Entry]] = defaultdict(list)
    same = 0
    for row in rows.drop_nulls(["project_id", "period"]).iter_rows(named=True):
        period = month_end(row["period"])
        told: dict[str, Decimal] = {}
        for name in AMOUNTS:
            source = row["source"] if name in MONEY else None
            held = standing.get((row["project_id"], period, source, name))
            if row[name] is None or (name in MONEY and row["source"] is None):
                continue
            if held is None:
                told[name] = row[name]
            elif held == row[name]:
                same += 1
            else:
                problems.append(_differs(row, name, held))
        months[period] += _of_row(row, period, told)
    return tuple(tuple(months[one]) for one in sorted(months) if months[one]), same


def _of_row(row: Mapping[str, object], period: date, told: Mapping[str, Decimal]) -> Iterator[Entry]:
    letters = row["letters"]
    assert isinstance(letters, dict)
    place = {"project_id": row["project_id"], "period_on": period, "sheet": row["sheet"]}
    place["row_number"] = row["row_number"]
    if "work_done_amount" in told:
        cell = f"{letters['work_done_amount']}{row['row_number']}"
        yield ProgressEntry.model_validate(
            {**place, "cell": cell, "work_done_amount": told["work_done_amount"]}
        )
    of_source = {name: amount for name, amount in told.items() if name in MONEY}
    if of_source:
        cell = f"{letters[next(iter(of_source))]}{row['row_number']}"
        yield FundingEntry.model_validate({**place, "cell": cell, "source": row["source"], **of_source})


def _differs(row: Mapping[str, object], name: str, held: Decimal) -> Problem:
    letters = row["letters"]
    assert isinstance(letters, dict)
    facts = (
        ("column", f"@word:intake.history.{name}"),
        ("old", f"@money:{held}:CNY"),
        ("new", f"@money:{row[name]}:CNY"),
    )
    told = {"sheet": row["sheet"], "cell": f"{letters[name]}{row['row_number']}", "value": str(row[name])}
    return Problem.model_validate(
        {
            "code": "history_differs",
            "severity": "error",
            "project_id": row["project_id"],
            "facts": facts,
            **told,
        }
    )
