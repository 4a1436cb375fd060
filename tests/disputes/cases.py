"""Cases of disputes: read from the fenced blocks of *.md, told to both reckonings, and compared with what is expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from portfolio.model import View
from tests.reckoning.builders import a_view, morning
from tests.reckoning.ledger import Ledger
from tests.reckoning.questions import ROW_QUESTIONS, by_key
from tests.test_two_reckonings import hold_together, of_the_store

from .asking import Answer, answer
from .deciding import READING
from .telling import Teller, Told
from .values import UnreadableError, code, day

FOLDER = Path(__file__).parent
GUIDE = FOLDER.parents[1] / "docs" / "disputes.md"
ASKING = ("问", "ask")
FILTERS = {"来源": ("sources", "source"), "类别": ("categories", "category"), "阶段": ("stages", "stage")}
"""Before the subject of a question: the view's filter and its codelist."""


@dataclass(frozen=True)
class Expected:
    """One answer that is expected, and the line that says so."""

    place: str
    text: str
    view: View
    answer: Answer
    value: str


@dataclass
class Case:
    """One heading of a file with its block of lines, each with its number."""

    file: str
    name: str
    lines: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def read(self) -> tuple[Ledger, list[Expected]]:
        """What is told and what is expected."""
        told, expected = Told(), list[Expected]()
        for number, text in self.lines:
            word, *rest = text.split()
            try:
                if word in ASKING:
                    expected += _expected(f"{self.file}:{number}", rest)
                else:
                    _teller(word)(told, rest)
            except (UnreadableError, IndexError, ValueError) as why:
                raise UnreadableError(f"{self.file}:{number}: {text}\n    {why}") from why
        if not expected:
            raise UnreadableError(f"{self.file}: “{self.name}”没有问，就没有可核对的")
        return told.ledger(), expected

    def disagreements(self) -> list[str]:
        """What is not answered as expected: the line, the expected, and both answers."""
        ledger, expected = self.read
        found: list[str] = []
        for view in dict.fromkeys(one.view for one in expected):
            store = hold_together(ledger, view)
            asked = [one for one in expected if one.view == view]
            questions = {one.answer.question for one in asked}
            here = {name: by_key(name, ROW_QUESTIONS[name](ledger, view)) for name in questions}
            there = of_the_store(store, view)
            for one in asked:
                told = [one.answer.told(answers, one.value) for answers in (here, there)]
                if told != [one.value, one.value]:
                    found.append(_said(one, *told))
        return found


def _said(one: Expected, second: str, store: str) -> str:
    return (
        f"{one.place}: {one.text}\n"
        f"    应为 expected {one.value} | 第二套账 second reckoning {second} | 系统 store {store}"
    )


def _teller(word: str) -> Teller:
    if word not in READING:
        raise UnreadableError(f"不认识“{word}”；一行以这些词开头：{'、'.join((*READING, *ASKING))}")
    return READING[word]


def _expected(place: str, words: list[str]) -> Iterator[Expected]:
    """问 2025-07-05 [已知2025-07-01] [来源县级财政资金] 甲县 滞后率=40.0% 滞后率名次=2."""
    as_of, rest = day(words[0]), list(words[1:])
    filters: dict[str, Any] = {}
    while rest and (name := next((one for one in ("已知", *FILTERS) if rest[0].startswith(one)), "")):
        value = rest.pop(0).removeprefix(name)
        if name == "已知":
            filters["known_at"] = morning(day(value))
        else:
            filters[FILTERS[name][0]] = (code(FILTERS[name][1], value),)
    view = a_view(as_of, **filters)
    subject, *asked = rest
    if not asked or any("=" not in one for one in asked):
        raise UnreadableError("在主体之后写“词=应为”，例如：甲县 滞后率=40.0%")
    for one in asked:
        word, _, value = one.partition("=")
        yield Expected(place, f"问 {words[0]} {subject} {word}", view, answer(subject, word), value)


def cases(files: list[Path]) -> list[Case]:
    """Every case of the files, in their order; what stands outside of fenced blocks is prose."""
    return [case for file in files for case in _of_file(file)]


def _of_file(file: Path) -> Iterator[Case]:
    case, inside = Case(file.name, ""), False
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.partition("#")[0].strip() if inside else line.strip()
        if text == "```":
            inside = not inside
            if not inside:
                yield case
        elif inside and text:
            case.lines.append((number, text))
        elif text.startswith("#"):
            case = Case(file.name, text.lstrip("# "))


def all_cases() -> list[Case]:
    """Every case of this folder, and the one of the guide."""
    return cases([*sorted(FOLDER.glob("*.md")), GUIDE])
