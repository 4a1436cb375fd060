"""A name with HTML, Markdown or a formula is shown as text on every page and in every export."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from portfolio import exports, library
from portfolio.model import Assignment, Event, Reader, StatusEntry, Submission, Unit
from portfolio.model.fields import month_end
from portfolio.queries import reporting
from portfolio.web import session, tables
from portfolio.web.access import present
from portfolio.web.frame import NAMES
from portfolio.web.tables import Table
from tests import sample
from tests.conftest import copy_library
from tests.pages.asked import frame, html, run

STRANGE = {
    "06-01": "<script>alert(1)</script><b>粗</b>",
    "06-02": '=HYPERLINK("http://x.example","点我")',
    "06-03": "**粗**[链接](http://x.example) $x^2$ :red[红]",
}
TAGS = ("<script>alert", "<b>粗</b>")
MARKDOWN = ("markdown", "caption", "header", "subheader", "title", "info", "success", "warning", "error")
"""The elements whose text Streamlit reads as Markdown."""
ROLES = {"report": "owner", "review": "reviewer", "audit": "reviewer", "followup": "leader"}
AT = datetime(2026, 11, 24, 9)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose library, unit and waiting report bear such names."""
    made = copy_library(tmp_path_factory.mktemp("strange"))
    file = made / "library" / "projects.csv"
    rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row | {"name": STRANGE.get(row["project_id"], row["name"])} for row in rows)
    library.build(made / "library", made / library.PARQUET)
    store = library.open_official(made, sample.TAKEN_AT)
    sample.fill(store)
    named = [Unit(unit_code="U", name=STRANGE["06-01"])]
    store.append(Event(kind="unit_changed", actor="operator", at=AT), named)
    given = [Assignment(unit_code="U", project_id=name) for name in STRANGE]
    store.append(Event(kind="assignment_changed", actor="operator", at=AT), given)
    month = month_end(AT.date())
    entries = [
        StatusEntry(project_id=name, period_on=month, stage="continuing", sheet="<b>粗</b>")
        for name in STRANGE
    ]
    sent = Submission(period_on=month, unit_code="U", file_name=STRANGE["06-02"])
    store.append(
        Event(kind="report_submitted", actor=STRANGE["06-03"], at=AT, why=STRANGE["06-01"]), [sent, *entries]
    )
    store.close()
    return made


def shown(monkeypatch: pytest.MonkeyPatch, folder: Path, page: str, **address: str) -> AppTest:
    """A run of the page as whoever may see it."""
    scope = tuple(STRANGE) if page == "report" else None
    reader = Reader(
        login="li", name=STRANGE["06-01"], role=ROLES.get(page, "administrator"), unit_code="U", scope=scope
    )
    monkeypatch.setattr(present, "reader", lambda *_: reader)
    monkeypatch.setattr(present, "need", lambda *_: None)
    return run(monkeypatch, folder, page, **address)


def as_text(app: AppTest) -> None:
    """Fail where a name could be more than text."""
    drawn = html(app)
    assert not any(tag in drawn for tag in TAGS), "in HTML every name is escaped"
    for kind in MARKDOWN:
        for element in app.get(kind):
            said = str(getattr(element, "value", ""))
            assert "**粗**" not in said and "](http" not in said and ":red[" not in said, (kind, said)


@pytest.mark.parametrize("page", NAMES)
def test_on_every_page(folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named = {"place": "421202"} if page == "county" else {}
    listed = page in ("library", "followup")
    named |= {"q": "06-0", "tab": "projects"} if listed else {}
    app = shown(monkeypatch, folder, page, **named)
    as_text(app)
    if listed:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html(app), "the name is there, as text"


@pytest.mark.parametrize("name", STRANGE)
def test_on_the_page_of_the_project_itself(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    as_text(shown(monkeypatch, folder, "project", project=name))


@pytest.mark.parametrize("page", ["report", "review"])
def test_on_the_page_of_a_report(folder: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    store = session.store("official")
    number = store.read("SELECT max(event_id) AS n FROM store.submission")["n"][0]
    app = shown(monkeypatch, folder, page, number=str(number))
    as_text(app)
    assert "HYPERLINK" in html(app)


def test_in_what_is_downloaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTFOLIO_DATA", str(folder))
    store = session.store("official")
    asked = frame(store, "followup")
    month = reporting.months(store, asked.view)["period_on"][1]
    rows = reporting.followup_rows(store, asked.view, month).filter(pl.col("project_id").is_in(list(STRANGE)))
    table = Table(rows.select("project_id", "name", "unit_name", "standing"))
    facts = tables.facts(asked, table, STRANGE["06-02"])
    book = openpyxl.load_workbook(io.BytesIO(exports.workbook(tables.taken(table), facts)))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no cell is a formula"
    assert not any(cell.hyperlink for cell in cells)
    assert STRANGE["06-02"] in [cell.value for cell in cells]
    text = exports.comma_separated(tables.taken(table), facts).decode("utf-8-sig")
    values = [value for row in csv.reader(io.StringIO(text)) for value in row]
    assert f"'{STRANGE['06-02']}" in values
    assert not any(value.startswith(("=", "+", "-", "@")) for value in values)
