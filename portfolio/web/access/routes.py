"""Signing in and out, and all routes of the ASGI app that stand before the pages."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio.codes import Language
from portfolio.web.access import asked, choosing, html, oidc, signing
from portfolio.web.access.answers import let_in, other, plain, stands
from portfolio.web.access.asked import FORM_COOKIE, SESSION_COOKIE
from portfolio.web.access.html import Field
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.web.access.settings import settings
from portfolio.words import say


@plain
async def sign_in(request: Request) -> Response:
    """The form to sign in with, or what came of it."""
    now = await stands(request)
    if request.method != "POST":
        if now.is_let_in:
            return RedirectResponse(asked.onward(request), 303)
        return _sign_in_page(request, {}, notice=request.query_params.get("out") == "1")
    form = await asked.posted(request)
    language = asked.language(request, form)
    if not KEPT.is_stamp(form.get("stamp", ""), asked.form_owner(request)):
        return _sign_in_page(request, form, say(language, "error.form_outdated"), 403)
    tried = await run_in_threadpool(
        signing.sign_in, form.get("login", ""), form.get("password", ""), asked.from_where(request)
    )
    if tried.token is None:
        sentence = say(language, tried.refused, minutes=tried.minutes, count=WRONG)
        return _sign_in_page(request, form, sentence, 429 if tried.wait_s else 401, tried.wait_s)
    if now.session:
        KEPT.sessions.end(now.session.key)
    onward = asked.onward(request, form)
    if tried.must_change:
        onward = html.address("/auth/password", language, next=onward)
    return let_in(request, tried.token, RedirectResponse(onward, 303))


def _sign_in_page(
    request: Request,
    form: dict[str, str],
    problem: str = "",
    status: int = 200,
    wait_s: int = 0,
    *,
    notice: bool = False,
) -> Response:
    language, onward = asked.language(request, form), asked.onward(request, form)
    stamp, fresh = asked.stamped(request)
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
        asked.keep_cookie(request, answer, FORM_COOKIE, fresh)
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
    language = asked.language(request)
    if request.method != "POST":
        stamp, fresh = asked.stamped(request)
        body = html.form(
            "/auth/sign-out", [], say(language, "access.sign_out"), {"stamp": stamp, "lang": language}
        )
        answer: Response = html.page(language, say(language, "access.sign_out"), body)
        if fresh:
            asked.keep_cookie(request, answer, FORM_COOKIE, fresh)
        return answer
    form = await asked.posted(request)
    asked.need_stamp(request, form)
    session = KEPT.sessions.of_token(request.cookies.get(SESSION_COOKIE))
    if session:
        KEPT.sessions.end(session.key)
    answer = RedirectResponse(html.address("/auth/sign-in", asked.language(request, form), out="1"), 303)
    asked.drop_cookie(request, answer, SESSION_COOKIE)
    return answer


async def style(_: Request) -> Response:
    """The look of these pages; its address changes with it."""
    return Response(html.STYLE, media_type="text/css", headers={"cache-control": "public, max-age=31536000"})


BOTH = ["GET", "POST"]
ROUTES = [
    Route("/auth/access.css", style, methods=["GET"]),
    Route("/auth/sign-in", sign_in, methods=BOTH),
    Route("/auth/sign-out", sign_out, methods=BOTH),
    Route("/auth/set-up", choosing.set_up, methods=BOTH),
    Route("/auth/password", choosing.password, methods=BOTH),
    Route(oidc.START, plain(oidc.start), methods=["GET"]),
    Route(oidc.CALLBACK, plain(oidc.callback), methods=["GET"]),
]
OPEN = frozenset(["/health", "/_stcore/health", "/_stcore/host-config", *(route.path for route in ROUTES)])
"""What is answered without a session; the password's route looks for one itself. The host's settings say nothing, and
a page whose session has ended asks for them over and over: refused, it would cover what it says with a dialog."""
