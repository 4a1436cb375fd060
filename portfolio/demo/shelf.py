"""The made-up library as an edition ready to be taken: rows with their lists, counties, indicators, contradictions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import polars as pl

from portfolio.demo import telling
from portfolio.demo.catalogue import Listed, listed
from portfolio.demo.course import Course, course
from portfolio.demo.days import end_of
from portfolio.demo.english import english, renderings
from portfolio.demo.place import digest, table
from portfolio.library import Taken, stored_rows
from portfolio.library.columns import EVIDENCE, INDICATOR, LIBRARY
from portfolio.model import AddedCode, Edition, PublishedTotal, Record, ScaleWord

Row = dict[str, Any]
PAGES = 15
"""Of how many projects a public page tells."""


@cache
def courses() -> tuple[Course, ...]:
    """The course of every project and of the group that holds money, by number."""
    return tuple(course(one) for one in listed() if one.kind == "project" or one.cost)


def taken() -> Taken:
    """The library whole, as `library.take` takes it."""
    run = {one.listed.project_id: one for one in courses()}
    published = _publicised(courses())
    rows = [_row(one, run.get(one.project_id), published.get(one.project_id, 0)) for one in listed()]
    frames = {
        "project": stored_rows(pl.DataFrame(rows, schema=pl.Schema(LIBRARY))),
        "county": table("counties"),
        "indicator": _indicators(),
        "contradiction": table("contradictions"),
    }
    edition = Edition(**table("edition").row(0, named=True), digest=digest())
    return Taken(edition, frames, beside=(*_codes(), *_names(rows), *_words(rows), *_totals(rows)))


def _codes() -> list[Record]:
    """A category that the codelist lacks, with its words."""
    return [
        AddedCode(codelist="category", code="fire_station", sort_order=30, zh="消防站", en="Fire station")
    ]


def _names(rows: Sequence[Row]) -> list[Record]:
    """What units and indicators are called in English."""
    units = [*table("units")["name"], *(row["owner_unit"] for row in rows)]
    numbered = enumerate(renderings([*units, *table("indicators")["name"]]).items(), 1)
    return [
        AddedCode(codelist="name", code=name, sort_order=place, zh=name, en=name_en)
        for place, (name, name_en) in numbered
    ]


def _words(rows: Sequence[Row]) -> list[Record]:
    """How each seventh size that the plan states was worded."""
    sized = [row for row in rows if row["scale"]][::7]
    words: tuple[Literal["about", "over", "odd", "at_least"], ...] = ("about", "over", "odd", "at_least")
    return [
        ScaleWord(
            project_id=row["project_id"],
            qualifier=words[number % 4],
            measure=size["measure"],
            value=size["value"],
        )
        for number, row in enumerate(sized)
        for size in row["scale"]
    ]


def _totals(rows: Sequence[Row]) -> list[Record]:
    """What the made-up bureau published: projects and investment of the plan (which is off), and one county's work."""
    projects = [row for row in rows if row["kind"] == "project"]
    printed = sum(
        (row["planned_investment_amount"] for row in projects if row["planned_investment_amount"]), Decimal(0)
    )
    title = "示例市统计公报（虚构）"
    common: dict[str, Any] = {"title": title, "note": "演示数据，虚构"}
    return [
        PublishedTotal(total_no=1, measure="projects", value=Decimal(len(projects)), **common),
        PublishedTotal(
            total_no=2, measure="planned_investment", value=printed - Decimal(6_000_000), **common
        ),
        PublishedTotal(
            total_no=3,
            county_code="990001",
            measure="work_done",
            stated_on=date(2025, 12, 31),
            value=Decimal(975_000_000),
            url="https://example.invalid/2025.html",
            **common,
        ),
    ]


def _publicised(run: Sequence[Course]) -> dict[str, int]:
    """Project to the number of its first public fact: most of those that never report, and some that do."""
    silent = [one.listed.project_id for one in run if one.fate == "untold"][: PAGES - 5]
    others = [one.listed.project_id for one in run[20::40] if one.fate == "usual"][:5]
    return {project: 3 * number + 1 for number, project in enumerate(sorted({*silent, *others}))}


