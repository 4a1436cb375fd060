"""Every problem has its sentence, every sentence its problem, in both languages; figures read as people read them."""

from __future__ import annotations

import ast
import re

import pytest

from portfolio import words
from portfolio.intake import change_text, part_text, sentence, turn_back
from portfolio.model import Problem
from tests.conftest import ROOT

SOURCES = [
    *sorted((ROOT / "portfolio" / "intake").glob("*.py")),
    ROOT / "portfolio" / "library" / "national_code.py",
    ROOT / "portfolio" / "exports" / "notice_template.py",
]


def constants() -> set[str]:
    """Every text that stands there."""
    return {
        node.value
        for file in SOURCES
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def raised() -> set[str]:
    """The codes that stand in a call which names a problem."""
    callers = {"fault", "Problem", "RefusedError", "Told", "_future", "_known"}
    found: set[str] = set()
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in callers:
                given = [*node.args, *(word.value for word in node.keywords if word.arg in ("code", "fault"))]
                found |= {
                    one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)
                }
    return found


def problem_keys() -> set[str]:
    return {
        key.removeprefix("intake.problem.") for key in words.table("zh") if key.startswith("intake.problem.")
    }


def test_every_problem_has_a_sentence_and_every_sentence_a_problem() -> None:
    assert problem_keys() - constants() == set()
    named = {code for code in raised() if re.fullmatch(r"[a-z]+(_[a-z]+)+", code)}
    sheets_and_columns = {code for code in named if any(f".{code}" in key for key in words.table("zh"))}
    assert named - sheets_and_columns - problem_keys() == set()


@pytest.mark.parametrize("code", sorted(problem_keys()))
def test_each_says_what_to_do_and_needs_no_fact_to_be_said(code: str) -> None:
    for language in words.LANGUAGES:
        said = sentence(Problem(code=code, severity="error", value="12"), language)
        assert "{" not in said and len(said) > 15
        assert said.rstrip('”"').endswith(("。", "."))


def test_facts_are_said_in_the_reader_s_language() -> None:
    facts = (
        ("column", "@word:intake.funding.paid_amount"),
        ("new", "@money:12345678.90:CNY"),
        ("old", "@money:500.00:CNY"),
    )
    problem = Problem(code="falls_before", severity="error", facts=facts)
    assert "累计支付资金填 1,234.56789万元，比上一期 0.05万元 少" in sentence(problem, "zh")
    assert "Paid to date says 1,234.56789 × 10,000 yuan" in sentence(problem, "en")


def test_what_people_wrote_is_told_as_they_wrote_it() -> None:
    problem = Problem(code="project_unknown", severity="error", value="{value}<b>@word:x")
    assert "“{value}<b>@word:x”" in sentence(problem, "zh")
    odd = Problem(code="row_twice", severity="error", facts=(("row", "3"), ("part", "@code:source:nothing")))
    assert "nothing" in sentence(odd, "zh")


def test_changes_in_words() -> None:
    change: dict[str, object] = {
        "sheet": "milestones",
        "column": "due_on",
        "kind": "stated_day",
        "part": "completion",
    }
    change |= {"old": "2026-06-30:half", "new": "2027-03-31:quarter"}
    assert [change_text(change, side, "zh") for side in ("old", "new")] == ["2026年上半年", "2027年第一季度"]
    assert part_text(change, "zh") == "完工"
    flag: dict[str, object] = {
        "sheet": "funding",
        "column": "plan_complete",
        "kind": "flag",
        "part": "foreign_loan USD",
    }
    flag |= {"old": None, "new": "true"}
    assert [change_text(flag, side, "en") for side in ("old", "new")] == ["(not stated)", "yes"]
    assert part_text(flag, "zh") == "利用外资 USD"
    assert "完工" in turn_back({"rule_after": "milestones", "delay_milestone": "completion"}, "zh")
