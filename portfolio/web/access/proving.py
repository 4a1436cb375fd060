"""The second factor on its pages: asked for after the password, set up by its holder, and the codes that stand in for it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from portfolio import passwords
from portfolio.codes import Language
from portfolio.model import Account, PortfolioError
from portfolio.web.access import factors, html, requests, signing
from portfolio.web.access.answers import busy, let_in, other, plain, stands
from portfolio.web.access.html import Field
from portfolio.web.access.keeping import KEPT, WRONG
from portfolio.web.access.sessions import Device, Session
from portfolio.web.access.standing import NEW, PROVE, Standing
from portfolio.web.access.turns import TURNS
from portfolio.words import say


@plain
async def prove(request: Request) -> Response:
    """The form that asks for the code, and what came of it: a whole session."""
    form = await requests.posted(request) if request.method == "POST" else {}
    language, now = requests.language(request, form), await stands(request)
    onward = requests.onward(request, form)
    if now.session is None or now.account is None or not now.session.must_prove:
        return RedirectResponse(onward, 303)
    if not form:
        return _prove_page(request, language, onward)
    requests.need_stamp(request, form)
    device = requests.device(request)
    try:
        proved = await TURNS.at(
            _proved, now.account, form.get("code", ""), requests.from_where(request), device, known=True
        )
    except PortfolioError as refusal:
        problem = say(language, f"error.{refusal.code}", **refusal.facts)
        return busy(_prove_page(request, language, onward, problem), refusal)
    KEPT.sessions.end(now.session.key)
    token = KEPT.sessions.begin(proved, must_change=now.session.must_change)
    return let_in(request, token, RedirectResponse(onward, 303), proved.login)


def _proved(account: Account, code: str, address: str, device: Device) -> Account:
    """The account, for a code that is right. PortfolioError sign_in_locked, code_wrong, factor_unreadable."""
    if wait := KEPT.tries.codes.take(account.login):
        raise PortfolioError("sign_in_locked", minutes=signing.in_minutes(wait), count=WRONG)
    spent = factors.used(code, account.recovery_hashes or ())
    if spent is None:
        _need_code(account, code, address)
    else:
        left = tuple(
            recovery_hash for recovery_hash in account.recovery_hashes or () if recovery_hash != spent
        )
        account = signing.save(account.model_copy(update={"recovery_hashes": left}))
    KEPT.tries.codes.forget(account.login)
    signing.signed_in(account, address, device, by="recovery_code" if spent else "second_factor")
    return account


def _need_code(account: Account, code: str, address: str) -> None:
    plain_secret = factors.opened(KEPT.derived("factors"), account.factor_secret or "")
    if plain_secret is not None and KEPT.factors.is_code(plain_secret, code):
        return
    signing.log().tell("second_factor_refused", login=account.login, address=address)
    raise PortfolioError("code_wrong" if plain_secret else "factor_unreadable")


def _prove_page(request: Request, language: Language, onward: str, problem: str = "") -> Response:
    stamp, _ = requests.stamped(request)
    hint = say(language, "access.code_hint")
    fields = [Field("code", say(language, "access.code"), autocomplete="one-time-code", hint=hint)]
    body = html.told(say(language, "access.prove_told")) + html.alert(problem)
    hidden = {"stamp": stamp, "next": onward, "lang": language}
    body += html.form(PROVE, fields, say(language, "access.sign_in"), hidden)
    body += html.link(html.address("/auth/sign-out", language), say(language, "access.sign_out"))
    turned = html.address(PROVE, other(language), next=onward)
    return html.page(language, say(language, "access.factor"), body, status=_status(problem), other=turned)


@dataclass(frozen=True)
class Holder:
    """Who sets up a second factor, and from which session."""

    account: Account
    session: Session


@plain
async def renew(request: Request) -> Response:
    """The form that shows a new secret and asks for a code of it; then the recovery codes, shown this once."""
    form = await requests.posted(request) if request.method == "POST" else {}
    language, now = requests.language(request, form), await stands(request)
    onward = requests.onward(request, form)
    holder = _holder(now)
    if holder is None:
        return RedirectResponse(html.address("/auth/sign-in", language, next=onward), 303)
    if holder.account.password_hash is None:
        raise PortfolioError("password_elsewhere")
    if not form:
        return _renew_page(request, language, holder, onward)
    requests.need_stamp(request, form)
    try:
        changed, codes = await TURNS.at(
            _renewed, holder, form.get("current", ""), form.get("code", ""), known=True
        )
    except PortfolioError as refusal:
        problem = say(language, f"error.{refusal.code}", **refusal.facts)
        return busy(_renew_page(request, language, holder, onward, problem), refusal)
    KEPT.sessions.end(holder.session.key)
    token = KEPT.sessions.begin(changed, must_change=holder.session.must_change)
    return let_in(request, token, _codes_page(language, codes, onward), changed.login)


def _holder(now: Standing) -> Holder | None:
    if now.session is None or now.account is None or now.session.must_prove or now.session.must_change:
        return None
    return Holder(now.account, now.session)


def _renewed(holder: Holder, current: str, code: str) -> tuple[Account, list[str]]:
    """The account with its new second factor, and the codes that open it without. PortfolioError code_wrong and others."""
    signing.need_current(holder.account, current)
    fresh = KEPT.factors.begun(holder.session.key)
    if not KEPT.factors.is_code(fresh, code):
        raise PortfolioError("code_wrong")
    codes = factors.recovery_codes()
    factor_fields = {
        "factor_secret": factors.sealed(KEPT.derived("factors"), fresh),
        "recovery_hashes": tuple(passwords.hashed(one) for one in codes),
    }
    changed = signing.save(holder.account.model_copy(update=factor_fields))
    KEPT.factors.done(holder.session.key)
    signing.log().tell("second_factor_set", login=changed.login)
    return changed, codes


def _renew_page(
    request: Request, language: Language, holder: Holder, onward: str, problem: str = ""
) -> Response:
    stamp, _ = requests.stamped(request)
    fresh = KEPT.factors.begun(holder.session.key)
    square = factors.picture(fresh, holder.account.login, say(language, "app.title"))
    label = say(language, "access.factor_picture")
    body = html.told(say(language, "access.factor_told"))
    body += html.alert(problem)
    body += f'<p class="square"><img src="{escape(square)}" alt="{escape(label)}"></p>'
    body += html.told(say(language, "access.factor_typed"))
    body += f'<p class="secret" translate="no">{escape(factors.in_groups(fresh))}</p>'
    fields = [
        Field("current", say(language, "access.current"), "password", autocomplete="current-password"),
        Field("code", say(language, "access.code"), autocomplete="one-time-code"),
    ]
    hidden = {"stamp": stamp, "next": onward, "lang": language}
    body += html.form(NEW, fields, say(language, "access.factor_button"), hidden)
    if not problem:
        body += html.hint(say(language, "access.factor_lost"))
    turned = html.address(NEW, other(language), next=onward)
    title = say(language, "access.factor_set_up")
    return html.page(language, title, body, status=_status(problem), other=turned)


def _codes_page(language: Language, codes: list[str], onward: str) -> Response:
    shown = "".join(f"<li>{escape(code)}</li>" for code in codes)
    body = html.good(say(language, "access.factor_done"))
    body += html.told(say(language, "access.recovery_told", count=len(codes)))
    body += f'<ul class="codes" translate="no">{shown}</ul>'
    body += html.link(onward, say(language, "access.recovery_kept"), "button")
    return html.page(language, say(language, "access.recovery"), body)


def _status(problem: str) -> int:
    return 400 if problem else 200
