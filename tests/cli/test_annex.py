"""`portfolio annex`: what is asked names the option that answers it; answered, the workbook becomes an edition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from click.testing import CliRunner, Result

from portfolio import library
from portfolio.cli import main
from tests.conftest import copy_library
from tests.intake.annexes import HEADS, rows
from tests.intake.producers import Page, by_openpyxl
from tests.libraries import opened


def test_what_is_asked_is_answered_by_options(tmp_path: Path) -> None:
    """Four new projects in a file without a unit: 238 rows become 242, 1,200 of 万元 are 12,000,000 yuan."""
    data = copy_library(tmp_path / "data")
    with opened(data) as store:
        before = store.version()
    heads = [head.replace("（万元）", "").replace("建设单位", "谁来建") for head in HEADS]
    file = tmp_path / "附件.xlsx"
    file.write_bytes(by_openpyxl([Page("库", [heads, *rows()])]))

    def run(*more: str) -> Result:
        words = [
            "annex",
            str(file),
            "--document",
            "咸发改1号",
            "--effective-on",
            "2026-11-01",
            "--part",
            "--data",
            str(data),
        ]
        return CliRunner().invoke(
            main, [*words, "--part", "--data", str(data), *more], env={"PORTFOLIO_LANGUAGE": "zh"}
        )

    asked = run()
    assert asked.exit_code == 2 and "--unit" in asked.output and '--column "谁来建=含义"' in asked.output
    assert run("--unit", "两", "--column", "谁来建=owner").exit_code == 2
    answers = ("--unit", "万元", "--column", "谁来建=建设单位")
    assert run(*answers, "--dry-run").exit_code == 0
    with opened(data) as store:
        assert store.version() == before, "nothing is stored before"
    assert run(*answers).exit_code == 0
    with opened(data) as store:
        stands = library.standing(store, date(2026, 11, 1)).library
        assert store.version() == before + 1
    new = stands.filter(name="甲小学新建项目").row(0, named=True)
    assert (stands.height, new["owner_unit"], new["planned_investment_amount"]) == (
        242,
        "咸安区教育局",
        12_000_000,
    )
