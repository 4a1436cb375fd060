"""What TLS allows: cookies bound to this very host, and browsers that never come without it again.

Our cookies have plain names everywhere else. For readers who come by TLS they get the prefix by which a browser takes
them from this host alone, over TLS alone; one without it, which a neighbouring host may have set, is not passed on.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portfolio.model import PortfolioError
from portfolio.web.doors import reach

OURS = "portfolio_"
HOST_ALONE, SECURE_ALONE = "__Host-", "__Secure-"
"""The first for cookies of the whole server, the second for those of a part of it; browsers know both."""
LASTING = (b"strict-transport-security", b"max-age=31536000")
Pair = tuple[bytes, bytes]


class Tls:
    """Names cookies as TLS allows, marks every one as for TLS alone, and asks browsers to stay with TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what comes without TLS as it is."""
        if scope["type"] not in {"http", "websocket"} or not _comes_by_tls(scope):
            await self.app(scope, receive, send)
            return

        async def secured(message: Message) -> None:
            if message["type"] in {"http.response.start", "websocket.accept"}:
                message["headers"] = [*map(_given, message.get("headers", ())), LASTING]
            await send(message)

        within = [_taken(pair) for pair in scope["headers"]]
        await self.app({**scope, "headers": [pair for pair in within if pair]}, receive, secured)


def _comes_by_tls(scope: Scope) -> bool:
    try:
        return reach.is_secure(scope)
    except PortfolioError:  # told by whoever asks next
        return False


def _taken(pair: Pair) -> Pair | None:
    """A header as it came, our cookies under their plain names; None where no cookie is left."""
    name, value = pair
    if name.lower() != b"cookie":
        return pair
    parts = [one for one in map(_plain, value.decode("latin-1").split(";")) if one]
    return (name, "; ".join(parts).encode("latin-1")) if parts else None


def _plain(cookie: str) -> str:
    """A cookie under its plain name; "" for one that only looks like ours."""
    cookie = cookie.strip()
    for prefix in (HOST_ALONE, SECURE_ALONE):
        if cookie.startswith(prefix + OURS):
            return cookie.removeprefix(prefix)
    return "" if cookie.startswith(OURS) else cookie


def _given(pair: Pair) -> Pair:
    """A header as it goes out, a cookie of ours under its prefix."""
    name, value = pair
    if name.lower() != b"set-cookie":
        return pair
    text = value.decode("latin-1")
    marks = [part.strip().lower() for part in text.split(";")[1:]]
    if text.startswith(OURS):
        text = f"{HOST_ALONE if 'path=/' in marks else SECURE_ALONE}{text}"
    return name, (text if "secure" in marks else f"{text}; Secure").encode("latin-1")
