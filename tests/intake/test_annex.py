"""An annex with heads of its own is read as its owner means it, however it is written; what is wrong is told by cell."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from portfolio import library
from portfolio.intake import annex, annex_edition, annex_words
from portfolio.intake.annex import AnnexFile, Answers
from portfolio.library.national_code import fault_of, tidied
from portfolio.library.renewing import Standing, renewed, rows_of
from portfolio.store import Store
from tests.conftest import copy_library
from tests.intake.annexes import HEADS, KNOWN, WAN, annexes, expected, rows
from tests.intake.producers import Page, by_openpyxl

DAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The shipped library as it stands in a store."""
    store = Store()
    folder = copy_library(tmp_path_factory.mktemp("annex") / "data")
    library.take(store, library.read_folder(folder), datetime(2026, 1, 4, 9))
    found = library.standing(store, DAY)
    store.close()
    return found


def stated(file: AnnexFile) -> list[tuple[object, ...]]:
    return [
        (
            *(getattr(row, name) for name in KNOWN[:6]),
            dict(row.sources).get("city"),
            *(None if day is None else day[0] for day in (row.start, row.completion)),
        )
        for row in file.rows
    ]


def test_every_annex_says_the_same_however_it_is_written(before: Standing) -> None:
    """Four projects, in thirty ways; where the unit, a head or a word is asked, it is asked first and nothing is taken."""
    seen = set()
    for one in annexes():
        seen.add(one.name)
        data = one.data()
        bare = annex.read_annex(data, "附件.xlsx", before, Answers())
        asks = bool(one.unit or one.heads or one.words)
        assert bare.is_answered is not asks, (one.name, bare.asked_heads, bare.asked_words, bare.unit_asked)
        if one.unit:
            assert bare.unit_asked and bare.unit_likely == one.unit, one.name
        answers = Answers(dict(one.heads), dict(one.words), one.unit)
        file = annex.read_annex(data, "附件.xlsx", before, answers) if asks else bare
        assert file.is_answered and not file.errors, (one.name, file.errors)
        assert stated(file) == expected(), one.name
    assert len(seen) >= 30


def test_new_rows_get_the_next_numbers_and_the_others_stay(before: Standing) -> None:
    """Of 238 rows none is named: four enter behind the last item of their box; as the whole library, four stand alone."""
    file = annex.read_annex(by_openpyxl([Page("库", [HEADS, *rows()])]), "附件.xlsx", before, Answers())
    part, whole = (annex_edition.edition_of(file, before, whole=one) for one in (False, True))
    assert [name for _, name in part.given] == [row.name for row in file.rows]
    assert len({number for number, _ in part.given} - set(before.library["project_id"])) == 4
    assert (len(part.rows), len(whole.rows)) == (before.library.height + 4, 4)
    taken = renewed(before, part.rows, {"title": "新版", "document_number": "咸发改1号"}, "附件.xlsx")
    changed = library.compare(before.library, rows_of(taken))
    assert set(changed["change"]) == {"added"} and changed.height == 4
    assert library.standing is not None and taken.edition.document_number == "咸发改1号"


def test_a_row_that_stands_keeps_its_number_and_what_the_file_leaves_blank(before: Standing) -> None:
    """06-02 by number under another name; 07-03 by name alone: its days stay, the amount is the file's."""
    old = {row["project_id"]: row for row in before.library.iter_rows(named=True)}
    told = [
        ["项目编号", "项目名称", "总投资（万元）"],
        ["06-02", "改了名的项目", None],
        [None, old["07-03"]["name"], 77],
    ]
    file = annex.read_annex(
        by_openpyxl([Page("库", told)]),
        "附件.xlsx",
        before,
        Answers(),
    )
    made = {row["project_id"]: row for row in annex_edition.edition_of(file, before, whole=False).rows}
    assert made["06-02"]["name"] == "改了名的项目"
    same = ("planned_investment_amount", "milestones", "county_code", "funding")
    assert [made["06-02"][name] for name in same] == [old["06-02"][name] for name in same]
    assert made["07-03"]["planned_investment_amount"] == Decimal(77 * WAN)
    assert made["07-03"]["milestones"] == old["07-03"]["milestones"]


def test_all_that_is_wrong_is_told_at_once_by_sheet_and_cell(before: Standing) -> None:
    lines = rows()
    lines[0][6] = "很多"
    lines[1][8], lines[1][9] = "2025", "2022"
    lines[2][1] = None
    lines[3][1], lines[3][2] = lines[1][1], lines[1][2]
    lines.append([5, "戊项目", "武昌区", "局", "学校类", "新建", "#REF", None, "近期开工", "2023"])
    file = annex.read_annex(by_openpyxl([Page("库", [HEADS, *lines])]), "附件.xlsx", before, Answers())
    found = {(one.code, one.cell) for one in file.errors}
    assert found == {
        ("number_unreadable", "G2"),
        ("annex_order", "J3"),
        ("annex_nameless", "B4"),
        ("annex_twice", "B5"),
        ("number_unreadable", "G6"),
        ("date_unreadable", "I6"),
    }
    assert {(one.kind, one.word) for one in file.asked_words} == {
        ("county", "武昌区"),
        ("category", "学校类"),
    }
    assert annex.read_annex(b"no workbook", "附件.xlsx", before, Answers()).errors


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("2020-421202-47-01-123456", None),
        ("2108-421202-04-01-123456", None),
        ("２１０８-421202—04－01-123456", None),
        ("21084212020401123456", None),
        ("2020-421202-47-01-12345", "national_code_form"),
        ("2113-421202-47-01-123456", "national_code_time"),
        ("2020-991202-47-01-123456", "national_code_region"),
        ("2020-421202-47-00-123456", "national_code_type"),
    ],
)
def test_the_form_of_a_national_code_is_checked(code: str, fault: str | None) -> None:
    assert fault_of(tidied(code)) == fault


def test_periods_are_read_and_a_mere_length_is_none() -> None:
    for text in ("2022年3月-2024年12月", "2022.3—2024.12", "2022-03~2024-12", "2022年3月至2024年12月底"):
        found = annex_words.period(text)
        assert found is not None and (found[0].day, found[1].day) == (
            date(2022, 3, 31),
            date(2024, 12, 31),
        ), text
    assert annex_words.period("24个月") is None
