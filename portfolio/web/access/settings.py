"""What an operator chooses about signing in: access.toml in the data folder, and environment variables above it."""

from __future__ import annotations

import os
import tomllib
from ipaddress import ip_network
from pathlib import Path

from pydantic import field_validator

from portfolio.model import PortfolioError
from portfolio.model.fields import Frozen
from portfolio.web import session

FILE = "access.toml"
ENVIRONMENT = {
    "PORTFOLIO_ADDRESS": "address",
    "PORTFOLIO_PROXIES": "proxies",
    "PORTFOLIO_OIDC_ISSUER": "issuer",
    "PORTFOLIO_OIDC_CLIENT_ID": "client_id",
    "PORTFOLIO_OIDC_CLIENT_SECRET": "client_secret",
    "PORTFOLIO_OIDC_LABEL_ZH": "label_zh",
    "PORTFOLIO_OIDC_LABEL_EN": "label_en",
}
"""Each variable and the line of the file that it stands above."""


class Settings(Frozen):
    """How readers reach the server and, where the city has a sign-in of its own (OpenID Connect), which.

    `address` is the server's as readers type it (https://projects.example); without one it is taken from each
    request. It says whether readers come by TLS, so that the cookie is sent by nothing else.
    `proxies` are the addresses and networks of the proxies before it, several apart by blanks or commas: they alone
    are believed about where a request came from.
    """

    address: str | None = None
    proxies: str | None = None
    issuer: str | None = None
    client_id: str | None = None
    client_secret: str | None = None
    label_zh: str | None = None
    label_en: str | None = None

    @field_validator("proxies")
    @classmethod
    def _are_networks(cls, value: str | None) -> str | None:
        for one in _named(value):
            ip_network(one)  # a ValueError is the file's fault
        return value

    @property
    def trusted(self) -> tuple[str, ...]:
        """The addresses and networks of the proxies that are believed."""
        return _named(self.proxies)

    @property
    def has_provider(self) -> bool:
        """Whether the city has a sign-in of its own."""
        return bool(self.issuer and self.client_id)

    @property
    def is_secure(self) -> bool:
        """Whether readers come by TLS."""
        return (self.address or "").startswith("https://")


def _named(value: str | None) -> tuple[str, ...]:
    return tuple((value or "").replace(",", " ").split())


def settings(folder: Path | None = None) -> Settings:
    """What is chosen now. PortfolioError access_unreadable for a file that is no such file."""
    file = (folder or session.data_folder()) / FILE
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        values |= {line: os.environ[name] for name, line in ENVIRONMENT.items() if os.environ.get(name)}
        return Settings(**values)
    except (OSError, ValueError) as fault:
        raise PortfolioError("access_unreadable", file=file) from fault
