"""An open page ends within seconds of its session, its role or its account; nobody has more than so many of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from portfolio import accounts
from portfolio.model import Event, Setting
from portfolio.queries import people
from portfolio.store import Store
from portfolio.web import asgi
from portfolio.web.access.keeping import KEPT
from portfolio.web.doors import sockets
from tests.web.access.conftest import AT, PASSWORD, AsBrowser
from tests.web.access.steps import sign_in

HEARD: list[BackMsg] = []


async def _hearing(websocket: WebSocket) -> None:
    """Say back what was heard, as long as the socket is open."""
    await websocket.accept()
    try:
        while True:
            asked = BackMsg()
            asked.ParseFromString(await websocket.receive_bytes())
            HEARD.append(asked)
            await websocket.send_text(asked.rerun_script.query_string)
    except WebSocketDisconnect:
        pass


APP = Starlette(
    routes=[*asgi.ROUTES, WebSocketRoute("/_stcore/stream", _hearing)], middleware=asgi.MIDDLEWARE
)


@pytest.fixture
def opening(monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    """Sockets that are closed with the test; a last run takes no time here."""
    monkeypatch.setattr(sockets, "LAST_LOOK_S", 0.05)
    monkeypatch.setattr(sockets, "REGISTER", sockets.Register())
    HEARD.clear()
    with ExitStack() as stack:
        yield stack


def browser_of(stack: ExitStack, login: str | None) -> AsBrowser:
    made = AsBrowser(
        APP, base_url="http://localhost", follow_redirects=False, headers={"accept": "text/html"}
    )
    stack.callback(made.close)
    if login:
        assert sign_in(made, login).status_code == 303
    return made


def opened(stack: ExitStack, login: str | None = None, by: AsBrowser | None = None) -> WebSocketTestSession:
    """The socket of a page that has been run once."""
    socket = stack.enter_context((by or browser_of(stack, login)).websocket_connect("/_stcore/stream"))
    asked = BackMsg()
    asked.rerun_script.query_string = f"of={login}"
    asked.rerun_script.page_name = "late"
    asked.rerun_script.widget_states.widgets.add(id="send", trigger_value=True)
    socket.send_bytes(asked.SerializeToString())
    assert socket.receive_text() == f"of={login}"
    return socket


def is_closed(socket: WebSocketTestSession) -> bool:
    """Whether the page was run once more and then closed; False where it is open still."""
    before = list(sockets.REGISTER.opened)
    sockets.REGISTER.look_over()
    time.sleep(0.05)
    if not any(one.ended.is_set() for one in before):
        return False
    assert socket.receive_text().startswith("of=")
    with pytest.raises(WebSocketDisconnect) as over:
        socket.receive_text()
    return over.value.code == 1008


def changed(store: Store, login: str, **told: object) -> None:
    found = people.account(store, login)
    assert found
    event = Event(kind="account_changed", actor="operator", at=AT)
    store.append(event, [found.model_copy(update=told)])


def test_signing_out_ends_every_page_of_that_session_and_no_other(store: Store, opening: ExitStack) -> None:
    assert store
    reader = browser_of(opening, "li")
    mine, another = opened(opening, "li", reader), opened(opening, "zhao")
    KEPT.sessions.end(next(one.key for one in sockets.REGISTER.opened if "leader" in one.mark))
    assert is_closed(mine)
    again = HEARD[-1].rerun_script
    assert (again.query_string, again.page_name) == ("of=li", "late")
    assert not again.widget_states.widgets, "nothing is pressed a second time"
    asked = BackMsg()
    asked.rerun_script.query_string = "still here"
    another.send_bytes(asked.SerializeToString())
    assert another.receive_text() == "still here"


CHANGES: dict[str, dict[str, object]] = {
    "zhao": {"role": "leader"},
    "qian": {"county_code": "421281"},
    "sun": {"unit_code": "U2"},
    "li": {"active": False},
    "zhou": {"password_hash": "another"},
}


def test_a_change_of_the_account_ends_its_pages(store: Store, opening: ExitStack) -> None:
    for login, told in CHANGES.items():
        socket = opened(opening, login)
        assert not is_closed(socket)
        changed(store, "wang", name="王 敏")
        assert not is_closed(socket), "another's account"
        changed(store, login, **told)
        assert is_closed(socket), login


def test_a_second_factor_that_is_asked_for_from_now_on_ends_the_pages_of_who_has_none(
    store: Store, opening: ExitStack
) -> None:
    reviewer, leader = opened(opening, "qian"), opened(opening, "li")
    chosen = Event(kind="setting_changed", actor="operator", at=AT)
    store.append(chosen, [Setting(name="second_factor_required", value="yes")])
    assert is_closed(reviewer)
    asked = BackMsg()
    asked.rerun_script.query_string = "of a role that needs none"
    leader.send_bytes(asked.SerializeToString())
    assert leader.receive_text() == "of a role that needs none"


def test_looking_over_is_no_sign_of_a_reader(
    store: Store, opening: ExitStack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store
    at = [1000.0]
    monkeypatch.setattr(KEPT.sessions, "tick", lambda: at[0])
    socket = opened(opening, "li")
    for _ in range(3):
        at[0] += 30 * 60
        sockets.REGISTER.look_over()
    assert is_closed(socket), "an hour without a request"


def test_the_first_account_ends_the_pages_of_all_who_looked_before(
    bare_store: Store, opening: ExitStack
) -> None:
    socket = opened(opening)
    assert not is_closed(socket)
    accounts.set_up(bare_store, "wang", "王敏", PASSWORD, AT)
    assert is_closed(socket)


@pytest.mark.usefixtures("standing_store")
def test_one_session_opens_so_many_pages(opening: ExitStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MOST_OF_ONE", 2)
    reader = browser_of(opening, "li")
    for _ in range(2):
        opened(opening, "li", reader)
    with pytest.raises(WebSocketDisconnect), reader.websocket_connect("/_stcore/stream"):
        pass
    opened(opening, "zhao")
