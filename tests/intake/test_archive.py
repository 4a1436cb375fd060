"""Files built to hurt: bombs, lying directories, entities, endless sheets. Each is refused, quickly and in words."""

from __future__ import annotations

import struct
import time
import zipfile
import zlib
from io import BytesIO

import pytest

from portfolio.intake import read, sentence
from portfolio.intake.archive import LARGEST_UNPACKED
from tests.intake.workbooks import workbook

GOOD = workbook(progress=[{"project_id": "06-01", "work_done_amount": 4000}])
SHEET = "xl/worksheets/sheet1.xml"


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(GOOD)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(held: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return target.getvalue()


def refusal(data: bytes) -> str:
    """The code of the one problem, which is said in both languages, and within two seconds."""
    began = time.perf_counter()
    reading = read(data, "坏.xlsx")
    assert time.perf_counter() - began < 2
    (problem,) = reading.problems
    assert not reading.sheets
    assert "坏.xlsx" in sentence(problem, "zh") and "坏.xlsx" in sentence(problem, "en")
    return problem.code


def zeros(size: int) -> bytes:
    """So many zeros, deflated."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"0" * (1 << 20)
    return b"".join(packing.compress(block) for _ in range(size >> 20)) + packing.flush()


def test_a_bomb_is_refused_by_its_directory() -> None:
    held = parts()
    held["xl/media/image1.png"] = b"0" * (LARGEST_UNPACKED + 1)
    assert refusal(packed(held)) == "zip_bomb"


def test_one_entry_packed_a_thousandfold_is_refused() -> None:
    held = parts()
    held["xl/comments1.xml"] = b" " * (40 << 20)
    assert refusal(packed(held)) == "zip_bomb"


def test_190_kilobytes_that_unpack_to_half_a_gigabyte_or_to_much_less_are_refused() -> None:
    """In many small parts, of which each alone may be packed as tightly as it likes."""
    small = b" " * (4 << 20)
    for count in (135, 45):
        data = packed(parts() | {f"xl/media/{number}.png": small for number in range(count)})
        assert len(data) < 600_000 and refusal(data) == "zip_bomb", count


def test_entries_that_share_their_bytes_are_refused() -> None:
    """Each by itself is as it says; together they would be as many times the file as there are names for it."""
    content = bytes(range(256)) * 400
    data = bytearray(packed(parts() | {f"xl/media/{number:03}.bin": content for number in range(60)}))
    first = data.find(b"xl/media/000.bin") - 30
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        if data[at + 46 : at + 55] == b"xl/media/":
            struct.pack_into("<LL", data, at + 20, 20_000, len(content))
            struct.pack_into("<L", data, at + 42, first)
        at += 4
    assert refusal(bytes(data)) == "zip_lies"


def with_lie(name: str, stated: int) -> bytes:
    """The archive whose directory states another size for the entry than comes out."""
    data = bytearray(packed(parts() | {name: zeros(1 << 20)}))
    where = data.rfind(name.encode())
    central = where - 46
    assert data[central : central + 4] == b"PK\x01\x02"
    struct.pack_into("<L", data, central + 24, stated)
    return bytes(data)


def test_a_directory_that_lies_is_found_out() -> None:
    assert refusal(with_lie(SHEET, 10)) == "zip_lies"
    assert refusal(with_lie("xl/more.xml", 10)) == "zip_lies"
    assert refusal(with_lie("xl/more.xml", 100_000)) == "file_broken"


def test_a_lie_of_half_a_gigabyte_is_never_unpacked() -> None:
    packing = zeros(600 << 20)
    data = bytearray(packed(parts() | {"xl/more.xml": b""}))
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr("xl/more.xml", packing)
    data = bytearray(target.getvalue())
    central = data.rfind(b"xl/more.xml") - 46
    struct.pack_into("<H", data, central + 10, zipfile.ZIP_DEFLATED)
    struct.pack_into("<L", data, central + 24, 1_000)
    assert refusal(bytes(data)) == "zip_lies"


def test_too_many_entries_are_refused() -> None:
    assert refusal(packed(parts() | {f"xl/{number}.bin": b"" for number in range(2_100)})) == "zip_bomb"


def test_entities_are_refused_wherever_they_stand() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    for name in (SHEET, "xl/sharedStrings.xml", "docProps/core.xml", "xl/workbook.xml"):
        held = parts()
        held[name] = laughs + held[name].split(b"?>", 1)[-1]
        assert refusal(packed(held)) == "xml_entities", name


def test_xml_in_an_encoding_that_hides_entities_is_refused() -> None:
    held = parts()
    held[SHEET] = held[SHEET].decode().encode("utf-16")
    assert refusal(packed(held)) == "file_broken"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("A1048576", "sheet_rows"),
        ("XFD1", "sheet_columns"),
        ("xfd7", "sheet_columns"),
    ],
)
def test_one_cell_far_away_does_not_fill_the_memory(cell: str, code: str) -> None:
    number = "".join(letter for letter in cell if letter.isdigit())
    far = f'<row r="{number}"><c r="{cell}"><v>1</v></c></row></sheetData>'.encode()
    held = parts()
    held[SHEET] = held[SHEET].replace(b"</sheetData>", far)
    assert refusal(packed(held)) == code


def test_what_stands_far_away_within_the_bounds_is_named_or_refused_where_it_is_much() -> None:
    """One cell lays out a column more; one in each of forty columns would lay out six million."""
    held = parts()
    far = b'<row r="150000"><c r="BL150000"><v>1</v></c></row></sheetData>'
    reading = read(packed(held | {SHEET: held[SHEET].replace(b"</sheetData>", far)}), "a.xlsx")
    assert [(one.code, one.cell) for one in reading.problems] == [("outside_unread", "BL150000")]
    cells = "".join(f'<c r="A{chr(65 + place)}150000"><v>1</v></c>' for place in range(26))
    cells += '<c r="BL150000"><v>1</v></c>'
    far = f'<row r="150000">{cells}</row></sheetData>'.encode()
    assert refusal(packed(held | {SHEET: held[SHEET].replace(b"</sheetData>", far)})) == "sheet_sparse"


def test_one_long_text_named_by_every_cell_is_refused() -> None:
    held = parts()
    held["xl/sharedStrings.xml"] = (
        b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>'
        + b"x" * 1_000_000
        + b"</t></si></sst>"
    )
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(10, 2_000))
    held[SHEET] = held[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    assert refusal(packed(held)) == "zip_bomb"


def test_what_was_cut_off_or_changed_on_the_way_is_broken() -> None:
    assert refusal(GOOD[: len(GOOD) // 2]) == "file_broken"
    assert refusal(b"PK\x03\x04" + b"\x00" * 50) == "file_broken"
    assert refusal(packed({"readme.txt": b"hello"})) == "file_not_workbook"
    flipped = bytearray(GOOD)
    flipped[GOOD.find(b"PK\x01\x02", 100) - 40] ^= 0xFF
    assert read(bytes(flipped), "坏.xlsx").form in ("unreadable", "xlsx")


def test_macros_and_outside_links_are_not_needed_and_not_run() -> None:
    held = parts() | {
        "xl/vbaProject.bin": b"\x00\x01",
        "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
    }
    reading = read(packed(held), "a.xlsm")
    assert reading.sheets[0].rows["work_done_amount"].to_list() == ["4000"]
