"""The rows of an annex's sheet: which are projects, which are banners and sums, and what each project's cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize

import polars as pl

from portfolio.intake.annex_sheet import ANNEX, SOURCE, SOURCES
from portfolio.intake.annex_words import Lexicon, banner, is_numeral, period, sources_in
from portfolio.intake.cells import is_marked, narrow_texts, shown
from portfolio.intake.columns import Column
from portfolio.intake.grids import Grid
from portfolio.intake.readings import SheetRead
from portfolio.intake.sheet_faults import MOST_NAMED, SEPARATOR
from portfolio.intake.units import TEN_THOUSAND
from portfolio.intake.values import understood
from portfolio.library.national_code import is_likely, tidied
from portfolio.model import Problem

AMOUNTS = ("investment", *(SOURCE + code for code in SOURCES))
_SUM = re.compile(
    r"(?:.{0,20})(?:合计|小计|总计|共计)(?:[(（].*[)）])?[:：]?|(?:合计|小计|总计|共计).{0,20}|total|subtotal",
    re.IGNORECASE,
)
_ROUGH = re.compile(r"^(约|大约|近|约为|逾|超|超过)?(.*?)(左右|余|多|以上)?$")
_QUALIFIERS = {
    "约": "about",
    "大约": "about",
    "近": "about",
    "约为": "about",
    "左右": "about",
} | dict.fromkeys(("逾", "超", "超过", "余", "多", "以上"), "over")
Day = tuple[date, str]
"""A day with its precision."""


@dataclass(frozen=True)
class AnnexRow:
    """One project of the file; what the file leaves blank or has no column for is None. `as_written`: the investment
    without a unit, where nobody says it; `cells` the letters of each column."""

    sheet: str
    row_number: int
    name: str
    number: str | None = None
    code: str | None = None
    before: str | None = None
    county_code: str | None = None
    category: str | None = None
    area: str | None = None
    owner: str | None = None
    programme: str | None = None
    nature: str | None = None
    note: str | None = None
    start: Day | None = None
    completion: Day | None = None
    investment: Decimal | None = None
    qualifier: str | None = None
    sources: tuple[tuple[str, Decimal | None], ...] = ()
    as_written: Decimal | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    def cell(self, column: str) -> str:
        """The address of the column's cell; of a column that the file lacks, the row's first."""
        return f"{self.cells.get(column) or next(iter(self.cells.values()), 'A')}{self.row_number}"

    def problem(
        self, code: str, column: str, *, severity: str = "error", facts: tuple[tuple[str, str], ...] = ()
    ) -> Problem:
        """A problem in that cell."""
        told = getattr(self, column, None)
        value = str(told) if isinstance(told, str) else None
        place = {"sheet": self.sheet, "cell": self.cell(column), "value": value, "facts": facts}
        return Problem.model_validate({"code": code, "severity": severity} | place)


@dataclass
class _Context:
    """What the banners above a row say."""

    county: str | None = None
    category: str | None = None
    area: str | None = None


Read = tuple[list[AnnexRow], list[Problem], list[Decimal]]


def rows_in(
    grid: Grid, read: SheetRead, units: Mapping[str, int | None], words: Lexicon, unit: int | None
) -> Read:
    """The projects of the sheet, what is wrong with its cells, and the amounts of which nobody says the unit."""
    values, problems, unsaid = _values(read, units, unit)
    held: list[AnnexRow] = []
    banners: list[int] = []
    sums: list[int] = []
    context = _Context(county=words.knows("county", banner(grid.name)))
    numbered = _is_numbered(read)
    for row in values.iter_rows(named=True):
        kind = _kind(row, numbered)
        if kind == "sum":
            sums.append(row["row_number"])
        elif kind == "banner":
            banners.append(row["row_number"])
            _enter(context, row, words, grid.name, read)
        elif kind == "nameless":
            problems.append(_nameless(row, read))
        else:
            one, told = _project(row, read, context, words)
            held.append(one)
            problems += told
    for code, numbers in (("annex_banners", banners), ("annex_sums", sums)):
        if numbers:
            problems.append(_named(code, numbers, grid.name))
    return held, problems, unsaid


def _values(
    read: SheetRead, units: Mapping[str, int | None], unit: int | None
) -> tuple[pl.DataFrame, list[Problem], list[Decimal]]:
    """The rows with each column's text, for amounts and days its value too, and what nobody can read of them."""
    rows = read.rows
    problems: list[Problem] = []
    unsaid: list[Decimal] = []
    for column in ANNEX.columns:
        if column.code not in read.letters:
            rows = rows.with_columns(pl.lit(None, pl.String).alias(column.code))
            continue
        texts = rows[column.code]
        if column.kind not in ("amount", "stated_day"):
            problems += _broken(read, column, rows)
            continue
        rough = _rough(texts) if column.kind == "amount" else pl.DataFrame({"text": texts, "word": None})
        stated = units.get(column.code) or unit
        found = understood(column, rough["text"], stated or TEN_THOUSAND)
        rows = rows.with_columns(
            found.value.alias(column.code + "_value"),
            found.fault.is_not_null().alias(column.code + "_bad"),
            rough["word"].cast(pl.String).alias(column.code + "_word"),
            (
                found.precision
                if found.precision is not None
                else pl.Series([None] * rows.height, dtype=pl.String)
            ).alias(column.code + "_precision"),
        )
        bad = rows.with_columns(__fault=found.fault).filter(pl.col("__fault").is_not_null())
        for row in bad.iter_rows(named=True):
            if not _SUM.fullmatch(row["name"] or row["serial"] or ""):
                problems.append(_at(read, column.code, row, row["__fault"]))
        if column.kind == "amount" and not stated:
            bare = found.value.filter(
                ~narrow_texts(rough["text"]).str.contains("元|亿|万").fill_null(value=False)
            )
            unsaid += [Decimal(amount) / TEN_THOUSAND for amount in bare.drop_nulls() if amount]
            rows = rows.with_columns(
                (found.value / TEN_THOUSAND).cast(pl.Decimal(18, 4)).alias(column.code + "_written")
            )
    return rows, problems, unsaid


