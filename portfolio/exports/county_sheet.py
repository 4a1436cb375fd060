"""One county on one page, from a final month: its measures and ranks, what drags it and who sees to it, its items."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from portfolio import queries
from portfolio.exports.notice_facts import WHOLE, Asked, Known, labels
from portfolio.exports.notice_tables import BLANK, Cell, day
from portfolio.formats import count_text, money_text, rounded, share_text, ten_thousands

PROJECTS, ITEMS = 8, 6
"""How many projects and items a page has room for; behind them stands how many there are."""


def written(paper: Any, asked: Asked, known: Known, county: str) -> bytes:
    """The page as the paper's file."""
    facts = known.facts
    if asked.demo:
        paper.small(asked.say("demo"), at_right=True)
    paper.title(asked.say("sheet_title", county=asked.counties[county], period=facts["period"]))
    paper.small(asked.say("sheet_told", as_of=facts["as_of"], made=facts["made"]), at_right=True)
    paper.table(*_measures(asked, county))
    rows = behind(asked, county)
    paper.second(asked.say("sheet_behind", shown=min(rows.height, PROJECTS), all=rows.height))
    if rows.height:
        paper.table(*_projects(asked, rows.head(PROJECTS)))
    items = known.actions.filter(pl.col("county_code") == county)
    if items.height:
        paper.second(asked.say("sheet_actions", shown=min(items.height, ITEMS), all=items.height))
        paper.table(*_items(asked, items.head(ITEMS)))
    made: bytes = paper.done()
    return made


def value_text(asked: Asked, row: Mapping[str, Any]) -> str:
    """The value of a comparison in its own unit."""
    value = row["value"]
    if value is None:
        return BLANK
    if row["unit"] == "points":
        return asked.points(value)
    if row["unit"] == "share":
        return share_text(value, asked.language)
    if row["unit"] == "amount":
        return money_text(Decimal(str(value)), asked.language)
    return count_text(int(value), asked.language)


def _measures(asked: Asked, county: str) -> tuple[list[str], list[list[Cell]]]:
    every = queries.comparison(asked.store, asked.view)
    names, standings = labels(asked, "comparison"), labels(asked, "ranking")
    whole = {row["comparison"]: row for row in every.filter(county_code=WHOLE).iter_rows(named=True)}
    told = []
    for row in every.filter(county_code=county).iter_rows(named=True):
        rank = f"{row['rank']}/{row['field_count']}" if row["rank"] else standings.get(row["ranking"], BLANK)
        ranked = row["rank"] or row["ranking"] != "ranked"
        link = asked.link("compare", measure=row["comparison"], tab="rows", county=county)
        told.append(
            [
                Cell(names[row["comparison"]]),
                Cell(value_text(asked, row), link, number=True),
                Cell(value_text(asked, whole[row["comparison"]]), number=True),
                Cell(rank if ranked else BLANK),
                Cell(f"{row['known_count']}/{row['project_count']}", number=True),
            ]
        )
    return [asked.say(f"head_sheet_{place}") for place in range(1, 6)], told


def behind(asked: Asked, county: str) -> pl.DataFrame:
    """The county's projects that are behind, the furthest first."""
    view = asked.view.model_copy(update={"counties": (county,)})
    rows = queries.list_rows(asked.store, view, "behind")
    return rows.sort("behind_amount", descending=True, maintain_order=True)


def project_words(asked: Asked, row: Mapping[str, Any]) -> list[str]:
    """Of a project that is behind: by how much, where stuck, days late, why, who, what is done, by when."""
    milestones, reasons = labels(asked, "milestone"), labels(asked, "reason")
    amount = row["behind_amount"]
    return [
        BLANK if amount is None else f"{rounded(ten_thousands(amount), 2):,.2f}",
        milestones.get(row["milestone"] or "", BLANK),
        str(row["delay_days"]) if row["late"] and row["delay_days"] else BLANK,
        reasons.get(row["reason"] or "", BLANK),
        row["responsible"] or row["owner_unit"] or BLANK,
        row["remedy"] or BLANK,
        day(asked, row["remedy_due_on"]),
    ]


def _projects(asked: Asked, rows: pl.DataFrame) -> tuple[list[str], list[list[Cell]]]:
    told = []
    for row in rows.iter_rows(named=True):
        words = project_words(asked, row)
        told.append(
            [
                Cell(row["name"], asked.link("project", project=row["project_id"])),
                *(Cell(text, number=place in (0, 2)) for place, text in enumerate(words)),
            ]
        )
    return [asked.say(f"head_behind_{place}") for place in range(1, 9)], told


def _items(asked: Asked, rows: pl.DataFrame) -> tuple[list[str], list[list[Cell]]]:
    states = labels(asked, "action_state")
    told = [
        [
            Cell(row["what"], asked.link("actions", number=str(row["action_id"]))),
            Cell(row["responsible"]),
            Cell(day(asked, row["due_on"])),
            Cell(
                states[row["action_state"]]
                + (asked.say("late_by", days=row["late_days"]) if row["late_days"] else "")
            ),
        ]
        for row in rows.iter_rows(named=True)
    ]
    return [asked.say(f"head_sheet_action_{place}") for place in range(1, 5)], told
