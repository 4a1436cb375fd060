"""Who is before the screen in this run: the account behind the session, or whom a reader plays in the demonstration."""

from __future__ import annotations

import streamlit as st

from portfolio.model import PortfolioError, Reader, Role
from portfolio.model.permissions import VISITOR
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web.access import signing, standing
from portfolio.web.access.standing import HEADER, Standing

PLAYED: tuple[Role, ...] = ("leader", "owner", "reviewer", "administrator")
"""The roles that a reader of the demonstration may play; the first for whoever chooses none."""
SEEN = "portfolio_login"
"""Where a page's session remembers whose it is."""


def key() -> str | None:
    """The key of the session that the ASGI app found for this page."""
    return st.context.headers.get(HEADER)


def stands() -> Standing:
    """How things stand for whoever is before this page, asked anew in every run."""
    now = standing.of_key(key())
    _forget_another(now.account.login if now.account else "")
    return now


def _forget_another(login: str) -> None:
    """Let a page that was another reader's, in the same tab, forget what they typed and chose."""
    if st.session_state.get(SEEN, login) != login:
        st.session_state.clear()
    st.session_state[SEEN] = login


def tell_refused(asker: Standing, page: str) -> None:
    """Tell the security log that somebody asked for a page that their role may not see."""
    if asker.account:
        facts = {"login": asker.account.login, "role": asker.account.role, "path": f"/{page}"}
        signing.log().tell("not_allowed", stranger=True, **facts)


def reader(signed_in: Standing, workspace: str, store: Store, role: str) -> Reader:
    """The reader of a run: an account's holder in the official workspace, whom `role` names in the demonstration."""
    if workspace == "demo":
        return played(store, role)
    return standing.reader(signed_in) or VISITOR


def played(store: Store, role: str) -> Reader:
    """The made-up reader of the demonstration that `role` names (owner.D01, reviewer.990001); a leader for none."""
    name, _, of = role.partition(".")
    unit = of if name == "owner" and of in people.active_units(store) else None
    county = of if name == "reviewer" and of in people.county_codes(store) else None
    known = {
        "leader": not of,
        "administrator": not of,
        "owner": bool(unit),
        "reviewer": bool(county) or not of,
    }
    chosen: Role = next((one for one in PLAYED if one == name and known[one]), PLAYED[0])
    return Reader(
        login="-".join(part for part in ("demo", chosen, unit or county) if part).lower(),
        name=people.unit_name(store, unit) if unit else "",
        role=chosen,
        unit_code=unit,
        county_code=county,
        scope=people.scope_of(store, chosen, unit, county),
    )


def choices(store: Store) -> list[str]:
    """What may be played in the demonstration, as the address says it."""
    counties = [code for code in people.county_codes(store) if code != "000000"]
    owners = [f"owner.{code}" for code in people.active_units(store)]
    return ["leader", *owners, "reviewer", *(f"reviewer.{code}" for code in counties), "administrator"]


def need(expected: Reader, workspace: str) -> None:
    """Raise PortfolioError signed_out or account_changed where `expected` is no longer before the screen.

    For what runs without the shell (a fragment) and for the moment before something is written.
    """
    now = stands()
    if not now.is_let_in:
        raise PortfolioError("signed_out")
    if workspace == "official" and (standing.reader(now) or VISITOR) != expected:
        raise PortfolioError("account_changed")
