"""Answers kept: never stale, never asked twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import polars as pl
import pytest

from portfolio.model import Event
from portfolio.store import Store
from portfolio.store.answers import Answers, taking
from tests import sample

ONE = pl.DataFrame({"answer": [1]})


def counted(asked: list[str], name: str, frame: pl.DataFrame = ONE) -> Callable[[], pl.DataFrame]:
    """A question that notes its name each time it is really asked."""

    def ask() -> pl.DataFrame:
        asked.append(name)
        return frame.clone()

    return ask


def test_the_same_question_is_asked_once() -> None:
    answers = Answers()
    asked: list[str] = []
    for key in ("one", "one", "two", "one"):
        answers.of(key, counted(asked, key))
    assert asked == ["one", "two"]


def test_who_asks_at_the_same_time_is_told_the_same() -> None:
    answers = Answers()
    asked: list[int] = []

    def slowly() -> pl.DataFrame:
        asked.append(1)
        time.sleep(0.2)
        return ONE

    told: list[pl.DataFrame] = []
    readers = [threading.Thread(target=lambda: told.append(answers.of("key", slowly))) for _ in range(5)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert asked == [1] and all(frame is ONE for frame in told) and len(told) == 5


def test_a_question_that_failed_is_asked_again() -> None:
    answers = Answers()

    def failing() -> pl.DataFrame:
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        answers.of("key", failing)
    assert answers.of("key", lambda: ONE) is ONE


def test_what_is_kept_is_bounded() -> None:
    frame = pl.DataFrame({"n": range(1000)})
    asked: list[str] = []
    answers = Answers(room=taking(frame) * 2)
    for key in "abca":
        answers.of(key, counted(asked, key, frame))
    assert asked == ["a", "b", "c", "a"], "a made room for c"


def test_columns_of_few_values_count_for_the_room_that_they_take() -> None:
    wide = pl.DataFrame({f"n{number}": [number] for number in range(50)})
    asked: list[str] = []
    answers = Answers(room=400_000)
    for key in "aba":
        answers.of(key, counted(asked, key, wide))
    assert asked == ["a", "b", "a"], "fifty columns take far more than their fifty numbers"


def test_an_answer_does_not_outlive_what_it_rests_on() -> None:
    store = Store()
    before = store.read("SELECT count(*) AS n FROM store.event")["n"].item()
    store.append(Event(kind="unit_changed", actor="test", at=sample.KNOWN_AT))
    assert store.read("SELECT count(*) AS n FROM store.event")["n"].item() == before + 1
    store.close()
