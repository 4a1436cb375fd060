"""Asked in idle hours: only when no page is drawn, never on and on, and never stale."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from portfolio import queries
from portfolio.model import Event, View
from portfolio.store import Store, afterthought, foresight
from portfolio.store.afterthought import Afterthoughts, Quiet
from tests import sample
from tests.conftest import ROOT

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
LIKELY = tuple(VIEW.model_copy(update={"counties": (code,)}) for code in ("421221", "421222"))
PATIENCE_S = 20


def until(met: Callable[[], bool]) -> bool:
    """Whether it was met within our patience."""
    end = time.monotonic() + PATIENCE_S
    while not met() and time.monotonic() < end:
        time.sleep(0.01)
    return met()


def idle() -> bool:
    """Whether nobody thinks any more."""
    return not any(thread.name == "afterthought" for thread in threading.enumerate())


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert until(idle), "an earlier test's pages are thought through"
    monkeypatch.setattr(afterthought, "QUIET_S", 0.01)


def noting(asked: list[str], *names: str) -> Iterator[Callable[[], object]]:
    yield from (partial(asked.append, name) for name in names)


def test_nothing_is_asked_while_a_page_is_drawn() -> None:
    quiet, asked = Quiet(), list[str]()
    later = Afterthoughts(quiet)
    with quiet.broken():
        later.add(noting(asked, "one", "two"))
        time.sleep(0.1)
        assert not asked
    assert until(lambda: asked == ["one", "two"]) and until(idle), "and then the thread is gone"


def test_a_page_that_begins_stops_what_is_not_begun() -> None:
    quiet, asked = Quiet(), list[str]()
    later = Afterthoughts(quiet)
    begun, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        begun.set()
        go_on.wait(PATIENCE_S)
        asked.append("under way")

    later.add(iter([slowly, *noting(asked, "next")]))
    assert begun.wait(PATIENCE_S)
    with quiet.broken():
        go_on.set()
        assert until(lambda: asked == ["under way"])
        time.sleep(0.1)
        assert asked == ["under way"]
    assert until(lambda: asked == ["under way", "next"]), "it goes on when all is quiet again"


def test_the_newest_page_comes_first_and_the_oldest_is_forgotten() -> None:
    quiet, asked = Quiet(), list[str]()
    later = Afterthoughts(quiet)
    with quiet.broken():
        for number in range(afterthought.HELD + 2):
            later.add(noting(asked, f"page {number}"))
    assert until(idle)
    assert asked == [f"page {number}" for number in range(afterthought.HELD + 1, 1, -1)]


def test_closing_waits_for_the_question_under_way_and_asks_no_other() -> None:
    quiet, asked = Quiet(), list[str]()
    later = Afterthoughts(quiet)
    begun = threading.Event()

    def slowly() -> None:
        begun.set()
        time.sleep(0.1)
        asked.append("under way")

    later.add(iter([slowly, *noting(asked, "next")]))
    assert begun.wait(PATIENCE_S)
    later.close()
    assert asked == ["under way"] and idle()
    later.add(noting(asked, "too late"))
    assert idle() and asked == ["under way"]


ENDING = """
import sys, threading, time
from pathlib import Path
from portfolio import queries
from portfolio.model import View
from portfolio.store import Store, afterthought
from tests import sample

afterthought.QUIET_S = 0.01
store = Store(Path(sys.argv[1]))
view = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
likely = [view.model_copy(update={"search": str(number)}) for number in range(100_000)]

def page():
    with store.asking_ahead("tested", view, likely):
        queries.project_state(store, view)

drawing = threading.Thread(target=page, daemon=True)
drawing.start()
drawing.join()
time.sleep(0.5)
"""


def test_a_process_that_ends_waits_for_no_more_than_the_question_under_way(own_copy: Path) -> None:
    """Drawn in a daemon, as Streamlit draws its pages."""
    told = subprocess.run(
        [sys.executable, "-c", ENDING, str(own_copy)], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (told.returncode, told.stderr) == (0, b"")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_question_that_fails_does_not_end_thinking() -> None:
    asked: list[str] = []
    later = Afterthoughts(Quiet())
    later.add(iter([lambda: 1 / 0]))
    assert until(idle)
    later.add(noting(asked, "another"))
    assert until(lambda: asked == ["another"])


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    store = Store(own_copy)
    yield store
    store.close()


def page(store: Store, view: View, likely: tuple[View, ...] = ()) -> None:
    with store.asking_ahead("tested", view, likely):
        queries.state_count(store, view)
        queries.coverage(store, view)
        queries.coverage(store, view.model_copy(update={"counties": None}))


def test_what_is_likely_to_be_asked_is_known_before(store: Store, engine: list[tuple[str, View]]) -> None:
    page(store, VIEW, LIKELY)
    assert until(idle)
    asked = {(name, view.counties) for name, view in engine}
    names = ("FROM state_count", "FROM coverage")
    assert asked == {(name, view.counties) for name in names for view in (VIEW, *LIKELY)}
    assert len(engine) == len(asked), "none twice"
    engine.clear()
    page(store, LIKELY[0])
    assert not engine
    assert set(queries.state_count(store, LIKELY[0])["county_code"]) == {"421221"}


def test_what_is_asked_of_all_counties_is_asked_once_for_each_other_filter(
    store: Store, engine: list[tuple[str, View]]
) -> None:
    here, there = LIKELY
    page(store, here, (there, here.model_copy(update={"sources": ("central",)})))
    assert until(idle)
    everywhere = [view.sources for name, view in engine if name == "FROM coverage" and view.counties is None]
    assert everywhere == [None, ("central",)], "for the other county it is the same"


def test_what_was_thought_before_an_event_is_asked_anew(store: Store, engine: list[tuple[str, View]]) -> None:
    page(store, VIEW, LIKELY)
    assert until(idle)
    engine.clear()
    store.append(Event(kind="unit_changed", actor="test", at=sample.KNOWN_AT))
    page(store, LIKELY[0])
    assert {view.counties for _, view in engine} >= {LIKELY[0].counties}


def test_nobody_who_draws_is_listened_to_by_an_afterthought(store: Store) -> None:
    page(store, VIEW, LIKELY)
    assert until(idle)
    known = store._foresight._remembered("tested", VIEW)
    assert len(known) == 2, "what the page asked, and nothing of the likely views"
    assert foresight._LISTENING.get() is None
