"""Where every exception ends: one plain sentence in the reader's language, never a traceback."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st

from portfolio.codes import Language
from portfolio.model.problems import PortfolioError
from portfolio.store.hindrances import refusal_of
from portfolio.web import filters
from portfolio.words import knows, say

LOG = logging.getLogger("portfolio")
NO_FAULT = "page_not_"
"""How the code of a page begins that is another role's: whoever came by a link is told the way, not that anything failed."""


@contextmanager
def watched(language: Language) -> Iterator[None]:
    """Turn an exception inside into a page that says what happened and what to do next."""
    try:
        yield
    # whatever a page raises ends here: Streamlit would show its traceback; `explained` logs the unexpected. Streamlit
    # stops and reruns a page by exceptions of its own, which are no Exception and go on.
    except Exception as error:  # noqa: BLE001
        show(error, language)


def shown(error: Exception) -> bool:
    """True: an exception outside `watched` (a button's callback) has been said the same way."""
    show(error, filters.language(st.query_params))
    return True


def show(error: Exception, language: Language) -> None:
    """Draw the one error page. What is unexpected is logged under the number shown."""
    sentence, details = explained(error, language)
    if isinstance(error, PortfolioError) and error.code.startswith(NO_FAULT):
        st.info(sentence)
        return
    with st.container(key="problem"):
        st.subheader(say(language, "error.title"), anchor=False)
        st.html(f'<p>{escape(sentence)}</p><p class="details">{escape(details)}</p>')


def explained(error: Exception, language: Language) -> tuple[str, str]:
    """The sentence for the reader, and the details an operator asks for ("" for none)."""
    error = refusal_of(error) or error
    if isinstance(error, PortfolioError) and knows(f"error.{error.code}"):
        details = "; ".join(f"{name}: {value}" for name, value in error.facts.items())
        details_text = say(language, "error.details", details=details) if details else ""
        return say(language, f"error.{error.code}", **error.facts), details_text
    reference = secrets.token_hex(3).upper()
    LOG.error("unexpected failure %s", reference, exc_info=error)
    return say(language, "error.unexpected", reference=reference), ""
