"""`portfolio treasury` with a ledger of its own heads: asked once, remembered, taken month by month, put right."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio import clock, library
from portfolio.cli import main
from portfolio.model import View
from portfolio.queries import treasury

ISSUED = "示例市指标下达明细\n预算代码,项目名称,指标文号,经费口径,下达日期,金额\n"


@pytest.fixture(scope="module")
def folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("ledger") / "data"))


def run(folder: Path, name: str, text: str, *more: str) -> Result:
    """What came of `portfolio treasury` with a file of that text."""
    file = folder.parent / name
    file.write_text(text, encoding="gb18030")
    words = ("treasury", str(file), "--data", str(folder))
    return CliRunner().invoke(main, [*words, *more], env={"PORTFOLIO_LANGUAGE": "zh"})


def told(
    folder: Path,
) -> tuple[dict[tuple[str, date], tuple[Decimal | None, Decimal | None]], list[tuple[object, ...]]]:
    """What the treasury tells of 06-01 by source and day, and its batches."""
    with closing(library.open_official(folder, clock.now())) as store:
        view = View(as_of=clock.today(), known_at=clock.end_of_today())
        rows = treasury.told_by_day(store, view).filter(project_id="06-01")
        figures = {
            (row["source"], row["told_on"]): (row["allocated_amount"], row["paid_amount"])
            for row in rows.iter_rows(named=True)
        }
        batches = treasury.batches(store, view).filter(project_id="06-01")
        return figures, batches.select("source", "document_number", "issued_on", "amount").rows()


def test_a_ledger_is_asked_about_once_and_read_the_next_month(folder: Path) -> None:
    """January: 100 by document 1, 40 by document 2; March: 10 of document 1 taken back, said to be 25 at first.

    Headings, unit and a source are asked for and remembered; a second file of March replaces that month's lines.
    """
    row = "06-01"
    first = (
        ISSUED
        + f"{row},,1号,城市维护资金,2026-01-05,100\n{row},,2号,城市维护资金,2026/1/20,40\n合计,,,,,140\n"
    )
    head = ("--means", "表头:经费口径=资金来源", "--means", "表头:预算代码=项目编号")
    asked = run(folder, "指标1.csv", first, "--whole", *head)
    assert (asked.exit_code, "2 处错误" in asked.stderr) == (2, True), asked.output
    assert "--means 单位:金额=元" in asked.stdout and "--means 来源:城市维护资金" in asked.stdout
    answers = (*head, "--means", "单位:金额=元", "--means", "来源:城市维护资金=市级财政资金")
    taken = run(folder, "指标1.csv", first, "--whole", "--until", "2026-01-31", *answers)
    assert (taken.exit_code, "下达批次 2 个" in taken.stdout) == (0, True), taken.output
    figures, _ = told(folder)
    assert figures["city", date(2026, 1, 31)] == (Decimal(140), None)
    days = ("--from", "2026-02-01", "--until", "2026-03-31")
    march = ISSUED + f"{row},,1号,城市维护资金,2026-03-09,-10\n99-99,某公路,3号,某资金,2026-03-09,5\n"
    assert run(folder, "指标3.csv", march.replace("-10", "-25"), *days).exit_code == 0
    right = run(folder, "指标3改.csv", march, *days)
    assert (right.exit_code, "1 个项目（1 行）对不上项目库" in right.stdout) == (0, True), right.output
    figures, batches = told(folder)
    assert figures["city", date(2026, 3, 31)][0] == Decimal(130)
    assert ("city", "1号", date(2026, 1, 5), Decimal(90)) in batches
    assert "以前已经取入" in run(folder, "指标3改.csv", march).stdout
    unfit = run(folder, "指标4.csv", march, "--means", "金额=元")
    assert (unfit.exit_code, "金额=元" in unfit.stderr) == (2, True), unfit.output
