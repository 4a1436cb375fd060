"""What a reader does at the sign-in routes: opens a form, fills it in, sends it."""

from __future__ import annotations

import re
from html import unescape

from httpx import Response
from starlette.testclient import TestClient

from tests.web.access.conftest import PASSWORD


def hidden(page: Response) -> dict[str, str]:
    """The hidden fields of the form on a page."""
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    return {name: unescape(value) for name, value in found}


def sign_in(browser: TestClient, login: str, password: str = PASSWORD, onward: str = "/") -> Response:
    """What came of signing in."""
    page = browser.get("/auth/sign-in", params={"next": onward})
    answer: Response = browser.post(
        "/auth/sign-in", data={**hidden(page), "login": login, "password": password}
    )
    return answer


def is_in(browser: TestClient) -> bool:
    """Whether the browser's session opens a page."""
    return str(browser.get("/late").text).startswith("within ")


def told(page: Response) -> str:
    """The sentence in which a page says what went wrong or well."""
    found = re.search(r'<p class="(?:alert|good)"[^>]*>(.*?)</p>', page.text)
    return unescape(found[1]) if found else ""
