"""What the console is told when the server starts: where the first administrator is set up."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from portfolio.cli import reader_language
from portfolio.model import PortfolioError
from portfolio.queries import people
from portfolio.web import session as workspaces
from portfolio.web.access.keeping import KEPT
from portfolio.web.access.settings import settings
from portfolio.words import say


def announce() -> None:
    """Print the one-time set-up address while no account exists, or why the store cannot say."""
    language = reader_language()
    try:
        if people.any_account(workspaces.store("official")):
            return
        text = say(language, "access.console_set_up", address=set_up_address())
    except PortfolioError as fault:
        sentence = say(language, f"error.{fault.code}", **fault.facts)
        text = say(language, "access.console_broken", sentence=sentence)
    print(f"\n{text}\n", flush=True)


def set_up_address() -> str:
    """The address at which the first administrator is made, valid until then."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    here = f"{scheme}://localhost:{st.get_option('server.port')}"
    return f"{(settings().address or here).rstrip('/')}/auth/set-up?{urlencode({'token': KEPT.set_up_token})}"
