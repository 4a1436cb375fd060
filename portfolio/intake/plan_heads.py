"""A list of the year's plan with heads of its own, brought to the form of ours: projects matched, the year found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from portfolio.intake.columns import Column, Kind, Sheet
from portfolio.intake.grids import Grid
from portfolio.intake.matching import Projects, matched, written
from portfolio.intake.own_heads import NONE, Headed, Question, Words, headed
from portfolio.intake.readings import SheetRead

CODE = "plan_list"
KIND = "plan"


def _column(code: str, kind: Kind, *aliases: str, key: bool = False) -> Column:
    return Column(CODE, code, kind, key=key, aliases=aliases)


PLAN_LIST = Sheet(
    CODE,
    (
        _column(
            "project_id",
            "project",
            *("项目编码", "项目代码", "投资项目代码", "投资项目统一代码", "国家代码", "在线监管代码", "编号"),
        ),
        _column("name", "label", "项目", "名称", "建设项目", "建设项目名称", "工程名称"),
        _column("year", "year", "年份", "计划年度", "年", key=True),
        _column(
            "planned_amount",
            "amount",
            *(
                "计划投资",
                "年度投资计划",
                "本年计划投资",
                "年度投资",
                "计划投资额",
                "年度计划投资额",
                "下达计划",
            ),
            *(
                "本次下达投资计划",
                "下达投资计划",
                "调整后计划",
                "调整后计划投资",
                "年度计划",
                "安排投资",
                "计划安排",
            ),
        ),
        _column("document_number", "text", "计划文号", "下达文号", "发文文号", "文件号", key=True),
        _column("issued_on", "day", "发文日期", "下达日期", "文件日期", "印发日期", key=True),
        _column("kind", "text", "计划性质", "计划类型", key=True),
    ),
)
DOCUMENT = ("document_number", "issued_on", "kind")
"""The columns that say by which document a row was issued, where a file holds several."""
_YEAR = re.compile(r"(20\d{2})\s*年")
"""A year in a title: 示例市2026年政府投资计划表."""


def own_list(grid: Grid, projects: Projects, words: Words) -> tuple[Headed, SheetRead | None] | None:
    """The grid as a list of the plan with its own heads; the read sheet has our columns' codes. None for no such list.

    A list without a column of years is of the year that its title names.
    """
    found = headed(grid, PLAN_LIST, words, _missing)
    if found is None:
        return None
    if found.read is None:
        return found, None
    years = set(_YEAR.findall(found.above))
    rows, letters = found.read.rows, dict(found.read.letters)
    if "year" not in letters:
        if len(years) != 1 and not found.free:
            return None
        if len(years) != 1:
            asked_year = Question("column", "year", found.free, found.name)
            return replace(found, read=None, questions=(*found.questions, asked_year)), None
        rows = rows.with_columns(year=pl.lit(years.pop(), pl.String))
        letters["year"] = letters["planned_amount"]
    letters.setdefault("project_id", letters.get("name", "A"))
    rows, asked = _placed(rows, projects, words)
    read = replace(found.read, code="plan", rows=rows, letters=letters)
    return replace(found, questions=(*found.questions, *asked)), read


def _missing(held: frozenset[str]) -> Sequence[str]:
    lacking = [] if {"project_id", "name"} & held else ["name"]
    return lacking + ([] if "planned_amount" in held else ["planned_amount"])


def _placed(
    rows: pl.DataFrame, projects: Projects, words: Words
) -> tuple[pl.DataFrame, tuple[Question, ...]]:
    """The rows under our numbers, those that are none of ours left out; what matches none may be told, and is an error."""
    held = rows.columns
    numbers = rows["project_id"] if "project_id" in held else pl.Series([None] * rows.height, dtype=pl.String)
    names = rows["name"] if "name" in held else pl.Series([None] * rows.height, dtype=pl.String)
    pairs = list(zip(numbers, names, strict=True))
    found = [matched(number, name, projects, words) for number, name in pairs]
    asked = {
        written(number, name): Question(
            "project", written(number, name), projects.likely(name), rows=1, needed=False
        )
        for (number, name), project in zip(pairs, found, strict=True)
        if project is None and written(number, name)
    }
    known = [project or number or name for (number, name), project in zip(pairs, found, strict=True)]
    rows = rows.with_columns(project_id=pl.Series(known, dtype=pl.String))
    return rows.filter(pl.col("project_id") != NONE), tuple(asked.values())
