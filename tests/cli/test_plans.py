"""`portfolio plan`: says what a list would change, takes it with --yes, refuses in words; beside a server the same."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio import clock, library
from portfolio.cli import main
from portfolio.model import View
from portfolio.queries import plans

HEAD = "项目编号,年度,年度计划投资（万元）\n"


def run(folder: Path, rows: str, *more: str) -> Result:
    """What came of `portfolio plan` with a list of these rows."""
    file = folder / "清单.csv"
    file.write_text(HEAD + rows, encoding="utf-8")
    words = ("plan", str(file), "--document", "样〔2026〕8号", "--day", "2026-01-20", "--data", str(folder))
    return CliRunner().invoke(main, [*words, *more], env={"PORTFOLIO_LANGUAGE": "zh"})


def in_force(folder: Path) -> dict[str, str]:
    """Project to the document of its plan of 2026."""
    with closing(library.open_official(folder, clock.now())) as store:
        asked = View(as_of=clock.today(), known_at=clock.end_of_today())
        rows = plans.plans(store, asked).filter(year=2026, listed=True)
        return dict(rows.select("project_id", "document_number").iter_rows())


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "data"))


def test_a_list_is_taken_with_one_command(folder: Path) -> None:
    """Without --yes only told; a fault by its cell; an adjustment needs a list; then it is in force."""
    told = run(folder, "06-01,2026,100\n")
    assert (told.exit_code, in_force(folder)) == (0, {}), told.output
    assert "清单 1 行" in told.stdout and "--yes" in told.stdout
    faulty = run(folder, "99-99,2026,100\n", "--yes")
    assert (faulty.exit_code, in_force(folder)) == (2, {})
    assert "A2" in faulty.stdout and "99-99" in faulty.stdout and "1 处错误" in faulty.stderr
    first = run(folder, "06-01,2026,100\n", "--adjusted", "--yes")
    assert (first.exit_code, "年初计划" in first.stderr) == (2, True)
    assert run(folder, "06-01,2026,100\n", "--yes").exit_code == 0
    assert in_force(folder) == {"06-01": "样〔2026〕8号"}
    adjusted = run(folder, "06-01,2026,90\n", "--adjusted", "--yes")
    assert "06-01\t2026\t" in adjusted.stdout and adjusted.exit_code == 0


def test_a_file_that_is_not_there(folder: Path) -> None:
    words = ["plan", str(folder / "no.xlsx"), "--document", "1", "--day", "2026-01-20", "--data", str(folder)]
    told = CliRunner().invoke(main, words, env={"PORTFOLIO_LANGUAGE": "zh"})
    assert (told.exit_code, told.stdout, "no.xlsx" in told.stderr) == (2, "", True)
