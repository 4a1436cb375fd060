"""`portfolio treasury` and `portfolio history`: take figures, tell what they change, know a file again, refuse by cell."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from portfolio import clock, library, queries
from portfolio.cli import main
from portfolio.model import View

HEAD = "项目编号,资金来源,截至日期,累计下达（万元）,累计支付（元）\n"


def run(folder: Path, rows: str, *more: str, head: str = HEAD, command: str = "treasury") -> Result:
    """What came of the command with a file of these rows."""
    file = folder / "国库.csv"
    file.write_text(head + rows, encoding="utf-8")
    words = (command, str(file), "--data", str(folder))
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


def test_past_years_are_taken_once(folder: Path) -> None:
    """A source that nobody knows is asked with its option; answered, 2013 is 3 万元 of an accepted report; known again."""
    head = "项目编号,年度,资金性质,累计完成投资（万元）,累计支付（万元）\n"
    rows = "06-01,2012,,1,\n06-01,2013,,3,\n06-01,2013,维护资金,,2\n"
    history = partial(run, folder, rows, head=head, command="history")
    asked = history()
    assert (asked.exit_code, "--means 来源:维护资金=资金来源" in asked.stdout) == (2, True), asked.output
    answered = "--means", "来源:维护资金=市级财政资金"
    told = history(*answered, "--dry-run")
    assert told.exit_code == 0 and "2013年12月：1 个项目" in told.stdout and "--dry-run" in told.stdout
    taken = history(*answered)
    assert taken.exit_code == 0 and "2 个月份，记录第" in taken.stdout, taken.output
    with closing(library.open_official(folder, clock.now())) as store:
        view = View(as_of=date(2014, 1, 31), known_at=clock.end_of_today())
        row = queries.project_state(store, view).row(by_predicate=pl.col("project_id") == "06-01", named=True)
        assert (row["work_done_amount"], row["paid_amount"]) == (30_000, 20_000)
    again = history()
    assert (again.exit_code, "以前已经取入" in again.stdout) == (0, True)
    wrong = run(
        folder,
        "06-01,2019,5\n06-01,2031,5\n99,2019,5\n",
        head="项目编号,年度,累计完成投资（万元）\n",
        command="history",
    )
    assert (wrong.exit_code, " B3\t" in wrong.stdout, " A4\t" in wrong.stdout) == (2, True, True), (
        wrong.output
    )
