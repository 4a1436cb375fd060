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
PAID = "国库支付明细（元）\n项目代码,资金性质,支付日期,支付金额（元）,凭证号\n"


@pytest.fixture(scope="module")
def folder(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path_factory.mktemp("ledger") / "data"))


def run(folder: Path, name: str, text: str, *more: str) -> Result:
    """What came of `portfolio treasury` with a file of that text."""
    file = folder.parent / name
    file.write_text(text, encoding="gb18030")
    words = ("treasury", str(file), "--data", str(folder))
    return CliRunner().invoke(main, [*words, *more], env={"PORTFOLIO_LANGUAGE": "zh"})


def told(folder: Path) -> tuple[dict[tuple[str, date], tuple[Decimal | None, Decimal | None]], list[tuple[object, ...]]]:
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
    """January: 100 by document 1, 40 by document 2; March: 10 of document 1 taken back. Paid 30 in February, 20 in March.

    Headings, unit and a source are asked for and remembered; a second file of March replaces that month's lines.
    """
    name = "06-01"
    first = ISSUED + f"{name},,1号,城市维护资金,2026-01-05,100\n{name},,2号,城市维护资金,2026/1/20,40\n合计,,,,,140\n"
    asked = run(folder, "指标1.csv", first, "--whole")
    assert (asked.exit_code, "1 处错误" in asked.stderr) == (2, True), asked.output
    assert "--heading 表头=资金来源" in asked.stdout
    head = ("--heading", "经费口径=资金来源", "--heading", "预算代码=项目编号", "--heading", "金额=下达金额")
    more = run(folder, "指标1.csv", first, "--whole", *head)
    assert (more.exit_code, "--unit 金额=元" in more.stdout) == (2, True), more.output
    assert "--source 城市维护资金" in more.stdout
    answers = (*head, "--unit", "金额=元", "--source", "城市维护资金=市级财政资金")
    taken = run(folder, "指标1.csv", first, "--whole", "--until", "2026-01-31", *answers)
    assert taken.exit_code == 0, taken.output
    assert "下达批次 2 个" in taken.stdout
    paid = PAID + f"{name},城市维护资金,20260210,30,a\n,,,30,\n99-99,城市维护资金,2026-02-11,5,b\n"
    assert run(folder, "支付.csv", paid.replace(",,,30,\n", ""), "--whole").exit_code == 0
    figures, batches = told(folder)
    assert figures["city", date(2026, 1, 31)] == (Decimal(140), None)
    assert figures["city", date(2026, 2, 10)] == (None, Decimal(30))
    march = ISSUED + f"{name},,1号,城市维护资金,2026-03-09,-10\n"
    again = run(folder, "指标3.csv", march, "--from", "2026-02-01", "--until", "2026-03-31")
    assert again.exit_code == 0, again.output
    figures, batches = told(folder)
    assert figures["city", date(2026, 3, 31)][0] == Decimal(130)
    assert ("city", "1号", date(2026, 1, 5), Decimal(90)) in batches
    right = ISSUED + f"{name},,1号,城市维护资金,2026-03-09,-25\n"
    mended = run(folder, "指标3改.csv", right, "--from", "2026-02-01", "--until", "2026-03-31")
    assert mended.exit_code == 0, mended.output
    figures, batches = told(folder)
    assert figures["city", date(2026, 3, 31)][0] == Decimal(115)
    assert ("city", "1号", date(2026, 1, 5), Decimal(75)) in batches
    gap = run(folder, "指标5.csv", march.replace("03-09", "05-09"), "--from", "2026-05-01")
    assert (gap.exit_code, "没有此前的累计数" in gap.stdout) == (0, True), gap.output
    known = run(folder, "指标5.csv", march.replace("03-09", "05-09"))
    assert "以前已经取入" in known.stdout
