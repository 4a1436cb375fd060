"""Files that are taken away, told in the security log: who, which, from where."""

from __future__ import annotations

import re
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio.web.access import requests, signing, standing
from portfolio.web.access.standing import HEADER

NAMED = re.compile(r"filename\*?=\"?(?:utf-8'')?([^\";]+)", re.IGNORECASE)


class Downloads:
    """Passes every request on, and tells the log of each answer that is a file to be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app within."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                named = _attached(message)
                if named is not None:
                    await run_in_threadpool(_tell, HTTPConnection(scope), named)
            await send(message)

        await self.app(scope, receive, watched)


def _attached(message: Message) -> str | None:
    """What the file is called that the answer is to be kept as; None for what is part of a page."""
    for name, value in message["headers"]:
        content = value.decode("latin-1")
        if name.lower() == b"content-disposition" and content.lower().startswith("attachment"):
            match = NAMED.search(content)
            return unquote(match[1]) if match else ""
    return None


def _tell(request: HTTPConnection, named: str) -> None:
    now = standing.of_key(request.headers.get(HEADER))
    who = {"login": now.account.login, "role": now.account.role} if now.account else {}
    where = {"address": requests.from_where(request), "path": request.url.path[:200], "file": named[:200]}
    signing.log().tell("file_taken", stranger=not who, **who, **where)