def _row(one: Listed, its: Course | None, evidence_no: int) -> Row:
    stated = _evidence(its, evidence_no) if its and evidence_no else []
    return {
        "project_id": one.project_id,
        "project_code": None,
        "parent_id": one.parent_id,
        "kind": one.kind,
        "name": one.name,
        "name_en": english(one.name),
        "county_code": None if one.county_code == "000000" else one.county_code,
        "box": one.box,
        "item": one.item,
        "service_area": one.area,
        "category": one.category,
        "programme": None,
        "construction_type": one.construction_type,
        "owner_unit": one.owner_unit,
        **_investment(one),
        "funding": [],
        "scale": [_size(one.scale)] if one.scale else [],
        "milestones": _milestones(its, stated) if its else [],
        "evidence": stated,
        "stated_in": f"专栏{one.box} 第{one.item}条",
        "note": "演示数据，虚构",
    }


def _investment(one: Listed) -> Row:
    """What the plan states of the investment; it does so for one project in twelve."""
    chance = one.stream("plan states investment")
    if one.kind != "project" or one.parent_id or chance.random() > 0.085:
        return {"planned_investment_amount": None, "planned_investment_qualifier": None}
    amount = Decimal(round(one.cost * chance.uniform(0.85, 1.1) / 1_000_000) * 1_000_000)
    return {
        "planned_investment_amount": max(amount, Decimal(1_000_000)),
        "planned_investment_qualifier": chance.choice(("exact", "about", "over")),
    }


def _size(scale: tuple[str, str, int]) -> Row:
    measure, unit, value = scale
    return {"measure": measure, "value": Decimal(value), "unit": unit}


def _milestones(its: Course, stated: list[Row]) -> list[Row]:
    """What the plan states of days, then what public pages do."""
    rows: list[Row] = []
    if "completion" in its.stated and its.fate != "bare":
        precision = its.precision["completion"]
        rows.append(_stated("completion", {"due_on": its.planned["completion"], "due_precision": precision}))
    for fact in stated:
        if fact["kind"] == "milestone_actual":
            done = {"done_on": fact["held_on"], "done_precision": "month", "evidence_no": fact["evidence_no"]}
            rows.append(_stated("start", done))
    return rows


def _stated(milestone: str, row: Row) -> Row:
    blank = dict.fromkeys(("label", "due_on", "due_precision", "done_on", "done_precision", "evidence_no"))
    return {"milestone": milestone, **blank, **row}


def _evidence(its: Course, first: int) -> list[Row]:
    """A page on what the project is to cost; one on its start if it has started."""
    name = its.listed.name
    month = max(3, min(60, next(telling.evidence_months(its), 12)))
    amount = Decimal(round(its.cost_in_ten_thousands))
    cost = _fact(first, "planned_investment", month - 2, name, {"value": amount, "unit": "万元"})
    start = _fact(first + 1, "milestone_actual", month, name, {"label": "开工", "precision": "month"})
    return [cost, start] if list(telling.evidence_months(its)) else [cost]


def _fact(number: int, kind: str, month: int, name: str, row: Row) -> Row:
    day = end_of(month)
    blank: Row = dict.fromkeys(EVIDENCE)
    return blank | {
        "evidence_no": number,
        "kind": kind,
        "held_on": day,
        "precision": "month",
        "published_on": day,
        "title": f"示例网：{name}最新进展（虚构）",
        "url": f"https://example.invalid/{day:%Y%m}/{number}.html",
        "confidence": ("high", "medium", "low")[number % 3],
        **row,
    }


def _indicators() -> pl.DataFrame:
    printed = table("indicators").cast(pl.Schema(INDICATOR))
    by_number: dict[int, list[Row]] = {}
    for number, row in enumerate(table("observed").iter_rows(named=True), start=901):
        by_number.setdefault(row["indicator_no"], []).append(_observed(number, row))
    lists = [by_number.get(number, []) for number in printed["indicator_no"]]
    return printed.with_columns(pl.Series("evidence", lists, pl.List(pl.Struct(EVIDENCE))))


def _observed(number: int, row: Row) -> Row:
    blank: Row = dict.fromkeys(EVIDENCE)
    return blank | {
        "evidence_no": number,
        "kind": "indicator_value",
        "value": Decimal(str(row["value"])),
        "unit": row["unit"],
        "held_on": row["held_on"],
        "precision": "year",
        "published_on": row["published_on"],
        "title": "示例市统计公报（虚构）",
        "url": f"https://example.invalid/indicator/{number}.html",
        "confidence": "high",
    }
