"""The day: one value, one state of knowledge, the same frames to everyone."""

from __future__ import annotations

import gc
import shutil
import threading
import weakref
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from portfolio import queries
from portfolio.day import Days, day_of, days
from portfolio.day.days import MOST_DAYS
from portfolio.day.reckoning import Reckoning
from portfolio.model import View
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT.replace(year=2027))


@pytest.fixture
def store(own_copy: Path) -> Store:
    return Store(own_copy)


def test_a_day_is_the_same_to_all_who_ask_until_something_happens(store: Store) -> None:
    day = day_of(store, VIEW)
    filtered = VIEW.model_copy(update={"counties": ("421221",)})
    assert day_of(store, filtered) is day and day.frame("project") is day.frame("project")
    sample.report(store, date(2026, 9, 30), list(sample.late_example()))
    assert day_of(store, VIEW) is not day
    store.close()


def test_a_run_that_names_its_newest_event_is_answered_without_what_came_later(store: Store) -> None:
    """The report moves the days of a project of 嘉鱼; who began before it still counts without it."""
    begun = VIEW.model_copy(update={"newest_event": store.version()})
    before = queries.milestones(store, begun)
    sample.report(store, date(2026, 9, 30), list(sample.late_example()))
    assert queries.milestones(store, begun).equals(before)
    assert not queries.milestones(store, VIEW).equals(before)
    store.close()


def test_of_many_who_ask_at_once_one_reckons(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = Reckoning.frame

    def noted(of: Reckoning, name: str, year: int | None = None) -> pl.DataFrame:
        asked.append(name)
        return real(of, name, year)

    monkeypatch.setattr(Reckoning, "frame", noted)
    day = day_of(store, VIEW.model_copy(update={"as_of": date(2026, 3, 31)}))
    gate = threading.Barrier(6)

    def ask() -> None:
        gate.wait()
        day.frame("milestone")

    readers = [threading.Thread(target=ask) for _ in range(6)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert asked == ["milestone"]
    store.close()


def test_the_longest_unused_days_make_room(store: Store) -> None:
    held = Days(store)
    first = held.of(VIEW)
    for number in range(1, MOST_DAYS):
        held.of(VIEW.model_copy(update={"as_of": sample.AS_OF - timedelta(days=number)}))
    assert held.of(VIEW) is first
    for number in range(MOST_DAYS, 2 * MOST_DAYS):
        held.of(VIEW.model_copy(update={"as_of": sample.AS_OF - timedelta(days=number)}))
    assert held.of(VIEW) is not first
    store.close()


def test_days_make_room_by_what_they_hold(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    held = Days(store)
    first = held.of(VIEW)
    first.frame("project")
    monkeypatch.setattr(days, "DAYS_BYTES", first.size)
    march, february = (
        VIEW.model_copy(update={"as_of": day}) for day in (date(2026, 3, 31), date(2026, 2, 28))
    )
    second = held.of(march)
    second.frame("project")
    assert held.of(VIEW) is first
    held.of(february)
    assert held.of(VIEW) is first, "the day used last stays"
    assert held.of(march) is not second
    store.close()


def test_a_day_that_let_go_of_its_tables_answers_as_before(store: Store) -> None:
    held = Days(store)
    first = held.of(VIEW)
    before = first.frame("milestone")
    for number in range(1, days.WITH_TABLES + 2):
        held.of(VIEW.model_copy(update={"as_of": sample.AS_OF - timedelta(days=number)})).frame("day")
    assert first._made is None and first.frame("milestone") is before
    assert first.ask("FROM milestone_now ORDER BY ALL").equals(before)
    store.close()


def test_no_day_outlives_its_store(store: Store) -> None:
    copy = Store(Path(shutil.copy(store.path, store.path.with_name("gone.duckdb"))))
    day_of(copy, VIEW).frame("project")
    gone = weakref.ref(copy)
    copy.close()
    del copy
    gc.collect()
    assert gone() is None
    store.close()


def test_a_day_whose_store_was_closed_answers_as_before(own_copy: Path, tmp_path: Path) -> None:
    other = Store(Path(shutil.copy(own_copy, tmp_path / "other.duckdb")))
    store = Store(own_copy)
    day = day_of(store, VIEW)
    day.reckon()
    store.close()
    still_open = day_of(other, VIEW)
    for name in ("project", "amount", "milestone", "standing", "monthly", "span"):
        assert day.frame(name).equals(still_open.frame(name)), name
    other.close()
