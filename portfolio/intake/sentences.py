"""Problems, changes and lights in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from portfolio import codes, words
from portfolio.codes import Language
from portfolio.formats import date_text, plain, rounded, ten_thousands
from portfolio.intake.sheets import sheet
from portfolio.model import Problem
from portfolio.words import say

MOST_CHOICES = 16


def sentence(problem: Problem, language: Language) -> str:
    """What is wrong and what to do next; where it stands (sheet and cell) is for the caller to put beside it."""
    facts = {name: _fact(text, language) for name, text in problem.facts}
    value = problem.value if problem.value is not None else say(language, "intake.kind.blank")
    return say(language, f"intake.problem.{problem.mend or problem.code}", **{"value": value, **facts})


def _fact(text: str, language: Language) -> str:
    """The fact in words: see faults. What is not one of ours is told as it is."""
    kind, _, told = text.removeprefix("@").partition(":")
    if not text.startswith("@") or kind not in _FACTS:
        return text
    try:
        return _FACTS[kind](told, language)
    except (ValueError, InvalidOperation):
        return text


def _word(key: str, language: Language) -> str:
    """A word of ours; a header without its unit."""
    return say(language, key).partition("（")[0].partition(" (")[0] if words.knows(key) else key


def _of_codes(told: str, language: Language) -> str:
    """The labels of several codes of one list: `owed:reason+remedy`."""
    codelist, _, several = told.partition(":")
    labels = [codes.label(codelist, one, language) for one in several.split("+")]
    return ("、" if language == "zh" else ", ").join(labels)


def _of_code(told: str, language: Language) -> str:
    codelist, _, code = told.partition(":")
    return codes.label(codelist, code, language)


def _of_money(told: str, language: Language) -> str:
    amount, _, currency = told.partition(":")
    return money_text(Decimal(amount), language, currency)


def _of_day(told: str, language: Language) -> str:
    day, _, precision = told.partition(":")
    return date_text(date.fromisoformat(day), precision, language)


def _choices(codelist: str, language: Language) -> str:
    labels = [label for code, label in codes.labels(codelist, language).items() if code != "plan"]
    shown = labels[:MOST_CHOICES]
    return ("、" if language == "zh" else ", ").join(shown)


def money_text(yuan: Decimal, language: Language, currency: str = "CNY") -> str:
    """The amount in 万元 as the workbook has it, to the fen: nothing is rounded off."""
    number = ten_thousands(yuan)
    whole, _, part = plain(number, 2).partition(".")
    told = f"{int(whole):,}.{part}"
    unit = say(language, "intake.kind.money")
    joined = f"{told}{unit}" if language == "zh" else f"{told} × {unit}"
    return joined if currency in ("CNY", "") else f"{currency} {told}"


def percent_text(share: Decimal) -> str:
    """The share as a percentage with as many decimals as it has, one at least."""
    return f"{plain(rounded(share * 100, 6), 1)}%"


def change_text(change: Mapping[str, object], side: str, language: Language) -> str:
    """The `old` or `new` value of a row of Checked.changes as people read it: 万元, %, dates, labels."""
    value = change[side]
    if value is None:
        return say(language, "intake.kind.blank" if side == "old" else "intake.kind.cleared")
    text, kind = str(value), str(change["kind"])
    if kind == "word":
        # of the two sides only the new one is the word; the old one is the day that it ends
        return (
            codes.label("forecast_word", text, language)
            if side == "new"
            else _of_day(f"{text}:day", language)
        )
    if kind == "code":
        codelist = sheet(str(change["sheet"])).column(str(change["column"])).codelist
        return codes.label(codelist or "", text, language)
    if kind == "flag":
        return say(language, f"intake.kind.{'yes' if text == 'true' else 'no'}")
    fact = {"amount": "@money:{}:CNY", "share": "@share:{}", "day": "@day:{}", "stated_day": "@day:{}"}.get(
        kind
    )
    return _fact(fact.format(text), language) if fact else text


def part_text(change: Mapping[str, object], language: Language) -> str:
    """What within the project a row of Checked.changes is about: the source, year, milestone or obstacle; may be empty."""
    part = change["part"]
    if part is None:
        return ""
    here = sheet(str(change["sheet"]))
    key = here.column(here.keys[1])
    code, _, currency = str(part).partition(" ") if key.codelist else (str(part), "", "")
    told = codes.label(key.codelist, code, language) if key.codelist else code
    return f"{told} {currency}".strip()


def turn_back(row: Mapping[str, object], language: Language) -> str:
    """What would turn the light of a row of `outlook` back or clear it."""
    milestone = row.get("delay_milestone")
    named = codes.label("milestone", str(milestone), language) if milestone else ""
    return say(language, f"intake.turn_back.{row['rule_after']}", milestone=named)


_FACTS: dict[str, Callable[[str, Language], str]] = {
    "word": _word,
    "money": _of_money,
    "share": lambda told, _: percent_text(Decimal(told)),
    "day": _of_day,
    "code": _of_code,
    "codes": _of_codes,
    "choices": _choices,
    "sources": lambda told, language: say(language, "intake.kind.sources", count=told),
}
