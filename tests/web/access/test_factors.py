"""The second factor: set up by its holder, asked for at each sign-in, required by the city; one-time passwords end."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from starlette.testclient import TestClient

from portfolio import accounts, clock
from portfolio.model import Event, Reader, Setting
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web.access import factors, requests, signing
from portfolio.web.access.factors import Factors
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.words import say
from tests.web.access.conftest import PASSWORD, Browser
from tests.web.access.steps import hidden, is_in, sign_in, told

Later = Callable[[int], None]
NEW, PROVE = "/auth/factor/new", "/auth/factor"


def reader(store: Store, login: str) -> Reader:
    found = people.reader_of(store, login)
    assert found
    return found


def set_up(browser: TestClient) -> tuple[str, list[str]]:
    """The secret that the signed-in browser's account now has, and its recovery codes."""
    page = browser.get(NEW)
    shown = re.search(r'<p class="secret"[^>]*>([A-Z2-7 ]+)</p>', page.text)
    assert shown and 'src="data:image/svg+xml' in page.text
    plain = shown[1].replace(" ", "")
    form = {**hidden(page), "current": PASSWORD}
    assert told(browser.post(NEW, data={**form, "code": "000000"})) == say("zh", "error.code_wrong")
    assert told(browser.post(NEW, data={**form, "current": "x", "code": now(plain)})) == say(
        "zh", "error.password_wrong"
    )
    done = browser.post(NEW, data={**form, "code": now(plain)})
    assert done.status_code == 200 and done.headers["cache-control"] == "no-store"
    return plain, [unescape(code) for code in re.findall(r"<li>([^<]+)</li>", done.text)]


def now(plain: str) -> str:
    return pyotp.TOTP(plain).at(int(clock.moment().wall))


def prove(browser: TestClient, code: str) -> int:
    """The status of what came of the code."""
    return int(browser.post(PROVE, data={**hidden(browser.get(PROVE)), "code": code}).status_code)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Lets the machine's clock stand some steps ahead: a code of another step, not used before."""
    kept, ahead = clock.moment, [0]
    monkeypatch.setattr(
        clock, "moment", lambda: clock.Moment(kept().wall + ahead[0] * factors.STEP_S, kept().running)
    )

    def stand(steps: int) -> None:
        ahead[0] += steps

    return stand


def test_a_second_factor_is_set_up_asked_for_and_reset(store: Store, browser: Browser, later: Later) -> None:
    desk, other_desk = browser(), browser()
    sign_in(desk, "qian")
    sign_in(other_desk, "qian")
    plain, codes = set_up(desk)
    assert is_in(desk) and not is_in(other_desk), "sessions without it end"
    held = people.account(store, "qian")
    assert (
        held and held.factor_secret and held.recovery_hashes and len(codes) == len(held.recovery_hashes) == 8
    )
    kept = store.read("FROM store.account WHERE login = 'qian'").write_json()
    assert plain not in kept and not any(code in kept for code in codes)
    assert factors.opened(KEPT.derived("factors"), held.factor_secret) == plain

    stranger = browser()
    answer = sign_in(stranger, "qian", onward="/late")
    assert answer.headers["location"].startswith(f"{PROVE}?next=%2Flate") and not is_in(stranger)
    assert requests.DEVICE_COOKIE not in stranger.cookies, "the password alone makes no browser known"
    assert stranger.get("/media/x", headers={"accept": "*/*"}).status_code == 403
    for path in ("/auth/password", NEW):
        assert stranger.get(path).status_code == 303, f"{path} is not open yet"
    later(3)
    assert prove(stranger, "000000") == 400 and not is_in(stranger)
    assert prove(stranger, now(plain)) == 303 and is_in(stranger)
    again = browser()
    sign_in(again, "qian")
    assert prove(again, now(plain)) == 400, "a code is good once"
    assert prove(again, codes[0].upper()) == 303 and is_in(again), "a recovery code in its place"
    once_more = browser()
    sign_in(once_more, "qian")
    assert prove(once_more, codes[0]) == 400, "each once"
    left = people.account(store, "qian")
    assert left and left.recovery_hashes and len(left.recovery_hashes) == 7

    accounts.reset_factor(store, "qian", clock.now(), reader(store, "wang"))
    assert not is_in(again)
    assert sign_in(browser(), "qian", onward="/late").headers["location"] == "/late"
    assert store.broken_link() is None


