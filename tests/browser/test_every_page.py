"""Each page in each language, workspace and width: whole, quiet, in its own language, with nobody else asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portfolio import library
from portfolio.codes import Language
from portfolio.web.frame import NAMES, VISITED
from portfolio.words import say
from tests.browser.conftest import Heard
from tests.browser.server import PATIENCE_MS, copied, filled, overflow, serving, settled
from tests.pages.test_every_page import EMPTIED

pytestmark = pytest.mark.browser
WIDTHS = {"meeting room": (1920, 1080), "phone": (390, 844)}
PLAYED = (
    ("report", "owner.D01", ""),
    ("report", "owner.D12", ""),
    ("report", "owner.D01", "1429"),
    ("review", "reviewer", ""),
    ("review", "reviewer.990003", ""),
    ("review", "reviewer", "1427"),
    ("followup", "leader", ""),
    ("followup", "owner.D01", ""),
    ("followup", "reviewer", ""),
    ("audit", "reviewer", ""),
    ("audit", "reviewer.990003", ""),
    ("audit", "administrator", ""),
    ("admin", "administrator", ""),
)
"""The pages that not everyone sees: the page, whom the reader plays in the demonstration, the report that is open."""
PROJECTS = {"official": "06-01", "demo": "01-01-01", "empty": "06-01"}
SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")
"""Three English words in a row: more than a name."""
NO_WORDS = re.compile(r"https?://\S+|\b(XLSX|XLS|CSV)\b")
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
    told = visited(reader, homes.of(workspace), address(homes.of(workspace), name, workspace, language))
    whole(told, workspace, language)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "role", "number"), PLAYED)
def test_page_of_a_role(homes: Homes, reader: Page, name: str, role: str, number: str, language: str) -> None:
    asked = f"{address(homes.full, name, 'demo', language)}&role={role}&number={number}"
    told = visited(reader, homes.full, asked)
    assert reader.get_by_role("heading", name=say(known(language), f"nav.{name}"), exact=True).count()
    whole(told, "demo", language)


@pytest.mark.parametrize("width", ["phone"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("workspace", ["official", "empty"])
@pytest.mark.parametrize("name", [name for name in NAMES if name not in VISITED])
def test_page_of_a_role_is_refused_to_a_visitor(
    homes: Homes, reader: Page, name: str, workspace: str, language: str
) -> None:
    told = visited(reader, homes.of(workspace), address(homes.of(workspace), name, workspace, language))
    refusal = [say(known(language), f"error.{key}") for key in ("title", "page_not_allowed")]
    assert all(part in told for part in refusal)
    whole(told.replace(refusal[0], ""), workspace, language)


def known(language: str) -> Language:
    return "zh" if language == "zh" else "en"


def visited(reader: Page, home: str, asked: str) -> str:
    """What a reader of that address is told, with every part unfolded; the page is quiet and as wide as its window."""
    heard = Heard(home)
    heard.attach(reader)
    reader.goto(asked)
    settled(reader)
    assert overflow(reader) <= 0, "no sideways scroll"
    folded = reader.locator("[data-testid=stMain] details:not([open]) > summary")
    while folded.count():
        folded.first.click()
        filled(reader)
    assert overflow(reader) <= 0, "no sideways scroll with every part unfolded"
    assert heard.elsewhere == [] and heard.complaints == []
    told = reader.evaluate(SAID)
    return str(told) + f"\n<html lang={reader.locator('html').get_attribute('lang')}>"


def whole(told: str, workspace: str, language: str) -> None:
    """Nothing; fails where the page broke, says nothing of a demonstration, or speaks two languages."""
    assert (
        "Traceback" not in told
        and say("zh", "error.title") not in told
        and say("en", "error.title") not in told
    )
    assert told.endswith("<html lang=zh-CN>" if language == "zh" else "<html lang=en>")
    assert say(known(language), "workspace.demo_mark") in told or workspace != "demo"
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
    """The lines of a Chinese page that hold an English sentence; addresses and kinds of files are none."""
    return [line for line in told.splitlines() if SENTENCE.search(NO_WORDS.sub("", line))]
