"""The city's own sign-in by OpenID Connect: it says who somebody is; what they may do stands in our accounts.

Authlib asks the provider, keeps state, nonce and the PKCE secret, and verifies the id token.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
import warnings
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.deprecate import AuthlibDeprecationWarning
from joserfc.errors import JoseError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from portfolio import security_log
from portfolio.codes import Language
from portfolio.model import Account, PortfolioError
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access import html, requests
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.requests import SESSION_COOKIE
from portfolio.web.access.settings import Settings, settings
from portfolio.words import say

with warnings.catch_warnings():
    # it advises of the next major version of its own client; an operator's console is no place for that
    warnings.simplefilter("ignore", AuthlibDeprecationWarning)
    from authlib.integrations.starlette_client import OAuth

LOG = logging.getLogger("portfolio")
START, CALLBACK = "/auth/oidc/start", "/auth/oidc/callback"
COOKIE = "portfolio_provider"
LASTS_S, MOST_PENDING = 10 * 60, 1_000
"""How long a reader may take at the provider, and how many may be on the way at once."""


@dataclass
class _Leave:
    """A reader on the way to the provider: what Authlib remembers of it, and where they want to go on to."""

    remembered: dict[str, Any]
    onward: str
    language: Language
    at: float


@dataclass
class _Leaves:
    kept: OrderedDict[str, _Leave] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, leave: _Leave) -> str:
        token = secrets.token_urlsafe(24)
        with self.lock:
            self.kept[token] = leave
            while len(self.kept) > MOST_PENDING:
                self.kept.popitem(last=False)
        return token

    def take(self, token: str) -> _Leave | None:
        """Once: the same answer of a provider opens nothing a second time."""
        with self.lock:
            leave = self.kept.pop(token, None)
        return leave if leave and time.monotonic() - leave.at < LASTS_S else None


_LEAVES = _Leaves()


@lru_cache(maxsize=4)
def _client(chosen: Settings) -> Any:
    oauth = OAuth()
    options: dict[str, Any] = {"scope": "openid", "code_challenge_method": "S256", "timeout": 10}
    if not chosen.client_secret:
        options["token_endpoint_auth_method"] = "none"
    issuer = (chosen.issuer or "").rstrip("/")
    return oauth.register(
        "city",
        client_id=chosen.client_id,
        client_secret=chosen.client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs=options,
    )


def _chosen() -> Settings:
    chosen = settings()
    if not chosen.has_provider:
        raise PortfolioError("provider_none")
    return chosen


@contextmanager
def _remembering(request: Request, leave: _Leave) -> Iterator[None]:
    """Let Authlib remember in this server, and not in a cookie of the page's own session, while it lasts."""
    before = request.scope.get("session")
    request.scope["session"] = leave.remembered
    try:
        yield
    finally:
        request.scope["session"] = before


async def start(request: Request) -> Response:
    """On to the provider. PortfolioError provider_none or provider_unreachable."""
    chosen = _chosen()
    leave = _Leave({}, requests.onward(request), requests.language(request), time.monotonic())
    back = f"{(chosen.address or str(request.base_url)).rstrip('/')}{CALLBACK}"
    client = _client(chosen)
    try:
        metadata = await client.load_server_metadata()
        _need_issuer(chosen, metadata)
        with _remembering(request, leave):
            answer: Response = await client.authorize_redirect(request, back)
    except (httpx.HTTPError, AuthlibBaseError, ValueError) as fault:
        LOG.warning("the provider %s does not answer as one: %s", chosen.issuer, type(fault).__name__)
        raise PortfolioError("provider_unreachable") from fault
    # it comes back from another site, where a strict cookie would stay behind
    secure = requests.is_secure(request)
    answer.set_cookie(
        COOKIE,
        _LEAVES.keep(leave),
        max_age=LASTS_S,
        path="/auth/oidc",
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return answer


def _need_issuer(chosen: Settings, metadata: dict[str, Any]) -> None:
    """Raise ValueError where the provider calls itself by another name than the one configured."""
    if str(metadata.get("issuer", "")).rstrip("/") != (chosen.issuer or "").rstrip("/"):
        raise ValueError("another issuer")


async def callback(request: Request) -> Response:
    """The session, for whom the provider says it is and our accounts know; else one sentence.

    PortfolioError provider_none, provider_refused, subject_unknown.
    """
    chosen = _chosen()
    leave = _LEAVES.take(request.cookies.get(COOKIE, ""))
    if leave is None:
        raise PortfolioError("provider_refused")
    try:
        with _remembering(request, leave):
            token = await _client(chosen).authorize_access_token(request)
        subject = str(token["userinfo"]["sub"])
    except (AuthlibBaseError, JoseError, httpx.HTTPError, KeyError, ValueError) as fault:
        LOG.warning("the provider's answer opens nothing: %s", type(fault).__name__)
        raise PortfolioError("provider_refused") from fault
    account = await run_in_threadpool(_account, subject)
    language = leave.language
    # our own page leads on: a redirect would still belong to the other site, and the strict cookie would stay behind
    body = html.link(leave.onward, say(language, "access.onward"))
    answer = html.page(language, say(language, "access.signed_in"), body, onward=leave.onward)
    log, address = security_log.of(workspaces.data_folder()), requests.from_where(request)
    log.tell("signed_in", login=account.login, role=account.role, address=address, by="provider")
    requests.keep_cookie(request, answer, SESSION_COOKIE, KEPT.sessions.begin(account, by_provider=True))
    answer.delete_cookie(COOKIE, path="/auth/oidc")
    return answer


def _account(subject: str) -> Account:
    account = people.account_of_subject(workspaces.store("official"), subject)
    if account is None or not account.active:
        raise PortfolioError("subject_unknown", subject=subject)
    return account
