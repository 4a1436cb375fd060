"""Prints what a reader's browser does on each page: a real server, a real Chromium, an empty cache each time.

`python -m benchmarks.browser` takes some minutes; `--pages overview late` measures these two, `--culprits` names what
moved. Every round is a new context with an empty cache: the page is opened, and once it has settled a county is chosen
in the filter, then a second one. Settled is the last change of the document after which 500 ms pass without one.

Bytes are those on the wire, headers and socket frames as they were sent: the browser speaks to the server through a
line of this process that counts them, since Chromium tells a socket's payload only as it is after inflating.
Shifts are the browser's own `layout-shift` entries, summed over the whole first view. "After" is the processor time
that the server takes in the 30 seconds after the page, which nobody touches, has settled for the first time.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page

from portfolio import demo
from portfolio.web.frame import VISITED
from tests.browser.server import PATIENCE_MS, browsing, copied, serving

QUIET_MS = 500
AFTER_MS = 30_000
COUNTIES = 2
"""How many counties are chosen one after the other: the first may still fetch a script, the second not."""
WINDOW = {"width": 1366, "height": 768}
LIMITS = {"first view": 1500.0, "kB": 1843.0, "shift": 0.05, "county": 300.0, "second": 300.0, "after": 300.0}
"""What each may be in the median, on a machine with nothing else to do."""

WATCHING = """(() => {
  const seen = window.__seen = {changed: 0, clicked: 0, painted: 0, messages: 0, told: 0, shift: 0, moved: []};
  const now = () => performance.now();
  new MutationObserver(() => { seen.changed = now(); })
    .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  addEventListener('click', event => { seen.clicked = event.timeStamp; }, true);
  const Line = WebSocket;
  window.WebSocket = class extends Line {
    constructor(...asked) {
      super(...asked);
      this.addEventListener('message', told => { seen.messages += 1; seen.told += told.data.byteLength || 0; });
    }
  };
  const observe = (type, each) =>
    new PerformanceObserver(list => list.getEntries().forEach(each)).observe({type, buffered: true});
  const name = node => {
    const whole = node && (node.nodeType === 1 ? node : node.parentElement);
    const key = whole && whole.closest('[class*="st-key-"]');
    const own = whole ? whole.dataset.testid || `${whole.localName}.${whole.className}`.slice(0, 40) : '?';
    return `${own} in ${key ? key.className.match(/st-key-[^ ]+/)[0] : '-'}: ${whole ? whole.innerText.slice(0, 20) : ''}`;
  };
  observe('largest-contentful-paint', entry => { seen.painted = entry.startTime; });
  observe('layout-shift', entry => {
    if (entry.hadRecentInput) return;
    seen.shift += entry.value;
    const at = Math.round(entry.startTime);
    for (const source of entry.sources)
      seen.moved.push([
        `${name(source.node)} ${at} ms, ${source.previousRect.top} to ${source.currentRect.top}`, entry.value]);
  });
})()"""
"""Run before the page's own scripts: notes changes, paints, shifts, the last click and what the socket brings."""

SETTLED = f"""() => document.querySelector('.st-key-first_line') && performance.now() - window.__seen.changed > {QUIET_MS}
  && document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
  && !document.querySelector('[data-testid=stSkeleton]')"""


@dataclass
class Counted:
    """Bytes that went from the server to browsers."""

    bytes: int = 0


