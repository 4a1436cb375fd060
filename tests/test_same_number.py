"""The same question gives the same number on page, chart, download and in plain Python over the typed tables."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import altair as alt
import fastexcel
import pytest

from portfolio import exports, queries
from portfolio.formats import money_text
from portfolio.model import View
from portfolio.store import Store
from portfolio.web import tables
from portfolio.web.elements import pictures
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from portfolio.words import say
from tests import sample
from tests.conftest import ROOT
from tests.pages.asked import run, told

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
Drawn = tuple[str, list[alt.TopLevelMixin], list[tuple[Frame, Table, str]]]


def typed(name: str) -> list[dict[str, str]]:
    """The rows of one typed table, as text."""
    with (ROOT / "data" / "library" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def drawn(monkeypatch: pytest.MonkeyPatch, folder: Path, page: str, **address: str) -> Drawn:
    """What a reader sees of the page, its charts, and its tables with their titles."""
    charts: list[alt.TopLevelMixin] = []
    taken: list[tuple[Frame, Table, str]] = []
    monkeypatch.setattr(pictures, "draw", lambda _frame, _name, chart: charts.append(chart))
    for name in ("download", "export"):
        monkeypatch.setattr(tables, name, lambda *given: taken.append(given))
    return told(run(monkeypatch, folder, page, **address)), charts, taken


def values(chart: alt.TopLevelMixin) -> list[dict[str, object]]:
    """The rows that a chart draws."""
    datasets = chart.to_dict()["datasets"]
    return [row for rows in datasets.values() for row in rows]


def total_in_workbook(frame: Frame, table: Table, title: str, heading: str) -> str:
    """What the 合计 row of the downloaded workbook says under `heading`."""
    lists = {name: dict(labels) for name, labels in table.labels(frame).items()}
    totals = {name: value for name, value in (table.totals or {}).items() if name in table.shown}
    book = exports.workbook(tables.taken(table), tables.facts(frame, table, title), totals, lists)
    rows = fastexcel.read_excel(book).load_sheet(0, header_row=None).to_polars().rows()
    headings = next(row for row in rows if heading in row)
    total = next(row for row in rows if say("zh", "table.total") in row)
    return str(total[headings.index(heading)])


def test_planned_investment(
    official_folder: Path, official_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = [
        Decimal(row["planned_investment_amount"])
        for row in typed("projects")
        if row["planned_investment_amount"]
    ]
    plain = sum(stated, Decimal(0))
    assert (plain, len(stated)) == (Decimal("12088800000.00"), 14)
    asked = {row["measure"]: row for row in queries.total_amount(official_store, VIEW).iter_rows(named=True)}
    assert (asked["investment"]["amount"], asked["investment"]["known_count"]) == (plain, 14)
    page, _, taken = drawn(monkeypatch, official_folder, "overview")
    assert money_text(plain, "zh") in page and "14个写明总投资" in page
    frame, table, title = next(one for one in taken if "investment_amount" in one[1].shown)
    assert (
        Decimal(total_in_workbook(frame, table, title, say("zh", "column.investment_amount")))
        == plain / 10000
    )


def test_projects_by_county(official_store: Store) -> None:
    plain = Counter(row["county_code"] or "000000" for row in typed("projects") if row["kind"] == "project")
    asked = queries.county_delay(official_store, VIEW).select("county_code", "project_count")
    assert dict(asked.iter_rows()) == plain


def test_late_projects(sample_folder: Path, sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    late = [row for row in queries.project_state(sample_store, VIEW).iter_rows(named=True) if row["late"]]
    open_late = queries.milestone_standing(sample_store, VIEW, ["late"])
    assert {row["project_id"] for row in late} == set(open_late["project_id"])
    judged = queries.total_lateness(sample_store, VIEW)["judged_count"].item()
    page, _, _ = drawn(monkeypatch, sample_folder, "late")
    assert say("zh", "late.answer", judged=judged, late=len(late)) in page
    listed = queries.late_list(sample_store, VIEW)
    assert sorted(listed["late_days"]) == sorted(row["delay_days"] for row in late)
