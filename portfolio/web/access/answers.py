"""How the routes of signing in answer: refusals in one sentence, a session given, how things stand for the browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.web import error_boundary
from portfolio.web.access import html, requests, standing
from portfolio.web.access.requests import FORM_COOKIE, SESSION_COOKIE
from portfolio.web.access.standing import Standing
from portfolio.web.access.turns import BUSY_S
from portfolio.words import say

Handler = Callable[[Request], Awaitable[Response]]


def plain(handler: Handler) -> Handler:
    """The handler, whose refusals and failures become a page of one sentence, never a traceback."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        # whatever fails: what would go on from here reaches the browser as a traceback; `told` logs it under a number
        except Exception as error:  # noqa: BLE001
            return told(error, requests.language(request))

    return answered


def told(error: Exception, language: Language) -> Response:
    """The page that says what went wrong."""
    sentence, _ = error_boundary.explained(error, language)
    status = 400 if isinstance(error, PortfolioError) else 500
    home = html.link(html.address("/", language), say(language, "access.home"))
    page = html.page(language, say(language, "error.title"), html.alert(sentence) + home, status=status)
    return busy(page, error)


def busy(answer: Response, error: Exception) -> Response:
    """The answer; where too many sign in at this moment it says when to come again."""
    if isinstance(error, PortfolioError) and error.code == "sign_in_busy":
        answer.status_code = 503
        answer.headers["retry-after"] = str(BUSY_S)
    return answer


async def stands(request: Request) -> Standing:
    """How things stand for the browser that asks."""
    return await run_in_threadpool(standing.of_token, request.cookies.get(SESSION_COOKIE))


def let_in(request: Request, token: str, answer: Response, login: str | None) -> Response:
    """The answer, which gives the browser its session and takes back the cookie of the form.

    `login` is whoever is wholly signed in by it: the browser is known by that name from now on.
    """
    requests.keep_cookie(request, answer, SESSION_COOKIE, token)
    if login:
        requests.know_browser(request, answer, login)
    requests.drop_cookie(request, answer, FORM_COOKIE)
    return answer


def other(language: Language) -> Language:
    """The other language."""
    return "en" if language == "zh" else "zh"
