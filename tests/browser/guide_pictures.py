"""The pictures of the README and of docs/: `python -m tests.browser.guide_pictures` takes them of the demonstration.

`python -m tests.browser.guide_pictures overview report` takes these alone. A picture has at most 256 colours, so that
none is larger than 200 kB.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, Page

from portfolio import demo
from portfolio.codes import Language
from portfolio.words import say
from tests.browser.server import ROOT, browsing, copied, serving, settled

FOLDER = ROOT / "docs" / "pictures"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WINDOW = {"width": 1366, "height": 768}
"""A desk's screen."""
DEMO = "workspace=demo"
SHOWN = {
    "overview": f"?{DEMO}",
    "compare": f"compare?{DEMO}",
    "projector": f"compare?{DEMO}&mode=projector&county=990003",
    "followup": f"followup?{DEMO}&role=reviewer",
    "report": f"report?{DEMO}&role=owner.D12",
    "admin": f"admin?{DEMO}&role=administrator",
}
"""Picture to the address that it shows."""


def mistaken(template: bytes) -> bytes:
    """The template with two mistakes in its sheet of progress: a word for a number, more than all of the work."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[3]
    head = next(row for row in sheet.iter_rows(max_row=6) if row[0].value in ("项目编号", "Project ID"))
    row = head[0].row + 1
    empty = [cell.column for cell in sheet[row] if cell.value is None]
    for column, value in zip(empty, ("一千二百", 130), strict=False):
        sheet.cell(row, column).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def problems(page: Page, address: str, language: str) -> None:
    """Bring up what the check said of a file with two mistakes."""
    page.goto(f"{address}/report?{DEMO}&role=owner.D12&lang={language}")
    settled(page)
    tongue: Language = "zh" if language == "zh" else "en"
    page.get_by_text(say(tongue, "report.way_file"), exact=True).click()
    settled(page)
    with page.expect_download() as told:
        page.get_by_role("button", name=say(tongue, "report.template")).click()
    data = mistaken(told.value.path().read_bytes())
    page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(
        {"name": "2026-10.xlsx", "mimeType": XLSX, "buffer": data}
    )
    settled(page)
    page.locator("table.rows").first.scroll_into_view_if_needed()


def review(page: Page, address: str, language: str) -> None:
    """Bring up the newest report of the demonstration, old beside new."""
    page.goto(f"{address}/review?{DEMO}&role=reviewer&lang={language}")
    settled(page)
    page.locator("table.rows a").first.click()
    settled(page)


ACTED: dict[str, Callable[[Page, str, str], None]] = {"problems": problems, "review": review}


def take(browser: Browser, address: str, folder: Path, names: Sequence[str]) -> None:
    """Take the pictures of these names in both languages into `folder`."""
    for language in ("zh", "en"):
        locale = "zh-CN" if language == "zh" else "en-US"
        with browser.new_context(viewport=WINDOW, locale=locale) as context:  # type: ignore[arg-type]
            page = context.new_page()
            for name in names:
                if name in ACTED:
                    ACTED[name](page, address, language)
                else:
                    page.goto(f"{address}/{SHOWN[name]}&lang={language}")
                    settled(page)
                keep(page.screenshot(), folder / f"{name}-{language}.png")


def keep(picture: bytes, file: Path) -> None:
    """Write the picture in at most 256 colours."""
    with Image.open(io.BytesIO(picture)) as taken:
        taken.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


def main(names: Sequence[str]) -> None:
    """Leave the pictures of these names, or all, in docs/pictures; KeyError for a name that is none."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = copied(Path(name))
        demo.open_demo(folder).close()
        with serving(folder) as address, browsing() as browser:
            take(browser, address, FOLDER, names or (*SHOWN, *ACTED))


if __name__ == "__main__":
    main(sys.argv[1:])
