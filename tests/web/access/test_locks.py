"""Locks that grow, by name and address; a browser that signed in before; where a request really came from."""

from __future__ import annotations

import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from portfolio.model import PortfolioError
from portfolio.store import Store
from portfolio.web.access import requests, sessions, signing
from portfolio.web.access.keeping import KEPT, WRONG, WRONG_ANYWHERE
from portfolio.web.access.locks import Locks
from portfolio.web.access.settings import settings
from portfolio.words import say
from tests.conftest import ROOT
from tests.web.access.conftest import Browser
from tests.web.access.steps import is_in, sign_in
from tests.web.access.test_permissions import opened, session_of
from tests.web.seen import text


def test_each_wrong_one_more_doubles_the_wait_up_to_an_hour() -> None:
    at = [0.0]
    locks, waits = Locks(3, tick=lambda: at[0]), []
    for _ in range(11):
        assert locks.take("sun") == 0
        waits.append(locks.wait_s("sun"))
        at[0] += waits[-1]
    assert waits == [0, 0, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    locks.take("sun")
    assert locks.take("sun") == 3600 and locks.take("li") == 0, (
        "what has to wait is not counted; nobody else waits"
    )
    at[0] += 24 * 60 * 60
    assert locks.take("sun") == 0 and locks.wait_s("sun") == 0, "a day later it begins anew"


def test_what_is_counted_stays_bounded_and_a_flood_opens_no_lock() -> None:
    locks = Locks(2, kept=100)
    for _ in range(2):
        locks.take("sun")
    for number in range(1000):
        locks.take(str(number))
    assert len(locks._locks) == 100 and locks.take("sun") > 0


@pytest.mark.usefixtures("standing_store")
def test_a_browser_that_signed_in_before_is_not_locked_out_by_others(browser: Browser) -> None:
    """A stranger at the same address, then strangers everywhere, lock the name; its own desk goes on."""
    desk, stranger = browser(), browser()
    sign_in(desk, "sun")
    desk.cookies.delete(requests.SESSION_COOKIE)
    for _ in range(WRONG):
        sign_in(stranger, "sun", "wrong-wrong")
    assert sign_in(stranger, "sun").status_code == 429
    assert sign_in(browser(where="10.9.9.9"), "sun").status_code == 303, "nor is another address"
    for number in range(WRONG_ANYWHERE):
        signing.sign_in("sun", "wrong-wrong", f"10.1.0.{number}")
    assert sign_in(browser(where="10.9.9.9"), "sun").status_code == 429
    for _ in range(2):
        assert sign_in(desk, "sun", "mistyped").status_code == 401
    assert sign_in(desk, "sun").status_code == 303 and is_in(desk)


@pytest.mark.usefixtures("standing_store")
def test_that_browser_may_not_guess_for_ever_and_its_cookie_is_nobody_elses(browser: Browser) -> None:
    desk = browser()
    sign_in(desk, "sun")
    cookie = desk.cookies[requests.DEVICE_COOKIE]
    device = sessions.Device.read(cookie)
    assert signing.is_known("Sun", device) and not signing.is_known("li", device)
    forged = sessions.Device(device.nonce, ("0" * 40,))
    assert not signing.is_known("sun", forged) and not signing.is_known("sun", sessions.Device.read("x"))
    outcomes = [
        signing.sign_in("sun", "wrong-wrong", "10.2.0.1", device).refused
        for _ in range(WRONG_ANYWHERE + WRONG)
    ]
    assert outcomes[WRONG_ANYWHERE - 1] == "access.wrong" and outcomes[-1] == "access.locked"


def test_one_browser_is_known_by_the_names_of_a_desk() -> None:
    device = sessions.Device()
    for login in ("a1", "b2", "c3", "d4", "e5", "f6", "b2"):
        device = sessions.Device.read(device.learned(b"secret", login))
    known = [login for login in ("a1", "b2", "c3", "d4", "e5", "f6") if device.knows(b"secret", login)]
    assert known == ["b2", "c3", "d4", "e5", "f6"] and not device.knows(b"another", "b2")


def test_the_administrator_sees_locks_and_a_reset_or_a_word_lifts_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("sun", "zhou", "nobody"):
        for _ in range(WRONG):
            signing.sign_in(login, "wrong-wrong", f"10.0.0.{len(login)}")
    session_of(store, "wang", monkeypatch)
    page = opened("admin")
    shown = "\n".join([text(page), *(caption.value for caption in page.caption)])
    assert "10.0.0.3" in shown and "10.0.0.4" in shown and "nobody" not in shown
    assert say("zh", "admin.locks_more", count=1) in shown
    _chosen(page, "locked_login", "zhou")
    _press(page, "FormSubmitter:admin_lock_lift")
    assert say("zh", "admin.lock_lifted", login="zhou") in text(page)
    assert signing.sign_in("zhou", "wrong-wrong", "10.0.0.4").refused == "access.wrong"
    _chosen(page, "account", "sun").run()
    next(box for box in page.checkbox if "reset_sun_sure" in str(box.key)).check().run()
    _press(page, "admin_reset_sun")
    assert signing.sign_in("sun", "wrong-wrong", "10.0.0.3").refused == "access.wrong"
    assert store.broken_link() is None


def _chosen(page: AppTest, name: str, code: str) -> Selectbox[str]:
    box: Selectbox[str] = next(box for box in page.selectbox if f"admin_{name}_" in f"{box.key}_")
    return box.set_value(code)


def _press(page: AppTest, key: str) -> None:
    next(button for button in page.button if str(button.key).startswith(key)).click().run()
    assert not page.exception


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        ("", "1.2.3.4", "10.0.0.1"),
        ("10.0.0.0/8", "1.2.3.4", "1.2.3.4"),
        ("10.0.0.1, 192.0.2.7", "6.6.6.6, 1.2.3.4, 192.0.2.7", "1.2.3.4"),
        ("10.0.0.1", "6.6.6.6, 192.0.2.7", "192.0.2.7"),
        ("192.0.2.7", "1.2.3.4", "10.0.0.1"),
    ],
)
@pytest.mark.usefixtures("standing_store")
def test_only_named_proxies_say_where_a_request_came_from(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, proxies: str, forwarded: str, expected: str
) -> None:
    monkeypatch.setenv("PORTFOLIO_PROXIES", proxies)
    heard: list[str] = []

    def visit(address: str) -> int:
        heard.append(address)
        return 9

    monkeypatch.setattr(KEPT.tries, "visit", visit)
    reader = browser()
    reader.headers["x-forwarded-for"] = forwarded
    sign_in(reader, "sun")
    assert heard == [expected]


def test_the_server_beneath_believes_nobody() -> None:
    """By itself it takes a request from this machine at its word, whatever address that names."""
    loads = "import uvicorn; c = uvicorn.Config('app:app'); c.load(); print(type(c.loaded_app).__name__)"
    told = subprocess.run([sys.executable, "-c", loads], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "App"


@pytest.mark.parametrize("named", ["*", "proxy.example", "10.0.0.1/8"])
def test_a_proxy_that_is_no_address_is_refused(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv("PORTFOLIO_PROXIES", named)
    with pytest.raises(PortfolioError, match="access_unreadable"):
        settings()


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_household_is_one_address(address: str, expected: str) -> None:
    assert requests.counted(address) == expected
