"""How many connections there may be and how long each may take: who comes slowly holds up nobody.

The server beneath has no time-out for a head or a body that never ends, and names itself in every answer. It hands its
configuration in with the first thing it says, before it opens its port, so what is set here holds for all connections,
however it was started.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

import h11
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

LOG = logging.getLogger("portfolio")
HEAD_S = 10.0
"""How long the head of a request may take, from its first byte or from the connection's beginning."""
BODY_FREE_S, BODY_BYTES_S = 20.0, 8_192
"""How long a body may take in any case, and how many bytes it has to bring for each second after that."""
UNREAD_S = 120.0
"""How long an answer may wait until its reader takes any more of it."""
STOP_S = 30
"""How long a server that ends waits for answers that are under way."""
MOST_CONNECTIONS, RESERVED = 4_000, 256
"""Connections at once, and descriptors that are kept for the store, its files and its socket."""
WANTED_FILES = 65_536
HERE = ("127.", "::1")


class Bounded(H11Protocol):
    """A connection that is closed where its head, its body or its reader takes too long, or too many are open."""

    def __init__(self, *options: Any, **more: Any) -> None:
        super().__init__(*options, **more)
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._body_bytes, self._body_at, self._unread = 0, 0.0, 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin the connection, and its time."""
        super().connection_made(transport)
        if len(self.connections) > most() or self._of_one() > most() // 2:
            transport.abort()
            return
        self._start("head", HEAD_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the connection, and its time."""
        self._stop_all()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and see what is still to come."""
        super().data_received(data)
        if (
            self.transport.get_protocol() is not self
        ):  # a websocket by now, whose protocol has time-outs of its own
            self._stop_all()
            return
        self._body_bytes += len(data)
        state = self.conn.their_state
        if state is not h11.IDLE:
            self._stop("head")
        elif self.timeout_keep_alive_task is None and self.conn.our_state is h11.IDLE:
            self._start("head", HEAD_S)
        if state is not h11.SEND_BODY:
            self._stop("body")
        elif "body" not in self._timers:
            self._body_bytes, self._body_at = 0, self.loop.time()
            self._start("body", BODY_FREE_S)

    def pause_writing(self) -> None:
        """Wait for the reader, but not for ever."""
        super().pause_writing()
        self._unread = self.transport.get_write_buffer_size()
        self._start("unread", UNREAD_S)

    def resume_writing(self) -> None:
        """Go on writing."""
        self._stop("unread")
        super().resume_writing()

    def _of_one(self) -> int:
        """How many come from the same address; this machine's own, where a proxy may stand, is not counted."""
        mine = self.client[0] if self.client else ""
        if not mine or mine.startswith(HERE):
            return 0
        others = (getattr(one, "client", None) for one in self.connections)
        return sum(1 for client in others if client and client[0] == mine)

    def _start(self, name: str, seconds: float) -> None:
        if name not in self._timers:
            self._timers[name] = self.loop.call_later(seconds, self._over, name)

    def _stop(self, name: str) -> None:
        timer = self._timers.pop(name, None)
        if timer:
            timer.cancel()

    def _stop_all(self) -> None:
        for name in list(self._timers):
            self._stop(name)

    def _over(self, name: str) -> None:
        del self._timers[name]
        if name == "body" and not self._is_slow():
            self._start(name, BODY_FREE_S / 4)
        elif name == "unread" and self.transport.get_write_buffer_size() < self._unread:
            self._unread = self.transport.get_write_buffer_size()
            self._start(name, UNREAD_S)
        else:
            self.transport.abort()

    def _is_slow(self) -> bool:
        if self.flow.read_paused:  # it is we who are slow
            return False
        over = self.loop.time() - self._body_at - BODY_FREE_S
        return self._body_bytes < over * BODY_BYTES_S or not self._body_bytes


def most() -> int:
    """How many connections there may be at once: as many as there are descriptors for, at most MOST_CONNECTIONS."""
    return min(MOST_CONNECTIONS, max(_descriptors() - RESERVED, RESERVED))


def _descriptors() -> int:
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource  # noqa: PLC0415  # not on Windows

    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def _raise_descriptors() -> None:
    """As many descriptors as the operator's hard limit allows, up to WANTED_FILES."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED_FILES if hard == resource.RLIM_INFINITY else min(WANTED_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class Connections:
    """Sets the bounds of the server that starts the app, and hands everything on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Bound the server as it starts."""
        if scope["type"] == "lifespan":
            bound(getattr(getattr(receive, "__self__", None), "config", None))
        await self.app(scope, receive, send)


def bound(server: Config | None) -> None:
    """Bound every connection of that server, which then does not name itself either; say where it is another kind."""
    _raise_descriptors()
    if not isinstance(server, Config):
        LOG.warning("this server's connections are not bounded: start the app by `streamlit run app.py`")
        return
    server.http_protocol_class = Bounded
    server.limit_concurrency = most() - RESERVED // 4
    server.timeout_graceful_shutdown = STOP_S
    server.server_header = False
    server.encoded_headers = [pair for pair in server.encoded_headers if pair[0] != b"server"]
