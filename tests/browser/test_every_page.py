"""Each page in each language, workspace and width: whole, quiet, in its own language, with nobody else asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portfolio import library
from portfolio.web.frame import VISITED
from portfolio.words import say
from tests.browser.conftest import Heard
from tests.browser.server import PATIENCE_MS, copied, overflow, serving, settled
from tests.pages.test_every_page import EMPTIED

pytestmark = pytest.mark.browser
WIDTHS = {"meeting room": (1920, 1080), "phone": (390, 844)}
PROJECTS = {"official": "06-01", "demo": "01-01-01", "empty": "06-01"}
SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")
"""Three English words in a row: more than a name."""
SAID = """() => [document.body.innerText,
    ...Array.from(document.querySelectorAll('[placeholder]'), one => one.placeholder),
    ...Array.from(document.querySelectorAll('[title]'), one => one.title),
    ...Array.from(document.querySelectorAll('[alt]'), one => one.alt)].join('\\n')"""
"""What a reader is told in words: on the page, in empty fields, at the pointer."""


@dataclass(frozen=True)
class Homes:
    """The addresses of two servers: one with the library and the demonstration, one with an empty library."""

    full: str
    empty: str

    def of(self, workspace: str) -> str:
        return self.empty if workspace == "empty" else self.full


@pytest.fixture(scope="module")
def homes(
    browser: Browser,  # noqa: ARG001
    demo_folder: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Homes]:
    """Both servers, for all tests of this file."""
    empty = copied(tmp_path_factory.mktemp("empty"))
    for name in EMPTIED:
        table = empty / "library" / f"{name}.csv"
        table.write_text(table.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    library.build(empty / "library", empty / library.PARQUET)
    with serving(demo_folder) as full, serving(empty) as bare:
        yield Homes(full, bare)


@pytest.fixture
def reader(browser: Browser, width: str, language: str) -> Iterator[Page]:
    """A page in a window of that width, on a browser of that language."""
    across, down = WIDTHS[width]
    locale = "zh-CN" if language == "zh" else "en-US"
    with browser.new_context(
        viewport={"width": across, "height": down}, locale=locale, is_mobile=width == "phone"
    ) as context:
        opened = context.new_page()
        opened.set_default_timeout(PATIENCE_MS)
        yield opened


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("workspace", PROJECTS)
@pytest.mark.parametrize("name", VISITED)
def test_page(homes: Homes, reader: Page, name: str, workspace: str, language: str) -> None:
    home = homes.of(workspace)
    heard = Heard(home)
    heard.attach(reader)
    reader.goto(address(home, name, workspace, language))
    settled(reader)
    told = reader.evaluate(SAID)
    assert overflow(reader) <= 0, "no sideways scroll"
    assert heard.elsewhere == [] and heard.complaints == []
    assert (
        "Traceback" not in told
        and say("zh", "error.title") not in told
        and say("en", "error.title") not in told
    )
    assert reader.locator("html").get_attribute("lang") == ("zh-CN" if language == "zh" else "en")
    assert (say("zh", "workspace.demo_mark") in told or language == "en") or workspace != "demo"
    if language == "zh":
        assert english(told) == []


def address(home: str, name: str, workspace: str, language: str) -> str:
    """The page's address in that workspace and language; a page of one project names one."""
    asked = [f"lang={language}"]
    if workspace == "demo":
        asked.append("workspace=demo")
    if name == "project":
        asked.append(f"project={PROJECTS[workspace]}")
    return f"{home}/{'' if name == VISITED[0] else name}?{'&'.join(asked)}"


def english(told: str) -> list[str]:
    """The lines of a Chinese page that hold an English sentence; addresses of pages and files are none."""
    return [line for line in told.splitlines() if SENTENCE.search(re.sub(r"https?://\S+", "", line))]
