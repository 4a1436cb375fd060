"""Single acts upon the library in force that make a newer edition: a project enters, is renamed, split or merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any

import polars as pl

from portfolio.library.columns import LIBRARY
from portfolio.library.national_code import fault_of, tidied
from portfolio.library.renewing import Standing, box_of, next_number, renewed
from portfolio.library.taking import Taken
from portfolio.model import OpeningFigure, PortfolioError
from portfolio.store import Store

Row = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """What an act makes: the rows of the newer edition, and the numbers that it gives."""

    rows: tuple[Row, ...]
    given: tuple[str, ...] = ()
    openings: tuple[OpeningFigure, ...] = ()
    keeps: str | None = None
    """The number that a renamed project keeps."""

    @property
    def about(self) -> tuple[str, ...]:
        """The numbers under which the act's projects go on."""
        return self.given if self.keeps is None else (self.keeps,)


def entered(before: Standing, stated: Mapping[str, Any], start: date | None, completion: date | None) -> Act:
    """A project enters (调入): `stated` has columns of LIBRARY, name, service_area and category among them.

    Raises PortfolioError amend_name for a blank name, amend_stands where one of that name stands in that county,
    national_… for a national code that cannot be one.
    """
    name = _name(stated["name"])
    same = before.library.filter(name=name)
    if stated.get("county_code") in same["county_code"].to_list():
        raise PortfolioError("amend_stands", name=name, project=same["project_id"][0])
    box = box_of(before, stated["service_area"])
    number, item = next_number(before, box)
    days = [_due(*one) for one in (("start", start), ("completion", completion)) if one[1] is not None]
    blank = dict.fromkeys(LIBRARY) | {"kind": "project", "funding": [], "scale": [], "evidence": []}
    amount = stated.get("planned_investment_amount")
    own = {"project_id": number, "name": name, "box": box, "item": item, "milestones": days}
    own |= {"project_code": national_code(stated.get("project_code"))}
    own |= {"planned_investment_qualifier": None if amount is None else "exact"}
    return Act((*before.library.iter_rows(named=True), {**blank, **stated, **own}), (number,))


def renamed(before: Standing, project_id: str, name: str, code: str | None) -> Act:
    """A project has another name from the day on, or a national code, under the number that it has. Raises as entered."""
    old = _row(before, project_id)
    changes: Row = {"name": _name(name), "project_code": national_code(code)}
    changes["name_en"] = old["name_en"] if old["name"] == changes["name"] else None
    rows = before.library.iter_rows(named=True)
    newer = tuple(row | changes if row["project_id"] == project_id else row for row in rows)
    return Act(newer, keeps=project_id)


def split(
    before: Standing,
    project_id: str,
    parts: Sequence[tuple[str, Decimal | None]],
    figures: Sequence[Mapping[str, Any]],
) -> Act:
    """A project becomes several, each with its name and investment, under numbers of their own.

    `figures`: what each takes over, in the fields of OpeningFigure but its numbers; `part` is its place from 0.
    Raises PortfolioError amend_parts for fewer than two, and as entered.
    """
    if len(parts) < 2:
        raise PortfolioError("amend_parts")
    old = _row(before, project_id)
    rows, given = _continued(before, old, [_name(name) for name, _ in parts], [project_id])
    for row, (_, amount) in zip(rows, parts, strict=True):
        row |= {
            "planned_investment_amount": amount,
            "planned_investment_qualifier": None if amount is None else "exact",
        }
        row |= {
            "funding": [],
            "scale": [],
            "evidence": [],
            "milestones": _planned(old["milestones"]),
            "project_code": None,
        }
    openings = tuple(
        OpeningFigure(
            project_id=given[one["part"]],
            predecessor_id=project_id,
            **{name: value for name, value in one.items() if name != "part"},
        )
        for one in figures
    )
    return Act((*_without(before, [project_id]), *rows), given, openings)


