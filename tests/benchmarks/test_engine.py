from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from benchmarks import engine
from benchmarks.national import by_pandas, by_sqlite, making, measuring
from benchmarks.national.questions import QUESTIONS
from portfolio.store import Store, opening


class Kept(Store):
    """A store that stays open for the next question."""

    def close(self) -> None:
        return


@pytest.mark.parametrize(
    ("large", "said"), [(opening.LARGE, "needs no preparing"), (100, "prepared the day in")]
)
def test_ours_sqlite_and_pandas_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], large: int, said: str
) -> None:
    """As a small library, and as a large one: the whole in files, a county reckoned for itself.

    A small library's day is the same for every question and county: it is reckoned once.
    """
    if large == opening.LARGE:
        monkeypatch.setattr(measuring, "Store", cache(Kept))
    monkeypatch.setattr(opening, "LARGE", large)
    assert engine.main(["--projects", "150", "--keep", str(tmp_path)]) == 0, capsys.readouterr().out
    printed = capsys.readouterr().out
    assert printed.count("| the nation |") == printed.count("| one county |") == len(QUESTIONS)
    assert "given up" not in printed and said in printed


def test_each_question_is_asked_three_ways() -> None:
    names = {question.name for question in QUESTIONS}
    assert names == set(by_sqlite.QUESTIONS) == set(by_pandas.QUESTIONS)


def test_a_difference_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    money = [question for question in QUESTIONS if question.name == "money"]
    monkeypatch.setattr(measuring, "QUESTIONS", money)
    monkeypatch.setitem(by_pandas.QUESTIONS, "money", lambda _: [("received", 1)])
    assert engine.main(["--projects", "60", "--keep", str(tmp_path)]) == 1
    assert f"Answers differ:\n{money[0].page}: " in capsys.readouterr().out


def test_the_nation_has_2800_counties() -> None:
    assert making.national(1_000_000).counties == 2800
    assert making.national(20).counties == 3
