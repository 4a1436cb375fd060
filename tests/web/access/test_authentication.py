"""What the ASGI app answers, role by role and route by route, and that nothing is answered by accident."""

from __future__ import annotations

import pytest
from starlette.websockets import WebSocketDisconnect

from portfolio.model import PortfolioError
from portfolio.web import session
from portfolio.web.access import requests, standing
from portfolio.web.frame import NAMES
from portfolio.words import say
from tests.web.access.conftest import PEOPLE, Browser
from tests.web.access.steps import hidden, sign_in, told

OPEN = ("/health", "/_stcore/health", "/_stcore/host-config", "/auth/sign-in", "/auth/access.css")
PARTS = (
    "/_stcore/metrics",
    "/_stcore/upload_file/a/b",
    "/media/x.xlsx",
    "/static/js/index.js",
    "/component/x/y",
    "/oauth2callback",
    "/auth/login",
    "/auth/other",
    "/auth/../late",
    "//health",
    "/health/",
    "/HEALTH",
)
PAGES = ("/", *(f"/{name}" for name in NAMES), "/nosuch")
ANY = {"accept": "*/*"}


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.usefixtures("standing_store")
def test_open_to_all(browser: Browser, path: str) -> None:
    assert browser().get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("standing_store")
def test_a_stranger_is_led_from_every_page_to_signing_in(browser: Browser, path: str) -> None:
    answer = browser().get(f"{path}?county=421202&lang=en")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/auth/sign-in?next=%2F")
    form = hidden(browser().get(answer.headers["location"]))
    assert form["next"] == f"{path}?county=421202&lang=en" and form["lang"] == "en"


@pytest.mark.usefixtures("standing_store")
def test_a_page_left_open_hears_whether_its_session_is_still_there(browser: Browser) -> None:
    """What it asks for first, under its own path, is nowhere, instead of a refusal that would cover the page."""
    for path in ("/report/_stcore/health", "/late/_stcore/host-config"):
        assert browser().get(path, headers=ANY).status_code == 404
    owner = browser()
    assert owner.get("/auth/here", headers=ANY).status_code == 401
    sign_in(owner, "sun")
    assert owner.get("/auth/here", headers=ANY).status_code == 204


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.usefixtures("standing_store")
def test_a_stranger_gets_no_part_of_a_page(browser: Browser, method: str) -> None:
    for path in (*PARTS, *PAGES):
        answer = browser().request(method, path, headers=ANY)
        assert answer.status_code == 401 and "within" not in answer.text, path


@pytest.mark.usefixtures("standing_store")
def test_a_stranger_gets_no_websocket(browser: Browser) -> None:
    with pytest.raises(WebSocketDisconnect) as closed, browser().websocket_connect("/_stcore/stream"):
        pass
    assert closed.value.code == 1008


@pytest.mark.parametrize("login", PEOPLE)
@pytest.mark.usefixtures("standing_store")
def test_who_is_signed_in_gets_what_any_page_needs(browser: Browser, login: str) -> None:
    reader = browser()
    sign_in(reader, login)
    within = reader.get("/").text.removeprefix("within ")
    found = standing.of_key(within)
    assert found.account and found.account.login == login
    for path in (*PARTS[3:5], *PAGES):
        assert reader.get(path).text == f"within {within}", path
    with reader.websocket_connect("/_stcore/stream") as websocket:
        assert websocket.receive_text() == within


@pytest.mark.parametrize("login", PEOPLE)
@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/"])
@pytest.mark.usefixtures("standing_store")
def test_the_servers_own_figures_are_the_administrators(browser: Browser, login: str, path: str) -> None:
    reader = browser()
    sign_in(reader, login)
    page = reader.get(path)
    assert page.text.startswith("within") is (login == "wang")
    if login != "wang":
        assert page.status_code == 403 and told(page) == say("zh", "error.not_allowed")


@pytest.mark.usefixtures("standing_store")
def test_a_forged_header_names_nobody(browser: Browser) -> None:
    reader, stranger = browser(), browser()
    sign_in(reader, "wang")
    key = reader.get("/").text.removeprefix("within ")
    forged = {"x-portfolio-session": key, "X-Portfolio-Session": key}
    assert stranger.get("/", headers=forged).status_code == 303
    stranger.cookies.set(requests.SESSION_COOKIE, key)
    assert stranger.get("/").status_code == 303
    assert reader.get("/", headers={"x-portfolio-session": "other"}).text == f"within {key}"


@pytest.mark.usefixtures("standing_store")
def test_a_link_in_a_letter_opens_for_who_is_signed_in(browser: Browser) -> None:
    """From another site the strict cookie stays behind; a page of ours asks again, once."""
    letter = {"sec-fetch-site": "cross-site", "accept": "text/html"}
    page = browser().get("/late?county=421202", headers=letter)
    assert page.status_code == 200
    assert 'http-equiv="refresh" content="0;url=/late?county=421202"' in page.text
    assert browser().get("/late", headers={**letter, "sec-fetch-site": "same-origin"}).status_code == 303


@pytest.mark.usefixtures("standing_store")
def test_where_the_ledger_cannot_say_nobody_gets_in(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = browser()
    sign_in(reader, "wang")

    def broken(*_: object) -> None:
        raise PortfolioError("store_broken", file="official.duckdb")

    monkeypatch.setattr(session, "store", broken)
    page = reader.get("/late")
    assert page.status_code == 503 and told(page) == say("zh", "error.store_broken", file="official.duckdb")
    assert reader.get("/media/x", headers=ANY).status_code == 503
    assert reader.get("/health").status_code == 200


@pytest.mark.usefixtures("standing_store")
def test_what_signing_in_shows_is_whole_in_both_languages(browser: Browser) -> None:
    for language, tag in (("zh", "zh-CN"), ("en", "en")):
        page = browser().get("/auth/sign-in", params={"lang": language})
        assert f'<html lang="{tag}">' in page.text and say(language, "access.sign_in") in page.text  # type: ignore[arg-type]
        assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
        assert page.headers["cache-control"] == "no-store" and "<script" not in page.text
