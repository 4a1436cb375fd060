"""Whether anybody has to sign in yet, and whose account a session is: looked up in the ledger each time."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.model import Account, Reader
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.sessions import Session, proof_of

PROVE, CHANGE, NEW = "/auth/factor", "/auth/password", "/auth/factor/new"
"""Where the second factor is asked for, where one's password is chosen, and where one's second factor is set up."""
FACTOR_ROLES = frozenset({"administrator", "reviewer"})
"""Whose second factor the city may require (setting second_factor_required)."""
Mark = tuple[str, ...]
"""What something was let in as: session, role, unit, county, what was owed; with another mark it is another reader."""
HEADER = "x-portfolio-session"
"""The header in which the ASGI app tells the pages the key of the session; one from outside never gets so far."""


@dataclass(frozen=True)
class Standing:
    """`guarded`: an account exists, so that only who is signed in gets in; `session` and `account`: who that is."""

    guarded: bool
    session: Session | None = None
    account: Account | None = None
    must_set_up: bool = False
    """Whether the city asks for a second factor that this account does not have yet."""

    @property
    def owes(self) -> str:
        """Where the reader has to go before anything else is open to them; "" for nowhere."""
        if self.session is None:
            return ""
        if self.session.must_prove:
            return PROVE
        if self.session.must_change:
            return CHANGE
        return NEW if self.must_set_up else ""

    @property
    def is_let_in(self) -> bool:
        """Whether pages may be seen at all: nobody has to sign in yet, or this reader has, and owes no more for it."""
        return not self.guarded or (self.account is not None and not self.owes)


def standing(session: Session | None) -> Standing:
    """How things stand for whoever has this session (None: for a stranger).

    An account that was deactivated, or whose password or subject is another since, is nobody's. Raises what
    opening the official store raises.
    """
    store = workspaces.store("official")
    if not people.any_account(store):
        return Standing(guarded=False)
    account = people.account(store, session.login) if session else None
    if session is None or account is None or not account.active or proof_of(account) != session.proof:
        return Standing(guarded=True)
    return Standing(True, session, account, _must_set_up(account, session))


def _must_set_up(account: Account, session: Session) -> bool:
    """By the setting; whom the city's own sign-in has let in, it has asked for what the city wants."""
    if account.role not in FACTOR_ROLES or account.factor_secret or session.by_provider:
        return False
    if account.password_hash is None:
        return False
    return people.settings(workspaces.store("official")).get("second_factor_required") == "yes"


def of_token(token: str | None) -> Standing:
    """How things stand for the browser that sent this token."""
    return standing(KEPT.sessions.of_token(token))


def of_key(key: str | None) -> Standing:
    """How things stand for the session of this key."""
    return standing(KEPT.sessions.of_key(key))


def mark(key: str) -> Mark:
    """The mark of that session ("": of whoever has none) as things stand now. Looking at it is no sign of its reader."""
    return mark_of(key, standing(KEPT.sessions.lasting(key)))


def mark_of(key: str, now: Standing) -> Mark:
    """The mark of the session that stands so."""
    if now.account is None:
        return ("", "" if now.guarded else "visitor")
    account = now.account
    return (key, account.role, account.unit_code or "", account.county_code or "", now.owes)


def reader(now: Standing) -> Reader | None:
    """Whoever is signed in, with what they may read of the official workspace; None for nobody."""
    return people.reader(workspaces.store("official"), now.account) if now.account else None
