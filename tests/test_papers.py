"""The papers hold: their links and anchors resolve, what they name exists, and each decision says why it was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

TOP = [ROOT / name for name in ("README.md", "README.zh-CN.md", "DECISIONS.md", "CHANGELOG.md")]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PAPERS = [*TOP, *sorted((ROOT / "docs").glob("*.md")), *DECISIONS, ROOT / "data" / "library" / "README.md"]
KEPT = (".py", ".sql", ".toml", ".css", ".js", ".csv", ".md", ".patch", ".json", ".png")
"""The endings of files that the project keeps; a path of another kind, or of library/, lies in a bureau's data folder."""
FOLDERS = ("app.py", "pages/", "portfolio/", "tests/", "docs/", "benchmarks/", "data/library/", ".ci/")
HOMES = (ROOT, ROOT / "portfolio")
"""From where a path in a paper is told."""
PARTS = ("Status", "Choice", "Why", "Reconsider when")
"""What each decision says, in this order, each at the beginning of a paragraph."""
LISTS = "To be confirmed by the bureau"
"""The heading of what is no decision."""


@cache
def text(paper: Path) -> str:
    """What stands in the file."""
    return paper.read_text(encoding="utf-8")


@cache
def anchors(paper: Path) -> frozenset[str]:
    """The places in a paper to which a link may lead, as GitHub names them."""
    prose = re.sub(r"^(```|~~~).*?^\1", "", text(paper), flags=re.DOTALL | re.MULTILINE)
    heads = re.findall(r"^#+ (.+)$", prose, flags=re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads)


def told(paper: Path) -> Iterator[str]:
    """The words in the paper's backticks, outside of blocks."""
    prose = re.sub(r"^(````?|~~~).*?^\1", "", text(paper), flags=re.DOTALL | re.MULTILINE)
    yield from re.findall(r"`([^`\n]+)`", prose)


def is_path(word: str) -> bool:
    """Whether the word names a file or folder of the project."""
    kept = (
        "/" in word and word.endswith(KEPT) and not re.fullmatch(r"(\.\./|library/).+\.(csv|parquet)", word)
    )
    return not re.search("[ …<]", word) and (word.startswith(FOLDERS) or kept)


def found(word: str) -> list[Path]:
    """The files and folders that the path, or its pattern, names."""
    return [file for home in HOMES for file in home.glob(word.rstrip("/"))]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_links_and_their_anchors_lead_somewhere(paper: Path) -> None:
    astray = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text(paper)):
        file, _, anchor = link.partition("#")
        if file.startswith(("http:", "https:")):
            continue
        target = (paper.parent / file).resolve() if file else paper
        if not target.exists() or (anchor and anchor not in anchors(target)):
            astray.append(link)
    assert astray == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_files_and_tests_that_are_named_exist(paper: Path) -> None:
    if paper.name == "CHANGELOG.md":
        return  # it tells of what was
    gone = [word for word in told(paper) if is_path(word) and not found(word)]
    names = {word for word in told(paper) if re.fullmatch(r"test_\w+(\.py)?", word)}
    assert gone == []
    assert {name for name in names if name not in named_tests()} == set()


@cache
def named_tests() -> frozenset[str]:
    """The names of all tests and of their files."""
    files = [*(ROOT / "tests").rglob("test_*.py")]
    names = {
        name for file in files for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))
    }
    return frozenset(names | {file.name for file in files})


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_a_name_told_with_its_file_stands_in_it(paper: Path) -> None:
    """`days_late` beside `portfolio/sql/35_milestones.sql`, whichever comes first."""
    missing = []
    for first, second in re.findall(r"`([^`\n]+)`[ （]?[(（]?`([^`\n]+)`", text(paper)):
        name, path = (second, first) if is_path(first) else (first, second)
        if is_path(path) and not is_path(name) and paper.name != "CHANGELOG.md":
            files = [file for file in found(path) if file.is_file()]
            if not any(name in text(file) for file in files):
                missing.append(f"{name} in {path}")
    assert missing == []


def security_rows() -> Iterator[list[str]]:
    """The rows of the tables in the paper on security: what is asked for, its state or how, the tests, what is open."""
    for line in re.findall(r"^\| (.+) \|$", text(ROOT / "docs" / "security.md"), re.MULTILINE):
        cells = [cell.strip() for cell in f"{line} ".split(" | ")]
        if cells[1] not in ("state", "how") and not set(cells[0]) <= set("-|"):
            yield cells


def test_what_security_calls_met_names_its_tests_and_what_is_not_says_why() -> None:
    rows = list(security_rows())
    assert {f"V{number}" for number in range(1, 18)} <= {row[0].split()[0] for row in rows}
    names = re.compile(r"`(tests/[\w/.]+|test_\w+)`")
    for asked, how, *held in rows:
        if how.startswith("not applicable"):
            assert re.match(r"not applicable: \S", how), asked
        else:
            assert held and names.search(held[0]), f"{asked}: no test is named"
        if how.startswith("partly"):
            assert len(held) > 1 and held[1], f"{asked}: what is open?"


def decisions() -> Iterator[tuple[Path, str, str]]:
    """Each decision: its file, its title, what stands under it."""
    for file in DECISIONS:
        for part in re.split(r"^## ", text(file), flags=re.MULTILINE)[1:]:
            title, _, body = part.partition("\n")
            if title != LISTS:
                yield file, title, body


def test_each_decision_says_status_choice_why_and_when_to_reconsider() -> None:
    lacking = {
        title: missing
        for _, title, body in decisions()
        if (missing := [part for part in PARTS if not re.search(rf"^\*\*{part}:\*\* \S", body, re.MULTILINE)])
    }
    assert lacking == {}
    stands = re.compile(r"^\*\*Status:\*\* (in force|replaced by .+), \d{4}-\d{2}-\d{2}\.$", re.MULTILINE)
    assert [title for _, title, body in decisions() if not stands.search(body)] == []


def test_the_index_lists_each_decision_once_with_its_status() -> None:
    rows = re.findall(
        r"^\| \[(.+)\]\(docs/decisions/(\w+\.md)#\S+\) \| (.+) \|$", text(ROOT / "DECISIONS.md"), re.MULTILINE
    )
    there = [
        (title, file.name, re.findall(r"^\*\*Status:\*\* (.+)\.$", body, re.MULTILINE)[0])
        for file, title, body in decisions()
    ]
    assert sorted(row for row in rows if row[0] != LISTS) == sorted(there)
