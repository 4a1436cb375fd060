"""The decision whether a sign-in name and a password open a session, and what a reader is told if not."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio import accounts, clock, passwords, security_log
from portfolio.model import Account, Event, PortfolioError
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access import requests
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.web.access.sessions import Device


@dataclass(frozen=True)
class Attempt:
    """`token` of the session that was begun, or the key of the sentence that says why none was, and how long to wait."""

    token: str | None = None
    refused: str = ""
    wait_s: int = 0
    whole: bool = False
    """Whether that session is whole: no second factor is owed."""

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, at least one."""
        return in_minutes(self.wait_s)


def in_minutes(wait_s: int) -> int:
    """Seconds to wait in whole minutes, at least one."""
    return max(1, -(-wait_s // 60))


def is_known(login: str, device: Device) -> bool:
    """Whether somebody signed in by that name from the browser before."""
    return device.knows(KEPT.derived("browsers"), accounts.cleaned(login)[:200])


def sign_in(login: str, password: str, address: str, device: Device = Device()) -> Attempt:  # noqa: B008
    """What comes of a try from that network address and browser. It takes as long for a name that nobody has."""
    login, address = accounts.cleaned(login)[:200], requests.counted(address)
    account = people.account(workspaces.store("official"), login)
    trusted = is_known(login, device) and KEPT.tries.is_trusted(device, login)
    if not trusted:
        if wait := KEPT.tries.visit(address):
            return _refused(account, address, "access.too_many", wait)
        if wait := KEPT.tries.take(login, address):
            return _refused(account, address, "access.locked", wait)
    right = passwords.is_right(password, account.password_hash if account else None)
    if not (right and account and account.active):
        wait = 0 if trusted else KEPT.tries.wait_s(login, address)
        return _refused(account, address, "access.locked" if wait else "access.wrong", wait)
    if has_expired(account):
        return _refused(account, address, "access.once_expired", 0)
    account = _renewed(account, password)
    must_change, must_prove = passwords.is_once(account.password_hash), account.factor_secret is not None
    if not must_prove:
        signed_in(account, address, device, by="password")
    token = KEPT.sessions.begin(account, must_change=must_change, must_prove=must_prove)
    return Attempt(token, whole=not must_prove)


def signed_in(account: Account, address: str, device: Device, by: str) -> None:
    """Note that somebody is in: what was wrong before is forgotten, and the log tells."""
    KEPT.tries.right(account.login, requests.counted(address), device)
    log().tell("signed_in", login=account.login, role=account.role, address=address, by=by)


def has_expired(account: Account) -> bool:
    """Whether its one-time password opens nothing any more; one of which no end was kept is such a one."""
    if not passwords.is_once(account.password_hash):
        return False
    return account.once_until is None or account.once_until < clock.now()


def log() -> security_log.SecurityLog:
    """The security log of the data folder."""
    return security_log.of(workspaces.data_folder())


def _refused(account: Account | None, address: str, why: str, wait_s: int) -> Attempt:
    """The refusal, told in the log; a name that no account has is not written down: it may be a password."""
    facts = {"login": account.login if account else "", "address": address, "why": why.partition(".")[2]}
    log().tell("sign_in_refused", stranger=True, **facts, wait_s=wait_s or "")
    return Attempt(refused=why, wait_s=wait_s)


def _renewed(account: Account, password: str) -> Account:
    """The account, its password hashed anew where the old hash was made with weaker parameters than today's."""
    stored = account.password_hash or ""
    if not passwords.is_outdated(stored):
        return account
    made = passwords.hashed(password, once=passwords.is_once(stored))
    return save(account.model_copy(update={"password_hash": made}))


def save(account: Account) -> Account:
    """The account, as its holder has changed it."""
    store = workspaces.store("official")
    event = Event(kind="account_changed", actor=account.login, at=clock.now())
    store.append(event, [account], by=people.reader(store, account))
    return account


def need_current(account: Account, password: str) -> None:
    """Raise PortfolioError password_wrong, or sign_in_locked where it was wrong too often."""
    if wait := KEPT.tries.codes.take(account.login):
        raise PortfolioError("sign_in_locked", minutes=in_minutes(wait), count=WRONG)
    if not passwords.is_right(password, account.password_hash):
        raise PortfolioError("password_wrong")
    KEPT.tries.codes.forget(account.login)


def change_password(account: Account, current: str | None, new: str, again: str) -> Account:
    """The account with its new password. `current` is None for who has just signed in with a one-time one.

    Raises PortfolioError password_wrong, sign_in_locked, passwords_differ, password_same and what
    accounts.own_password raises.
    """
    store = workspaces.store("official")
    if current is not None:
        need_current(account, current)
    need_twice(new, again)
    if passwords.is_right(new, account.password_hash):
        raise PortfolioError("password_same")
    return accounts.own_password(store, people.reader(store, account), new, clock.now())


def need_twice(new: str, again: str) -> None:
    """Raise PortfolioError passwords_differ where they do."""
    if new != again:
        raise PortfolioError("passwords_differ")
