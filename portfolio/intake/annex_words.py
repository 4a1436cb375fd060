"""What an annex says in words and the library keeps as codes: counties, categories, natures, sources, periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from portfolio import codes
from portfolio.codes import UNNAMED_COUNTY
from portfolio.intake.annex_sheet import SOURCES
from portfolio.intake.dates import Told, told
from portfolio.intake.values import code_words, narrowed
from portfolio.library import Standing

KINDS = ("county", "category", "area", "nature", "source")
"""The kinds of words that may be asked; what is answered is kept as `library.KIND`."""
BLANK = "-"
"""Answered of a word that stands for no code."""
_NATURES = {
    **{"改建": "renovation", "改造": "renovation", "翻建": "renovation", "装修改造": "renovation"},
    **{"迁建": "relocation", "异地新建": "relocation", "新建迁建": "relocation", "购置": "equipment"},
    **{"设备": "equipment", "设备采购": "equipment", "信息化": "system", "系统建设": "system"},
}
_CITY = ("市本级", "市直", "市级", "本级", "州直", "市属", "全市")
_TAILS = re.compile("(?:建设)?(?:类|项目|工程|领域|方面|板块)+$")
_COUNTED = re.compile(r"[(（](?:共?计?)?[\d]+[个项].*?[)）]|[:：].*$|共?[\d]+[个项]$")
_NUMERAL = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]+[)）]?|第[一二三四五六七八九十]+[类部]|[(（]\d{1,2}[)）])[、.．，,\s]*"
)
_TWO_YEARS = re.compile(r"(\d{4})年?[-—–~～至到]{1,2}(\d{4})年?")
_TWO_MONTHS = re.compile(
    r"(\d{4}[./年-]\d{1,2}(?:月|[./-]\d{1,2}|月\d{1,2}日)?)[-—–~～至到]{1,2}(\d{4}[./年-]\d{1,2}(?:月|[./-]\d{1,2}|月\d{1,2}日)?)"
)
_BETWEEN = re.compile("[—–~～至到]+")
_LENGTH = re.compile(r"[\d.]+(?:个月|月|年|天|日)|[一二三四五六七八九十]+(?:个月|年)")
_SEPARATORS = re.compile("[、,，;；/+＋和及与]|\\s")


@dataclass(frozen=True)
class Lexicon:
    """The words of this library: by kind what may be written, narrowed, to its code; `asked` are words without one."""

    words: Mapping[str, Mapping[str, str]]
    places: Mapping[str, str]
    city: tuple[str, str | None]
    areas: Mapping[str, str]
    standing: frozenset[str]
    asked: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)

    def code(self, kind: str, word: str | None, where: tuple[str, str]) -> str | None:
        """The code of the word; None for a blank, and for one that nobody knows, which is then asked about."""
        if not word:
            return None
        told = narrowed(word)
        known = self.words[kind]
        found = known.get(told) or known.get(_TAILS.sub("", told))
        if found is None:
            self.asked.setdefault((kind, told), []).append(where)
        return None if found in (None, BLANK) else found

    def knows(self, kind: str, word: str) -> str | None:
        """The code of the word without asking."""
        bare = narrowed(word)
        return self.words[kind].get(bare) or self.words[kind].get(_TAILS.sub("", bare))

    def stands(self, *names: str | None) -> bool:
        """Whether a project of that name, number or national code stands in the edition in force."""
        return any(narrowed(name) in self.standing for name in names if name)

    def county_in(self, place: str | None) -> str | None:
        """The one county that a place names, the city level where it names the city alone; None for several or none."""
        bare = narrowed(place or "")
        found = {code for name, code in self.places.items() if name in bare}
        if not found and self.city[0] in bare:
            return self.city[1]
        return found.pop() if len(found) == 1 else None


def lexicon(before: Standing, answers: Mapping[tuple[str, str], str]) -> Lexicon:
    """The words that the codelists, the library in force and the answers know; answers outrank."""
    counties = _counties(before)
    added = before.tables["codes"]
    words: dict[str, dict[str, str]] = {
        "county": counties | dict(_cities(before)),
        "category": _with_added("category", added.iter_rows(named=True)),
        "area": _with_added("area", added.iter_rows(named=True)),
        "nature": _with_added("construction_type", added.iter_rows(named=True)) | _NATURES,
        "source": code_words("source")
        | {narrowed(alias): code for code, aliases in SOURCES.items() for alias in aliases},
    }
    for (kind, word), code in answers.items():
        words[kind][word] = code
    usual = before.library.group_by("category", "service_area").len().sort("len", "category", "service_area")
    areas = dict(usual.select("category", "service_area").iter_rows())
    places = {name: code for name, code in counties.items() if len(name) > 1}
    levels = before.tables["counties"].filter(level="city")["county_code"]
    city = narrowed(before.edition["city_name"]), levels[0] if levels.len() else None
    told = before.library.select("name", "project_id", "project_code").iter_rows()
    standing = frozenset(narrowed(one) for row in told for one in row if one)
    return Lexicon(words, places, city, areas, standing)


def _counties(before: Standing) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in before.tables["counties"].iter_rows(named=True):
        if row["county_code"] == UNNAMED_COUNTY or row["level"] == "city":
            continue
        for name in (row["name"], row["short_name"], row["name_en"]):
            found[narrowed(name)] = row["county_code"]
    return found


def _cities(before: Standing) -> Iterable[tuple[str, str]]:
    for row in before.tables["counties"].iter_rows(named=True):
        if row["level"] == "city":
            names = (row["name"], row["short_name"], before.edition["city_name"], *_CITY, row["county_code"])
            yield from ((narrowed(name), row["county_code"]) for name in names)
        else:
            yield row["county_code"], row["county_code"]


def _with_added(codelist: str, added: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found = dict(code_words(codelist))
    for row in added:
        if row["codelist"] == codelist:
            found |= {narrowed(row[name]): row["code"] for name in ("code", "zh", "en")}
    return found | {_TAILS.sub("", word): code for word, code in found.items() if _TAILS.sub("", word)}


def labels(kind: str, before: Standing, language: codes.Language) -> dict[str, str]:
    """What may be answered of a word of that kind: code to label."""
    if kind == "county":
        name = "name" if language == "zh" else "name_en"
        rows = before.tables["counties"].filter(pl.col("county_code") != UNNAMED_COUNTY)
        return dict(rows.select("county_code", name).iter_rows())
    codelist = "construction_type" if kind == "nature" else kind
    own = before.tables["codes"].filter(codelist=codelist).select("code", language).iter_rows()
    return codes.labels(codelist, language) | dict(own)


def banner(text: str) -> str:
    """A banner's words without its numeral and count: 一、教育类（12个） is 教育类."""
    return _COUNTED.sub("", _NUMERAL.sub("", text.strip())).strip()


