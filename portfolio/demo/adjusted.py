"""The made-up library's adjustment of 2026: one day moved by a document, one only updated, one project renamed."""

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
    rows = [_adjusted(row) for row in first.frames["project"].select(list(LIBRARY)).iter_rows(named=True)]
    frames = first.frames | {"project": stored_rows(pl.DataFrame(rows, schema=pl.Schema(LIBRARY)))}
    told = {
        "title": f"{first.edition.title.removesuffix('（虚构）')}2026年调整（虚构）",
        "title_en": "Shili public services plan, adjusted in 2026 (made up)",
        "document_number": NUMBER,
        "published_on": date(2026, 10, 30),
        "digest": f"{first.edition.digest}-2026",
    }
    beside = tuple(_renamed(one) for one in first.beside)
    return Taken(first.edition.model_copy(update=told), frames, beside=beside)


def _renamed(record: Record) -> Record:
    """A word on a size goes with its project's new number."""
    if isinstance(record, ScaleWord) and record.project_id in RENAMED:
        return record.model_copy(update={"project_id": RENAMED[record.project_id][0]})
    return record


def _adjusted(row: dict[str, object]) -> dict[str, object]:
    number = str(row["project_id"])
    if number in RENAMED:
        told = dict(zip(("project_id", "name"), RENAMED[number], strict=True))
        return row | told | {"name_en": english(told["name"]), "predecessor_ids": [number]}
    if number in MOVED:
        stated = row["milestones"]
        assert isinstance(stated, list)
        moved = {"due_on": MOVED[number], "due_precision": "half"}
        return row | {"milestones": [one | moved if one["due_on"] else one for one in stated]}
    return row


def take(store: Store) -> None:
    """Take it, from its day on."""
    library.take(store, taken(), TAKEN_AT, EFFECTIVE_ON, CHOICES)
