"""What is read is what its owner sees: of each kind of fault the file that showed it, and at least twenty others of it.

Read to typed values, without a ledger: sheets, columns, what is hidden or merged, ends of lines, quotes, other kinds.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from itertools import product
from typing import Any

import pytest

from portfolio.intake import read, sentence, sheet
from tests.conftest import ROOT
from tests.intake.producers import PRODUCERS, Page, by_xlsxwriter
from tests.intake.readings import CASES, PROGRESS, case, only, produced, told


def test_blank_cells_behind_the_last_value_do_not_count() -> None:
    assert only(case("rows-1048576-lastonly.xlsx")).rows.height == 1
    far = ("A1048576", "XFD1048576", "BM1", "C250000", "ZZ9")
    for cell, filled in product(far, (False, True)):
        value = "<v>7</v>" if filled else ""
        row = "".join(letter for letter in cell if letter.isdigit())
        inner = f'<row r="{row}"><c r="{cell}" s="1">{value}</c></row></sheetData>'
        data = _with(by_xlsxwriter([Page("进度", [PROGRESS, ["06-01", None, 4000]])]), "</sheetData>", inner)
        reading = read(data, "月报.xlsx")
        if not filled:
            assert only(reading).rows.height == 1, cell
            continue
        (problem,) = reading.problems
        assert problem.code in ("sheet_rows", "sheet_columns")
        assert "进度" in sentence(problem, "zh") and cell in sentence(problem, "en")


def _with(data: bytes, old: str, new: str) -> bytes:
    """The workbook with a text of its first sheet replaced."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as held, zipfile.ZipFile(target, "w") as written:
        for name in held.namelist():
            content = held.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(old.encode(), new.encode())
            written.writestr(name, content)
    return target.getvalue()


NAMES = (
    "进度 (2)",
    "进度（3）",
    "Sheet1",
    "10月",
    "工作表 1",
    "资金",
    "进度 - 副本",
    "Progress (2)",
    "咸安区报送",
)


def test_a_sheet_is_known_by_its_headings_whatever_its_name() -> None:
    one = only(case("sheet-copy.xlsx"))
    assert (one.name, one.rows.height) == ("进度 (2)", 1)
    kinds = {
        code: ([column.header(language) for column in sheet(code).columns], language)
        for language in ("zh", "en")
        for code in ("status", "funding", "progress", "plan", "milestones", "obstacles")
    }
    for (code, (heads, _)), name in product(kinds.items(), NAMES):
        row: list[object] = ["06-01", "样例", *(["1"] * (len(heads) - 2))]
        reading = produced("xlsxwriter", [Page(name, [heads, row])])
        assert [(found.code, found.name) for found in reading.sheets] == [(code, name)]
    for name, producer in product(NAMES, PRODUCERS):
        if name == "资金":
            continue
        empty, filled = Page("进度", [PROGRESS, ["06-01"]]), Page(name, [PROGRESS, ["06-01", None, 4000]])
        for pages in ([empty, filled], [filled, empty]):
            assert only(produced(producer, pages)).name == name


def test_what_is_not_read_is_named() -> None:
    full = Page("进度", [PROGRESS, ["06-01", None, 4000]])
    other = [PROGRESS, ["06-02", None, 999]]
    notes: list[Any] = [["联系人", "电话"], ["张三", "123"]]
    expected: dict[str, tuple[Any, str | None, str | None]] = {
        "附表": (notes, "sheet_unread", "warning"),
        "进度 (2)": (other, "sheet_twice", "error"),
        "进度 - 副本": (other, "sheet_twice", "error"),
        "汇总": (other, "sheet_besides", "warning"),
        "留底": (list(full.rows), "sheet_same", "note"),
        "空表": ([], None, None),
        "填报说明": (notes, None, None),
    }
    for (name, (rows, code, severity)), producer in product(expected.items(), PRODUCERS):
        reading = produced(producer, [full, Page(name, rows)])
        assert [(one.code, one.severity, one.sheet) for one in reading.problems] == (
            [] if code is None else [(code, severity, name)]
        ), (name, producer)
        assert reading.sheets[0].rows["work_done_amount"].to_list() == ["4000"]
        told(reading)
    heads = ("甲方意见", "本月完成投资（万元）", "上报人意见", None, "")
    for head, place, producer in product(heads, (2, 5), PRODUCERS):
        table: list[list[object]] = [
            list(PROGRESS),
            ["06-01", None, 4000, 40, None],
            ["06-02", None, 1000, 41, None],
        ]
        for number, row in enumerate(table):
            row.insert(place, head if number == 0 else "好" if number == 2 else None)
        letters = "ABCDEF"[place]
        cell, code = (f"{letters}1", "column_unknown") if head else (f"{letters}3", "column_unheaded")
        assert told(produced(producer, [Page("进度", table)])) == [(code, "进度", cell)], (head, producer)


