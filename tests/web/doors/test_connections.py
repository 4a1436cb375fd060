"""A head, a body or a reader that takes too long ends its own connection; descriptors are left for the store."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from portfolio.web.doors import connections
from portfolio.web.doors.connections import Bounded, Connections

LARGE = 32 * 2**20
SOON_S, LATE_S = 0.3, 5.0
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"


async def _answered(request: Request) -> Response:
    body = await request.body() if request.method == "POST" else b"x" * LARGE
    return PlainTextResponse(body if request.url.path == "/large" else f"{len(body)}")


async def _heard(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())
    await websocket.close()


@pytest.fixture(scope="module")
def served() -> Iterator[uvicorn.Server]:
    """A server as Streamlit starts one, with an app behind nothing but the bounds, whose times are short here."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HEAD_S", "BODY_FREE_S", "UNREAD_S"):
            patch.setattr(connections, name, SOON_S)
        app = Starlette(
            routes=[
                WebSocketRoute("/socket", _heard),
                Route("/{path:path}", _answered, methods=["GET", "POST"]),
            ],
            middleware=[Middleware(Connections)],
        )
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", timeout_keep_alive=1))
        taken = socket.create_server(("127.0.0.1", 0))
        running = threading.Thread(target=server.run, args=([taken],), daemon=True)
        running.start()
        until = time.monotonic() + 30
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        assert server.config.http_protocol_class is Bounded
        server.config.port = taken.getsockname()[1]
        yield server
        server.should_exit = True
        running.join(20)


@pytest.fixture
def port(served: uvicorn.Server) -> int:
    return served.config.port


def opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=LATE_S)


def all_of(client: socket.socket) -> bytes:
    """What the server sends until it closes the connection; TimeoutError where it does not."""
    told = b""
    try:
        while piece := client.recv(65_536):
            told += piece
    except ConnectionResetError:
        pass
    return told


@pytest.mark.parametrize(
    "sent",
    [b"", HEAD, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + HEAD, BODY, BODY + b"x" * 100],
    ids=["nothing", "half a head", "half a second head", "no body", "half a body"],
)
def test_who_does_not_finish_is_cut_off(port: int, sent: bytes) -> None:
    with closing(opened(port)) as client:
        client.sendall(sent)
        began = time.monotonic()
        told = all_of(client)
        assert time.monotonic() - began < LATE_S - 1
        assert (b"200 OK" in told) is (sent.count(b"GET") == 2)


def test_a_head_that_trickles_in_is_cut_off_however_often_it_does(port: int) -> None:
    with closing(opened(port)) as client:
        client.sendall(HEAD)
        with pytest.raises(OSError):  # a reset or a broken pipe, whichever is met first
            for number in range(40):
                client.sendall(f"X-{number}: 1\r\n".encode())
                time.sleep(SOON_S / 5)


def test_a_reader_who_takes_nothing_is_cut_off(served: uvicorn.Server, port: int) -> None:
    with closing(opened(port)) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(SOON_S / 2)
        assert len(served.server_state.connections) == 1
        until = time.monotonic() + LATE_S
        while served.server_state.connections and time.monotonic() < until:
            time.sleep(SOON_S / 5)
        assert not served.server_state.connections


def test_a_reader_who_takes_slowly_gets_all_of_it(port: int) -> None:
    """Some twenty megabytes a second, which no buffer between the two holds for him."""
    with closing(opened(port)) as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        told, began = 0, time.monotonic()
        while piece := client.recv(2**20):
            told += len(piece)
            time.sleep(max(0.0, told / (20 * 2**20) - (time.monotonic() - began)))
        assert told > LARGE and time.monotonic() - began > SOON_S * 3


def test_a_websocket_may_be_silent_for_as_long_as_it_likes(port: int) -> None:
    with connect(f"ws://127.0.0.1:{port}/socket", proxy=None) as client:
        time.sleep(SOON_S * 4)
        client.send("still here")
        assert client.recv(timeout=LATE_S) == "still here"


def test_who_brings_and_takes_is_not_cut_off_and_the_server_does_not_name_itself(port: int) -> None:
    with closing(opened(port)) as client:
        client.sendall(BODY)
        for _ in range(10):
            client.sendall(b"x" * 100_000)
            time.sleep(SOON_S / 5)
        told = client.recv(65_536)
        assert told.startswith(b"HTTP/1.1 200") and told.endswith(b"1000000")
        assert b"server:" not in told.lower() and b"uvicorn" not in told.lower()


def test_more_connections_than_there_are_descriptors_for_are_not_taken(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 3)
    kept = [opened(port) for _ in range(3)]
    time.sleep(0.1)
    with closing(opened(port)) as one_more:
        began = time.monotonic()
        assert all_of(one_more) == b"" and time.monotonic() - began < SOON_S
    for one in kept:
        one.close()


def test_descriptors_are_raised_and_some_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "_descriptors", lambda: 1024)
    assert connections.most() == 1024 - connections.RESERVED
    monkeypatch.setattr(connections, "_descriptors", lambda: 65_536)
    assert connections.most() == connections.MOST_CONNECTIONS
