"""Files on their way out: made for whoever may have them at that moment, and handed to nobody else.

A download is made when its button is pressed, which may be long after the page was drawn and by a socket that outlived
the session: so the rights are asked once more as it is made. Streamlit then hands the file out by an address that names
what is in it, to any session: so it is kept who it was made for.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import streamlit.runtime as streamlit_runtime
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

from portfolio.model import PortfolioError
from portfolio.model.permissions import VISITOR
from portfolio.web.access import present, standing
from portfolio.web.doors.answering import refused
from portfolio.web.frame import Frame

ROUTE = "/media/"
LASTS_S = 5 * 60.0
"""How long a file that was made for a press of a button can be fetched: a browser does so at once."""
MOST_FILES = 20_000
Made = Callable[[], bytes]


class Owners:
    """Who each file was made for, and until when. Safe to share between threads."""

    def __init__(self) -> None:
        self._until: OrderedDict[tuple[str, standing.Mark], float] = OrderedDict()
        self._lock = threading.Lock()
        self.making = threading.local()
        """`mark` of whom this thread makes a file for."""

    def note(self, file: str, mark: standing.Mark, lasts_s: float) -> None:
        """Let whoever stands so have the file for that long."""
        with self._lock:
            self._until[file, mark] = time.monotonic() + lasts_s
            self._until.move_to_end((file, mark))
            while len(self._until) > MOST_FILES:
                self._until.popitem(last=False)

    def may(self, file: str, mark: standing.Mark) -> bool:
        """Whether it was made for whoever stands so, not long ago."""
        return self._until.get((file, mark), 0.0) > time.monotonic()


OWNERS = Owners()


def rightful(frame: Frame, make: Made) -> Made:
    """`make`, for the reader of this page alone: asked again when the file is made, which has no page around it.

    The file's maker raises PortfolioError signed_out or account_changed where that reader is no longer there.
    """
    key = present.key() or ""

    def made() -> bytes:
        now = standing.of_key(key)
        if not now.is_let_in:
            raise PortfolioError("signed_out")
        if frame.filters.workspace == "official" and (standing.reader(now) or VISITOR) != frame.reader:
            raise PortfolioError("account_changed")
        OWNERS.making.mark = standing.mark_of(key, now)
        return make()

    return made


def watch() -> None:
    """Note of each file that Streamlit takes into its storage whose it is; it has no place to say so itself."""
    if not streamlit_runtime.exists():  # the app's routes alone, without a server of pages
        return
    storage: Any = streamlit_runtime.get_instance().media_file_mgr._storage
    taking = storage.load_and_get_id

    def taken(*given: Any, **more: Any) -> str:
        file = str(taking(*given, **more))
        mark, lasts_s = getattr(OWNERS.making, "mark", None), LASTS_S
        if mark is None and get_script_run_ctx() is not None:  # drawn into a page, which stays open
            mark, lasts_s = standing.mark(present.key() or ""), float("inf")
        if mark is not None:
            OWNERS.note(file, mark, lasts_s)
        OWNERS.making.mark = None
        return file

    storage.load_and_get_id = taken


class Downloads:
    """Hands a file to whom it was made for, and lets nobody keep it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is no file."""
        if scope["type"] != "http" or not scope["path"].startswith(ROUTE):
            await self.app(scope, receive, send)
            return
        mark = await run_in_threadpool(standing.mark, Headers(scope=scope).get(standing.HEADER, ""))
        if not OWNERS.may(PurePosixPath(scope["path"]).stem, mark):
            await refused("no such file", 404)(scope, receive, send)
            return

        async def unkept(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["cache-control"] = "no-store"
            await send(message)

        await self.app(scope, receive, unkept)