def test_hidden_rows_columns_and_sheets_are_read_and_said_so() -> None:
    reading = case("hidden-row.xlsx")
    assert told(reading) == [("rows_hidden", "进度", None)]
    assert reading.sheets[0].rows.height == 2
    rows: list[list[object]] = [
        PROGRESS,
        ["06-01", None, 4000, 40],
        ["06-02", None, 999, 10],
        ["06-03", None, 5, 1],
    ]
    kinds: dict[str, list[dict[str, Any]]] = {
        "rows_hidden": [{"hidden_rows": (number,)} for number in (2, 3, 4)] + [{"hidden_rows": (2, 4)}],
        "columns_hidden": [{"hidden_columns": (letters,)} for letters in "CD"],
        "sheet_hidden": [{"hidden": True}],
    }
    for code, hidden in kinds.items():
        for given, producer in product(hidden, PRODUCERS):
            pages = [Page("进度", rows, **given), Page("空表", [])]
            reading = produced(producer, pages[::-1])
            assert told(reading) == [(code, "进度", None)], (given, producer)
            assert reading.problems[0].severity == "note"
            assert reading.sheets[0].rows["work_done_amount"].to_list() == ["4000", "999", "5"]
    # a row that is hidden and states nothing, a column that holds nothing, are not worth a word
    for producer in PRODUCERS:
        page = Page("进度", [*rows, ["06-04"]], hidden_rows=(5,), hidden_columns=("E",))
        only(produced(producer, [page]))


def test_merged_names_are_read_for_each_row_and_merged_values_said_to_be_so() -> None:
    head: list[object] = ["项目编号", "项目名称", "资金来源", "累计到位资金（万元）", "累计支付资金（万元）"]
    for producer in PRODUCERS:
        rows = [head, ["06-01", "样例", "专项债券", 10, 5], [None, None, "市级财政资金", 20, 6]]
        one = only(produced(producer, [Page("资金", rows, merged=("A2:A3", "B2:B3"))]))
        assert one.rows["project_id"].to_list() == ["06-01", "06-01"]
        two = [
            ["项目编号", "项目名称", "资金来源", "资金（万元）", None],
            [None, None, None, "累计到位资金（万元）", "累计支付资金（万元）"],
            ["06-01", "样例", "专项债券", 10, 5],
        ]
        one = only(produced(producer, [Page("资金", two, merged=("A1:A2", "B1:B2", "C1:C2", "D1:E1"))]))
        assert one.rows.select("project_id", "paid_amount").rows() == [("06-01", "5")]
        for area in ("D2:D3", "D2:E2", "D2:E3"):
            rows = [head, ["06-01", None, "专项债券", 10, None], ["06-01", None, "市级财政资金", None, None]]
            assert told(produced(producer, [Page("资金", rows, merged=(area,))])) == [
                ("merged_value", "资金", "D2")
            ]


def test_units_that_are_none_of_ours_are_not_taken_for_yuan() -> None:
    for unit in ("千元", "百万元", "美元", "万美元", "million yuan", "十万元"):
        rows = [["项目编号", "项目名称", f"累计完成投资（{unit}）"], ["06-01", None, 5]]
        for producer in PRODUCERS:
            assert told(produced(producer, [Page("进度", rows)])) == [("unit_unknown", "进度", "C1")], unit


ENDS = ("\n", "\r\n", "\r", "\u2028", "\x85")
LINES = (
    "项目编号,项目名称,累计完成投资（万元）,形象进度,更正说明",
    "06-01,甲,4000,40,",
    '06-02,"乙,丙",1000,10,"一行\n两行"',
    "06-03,丁,500,5,无",
)


def text_of(lines: Sequence[str], end: str, separator: str) -> str:
    """The lines with another separator (and the comma within quotes left) and another end."""
    told = [line if '"' in line and separator == "," else line.replace(",", separator) for line in lines]
    return end.join(told) + end


