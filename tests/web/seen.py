"""What a reader sees of a run of AppTest."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from streamlit.testing.v1 import AppTest

WAY = re.compile(r'<a class="way [^>]*href="([^"]*)">([^<]*)</a>')
"""A link of the menus and chips."""


def pieces(app: AppTest) -> list[str]:
    """The pieces of HTML that the run drew, as text."""
    bodies = [element.proto.body for element in app.get("html")]
    told = [body for body in bodies if not body.startswith(("<style", "<script"))]
    return [words_of(body) for body in told]


def words_of(body: str) -> str:
    """What a reader sees of HTML, without its tags; a unit of money stands right behind its number."""
    return unescape(re.sub(r"<[^>]+>", " ", re.sub(r'<span class="money">([^<]*)</span>', r"\1", body)))


def text(app: AppTest) -> str:
    """All that the run says: HTML, headings, warnings, errors."""
    kinds = ("title", "subheader", "warning", "error", "info", "markdown")
    told = [str(getattr(element, "value", "")) for kind in kinds for element in app.get(kind)]
    return "\n".join([*pieces(app), *told])


def links(app: AppTest, label: str) -> list[str]:
    """The addresses of the links to pages that say `label`: page and parameters."""
    found = [element.proto for element in app.get("page_link")]
    bodies = "".join(element.proto.body for element in app.get("html"))
    ways = [unescape(href) for href, words in WAY.findall(bodies) if unescape(words) == label]
    drawn = [f"/{link.page}?{link.query_string}" for link in found if link.label == label]
    return [unquote(link) for link in [*drawn, *ways]]


def unfolded(app: AppTest, menu: str) -> AppTest:
    """The page with the menu of that key open: what is in it is drawn only then."""
    app.session_state[menu] = True
    return app.run()
