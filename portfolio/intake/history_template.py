"""The workbook of history as it is given out: every project, year and known source, to be filled in."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO

import xlsxwriter

from portfolio import codes, queries
from portfolio.codes import Language
from portfolio.intake.history_lists import HISTORY
from portfolio.model import View
from portfolio.queries import reported
from portfolio.store import Store
from portfolio.words import say

WIDTHS = {"name": 40, "project_id": 14, "source": 22}


def history_template(store: Store, view: View, first_year: int, language: Language) -> bytes:
    """The bytes of an xlsx: of each project and year until last year a row for its work and one a source that it names."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    page = book.add_worksheet(say(language, "history.sheet"))
    head = book.add_format({"bold": True, "bg_color": "#D9E2EF", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@", "border": 1, "border_color": "#BFBFBF"})
    amount = book.add_format({"num_format": "#,##0.00", "border": 1, "border_color": "#BFBFBF"})
    page.write_string(0, 0, say(language, "history.title"), book.add_format({"bold": True, "font_size": 13}))
    page.write_string(1, 0, say(language, "history.fill"))
    for place, column in enumerate(HISTORY.columns):
        page.write_string(2, place, column.header(language), head)
        shape = amount if column.kind == "amount" else text
        page.set_column(place, place, WIDTHS.get(column.code, 18), shape)
    for number, row in enumerate(_rows(store, view, first_year, language), start=3):
        for place, told in enumerate(row):
            page.write_string(number, place, told, text)
    page.freeze_panes(3, 2)
    book.close()
    return target.getvalue()


def _rows(store: Store, view: View, first_year: int, language: Language) -> list[tuple[str, ...]]:
    labels = codes.labels("source", language)
    sources: dict[str, list[str]] = defaultdict(list)
    for row in queries.funding_rows(store, view.of_all()).filter(currency="CNY").iter_rows(named=True):
        if row["source"] in labels:
            sources[row["project_id"]].append(labels[row["source"]])
    services = set(queries.project_state(store, view.of_all()).filter(kind="service")["project_id"])
    rows: list[tuple[str, ...]] = []
    for number, name in reported.library_names(store, view).iter_rows():
        if number not in services:
            for year in range(first_year, view.as_of.year):
                rows += [(number, name, str(year), source) for source in ("", *sources[number])]
    return rows
