"""What commands that take a file say of it, and how its words are answered on the command line."""

from __future__ import annotations

from collections.abc import Iterable

from portfolio import intake
from portfolio.codes import Language
from portfolio.intake import Question, Sheet
from portfolio.model import PortfolioError, Problem
from portfolio.words import say

ASKED = {one: one for one in intake.KINDS} | {
    "表头": "heading",
    "单位": "unit",
    "来源": "source",
    "项目": "project",
}
"""How the kinds of words may be called on the command line."""
Answer = tuple[str, str, str]
"""Kind of a word, the word, what it means."""


def answer(option: str) -> Answer:
    """Kind, word and meaning. Raises PortfolioError answer_unfit for what is not written so."""
    kind, colon, rest = option.replace("：", ":").partition(":")
    word, mark, means = rest.rpartition("=")
    if not (colon and mark and word.strip()) or kind.strip() not in ASKED:
        raise PortfolioError("answer_unfit", answer=option)
    return ASKED[kind.strip()], word.strip(), means.strip()


def answers(given: Iterable[Answer], sheet: Sheet) -> dict[tuple[str, str], str]:
    """What the words of a file mean, as readers of such files take it. Raises PortfolioError answer_unfit."""
    meanings = {}
    for kind, word, means in given:
        meaning = intake.answer(kind, word, means, sheet)
        if meaning is None:
            raise PortfolioError("answer_unfit", answer=f"{word}={means}")
        meanings[meaning[0]] = meaning[1]
    return meanings


def problem(one: Problem, language: Language) -> str:
    """A fault of a file with its sheet and cell."""
    sheet = one.sheet or say(language, "cli.plan_whole_file")
    return say(
        language, "cli.plan_problem", sheet=sheet, cell=one.cell or "", text=intake.sentence(one, language)
    )


def question(one: Question, language: Language, sheet: str) -> str:
    """What is asked of a file of that kind, with the option that answers it."""
    word = say(language, f"intake.{sheet}.{one.word}") if one.kind == "column" else one.word
    choices = say(language, "filter.value_separator").join(one.choices)
    return say(language, f"cli.ask_{one.kind}", word=word, choices=choices, rows=one.rows)
