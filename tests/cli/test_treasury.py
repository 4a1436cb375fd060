"""`portfolio treasury`: takes the treasury's figures, tells what they change, knows a file again, refuses by cell."""

from __future__ import annotations

import shutil
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio import clock, library, queries
from portfolio.cli import main
from portfolio.model import View

HEAD = "项目编号,资金来源,截至日期,累计下达（万元）,累计支付（元）\n"


def run(folder: Path, rows: str, *more: str, head: str = HEAD) -> Result:
    """What came of `portfolio treasury` with a file of these rows."""
    file = folder / "国库.csv"
    file.write_text(head + rows, encoding="utf-8")
    words = ("treasury", str(file), "--data", str(folder))
    return CliRunner().invoke(main, [*words, *more], env={"PORTFOLIO_LANGUAGE": "zh"})


def paid(folder: Path, project: str) -> dict[str, Decimal | None]:
    """Source to what is paid."""
    with closing(library.open_official(folder, clock.now())) as store:
        view = View(as_of=clock.today(), known_at=clock.end_of_today())
        rows = queries.funding_rows(store, view).filter(project_id=project)
        return dict(rows.select("source", "paid_amount").iter_rows())


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "data"))


def test_figures_are_taken_once(folder: Path) -> None:
    """A dry run changes nothing; each amount in its own unit; the same file again is known; a total counts."""
    rows = "06-01,县级财政资金,2026-03-31,50,123456.78\n06-01,city,2026年3月,,1000\n"
    before = paid(folder, "06-01")
    told = run(folder, rows, "--dry-run")
    assert (told.exit_code, paid(folder, "06-01")) == (0, before), told.output
    assert (
        "2 行" in told.stdout and "06-01\t县级财政资金\t支付\t" in told.stdout and "--dry-run" in told.stdout
    )
    assert run(folder, rows).exit_code == 0
    assert paid(folder, "06-01") == before | {"county": Decimal("123456.78"), "city": Decimal("1000.00")}
    again = run(folder, rows)
    assert (again.exit_code, "以前已经取入" in again.stdout) == (0, True)
    total = run(folder, "06-01,合计,2026-04-30,,200000\n")
    assert total.exit_code == 0, total.output
    with_total = paid(folder, "06-01")
    assert sum(amount for amount in with_total.values() if amount is not None) == Decimal(200000)


@pytest.mark.parametrize(
    ("rows", "cell", "said"),
    [
        ("99-99,county,2026-03-31,1,2\n", "A2", "99-99"),
        ("06-01,某某资金,2026-03-31,1,2\n", "B2", "某某资金"),
        ("06-01,,2026-03-31,1,2\n", "B2", "资金来源"),
        ("06-01,county,2036-03-31,1,2\n", "C2", "还没有到"),
        ("06-01,county,,1,2\n", "C2", "截至日期"),
        ("06-01,合计,2026-03-31,1,\n", "E2", "合计"),
        ("06-01,county,2026-03-31,,\n", "E2", "没有填金额"),
        ("06-01,county,2026-03-31,1,-5\n", "E2", ""),
        ("06-01,county,2026-03-31,1,2\n06-01,县级财政资金,2026-03-31,1,2\n", "B3", ""),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(folder: Path, rows: str, cell: str, said: str) -> None:
    told = run(folder, rows)
    assert (told.exit_code, "1 处错误" in told.stderr) == (2, True), told.output
    assert f" {cell}\t" in told.stdout and said in told.stdout


def test_a_file_of_something_else(folder: Path) -> None:
    told = run(folder, "06-01,2026,100\n", head="项目编号,年度,年度计划投资（万元）\n")
    assert (told.exit_code, "截至日期" in told.stdout) == (2, True)
