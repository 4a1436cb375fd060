"""Signing in and out, and all routes of the ASGI app that stand before the pages."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio import accounts
from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.web.access import choosing, html, oidc, proving, requests, signing, standing
from portfolio.web.access.answers import busy, let_in, other, plain, stands
from portfolio.web.access.html import Field
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.web.access.requests import FORM_COOKIE, SESSION_COOKIE
from portfolio.web.access.settings import settings
from portfolio.web.access.turns import TURNS
from portfolio.web.doors.answering import refused
from portfolio.words import say


@plain
async def sign_in(request: Request) -> Response:
    """The form to sign in with, or what came of it."""
    now = await stands(request)
    if request.method != "POST":
        if now.is_let_in or now.owes:
            return RedirectResponse(requests.onward(request), 303)
        return _sign_in_page(request, {}, notice=request.query_params.get("out") == "1")
    form = await requests.posted(request)
    language = requests.language(request, form)
    if not KEPT.is_stamp(form.get("stamp", ""), requests.form_owner(request)):
        return _sign_in_page(request, form, say(language, "error.form_outdated"), 403)
    login, device, address = form.get("login", ""), requests.device(request), requests.from_where(request)
    known = signing.is_known(login, device)
    try:
        tried = await TURNS.at(signing.sign_in, login, form.get("password", ""), address, device, known=known)
    except PortfolioError as refusal:
        signing.log().tell("sign_in_refused", stranger=True, address=address, why=refusal.code)
        return busy(
            _sign_in_page(request, form, say(language, f"error.{refusal.code}", **refusal.facts)), refusal
        )
    if tried.token is None:
        sentence = say(language, tried.refused, minutes=tried.minutes, count=WRONG)
        return _sign_in_page(request, form, sentence, 429 if tried.wait_s else 401, tried.wait_s)
    if now.session:
        KEPT.sessions.end(now.session.key)
    onward = requests.onward(request, form)
    owed = (await run_in_threadpool(standing.of_token, tried.token)).owes
    if owed:
        onward = html.address(owed, language, next=onward)
    in_whole = accounts.cleaned(login) if tried.whole else None
    return let_in(request, tried.token, RedirectResponse(onward, 303), in_whole)


def _sign_in_page(
    request: Request,
    form: dict[str, str],
    problem: str = "",
    status: int = 200,
    wait_s: int = 0,
    *,
    notice: bool = False,
) -> Response:
    language, onward = requests.language(request, form), requests.onward(request, form)
    stamp, fresh = requests.stamped(request)
    fields = [
        Field("login", say(language, "access.login"), value=form.get("login", ""), autocomplete="username"),
        Field("password", say(language, "access.password"), "password", autocomplete="current-password"),
    ]
    hidden = {"stamp": stamp, "next": onward, "lang": language}
    body = html.good(say(language, "access.signed_out")) if notice else ""
    body += html.alert(problem)
    body += html.form("/auth/sign-in", fields, say(language, "access.sign_in"), hidden)
    body += _provider(language, onward)
    body += html.hint(say(language, "access.forgotten"))
    turned = html.address("/auth/sign-in", other(language), next=onward)
    answer = html.page(language, say(language, "access.sign_in"), body, status=status, other=turned)
    if wait_s:
        answer.headers["retry-after"] = str(wait_s)
    if fresh:
        requests.keep_cookie(request, answer, FORM_COOKIE, fresh)
    return answer


def _provider(language: Language, onward: str) -> str:
    chosen = settings()
    if not chosen.has_provider:
        return ""
    label = (chosen.label_zh if language == "zh" else chosen.label_en) or say(language, "access.provider")
    return html.link(html.address(oidc.START, language, next=onward), label, "button second")


@plain
async def sign_out(request: Request) -> Response:
    """The session ended, or the question whether to end it."""
    language = requests.language(request)
    if request.method != "POST":
        stamp, fresh = requests.stamped(request)
        body = html.form(
            "/auth/sign-out", [], say(language, "access.sign_out"), {"stamp": stamp, "lang": language}
        )
        answer: Response = html.page(language, say(language, "access.sign_out"), body)
        if fresh:
            requests.keep_cookie(request, answer, FORM_COOKIE, fresh)
        return answer
    form = await requests.posted(request)
    requests.need_stamp(request, form)
    session = KEPT.sessions.of_token(request.cookies.get(SESSION_COOKIE))
    if session:
        KEPT.sessions.end(session.key)
        signing.log().tell("signed_out", login=session.login, address=requests.from_where(request))
    answer = RedirectResponse(html.address("/auth/sign-in", requests.language(request, form), out="1"), 303)
    requests.drop_cookie(request, answer, SESSION_COOKIE)
    return answer


async def style(_: Request) -> Response:
    """The look of these pages; its address changes with it."""
    return Response(html.STYLE, media_type="text/css", headers={"cache-control": "public, max-age=31536000"})


async def here(request: Request) -> Response:
    """204 for whoever may see pages, 401 for whom a page asks that has lost its server: is its session still there?"""
    now = await stands(request)
    return Response(status_code=204) if now.is_let_in and not now.owes else refused("sign in", 401)


BOTH = ["GET", "POST"]
ROUTES = [
    Route("/auth/access.css", style, methods=["GET"]),
    Route("/auth/here", here, methods=["GET"]),
    Route("/auth/sign-in", sign_in, methods=BOTH),
    Route("/auth/sign-out", sign_out, methods=BOTH),
    Route("/auth/set-up", choosing.set_up, methods=BOTH),
    Route("/auth/password", choosing.password, methods=BOTH),
    Route(standing.PROVE, proving.prove, methods=BOTH),
    Route(standing.NEW, proving.renew, methods=BOTH),
    Route(oidc.START, plain(oidc.start), methods=["GET"]),
    Route(oidc.CALLBACK, plain(oidc.callback), methods=["GET"]),
]
OPEN = frozenset(
    ["/health", "/ready", "/_stcore/health", "/_stcore/host-config", *(route.path for route in ROUTES)]
)
"""What is answered without a session; the routes of one's password and second factor look for one themselves. The
host's settings say nothing, and a page whose session has ended asks for them over and over: refused, it would cover
what it says with a dialog."""
PROBED = ("/_stcore/health", "/_stcore/host-config")
"""How the paths end that a page opened by a deep link asks for first, under its own path: they are nowhere, for anybody."""
