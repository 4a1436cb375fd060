"""The workbook of units, accounts and assignments: given out, filled in, what is wrong by cell, what would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import openpyxl
import pytest

from portfolio import intake
from portfolio.intake.people_sheets import PEOPLE
from portfolio.queries import people
from portfolio.store import Store

Filled = Callable[..., intake.PeopleFile]


def workbook(store: Store, **rows: Sequence[dict[str, str]]) -> bytes:
    """The template with these rows written below what it lists: sheet code to rows of column code to text."""
    book = openpyxl.load_workbook(BytesIO(intake.people_template(store, "zh")))
    for sheet in PEOPLE:
        page = book[sheet.title("zh")]
        place = {column.code: number for number, column in enumerate(sheet.columns, start=1)}
        at = {page.cell(row, 1).value: row for row in range(3, page.max_row + 1) if page.cell(row, 1).value}
        next_row = max(at.values(), default=2) + 1
        for row in rows.get(sheet.code, ()):
            first = row[sheet.columns[0].code]
            number = at.get(first) if not row.get("again") else None
            number, next_row = (number, next_row) if number else (next_row, next_row + 1)
            for code, text in row.items():
                if code != "again":
                    page.cell(number, place[code]).value = text
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read(store: Store, **rows: Sequence[dict[str, str]]) -> intake.PeopleFile:
    return intake.read_people(workbook(store, **rows), "单位账号分工.xlsx", store)


def found(file: intake.PeopleFile) -> list[tuple[str | None, str | None, str]]:
    return [(one.sheet, one.cell, one.code) for one in file.problems]


def test_the_template_says_what_stands_and_changes_nothing(ledger: Store) -> None:
    file = read(ledger)
    assert file.problems == ()
    assert intake.people_changes(file, ledger).is_empty
    given = people.assignments(ledger).drop_nulls("project_id")
    assert sorted(file.rows["duties"]["project_id"]) == sorted(given["project_id"]) != []


def test_units_accounts_and_assignments_are_one_change(ledger: Store) -> None:
    """A unit that is new, an owner of it, a county's reviewer, a project handed to it with whom to call."""
    before = len(intake.people_changes(read(ledger), ledger).units)
    file = read(
        ledger,
        units=[
            {
                "name": "咸安区教育局",
                "county": "咸安区",
                "person": "陈立",
                "telephone": "0715-8322110",
                "leader": "周敏",
            }
        ],
        accounts=[
            {"login": "ChenLi", "name": "陈立", "role": "项目单位填报人", "unit": "咸安区教育局"},
            {"login": "shen1", "name": "王静", "role": "审核人", "reviews": "咸安"},
        ],
        duties=[
            {"project_id": "06-01", "unit": "咸安区教育局", "person": "李强", "telephone": "13907240000"}
        ],
    )
    assert found(file) == [] and before == 0
    made = intake.people_changes(file, ledger)
    (unit,) = made.units
    assert (unit.name, unit.county_code, unit.active) == ("咸安区教育局", "421202", True)
    owner, reviewer = made.accounts
    assert (owner.login, owner.role, owner.unit_code) == ("chenli", "owner", unit.unit_code)
    assert (reviewer.role, reviewer.county_code, reviewer.unit_code) == ("reviewer", "421202", None)
    given = [one for one in made.assignments if one.active]
    assert [(one.project_id, one.unit_code) for one in given] == [("06-01", unit.unit_code)]
    assert {one.project_id for one in made.assignments} == {"06-01"}
    calls = [(one.unit_code, one.project_id, one.person, one.telephone) for one in made.contacts]
    assert calls == [(unit.unit_code, None, "陈立", "0715-8322110"), (None, "06-01", "李强", "13907240000")]


WRONG = {
    "a county that there is not": (
        {"units": [{"name": "某局", "county": "武昌区"}]},
        ("填报单位", "county_unknown"),
    ),
    "no telephone": ({"units": [{"name": "某局", "telephone": "见附件"}]}, ("填报单位", "telephone_unfit")),
    "a unit in two rows": (
        {"units": [{"name": "某局"}, {"name": "某局", "again": "yes"}]},
        ("填报单位", "person_twice"),
    ),
    "a sign-in name with a space": (
        {"accounts": [{"login": "wang jing", "name": "王静", "role": "领导"}]},
        ("账号", "login_unfit_cell"),
    ),
    "a role that is none": (
        {"accounts": [{"login": "wangjing", "name": "王静", "role": "科长"}]},
        ("账号", "code_unknown"),
    ),
    "no name": ({"accounts": [{"login": "wangjing", "role": "领导"}]}, ("账号", "account_name_missing")),
    "an owner without a unit": (
        {"accounts": [{"login": "wangjing", "name": "王静", "role": "项目单位填报人"}]},
        ("账号", "account_unit_missing"),
    ),
    "a unit that nobody has": (
        {"duties": [{"project_id": "06-01", "unit": "没有的局"}]},
        ("项目分工", "unit_not_listed"),
    ),
    "a unit out of use": (
        {"units": [{"name": "某局", "active": "否"}], "duties": [{"project_id": "06-01", "unit": "某局"}]},
        ("项目分工", "unit_left_out"),
    ),
    "a project that there is not": (
        {"units": [{"name": "某局"}], "duties": [{"project_id": "99-99", "unit": "某局"}]},
        ("项目分工", "project_unknown"),
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_by_cell_and_nothing_is_made_of_it(ledger: Store, case: str) -> None:
    rows, (sheet, code) = WRONG[case]
    file = read(ledger, **rows)
    assert [(one[0], one[2]) for one in found(file)] == [(sheet, code)]
    assert file.errors and not file.rows
    for language in ("zh", "en"):
        assert "{" not in intake.sentence(file.problems[0], language)


def test_two_units_for_one_project_are_asked_about(ledger: Store) -> None:
    file = read(
        ledger,
        units=[{"name": "甲局"}, {"name": "乙局"}],
        duties=[
            {"project_id": "06-01", "unit": "甲局"},
            {"project_id": "06-01", "unit": "乙局", "again": "yes"},
        ],
    )
    assert [one.code for one in file.problems] == ["two_units"] and not file.errors
    given = [one for one in intake.people_changes(file, ledger).assignments if one.active]
    assert len({one.unit_code for one in given}) == 2


def test_a_file_of_something_else_is_refused_in_words(ledger: Store) -> None:
    file = intake.read_people("年度,金额\n2026,5\n".encode(), "别的.csv", ledger)
    assert [one.code for one in file.errors] == ["no_people_list"]
