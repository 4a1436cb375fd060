"""A flood of sign-ins keeps two threads busy and nobody else; a restart keeps people signed in."""

from __future__ import annotations

import asyncio
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from portfolio import clock, passwords
from portfolio.model import Account
from portfolio.web.access import keeping, requests, sessions, signing, turns
from portfolio.web.access.keeping import KEPT, Keeping
from portfolio.web.access.sessions import Device, Sessions
from portfolio.words import say
from tests.web.access.conftest import APP, PASSWORD, Browser
from tests.web.access.steps import hidden, is_in, sign_in, told

FLOOD = 100
"""More than the threads in which pages are answered."""


@pytest.mark.usefixtures("standing_store")
def test_a_flood_of_sign_ins_is_sent_away_and_slows_nobody(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While every comparison stands still, whoever is signed in is answered, and all but a dozen strangers hear 503."""
    reader = browser()
    sign_in(reader, "li")
    held, right = threading.Event(), passwords.is_right
    monkeypatch.setattr(passwords, "is_right", lambda *told: held.wait(20) and right(*told))
    monkeypatch.setattr(KEPT.tries, "visit", lambda _: 0)

    async def flood() -> tuple[list[int], str]:
        through = httpx.ASGITransport(app=APP, client=("10.0.0.1", 4000))
        async with httpx.AsyncClient(transport=through, base_url="http://localhost") as strangers:
            page = await strangers.get("/auth/sign-in")
            form = {**hidden(page), "password": "wrong"}
            going = [
                asyncio.ensure_future(
                    strangers.post("/auth/sign-in", data={**form, "login": f"name{number}"})
                )
                for number in range(FLOOD)
            ]
            await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
            token = {"cookie": f"{requests.SESSION_COOKIE}={reader.cookies[requests.SESSION_COOKIE]}"}
            within = await asyncio.wait_for(strangers.get("/late", headers=token), 5)
            held.set()
            return [answer.status_code for answer in await asyncio.gather(*going)], within.text

    with ThreadPoolExecutor(1) as apart:  # another test's browser may keep a loop running in this thread
        answers, within = apart.submit(asyncio.run, flood()).result()
    assert within.startswith("within ")
    assert answers.count(503) == FLOOD - turns.WAITING and answers.count(401) == turns.WAITING


@pytest.mark.usefixtures("standing_store")
def test_who_is_sent_away_is_told_when_to_come_again_and_a_known_browser_is_not(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = browser()
    sign_in(desk, "li")
    desk.cookies.delete(requests.SESSION_COOKIE)
    monkeypatch.setattr(turns.TURNS, "waiting", turns.WAITING)
    away = sign_in(browser(), "li")
    assert away.status_code == 503 and int(away.headers["retry-after"]) == turns.BUSY_S
    assert told(away) == say("zh", "error.sign_in_busy")
    assert sign_in(desk, "li").status_code == 303


@pytest.mark.usefixtures("standing_store")
def test_a_restart_keeps_people_signed_in_and_browsers_known(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server on the same data folder goes on: with what its file holds, which opens nothing by itself."""

    def restart() -> Keeping:
        fresh = Keeping()
        for name, kept in vars(fresh).items():
            monkeypatch.setattr(KEPT, name, kept)
        return fresh

    restart()
    with keeping.going_on(tmp_path):
        reader, left = browser(), browser()
        sign_in(reader, "li")
        sign_in(left, "sun")
        token, form = reader.cookies[requests.SESSION_COOKIE], hidden(reader.get("/auth/sign-out"))
        left.post("/auth/sign-out", data=hidden(left.get("/auth/sign-out")))
    held = (tmp_path / "sign-in.sessions").read_text()
    assert token not in held and PASSWORD not in held and len(json.loads(held)) == 1
    assert all(
        (tmp_path / name).stat().st_mode & 0o777 == 0o600
        for name in ("sign-in.sessions", sessions.SECRET_FILE)
    )
    restart()
    assert not is_in(reader)
    with keeping.going_on(tmp_path):
        assert is_in(reader) and not is_in(left)
        assert signing.is_known("sun", Device.read(left.cookies[requests.DEVICE_COOKIE]))
        assert reader.post("/auth/sign-out", data=form).status_code == 303, "forms that were open go on"
        assert not is_in(reader)
    restart()
    with keeping.going_on(tmp_path):
        assert not is_in(reader)


def test_a_session_of_the_file_ends_as_any(tmp_path: Path) -> None:
    at = clock.moment().wall
    account = Account(login="li", name="李", role="leader")
    kept = Sessions(tick=lambda: at)
    kept.keep_in(tmp_path / "sessions")
    token = kept.begin(account)
    kept.let_go()
    for hours, lasts in ((1.1, False), (0.9, True)):
        again = Sessions(tick=lambda hours=hours: at + hours * 3600)  # type: ignore[misc]
        again.keep_in(tmp_path / "sessions")
        assert bool(again.of_token(token)) is lasts


@pytest.mark.parametrize("text", ["", "{", "[]", '{"x": {"login": 1}}', '{"x": 3}'])
def test_a_file_that_is_none_signs_everybody_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "sessions").write_text(text)
    kept = Sessions()
    kept.keep_in(tmp_path / "sessions")
    assert kept._by_token == {}
    token = kept.begin(Account(login="li", name="李", role="leader"))
    again = Sessions()
    again.keep_in(tmp_path / "sessions")
    assert again.of_token(token)


@pytest.mark.parametrize("text", ["", "x" * 44, "not base 64!", "c2hvcnQ="])
def test_a_damaged_secret_is_said_and_the_server_goes_on_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (tmp_path / sessions.SECRET_FILE).write_text(text)
    with keeping.going_on(tmp_path):
        pass
    assert sessions.SECRET_FILE in capsys.readouterr().out
    assert (tmp_path / sessions.SECRET_FILE).read_text() == text
