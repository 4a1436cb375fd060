"""Accounts made and changed, by an administrator on a page or by an operator on the command line.

A change is one event; every refusal is a PortfolioError. The ledger's write rules have the last word on who may append it.
"""

from __future__ import annotations

import threading
from datetime import datetime

from portfolio import passwords
from portfolio.model import Account, Event, PortfolioError, Reader
from portfolio.queries import people
from portfolio.store import Store
from portfolio.store.write_rules import SET_UP, fit_login

OPERATOR = "operator"
"""Who the ledger names where no account stands behind a change: the command line."""
_TURN = threading.Lock()
"""One at a time looks whether a sign-in name is free and then takes it."""


def cleaned(login: str) -> str:
    """The sign-in name as it is kept: without spaces around it, in small letters."""
    return login.strip().casefold()


def set_up(store: Store, login: str, name: str, password: str, at: datetime) -> Account:
    """The first account, an administrator's. PortfolioError set_up_done where somebody was faster."""
    login = cleaned(login)
    _need_password(password, login)
    made = Account(
        login=login, name=_name(name), role="administrator", password_hash=passwords.hashed(password)
    )
    _need_login(login)
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
    account_held, login_unfit, name_missing, unit_unknown, county_unknown, password_length, password_weak.
    """
    made = account.model_copy(update={"login": cleaned(account.login), "name": _name(account.name)})
    _need_login(made.login)
    once = passwords.made_up() if password is None and made.subject is None else None
    kept = _kept(password, once, made.login)
    with _TURN:
        if people.account(store, made.login):
            raise PortfolioError("account_held", login=made.login)
        _append(store, fitted(store, made).model_copy(update={"password_hash": kept}), at, by)
    return once


def change(store: Store, login: str, changes: dict[str, object], at: datetime, by: Reader | None) -> Account:
    """The account as it stands after the changes of name, role, unit, county, subject or active.

    Raises account_unknown and what `add` raises; last_administrator is the write rules'.
    """
    with _TURN:
        changed = fitted(store, _held(store, login).model_copy(update=changes))
        changed = changed.model_copy(update={"name": _name(changed.name)})
        _append(store, changed, at, by)
    return changed


def reset_password(
    store: Store, login: str, at: datetime, by: Reader | None, password: str | None = None
) -> str | None:
    """The one-time password that the account now has; None where `password` was given and now stands."""
    once = passwords.made_up() if password is None else None
    with _TURN:
        held = _held(store, login)
        kept = _kept(password, once, held.login)
        _append(store, held.model_copy(update={"password_hash": kept}), at, by)
    return once


def own_password(store: Store, by: Reader, password: str, at: datetime) -> Account:
    """The reader's own account with the password that they chose."""
    _need_password(password, by.login)
    with _TURN:
        changed = _held(store, by.login).model_copy(update={"password_hash": passwords.hashed(password)})
        _append(store, changed, at, by)
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
    held = people.account(store, cleaned(login))
    if held is None:
        raise PortfolioError("account_unknown", login=cleaned(login))
    return held


def _kept(password: str | None, once: str | None, login: str) -> str | None:
    if password is not None:
        _need_password(password, login)
        return passwords.hashed(password)
    return passwords.hashed(once, once=True) if once else None


def _need_password(password: str, login: str) -> None:
    if fault := passwords.fault(password, login):
        raise PortfolioError(fault, shortest=passwords.SHORTEST)


def _need_login(login: str) -> None:
    if not fit_login(login):
        raise PortfolioError("login_unfit", login=login)


def _name(name: str) -> str:
    kept = " ".join(name.split())
    if not 1 <= len(kept) <= 40:
        raise PortfolioError("name_missing")
    return kept


def _append(store: Store, account: Account, at: datetime, by: Reader | None) -> None:
    event = Event(kind="account_changed", actor=by.login if by else OPERATOR, at=at)
    store.append(event, [account], by=by)
