"""A real server and a real browser, for the tests and for the screenshots."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shutil import copy, copytree, which

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.moments import NOW

ROOT = Path(__file__).resolve().parents[2]
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE_MS = 30_000


def chromium() -> str | None:
    """The browser's path: PORTFOLIO_CHROMIUM, else Debian's; None where there is none."""
    return which(os.environ.get("PORTFOLIO_CHROMIUM", "/usr/bin/chromium"))


def copied(folder: Path) -> Path:
    """`folder`, with a copy of the committed library in it."""
    copy(ROOT / "data" / "project_library.parquet", folder)
    copytree(ROOT / "data" / "library", folder / "library")
    return folder


@contextmanager
def serving(
    data: Path, at: datetime = NOW, program: Path = ROOT, before: Sequence[str] = ()
) -> Iterator[str]:
    """The address of a fresh server on `data`, started at that moment on a port that the kernel gave it.

    `program` is the folder that it is started in, `before` what stands before the command. The server ends with the block.
    """
    command = [*before, sys.executable, "-P", str(ROOT / "tests" / "moments.py"), at.isoformat()]
    command += ["run", "app.py", "--server.headless", "true"]
    command += ["--server.port", "0"]
    own = {"PORTFOLIO_DATA": str(data), "PYTHONPATH": str(program)}
    with (data / "server.log").open("w") as log:
        server = subprocess.Popen(command, cwd=program, env=os.environ | own, stdout=log, stderr=log)
        try:
            yield _address(server, data / "server.log")
        finally:
            server.terminate()
            _need_end(server)


def _need_end(server: subprocess.Popen[bytes]) -> None:
    """Wait for the server's end; raise TimeoutExpired where it does not end by itself, and end it."""
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        raise


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server printed, once it answers there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended: {log.read_text()}")
        printed = re.search(r"URL: (http://127\.0\.0\.1:\d+)", log.read_text())
        if printed and _answers(printed[1]):
            return printed[1]
        time.sleep(0.1)
    raise RuntimeError(f"the server did not answer: {log.read_text()}")


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(f"{address}/health", timeout=2).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


@contextmanager
def browsing() -> Iterator[Browser]:
    """An open Chromium without a window."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()


SETTLED = """() => document.body && !document.body.hasAttribute('aria-busy')
  && document.querySelector('[data-testid="stApp"][data-test-script-state="notRunning"]')
  && document.querySelector('.st-key-first_line, .st-key-problem')
  && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]')
  && document.fonts.status === 'loaded'"""


def settled(page: Page) -> None:
    """Wait until the run has ended and what it drew is on screen."""
    page.wait_for_function(SETTLED, polling=50, timeout=PATIENCE_MS)


def upload(page: Page, uploader: str, name: str, kind: str, data: bytes) -> None:
    """Give a file of this kind to the uploader under the selector, and return when the server has it and has run."""
    place = page.locator(f"{uploader} [data-testid=stFileUploaderDropzoneInput]")
    with page.expect_response(
        lambda answer: "/upload_file/" in answer.url and answer.request.method == "PUT"
    ):
        place.set_input_files({"name": name, "mimeType": kind, "buffer": data})
    settled(page)


def menu(page: Page, name: str) -> Locator:
    """What stands in the menu `name` of the first line, which is open now."""
    body = page.get_by_test_id("stPopoverBody")
    if not body.is_visible():
        page.locator(f".st-key-menu_{name} button").first.click()
    expect(body).to_be_visible()
    return body


def visit(page: Page, name: str) -> None:
    """Follow the navigation to the page called `name` in the page's language."""
    page.locator(".st-key-navigation").get_by_role("link", name=name, exact=True).click()
    expect(page.locator(".way.here")).to_have_text([name])
    settled(page)


def unfold(page: Page, folded: Locator) -> None:
    """Open what is folded away, and return when it has grown to its full height.

    While it grows, a button below it moves: a press and its release may then meet two different things.
    """
    folded.locator("summary").click()
    page.wait_for_function(
        "() => document.querySelector('[data-testid=stMain]').getAnimations({subtree: true})"
        ".every(one => one.playState !== 'running')",
        timeout=PATIENCE_MS,
    )


def filled(page: Page) -> None:
    """Wait until what lies in the unfolded parts, which is made only then, is on screen."""
    page.wait_for_function(
        "() => Array.from(document.querySelectorAll('[data-testid=stMain] [data-testid=stExpander] details[open]'))"
        ".every(part => part.querySelector('[data-testid=stExpanderDetails] .stElementContainer'))",
        polling=50,
        timeout=PATIENCE_MS,
    )
    settled(page)


UNFOLDED = """() => {
  const folded = document.querySelectorAll('[data-testid=stMain] details:not([open]) > summary');
  folded.forEach(summary => summary.click());
  return folded.length;
}"""


def unfold_all(page: Page) -> int:
    """How many parts were folded away; all are open and filled now, those inside others as well.

    They are opened at once: each by itself is a run of the page.
    """
    found = 0
    while more := int(page.evaluate(UNFOLDED)):
        found += more
        filled(page)
    return found


WIDTHS_AT_REST = """async () => {
  const main = () => document.querySelector('[data-testid=stMain]');
  const beside = () => main() ? [main().clientWidth, main().scrollWidth - main().clientWidth] : [0, 0];
  const pageWidth = () => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth);
  const moving = () => document.getAnimations().some(one => one.playState === 'running'
    && one.effect.getComputedTiming().endTime < Infinity);
  let last = '', same = 0;
  for (let step = 0; step < 250 && same < 5; step++) {
    const now = [innerWidth, pageWidth(), ...beside()].join();
    same = now === last && !moving() ? same + 1 : 0;
    last = now;
    await new Promise(passed => setTimeout(passed, 40));
  }
  return Math.max(pageWidth() - innerWidth, beside()[1]);
}"""
"""Pixels too wide, once nothing moves and the widths have been the same for 0.2 seconds (looked at for ten at most).

A window made wider opens the navigation, which slides in for a third of a second, and the charts follow it a moment
after that: what is measured is what a reader is left with.
"""


def overflow(page: Page) -> int:
    """By how many pixels the page is left wider than its window."""
    return int(page.evaluate(WIDTHS_AT_REST))
