"""Whether anybody has to sign in yet, and whose account a session is: looked up in the ledger each time."""

from __future__ import annotations

from dataclasses import dataclass

from portfolio.model import Account, Reader
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.sessions import Session, proof_of

Mark = tuple[str, ...]
"""What something was let in as: session, role, unit and county; whoever comes with another mark is another reader."""
HEADER = "x-portfolio-session"
"""The header in which the ASGI app tells the pages the key of the session; one from outside never gets so far."""


@dataclass(frozen=True)
class Standing:
    """`guarded`: an account exists, so that only who is signed in gets in; `session` and `account`: who that is."""

    guarded: bool
    session: Session | None = None
    account: Account | None = None

    @property
    def is_let_in(self) -> bool:
        """Whether pages may be seen at all: nobody has to sign in yet, or this reader has."""
        return not self.guarded or self.account is not None


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
    return Standing(guarded=True, session=session, account=account)


def of_token(token: str | None) -> Standing:
    """How things stand for the browser that sent this token."""
    return standing(KEPT.sessions.of_token(token))


def of_key(key: str | None) -> Standing:
    """How things stand for the session of this key."""
    return standing(KEPT.sessions.of_key(key))


def mark(key: str) -> Mark:
    """The mark of that session ("": of whoever has none) as things stand now. Looking at it is no sign of its reader."""
    return mark_of(key, standing(KEPT.sessions.lasting(key)))


def mark_of(key: str, found: Standing) -> Mark:
    """The mark of the session that stands so."""
    if found.account is None:
        return ("", "" if found.guarded else "visitor")
    return (key, found.account.role, found.account.unit_code or "", found.account.county_code or "")


def reader(of: Standing) -> Reader | None:
    """Whoever is signed in, with what they may read of the official workspace; None for nobody."""
    return people.reader(workspaces.store("official"), of.account) if of.account else None
