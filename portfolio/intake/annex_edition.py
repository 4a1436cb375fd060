"""What an annex makes of the library in force: which rows continue, which are new and under what number, which go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.intake.annex import AnnexFile
from portfolio.intake.annex_row import AnnexRow
from portfolio.intake.values import narrowed
from portfolio.library import Standing
from portfolio.library.columns import LIBRARY
from portfolio.library.renewing import box_of, next_number, parts_of
from portfolio.model import Problem

Row = dict[str, Any]
_SEVERAL = re.compile("[、,，;；]")


@dataclass(frozen=True)
class AnnexEdition:
    """The rows of the newer edition (columns of LIBRARY), the numbers given to new projects, and what is wrong."""

    rows: tuple[Row, ...]
    given: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def edition_of(file: AnnexFile, before: Standing, *, whole: bool) -> AnnexEdition:
    """The edition that the file makes; of a file that is not the `whole` library, every other row stays as it stands."""
    held = {row["project_id"]: row for row in before.library.iter_rows(named=True)}
    matched, problems = _matched(file.rows, held)
    rows: list[Row] = []
    given: list[tuple[str, str]] = []
    gone: set[str] = set()
    for one in file.rows:
        old = matched.get(id(one))
        origins, told = _origins(one, held)
        problems += told
        gone |= set(origins)
        if old is None and not origins and not (one.category and one.area):
            problems.append(one.problem("annex_category", "category"))
        number, own = _number(one, old, origins, before, [row["project_id"] for row in rows])
        if own:
            given.append((number, one.name))
        old = held.get(origins[0]) if len(origins) == 1 and old is None else old
        rows.append(_row(one, number, old, origins, before))
    stated = {row["project_id"] for row in rows}
    if not whole:
        rows += [row for number, row in held.items() if number not in stated and number not in gone]
    parents = {row["project_id"] for row in rows if row["kind"] == "group"}
    rows = [row | {"parent_id": row["parent_id"] if row["parent_id"] in parents else None} for row in rows]
    problems += [
        one.problem("annex_kind", "name", severity="warning")
        for one in file.rows
        if _is_service(one, matched)
    ]
    return AnnexEdition(tuple(sorted(rows, key=lambda row: row["project_id"])), tuple(given), tuple(problems))


def _is_service(one: AnnexRow, matched: Mapping[int, Row]) -> bool:
    """Whether the file states an amount or days of what stands as a standing service."""
    old = matched.get(id(one))
    return old is not None and old["kind"] == "service" and one.completion is not None


def _matched(rows: tuple[AnnexRow, ...], held: Mapping[str, Row]) -> tuple[dict[int, Row], list[Problem]]:
    """Each row's own row in the edition in force: by number, by national code, by name within the county."""
    codes = {row["project_code"]: row for row in held.values() if row["project_code"]}
    names: dict[str, list[Row]] = {}
    for row in held.values():
        names.setdefault(narrowed(row["name"]), []).append(row)
    found: dict[int, Row] = {}
    problems: list[Problem] = []
    taken: dict[str, AnnexRow] = {}
    for one in rows:
        old = held.get(one.number or "") or codes.get(one.code or "")
        if old is None and one.number is None:
            same = names.get(narrowed(one.name), [])
            alike = (
                [row for row in same if one.county_code in (None, row["county_code"])]
                if len(same) > 1
                else same
            )
            if len(alike) > 1:
                numbers = "、".join(row["project_id"] for row in alike)
                problems.append(one.problem("annex_ambiguous", "name", facts=(("numbers", numbers),)))
                continue
            # the same name in another county is another project
            old = alike[0] if alike and one.county_code in (None, alike[0]["county_code"]) else None
        if old is None:
            continue
        first = taken.setdefault(old["project_id"], one)
        if first is not one:
            facts = (("row", str(first.row_number)), ("sheet", first.sheet), ("part", old["project_id"]))
            problems.append(one.problem("annex_twice", "name", facts=facts))
        found[id(one)] = old
    return found, problems


def _origins(one: AnnexRow, held: Mapping[str, Row]) -> tuple[list[str], list[Problem]]:
    """The numbers that the row continues, named by number or by name."""
    found: list[str] = []
    problems: list[Problem] = []
    for text in filter(None, (part.strip() for part in _SEVERAL.split(one.before or ""))):
        bare = narrowed(text)
        alike = [number for number, row in held.items() if bare in (narrowed(number), narrowed(row["name"]))]
        if len(alike) != 1:
            problems.append(one.problem("annex_origin", "before", facts=(("part", text),)))
        elif narrowed(text) != narrowed(one.name):
            found.append(alike[0])
    return found, problems


def _number(
    one: AnnexRow, old: Row | None, origins: list[str], before: Standing, taken: list[str]
) -> tuple[str, bool]:
    """The row's number, and whether it is given here. What continues others has one of its own."""
    if one.number:
        return one.number, False
    if old is not None and not origins:
        return str(old["project_id"]), False
    return next_number(before, old["box"] if old else box_of(before, one.area or ""), taken)[0], True


def _row(one: AnnexRow, number: str, old: Row | None, origins: list[str], before: Standing) -> Row:
    """The row of the newer edition: what the file leaves blank stays as the edition before has it."""
    blank: Row = dict.fromkeys(LIBRARY) | {
        "kind": "project",
        "funding": [],
        "scale": [],
        "milestones": [],
        "evidence": [],
    }
    area = one.area or (old["service_area"] if old else None) or ""
    box, item = parts_of(number) or (box_of(before, area), 0)
    stated = {
        "project_code": one.code,
        "name": one.name,
        "county_code": one.county_code,
        "service_area": one.area,
        "category": one.category,
        "programme": one.programme,
        "construction_type": one.nature,
        "owner_unit": one.owner,
        "planned_investment_amount": one.investment,
        "planned_investment_qualifier": one.qualifier,
        "note": one.note,
    }
    row = (old or blank) | {key: value for key, value in stated.items() if value is not None}
    if old is not None and one.name != old["name"]:
        row["name_en"] = None
    row |= {"project_id": number, "stated_in": f"{one.sheet} 第{one.row_number}行"}
    if old is None or number != old["project_id"]:
        row |= {"box": box, "item": item, "predecessor_ids": origins or None}
    if one.sources:
        told = [
            {"source": source, "amount": amount, "currency": "CNY", "note": None}
            for source, amount in one.sources
        ]
        row["funding"] = told
    row["milestones"] = list(_milestones(one, row["milestones"]))
    return row


def _milestones(one: AnnexRow, stated: list[Row]) -> Iterator[Row]:
    """The milestones with the file's own days of start and completion in the place of those of the plan before."""
    own = {
        name: day for name, day in (("start", one.start), ("completion", one.completion)) if day is not None
    }
    for old in stated:
        if old["milestone"] not in own or old["evidence_no"] is not None:
            yield old
    for name, (day, precision) in own.items():
        due = {"milestone": name, "label": None, "due_on": day, "due_precision": precision}
        yield due | {"done_on": None, "done_precision": None, "evidence_no": None}
