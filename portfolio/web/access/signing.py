"""The decision whether a sign-in name and a password open a session, and what a reader is told if not."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio import accounts, clock, passwords
from portfolio.model import Account, Event, PortfolioError
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access.keeping import KEPT, WRONG


@dataclass(frozen=True)
class Attempt:
    """`token` of the session that was begun, or the key of the sentence that says why none was, and how long to wait."""

    token: str | None = None
    refused: str = ""
    wait_s: int = 0
    must_change: bool = False

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, at least one."""
        return max(1, -(-self.wait_s // 60))


def sign_in(login: str, password: str, address: str) -> Attempt:
    """What comes of a try from that network address. It takes as long for a name that nobody has."""
    login = accounts.cleaned(login)[:200]
    if wait := KEPT.tries.take(address):
        return Attempt(refused="access.too_many", wait_s=wait)
    if wait := KEPT.wrong.take(login):
        return Attempt(refused="access.locked", wait_s=wait)
    account = people.account(workspaces.store("official"), login)
    with KEPT.hashing:
        right = passwords.is_right(password, account.password_hash if account else None)
    if not (right and account and account.active):
        wait = KEPT.wrong.wait_s(login)
        return Attempt(refused="access.locked" if wait else "access.wrong", wait_s=wait)
    KEPT.wrong.forget(login)
    account = _renewed(account, password)
    must_change = passwords.is_once(account.password_hash)
    return Attempt(KEPT.sessions.begin(account, must_change=must_change), must_change=must_change)


def _renewed(account: Account, password: str) -> Account:
    """The account, its password hashed anew where the old hash was made with weaker parameters than today's."""
    kept = account.password_hash or ""
    if not passwords.is_outdated(kept):
        return account
    with KEPT.hashing:
        renewed = account.model_copy(
            update={"password_hash": passwords.hashed(password, once=passwords.is_once(kept))}
        )
    store = workspaces.store("official")
    event = Event(kind="account_changed", actor=account.login, at=clock.now())
    store.append(event, [renewed], by=people.reader(store, account))
    return renewed


def change_password(account: Account, current: str | None, new: str, again: str) -> Account:
    """The account with its new password. `current` is None for who has just signed in with a one-time one.

    Raises PortfolioError password_wrong, sign_in_locked, passwords_differ, password_same and what
    accounts.own_password raises.
    """
    store = workspaces.store("official")
    if current is not None:
        if wait := KEPT.wrong.take(account.login):
            raise PortfolioError("sign_in_locked", minutes=max(1, -(-wait // 60)), count=WRONG)
        with KEPT.hashing:
            if not passwords.is_right(current, account.password_hash):
                raise PortfolioError("password_wrong")
        KEPT.wrong.forget(account.login)
    need_twice(new, again)
    with KEPT.hashing:
        if passwords.is_right(new, account.password_hash):
            raise PortfolioError("password_same")
        return accounts.own_password(store, people.reader(store, account), new, clock.now())


def need_twice(new: str, again: str) -> None:
    """Raise PortfolioError passwords_differ where they do."""
    if new != again:
        raise PortfolioError("passwords_differ")
