"""What a request asks of signing in: its language, where it goes on to, its cookies, its form, where it came from.

The address and scheme that it came from are its peer's, unless that is a proxy which the operator named. The server
beneath would believe whatever a request from this machine says of itself (X-Forwarded-For), and so give
anybody behind a careless proxy as many addresses as they like. It is told to believe nobody; the proxies that
`access.toml` names are believed here, by the same code.
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import parse_qs, parse_qsl, urlsplit

import uvicorn.config
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.sessions import DEVICE_LASTS_S, Device
from portfolio.web.access.settings import settings

SESSION_COOKIE = "portfolio_session"
FORM_COOKIE = "portfolio_form"
DEVICE_COOKIE = "portfolio_browser"
LARGEST_FORM = 16_384
"""Bytes of a form; ours have a few hundred."""


def local(path: str | None) -> str:
    """The address to go on to if it is a page of this server; else the home page. Nobody is sent elsewhere."""
    address = path or "/"
    is_ours = (
        address.startswith("/") and not address.startswith(("//", "/\\", "/auth/")) and "\\" not in address
    )
    if (
        not is_ours
        or any(ord(letter) < 32 or ord(letter) == 127 for letter in address)
        or len(address) > 2_000
    ):
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address


def onward(request: HTTPConnection, posted: dict[str, str] | None = None) -> str:
    """Where the reader wanted to go when they were asked to sign in."""
    return local((posted or {}).get("next") or request.query_params.get("next"))


def language(request: HTTPConnection, posted: dict[str, str] | None = None) -> Language:
    """The language asked for by the page itself or by the page to go on to; Chinese for none."""
    own = (posted or {}).get("lang") or request.query_params.get("lang")
    onward_to = parse_qs(urlsplit(onward(request, posted)).query).get("lang", [""])[0]
    return "en" if (own or onward_to) == "en" else "zh"


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
        DEVICE_COOKIE,
        value,
        max_age=DEVICE_LASTS_S,
        path="/",
        httponly=True,
        samesite="strict",
        secure=secure,
    )


def drop_cookie(request: HTTPConnection, answer: Response, name: str) -> None:
    """Let the browser forget the cookie."""
    answer.delete_cookie(name, path="/", httponly=True, samesite="strict", secure=is_secure(request))


NEIGHBOURS = 64
"""Bits of an IPv6 address that one household or office has to itself: they are one address here."""


def _unbelieving(app: ASGIApp, **_: object) -> ASGIApp:
    return app


def believe_nobody() -> None:
    """Let the server beneath, which loads this program before it is wrapped, pass on who really called."""
    uvicorn.config.ProxyHeadersMiddleware = _unbelieving  # type: ignore[assignment, attr-defined]


class Hops:
    """Passes every request on with the address of whoever sent it, told by trusted proxies alone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._through = lru_cache(maxsize=4)(self._trusting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the app within."""
        await self._through(_trusted())(scope, receive, send)

    def _trusting(self, proxies: tuple[str, ...]) -> ASGIApp:
        return ProxyHeadersMiddleware(self.app, trusted_hosts=list(proxies)) if proxies else self.app  # type: ignore[arg-type, return-value]


def _trusted() -> tuple[str, ...]:
    try:
        return settings().trusted
    except PortfolioError:  # told to whoever signs in
        return ()


def counted(address: str) -> str:
    """The address under which tries are counted: of IPv6 the network that one household has."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return f"{IPv6Address(int(parsed) >> NEIGHBOURS << NEIGHBOURS)}/{NEIGHBOURS}"
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)
