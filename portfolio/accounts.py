"""Accounts made and changed, by an administrator on a page or by an operator on the command line.

A change is one event; every refusal is a PortfolioError. The ledger's write rules have the last word on who may append it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from portfolio import passwords, security_log
from portfolio.model import Account, Event, PortfolioError, Reader, Record
from portfolio.queries import people
from portfolio.store import MEMORY, Store
from portfolio.store.write_rules import SET_UP, fit_login

OPERATOR = "operator"
"""Who the ledger names where no account stands behind a change: the command line."""
TOLD = ("role", "unit_code", "county_code", "active", "subject")
"""What the security log tells of a change of an account."""
_TURN = threading.Lock()
"""One at a time looks whether a sign-in name is free and then takes it."""


def cleaned(login: str) -> str:
    """The sign-in name as it is kept: without spaces around it, in small letters."""
    return login.strip().casefold()


def set_up(store: Store, login: str, name: str, password: str, at: datetime) -> Account:
    """The first account, an administrator's. PortfolioError set_up_done where somebody was faster."""
    made = Account(login=cleaned(login), name=_name(name), role="administrator")
    _need_password(store, password, made)
    _need_login(made.login)
    made = made.model_copy(update={"password_hash": passwords.hashed(password)})
    try:
        store.append(Event(kind="account_changed", actor=SET_UP, at=at), [made])
    except PortfolioError as refusal:
        if refusal.code == "not_allowed":
            raise PortfolioError("set_up_done") from refusal
        raise
    return made


def add(
    store: Store, account: Account, at: datetime, by: Reader | None, password: str | None = None
) -> str | None:
    """The one-time password of the new account; None where it signs in by the city's own sign-in (subject) alone.

    `password` is the one chosen by an operator: then nothing is made up and nothing needs to be changed. Raises
    account_held, login_unfit, name_missing, unit_unknown, county_unknown, and password_length, password_common or
    password_weak for a password that will not do.
    """
    made = account.model_copy(update={"login": cleaned(account.login), "name": _name(account.name)})
    _need_login(made.login)
    once = passwords.made_up() if password is None and made.subject is None else None
    password_fields = _kept(store, made, password, once, at)
    with _TURN:
        if people.account(store, made.login):
            raise PortfolioError("account_held", login=made.login)
        _append(store, fitted(store, made).model_copy(update=password_fields), at, by, "account_added")
    return once


def change(store: Store, login: str, changes: dict[str, object], at: datetime, by: Reader | None) -> Account:
    """The account as it stands after the changes of name, role, unit, county, subject or active.

    Raises account_unknown and what `add` raises; last_administrator is the write rules'.
    """
    with _TURN:
        changed = fitted(store, _held(store, login).model_copy(update=changes))
        changed = changed.model_copy(update={"name": _name(changed.name)})
        _append(store, changed, at, by, "account_changed")
    return changed


def take(
    store: Store, accounts: Sequence[Account], records: Sequence[Record], at: datetime, by: Reader | None
) -> dict[str, str]:
    """Append the accounts and what came with them as one event, all or nothing; sign-in name to one-time password.

    `records`: units, assignments and contacts of the same workbook; an owner's unit may be among them. Raises what the
    ledger's write rules raise.
    """
    once: dict[str, str] = {}
    rows: list[Account] = []
    with _TURN:
        before = {one.login: people.account(store, one.login) for one in accounts}
        for one in accounts:
            made = one
            if before[one.login] is None and one.subject is None:
                once[one.login] = passwords.made_up()
                made = one.model_copy(update=_kept(store, one, None, once[one.login], at))
            rows.append(made)
        actor = by.login if by else OPERATOR
        store.append(Event(kind="people_listed", actor=actor, at=at), [*records, *rows], by=by)
    for one in rows:
        _tell(
            store, before[one.login], one, actor, "account_changed" if before[one.login] else "account_added"
        )
    return once