def is_numeral(text: str | None) -> bool:
    """Whether a serial number counts a section: 一, （二）, not 3."""
    return re.fullmatch(r"[(（]?[一二三四五六七八九十]+[)）]?[、.．]?", (text or "").strip()) is not None


def period(text: str) -> tuple[Told, Told] | None:
    """The start and the completion that 2021-2025, 2022年3月至2024年12月 or 2023年 name; None for a mere length, 24个月.

    A fault stands in the first where neither is understood.
    """
    bare = narrowed(text)
    if _LENGTH.fullmatch(bare) and not re.fullmatch(r"\d{4}年", bare):
        return None
    if found := _TWO_YEARS.fullmatch(bare) or _TWO_MONTHS.fullmatch(bare):
        first, last = found[1], found[2]
    else:
        parts = [part for part in _BETWEEN.split(bare) if part]
        if len(parts) > 2 or not parts:
            return Told(fault="annex_period"), Told()
        first, last = parts[0], parts[-1]
        if re.fullmatch(r"\d{1,2}月底?", last) and (year := re.match(r"\d{4}年", first)):
            last = year[0] + last
    start, completion = told(first, coarse=True), told(last, coarse=True)
    if start.fault or completion.fault or (start.day and completion.day and start.day > completion.day):
        return Told(fault="annex_period"), Told()
    return start, completion


def sources_in(text: str) -> list[str]:
    """The words of a cell that names several sources."""
    return [part for part in _SEPARATORS.split(text.strip()) if part]
