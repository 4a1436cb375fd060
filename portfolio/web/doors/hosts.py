"""Requests under another name than ours are refused: a page elsewhere must not be this server's to a browser.

A name of somebody else's may be pointed at this machine, and its page then reads what we answer under that name. Who
must sign in is not touched by it (the cookie stays with its own name), so any name will do where none is configured;
while nobody has to sign in, only this machine's own will.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio.model import PortfolioError
from portfolio.queries import people
from portfolio.web import session
from portfolio.web.access import html, requests
from portfolio.web.doors import reach
from portfolio.web.doors.answering import close, is_page, refused, tell
from portfolio.words import say

MISDIRECTED = 421
ANY_NAME = frozenset({"/health", "/ready", "/_stcore/health", "/auth/access.css"})
"""Answered under any name: what watches over the server asks for it, or the page that refuses; nothing is told by it."""
READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Hosts:
    """Lets in what is asked of this server by its own name, and what changes something only from its own pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app within, or refuse it here."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in ANY_NAME:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        host, origin = headers.get("host", ""), headers.get("origin")
        try:
            lets_in = await _is_ours(host) and (not _acts(scope) or _is_own(origin, host))
        except PortfolioError:  # what cannot be read says nothing of our name
            lets_in = False
        if lets_in:
            await self.app(scope, receive, send)
            return
        tell("refused: host %.100r, origin %.100r; is the address configured?", host, origin)
        if scope["type"] == "websocket":
            await close(receive, send)
            return
        await _refusal(HTTPConnection(scope), host)(scope, receive, send)


def _acts(scope: Scope) -> bool:
    return scope["type"] == "websocket" or scope["method"] not in READING


async def _is_ours(host: str) -> bool:
    name, chosen = reach.name_of(host), reach.reach()
    if name in reach.LOCAL or (name and name == chosen.name):
        return True
    return bool(name) and not chosen.host and await run_in_threadpool(_must_sign_in)


def _must_sign_in() -> bool:
    return people.any_account(session.store("official"))


def _is_own(origin: str | None, host: str) -> bool:
    """Whether that page is one of ours. What is no browser names none."""
    if origin is None:
        return True
    scheme, _, theirs = origin.strip().lower().partition("://")
    if scheme not in reach.PORTS:
        return False
    return theirs == host.strip().lower() or origin.strip().lower() == reach.reach().origin


def _refusal(request: HTTPConnection, host: str) -> Response:
    if not is_page(request.scope):
        return refused("misdirected", MISDIRECTED)
    language = requests.language(request)
    sentence = html.alert(say(language, "error.host_unknown", host=host))
    return html.page(language, say(language, "error.title"), sentence, status=MISDIRECTED)
