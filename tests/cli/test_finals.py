"""`portfolio final`: makes a closed month final, again only with a reason, and says in words what it cannot."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio.cli import main


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(
        main, ["final", "--data", str(folder), "--month", *words], env={"PORTFOLIO_LANGUAGE": "zh"}
    )


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "data"))


def test_a_month_is_made_final_by_command(folder: Path) -> None:
    """Files stand in the uploads folder; the second time needs a reason; a month to come, or none, is refused."""
    told = run(folder, "2026-09")
    assert told.exit_code == 0 and "2026年9月已定稿（第 1 次" in told.stdout, told.output
    files = list((folder / "uploads" / "official").glob("*.parquet"))
    assert len(files) > 30
    again = run(folder, "2026-09")
    assert (again.exit_code, "须填写原因" in again.stderr) == (2, True)
    assert "（第 2 次" in run(folder, "2026-09", "--why", "补报").stdout
    assert "不能出快报" in run(folder, "2026-09", "--flash").stderr
    assert "还不能定稿" in run(folder, "2031-09").stderr
    assert "看不懂" in run(folder, "九月").stderr
