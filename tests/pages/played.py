"""Playing a role in a copy of the demonstration of a test's own, and the workbooks its units would send."""

from __future__ import annotations

import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import demo, intake
from portfolio.intake import Context
from portfolio.model import Reader, View
from portfolio.store import Store
from portfolio.web import session
from portfolio.web.access import present
from portfolio.words import LANGUAGES, say
from tests.pages.asked import PATIENCE, SHELL

OCTOBER = date(2026, 10, 31)
"""The month that the demonstration keeps open after its closing day."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cells = dict[tuple[str, str], object]
"""Sheet and cell to what is written there."""


def own_copy(demo_folder: Path, folder: Path) -> Path:
    """`folder`, now holding a copy of the demonstration that a test may write to."""
    return Path(shutil.copytree(demo_folder, folder))


def store(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Store:
    """The demonstration's store in the folder, as the pages have it open."""
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    return session.store("demo")


def view(of: Store, reader: Reader | None = None) -> View:
    """All that is known on the demonstration's last day, to this reader (None: to all)."""
    scope = None if reader is None else reader.scope
    return View(workspace="demo", as_of=demo.LAST_DAY, known_at=session.known_at(of), scope=scope)


def reader(of: Store, role: str) -> Reader:
    """The made-up reader that the role names."""
    return present.played(of, role)


def play(monkeypatch: pytest.MonkeyPatch, folder: Path, page: str, role: str, **parameters: str) -> AppTest:
    """A run of the page in the demonstration, as whoever the role names."""
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    app = AppTest.from_file(str(SHELL), default_timeout=PATIENCE)
    told = {"workspace": "demo", "role": role, "asof": demo.LAST_DAY.isoformat(), **parameters}
    for name, value in told.items():
        app.query_params[name] = value
    app.switch_page(f"../../pages/{page}.py").run()
    sound(app)
    return app


def sound(app: AppTest) -> None:
    """Fail where the run ended in the one error page."""
    assert not app.exception
    failed = {say(language, "error.title") for language in LANGUAGES}
    assert failed.isdisjoint(element.value for element in app.subheader)


def headings(app: AppTest) -> list[str]:
    """The headings of the page's sections."""
    return [header.value for header in app.header]


def context(of: Store, unit: str, month: date = OCTOBER) -> Context:
    """What the unit's month is compared with."""
    return intake.context(of, view(of, reader(of, f"owner.{unit}")), month, unit)


def workbook(of: Store, unit: str, cells: Cells, month: date = OCTOBER) -> bytes:
    """The unit's template with these cells filled."""
    book = openpyxl.load_workbook(io.BytesIO(intake.template(context(of, unit, month), "zh")))
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(app: AppTest, data: bytes, name: str = "月报.xlsx") -> None:
    """Give the page the file and run it."""
    if app.radio:
        app.radio(key="report_way").set_value("file").run()
    app.file_uploader[0].set_value([(name, data, XLSX)]).run()
    sound(app)


def send(app: AppTest, data: bytes, name: str = "月报.xlsx", word: str = "已核实，属实") -> int:
    """The number of the report, sent with the same word on every warning."""
    upload(app, data, name)
    for box in app.text_input:
        if str(box.key).startswith("word_"):
            box.input(word)
    app.run()
    app.button(key="confirm_report").click().run()
    sound(app)
    (receipt,) = [told.value for told in app.success if "回执编号" in told.value]
    return int("".join(mark for mark in receipt.split("。")[1] if mark.isdigit()))
