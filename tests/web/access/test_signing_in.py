"""Signing in and out at the sign-in routes: what opens a session, what does not, what ends one."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher

from portfolio import accounts, clock, passwords
from portfolio.model import Account, Event, Reader
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web.access import requests, sessions, signing
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.words import say
from tests.web.access.conftest import AT, PASSWORD, Browser
from tests.web.access.steps import hidden, is_in, sign_in, told

WRONG_ONE = say("zh", "access.wrong", count=WRONG)


def administrator(store: Store) -> Reader:
    found = people.reader_of(store, "wang")
    assert found
    return found


@pytest.mark.usefixtures("standing_store")
def test_the_right_password_opens_a_session_and_leads_on(browser: Browser) -> None:
    reader = browser()
    answer = sign_in(reader, " Sun ", onward="/late?county=421202&lang=en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/late?county=421202&lang=en")
    cookie = next(
        line for line in answer.headers.get_list("set-cookie") if line.startswith(requests.SESSION_COOKIE)
    )
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip().lower() for part in cookie.split(";")}
    assert "secure" not in cookie.lower() and "max-age" not in cookie.lower()
    assert is_in(reader) and not is_in(browser())


@pytest.mark.usefixtures("standing_store")
def test_by_tls_the_cookie_is_sent_by_tls_alone(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "secure" in sign_in(browser("https://testserver"), "li").headers["set-cookie"].lower()
    assert "secure" not in sign_in(browser(), "li").headers["set-cookie"].lower()
    monkeypatch.setenv("PORTFOLIO_ADDRESS", "https://projects.example")
    page = browser().get("/auth/sign-in")
    assert "secure" in page.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    ("login", "password"), [("sun", "wrong-wrong"), ("nobody", PASSWORD), ("", ""), ("sun", "")]
)
@pytest.mark.usefixtures("standing_store")
def test_a_wrong_one_is_told_the_same_whoever_it_is(browser: Browser, login: str, password: str) -> None:
    reader = browser()
    answer = sign_in(reader, login, password)
    assert answer.status_code == 401 and told(answer) == WRONG_ONE
    assert requests.SESSION_COOKIE not in reader.cookies and not is_in(reader)


@pytest.mark.usefixtures("standing_store")
def test_an_unknown_name_takes_the_work_of_a_known_one(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str | None] = []

    def compare(_: str, kept: str | None) -> bool:
        compared.append(kept)
        return False

    monkeypatch.setattr(passwords, "is_right", compare)
    signing.sign_in("nobody", PASSWORD, "a")
    signing.sign_in("sun", "wrong", "a")
    assert len(compared) == 2 and compared[0] is None
    monkeypatch.undo()
    assert not passwords.is_right(PASSWORD, None) and passwords.NOBODYS.startswith("$argon2id$")


@pytest.mark.usefixtures("standing_store")
def test_a_name_is_locked_after_some_wrong_ones_and_opens_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("sun", "nobody"):
        for _ in range(WRONG - 1):
            assert told(sign_in(browser(), login, "wrong-wrong")) == WRONG_ONE
        last = sign_in(browser(), login, "wrong-wrong")
        assert told(last) == say("zh", "access.locked", minutes=1, count=WRONG)
        assert last.status_code == 429 and 50 < int(last.headers["retry-after"]) <= 60
    assert sign_in(browser(), "sun").status_code == 429, "the right password too"
    assert sign_in(browser(), "li").status_code == 303, "nobody else"
    later = KEPT.tries.here.tick() + 61
    monkeypatch.setattr(KEPT.tries.here, "tick", lambda: later)
    assert sign_in(browser(), "sun").status_code == 303


@pytest.mark.usefixtures("standing_store")
def test_an_address_tries_so_often_and_no_more(browser: Browser) -> None:
    for number in range(30):
        signing.sign_in(f"name{number}", "x", "10.0.0.1") if number % 10 else sign_in(browser(), "li")
    assert told(sign_in(browser(), "li")) == say("zh", "access.too_many", minutes=5)
    assert KEPT.tries.visit("10.0.0.1") > 200
    assert sign_in(browser(where="10.0.0.2"), "li").status_code == 303


@pytest.mark.usefixtures("standing_store")
def test_a_form_of_somebody_else_opens_nothing(browser: Browser) -> None:
    reader, stranger = browser(), browser()
    form = hidden(stranger.get("/auth/sign-in"))
    reader.get("/auth/sign-in")
    for stamp in (form["stamp"], "", "x"):
        answer = reader.post(
            "/auth/sign-in", data={**form, "stamp": stamp, "login": "li", "password": PASSWORD}
        )
        assert answer.status_code == 403 and told(answer) == say("zh", "error.form_outdated")
    bare = browser().post(
        "/auth/sign-in", data={"login": "li", "password": PASSWORD, "stamp": KEPT.stamp("")}
    )
    assert bare.status_code == 403
    assert not is_in(reader)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/auth/sign-out",
        "javascript:alert(1)",
        "late",
        "/\t/evil.example",
        "/late\r\nset-cookie: x=1",
        "///evil.example",
        "/x\\..\\y",
        pytest.param("/" + "a" * 3000, id="long"),
    ],
)
@pytest.mark.usefixtures("standing_store")
def test_nobody_is_led_elsewhere(browser: Browser, elsewhere: str) -> None:
    assert requests.local(elsewhere) == "/"
    assert sign_in(browser(), "li", onward=elsewhere).headers["location"] == "/"


@pytest.mark.usefixtures("standing_store")
def test_what_somebody_typed_is_shown_as_text(browser: Browser) -> None:
    nasty = '"><script>alert(1)</script>'
    page = sign_in(browser(), nasty, "x", onward=f"/late?q={nasty}")
    assert "<script" not in page.text and "&lt;script&gt;" in page.text


@pytest.mark.usefixtures("standing_store")
def test_a_form_of_enormous_size_is_refused(browser: Browser) -> None:
    reader = browser()
    form = hidden(reader.get("/auth/sign-in"))
    answer = reader.post("/auth/sign-in", data={**form, "login": "li", "password": "x" * 20_000})
    assert answer.status_code == 400 and told(answer) == say("zh", "error.form_unfit")
    garbage = reader.post("/auth/sign-in", content=b"\xff\xfe=\xff")
    assert garbage.status_code == 400 and "Traceback" not in garbage.text


@pytest.mark.usefixtures("standing_store")
def test_signing_out_takes_a_form_and_ends_the_session(browser: Browser) -> None:
    reader = browser()
    sign_in(reader, "li")
    token = reader.cookies[requests.SESSION_COOKIE]
    page = reader.get("/auth/sign-out")
    assert page.status_code == 200 and is_in(reader), "an address alone signs nobody out"
    assert reader.post("/auth/sign-out", data={"stamp": "x"}).status_code == 400 and is_in(reader)
    answer = reader.post("/auth/sign-out", data=hidden(page))
    assert answer.headers["location"].startswith("/auth/sign-in")
    assert not is_in(reader)
    reader.cookies.set(requests.SESSION_COOKIE, token)
    assert not is_in(reader), "the token is worth nothing to a thief either"


@pytest.mark.usefixtures("standing_store")
def test_a_sign_in_gives_a_token_of_its_own(browser: Browser) -> None:
    reader = browser()
    reader.cookies.set(requests.SESSION_COOKIE, "chosen-by-a-stranger")
    sign_in(reader, "li")
    tokens = {cookie.value for cookie in reader.cookies.jar if cookie.name == requests.SESSION_COOKIE}
    assert any(len(token or "") > 40 for token in tokens)
    assert KEPT.sessions.of_token("chosen-by-a-stranger") is None


@pytest.mark.parametrize(("idle_s", "lasts"), [(sessions.IDLE_S - 5, True), (sessions.IDLE_S + 5, False)])
@pytest.mark.usefixtures("standing_store")
def test_a_session_ends_when_nobody_uses_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, idle_s: int, lasts: bool
) -> None:
    reader = browser()
    sign_in(reader, "li")
    later = KEPT.sessions.tick() + idle_s
    monkeypatch.setattr(KEPT.sessions, "tick", lambda: later)
    assert is_in(reader) is lasts


@pytest.mark.usefixtures("standing_store")
def test_a_session_ends_after_a_day_of_work_however_busy(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, begun = browser(), KEPT.sessions.tick()
    sign_in(reader, "li")
    for minutes in range(0, 12 * 60, 30):
        monkeypatch.setattr(KEPT.sessions, "tick", lambda at=begun + minutes * 60: at)
        assert is_in(reader)
    monkeypatch.setattr(KEPT.sessions, "tick", lambda: begun + sessions.LONGEST_S + 60)
    assert not is_in(reader)


def test_sessions_make_room() -> None:
    kept, account = sessions.Sessions(), Account(login="li", name="李", role="leader")
    tokens = [kept.begin(account) for _ in range(sessions.MOST_OF_ONE + 3)]
    assert [bool(kept.of_token(token)) for token in tokens] == [False] * 3 + [True] * sessions.MOST_OF_ONE
    assert tokens[-1] not in repr(kept), "memory holds no token"


@pytest.mark.parametrize("change", [{"active": False}, {"password_hash": "x"}, {"subject": "elsewhere"}])
def test_a_change_of_the_account_ends_its_sessions(
    store: Store, browser: Browser, change: dict[str, object]
) -> None:
    reader = browser()
    sign_in(reader, "sun")
    held = people.account(store, "sun")
    assert held and is_in(reader)
    event = Event(kind="account_changed", actor="wang", at=AT)
    store.append(event, [held.model_copy(update=change)], by=administrator(store))
    assert not is_in(reader)
    assert sign_in(browser(), "sun").status_code == (303 if "subject" in change else 401)


def test_a_one_time_password_opens_nothing_but_the_choice_of_another(store: Store, browser: Browser) -> None:
    once = accounts.reset_password(store, "sun", clock.now(), administrator(store))
    assert once and re.fullmatch(r"[a-z0-9]{4}(-[a-z0-9]{4}){3}", once)
    reader = browser()
    answer = sign_in(reader, "sun", once, onward="/report")
    assert answer.headers["location"].startswith("/auth/password")
    assert reader.get("/late").headers["location"].startswith("/auth/password")
    assert reader.get("/late", headers={"accept": "*/*"}).status_code == 403
    form = hidden(reader.get(answer.headers["location"]))
    assert reader.get("/auth/factor/new").headers["location"].startswith("/auth/sign-in"), "nor a factor"
    for new, again, code in (("short", "short", "password_length"), (once, once, "password_same")):
        refused = reader.post("/auth/password", data={**form, "password": new, "again": again})
        assert told(refused) == say("zh", f"error.{code}", shortest=passwords.SHORTEST)
    changed = reader.post(
        "/auth/password", data={**form, "password": "river-maple-4217", "again": "river-maple-4217"}
    )
    assert changed.headers["location"] == "/report" and is_in(reader)
    assert sign_in(browser(), "sun", once).status_code == 401
    assert sign_in(browser(), "sun", "river-maple-4217").headers["location"] == "/"


def test_ones_own_password_is_changed_by_who_knows_it_and_ends_other_sessions(
    store: Store, browser: Browser
) -> None:
    reader, other_device = browser(), browser()
    sign_in(reader, "li")
    sign_in(other_device, "li")
    form = hidden(reader.get("/auth/password"))
    new = {"password": "river-maple-4217", "again": "river-maple-4217"}
    wrong = reader.post("/auth/password", data={**form, **new, "current": "wrong-wrong"})
    assert told(wrong) == say("zh", "error.password_wrong")
    differ = reader.post("/auth/password", data={**form, **new, "again": "x", "current": PASSWORD})
    assert told(differ) == say("zh", "error.passwords_differ")
    assert reader.post("/auth/password", data={**form, **new, "current": PASSWORD}).status_code == 303
    assert is_in(reader) and not is_in(other_device)
    assert store.broken_link() is None


def test_a_hash_of_weaker_parameters_is_made_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    before = people.account(store, "li")
    monkeypatch.setattr(passwords, "is_outdated", lambda _: True)
    assert signing.sign_in("li", PASSWORD, "a").token
    after = people.account(store, "li")
    assert before and after and before.password_hash != after.password_hash
    assert passwords.is_right(PASSWORD, after.password_hash)
    monkeypatch.undo()
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash("x"))
    assert not passwords.is_outdated(after.password_hash or "")
