"""The made-up library's adjustment of 2026: one day moved by a document, one only updated, one project renamed.

One project enters; a standing service is split in two and two are merged into one, since they hold no figures.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from portfolio import library
from portfolio.demo import shelf
from portfolio.demo.english import english
from portfolio.library import Taken, stored_rows
from portfolio.library.columns import LIBRARY
from portfolio.model import DayChoice, Record, ScaleWord
from portfolio.store import Store

EFFECTIVE_ON = date(2026, 11, 1)
TAKEN_AT = datetime(2026, 11, 18, 10)
NUMBER = "示发改社会〔2026〕18号（虚构）"
RENAMED = {"09-13-02": ("09-18-01", "示例县乙应急安全科普馆")}
"""Number to the new number and name."""
ENTERED = ("09-11-03", "09-28", "示例县丙综合应急避难场所二期")
"""The project that the new one resembles, its number and its name."""
SPLIT = {
    "03-63": (
        ("03-64", "高校毕业生就业见习岗位计划（示例）"),
        ("03-65", "高校毕业生就业见习补贴计划（示例）"),
    )
}
MERGED = {("09-70", "09-71"): ("09-72", "食品安全和安全生产监管责任体系（示例）")}
MOVED = {"02-08": date(2029, 6, 30), "07-03-04": date(2028, 6, 30)}
"""Number to the new day of completion."""
CHOICES = (
    DayChoice(
        project_id="02-08",
        milestone="completion",
        due_on=MOVED["02-08"],
        treatment="approved",
        approval=NUMBER,
        approved_body="示例市人民政府（虚构）",
    ),
    DayChoice(project_id="07-03-04", milestone="completion", due_on=MOVED["07-03-04"], treatment="updated"),
)


def taken() -> Taken:
    """The adjusted library whole, as `library.take` takes it."""
    first = shelf.taken()
    stated = first.frames["project"].select(list(LIBRARY)).iter_rows(named=True)
    rows = [new for row in stated for new in _adjusted(row)]
    frames = first.frames | {"project": stored_rows(pl.DataFrame(rows, schema=pl.Schema(LIBRARY)))}
    document = {
        "title": f"{first.edition.title.removesuffix('（虚构）')}2026年调整（虚构）",
        "title_en": "Shili public services plan, adjusted in 2026 (made up)",
        "document_number": NUMBER,
        "published_on": date(2026, 10, 30),
        "digest": f"{first.edition.digest}-2026",
    }
    beside = tuple(_renamed(one) for one in first.beside)
    return Taken(first.edition.model_copy(update=document), frames, beside=beside)


def _renamed(record: Record) -> Record:
    """A word on a size goes with its project's new number."""
    if isinstance(record, ScaleWord) and record.project_id in RENAMED:
        return record.model_copy(update={"project_id": RENAMED[record.project_id][0]})
    return record


def _adjusted(row: dict[str, object]) -> list[dict[str, object]]:
    """What stands in the place of a row: none of a merged one but the first."""
    number = str(row["project_id"])
    if number in RENAMED:
        return [_named(row, RENAMED[number], [number])]
    if number in SPLIT:
        return [_named(row, part, [number]) for part in SPLIT[number]]
    for parts, merged in MERGED.items():
        if number in parts:
            return [_named(row, merged, list(parts))] if number == parts[0] else []
    if number == ENTERED[0]:
        bare: dict[str, object] = {
            "planned_investment_amount": None,
            "planned_investment_qualifier": None,
            "scale": [],
        }
        return [row, _named(row | bare | {"milestones": [], "evidence": []}, ENTERED[1:], None)]
    return [_moved(row)]


def _named(
    row: dict[str, object], number_and_name: tuple[str, str], origins: list[str] | None
) -> dict[str, object]:
    """The row under another number and name, and the numbers that it continues."""
    named = {
        "project_id": number_and_name[0],
        "name": number_and_name[1],
        "name_en": english(number_and_name[1]),
    }
    return row | named | {"predecessor_ids": origins}


def _moved(row: dict[str, object]) -> dict[str, object]:
    number = str(row["project_id"])
    if number in MOVED:
        stated = row["milestones"]
        assert isinstance(stated, list)
        moved = {"due_on": MOVED[number], "due_precision": "half"}
        return row | {"milestones": [one | moved if one["due_on"] else one for one in stated]}
    return row


def take(store: Store) -> None:
    """Take it, from its day on."""
    library.take(store, taken(), TAKEN_AT, EFFECTIVE_ON, CHOICES)
