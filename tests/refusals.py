"""What tests of refusals share: the checksums of a folder, and the one sentence that a command may end with."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from click.testing import CliRunner

from portfolio.cli import main
from portfolio.codes import Language
from portfolio.words import say


def contents(folder: Path) -> dict[str, str]:
    """Every file below `folder` with its checksum, but for what a store lays out for its next opening."""
    laid_out = set(folder.rglob("engine-*.duckdb"))
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file not in laid_out)
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def refused(command: list[str | Path], language: Language, code: str, **facts: object) -> str:
    """What the command found, once it has ended in the sentence of `code` alone, with `facts` told in it."""
    words = [str(word) for word in command]
    ran = CliRunner().invoke(main, words, env={"PORTFOLIO_LANGUAGE": language})
    assert (ran.exit_code, ran.stdout) == (2, ""), ran.output
    sentence = re.escape(say(language, f"error.{code}", found="FOUND", **facts)).replace("FOUND", "(.*)")
    told = re.fullmatch(sentence, ran.stderr.strip())
    assert told, ran.stderr
    return told[1] if told.groups() else ""
