"""Days that a newer edition states otherwise than those before it, and what is chosen about each: by file or on screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from portfolio import codes
from portfolio.codes import Language
from portfolio.library.taking import Taken
from portfolio.model import DayChoice, PortfolioError
from portfolio.store import Store
from portfolio.words import LANGUAGES, say

KEY = ("project_id", "milestone", "due_on")
COLUMNS = ("project_id", "name", "milestone", "before_on", "due_on", "treatment", "approval", "approved_body")
"""The columns of the file to fill in; the last three are chosen, a blank treatment is `updated`."""
TREATMENTS = ("approved", "updated")


def restated_days(store: Store, library: Taken, effective_on: date | None) -> pl.DataFrame:
    """One row a due day that the library's plan states otherwise than the edition before that stated any, by project.

    Columns: project_id, name, milestone, before_on (the earliest day stated before), due_on. An edition without a day takes
    the place of all before it, and one before any other has none to differ from: no rows.
    """
    if effective_on is None:
        return _frame([])
    before = _before(store, effective_on)
    rows = library.frames["project"].select("project_id", "name", "predecessor_ids", "milestones")
    origins = {row["project_id"]: row["predecessor_ids"] or [] for row in rows.iter_rows(named=True)}
    days: list[tuple[object, ...]] = []
    for row in rows.iter_rows(named=True):
        for stated in row["milestones"]:
            day = _planned(stated)
            said = _said(before, row["project_id"], origins, stated["milestone"]) if day else set()
            if said and day not in said:
                days.append((row["project_id"], row["name"], stated["milestone"], min(said), day))
    return _frame(days)


def _frame(rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    days = {"before_on": pl.Date, "due_on": pl.Date}
    schema = dict.fromkeys(("project_id", "name", "milestone"), pl.String) | days
    return pl.DataFrame(list(rows), schema=schema, orient="row").unique(KEY, maintain_order=True)


Before = Mapping[str, tuple[list[str], Mapping[str, tuple[int, set[date]]]]]
"""Number to what it continues, and by milestone the edition that last stated a day of it with the days that it stated."""


def _before(store: Store, effective_on: date) -> Before:
    rows = store.read(
        "FROM stood_before($day, $newest) ORDER BY edition_no",
        {"day": effective_on, "newest": store.version()},
    )
    before: dict[str, tuple[list[str], dict[str, tuple[int, set[date]]]]] = {}
    for row in rows.iter_rows(named=True):
        parts, stated = before.get(row["project_id"], ([], {}))
        before[row["project_id"]] = (row["predecessor_ids"] or parts, stated)
        for one in row["milestones"]:
            day = _planned(one)
            if day is not None:
                number, days = stated.get(one["milestone"], (0, set()))
                days = days if number == row["edition_no"] else set()
                stated[one["milestone"]] = (row["edition_no"], days | {day})
    return before


def _planned(stated: Mapping[str, Any]) -> date | None:
    """The day that the plan itself states; None for a page's and where it states none."""
    day: date | None = stated["due_on"]
    return day if stated["evidence_no"] is None else None


def _said(before: Before, project_id: str, origins: Mapping[str, list[str]], milestone: str) -> set[date]:
    """The days of the milestone in the edition that last stated any, under the row's number or one that it continues."""
    waiting, seen = [project_id], set[str]()
    newest, days = 0, set[date]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        parts, stated = before.get(name, ([], {}))
        waiting += [*parts, *origins.get(name, [])]
        number, said_days = stated.get(milestone, (0, set()))
        if number > newest:
            newest, days = number, set(said_days)
        elif number == newest:
            days |= said_days
    return days


def write_days(days: pl.DataFrame, file: Path, language: Language) -> None:
    """Write the days to `file` as csv to fill in. Raises PortfolioError folder_unwritable."""
    labels = codes.labels("milestone", language)
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\r\n")
    sheet.writerow([say(language, f"days.{name}") for name in COLUMNS])
    for row in days.iter_rows(named=True):
        sheet.writerow(
            [
                row["project_id"],
                row["name"],
                labels[row["milestone"]],
                row["before_on"],
                row["due_on"],
                "",
                "",
                "",
            ]
        )
    try:
        file.write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as refusal:
        raise PortfolioError("folder_unwritable", folder=file.parent) from refusal


