"""Bad files by the thousand, each from a number: cut, flipped, random, built wrong, or with something bad in a cell."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from random import Random

from benchmarks.intake import made_up
from portfolio.intake import Context, check, read, sentence, submission
from tests.intake.bad_texts import BAD_AMOUNTS, BAD_PROJECTS, TABLES, Table
from tests.intake.workbooks import workbook

SHEET, SHARED = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
ROWS: list[dict[str, object]] = [
    {"project_id": "P000000", "work_done_amount": 4321.5, "physical_share": 41},
    {"project_id": "P000001", "work_done_amount": 8765.25, "correction": "核减"},
]


@dataclass(frozen=True)
class Made:
    """One bad file; `cell` is where something bad was put, if that is known."""

    data: bytes
    name: str
    cell: str | None = None


@cache
def known() -> Context:
    """A context without a ledger; nothing can be stored by it."""
    return made_up(3)


@cache
def good() -> bytes:
    return workbook(progress=ROWS)


@cache
def parts() -> tuple[tuple[str, bytes], ...]:
    with zipfile.ZipFile(BytesIO(good())) as archive:
        return tuple((name, archive.read(name)) for name in archive.namelist())


def packed(held: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            # dated, or a file made two seconds later would differ
            part = zipfile.ZipInfo(name, (2026, 11, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, content)
    return target.getvalue()


def cut(chance: Random) -> Made:
    data = good()
    return Made(data[: chance.randrange(len(data))], "截断.xlsx")


def flipped(chance: Random) -> Made:
    data = bytearray(good())
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return Made(bytes(data), "损坏.xlsx")


def overwritten(chance: Random) -> Made:
    data = bytearray(good())
    start, length = chance.randrange(len(data)), chance.randint(1, 400)
    data[start : start + length] = chance.randbytes(length)
    return Made(bytes(data), "覆盖.xlsx")


def random_bytes(chance: Random) -> Made:
    heads = (
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"%PDF",
        b"<html>",
    )
    return Made(chance.choice(heads) + chance.randbytes(chance.randint(0, 600)), "随机.xlsx")


def lying(chance: Random) -> Made:
    data = bytearray(good())
    places = [place for place in range(len(data) - 46) if data[place : place + 4] == b"PK\x01\x02"]
    place = chance.choice(places)
    field, shape = chance.choice([(10, "<H"), (16, "<L"), (20, "<L"), (24, "<L"), (42, "<L"), (8, "<H")])
    top = 0xFFFF if shape == "<H" else 0xFFFFFFFF
    struct.pack_into(shape, data, place + field, chance.choice([0, 1, 7, top, chance.randrange(top)]))
    return Made(bytes(data), "目录.xlsx")


def part_gone(chance: Random) -> Made:
    held = dict(parts())
    name = chance.choice(list(held))
    kind = chance.randrange(4)
    if kind == 0:
        del held[name]
    elif kind == 1:
        held[name] = held[name][: chance.randrange(len(held[name]) + 1)]
    elif kind == 2:
        other = chance.choice(list(held))
        held[name], held[other] = held[other], held[name]
    else:
        held[name] = chance.randbytes(200)
    return Made(packed(held), "缺件.xlsx")


def xml_changed(chance: Random) -> Made:
    held = dict(parts())
    name = chance.choice([SHEET, SHEET, SHARED, "xl/workbook.xml", "xl/styles.xml"])
    held[name] = chance.choice(CHANGES)(held[name], chance)
    return Made(packed(held), "改动.xlsx")


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    lambda xml, chance: xml.replace(
        b"<v>4321.5</v>", chance.choice([b"<v>NaN</v>", b"<v></v>", b"<v>x</v>", b"<f>1+1</f>"])
    ),
    lambda xml, chance: xml.replace(
        b't="s"', chance.choice([b't="b"', b't="e"', b't="d"', b't="inlineStr"', b't="zz"'])
    ),
    lambda xml, _: xml.replace(b"<v>", b"<v>-", 1),
    lambda xml, chance: xml.replace(b'r="A', b'r="' + chance.choice([b"AAAA", b"", b"1", b"$A"]), 1),
    lambda xml, _: xml.replace(b"</row>", b"", 1),
    lambda xml, chance: xml.replace(b"<sheetData>", b"<sheetData>" * chance.randint(1, 50)),
    lambda xml, chance: xml.replace(
        "进度".encode(), chance.choice([b"", "资金".encode(), b"&amp;&lt;x", b"=1"])
    ),
    lambda xml, chance: xml.replace("项目编号".encode(), chance.choice([b"", "累计完成投资".encode()])),
    lambda xml, _: b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + xml,
    lambda xml, chance: xml.replace(b"<", b"<<", chance.randint(1, 3)),
    lambda xml, _: xml[: len(xml) // 2] + b"\x00\x01" + xml[len(xml) // 2 :],
    lambda xml, _: xml.replace(b"worksheet", b"chartsheet"),
)
"""What is done to the text of one part."""


def bad_cell(chance: Random) -> Made:
    """A good workbook with something bad in one cell, whose place is known."""
    row, column = chance.randrange(2), chance.choice(["work_done_amount", "physical_share", "project_id"])
    bad = chance.choice(
        BAD_PROJECTS if column == "project_id" else [one for one in BAD_AMOUNTS if len(one) < 30_000]
    )
    rows = [dict(one) for one in ROWS]
    rows[row] = (
        {"project_id": "P000000", "work_done_amount": 4000} | rows[row] | {column: bad.replace("\x00", "")}
    )
    place = {"project_id": "A", "work_done_amount": "C", "physical_share": "D"}[column]
    # what begins with = is a formula there, and has a result
    return Made(
        workbook(progress=rows),
        "错格.xlsx",
        None if bad.startswith("=") or "\x00" in bad else f"{place}{row + 3}",
    )


def bad_csv(chance: Random) -> Made:
    """A csv with something bad in one cell, in one encoding or another."""
    table = chance.choice(TABLES)
    return with_bad_cell(table, chance.choice(table.bad), chance.choice(["utf-8", "utf-8-sig", "gb18030"]))


def with_bad_cell(table: Table, bad: str, encoding: str) -> Made:
    """The table with this one bad text in its cell."""
    cells = [bad if cell == "BAD" else cell for cell in table.row]
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    text = f"{table.head}\r\n{quoted}\r\n"
    told = len(bad) <= 100_000 and "\x00" not in bad
    return Made(text.encode(encoding), "错格.csv", table.place if told else None)


def one_of_each() -> list[Made]:
    """A file of every bad text, and of every change to the text of a sheet and of the shared texts."""
    texts = [with_bad_cell(table, bad, "utf-8") for table in TABLES for bad in table.bad]
    held = dict(parts())
    changed = [
        packed(held | {name: change(held[name], Random(place))})
        for name in (SHEET, SHARED)
        for place, change in enumerate(CHANGES)
    ]
    return texts + [Made(data, "改动.xlsx") for data in changed]


QUICK = (cut, flipped, overwritten, random_bytes, lying, part_gone)
SLOW = (xml_changed, bad_cell, bad_csv, bad_csv)


def made(number: int) -> Made:
    """The bad file of that number: of seven in eight the bytes are bad, in the others what they say."""
    chance = Random(number)
    return chance.choice(QUICK if number % 8 else SLOW)(chance)


def faults_of(numbers: range) -> list[str]:
    """What went wrong with any of these files: an exception, no problem, none where it should be, a sentence unsaid."""
    return [fault for number in numbers for fault in faults(f"file {number}", made(number))]


def faults(which: str, bad: Made) -> list[str]:
    """What went wrong with this file."""
    told = f"{which} ({bad.name})"
    try:
        reading = read(bad.data, bad.name)
        checked = check(reading, known(), judge=False)
        said = [sentence(problem, language) for problem in checked.problems for language in ("zh", "en")]
    except BaseException as fault:  # noqa: BLE001
        return [f"{told}: {type(fault).__name__}: {str(fault)[:200]}"]
    found = []
    if reading.form == "unreadable" and not checked.errors:
        found.append(f"{told}: unreadable without a problem")
    if any("Traceback" in text or "@" in text.replace("@SUM", "") for text in said if "onerror" not in text):
        found.append(f"{told}: a sentence unsaid: {said}")
    if any(len(text) > 1_500 for text in said):
        found.append(f"{told}: an endless sentence")
    if bad.cell and bad.cell not in {problem.cell for problem in checked.problems}:
        found.append(
            f"{told}: nothing told at {bad.cell}: {[(one.code, one.cell) for one in checked.problems]}"
        )
    if bad.cell and not checked.errors:
        found.append(f"{told}: no error")
    if checked.errors:
        try:
            submission(checked, known(), bad.name, None, {})
            found.append(f"{told}: could be sent")
        except ValueError:
            pass
    return found
