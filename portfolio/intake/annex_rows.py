"""The rows of an annex's sheet: which are projects, which are banners and sums, and what each project's cells say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from portfolio.intake.annex_cells import SUM, at, values_of
from portfolio.intake.annex_row import AnnexRow, Day
from portfolio.intake.annex_sheet import SOURCE, SOURCES
from portfolio.intake.annex_words import Lexicon, banner, is_numeral, period, sources_in
from portfolio.intake.grids import Grid
from portfolio.intake.readings import SheetRead
from portfolio.intake.sheet_faults import MOST_NAMED, SEPARATOR
from portfolio.library.national_code import is_likely, tidied
from portfolio.model import Problem

_QUALIFIERS = {
    "约": "about",
    "大约": "about",
    "近": "about",
    "约为": "about",
    "左右": "about",
} | dict.fromkeys(("逾", "超", "超过", "余", "多", "以上"), "over")


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
    values, problems, unsaid = values_of(read, units, unit)
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
    if SUM.fullmatch(name) or (not name and SUM.fullmatch(serial)):
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
        return "sum" if SUM.fullmatch(first) else "nameless" if others else "banner"
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
        if category is None and not words.stands(row["name"], number, code):
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


BLANK_WORD = "未写类别"
"""Asked about once, of all new projects of which the file says neither category nor area."""


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
            problem = at(read, "period", row, found[0].fault, facts)
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
        problems.append(at(read, place, row, "annex_order"))
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
