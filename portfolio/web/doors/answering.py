"""How the doors answer what they do not let through."""

from __future__ import annotations

import logging
import time

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

POLICY_VIOLATED = 1008
"""How a websocket is closed that may not be, or may be no longer."""


LOG = logging.getLogger("portfolio")
SELDOM_S = 60.0
_told_at: dict[str, float] = {}


def tell(sentence: str, *facts: object) -> None:
    """Log the sentence, at most once a minute: strangers cannot fill the log."""
    now = time.monotonic()
    if now - _told_at.get(sentence, float("-inf")) >= SELDOM_S:
        _told_at[sentence] = now
        LOG.warning(sentence, *facts)


async def close(receive: Receive, send: Send, code: int = POLICY_VIOLATED) -> None:
    """Refuse a websocket that asks to be opened."""
    await receive()
    await send({"type": "websocket.close", "code": code})


def is_page(scope: Scope) -> bool:
    """Whether a reader waits for a page, rather than a script of a page for a part of it."""
    return scope.get("method") in {"GET", "HEAD"} and "text/html" in Headers(scope=scope).get("accept", "")


def refused(sentence: str, status: int, **headers: str) -> PlainTextResponse:
    """A bare refusal, which no browser and no proxy keeps."""
    return PlainTextResponse(sentence, status, headers={"cache-control": "no-store", **headers})
