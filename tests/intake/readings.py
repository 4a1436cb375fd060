"""What is read of a case or of a made file, to typed values: shared by the tests of cells and of files."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.intake import Reading, SheetRead, read, sentence, sheet
from portfolio.intake.values import Understood, understood
from tests.conftest import ROOT
from tests.intake.producers import PRODUCERS, Page

CASES = ROOT / "tests" / "intake" / "cases"
MILESTONES: list[object] = ["项目编号", "项目名称", "节点", "计划时限", "预计完成", "实际完成"]
PROGRESS: list[object] = ["项目编号", "项目名称", "累计完成投资（万元）", "形象进度（%）", "更正说明"]


def case(name: str) -> Reading:
    return read((CASES / name).read_bytes(), name)


def typed(one: SheetRead, code: str) -> Understood:
    """The column's values as they are understood."""
    column = sheet(one.code).column(code)
    return understood(column, one.rows[code], one.units.get(code, 10_000))


def stated(value: Understood) -> tuple[object, object]:
    """The first value and its precision; a forecast is kept as a day."""
    return value.value[0], None if value.precision is None else value.precision[0]


def only(reading: Reading) -> SheetRead:
    """The one sheet that was read, of which nothing was told."""
    assert [one.code for one in reading.problems] == []
    (one,) = reading.sheets
    return one


def told(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    """Code, sheet and cell of each problem, each sayable in both languages."""
    for problem in reading.problems:
        assert "{" not in sentence(problem, "zh") + sentence(problem, "en")
    return [(one.code, one.sheet, one.cell) for one in reading.problems]


def produced(name: str, pages: Sequence[Page], *, from_1904: bool = False) -> Reading:
    return read(PRODUCERS[name](pages, from_1904=from_1904), "月报.xlsx")
