"""Answers kept and asked ahead: never stale, never asked twice, never another view's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import Event, View
from portfolio.store import Store, foresight
from portfolio.store.answers import Answers, taking
from portfolio.store.lines import AT_A_TIME
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
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


def test_a_small_library_is_not_read_into_room_for_a_million_rows(sample_store: Store) -> None:
    sizes = [
        len(chunk) for chunk in sample_store.read("SELECT range AS n FROM range(1000)")["n"].get_chunks()
    ]
    assert sum(sizes) == 1000 and max(sizes) <= AT_A_TIME


def test_an_answer_does_not_outlive_what_it_rests_on() -> None:
    store = Store()
    before = store.read("SELECT count(*) AS n FROM store.event")["n"].item()
    store.append(Event(kind="unit_changed", actor="test", at=sample.KNOWN_AT))
    assert store.read("SELECT count(*) AS n FROM store.event")["n"].item() == before + 1
    store.close()


def test_what_a_page_asked_of_one_view_is_asked_ahead_of_the_next(
    sample_store: Store, engine: list[tuple[str, View]], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = VIEW.model_copy(update={"counties": ("421221",)})
    with sample_store.asking_ahead("tested", VIEW):
        queries.state_count(sample_store, VIEW)
        queries.year_curve(sample_store, VIEW, 2026)
    engine.clear()
    monkeypatch.setattr(foresight, "PATIENCE_S", 20)
    with sample_store.asking_ahead("tested", other) as wait_for_answers:
        wait_for_answers()
        assert len(engine) == 2, "both are answered before the page goes on"
    told = queries.state_count(sample_store, other)
    assert sorted(engine, key=str) == [("FROM state_count", other), ("FROM year_curve", other)], (
        "and none twice"
    )
    assert set(told["county_code"]) == {"421221"}


def test_what_a_page_no_longer_asks_is_not_asked_ahead_any_more(
    sample_store: Store, engine: list[tuple[str, View]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "PATIENCE_S", 20)
    for year in (2024, 2025, 2026):
        view = VIEW.model_copy(update={"search": str(year)})
        engine.clear()
        with sample_store.asking_ahead("of a year", view) as wait_for_answers:
            wait_for_answers()
            queries.year_curve(sample_store, view, year)
    years = "the curve of the year before was asked ahead, of no other"
    assert engine == [("FROM year_curve", view)] * 2, years


def test_a_question_of_all_counties_is_asked_ahead_of_all_counties(
    sample_store: Store, engine: list[tuple[str, View]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no county is chosen, nothing tells it from one of the chosen county: it is told apart once one is."""
    monkeypatch.setattr(foresight, "PATIENCE_S", 20)

    def ask_page(search: str, counties: tuple[str, ...] | None) -> View:
        view = VIEW.model_copy(update={"search": search, "counties": counties})
        everywhere = view.model_copy(update={"counties": None})
        engine.clear()
        with sample_store.asking_ahead("of all counties", view) as wait_for_answers:
            wait_for_answers()
            queries.comparison(sample_store, everywhere)
        return everywhere

    ask_page("1", ("421221",))
    ask_page("2", None)
    everywhere = ask_page("3", ("421221",))
    assert engine == [("FROM comparison", everywhere)]


def test_a_page_does_not_wait_for_long_answers(sample_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    with sample_store.asking_ahead("tested slowly", VIEW):
        queries.state_count(sample_store, VIEW)
    monkeypatch.setattr(foresight, "PATIENCE_S", 0.05)
    monkeypatch.setattr(sample_store._foresight, "_ask", lambda *_, **__: answered.wait(20))
    with sample_store.asking_ahead("tested slowly", VIEW) as wait_for_answers:
        wait_for_answers()
        assert not answered.is_set(), "the question is still under way"
        answered.set()


def test_what_a_page_that_was_left_had_not_begun_to_ask_is_not_asked(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, begun = threading.Event(), list[str]()
    with sample_store.asking_ahead("left", VIEW):
        for ask in (queries.state_count, queries.coverage, queries.unreported, queries.unsourced):
            ask(sample_store, VIEW)

    def slowly(question: str, *_: object, **__: object) -> None:
        begun.append(question)
        answered.wait(20)

    monkeypatch.setattr(sample_store._foresight, "_ask", slowly)
    with pytest.raises(KeyboardInterrupt), sample_store.asking_ahead("left", VIEW):
        raise KeyboardInterrupt
    answered.set()
    sample_store._foresight._workers.submit(lambda: None).result(20)
    assert len(begun) <= foresight.WORKERS
