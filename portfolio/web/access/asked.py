"""What a request asks of signing in: its language, where it wants to go on to, its cookies, its form."""

from __future__ import annotations

import secrets
from urllib.parse import parse_qs, parse_qsl, urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.web.access.devices import LASTS_S, Device
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.settings import settings

SESSION_COOKIE = "portfolio_session"
FORM_COOKIE = "portfolio_form"
DEVICE_COOKIE = "portfolio_browser"
LARGEST_FORM = 16_384
"""Bytes of a form; ours have a few hundred."""


def local(path: str | None) -> str:
    """The address to go on to if it is a page of this server; else the home page. Nobody is sent elsewhere."""
    asked = path or "/"
    is_ours = asked.startswith("/") and not asked.startswith(("//", "/\\", "/auth/")) and "\\" not in asked
    if not is_ours or any(ord(letter) < 32 or ord(letter) == 127 for letter in asked) or len(asked) > 2_000:
        return "/"
    parts = urlsplit(asked)
    return "/" if parts.scheme or parts.netloc else asked


def onward(request: HTTPConnection, posted: dict[str, str] | None = None) -> str:
    """Where the reader wanted to go when they were asked to sign in."""
    return local((posted or {}).get("next") or request.query_params.get("next"))


def language(request: HTTPConnection, posted: dict[str, str] | None = None) -> Language:
    """The language asked for by the page itself or by the page to go on to; Chinese for none."""
    asked = (posted or {}).get("lang") or request.query_params.get("lang")
    wanted = parse_qs(urlsplit(onward(request, posted)).query).get("lang", [""])[0]
    return "en" if (asked or wanted) == "en" else "zh"


async def posted(request: Request) -> dict[str, str]:
    """The fields of the form that came with the request. PortfolioError form_unfit for what is no form of ours."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise PortfolioError("form_unfit")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError as fault:
        raise PortfolioError("form_unfit") from fault


def from_where(request: HTTPConnection) -> str:
    """The network address that the request came from."""
    return request.client.host if request.client else "?"


def is_secure(request: HTTPConnection) -> bool:
    """Whether the reader came by TLS, here or at the proxy before us."""
    return settings().is_secure or request.url.scheme in {"https", "wss"}


def device(request: HTTPConnection) -> Device:
    """The browser that asks, as far as it was here before."""
    return Device.read(request.cookies.get(DEVICE_COOKIE))


def form_owner(request: HTTPConnection) -> str:
    """Whom a form of this browser belongs to: its session, else its form cookie; "" for none."""
    session = KEPT.sessions.of_token(request.cookies.get(SESSION_COOKIE))
    return session.key if session else request.cookies.get(FORM_COOKIE, "")


def need_stamp(request: Request, form: dict[str, str]) -> None:
    """Raise PortfolioError form_outdated for a form that was not made here for this browser."""
    if not KEPT.is_stamp(form.get("stamp", ""), form_owner(request)):
        raise PortfolioError("form_outdated")


def stamped(request: HTTPConnection) -> tuple[str, str | None]:
    """The stamp for a form of this browser, and the form cookie that has to be set for it (None: it has one)."""
    owner = form_owner(request)
    if owner:
        return KEPT.stamp(owner), None
    fresh = secrets.token_urlsafe(16)
    return KEPT.stamp(fresh), fresh


def keep_cookie(request: HTTPConnection, answer: Response, name: str, value: str) -> None:
    """Give the browser a cookie that it keeps until it closes, sends to this server alone and shows to no script."""
    answer.set_cookie(name, value, path="/", httponly=True, samesite="strict", secure=is_secure(request))


def know_browser(request: HTTPConnection, answer: Response, login: str) -> None:
    """Let the browser be known as one in which somebody signed in by that name; it opens nothing."""
    value = device(request).learned(KEPT.derived("browsers"), login)
    secure = is_secure(request)
    answer.set_cookie(
        DEVICE_COOKIE, value, max_age=LASTS_S, path="/", httponly=True, samesite="strict", secure=secure
    )


def drop_cookie(request: HTTPConnection, answer: Response, name: str) -> None:
    """Let the browser forget the cookie."""
    answer.delete_cookie(name, path="/", httponly=True, samesite="strict", secure=is_secure(request))
