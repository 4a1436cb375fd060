"""No text that people send can run, hide or change when a spreadsheet opens it."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import fastexcel
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.exports import Facts, comma_separated, workbook
from portfolio.exports.texts import LIMIT, clean, guarded

FACTS = Facts("项目库", "zh", (), date(2026, 10, 31), date(2026, 11, 24), "official", "规划文本")
STARTERS = "=+-@＝＋－＠"


def one_text(text: str) -> pl.DataFrame:
    return pl.DataFrame({"name": [text]}, schema={"name": pl.String})


def csv_column(frame: pl.DataFrame) -> list[str]:
    """The first column below the heading, as a comma-separated file is read."""
    text = comma_separated(frame, FACTS).decode("utf-8-sig")
    return [row[0] for row in csv.reader(io.StringIO(text, newline=""))][1:]


def sheet_column(content: bytes) -> list[object]:
    """The column beside the serial numbers, between the heading and the source, as a spreadsheet is read."""
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    return sheet.to_polars().to_series(1).to_list()[3:-2]


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read(name).decode()


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠x",
        "  =1",
        '"=1',
        "\n=1",
        "' \n＝1",
    ],
)
def test_text_that_would_run_is_held_as_text(text: str) -> None:
    cell = csv_column(one_text(text))[0]
    assert cell == f"'{clean(text)}"
    content = workbook(one_text(text), FACTS)
    assert sheet_column(content)[0] == clean(text)
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "text",
    [
        *("06-03", "09-05-12", "1/2", "0042", "12345678901234567", "1E5", "０６－０３"),
        *("咸发改社会〔2022〕14号", "5G", "2201-421202-04-01-123456", "a=b", "42"),
    ],
)
def test_plain_text_and_numbers_of_projects_are_left_as_they_are(text: str) -> None:
    """A program joins by them; the workbook holds them as text, which no spreadsheet makes a day of."""
    assert csv_column(one_text(text))[0] == text
    assert sheet_column(workbook(one_text(text), FACTS))[0] == text


def test_facts_headings_and_labels_are_held_as_text_too() -> None:
    frame = pl.DataFrame({"=cmd": [1], "stage": ["x"]})
    lists = {"stage": {"x": "@x"}}
    assert comma_separated(frame, FACTS, lists=lists).decode("utf-8-sig").splitlines() == [
        "'=cmd,建设阶段",
        "1,'@x",
    ]
    content = workbook(frame, replace(FACTS, title="=1+1", source="=2", filters=("=3",)), lists=lists)
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")


def test_a_web_address_is_text_and_markup_stays_inside_its_cell() -> None:
    for text in ("https://example.org/a", "<r><t>x</t></r></si></sst>", "<r></c></r>"):
        content = workbook(one_text(text), FACTS)
        assert "hyperlink" not in part(content, "xl/worksheets/sheet1.xml")
        assert str(sheet_column(content)[0]).strip() == text


def test_marks_that_turn_the_reading_direction_are_shown() -> None:
    assert clean("项目\u202etxt\u2066") == "项目[U+202E]txt[U+2066]"
    assert clean("a\x00b\x1bc\ud800\ufeff\uffff") == "abc"
    assert clean("甲\r\n乙\t丙") == "甲\n乙 丙"


def test_text_longer_than_a_cell_is_cut_with_a_note() -> None:
    cell = str(sheet_column(workbook(one_text("𠮷" * 20_000), FACTS))[0])
    assert len(cell.encode("utf-16-le")) // 2 <= LIMIT
    assert cell.startswith("𠮷" * 16_000) and cell.endswith("以下截断）")
    assert csv_column(one_text("𠮷" * 20_000)) == [cell]


@given(
    st.text(st.characters(), max_size=40) | st.text(st.sampled_from(f"{STARTERS} \t\r\n'\"“,;\u200b\x00a1"))
)
def test_no_text_at_all_can_run(text: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([guarded(clean(text))])
    cell = next(csv.reader(io.StringIO(out.getvalue(), newline="")))[0]
    assert cell.removeprefix("'") == clean(text) or cell == clean(text)
    assert cell[:1] == "'" or cell.lstrip(' \n"“')[:1] not in tuple(STARTERS)
    assert all(mark == "\n" or unicodedata.category(mark) not in ("Cc", "Cs") for mark in cell)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), min_size=1, max_size=5))
def test_any_text_comes_back_from_the_workbook_as_it_was_cleaned(texts: list[str]) -> None:
    content = workbook(pl.DataFrame({"name": texts}, schema={"name": pl.String}), FACTS)
    ElementTree.fromstring(part(content, "xl/sharedStrings.xml"))
    cells = sheet_column(content)
    assert cells == [clean(text) if clean(text).strip() else "未注明" for text in texts]