def read_days(file: Path, days: pl.DataFrame) -> list[DayChoice]:
    """What the filled-in file chooses about the days. Raises PortfolioError days_… with file, row and value."""
    rows = list(csv.reader(io.StringIO(_text(file)), strict=True))
    columns = _columns(file, rows[0] if rows else [])
    chosen: list[Mapping[str, str]] = []
    for number, row in enumerate(rows[1:], start=2):
        if any(cell.strip() for cell in row):
            cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
            chosen.append(_coded(file, number, cells))
    return choices(days, chosen, file=file.name)


def choices(days: pl.DataFrame, chosen: Sequence[Mapping[str, str]], **where: object) -> list[DayChoice]:
    """One choice a day, those of which nothing is said being updates; `chosen` holds texts by the names of COLUMNS.

    Raises PortfolioError days_row_unknown, days_row_twice, days_document_missing or days_document_alone; `where` is told.
    """
    known = {
        (row["project_id"], row["milestone"], str(row["due_on"])): row for row in days.iter_rows(named=True)
    }
    by_key: dict[tuple[str, str, str], DayChoice] = {}
    for place, row in enumerate(chosen, start=1):
        key = (row["project_id"], row["milestone"], row["due_on"])
        facts = {**where, "row": row.get("row", place), "project": key[0], "day": key[2]}
        if key not in known:
            raise PortfolioError("days_row_unknown", **facts)
        if key in by_key:
            raise PortfolioError("days_row_twice", **facts)
        approved = row["treatment"] == "approved"
        documents = [row["approval"], row["approved_body"]]
        if approved and not all(documents):
            raise PortfolioError("days_document_missing", **facts)
        if not approved and any(documents):
            raise PortfolioError("days_document_alone", **facts)
        by_key[key] = _choice(key, "approved" if approved else "updated", *documents)
    return [by_key.get(key) or _choice(key, "updated", "", "") for key in known]


def _choice(key: tuple[str, str, str], treatment: str, approval: str, body: str) -> DayChoice:
    fields = {"treatment": treatment, "approval": approval or None, "approved_body": body or None}
    return DayChoice.model_validate(dict(zip(KEY, key, strict=True)) | fields)


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError as refusal:
        raise PortfolioError("days_file_unreadable", file=file) from refusal
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise PortfolioError("days_file_unreadable", file=file)


def _columns(file: Path, header: Sequence[str]) -> dict[str, int]:
    """Where each column stands; its head may be in either language."""
    named = {say(language, f"days.{name}"): name for language in LANGUAGES for name in COLUMNS}
    places = {named[cell.strip()]: place for place, cell in enumerate(header) if cell.strip() in named}
    missing = [name for name in (*KEY, *COLUMNS[-3:]) if name not in places]
    if missing:
        raise PortfolioError("days_column_missing", file=file.name, column=say("zh", f"days.{missing[0]}"))
    return places


def _coded(file: Path, number: int, cells: Mapping[str, str]) -> dict[str, str]:
    """The row in codes, whichever language it was written in."""
    facts = {"file": file.name, "row": number, "project": cells["project_id"]}
    milestones = {
        label: code for language in LANGUAGES for code, label in codes.labels("milestone", language).items()
    }
    treatments = {say(language, f"days.{name}"): name for language in LANGUAGES for name in TREATMENTS}
    treatments |= {name: name for name in TREATMENTS} | {"": "updated"}
    if cells["treatment"] not in treatments:
        raise PortfolioError("days_treatment_unknown", value=cells["treatment"], **facts)
    return {
        **cells,
        "row": str(number),
        "milestone": milestones.get(cells["milestone"], cells["milestone"]),
        "due_on": _day(cells["due_on"]),
        "treatment": treatments[cells["treatment"]],
    }


def _day(text: str) -> str:
    """The day as 2026-01-31, where it is written with slashes or without zeros as a spreadsheet saves it."""
    parts = text.replace("/", "-").replace(".", "-").split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return text
    return "-".join(part.zfill(2) for part in parts)
