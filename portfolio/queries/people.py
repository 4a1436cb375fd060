"""Who there is and what is theirs: accounts, units, assignments, settings; as they stand now, whatever day is asked about.

A password's hash is given by `account` alone, to whoever checks a sign-in; no other answer holds one.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from portfolio.model import Account, Reader
from portfolio.store import Store


def any_account(store: Store) -> bool:
    """Whether an account exists, active or not: from then on nobody gets in without signing in."""
    return not _read(store, "account_shown", "login").is_empty()


def accounts(store: Store) -> pl.DataFrame:
    """One row an account, without its password's hash: has_password and must_change say what there is."""
    return _read(store, "account_shown", "active DESC, role, login")


def newest_access_event(store: Store) -> int:
    """The number of the event by which an account, or a choice of the city, was last made or changed; 0 for none."""
    numbers: list[int] = store.read("FROM access_event()")["event_id"].to_list()
    return max(numbers, default=0)


def account(store: Store, login: str) -> Account | None:
    """The account of that sign-in name as it stands, whether active or not, with its password's hash."""
    return _account(store, "login", login)


def account_of_subject(store: Store, subject: str) -> Account | None:
    """The account that a provider's `subject` stands for, whether active or not."""
    return _account(store, "subject", subject)


def _account(store: Store, column: str, value: str) -> Account | None:
    question = f"FROM account_in_force($newest_event) WHERE {column} = $value ORDER BY active DESC, login"
    rows = store.read(question, {"newest_event": store.version(), "value": value}).to_dicts()
    return Account(**{name: rows[0][name] for name in Account.model_fields}) if rows else None


def reader_of(store: Store, login: str) -> Reader | None:
    """Whoever signs in by that name, with what they may read; None where there is no active account."""
    holder = account(store, login)
    return reader(store, holder) if holder and holder.active else None


def reader(store: Store, holder: Account) -> Reader:
    """The account's holder, with what they may read."""
    return Reader(
        login=holder.login,
        name=holder.name,
        role=holder.role,
        unit_code=holder.unit_code,
        county_code=holder.county_code,
        scope=scope_of(store, holder.role, holder.unit_code, holder.county_code),
    )


def scope_of(
    store: Store, role: str, unit_code: str | None, county_code: str | None
) -> tuple[str, ...] | None:
    """What such a reader may read: an owner the unit's projects, a county's reviewer the county, others all (None)."""
    if role == "owner":
        return tuple(unit_projects(store, unit_code)["project_id"]) if unit_code else ()
    return (county_code,) if role == "reviewer" and county_code else None


def unit_projects(store: Store, unit_code: str | None) -> pl.DataFrame:
    """One row a project that the unit answers for: project_id, unit_code."""
    return store.read(
        "FROM project_unit($newest_event) WHERE unit_code = $unit_code ORDER BY project_id",
        {"newest_event": store.version(), "unit_code": unit_code},
    )


def units(store: Store) -> pl.DataFrame:
    """One row a unit: unit_code, name, county_code, active, project_count, account_count."""
    return _read(store, "unit_shown", "active DESC, unit_code")


def active_units(store: Store) -> dict[str, str]:
    """Code to name of the units that may report."""
    rows = units(store)["unit_code", "name", "active"].iter_rows()
    return {code: name for code, name, active in rows if active}


def county_codes(store: Store) -> list[str]:
    """The codes of the library's counties, in their order, the city level and the unnamed county among them."""
    return _read(store, "county_row", "sort_order")["county_code"].to_list()


def counties(store: Store) -> pl.DataFrame:
    """One row a county of the library: county_code and what it is called: name, short_name, name_en."""
    return _read(store, "county_row", "sort_order")["county_code", "name", "short_name", "name_en"]


def projects(store: Store) -> pl.DataFrame:
    """One row a row of the library: project_id, name, county_code, kind, owner_unit."""
    rows = _read(store, "library_row", "project_id")
    return rows["project_id", "name", "county_code", "kind", "owner_unit"]


def contacts(store: Store) -> pl.DataFrame:
    """One row a unit or project of which it was said whom to call: unit_code, project_id, person, telephone, leader."""
    rows = _read(store, "contact_in_force", "unit_code, project_id")
    return rows["unit_code", "project_id", "person", "telephone", "leader"]


def unit_contacts(store: Store) -> pl.DataFrame:
    """One row a unit of which anybody is named: unit_code, contact, telephone."""
    rows = contacts(store).filter(pl.col("unit_code").is_not_null())
    return rows.select("unit_code", "telephone", contact="person")


def answering(store: Store) -> pl.DataFrame:
    """One row a project that a unit answers for: unit_name; of several units the first."""
    rows = _read(store, "project_call", "project_id, unit_code").drop_nulls("unit_code")
    return rows.select("project_id", "unit_name").unique("project_id", keep="first", maintain_order=True)


def calls(store: Store) -> pl.DataFrame:
    """One row a project of which anybody is named; of several units that answer for it the first.

    person and telephone are the project's own; unit_name, unit_person, unit_telephone and leader its unit's.
    """
    rows = _read(store, "project_call", "project_id, unit_code")
    named = pl.any_horizontal(pl.col("person", "unit_person", "leader").is_not_null())
    return rows.filter(named).unique("project_id", keep="first", maintain_order=True)


def place_names(store: Store) -> list[str]:
    """What the city and its counties are called, in both languages: the words that stand in many a password there."""
    names = store.read("FROM place_name() ORDER BY name")["name"].to_list()
    bare = ["".join(letter for letter in name.split()[0] if letter.isalnum()) for name in names]
    return [*names, *bare]


def unit_name(store: Store, unit_code: str) -> str:
    """The unit's name; its code where there is none of that code."""
    names = units(store).filter(pl.col("unit_code") == unit_code)["name"]
    return str(names[0]) if len(names) else unit_code


def assignments(store: Store) -> pl.DataFrame:
    """One row a project or whole county (project_id null) that a unit answers for, with names."""
    return _read(store, "assignment_shown", "unit_code, county_code, project_id")


def without_unit(store: Store) -> pl.DataFrame:
    """One row a project that no unit answers for."""
    return _read(store, "project_without_unit", "county_code, project_id")


def settings(store: Store) -> dict[str, str]:
    """Name to value of the city's choices that somebody has made."""
    return dict(_read(store, "setting_in_force", "name").iter_rows())


def editions(store: Store, day: date) -> pl.DataFrame:
    """One row a library that was taken, the newest first; in_force is the one that answers the day."""
    return store.read(
        "FROM edition_taken($as_of, $newest_event) ORDER BY event_id DESC",
        {"as_of": day, "newest_event": store.version()},
    )


def rules_set(store: Store) -> pl.DataFrame:
    """One row a number ever set for a rule, the newest day first."""
    return _read(store, "threshold_set", "effective_on DESC, event_id DESC, name")


def _read(store: Store, macro: str, order: str) -> pl.DataFrame:
    return store.read(f"FROM {macro}($newest_event) ORDER BY {order}", {"newest_event": store.version()})
