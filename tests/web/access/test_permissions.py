"""Who sees which page and which projects: every role × page × county, in the shell as a browser's session meets it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from portfolio.model.permissions import PERMISSIONS, VISITOR, deed_of_page
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web.access import present, standing
from portfolio.web.access.keeping import KEPT
from portfolio.web.frame import NAMES, VISITED
from portfolio.words import say
from tests.web.access.conftest import OWN, PEOPLE
from tests.web.conftest import PATIENCE, SHELL
from tests.web.seen import links, text, unfolded

REFUSED = say("zh", "error.page_not_allowed")
SIGNED_OUT = say("zh", "error.signed_out")
NUMBER = re.compile(r"\b\d{2}-\d{2}(?:-\d{2})?\b")


READ = {
    *("overview", "library", "changes", "project", "funding", "spending", "late", "compare"),
    *("county", "indicators", "quality"),
}
PAGES_OF: dict[str, set[str]] = {
    "leader": READ | {"followup"},
    "owner": READ | {"followup", "report"},
    "reviewer": READ | {"followup", "review", "audit"},
    "administrator": READ | {"followup", "audit", "admin"},
    "visitor": READ,
}
"""Role to the pages that it may see, written out: what the product's own table of rights must come to."""


def test_what_each_role_may_see_is_what_stands_here() -> None:
    seen = {
        role: {name for name in NAMES if deed_of_page(name) in deeds} for role, deeds in PERMISSIONS.items()
    }
    assert seen == PAGES_OF


def session_of(store: Store, login: str | None, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """The key of a session of `login`, which the ASGI app now tells the pages; None for nobody's."""
    key = None
    if login:
        account = people.account(store, login)
        assert account
        session = KEPT.sessions.of_token(KEPT.sessions.begin(account))
        assert session
        key = session.key
    monkeypatch.setattr(present, "key", lambda: key)
    return key


def opened(page: str, **parameters: str) -> AppTest:
    """A first run on that page, as by a deep link."""
    app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE)
    app.query_params.update(parameters)
    app.switch_page(f"../../pages/{page}.py").run()
    assert not app.exception
    return app


STEERING = "overview compare late funding spending"
LISTED = {
    "leader": STEERING,
    "owner": "overview library report followup",
    "reviewer": f"{STEERING} library changes review followup quality indicators audit",
    "administrator": f"{STEERING} library changes followup quality indicators audit admin",
}
"""What each role finds in its menu; the rest of what it may see it reaches by a link."""


@pytest.mark.parametrize("login", [*PEOPLE, None])
def test_each_role_opens_its_pages_by_deep_link_and_no_other(
    standing_store: Store, monkeypatch: pytest.MonkeyPatch, login: str | None
) -> None:
    session_of(standing_store, login, monkeypatch)
    for page in NAMES:
        app = opened(page)
        seen = text(app)
        if login is None:
            assert SIGNED_OUT in seen and not app.title and "项目库进展跟踪" not in seen, page
            continue
        role = str(PEOPLE[login]["role"])
        allowed = deed_of_page(page) in PERMISSIONS[role]  # type: ignore[index]
        assert (REFUSED in seen) is not allowed, f"{login} {page}"
        listed = page in LISTED[role].split()
        assert bool(links(app, say("zh", f"nav.{page}"))) is listed, f"{login} {page}"
        assert SIGNED_OUT not in seen


def rows(store: Store) -> list[dict[str, object]]:
    return store.read("FROM library_row(9223372036854775807)").to_dicts()


def scope(store: Store, login: str) -> set[str]:
    """The projects that the reader may see, worked out beside the macros: from the library's own rows."""
    told = PEOPLE[login]
    if told.get("unit_code") == "U2":
        return set(OWN)
    county = "421202" if told.get("county_code") or told.get("unit_code") else None
    seen = [row for row in rows(store) if county in {None, row["county_code"]}]
    return {str(row["project_id"]) for row in seen if told["role"] != "owner" or row["kind"] != "service"}


@pytest.mark.parametrize("login", PEOPLE)
def test_no_page_names_a_project_outside_the_readers_scope(
    standing_store: Store, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    session_of(standing_store, login, monkeypatch)
    mine = scope(standing_store, login)
    named: set[str] = set()
    for page in VISITED:
        for county in ("", "421202", "421281"):
            named |= set(NUMBER.findall(text(opened(page, county=county))))
    named -= {number for number in named if number not in scope(standing_store, "li")}
    assert named <= mine | parents(standing_store, mine), sorted(named - mine)
    assert named & mine


def parents(store: Store, mine: set[str]) -> set[str]:
    """The groups that the projects stand under: a project's own page names them."""
    return {str(row["parent_id"]) for row in rows(store) if row["project_id"] in mine}


@pytest.mark.parametrize("login", PEOPLE)
def test_a_project_outside_the_scope_is_no_project_to_the_reader(
    standing_store: Store, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    session_of(standing_store, login, monkeypatch)
    mine = scope(standing_store, login)
    everybodys = scope(standing_store, "li")
    for number in (sorted(mine)[0], *sorted(everybodys - mine)[:2]):
        seen = text(opened("project", project=number))
        assert (say("zh", "error.project_unknown", project=number) in seen) is (number not in mine), number


def test_signing_out_and_a_change_of_role_reach_the_next_run_of_an_open_page(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = session_of(store, "li", monkeypatch)
    app = opened("followup")
    assert SIGNED_OUT not in text(app) and not links(app, say("zh", "nav.audit"))
    session_of(store, "wang", monkeypatch)
    app.run()
    assert links(app, say("zh", "nav.admin")), "the same page, now another reader's"
    monkeypatch.setattr(present, "key", lambda: key)
    KEPT.sessions.end(str(key))
    app.run()
    assert SIGNED_OUT in text(app) and not links(app, say("zh", "nav.late"))


def test_who_has_no_account_looks_and_writes_nothing_before_the_first(
    bare_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_of(bare_store, None, monkeypatch)
    app = opened("late")
    assert REFUSED not in text(app)
    assert say("zh", "access.nobody_yet") in text(unfolded(app, "menu_reader"))
    assert REFUSED in text(opened("admin")) and not links(app, say("zh", "nav.admin"))
    assert present.reader(standing.of_key(None), "official", bare_store, "administrator") == VISITOR


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("", ("leader", None, None)),
        ("leader", ("leader", None, None)),
        ("owner.U1", ("owner", "U1", None)),
        ("owner.nosuch", ("leader", None, None)),
        ("owner", ("leader", None, None)),
        ("reviewer", ("reviewer", None, None)),
        ("reviewer.421202", ("reviewer", None, "421202")),
        ("reviewer.nosuch", ("leader", None, None)),
        ("administrator", ("administrator", None, None)),
        ("administrator.U1", ("leader", None, None)),
        ("visitor", ("leader", None, None)),
        ("<b>", ("leader", None, None)),
    ],
)
def test_whom_a_reader_of_the_demonstration_plays(
    standing_store: Store, role: str, expected: tuple[str, str | None, str | None]
) -> None:
    found = present.played(standing_store, role)
    assert (found.role, found.unit_code, found.county_code) == expected
    assert found.scope == people.scope_of(standing_store, *expected)
    assert Path(found.login).name.startswith("demo-")