def reset_password(
    store: Store, login: str, at: datetime, by: Reader | None, password: str | None = None
) -> str | None:
    """The one-time password that the account now has; None where `password` was given and now stands."""
    once = passwords.made_up() if password is None else None
    with _TURN:
        before = _held(store, login)
        password_fields = _kept(store, before, password, once, at)
        _append(store, before.model_copy(update=password_fields), at, by, "password_reset")
    return once


def reset_factor(store: Store, login: str, at: datetime, by: Reader | None) -> Account:
    """The account without its second factor: it is set up anew, by whoever has lost theirs."""
    with _TURN:
        without = {"factor_secret": None, "recovery_hashes": None}
        changed = _held(store, login).model_copy(update=without)
        _append(store, changed, at, by, "second_factor_reset")
    return changed


def own_password(store: Store, by: Reader, password: str, at: datetime) -> Account:
    """The reader's own account with the password that they chose."""
    with _TURN:
        before = _held(store, by.login)
        changed = before.model_copy(update=_kept(store, before, password, None, at))
        _append(store, changed, at, by, "password_changed")
    return changed


def fitted(store: Store, account: Account) -> Account:
    """The account with only what its role has: an owner's unit, a reviewer's county (None: the whole city)."""
    needs_unit = account.role == "owner" and account.active
    if needs_unit and account.unit_code not in people.active_units(store):
        raise PortfolioError("unit_unknown", unit=account.unit_code or "")
    keep = {
        "unit_code": account.unit_code if account.role == "owner" else None,
        "county_code": account.county_code if account.role == "reviewer" else None,
        "subject": account.subject or None,
    }
    if keep["county_code"] and keep["county_code"] not in people.county_codes(store):
        raise PortfolioError("county_unknown", county=keep["county_code"])
    return account.model_copy(update=keep)


def _held(store: Store, login: str) -> Account:
    existing = people.account(store, cleaned(login))
    if existing is None:
        raise PortfolioError("account_unknown", login=cleaned(login))
    return existing


def _kept(
    store: Store, account: Account, password: str | None, once: str | None, at: datetime
) -> dict[str, object]:
    """What an account keeps of the password chosen, or of the one-time one, which opens it for a while only."""
    if password is not None:
        _need_password(store, password, account)
        return {"password_hash": passwords.hashed(password), "once_until": None}
    if once is None:
        return {"password_hash": None, "once_until": None}
    until = at + timedelta(hours=passwords.ONCE_LASTS_H)
    return {"password_hash": passwords.hashed(once, once=True), "once_until": until}


def _need_password(store: Store, password: str, account: Account) -> None:
    names = [account.login, account.name, *people.place_names(store)]
    if fault := passwords.fault(password, names):
        raise PortfolioError(fault, shortest=passwords.SHORTEST, own=passwords.OWN)


def _need_login(login: str) -> None:
    if not fit_login(login):
        raise PortfolioError("login_unfit", login=login)


def _name(name: str) -> str:
    cleaned_name = " ".join(name.split())
    if not 1 <= len(cleaned_name) <= 40:
        raise PortfolioError("name_missing")
    return cleaned_name


def _append(store: Store, account: Account, at: datetime, by: Reader | None, kind: str) -> None:
    actor = by.login if by else OPERATOR
    before = people.account(store, account.login)
    store.append(Event(kind="account_changed", actor=actor, at=at), [account], by=by)
    _tell(store, before, account, actor, kind)


def _tell(store: Store, before: Account | None, account: Account, actor: str, kind: str) -> None:
    """Tell the security log of the account what is new of it."""
    if store.path == MEMORY:
        return
    facts: dict[str, Any] = {
        name: f"{getattr(before, name)} > {getattr(account, name)}" if before else getattr(account, name)
        for name in TOLD
        if before is None or getattr(before, name) != getattr(account, name)
    }
    security_log.of(store.path.parent).tell(kind, login=account.login, by=actor, **facts)