def test_csv_line_ends_of_every_kind_are_read() -> None:
    assert only(case("cr-only.csv")).rows["work_done_amount"].to_list() == ["4000"]
    for end, separator, encoding in product(ENDS, ",;\t", ("utf-8", "utf-8-sig", "gb18030", "utf-16")):
        lines = [
            line.replace("\n", end) if end in ("\n", "\r\n", "\r") else line.replace("\n", "")
            for line in LINES
        ]
        one = only(read(text_of(lines, end, separator).encode(encoding), "十月.csv"))
        assert one.rows["work_done_amount"].to_list() == ["4000", "1000", "500"], (end, separator, encoding)
        assert one.rows["project_id"].to_list() == ["06-01", "06-02", "06-03"]
    assert only(read(("sep=;\r\n" + text_of(LINES, "\r\n", ";")).encode(), "a.csv")).rows.height == 3


def test_csv_a_quote_left_open_is_refused_at_its_line() -> None:
    """Wherever it stands, and also where a later quote closes it by chance."""
    reading = case("quote-swallows.csv")
    assert [(one.code, dict(one.facts)["row"]) for one in reading.problems] == [("csv_quote", "3")]
    lines = [LINES[0], LINES[1], "06-02,乙,1000,10,无", LINES[3], "06-04,戊,1,1,无"]
    for row, field, end, closed in product((1, 2, 3), (1, 2, 4), ("\n", "\r\n", "\r"), (False, True)):
        broken = [line.split(",") for line in lines]
        broken[row][field] = '"' + broken[row][field]
        if closed:
            broken[row + 1][1] = '"' + broken[row + 1][1]
        text = end.join(",".join(fields) for fields in broken)
        (problem,) = read(text.encode(), "十月.csv").problems
        assert (problem.code, dict(problem.facts)["row"]) == ("csv_quote", str(row + 1)), (row, field, closed)
        assert "十月.csv" in sentence(problem, "zh")
    longer = read("\n".join([LINES[0], '06-01,甲,4,000,40,"无"', LINES[3]]).encode(), "十月.csv")
    assert [(one.code, one.cell) for one in longer.problems] == [("csv_longer", "F2")]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def _zip(**parts: bytes) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("月报.et", OLE, "file_wps"),
        ("月报.xls", OLE, "file_old"),
        ("月报.ods", _zip(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "file_ods"),
        ("月报.odt", _zip(mimetype=b"application/vnd.oasis.opendocument.text"), "file_document"),
        ("月报.docx", _zip(word__document_dot_xml=b"<w/>"), "file_document"),
        ("月报.xlsb", _zip(xl__workbook_dot_bin=b"\x00"), "file_binary"),
        ("月报.numbers", _zip(Index__Document_dot_iwa=b"\x00"), "file_numbers"),
        ("月报.zip", _zip(a_dot_xlsx=b"PK"), "file_archive"),
        ("月报.pdf", b"%PDF-1.7", "file_pdf"),
        ("月报.xlsx", b"%PDF-1.7", "file_pdf"),
        ("照片.jpg", b"\xff\xd8\xff\xe0", "file_picture"),
        ("照片.png", b"\x89PNG\r\n", "file_picture"),
        ("月报.rar", b"Rar!\x1a", "file_archive"),
        ("月报.7z", b"7z\xbc\xaf\x27", "file_archive"),
        ("月报.rtf", b"{\\rtf1", "file_document"),
        ("月报.xls", b"\xef\xbb\xbf<html><table>", "file_web_page"),
        ("月报.xlsx", b"1" * (20 * 1024 * 1024 + 1), "file_large"),
        ("月报.pdf", b"%PDF" + b"1" * (20 * 1024 * 1024), "file_large"),
        ("月报.xlsx", b"", "file_empty"),
    ],
)
def test_a_file_that_is_no_workbook_of_ours_is_refused_by_what_it_is(
    name: str, data: bytes, code: str
) -> None:
    (problem,) = read(data, name).problems
    assert problem.code == code
    assert name in sentence(problem, "zh") and name in sentence(problem, "en")


def test_every_case_of_the_folder_stands_in_a_test() -> None:
    tests = (ROOT / "tests" / "intake").glob("test_*.py")
    source = "".join(file.read_text(encoding="utf-8") for file in tests)
    assert [file.name for file in CASES.iterdir() if f'"{file.name}"' not in source] == []
