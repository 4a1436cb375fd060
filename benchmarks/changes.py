"""Prints what a reader waits for after a click: a filter, a tab, a sort on each page of the demonstration.

`python -m benchmarks.changes` takes some minutes; `--pages overview late` measures these two. A real server and a real
Chromium; a page is opened once, then each kind of change is made some times in the same session, the first uncounted.
From the click to the last change of the document after which 500 ms pass without one: medians, in milliseconds, with
the messages of the websocket and the kB on the wire that one change takes. A dash: the page has no such thing.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Locator, Page

from benchmarks.browser import QUIET_MS, SETTLED, WATCHING, WINDOW, Counted, address, started
from portfolio import demo
from portfolio.web.frame import VISITED
from tests.browser.server import PATIENCE_MS, browsing, copied

KINDS = ("filter", "tab", "sort")
LIMITS = {"ms": 300.0, "messages": 40.0, "kB": 30.0}
"""What a change may take in the median, on a machine with nothing else to do."""
MAIN = "[data-testid=stMain]"
OPTIONS = "[data-testid=stPopoverBody] [data-testid=stButtonGroup] button"


@dataclass
class Change:
    """What was measured of one kind of change on one page, a value a click."""

    values: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in LIMITS})

    def told(self) -> list[str]:
        """The medians as cells, with a mark behind what is over its limit."""
        if not self.values["ms"]:
            return ["—"] * len(LIMITS)
        middles = {name: median(values) for name, values in self.values.items()}
        return [f"{middle:.0f}{' (over)' * (middle > LIMITS[name])}" for name, middle in middles.items()]


def _places(page: Page, kind: str) -> Locator:
    """What may be clicked for that kind of change."""
    if kind == "filter":
        return page.locator(OPTIONS)
    tab = "[role=tab]" if kind == "tab" else "table.rows thead :is(a.sort, button.sort)"
    return page.locator(f"{MAIN} {tab}")


def _prepare(page: Page, kind: str) -> int:
    """Open what the change is made in; how many places there are to click."""
    if kind == "filter":
        menu = page.locator(".st-key-menu_county button, .st-key-menu_category button").first
        if not menu.count():
            return 0
        menu.click()
        page.locator(OPTIONS).first.wait_for()
    page.wait_for_timeout(QUIET_MS)
    return _places(page, kind).count()


def _click(page: Page, counted: Counted, place: Locator, change: Change | None) -> None:
    """Click there, wait until the page has settled, and note what that took; None: note nothing."""
    before, begun = page.evaluate("window.__seen"), counted.bytes
    place.click()
    page.wait_for_function(
        "before => window.__seen.changed > before", arg=before["changed"], timeout=PATIENCE_MS
    )
    page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
    seen = page.evaluate("window.__seen")
    if change is None:
        return
    change.values["ms"].append(seen["changed"] - seen["clicked"])
    change.values["messages"].append(seen["messages"] - before["messages"])
    change.values["kB"].append((counted.bytes - begun) / 1024)


def visited(page: Page, counted: Counted, home: str, name: str, rounds: int) -> dict[str, Change]:
    """Each kind of change on the page called `name`, each in a view just opened."""
    found = {}
    for kind in KINDS:
        found[kind] = Change()
        page.goto(f"{home}{address(name).replace('&lang=zh', '')}")  # as the page's own links say it
        page.wait_for_function(SETTLED, timeout=PATIENCE_MS)
        count = _prepare(page, kind)
        if count < 1 + (kind == "tab"):
            continue
        for turn in range(rounds + 1):
            place = (turn + 1) % min(count, 2 if kind == "tab" else count)
            _click(page, counted, _places(page, kind).nth(place), found[kind] if turn else None)
    return found


def measured(data: Path, names: Sequence[str], rounds: int) -> Iterator[tuple[str, dict[str, Change]]]:
    """Page by page, what was measured of each kind of change."""
    with started(data) as (home, counted, _), browsing() as browser:
        page = browser.new_page(viewport=WINDOW, locale="zh-CN")  # type: ignore[arg-type]
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(WATCHING)
        for name in names:
            yield name, visited(page, counted, home, name, rounds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = tuple(name for name in VISITED if name != "county")
    parser.add_argument("--pages", nargs="+", choices=names, default=names, help="only these pages")
    parser.add_argument("--rounds", type=int, default=8, help="clicks of each kind that are counted")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        demo.open_demo(copied(folder := Path(name))).close()
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {asked.rounds}")
        heads = ["page", *(f"{kind}, {what}" for kind in KINDS for what in LIMITS)]
        print(f"| {' | '.join(heads)} |\n| --- |{' ---: |' * (len(heads) - 1)}", flush=True)
        for page, found in measured(folder, asked.pages, asked.rounds):
            cells = [cell for kind in KINDS for cell in found[kind].told()]
            print(f"| {page} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
