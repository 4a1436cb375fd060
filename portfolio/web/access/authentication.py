"""Authentication before the pages: once an account exists, nothing is answered without a session but what is open to all."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from portfolio.model import PortfolioError
from portfolio.model.permissions import PERMISSIONS, VISITOR, deed_of_route
from portfolio.web.access import answers, html, requests, routes, signing, standing
from portfolio.web.access.standing import HEADER, Standing
from portfolio.web.doors.answering import close, is_page, refused
from portfolio.words import say


class AuthenticationMiddleware:
    """Lets in what is open and who is signed in, and tells the pages by a header of ours who that is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app within, or answer it here."""
        if scope["type"] not in {"http", "websocket"} or scope["path"] in routes.OPEN:
            await self.app(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"].endswith(routes.PROBED):
            await refused("no such file", 404)(scope, receive, send)
            return
        request = HTTPConnection(scope)
        try:
            token = request.cookies.get(requests.SESSION_COOKIE)
            now = await run_in_threadpool(standing.of_token, token)
        except PortfolioError as fault:  # the ledger cannot say who may come in, so nobody does
            await _answer(scope, receive, send, _broken(request, fault))
            return
        if not self._lets_in(now, scope["path"]):
            if now.account and not now.owes:
                _tell_refused(request, now)
            await _answer(scope, receive, send, _refusal(request, now))
            return
        if now.session:
            scope["headers"] = [*scope["headers"], (HEADER.encode(), now.session.key.encode())]
        await self.app(scope, receive, send)

    @staticmethod
    def _lets_in(now: Standing, path: str) -> bool:
        if not now.is_let_in:
            return False
        role = now.account.role if now.account else VISITOR.role
        return deed_of_route(path) in PERMISSIONS[role]


def _tell_refused(request: HTTPConnection, now: Standing) -> None:
    """Tell the log that somebody asked for what their role may not have."""
    who = {
        "login": now.session.login if now.session else "",
        "role": now.account.role if now.account else "",
    }
    where = {"address": requests.from_where(request), "path": request.url.path[:200]}
    signing.log().tell("not_allowed", stranger=True, **who, **where)


async def _answer(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    if scope["type"] == "websocket":
        await close(receive, send)
        return
    await answer(scope, receive, send)


def _refusal(request: HTTPConnection, now: Standing) -> Response:
    """On to signing in, for a page; for anything else the bare refusal."""
    if not is_page(request.scope):
        return refused("sign in", 403 if now.is_let_in or now.owes else 401)
    here = _here(request)
    language = requests.language(request)
    if now.owes:
        return RedirectResponse(html.address(now.owes, language, next=here), 303)
    if now.is_let_in:
        return html.page(
            language, say(language, "error.title"), html.alert(say(language, "error.not_allowed")), status=403
        )
    if _came_from_elsewhere(request):
        # a link in a letter: the strict cookie stays behind until a page of ours asks for the page
        body = html.link(here, say(language, "access.onward"))
        return html.page(language, say(language, "access.onward"), body, onward=here)
    query = {"next": here} if language == "zh" else {"next": here, "lang": language}
    return RedirectResponse(f"/auth/sign-in?{urlencode(query)}", 303)


def _here(request: HTTPConnection) -> str:
    query = request.scope.get("query_string", b"").decode("latin-1")
    return requests.local(f"{request.url.path}?{query}" if query else request.url.path)


def _came_from_elsewhere(request: HTTPConnection) -> bool:
    return (
        request.headers.get("sec-fetch-site") == "cross-site"
        and requests.SESSION_COOKIE not in request.cookies
    )


def _broken(request: HTTPConnection, fault: PortfolioError) -> Response:
    if not is_page(request.scope):
        return refused("unavailable", 503)
    answer = answers.told(fault, requests.language(request))
    answer.status_code = 503
    return answer
