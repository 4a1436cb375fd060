"""A reader's way from page to page in one tab: at every width each page is looked at, and what is wrong is noted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Error, Locator, Page, ViewportSize, expect

from portfolio.codes import Language
from portfolio.web.frame import VISITED
from portfolio.words import say
from tests.browser.server import overflow, settled, unfold_all
from tests.browser.tabs import PHONE, WIDE, Heard, Tabs, listening

NOTEBOOK: ViewportSize = {"width": 1366, "height": 768}
WIDTHS = (WIDE, NOTEBOOK, PHONE)
"""A meeting room's screen, a notebook's, a phone's."""
LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-US"}
LANGUAGES: tuple[Language, ...] = ("zh", "en")
PROJECTS = {"official": "06-01", "demo": "01-01-01", "empty": "06-01"}
COUNTIES = {"official": "421223", "demo": "990005", "empty": "421223"}
SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){2,}")
"""Three English words in a row: more than a name."""
NO_WORDS = re.compile(r"https?://\S+|\b(XLSX|XLS|CSV)\b")
SAID = """() => [document.body.innerText,
    ...Array.from(document.querySelectorAll('[placeholder]'), one => one.placeholder),
    ...Array.from(document.querySelectorAll('[title]'), one => one.title),
    ...Array.from(document.querySelectorAll('[alt]'), one => one.alt)].join('\\n')"""
"""What a reader is told in words: on the page, in empty fields, at the pointer."""
MENU_IN_SIGHT = """() => {
    const menu = document.querySelector('.st-key-navigation');
    return menu !== null && menu.getBoundingClientRect().right > 0;
}"""


@dataclass
class Walk:
    """A reader in a workspace and a language, where they stand, and what was wrong up to here."""

    page: Page
    heard: Heard
    workspace: str
    language: Language
    widths: tuple[ViewportSize, ...] = WIDTHS
    """The first is where the next page is met."""
    wrong: list[str] = field(default_factory=list)

    def goes(self, name: str, project: str = "", refused: bool = False, **asked: str) -> None:
        """Open the page by its address and look at it."""
        asked = {"project": project} | asked if project else asked
        told = address(self.heard.home, name, self.workspace, self.language, **asked)
        self._looks(" ".join([name, *asked.values()]), lambda: self._opens(name, told), refused)

    def clicks(self, name: str) -> None:
        """Follow the menu to the page and look at it."""
        self._looks(name, lambda: self._follows(name))

    def lists(self, name: str) -> bool:
        """Whether the menu lists the page; only what it lists is reached by a click."""
        return self._linked(name).count() > 0

    def _opens(self, name: str, told: str) -> None:
        self.page.set_viewport_size(self.widths[0])
        self.page.goto(told)
        settled(self.page)
        if "role=" in told:
            heading = self.page.get_by_role("heading", name=self._name(name), exact=True)
            assert heading.count(), "does not bear its name"

    def _follows(self, name: str) -> None:
        self.page.set_viewport_size(self.widths[0])
        self._linked(name).click()
        self._need_current(name)
        settled(self.page)

    def _name(self, name: str) -> str:
        return say(self.language, f"nav.{name}")

    def _linked(self, name: str) -> Locator:
        return self.page.locator(".st-key-navigation").get_by_role("link", name=self._name(name), exact=True)

    def _need_current(self, name: str) -> None:
        expect(self.page.locator(".way.here")).to_have_text([self._name(name)])

    def _looks(self, where: str, arrive: Callable[[], None], refused: bool = False) -> None:
        """Note what is wrong with the page: as it is met, then at every width, with every part unfolded.

        An unfolded page shows all that it showed folded, so the folded one is looked at where it is met and no more.
        """
        try:
            arrive()
            for fault in self._told(refused):
                self._note(where, "as it is met", fault)
            unfold_all(self.page)
            first, *further = self.widths
            for size in (first, *further[::-1]):
                self._at(where, "unfolded", size, refused)
            self.widths = (*further[:1], first, *further[1:])  # the next page is met where this one was left
        except (Error, AssertionError) as error:
            self._note(where, "", str(error))
        for heard in self.heard.taken():
            self._note(where, "", heard)

    def _at(self, where: str, state: str, size: ViewportSize, refused: bool) -> None:
        self.page.set_viewport_size(size)
        for fault in self._faults(size["width"], refused):
            self._note(where, f"{size['width']} px, {state}", fault)

    def _faults(self, width: int, refused: bool) -> Iterator[str]:
        """What is wrong with the page as it stands, once nothing moves."""
        if (beyond := overflow(self.page)) > 0:
            yield f"{beyond} px wider than the window"
        if self.page.evaluate(MENU_IN_SIGHT) != (width > PHONE["width"]):
            yield "the navigation is not where it belongs"
        yield from self._told(refused)

    def _told(self, refused: bool) -> Iterator[str]:
        """What is wrong with what the page says."""
        tag = self.page.locator("html").get_attribute("lang")
        if tag != ("zh-CN" if self.language == "zh" else "en"):
            yield f"<html lang={tag}>"
        yield from faults_told(str(self.page.evaluate(SAID)), self.workspace, self.language, refused)

    def _note(self, where: str, state: str, fault: str) -> None:
        self.wrong.append(f"{where} · {self.workspace} · {self.language} · {state} · {fault}")


@contextmanager
def walking(
    tabs: Tabs, home: str, workspace: str, language: Language, widths: tuple[ViewportSize, ...] = WIDTHS
) -> Iterator[Walk]:
    """A reader at the beginning of a walk; fails at its end with all that was wrong on it."""
    phone = widths == (PHONE,)
    with tabs.lent(widths[0], LOCALES[language], phone) as page, listening(page, home) as heard:
        walk = Walk(page, heard, workspace, language, widths)
        yield walk
    assert not walk.wrong, "\n".join(["wrong on the walk:", *walk.wrong])


def faults_told(told: str, workspace: str, language: Language, refused: bool) -> Iterator[str]:
    """What is wrong with a page's words: it broke, says nothing of a demonstration, or speaks two languages."""
    if refused and say(language, "error.page_not_allowed") not in told:
        yield "is not refused in words"
    for broken in ("Traceback", say("zh", "error.title"), say("en", "error.title")):
        if broken in told:
            yield f"says {broken}"
    if workspace == "demo" and say(language, "workspace.demo_mark") not in told:
        yield "does not say that it is the demonstration"
    if language == "zh":
        yield from (f"speaks English: {line}" for line in english(told))


def address(home: str, name: str, workspace: str, language: Language, **asked: str) -> str:
    """The page's address in that workspace and language."""
    whole = {"lang": language} | ({"workspace": "demo"} if workspace == "demo" else {}) | asked
    query = "&".join(f"{key}={value}" for key, value in whole.items() if value)
    return f"{home}/{'' if name == VISITED[0] else name}?{query}"


def english(told: str) -> list[str]:
    """The lines of a Chinese page that hold an English sentence; addresses and kinds of files are none."""
    return [line for line in told.splitlines() if SENTENCE.search(NO_WORDS.sub("", line))]
