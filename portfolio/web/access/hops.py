"""The address and scheme that a request came from: its peer's, unless that is a proxy which the operator named.

The server beneath would believe whatever a request from this machine says of itself (X-Forwarded-For), and so give
anybody behind a careless proxy as many addresses as they like. It is told to believe nobody; the proxies that
`access.toml` names are believed here, by the same code.
"""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

import uvicorn.config
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from portfolio.model import PortfolioError
from portfolio.web.access.settings import settings

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
        found = ip_address(address)
    except ValueError:
        return address[:100]
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return f"{IPv6Address(int(found) >> NEIGHBOURS << NEIGHBOURS)}/{NEIGHBOURS}"
    return str(getattr(found, "ipv4_mapped", None) or found)
