"""A file is made for whoever may have it as its button is pressed, and handed to nobody else."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit.runtime
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from portfolio.model import Account, Event, PortfolioError
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web.access import present, standing
from portfolio.web.access.keeping import KEPT
from portfolio.web.doors import downloads
from tests.web.access.conftest import AT


async def _file(_: Request) -> Response:
    return Response(b"figures", headers={"cache-control": "public, max-age=600"})


APP = Starlette(
    routes=[Route("/media/{name}", _file, methods=["GET", "HEAD"])],
    middleware=[Middleware(downloads.Downloads)],
)


def key_of(store: Store, login: str) -> str:
    """The key of a new session of that account."""
    found = people.account(store, login)
    assert found
    held = KEPT.sessions.of_token(KEPT.sessions.begin(found))
    assert held
    return held.key


def page_of(store: Store, login: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """What a page of that reader's knows when it draws a button, and the key of the session."""
    key, found = key_of(store, login), people.account(store, login)
    assert found
    monkeypatch.setattr(present, "key", lambda: key)
    told = SimpleNamespace(workspace="official")
    return SimpleNamespace(filters=told, reader=people.reader(store, found)), key


def changed(store: Store, login: str, **told: object) -> None:
    found = people.account(store, login)
    assert found
    records: list[Account] = [found.model_copy(update=told)]
    store.append(Event(kind="account_changed", actor="operator", at=AT), records)


LATER: dict[str, dict[str, object]] = {
    "li": {"active": False},
    "qian": {"county_code": "421281"},
    "zhao": {"role": "leader"},
}
"""Account to what becomes of it between the drawing of a page and the press of its button."""


def test_rights_are_asked_when_the_file_is_made(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def make() -> bytes:
        asked.append("made")
        return b"figures"

    for login, told in LATER.items():
        frame, _ = page_of(store, login, monkeypatch)
        made = downloads.rightful(frame, make)
        assert made() == b"figures" and len(asked) == 1
        changed(store, login, **told)
        with pytest.raises(PortfolioError, match=r"signed_out|account_changed"):
            made()
        assert asked.pop() == "made" and not asked
    frame, key = page_of(store, "sun", monkeypatch)
    made = downloads.rightful(frame, make)
    KEPT.sessions.end(key)
    with pytest.raises(PortfolioError, match="signed_out"):
        made()
    frame, key = page_of(store, "zhou", monkeypatch)
    frame.filters.workspace = "demo"
    made = downloads.rightful(frame, make)
    assert made() == b"figures"
    KEPT.sessions.end(key)
    with pytest.raises(PortfolioError, match="signed_out"):
        made()


class Storage:
    """Streamlit's: one number for the same file, whoever it is for."""

    def load_and_get_id(self, data: bytes, *_: object) -> str:
        return data.decode()


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Storage:
    """Streamlit's storage, watched."""
    made = Storage()
    runtime = SimpleNamespace(media_file_mgr=SimpleNamespace(_storage=made))
    monkeypatch.setattr(streamlit.runtime, "exists", lambda: True)
    monkeypatch.setattr(streamlit.runtime, "get_instance", lambda: runtime)
    monkeypatch.setattr(downloads, "OWNERS", downloads.Owners())
    downloads.watch()
    return made


def got(name: str, key: str) -> tuple[int, str]:
    answer = TestClient(APP).get(f"/media/{name}", headers={standing.HEADER: key} if key else {})
    return answer.status_code, answer.headers["cache-control"]


def test_a_file_is_handed_to_the_session_it_was_made_for_and_kept_by_no_browser(
    store: Store, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame, key = page_of(store, "li", monkeypatch)
    storage.load_and_get_id(downloads.rightful(frame, lambda: b"report")())
    assert got("report.xlsx", key) == (200, "no-store")
    for other in (key_of(store, "li"), key_of(store, "wang"), "", "x"):
        assert got("report.xlsx", other) == (404, "no-store")
    storage.load_and_get_id(b"nobodys")
    assert got("nobodys.xlsx", key)[0] == 404, "of which nobody said whose it is"
    changed(store, "li", role="reviewer")
    assert got("report.xlsx", key)[0] == 404
    changed(store, "li", role="leader")
    assert got("report.xlsx", key)[0] == 200
    monkeypatch.setattr(time, "monotonic", lambda: 10**9)
    assert got("report.xlsx", key)[0] == 404, "long after"


def test_the_same_file_may_be_two_readers_of_whom_each_made_it(
    store: Store, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for login in ("li", "wang"):
        frame, key = page_of(store, login, monkeypatch)
        assert got("same.csv", key)[0] == 404
        storage.load_and_get_id(downloads.rightful(frame, lambda: b"same")())
        assert got("same.csv", key)[0] == 200


@pytest.mark.usefixtures("bare_store")
def test_before_any_account_everybody_is_the_same_reader(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "key", lambda: None)
    frame: Any = SimpleNamespace(filters=SimpleNamespace(workspace="demo"), reader=None)
    storage.load_and_get_id(downloads.rightful(frame, lambda: b"shown")())
    assert got("shown.csv", "")[0] == 200
