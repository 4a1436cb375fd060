"""The workbook handed back: the same, its faulty cells marked and all problems listed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import openpyxl

from portfolio.intake import Context, check, marked, read, sentence, template
from tests.intake.workbooks import workbook

RED, YELLOW = "00FFC7CE", "00FFEB9C"


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(data))


def test_faulty_cells_are_filled_and_explained_and_the_others_left(october: Context) -> None:
    rows: list[dict[str, object]] = [
        {"project_id": "06-01", "work_done_amount": "约四千"},
        {"project_id": "06-02", "physical_share": 0.5},
        {"project_id": "06-03", "work_done_amount": 12},
    ]
    data = workbook(progress=rows)
    reading = read(data, "a.xlsx")
    problems = check(reading, october, judge=False).problems
    for language in ("zh", "en"):
        book = opened(marked(data, "a.xlsx", reading, problems, language))
        page = book["进度"]
        assert (page["C3"].fill.start_color.rgb, page["D4"].fill.start_color.rgb) == (RED, YELLOW)
        assert page["C3"].value == "约四千" and page["C5"].value == 12
        assert page["C5"].fill.fill_type is None and page["C5"].comment is None
        assert page["C3"].comment.text == sentence(problems[0], language)
        listed = book.worksheets[0]
        assert listed.title == {"zh": "问题清单", "en": "Problems"}[language]
        assert [listed[f"B{row}"].value for row in (2, 3)] == ["C3", "D4"]
        assert listed.max_row == 3


def test_a_marked_template_mended_reads_without_a_problem(october: Context) -> None:
    book = opened(template(october, "zh"))
    book["进度"]["D3"].value = "约四千"
    target = BytesIO()
    book.save(target)
    reading = read(target.getvalue(), "a.xlsx")
    checked = check(reading, october, judge=False)
    back = opened(marked(target.getvalue(), "a.xlsx", reading, checked.problems, "zh"))
    assert back["进度"]["D3"].fill.start_color.rgb == RED
    assert back["进度"].data_validations.dataValidation and back["进度"].protection.sheet
    back["进度"]["D3"].value = 4000
    mended = BytesIO()
    back.save(mended)
    again = check(read(mended.getvalue(), "a.xlsx"), october, judge=False)
    assert not again.problems and again.counts["stated"] == 1


def test_names_are_texts_whatever_they_begin_with(october: Context) -> None:
    data = workbook(progress=[{"project_id": "=1+1", "work_done_amount": "<script>\x01"}])
    reading = read(workbook(progress=[{"project_id": "@SUM(A1)", "work_done_amount": "=cmd"}]), "=1.xlsx")
    problems = check(reading, october, judge=False).problems
    page = opened(marked(data, "=1.xlsx", reading, problems, "zh")).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row]
    assert cells and all(cell.data_type == "s" for cell in cells if cell.value)


def test_merged_cells_are_marked_at_their_first(october: Context) -> None:
    book = opened(workbook(progress=[{"project_id": "06-01", "work_done_amount": "约四千"}]))
    book["进度"].merge_cells("A1:D1")
    target = BytesIO()
    book.save(target)
    reading = read(target.getvalue(), "a.xlsx")
    problem = check(reading, october, judge=False).problems[0].model_copy(update={"cell": "C1"})
    page = opened(marked(target.getvalue(), "a.xlsx", reading, [problem], "zh"))["进度"]
    assert page["A1"].fill.start_color.rgb == RED


def test_a_csv_becomes_a_workbook(october: Context) -> None:
    data = "项目编号,项目名称,累计完成投资（万元）\n06-01,,约四千\n06-02,,=12\n".encode("gb18030")
    reading = read(data, "十月[1].csv")
    problems = check(reading, october, judge=False).problems
    book = opened(marked(data, "十月[1].csv", reading, problems, "zh"))
    assert book.sheetnames == ["问题清单", "十月 1"]
    page = book["十月 1"]
    assert (page["A1"].value, page["A2"].value, page["C2"].value) == ("项目编号", "06-01", "约四千")
    assert page["C2"].fill.start_color.rgb == "FFFFC7CE" and page["C2"].comment
    assert (page["C3"].value, page["C3"].data_type) == ("=12", "s")


def test_what_cannot_be_opened_becomes_a_list(october: Context) -> None:
    reading = read(b"PK\x03\x04 broken", "坏.xlsx")
    book = opened(marked(b"PK\x03\x04 broken", "坏.xlsx", reading, check(reading, october).problems, "zh"))
    assert "坏.xlsx" in book.worksheets[0]["E2"].value