def merged(before: Standing, project_ids: Sequence[str], name: str) -> Act:
    """Several projects become one, under a number of its own: their investment and funding added up, where all are known.

    Its county, category and unit are the first one's; it starts when the first starts, and is complete with the last.
    """
    if len(set(project_ids)) < 2:
        raise PortfolioError("amend_parts")
    olds = [_row(before, number) for number in project_ids]
    (row,), given = _continued(before, olds[0], [_name(name)], list(project_ids))
    amounts = [old["planned_investment_amount"] for old in olds]
    total = None if None in amounts else sum(amounts, Decimal(0))
    row |= {
        "planned_investment_amount": total,
        "planned_investment_qualifier": None if total is None else "exact",
    }
    row |= {
        "funding": [one for old in olds for one in old["funding"]],
        "scale": [one for old in olds for one in old["scale"]],
    }
    row |= {"evidence": [], "project_code": None, "milestones": list(_outer(olds))}
    return Act((*_without(before, project_ids), row), given)


def made(before: Standing, act: Act, fields: Mapping[str, Any], where: str) -> Taken:
    """The edition that the act makes, checked as every other."""
    stated = {"stated_in": f"{fields['document_number']}"}
    rows = [row | stated if row["project_id"] in act.given else row for row in act.rows]
    return renewed(before, rows, fields, where, act.openings)


def refuse_day(store: Store, day: date, document: str) -> None:
    """Raise PortfolioError for a day that cannot carry the act.

    amend_before_newer where a later edition stands, which would not know of it; amend_same_day where an edition of the very
    day has another document: only one of both would be told.
    """
    rows = store.read("FROM edition_standing($newest)", {"newest": store.version()})
    for row in rows.iter_rows(named=True):
        on = row["effective_on"]
        if on is not None and on > day:
            raise PortfolioError("amend_before_newer", day=on, document=row["document_number"])
        if on == day and row["document_number"] != document:
            raise PortfolioError("amend_same_day", day=on, document=row["document_number"])


def national_code(text: str | None) -> str | None:
    """The national code as it is kept; None for a blank. Raises PortfolioError national_… for what cannot be one."""
    if not (text or "").strip():
        return None
    code = tidied(text or "")
    if fault := fault_of(code):
        raise PortfolioError(fault, value=code)
    return code


def _name(text: str) -> str:
    name = (text or "").strip()
    if not name:
        raise PortfolioError("amend_name")
    return name


def _row(before: Standing, project_id: str) -> Row:
    return dict(before.library.row(by_predicate=pl.col("project_id") == project_id, named=True))


def _without(before: Standing, numbers: Sequence[str]) -> list[Row]:
    return [row for row in before.library.iter_rows(named=True) if row["project_id"] not in numbers]


def _continued(
    before: Standing, old: Row, names: Sequence[str], origins: list[str]
) -> tuple[list[Row], tuple[str, ...]]:
    """A row a name that continues `origins`, each with a number of its own."""
    rows: list[Row] = []
    given: list[str] = []
    for name in names:
        number, item = next_number(before, old["box"], given)
        given.append(number)
        rows.append(
            old
            | {"project_id": number, "item": item, "name": name, "name_en": None, "predecessor_ids": origins}
        )
    return rows, tuple(given)


def _due(milestone: str, day: date | None) -> Row:
    due = {"milestone": milestone, "label": None, "due_on": day, "due_precision": "day"}
    return due | {"done_on": None, "done_precision": None, "evidence_no": None}


def _planned(stated: Sequence[Row]) -> list[Row]:
    """The days that the plan itself states."""
    return [one for one in stated if one["evidence_no"] is None]


def _outer(olds: Sequence[Row]) -> Iterable[Row]:
    """The plan's days of all: of the start the first, of everything else the last."""
    outer: dict[str, Row] = {}
    stated = (one for old in olds for one in _planned(old["milestones"]) if one["due_on"])
    for one in sorted(stated, key=itemgetter("due_on")):
        if one["milestone"] == "start":
            outer.setdefault("start", one)
        else:
            outer[one["milestone"]] = one
    return outer.values()