def _rough(texts: pl.Series) -> pl.DataFrame:
    """The texts without the words that make them less than exact, and those words."""
    found = []
    for text in texts:
        parts = (
            _ROUGH.fullmatch("".join(normalize("NFKC", text).split()))
            if text and re.search("[约近逾超余多上右]", text)
            else None
        )
        number = parts[2] if parts else text
        # 5000余万元, 约3亿元
        if parts is None and text and (inner := re.fullmatch(r"(.*\d)(余|多)(万元|亿元|元)", text)):
            found.append((inner[1] + inner[3], inner[2]))
        else:
            found.append((number, (parts[1] or parts[3]) if parts else None))
    return pl.DataFrame(found, schema={"text": pl.String, "word": pl.String}, orient="row")


def _broken(read: SheetRead, column: Column, rows: pl.DataFrame) -> Iterator[Problem]:
    """Formulas without a result, errors, and texts that are too long."""
    text = pl.col(column.code)
    for code, bad in (("cell_error", is_marked(text)), ("text_long", text.str.len_chars() > column.longest)):
        for row in rows.filter(bad).iter_rows(named=True):
            yield _at(read, column.code, row, code, (("longest", str(column.longest)),))


def _at(
    read: SheetRead, code: str, row: Mapping[str, Any], fault: str, facts: tuple[tuple[str, str], ...] = ()
) -> Problem:
    value = pl.select(shown(pl.lit(row[code], pl.String))).item()
    return Problem(
        code=fault,
        severity="error",
        sheet=read.name,
        cell=f"{read.letters[code]}{row['row_number']}",
        value=value,
        facts=facts,
    )


def _named(code: str, numbers: list[int], sheet: str) -> Problem:
    told = SEPARATOR.join(map(str, numbers[:MOST_NAMED])) + ("…" if len(numbers) > MOST_NAMED else "")
    return Problem(
        code=code, severity="note", sheet=sheet, facts=(("count", str(len(numbers))), ("rows", told))
    )


def _is_numbered(read: SheetRead) -> bool:
    """Whether the projects are counted with figures, so that 一 and （二） count sections."""
    if "serial" not in read.letters:
        return False
    return bool(read.rows["serial"].str.contains(r"^\s*[0-9０-９]").fill_null(value=False).any())


def _kind(row: Mapping[str, Any], numbered: bool) -> str:
    """Whether the row is a project, a banner, a sum, or names no project though it holds something."""
    name, serial = (row["name"] or "").strip(), (row["serial"] or "").strip()
    if _SUM.fullmatch(name) or (not name and _SUM.fullmatch(serial)):
        return "sum"
    others = [
        code
        for code in (
            "place",
            "owner",
            "content",
            "investment",
            "code",
            "number",
            "start",
            "completion",
            "period",
        )
        if (row[code] or "").strip()
    ]
    if not name:
        if serial and not others and not serial.isdigit():
            return "banner"
        first = next(
            ((row[code] or "").strip() for code in ("county", "category", "number") if row[code]), ""
        )
        return "sum" if _SUM.fullmatch(first) else "nameless" if others else "banner"
    if numbered and is_numeral(serial):
        return "banner"
    # the unit and what is built make a project of it; a name with a sum beside it alone is a section's
    if (
        not serial
        and not {"place", "owner", "content", "code", "number"} & set(others)
        and _starts_section(name)
    ):
        return "banner"
    return "project"


def _starts_section(name: str) -> bool:
    return bool(re.match(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．]", name)) or bool(
        re.search(r"[(（]共?\d+[个项][)）]$", name)
    )


def _enter(context: _Context, row: Mapping[str, Any], words: Lexicon, sheet: str, read: SheetRead) -> None:
    """Let the banner's words hold for the rows below it."""
    name, serial = row["name"] or "", row["serial"] or ""
    text = banner(name) or banner(serial)
    if not text:
        return
    if county := words.knows("county", text):
        context.county = county
    elif category := words.knows("category", text):
        context.category, context.area = category, None
    elif area := words.knows("area", text):
        context.area, context.category = area, None
    elif "category" not in read.letters:
        column = "name" if name else "serial"
        where = (sheet, f"{read.letters.get(column, 'A')}{row['row_number']}")
        context.category = words.code("category", text, where)