@contextmanager
def counting(home: str) -> Iterator[tuple[str, Counted]]:
    """The address of a line to the server at `home`, and what it has brought so far."""
    counted, loop = Counted(), asyncio.new_event_loop()
    port = urlsplit(home).port

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counts: bool) -> None:
        while piece := await reader.read(1 << 16):
            counted.bytes += len(piece) * counts
            writer.write(piece)
            await writer.drain()
        writer.close()

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
        both = carry(reader, to_server, counts=False), carry(from_server, writer, counts=True)
        await asyncio.gather(*both, return_exceptions=True)

    line = loop.run_until_complete(asyncio.start_server(joined, "127.0.0.1", 0))
    threading.Thread(target=loop.run_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{line.sockets[0].getsockname()[1]}", counted
    finally:
        loop.call_soon_threadsafe(loop.stop)


@dataclass(frozen=True)
class Server:
    """The process that serves, as Linux tells of it."""

    process: int

    @classmethod
    def ours(cls) -> Server:
        """The server that this process has started."""
        children = Path("/proc/self/task").glob("*/children")
        found = [int(child) for file in children for child in file.read_text().split()]
        return cls(next(one for one in found if b"moments.py" in Path(f"/proc/{one}/cmdline").read_bytes()))

    def work_ms(self) -> float:
        """Processor time so far."""
        told = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()
        return 1000 * (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """Memory held now."""
        told = Path(f"/proc/{self.process}/status").read_text()
        return int(told.partition("VmRSS:")[2].split()[0]) / 1024


@dataclass
class Visits:
    """What was measured on one page, a value a round."""

    values: dict[str, list[float]] = field(default_factory=dict)
    moved: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def note(self, **measured: float) -> None:
        """Put the values to those of their names."""
        for name, value in measured.items():
            self.values.setdefault(name.replace("_", " "), []).append(value)


@dataclass
class Bench:
    """A browser, a server, and the line between the two."""

    browser: Browser
    home: str
    counted: Counted
    server: Server

    def linger(self, page: str, visits: Visits) -> None:
        """Open the page, leave it alone, and note what the server does meanwhile."""
        with self.browser.new_context(viewport=WINDOW, locale="zh-CN") as context:  # type: ignore[arg-type]
            opened = context.new_page()
            opened.set_default_timeout(PATIENCE_MS)
            opened.add_init_script(WATCHING)
            opened.goto(f"{self.home}{address(page)}", wait_until="commit")
            _at_rest(opened)
            work = self.server.work_ms()
            opened.wait_for_timeout(AFTER_MS)
            visits.note(after=self.server.work_ms() - work)

    def visit(self, page: str, visits: Visits) -> None:
        """Open the page in a new context and choose the counties, and note what it took."""
        with self.browser.new_context(viewport=WINDOW, locale="zh-CN") as context:  # type: ignore[arg-type]
            opened = context.new_page()
            opened.set_default_timeout(PATIENCE_MS)
            opened.add_init_script(WATCHING)
            tools = context.new_cdp_session(opened)
            tools.send("Performance.enable")
            begun, work = self.counted.bytes, self.server.work_ms()
            opened.goto(f"{self.home}{address(page)}", wait_until="commit")
            seen = _at_rest(opened)
            for moved, value in seen["moved"]:
                visits.moved[moved] += value
            visits.note(first_view=seen["changed"], paint=seen["painted"], shift=seen["shift"])
            visits.note(kB=(self.counted.bytes - begun) / 1024, socket_kB=seen["told"] / 1024)
            visits.note(messages=seen["messages"], script=_script_ms(tools))
            visits.note(server=self.server.work_ms() - work)
            for name in ("county", "second")[:COUNTIES]:
                self._choose(opened, tools, name, visits)

    def _choose(self, opened: Page, tools: CDPSession, name: str, visits: Visits) -> None:
        """Choose what is left first in the first menu, and note what it took until the page settled.

        That is the counties, where the page has them among its filters.
        """
        if not opened.get_by_test_id("stPopoverBody").is_visible():
            opened.locator(".st-key-menu_county, .st-key-menu_category").locator("button").first.click()
        option = opened.get_by_test_id("stPopoverBody").locator("[data-testid=stButtonGroup] button").first
        option.wait_for()
        opened.wait_for_timeout(QUIET_MS)
        begun, script, work = _seen(opened), _script_ms(tools), self.server.work_ms()
        option.click()
        opened.wait_for_function(
            "before => window.__seen.messages > before", arg=begun["messages"], timeout=PATIENCE_MS
        )
        seen = _at_rest(opened)
        visits.note(**{name: seen["changed"] - seen["clicked"]})
        visits.note(**{f"{name}_messages": seen["messages"] - begun["messages"]})
        visits.note(**{f"{name}_script": _script_ms(tools) - script})
        visits.note(**{f"{name}_server": self.server.work_ms() - work})


def address(page: str) -> str:
    """The page's path in the demonstration."""
    one = "&project=01-01-01" if page == "project" else ""
    return f"/{'' if page == VISITED[0] else page}?workspace=demo&lang=zh{one}"


def _at_rest(opened: Page) -> dict[str, Any]:
    opened.wait_for_function(SETTLED, timeout=PATIENCE_MS)
    return _seen(opened)


def _seen(opened: Page) -> dict[str, Any]:
    found: dict[str, Any] = opened.evaluate("window.__seen")
    return found


def _script_ms(tools: CDPSession) -> float:
    told = {one["name"]: one["value"] for one in tools.send("Performance.getMetrics")["metrics"]}
    return 1000 * float(told["ScriptDuration"])


@contextmanager
def started(data: Path) -> Iterator[tuple[str, Counted, Server]]:
    """The address of a counted line to a server on `data`, the count, and the server."""
    with serving(data) as home, counting(home) as (line, counted):
        yield line, counted, Server.ours()


def measured(data: Path, pages: Sequence[str], rounds: int) -> Iterator[tuple[str, Visits, float]]:
    """Page by page, what was measured and how much memory the server then held; the first visit is not counted."""
    with started(data) as (home, counted, server), browsing() as browser:
        bench = Bench(browser, home, counted, server)
        for page in pages:
            visits = Visits()
            bench.linger(page, visits)
            for _ in range(rounds):
                bench.visit(page, visits)
            yield page, visits, server.memory_mb()


def line(page: str, visits: Visits, memory_mb: float) -> str:
    """One row of the table: medians, with a mark behind what is over its limit."""
    told = []
    for name, values in visits.values.items():
        middle = median(values)
        over = " (over)" if middle > LIMITS.get(name, middle) else ""
        told.append(f"{middle:.2f}{over}" if name == "shift" else f"{middle:.0f}{over}")
    return f"| {page} | {' | '.join(told)} | {memory_mb:.0f} |"


def head(visits: Visits) -> str:
    """What stands above the rows."""
    names = ("page", *visits.values, "memory")
    return f"| {' | '.join(names)} |\n| --- |{' ---: |' * (len(names) - 1)}"


def culprits(visits: Visits, rounds: int) -> str:
    """What moved most in the first views, a line each."""
    largest = sorted(visits.moved.items(), key=lambda one: -one[1])[:8]
    return "\n".join(f"    {value / rounds:.3f} {moved!r}" for moved, value in largest)


def main() -> None:
    """Print the table: milliseconds, kilobytes, megabytes of memory, and counts; medians."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", nargs="+", choices=VISITED, default=VISITED, help="only these pages")
    parser.add_argument("--rounds", type=int, default=20, help="visits of each page that are counted")
    parser.add_argument("--culprits", action="store_true", help="also what moved in the first views")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        demo.open_demo(copied(folder := Path(name))).close()
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {asked.rounds}")
        for place, (page, visits, memory_mb) in enumerate(measured(folder, asked.pages, asked.rounds)):
            print(f"{'' if place else head(visits) + chr(10)}{line(page, visits, memory_mb)}", flush=True)
            if asked.culprits:
                print(culprits(visits, asked.rounds), flush=True)


if __name__ == "__main__":
    main()
