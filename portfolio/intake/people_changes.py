"""What a workbook of units, accounts and assignments would change: the records to append, and each change in two words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from portfolio.intake.people_lists import PeopleFile
from portfolio.intake.values import narrowed
from portfolio.model import Account, Assignment, Contact, Unit
from portfolio.queries import people
from portfolio.store import Store

Part = Literal["unit", "account", "duty", "contact"]
Row = Mapping[str, Any]
_NUMBERED = re.compile(r"U(\d{1,6})")


@dataclass(frozen=True)
class Change:
    """One thing that would change: `whose` names it, `before` and `after` are fields by name, each null where unknown."""

    part: Part
    whose: str
    before: Row | None
    after: Row


@dataclass(frozen=True)
class PeopleChanges:
    """What would be appended, and what of it is new or changed; an account's password is not among it.

    `without_unit`: projects of which nobody would report; `without_account`: units that nobody would report for.
    """

    units: tuple[Unit, ...]
    accounts: tuple[Account, ...]
    assignments: tuple[Assignment, ...]
    contacts: tuple[Contact, ...]
    changes: tuple[Change, ...]
    without_unit: int
    without_account: int

    @property
    def is_empty(self) -> bool:
        """Whether the workbook says what stands already."""
        return not (self.units or self.accounts or self.assignments or self.contacts)

    def count(self, part: Part, *, new: bool | None = None) -> int:
        """How many changes of that part there are; only the new ones, or only the others."""
        return sum(one.part == part and (new is None or (one.before is None) is new) for one in self.changes)


def people_changes(file: PeopleFile, store: Store) -> PeopleChanges:
    """What the workbook changes of what stands now; a blank cell changes nothing."""
    held = people.units(store)
    units, named = _units(_rows(file, "units"), held)
    accounts = list(_accounts(_rows(file, "accounts"), named, store))
    assignments, duties = _duties(_rows(file, "duties"), named, store)
    contacts = list(_contacts(file, named, store))
    changes = [
        *(change for _, change in units),
        *(change for _, change in accounts),
        *duties,
        *(change for _, change in contacts),
    ]
    return PeopleChanges(
        units=tuple(unit for unit, _ in units),
        accounts=tuple(account for account, _ in accounts),
        assignments=tuple(assignments),
        contacts=tuple(contact for contact, _ in contacts),
        changes=tuple(changes),
        without_unit=_without_unit(assignments, store),
        without_account=_without_account(units, accounts, store),
    )


def _rows(file: PeopleFile, sheet: str) -> list[dict[str, Any]]:
    return file.rows[sheet].to_dicts() if sheet in file.rows else []


def _units(
    rows: list[dict[str, Any]], held: pl.DataFrame
) -> tuple[list[tuple[Unit, Change]], dict[str, str]]:
    """The units that are new or change, and every unit's code by its narrowed name."""
    standing = {narrowed(row["name"]): row for row in held.to_dicts()}
    named = {name: str(row["unit_code"]) for name, row in standing.items()}
    taken = [int(match[1]) for code in held["unit_code"] if (match := _NUMBERED.fullmatch(code))]
    number = max(taken, default=0)
    found: list[tuple[Unit, Change]] = []
    for row in rows:
        name = narrowed(row["name"])
        before = standing.get(name)
        if before is None:
            number += 1
            named[name] = f"U{number:03}"
        stands = before or {"name": row["name"], "county_code": None, "active": True}
        unit = Unit(
            unit_code=named[name],
            name=stands["name"],
            county_code=row["county_code"] or stands["county_code"],
            active=stands["active"] if row["active"] is None else row["active"],
        )
        after = {"county_code": unit.county_code, "active": unit.active}
        was = None if before is None else {key: before[key] for key in after}
        if was != after:
            found.append((unit, Change("unit", unit.name, was, after)))
    return found, named


def _accounts(
    rows: list[dict[str, Any]], named: Mapping[str, str], store: Store
) -> Iterator[tuple[Account, Change]]:
    for row in rows:
        held = people.account(store, row["login"])
        told: dict[str, Any] = {
            "name": row["name"],
            "role": row["role"],
            "unit_code": named.get(narrowed(row["unit"])) if row["role"] == "owner" and row["unit"] else None,
            "county_code": row["county_code"] if row["role"] == "reviewer" else None,
        }
        if row["active"] is not None:
            told["active"] = row["active"]
        account = held.model_copy(update=told) if held else Account(login=row["login"], **told)
        keys = ("name", "role", "unit_code", "county_code", "active")
        after = {key: getattr(account, key) for key in keys}
        was = None if held is None else {key: getattr(held, key) for key in keys}
        if was != after:
            yield account, Change("account", f"{account.name}（{account.login}）", was, after)


def _duties(
    rows: list[dict[str, Any]], named: Mapping[str, str], store: Store
) -> tuple[list[Assignment], list[Change]]:
    """A project's units become those of its rows: what it had by name and is not among them is taken back."""
    given = people.assignments(store).filter(pl.col("project_id").is_not_null())
    now: dict[str, list[str]] = {}
    for project, unit in given["project_id", "unit_code"].iter_rows():
        now.setdefault(project, []).append(unit)
    wanted: dict[str, list[str]] = {}
    for row in rows:
        if row["unit"] is not None:
            wanted.setdefault(row["project_id"], []).append(named[narrowed(row["unit"])])
    records: list[Assignment] = []
    changes: list[Change] = []
    for project, after in wanted.items():
        before = now.get(project, [])
        if set(before) == set(after):
            continue
        records += [
            Assignment(unit_code=unit, project_id=project, active=False)
            for unit in before
            if unit not in after
        ]
        records += [
            Assignment(unit_code=unit, project_id=project)
            for unit in dict.fromkeys(after)
            if unit not in before
        ]
        changes.append(Change("duty", project, {"units": before} if before else None, {"units": after}))
    return records, changes


def _contacts(file: PeopleFile, named: Mapping[str, str], store: Store) -> Iterator[tuple[Contact, Change]]:
    standing = {(row["unit_code"], row["project_id"]): row for row in people.contacts(store).to_dicts()}
    fields = ("person", "telephone", "leader")
    seen: set[tuple[str | None, str | None]] = set()
    for sheet in ("units", "duties"):
        for row in _rows(file, sheet):
            unit = named[narrowed(row["name"])] if sheet == "units" else None
            key = (unit, None if unit else str(row["project_id"]))
            told = {name: row.get(name) for name in fields if row.get(name) is not None}
            before = standing.get(key)
            was = {name: before[name] if before else None for name in fields}
            after = was | told
            if after == was or key in seen:
                continue
            seen.add(key)
            whose = row["name"] if unit else row["project_id"]
            contact = Contact(unit_code=unit, project_id=key[1], **after)
            yield contact, Change("contact", str(whose), was if before else None, after)


def _without_unit(assignments: list[Assignment], store: Store) -> int:
    left = set(people.without_unit(store)["project_id"])
    return len(left - {one.project_id for one in assignments if one.active})


def _without_account(
    units: list[tuple[Unit, Change]], accounts: list[tuple[Account, Change]], store: Store
) -> int:
    """How many units in use nobody would report for."""
    used = set(people.active_units(store)) | {unit.unit_code for unit, _ in units if unit.active}
    used -= {unit.unit_code for unit, _ in units if not unit.active}
    standing = people.accounts(store).filter(pl.col("active"))
    units_of = dict(standing["login", "unit_code"].iter_rows())
    units_of |= {one.login: one.unit_code if one.active else None for one, _ in accounts}
    return len(used - set(units_of.values()))
