"""Each page in each language, workspace and width: whole, quiet, in its own language, with nobody else asked."""

from __future__ import annotations

import pytest

from portfolio.codes import Language
from portfolio.web.frame import NAMES, VISITED
from portfolio.words import say
from tests.browser.tabs import PHONE, Tabs
from tests.browser.walking import COUNTIES, LANGUAGES, PROJECTS, faults_told, walking

pytestmark = pytest.mark.browser
PLAYED = (
    ("followup", "leader", ""),
    ("report", "owner.D01", ""),
    ("followup", "owner.D01", ""),
    ("report", "owner.D01", "1431"),
    ("report", "owner.D12", ""),
    ("review", "reviewer", ""),
    ("followup", "reviewer", ""),
    ("audit", "reviewer", ""),
    ("review", "reviewer", "1429"),
    ("review", "reviewer.990003", ""),
    ("audit", "reviewer.990003", ""),
    ("audit", "administrator", ""),
    ("admin", "administrator", ""),
)
"""The pages that not everyone sees: the page, whom the reader plays in the demonstration, the report that is open."""
ONCE = tuple({(name, bool(number)): (name, role, number) for name, role, number in PLAYED}.values())
"""Each of these pages once, and once with a report open."""
REFUSED = tuple(name for name in NAMES if name not in VISITED)


@pytest.fixture
def home(request: pytest.FixtureRequest, workspace: str) -> str:
    """The server of that workspace."""
    return str(request.getfixturevalue("empty_address" if workspace == "empty" else "address"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("workspace", PROJECTS)
def test_every_page_by_the_navigation(home: str, tabs: Tabs, workspace: str, language: Language) -> None:
    with walking(tabs, home, workspace, language) as walk:
        walk.goes("project", PROJECTS[workspace])
        walk.goes("county", place=COUNTIES[workspace])
        for name in VISITED:
            if walk.lists(name):
                walk.clicks(name)
            elif name not in ("project", "county"):
                walk.goes(name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_role(address: str, tabs: Tabs, language: Language) -> None:
    with walking(tabs, address, "demo", language) as walk:
        playing = ""
        for name, role, number in PLAYED:
            if role == playing and not number and walk.lists(name):
                walk.clicks(name)
            else:
                walk.goes(name, role=role, number=number)
            playing = role


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("workspace", ["official", "empty"])
def test_every_page_of_a_role_is_refused_to_a_visitor(
    home: str, tabs: Tabs, workspace: str, language: Language
) -> None:
    with walking(tabs, home, workspace, language, (PHONE,)) as walk:
        for name in REFUSED:
            walk.goes(name, refused=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_on_a_phone_by_its_address(address: str, tabs: Tabs, language: Language) -> None:
    """The pages that everyone sees in English, whose words are longer, the others in Chinese.

    At a phone's width the walks above see all of them in both.
    """
    with walking(tabs, address, "demo", language, (PHONE,)) as walk:
        if language == "en":
            for name in VISITED:
                walk.goes(name, PROJECTS["demo"] if name == "project" else "")
        else:
            for name, role, number in ONCE:
                walk.goes(name, role=role, number=number)


def test_what_is_wrong_with_a_page_is_told() -> None:
    mark = say("zh", "workspace.demo_mark")
    assert list(faults_told(mark, "demo", "zh", False)) == []
    assert len(list(faults_told("Traceback", "demo", "zh", False))) == 2
    assert len(list(faults_told(say("en", "error.title"), "official", "en", False))) == 1
    assert list(faults_told(f"{mark}\nChoose an option", "demo", "zh", False)) == [
        "speaks English: Choose an option"
    ]
    assert len(list(faults_told("", "official", "zh", True))) == 1
