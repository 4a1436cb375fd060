"""Open pages end with the session, or with the role, under which they were opened.

A websocket is let in once and then stays open; each run of a page asks who is before it, but what is on screen stays
there. So the sockets are looked over every second: whose session has ended, or whose account is another now, gets the
page drawn once more (it says so by itself, or shows what the new role may see), and the socket is closed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from portfolio.model import PortfolioError
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access import standing
from portfolio.web.access.keeping import KEPT
from portfolio.web.doors import uploads
from portfolio.web.doors.answering import POLICY_VIOLATED, close, tell

LOG = logging.getLogger("portfolio")
EVERY_S, LAST_LOOK_S = 1.0, 1.5
"""How often sockets are looked over, and how long one stays open for the page's last run."""
MOST_OF_ONE = 30
"""Open pages of one session; while nobody has to sign in all readers are one, and have ten times as many."""


@dataclass(eq=False)
class Opened:
    """A socket: the session's key ("" for a reader while there are no accounts), and what it was let in as."""

    key: str
    mark: standing.Mark
    loop: asyncio.AbstractEventLoop
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    close_at: float = 0.0
    last_run: bytes | None = None

    def end(self) -> None:
        """Let its page be drawn a last time, and close it; from any thread."""
        with suppress(RuntimeError):  # its loop is closed already
            self.loop.call_soon_threadsafe(self.ended.set)


class Register:
    """The sockets that are open, and up to which change of access they were looked over."""

    def __init__(self) -> None:
        self.opened: set[Opened] = set()
        self._looked_at: tuple[int, int] = (0, -1)

    def has_room(self, key: str) -> bool:
        """Whether one more of that session may open."""
        most = MOST_OF_ONE if key else MOST_OF_ONE * 10
        return sum(1 for one in self.opened if one.key == key) < most

    def look_over(self) -> None:
        """End what is no longer what it was let in as."""
        sockets = [one for one in list(self.opened) if not one.ended.is_set()]
        if not sockets:
            return
        gone = {one.key for one in sockets if one.key and KEPT.sessions.lasting(one.key) is None}
        if self._access_changed():
            gone |= {one.key for one in sockets if one.key not in gone and standing.mark(one.key) != one.mark}
        for one in sockets:
            if one.key in gone:
                one.end()
        for key in gone:
            uploads.PLACES.forget(key)

    def _access_changed(self) -> bool:
        store = workspaces.store("official")
        version, before = store.version(), self._looked_at
        if (id(store), version) == before:
            return False
        self._looked_at = (id(store), version)
        return before[0] != id(store) or people.newest_access_event(store) > before[1]


REGISTER = Register()


class Sockets:
    """Lets websockets in while there is room, and closes them when their session ends."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is no websocket."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        key = Headers(scope=scope).get(standing.HEADER, "")
        if not REGISTER.has_room(key):
            tell("refused: more than %d open pages of one session", MOST_OF_ONE)
            await close(receive, send)
            return
        mark = await run_in_threadpool(standing.mark, key)
        opened = Opened(key, mark, asyncio.get_running_loop())
        REGISTER.opened.add(opened)
        try:
            await self.app(scope, _Heard(opened, receive, send), _Told(opened, send))
        finally:
            REGISTER.opened.discard(opened)


class _Heard:
    """What the app hears: the browser, until the socket ends; then the last run again, and that it is closed."""

    def __init__(self, opened: Opened, receive: Receive, send: Send) -> None:
        self.opened, self.receive, self.send = opened, receive, send

    async def __call__(self) -> Message:
        """The next message."""
        if self.opened.close_at:
            return await self._closed()
        hearing, ending = (asyncio.ensure_future(one) for one in (self.receive(), self.opened.ended.wait()))
        try:
            await asyncio.wait({hearing, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not self.opened.ended.is_set():
                return self._noted(hearing.result())  # type: ignore[arg-type]
        finally:
            hearing.cancel()
            ending.cancel()
        self.opened.close_at = self.opened.loop.time() + LAST_LOOK_S
        if self.opened.last_run is None:
            return await self._closed()
        return {"type": "websocket.receive", "bytes": self.opened.last_run}

    def _noted(self, message: Message) -> Message:
        """The message; of one that asks for a run is kept which page in which view, without what was typed or pressed."""
        message_back = BackMsg()
        with suppress(Exception):  # Streamlit judges what is no message of its own
            message_back.ParseFromString(message.get("bytes") or b"")
        if message_back.WhichOneof("type") == "rerun_script":
            again = BackMsg()
            for name in ("query_string", "page_script_hash", "page_name"):
                setattr(again.rerun_script, name, getattr(message_back.rerun_script, name))
            again.rerun_script.context_info.CopyFrom(message_back.rerun_script.context_info)
            self.opened.last_run = again.SerializeToString()
        return message

    async def _closed(self) -> Message:
        await asyncio.sleep(max(0.0, self.opened.close_at - self.opened.loop.time()))
        with suppress(Exception):  # it may have closed itself meanwhile
            await self.send({"type": "websocket.close", "code": POLICY_VIOLATED})
        self.opened.close_at = float("-inf")
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATED}


class _Told:
    """What the browser is told: all that the app says, until the socket is closed."""

    def __init__(self, opened: Opened, send: Send) -> None:
        self.opened, self.send = opened, send

    async def __call__(self, message: Message) -> None:
        """Send it on."""
        if self.opened.close_at != float("-inf"):
            await self.send(message)


@asynccontextmanager
async def watching() -> AsyncIterator[None]:
    """Look the sockets over while the block runs."""
    over = asyncio.Event()
    task = asyncio.create_task(_watch(over))
    try:
        yield
    finally:
        over.set()
        await task  # the stores are closed after this, and nobody may open them again


async def _watch(over: asyncio.Event) -> None:
    while not over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), EVERY_S)
            return
        try:
            await asyncio.to_thread(REGISTER.look_over)
            await asyncio.to_thread(uploads.PLACES.sweep)
        except PortfolioError as fault:  # what the ledger cannot say now is asked again in a second
            tell("open pages could not be looked over: %s", fault.code)
        # a mistake of ours, whatever it is: without this the watch would end, and no page be closed any more
        except Exception:
            LOG.exception("open pages could not be looked over")
