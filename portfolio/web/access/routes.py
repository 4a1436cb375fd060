"""Signing in and out, the first administrator, one's own password: the routes of the door, before any page runs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from portfolio import accounts, clock, passwords
from portfolio.codes import Language
from portfolio.model import Account, PortfolioError
from portfolio.web import edge
from portfolio.web import session as workspaces
from portfolio.web.access import asked, html, oidc, signing, standing
from portfolio.web.access.asked import FORM_COOKIE, SESSION_COOKIE
from portfolio.web.access.html import Field
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.web.access.settings import settings
from portfolio.web.access.standing import Standing
from portfolio.words import say

Handler = Callable[[Request], Awaitable[Response]]


def plain(handler: Handler) -> Handler:
    """The handler, whose refusals and failures become a page of one sentence, never a traceback."""

    async def answered(request: Request) -> Response:
        try:
            return await handler(request)
        except Exception as error:  # noqa: BLE001
            return told(error, asked.language(request))

    return answered


def told(error: Exception, language: Language) -> Response:
    """The page that says what went wrong."""
    sentence, _ = edge.explained(error, language)
    status = 400 if isinstance(error, PortfolioError) else 500
    home = html.link(html.address("/", language), say(language, "access.home"))
    return html.page(language, say(language, "error.title"), html.alert(sentence) + home, status=status)


async def _standing(request: Request) -> Standing:
    return await run_in_threadpool(standing.of_token, request.cookies.get(SESSION_COOKIE))


@plain
async def sign_in(request: Request) -> Response:
    """The form to sign in with, or what came of it."""
    now = await _standing(request)
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
    return _let_in(request, tried.token, RedirectResponse(onward, 303))


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
    other = html.address("/auth/sign-in", _other(language), next=onward)
    answer = html.page(language, say(language, "access.sign_in"), body, status=status, other=other)
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


def _let_in(request: Request, token: str, answer: Response) -> Response:
    """The answer, which gives the browser its session and takes back the cookie of the form."""
    asked.keep_cookie(request, answer, SESSION_COOKIE, token)
    asked.drop_cookie(request, answer, FORM_COOKIE)
    return answer


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


@plain
async def set_up(request: Request) -> Response:
    """The form that makes the first administrator, for whoever has the address that the console printed."""
    form = await asked.posted(request) if request.method == "POST" else {}
    language = asked.language(request, form)
    token = form.get("token") or request.query_params.get("token", "")
    now = await _standing(request)
    if now.guarded:
        raise PortfolioError("set_up_done")
    if not KEPT.is_set_up_token(token):
        raise PortfolioError("set_up_token")
    if not form:
        return _set_up_page(request, language, form, token)
    asked.need_stamp(request, form)
    try:
        signing.need_twice(form.get("password", ""), form.get("again", ""))
        made = await run_in_threadpool(_first, form)
    except PortfolioError as refusal:
        if refusal.code == "set_up_done":
            raise
        return _set_up_page(
            request, language, form, token, say(language, f"error.{refusal.code}", **refusal.facts)
        )
    return _let_in(
        request, KEPT.sessions.begin(made), RedirectResponse(html.address("/admin", language), 303)
    )


def _first(form: dict[str, str]) -> Account:
    store = workspaces.store("official")
    with KEPT.hashing:
        return accounts.set_up(
            store, form.get("login", ""), form.get("name", ""), form.get("password", ""), clock.now()
        )


def _set_up_page(
    request: Request, language: Language, form: dict[str, str], token: str, problem: str = ""
) -> Response:
    stamp, fresh = asked.stamped(request)
    fields = [
        Field(
            "login",
            say(language, "access.login"),
            value=form.get("login", ""),
            autocomplete="username",
            hint=say(language, "access.login_hint"),
        ),
        Field("name", say(language, "access.name"), value=form.get("name", ""), autocomplete="name"),
        *new_password(language),
    ]
    hidden = {"stamp": stamp, "token": token, "lang": language}
    body = html.told(say(language, "access.set_up_told")) + html.alert(problem)
    body += html.form("/auth/set-up", fields, say(language, "access.set_up_button"), hidden)
    other = html.address("/auth/set-up", _other(language), token=token)
    answer = html.page(
        language, say(language, "access.set_up"), body, status=400 if problem else 200, other=other
    )
    if fresh:
        asked.keep_cookie(request, answer, FORM_COOKIE, fresh)
    return answer


def new_password(language: Language) -> list[Field]:
    """The two lines in which a password is chosen."""
    hint = say(language, "access.password_hint", shortest=passwords.SHORTEST)
    return [
        Field(
            "password",
            say(language, "access.new_password"),
            "password",
            autocomplete="new-password",
            hint=hint,
        ),
        Field("again", say(language, "access.again"), "password", autocomplete="new-password"),
    ]


@plain
async def password(request: Request) -> Response:
    """The form in which a reader changes their own password, and what came of it."""
    form = await asked.posted(request) if request.method == "POST" else {}
    language = asked.language(request, form)
    now = await _standing(request)
    if now.session is None or now.account is None:
        query = urlencode({"next": asked.onward(request, form), "lang": language})
        return RedirectResponse(f"/auth/sign-in?{query}", 303)
    if now.account.password_hash is None:
        raise PortfolioError("password_elsewhere")
    if not form:
        return _password_page(request, language, now, form)
    asked.need_stamp(request, form)
    current = None if now.session.must_change else form.get("current", "")
    try:
        changed = await run_in_threadpool(
            signing.change_password, now.account, current, form.get("password", ""), form.get("again", "")
        )
    except PortfolioError as refusal:
        problem = say(language, f"error.{refusal.code}", **refusal.facts)
        return _password_page(request, language, now, form, problem)
    KEPT.sessions.end(now.session.key)
    return _let_in(request, KEPT.sessions.begin(changed), RedirectResponse(asked.onward(request, form), 303))


def _password_page(
    request: Request, language: Language, now: Standing, form: dict[str, str], problem: str = ""
) -> Response:
    must = bool(now.session and now.session.must_change)
    onward = asked.onward(request, form)
    stamp, _ = asked.stamped(request)
    current = Field("current", say(language, "access.current"), "password", autocomplete="current-password")
    fields = [*([] if must else [current]), *new_password(language)]
    body = html.told(
        say(
            language,
            "access.must_change" if must else "access.change_told",
            name=now.account.name if now.account else "",
        )
    )
    body += html.alert(problem)
    body += html.form(
        "/auth/password",
        fields,
        say(language, "access.change"),
        {"stamp": stamp, "next": onward, "lang": language},
    )
    if not must:
        body += html.link(onward, say(language, "access.back"))
    other = html.address("/auth/password", _other(language), next=onward)
    return html.page(
        language, say(language, "access.change"), body, status=400 if problem else 200, other=other
    )


def _other(language: Language) -> Language:
    return "en" if language == "zh" else "zh"


async def style(_: Request) -> Response:
    """The look of these pages; its address changes with it."""
    return Response(html.STYLE, media_type="text/css", headers={"cache-control": "public, max-age=31536000"})


BOTH = ["GET", "POST"]
ROUTES = [
    Route("/auth/access.css", style, methods=["GET"]),
    Route("/auth/sign-in", sign_in, methods=BOTH),
    Route("/auth/sign-out", sign_out, methods=BOTH),
    Route("/auth/set-up", set_up, methods=BOTH),
    Route("/auth/password", password, methods=BOTH),
    Route(oidc.START, plain(oidc.start), methods=["GET"]),
    Route(oidc.CALLBACK, plain(oidc.callback), methods=["GET"]),
]
OPEN = frozenset(["/health", "/_stcore/health", *(route.path for route in ROUTES)])
"""What is answered without a session; the password's route looks for one itself."""
