"""What stands before the pages: health, signing in, authentication; headers stripped on the way in, set on the way out."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio.web import daily, listener, session
from portfolio.web.access import announcing, keeping, requests, routes
from portfolio.web.access.authentication import AuthenticationMiddleware
from portfolio.web.browser import delivery, scripts
from portfolio.web.doors import auditing, downloads, handing_out, reach, readiness, sockets
from portfolio.web.doors.connections import Connections
from portfolio.web.doors.downloads import Downloads
from portfolio.web.doors.hosts import Hosts
from portfolio.web.doors.sockets import Sockets
from portfolio.web.doors.tls import Tls
from portfolio.web.doors.uploads import Uploads

OURS = b"x-portfolio-"
"""Headers of this name are set by the ASGI app alone; one that comes from outside is a forgery."""

POLICY = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' {' '.join(scripts.hashes())}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
"""Only this server; Streamlit writes its styles into the page, so styles alone may stand inline."""

SECURITY = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


async def health(_: Request) -> PlainTextResponse:
    """`ok`: the server answers. It says nothing of the data."""
    return PlainTextResponse("ok", headers={"cache-control": "no-store"})


class Headers:
    """Passes every request on without forged headers, and every answer back with the security headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request or websocket to the app within, anything else unchanged."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].lower().startswith(OURS)]

        async def secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                needed = _EVERYWHERE if _is_mere_file(message["headers"]) else _SECURED
                message["headers"] = [*_without_ours(message["headers"]), *needed]
            await send(message)

        await self.app(scope, receive, secured)


_SECURED = [(name.encode(), value.encode()) for name, value in SECURITY.items()]
_EVERYWHERE = [pair for pair in _SECURED if pair[0] == b"x-content-type-options"]
"""What a file needs that is part of a page: the policy of its document holds for it, a second one does nothing."""
DOCUMENTS = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")
"""What a browser shows as a page of its own, in which a script could run."""


def _is_mere_file(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether the answer is told to be something that is no document; without a word of its kind it may be one."""
    kinds = [
        value.decode("latin-1").strip().lower() for name, value in headers if name.lower() == b"content-type"
    ]
    return bool(kinds) and not any(kind.startswith(DOCUMENTS) for kind in kinds)


def _without_ours(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [pair for pair in headers if pair[0].decode("latin-1").lower() not in SECURITY]


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Hear commands and prepare each day while the server runs, and close the stores as it ends.

    The console is told how to set up as it comes up.
    """
    threading.Thread(target=announcing.announce, daemon=True).start()
    downloads.watch()
    try:
        with daily.preparing(), keeping.going_on(session.data_folder()):
            async with listener.listening(session.data_folder()), sockets.watching():
                yield
    finally:
        session.close()


ROUTES = [
    Route("/health", health, methods=["GET", "HEAD"]),
    Route("/ready", readiness.ready, methods=["GET", "HEAD"]),
    Route(delivery.STYLE_PATH, delivery.style, methods=["GET"]),
    Route(delivery.ROOM_PATH, delivery.room, methods=["GET"]),
    *routes.ROUTES,
    *handing_out.ROUTES,
]
MIDDLEWARE = [
    Middleware(Connections),
    Middleware(requests.Hops),
    Middleware(Headers),
    Middleware(Tls),
    Middleware(Hosts),
    Middleware(AuthenticationMiddleware),
    Middleware(Sockets),
    Middleware(Uploads),
    Middleware(Downloads),
    Middleware(auditing.Downloads),
    Middleware(delivery.Delivery),
]
requests.believe_nobody()


def settled() -> list[Middleware]:
    """What stands before the pages, once Streamlit goes by the operator's address; ends the process where it cannot."""
    reach.settle()
    return MIDDLEWARE
