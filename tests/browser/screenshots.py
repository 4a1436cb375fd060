"""Pictures of all pages, languages and sizes: `python -m tests.browser.screenshots FOLDER`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from portfolio.web.frame import VISITED
from tests.browser.server import browsing, copied, serving, settled

MAIN = "[data-testid=stMain]"
SIZES = {"wide": (1920, 1080), "phone": (390, 844)}


def shot(page: Page, name: str, folder: Path) -> Path:
    """The picture of the whole page as it stands, as a file."""
    settled(page)
    path = folder / f"{name}.png"
    before = page.viewport_size or {"width": 1920, "height": 1080}
    # the page scrolls inside its main section, so the window is made as tall as that
    tall = page.evaluate(f"document.querySelector('{MAIN}').scrollHeight")
    page.set_viewport_size({"width": before["width"], "height": max(before["height"], int(tall))})
    settled(page)
    page.screenshot(path=path)
    page.set_viewport_size(before)
    return path


def take(browser: Browser, address: str, folder: Path) -> list[Path]:
    """Every page × language × size."""
    pictures = []
    for size, (width, height) in SIZES.items():
        for language in ("zh", "en"):
            locale = "zh-CN" if language == "zh" else "en-US"
            with browser.new_context(viewport={"width": width, "height": height}, locale=locale) as context:
                page = context.new_page()
                for name in VISITED:
                    page.goto(f"{address}/{'' if name == VISITED[0] else name}?lang={language}")
                    pictures.append(shot(page, f"{name}-{language}-{size}", folder))
    return pictures


def main(folder: Path) -> None:
    """Leave the pictures in `folder`, taken of a fresh server on a copy of the library."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serving(copied(Path(data))) as address, browsing() as browser:
        for path in take(browser, address, folder):
            sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
