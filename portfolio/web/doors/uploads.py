"""Files on their way in: from pages that asked for one, within bounds of size, number and memory, and freed in time.

Streamlit's route takes a file from whoever has a page open, whether or not that page has a place for one, as often as
they like, and holds it in memory. Here a page says so when it draws such a place, after it has asked who is before it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit.runtime as streamlit_runtime
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from portfolio.web.access import present
from portfolio.web.access.standing import HEADER
from portfolio.web.doors.answering import refused, tell

ROUTE = "/_stcore/upload_file/"
MOST_FILES, MOST_BYTES = 20, 60 * 2**20
"""What one open page may hold at once."""
MOST_BYTES_OF_ALL = 512 * 2**20
"""What all open pages may hold together, files on their way among them."""
AROUND = 64 * 2**10
"""What a form may say around its file."""
UNSEEN_S = 180.0
"""How long a page may be gone until its files are freed: longer than Streamlit keeps it for a browser that comes back."""


@dataclass
class Place:
    """A page with a place for files: whose session it is of, how many bytes are on the way, since when it is gone."""

    key: str
    coming: dict[object, int] = field(default_factory=dict)
    gone_at: float | None = None


class Places:
    """The pages that have a place for files. Safe to share between threads."""

    def __init__(self) -> None:
        self.of_page: dict[str, Place] = {}
        self._lock = threading.Lock()

    def open(self, page: str, key: str) -> None:
        """Let files come to that page of Streamlit's, from the browser of that session."""
        with self._lock:
            pages = self.of_page.get(page)
            if pages is None or pages.key != key:
                self.of_page[page] = Place(key)

    def is_open(self, page: str, key: str) -> bool:
        """Whether that browser may send files to the page."""
        pages = self.of_page.get(page)
        return pages is not None and pages.key == key

    @contextmanager
    def coming(self, page: str, size: int) -> Iterator[int]:
        """While a file of that size is on its way: 0, or the status of the refusal where there is no room for it."""
        token = object()
        with self._lock:
            place = self.of_page.get(page)
            status = 403 if place is None else self._refused(page, place, size)
            if place and not status:
                place.coming[token] = size
        try:
            yield status
        finally:
            if place:
                with self._lock:
                    place.coming.pop(token, None)

    def _refused(self, page: str, place: Place, size: int) -> int:
        sizes = {
            name: [len(file.data) for file in list(files.values())] for name, files in list(_files().items())
        }
        here = sizes.get(page, [])
        if len(here) + len(place.coming) >= MOST_FILES:
            return 429
        if sum(here) + sum(place.coming.values()) + size > MOST_BYTES:
            return 413
        everywhere = sum(map(sum, sizes.values()))
        everywhere += sum(sum(one.coming.values()) for one in self.of_page.values())
        return 503 if everywhere + size > MOST_BYTES_OF_ALL else 0

    def forget(self, key: str) -> None:
        """Free the files of that session's pages, to which nothing may come any more."""
        with self._lock:
            pages = [page for page, place in self.of_page.items() if place.key == key]
            for page in pages:
                del self.of_page[page]
        _free(pages)

    def sweep(self) -> None:
        """Free the files of pages that have been gone for long; Streamlit forgets to where it lets a page expire."""
        if not streamlit_runtime.exists():
            return
        active = streamlit_runtime.get_instance().is_active_session
        now, over = time.monotonic(), []
        with self._lock:
            for page in _files().keys() - self.of_page.keys():
                self.of_page[page] = Place("")
            for page, place in list(self.of_page.items()):
                place.gone_at = None if active(page) else place.gone_at or now
                if place.gone_at is not None and now - place.gone_at > UNSEEN_S:
                    del self.of_page[page]
                    over.append(page)
        _free(over)


PLACES = Places()


def manager() -> MemoryUploadedFileManager | None:
    """Where Streamlit holds files; None where no server runs."""
    if not streamlit_runtime.exists():
        return None
    file_manager = streamlit_runtime.get_instance().uploaded_file_mgr
    return file_manager if isinstance(file_manager, MemoryUploadedFileManager) else None


def _files() -> dict[str, dict[str, UploadedFileRec]]:
    file_manager = manager()
    return file_manager.file_storage if file_manager else {}


def _free(pages: list[str]) -> None:
    file_manager = manager()
    if file_manager:
        for page in pages:
            file_manager.remove_session_files(page)


def open_here() -> None:
    """Let files come to the page that is being drawn. Called right before the place for them, behind the page's guard."""
    context = get_script_run_ctx()
    if context is not None:
        PLACES.open(context.session_id, present.key() or "")


class Uploads:
    """Bounds the route by which files come in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is no file, and a file that may come."""
        if scope["type"] != "http" or not scope["path"].startswith(ROUTE) or scope["method"] == "OPTIONS":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        page = scope["path"].removeprefix(ROUTE).partition("/")[0]
        if scope["method"] not in {"PUT", "DELETE"} or not PLACES.is_open(page, headers.get(HEADER, "")):
            await refused("no place for files", 403)(scope, receive, send)
            return
        if scope["method"] == "DELETE":
            await self.app(scope, receive, send)
            return
        size = _size(headers)
        if size is None or size > largest() + AROUND:
            await refused("too large" if size else "unfit", 413 if size else 400)(scope, receive, send)
            return
        with PLACES.coming(page, size) as status:
            if status:
                tell("a file was refused: %d", status)
                await refused("no room", status, **{"retry-after": "60"})(scope, receive, send)
                return
            await self.app(scope, receive, send)


def largest() -> int:
    """The most bytes of a file that the route takes."""
    return int(config.get_option("server.maxUploadSize")) * 2**20


def _size(headers: Headers) -> int | None:
    """How many bytes come, the most that may where that is not said; None for what is no number."""
    length = headers.get("content-length")
    if length is None:
        return largest()
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else None
