"""`/ready`: whether this server can do its work now; for a proxy or a monitor, and so cheap that nobody can wear it out."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass, field

import duckdb
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from portfolio.model import PortfolioError
from portfolio.store import head, hindrances
from portfolio.web import session as workspaces

FREE_BYTES = 200_000_000
"""Bytes that must be free beside the store: a log not yet written into it, and the files of some days."""
FRESH_S = 5.0
"""For how long an answer is given again."""


@dataclass
class Readiness:
    """The last answer, and when it was found."""

    found: str = ""
    at: float = -FRESH_S
    turn: threading.Lock = field(default_factory=threading.Lock)

    def hindrance(self) -> str:
        """What hinders the server, in one word; "" for nothing."""
        with self.turn:
            if time.monotonic() - self.at >= FRESH_S:
                self.found, self.at = _hindrance(), time.monotonic()
            return self.found


READINESS = Readiness()


async def ready(_: Request) -> PlainTextResponse:
    """`ready`, or 503 with `store`, `head` or `disk`. It says nothing of the data; the console says why."""
    hindrance = await run_in_threadpool(READINESS.hindrance)
    return PlainTextResponse(
        hindrance or "ready", 503 if hindrance else 200, headers={"cache-control": "no-store"}
    )


def _hindrance() -> str:
    try:
        store = workspaces.store("official")
        with hindrances.as_refusals(), store.cursor() as cursor:
            head.refuse_loss(store.path, [head.file_of(store.path), *head.elsewhere(store.path)], cursor)
        free = shutil.disk_usage(store.path.parent).free
        there = store.is_there()
    except PortfolioError as fault:
        return "head" if fault.code in head.LOSSES else "store"
    except (OSError, duckdb.Error):
        return "store"
    if not there:
        return "store"
    return "disk" if free < FREE_BYTES else ""
