"""The pages on which a password is chosen: the first administrator's, and one's own."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portfolio import accounts, clock, passwords
from portfolio.codes import Language
from portfolio.model import Account, PortfolioError
from portfolio.web import session as workspaces
from portfolio.web.access import html, requests, signing
from portfolio.web.access.answers import busy, let_in, other, plain, stands
from portfolio.web.access.html import Field
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.requests import FORM_COOKIE
from portfolio.web.access.standing import Standing
from portfolio.web.access.turns import TURNS
from portfolio.words import say


@plain
async def set_up(request: Request) -> Response:
    """The form that makes the first administrator, for whoever has the address that the console printed."""
    form = await requests.posted(request) if request.method == "POST" else {}
    language = requests.language(request, form)
    token = form.get("token") or request.query_params.get("token", "")
    now = await stands(request)
    if now.guarded:
        raise PortfolioError("set_up_done")
    if not KEPT.is_set_up_token(token):
        raise PortfolioError("set_up_token")
    if not form:
        return _set_up_page(request, language, form, token)
    requests.need_stamp(request, form)
    try:
        signing.need_twice(form.get("password", ""), form.get("again", ""))
        made = await TURNS.at(_first, form, known=True)
    except PortfolioError as refusal:
        if refusal.code == "set_up_done":
            raise
        sentence = say(language, f"error.{refusal.code}", **refusal.facts)
        return busy(_set_up_page(request, language, form, token, sentence), refusal)
    signing.log().tell("set_up", login=made.login, address=requests.from_where(request))
    answer = RedirectResponse(html.address("/admin", language), 303)
    return let_in(request, KEPT.sessions.begin(made), answer, made.login)


def _first(form: dict[str, str]) -> Account:
    store = workspaces.store("official")
    login, name, password = (form.get(field, "") for field in ("login", "name", "password"))
    return accounts.set_up(store, login, name, password, clock.now())


def _set_up_page(
    request: Request, language: Language, form: dict[str, str], token: str, problem: str = ""
) -> Response:
    stamp, fresh = requests.stamped(request)
    fields = [
        Field(
            "login",
            say(language, "access.login"),
            value=form.get("login", ""),
            autocomplete="username",
            hint=say(language, "access.login_hint"),
        ),
        Field("name", say(language, "access.name"), value=form.get("name", ""), autocomplete="name"),
        *_new_password(language),
    ]
    hidden = {"stamp": stamp, "token": token, "lang": language}
    body = html.told(say(language, "access.set_up_told")) + html.alert(problem)
    body += html.form("/auth/set-up", fields, say(language, "access.set_up_button"), hidden)
    turned = html.address("/auth/set-up", other(language), token=token)
    answer = html.page(
        language, say(language, "access.set_up"), body, status=400 if problem else 200, other=turned
    )
    if fresh:
        requests.keep_cookie(request, answer, FORM_COOKIE, fresh)
    return answer


def _new_password(language: Language) -> list[Field]:
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
    form = await requests.posted(request) if request.method == "POST" else {}
    language = requests.language(request, form)
    now = await stands(request)
    if now.session is None or now.account is None:
        query = urlencode({"next": requests.onward(request, form), "lang": language})
        return RedirectResponse(f"/auth/sign-in?{query}", 303)
    if now.session.must_prove:
        return RedirectResponse(html.address(now.owes, language, next=requests.onward(request, form)), 303)
    if now.account.password_hash is None:
        raise PortfolioError("password_elsewhere")
    if not form:
        return _password_page(request, language, now, form)
    requests.need_stamp(request, form)
    current = None if now.session.must_change else form.get("current", "")
    try:
        new, again = form.get("password", ""), form.get("again", "")
        changed = await TURNS.at(signing.change_password, now.account, current, new, again, known=True)
    except PortfolioError as refusal:
        problem = say(language, f"error.{refusal.code}", **refusal.facts)
        return busy(_password_page(request, language, now, form, problem), refusal)
    KEPT.sessions.end(now.session.key)
    token = KEPT.sessions.begin(changed, by_provider=now.session.by_provider)
    return let_in(request, token, RedirectResponse(requests.onward(request, form), 303), changed.login)


def _password_page(
    request: Request, language: Language, now: Standing, form: dict[str, str], problem: str = ""
) -> Response:
    must = bool(now.session and now.session.must_change)
    onward = requests.onward(request, form)
    stamp, _ = requests.stamped(request)
    current = Field("current", say(language, "access.current"), "password", autocomplete="current-password")
    fields = [*([] if must else [current]), *_new_password(language)]
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
    turned = html.address("/auth/password", other(language), next=onward)
    return html.page(
        language, say(language, "access.change"), body, status=400 if problem else 200, other=turned
    )
