"""How readers reach the server: the address that the operator configured, and what Streamlit is told of it."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from starlette.types import Scope
from streamlit import config

from portfolio.cli import reader_language
from portfolio.intake.archive import LARGEST_FILE
from portfolio.model import PortfolioError
from portfolio.store import attachments
from portfolio.web import session
from portfolio.web.access.settings import ENVIRONMENT, FILE, settings
from portfolio.words import say

LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
"""What this machine calls itself; nobody elsewhere can have a page under these names."""
PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\s\[\]:/@?#]+)(?::(?P<port>\d{1,5}))?")
OPERATOR = "access.toml"
"""Where Streamlit is told that what we set comes from."""


@dataclass(frozen=True)
class Reach:
    """The configured address: `origin` and `host` as browsers name them, without a port that goes without saying.

    Both are "" where no address is configured.
    """

    origin: str = ""
    host: str = ""

    @property
    def name(self) -> str:
        """The host without its port."""
        return name_of(self.host)

    @property
    def is_secure(self) -> bool:
        """Whether readers come by TLS."""
        return self.origin.startswith("https:")


def of_address(address: str | None) -> Reach:
    """The reach of that address. PortfolioError address_unfit for what is none, base_path for one below the root."""
    if not address:
        return Reach()
    try:
        parts = urlsplit(address.strip())
        name, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError as fault:
        raise PortfolioError("address_unfit", address=address) from fault
    if parts.scheme not in PORTS or not name or _says_more(parts):
        raise PortfolioError("address_unfit", address=address)
    if parts.path not in {"", "/"}:
        raise PortfolioError("base_path", path=parts.path)
    name = f"[{name}]" if ":" in name else name
    host = name if port in {None, PORTS[parts.scheme]} else f"{name}:{port}"
    return Reach(f"{parts.scheme}://{host}", host)


def _says_more(parts: SplitResult) -> bool:
    return bool(parts.username or parts.password or parts.query or parts.fragment)


def reach() -> Reach:
    """How the server is reached now. Raises what `settings` and `of_address` raise."""
    folder = session.data_folder()
    file = folder / FILE
    changed = file.stat().st_mtime_ns if file.is_file() else 0
    return _read(folder, changed, tuple(os.environ.get(name) for name in ENVIRONMENT))


@lru_cache(maxsize=4)
def _read(folder: Path, _changed: int, _environment: tuple[str | None, ...]) -> Reach:
    """Asked with each request, so read again only where the file or the environment is another."""
    return of_address(settings(folder).address)


def is_secure(scope: Scope) -> bool:
    """Whether the reader came by TLS, here or at the proxy before us."""
    return reach().is_secure or scope.get("scheme") in {"https", "wss"}


def name_of(host: str) -> str:
    """The name in a Host header, without port and brackets; "" for what is no host."""
    match = HOST.fullmatch(host.strip().lower())
    if not match or int(match["port"] or 0) > 65535:
        return ""
    return match["name"].strip("[]").rstrip(".")


def tell_streamlit() -> None:
    """Set what Streamlit goes by. PortfolioError where it cannot serve what is configured.

    Its own list of origins is asked only after it has looked for this machine's address on the internet, so the name
    is told as the browser's address too, which it compares before.
    """
    if base := str(config.get_option("server.baseUrlPath") or "").strip("/"):
        raise PortfolioError("base_path", path=f"/{base}")
    chosen = reach()
    options: dict[str, object] = {
        "server.maxUploadSize": max(LARGEST_FILE, attachments.LARGEST) // 2**20,
        "server.xsrfCookieSameSite": "strict",
    }
    if chosen.host:
        parts = urlsplit(chosen.origin)
        options |= {
            "server.corsAllowedOrigins": [chosen.origin],
            "server.allowedHosts": [*sorted(LOCAL), chosen.name],
            "browser.serverAddress": chosen.name,
            "browser.serverPort": parts.port or PORTS[parts.scheme],
        }
    for option, value in options.items():
        config.set_option(option, value, OPERATOR)


def settle() -> None:
    """Do what `tell_streamlit` does; where it cannot be, say so on the console and end the process."""
    try:
        tell_streamlit()
    except PortfolioError as refusal:
        language = reader_language()
        print(f"\n{say(language, f'error.{refusal.code}', **refusal.facts)}\n", file=sys.stderr, flush=True)
        raise SystemExit(2) from refusal