@pytest.mark.usefixtures("store")
def test_codes_cannot_be_guessed_for_long_and_another_server_secret_opens_none(
    browser: Browser, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = browser()
    sign_in(desk, "qian")
    plain, _ = set_up(desk)
    later(3)
    stranger = browser()
    sign_in(stranger, "qian")
    for _ in range(WRONG):
        prove(stranger, "000000")
    page = stranger.get(PROVE)
    locked = stranger.post(PROVE, data={**hidden(page), "code": now(plain)})
    assert told(locked) == say("zh", "error.sign_in_locked", count=WRONG, minutes=1) and not is_in(stranger)
    assert [one.login for one in KEPT.tries.locked()] == ["qian"]
    KEPT.tries.lift("qian")
    monkeypatch.setattr(KEPT, "secret", b"another")
    page = stranger.get(PROVE)
    unread = stranger.post(PROVE, data={**hidden(page), "code": now(plain)})
    assert told(unread) == say("zh", "error.factor_unreadable")


def test_the_city_may_require_it_of_administrators_and_reviewers(store: Store, browser: Browser) -> None:
    """At the next request, of whoever is signed in too; not of others, and not of whom the city's sign-in let in."""
    readers = {login: browser() for login in ("wang", "zhao", "sun", "li")}
    for login, one in readers.items():
        sign_in(one, login)
        assert is_in(one)
    chosen = Event(kind="setting_changed", actor="wang", at=clock.now())
    store.append(chosen, [Setting(name="second_factor_required", value="yes")], by=reader(store, "wang"))
    assert {login: is_in(one) for login, one in readers.items()} == {
        "wang": False,
        "zhao": False,
        "sun": True,
        "li": True,
    }
    assert readers["zhao"].get("/late").headers["location"].startswith(NEW)
    assert sign_in(browser(), "zhao").headers["location"].startswith(NEW)
    set_up(readers["zhao"])
    assert is_in(readers["zhao"])
    account = people.account(store, "wang")
    assert account
    by_city = browser()
    by_city.cookies.set(requests.SESSION_COOKIE, KEPT.sessions.begin(account, by_provider=True))
    assert is_in(by_city)


def test_a_one_time_password_ends_after_three_days(store: Store, browser: Browser) -> None:
    at, boss = clock.now(), reader(store, "wang")
    once = accounts.reset_password(store, "sun", at, boss) or ""
    held = people.account(store, "sun")
    assert held and held.once_until == at + timedelta(hours=72)
    clock.set_to(at + timedelta(hours=71))
    assert sign_in(browser(), "sun", once).status_code == 303
    clock.set_to(at + timedelta(hours=73))
    answer = sign_in(browser(), "sun", once)
    assert answer.status_code == 401 and told(answer) == say("zh", "access.once_expired")
    assert signing.has_expired(held.model_copy(update={"once_until": None})), "one from before ends too"
    own = accounts.reset_password(store, "sun", clock.now(), boss, "river-maple-4217")
    changed = people.account(store, "sun")
    assert own is None and changed and changed.once_until is None and not signing.has_expired(changed)


def test_what_is_on_the_way_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(factors, "MOST_PENDING", 10)
    kept = Factors()
    first = kept.begun("0")
    assert kept.begun("0") == first
    for number in range(100):
        kept.begun(str(number))
    assert len(kept._begun) == 10 and not kept.is_code(first, "") and not kept.is_code(first, "١٢٣٤٥٦")
