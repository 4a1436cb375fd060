"""The workbook of units, accounts and assignments as it is given out: what stands today, to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from portfolio import codes
from portfolio.codes import UNNAMED_COUNTY, Language
from portfolio.intake.cells import letters_of
from portfolio.intake.columns import Sheet
from portfolio.intake.people_sheets import ACCOUNTS, DUTIES, PEOPLE, UNITS
from portfolio.queries import people
from portfolio.store import Store
from portfolio.words import say

SPARE = 200
"""How many empty rows below can be chosen in."""
WIDTHS = {"name": 40, "unit": 34, "login": 20, "project_id": 14}
TEXT = "@"
"""Numbers of projects and telephones stay as they are typed: Excel would make 06-03 a day."""
LISTS = "lists"
Row = Mapping[str, object]


def people_template(store: Store, language: Language) -> bytes:
    """The bytes of an xlsx with the units, accounts and projects that there are, in the reader's language."""
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    looks = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "header": book.add_format({"bold": True, "bg_color": "#D9E2EF", "border": 1, "text_wrap": True}),
        "cell": book.add_format({"num_format": TEXT, "border": 1, "border_color": "#BFBFBF"}),
    }
    rows = _standing(store, language)
    pages = {sheet.code: book.add_worksheet(sheet.title(language)) for sheet in PEOPLE}
    ranges = _lists(book, store, language)
    for sheet in PEOPLE:
        _write(pages[sheet.code], sheet, rows[sheet.code], language, looks)
        _choices(pages[sheet.code], sheet, len(rows[sheet.code]), ranges)
    book.close()
    return target.getvalue()


def _standing(store: Store, language: Language) -> dict[str, list[Row]]:
    """By sheet its rows as they stand."""
    county = dict(people.counties(store)["county_code", "name"].iter_rows())
    units, contacts = people.units(store), people.contacts(store)
    of_unit = {row["unit_code"]: row for row in contacts.to_dicts() if row["unit_code"]}
    of_project = {row["project_id"]: row for row in contacts.to_dicts() if row["project_id"]}
    names = dict(units["unit_code", "name"].iter_rows())
    roles = codes.labels("role", language)
    yes = {True: say(language, "intake.kind.yes"), False: say(language, "intake.kind.no")}
    return {
        UNITS.code: [
            {**of_unit.get(row["unit_code"], {}), "name": row["name"], "active": yes[row["active"]]}
            | {"county": county.get(row["county_code"])}
            for row in units.to_dicts()
        ],
        ACCOUNTS.code: [
            {"login": row["login"], "name": row["name"], "role": roles[row["role"]], "unit": row["unit_name"]}
            | {"reviews": county.get(row["county_code"]), "active": yes[row["active"]]}
            for row in people.accounts(store).to_dicts()
        ],
        DUTIES.code: list(_duties(store, names, county, of_project)),
    }


def _duties(
    store: Store, names: Mapping[str, str], county: Mapping[str, str], contacts: Mapping[str, Row]
) -> Iterable[Row]:
    """One row a project that owes reports and unit that answers for it by name; a project of none has one too."""
    given = people.assignments(store).filter(pl.col("project_id").is_not_null())
    of_project = given.group_by("project_id").agg("unit_code")
    units = dict(of_project.iter_rows())
    for row in people.projects(store).filter(pl.col("kind") != "service").to_dicts():
        for unit in units.get(row["project_id"]) or [None]:
            yield {
                **contacts.get(row["project_id"], {}),
                "project_id": row["project_id"],
                "name": row["name"],
                "county": county.get(row["county_code"]),
                "unit": names.get(unit) if unit else None,
            }


def _write(
    page: Any, sheet: Sheet, rows: Sequence[Row], language: Language, looks: Mapping[str, Any]
) -> None:
    page.write_string(0, 0, sheet.title(language), looks["title"])
    for place, column in enumerate(sheet.columns):
        page.write_string(1, place, column.header(language), looks["header"])
        page.set_column(place, place, WIDTHS.get(column.code, 16), looks["cell"])
        for number, row in enumerate(rows, start=2):
            if row.get(column.code) is not None:
                page.write_string(number, place, str(row[column.code]), looks["cell"])
    page.freeze_panes(2, 1)


def _lists(book: Any, store: Store, language: Language) -> dict[str, str]:
    """What the drop-downs choose from: column code to its range on a hidden sheet, or to that of the sheet of units."""
    page = book.add_worksheet(LISTS)
    page.hide()
    counties = people.counties(store).filter(pl.col("county_code") != UNNAMED_COUNTY)["name"].to_list()
    roles = [label for code, label in codes.labels("role", language).items() if code != "visitor"]
    yes = [say(language, "intake.kind.yes"), say(language, "intake.kind.no")]
    ranges: dict[str, str] = {}
    for place, (name, values) in enumerate({"county": counties, "role": roles, "active": yes}.items()):
        page.write_column(0, place, values)
        ranges[name] = f"={LISTS}!${letters_of(place)}$1:${letters_of(place)}${max(len(values), 1)}"
    ranges["reviews"] = ranges["county"]
    ranges["unit"] = f"='{UNITS.title(language)}'!$A$3:$A$2000"
    return ranges


def _choices(page: Any, sheet: Sheet, count: int, ranges: Mapping[str, str]) -> None:
    for place, column in enumerate(sheet.columns):
        if column.code in ranges and column.kind != "label":
            chosen = {"validate": "list", "source": ranges[column.code], "error_type": "information"}
            page.data_validation(2, place, 1 + count + SPARE, place, chosen)
