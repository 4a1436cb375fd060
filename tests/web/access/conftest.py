"""A data folder with people in it, the ASGI app before an app that says what it was asked, and a browser of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocket

from portfolio import library, passwords
from portfolio.model import Account, Assignment, Event, Unit
from portfolio.store import Store
from portfolio.web import asgi, session
from portfolio.web.access.keeping import KEPT
from tests.conftest import close_opened, copy_library

AT = datetime(2026, 11, 2, 9)
PASSWORD = "maple-river-4217"
PEOPLE = {
    "wang": {"role": "administrator"},
    "li": {"role": "leader"},
    "zhao": {"role": "reviewer"},
    "qian": {"role": "reviewer", "county_code": "421202"},
    "sun": {"role": "owner", "unit_code": "U1"},
    "zhou": {"role": "owner", "unit_code": "U2"},
}
"""Sign-in name to what the account may do: U1 answers for 咸安区, U2 for two projects by number."""
OWN = ("06-01", "06-02")


def people(store: Store) -> None:
    """Give the store two units with assignments, and an account of every kind."""
    units = [Unit(unit_code="U1", name="咸安区发改局"), Unit(unit_code="U2", name="市卫健委")]
    store.append(Event(kind="unit_changed", actor="library", at=AT), units)
    own = [Assignment(unit_code="U2", project_id=number) for number in OWN]
    county = Assignment(unit_code="U1", county_code="421202")
    store.append(Event(kind="assignment_changed", actor="library", at=AT), [county, *own])
    kept = passwords.hashed(PASSWORD)
    accounts = [
        Account(login=login, name=login.title(), password_hash=kept, **told) for login, told in PEOPLE.items()
    ]
    store.append(Event(kind="account_changed", actor="operator", at=AT), accounts)


@pytest.fixture(scope="package", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Hashes of the same kind that take no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(passwords, "NOBODYS", passwords.HASHER.hash("nobody's"))
        yield


@pytest.fixture(scope="session")
def peopled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose official store holds accounts; closed, to be copied."""
    folder = copy_library(tmp_path_factory.mktemp("peopled"))
    store = library.open_official(folder, AT)
    people(store)
    store.close()
    return folder


@pytest.fixture(scope="session")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose official store holds no account; closed, to be copied."""
    folder = copy_library(tmp_path_factory.mktemp("unpeopled"))
    library.open_official(folder, AT).close()
    return folder


def _opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    KEPT.clear()
    yield session.store("official")
    close_opened(folder)


@pytest.fixture(scope="package")
def standing_folder(peopled_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with accounts that stays open for all tests that write nothing."""
    folder = tmp_path_factory.mktemp("standing") / "data"
    shutil.copytree(peopled_folder, folder)
    yield folder
    close_opened(folder)


@pytest.fixture
def standing_store(standing_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The official store with accounts, one for all tests that write nothing; nobody is signed in."""
    monkeypatch.setenv("PORTFOLIO_DATA", str(standing_folder))
    KEPT.clear()
    return session.store("official")


@pytest.fixture
def store(peopled_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The official store of this test, with accounts, as the ASGI app and the pages open it."""
    shutil.copytree(peopled_folder, tmp_path / "data")
    yield from _opened(tmp_path / "data", monkeypatch)


@pytest.fixture
def bare_store(empty_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The official store of this test, in which there is no account yet."""
    shutil.copytree(empty_folder, tmp_path / "data")
    yield from _opened(tmp_path / "data", monkeypatch)


async def _said(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"within {request.headers.get('x-portfolio-session', '-')}")


async def _heard(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(websocket.headers.get("x-portfolio-session", "-"))
    await websocket.close()


APP = Starlette(
    routes=[
        *asgi.ROUTES,
        WebSocketRoute("/_stcore/stream", _heard),
        Route("/{path:path}", _said, methods=["GET", "POST", "PUT", "DELETE"]),
    ],
    middleware=asgi.MIDDLEWARE,
)
"""The ASGI app as it stands before Streamlit, here before an app that only says which session it was told of."""
Browser = Callable[..., TestClient]


class AsBrowser(TestClient):
    """Opens websockets, too, under the name that is in its address line."""

    def websocket_connect(self, url: str, **told: Any) -> WebSocketTestSession:  # type: ignore[override]
        """The socket of that path."""
        here = self.base_url.netloc.decode()
        return super().websocket_connect(
            f"{'wss' if self.base_url.scheme == 'https' else 'ws'}://{here}{url}", **told
        )


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Makes browsers, each with cookies of its own, that follow no redirect."""
    made: list[TestClient] = []

    def fresh(address: str = "http://localhost", where: str = "10.0.0.1") -> TestClient:
        made.append(
            AsBrowser(
                APP,
                base_url=address,
                follow_redirects=False,
                client=(where, 4000),
                headers={"accept": "text/html"},
            )
        )
        return made[-1]

    yield fresh
    for one in made:
        one.close()