def _nameless(row: Mapping[str, Any], read: SheetRead) -> Problem:
    cell = f"{read.letters['name']}{row['row_number']}"
    return Problem(code="annex_nameless", severity="error", sheet=read.name, cell=cell)


def _project(
    row: Mapping[str, Any], read: SheetRead, context: _Context, words: Lexicon
) -> tuple[AnnexRow, list[Problem]]:
    """The project that the row is, and what is wrong with it."""
    number_at = row["row_number"]

    def where(column: str) -> tuple[str, str]:
        return read.name, f"{read.letters.get(column, 'A')}{number_at}"

    def coded(kind: str) -> str | None:
        return words.code(kind, row[kind], where(kind))

    number, code = _identities(row)
    county = coded("county") or words.county_in(row["place"]) or context.county
    category, area = coded("category"), coded("area")
    if category is None and row["category"] is None:
        category = context.category
        if category is None:
            # a library's project always has one: of a file that does not say it, it is asked once
            category = words.code(
                "category", row["area"] or BLANK_WORD, where("area" if row["area"] else "name")
            )
    area = area or context.area or words.areas.get(category or "")
    if category and area is None:
        area = words.code("area", row["category"] or category, where("category"))
    days, told = _days(row, read)
    investment = _value(row, "investment")
    one = AnnexRow(
        sheet=read.name,
        row_number=number_at,
        name=re.sub(r"\s*\n\s*", "", row["name"].strip()),
        number=number,
        code=code,
        before=row["before"],
        county_code=county,
        category=category,
        area=area,
        owner=row["owner"],
        programme=row["programme"],
        nature=coded("nature"),
        note=_note(row, days),
        start=days.get("start"),
        completion=days.get("completion"),
        investment=investment,
        qualifier=_QUALIFIERS.get(row.get("investment_word") or "", "exact")
        if investment is not None
        else None,
        sources=tuple(_sources(row, words, where("sources"))),
        as_written=row.get("investment_written"),
        cells=read.letters,
    )
    return one, [*told, *_over(one)]


BLANK_WORD = "（未写）"


def _identities(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The library's number and the national code, whichever column they stand in."""
    number = code = None
    for text in (row["number"], row["code"]):
        if not text:
            continue
        if is_likely(text):
            code = tidied(text)
        elif number is None:
            number = "".join(normalize("NFKC", text).split())
    return number, code


def _value(row: Mapping[str, Any], code: str) -> Decimal | None:
    found: Decimal | None = row.get(code + "_value")
    return found


def _days(row: Mapping[str, Any], read: SheetRead) -> tuple[dict[str, Day], list[Problem]]:
    """The days of start and completion, by their own columns or by the period."""
    days: dict[str, Day] = {}
    problems: list[Problem] = []
    if row["period"]:
        found = period(row["period"])
        if found is not None and found[0].fault:
            facts: tuple[tuple[str, str], ...] = ()
            problem = _at(read, "period", row, found[0].fault, facts)
            problems.append(problem.model_copy(update={"severity": "warning"}))
        elif found is not None:
            for name, one in zip(("start", "completion"), found, strict=True):
                if one.day and one.precision:
                    days[name] = (one.day, one.precision)
    for name in ("start", "completion"):
        if row.get(name + "_value"):
            days[name] = (row[name + "_value"], row[name + "_precision"] or "day")
    if {"start", "completion"} <= days.keys() and days["start"][0] > days["completion"][0]:
        place = "completion" if "completion" in read.letters else "period"
        problems.append(_at(read, place, row, "annex_order"))
    return days, problems


def _note(row: Mapping[str, Any], days: Mapping[str, Day]) -> str | None:
    """What the library has no column for: the works, a period that is a mere length, the file's own note."""
    told = [row["content"], row["place"], None if days else row["period"], row["note"]]
    heads = ("建设规模及内容", "建设地点", "建设期限", "")
    parts = [f"{head}：{text}" if head else text for head, text in zip(heads, told, strict=True) if text]
    return "；".join(re.sub(r"\s*\n\s*", " ", part) for part in parts) or None


def _sources(
    row: Mapping[str, Any], words: Lexicon, where: tuple[str, str]
) -> Iterator[tuple[str, Decimal | None]]:
    """The sources that have an amount, and those that are only named."""
    found: dict[str, Decimal | None] = {}
    for code in SOURCES:
        if amount := _value(row, SOURCE + code):
            found[code] = amount
    for word in sources_in(row["sources"] or ""):
        named = words.code("source", word, where)
        if named is not None:
            found.setdefault(named, None)
    yield from found.items()


def _over(row: AnnexRow) -> Iterator[Problem]:
    """Sources that come to more than the investment."""
    known = [amount for _, amount in row.sources if amount is not None]
    if row.investment is not None and sum(known, Decimal(0)) > row.investment:
        facts = (("sum", f"@money:{sum(known)}:CNY"), ("investment", f"@money:{row.investment}:CNY"))
        yield row.problem("annex_sources_over", "investment", severity="warning", facts=facts)
