"""`portfolio notice`: the pack of a final month where it is asked for; one sentence for what cannot be made."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio.cli import main
from portfolio.exports import notice_template, pack


def run(command: str, folder: Path, *words: str) -> Result:
    told = [command, "--data", str(folder), "--month", "2026-09", *words]
    return CliRunner().invoke(main, told, env={"PORTFOLIO_LANGUAGE": "zh"})


@pytest.fixture
def folder(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "data"))


def test_the_pack_is_made_by_command(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        pack, "_printed", lambda *_: iter([("通报.pdf", b"%PDF")])
    )  # tests/test_notice_pack.py
    out = tmp_path / "out"
    early = run("notice", folder, "--out", str(out))
    assert (early.exit_code, "还没有定稿" in early.stderr, out.exists()) == (2, True, False)
    assert run("final", folder).exit_code == 0
    told = run("notice", folder, "--out", str(out), "--address", "https://tracker.example/")
    assert told.exit_code == 0 and "共 3 个文件" in told.stdout, told.output
    names = sorted(file.suffix for file in (out / "2026-09").iterdir())
    assert names == [".docx", ".pdf", ".pptx"]
    (folder / "blocked").write_bytes(b"")
    refused = run("notice", folder, "--out", str(folder / "blocked"))
    assert (refused.exit_code, "不能写入文件夹" in refused.stderr) == (2, True)
    form = run("notice", folder, "--out", str(tmp_path), "--form")
    assert form.exit_code == 0, form.output
    (folder / notice_template.FILE).write_bytes(b"no docx")
    unread = run("notice", folder, "--out", str(out))
    assert (unread.exit_code, "不是可以打开的 Word 文件" in unread.stderr) == (2, True)
