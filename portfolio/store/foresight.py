"""Asking ahead: what a page asked of one view it will ask of the next, so its questions are asked while it is drawn.

The engine works outside Python's lock, but takes it for a moment after each step of a question: while a page draws, every
step waits for that. So a page draws what rests on no answer, then waits until its questions are answered, then draws the
rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

import duckdb

from portfolio.model import View
from portfolio.store.keeping import Knowledge

WORKERS = 2
"""How many questions are asked ahead at once."""
PATIENCE_S = 0.5
"""How long a page waits at most for what was asked ahead; of a large library its first answers are drawn sooner."""
DIFFERENT = {"as_of", "counties"}
"""In what a question's view may differ from the page's, and still be asked ahead."""


@dataclass(frozen=True)
class Asked:
    """A question as it was asked, and in what its view differed from the page's."""

    question: str
    different: tuple[tuple[str, object], ...]
    more: tuple[tuple[str, object], ...]

    def of(self, view: View) -> View:
        """The view that the question is asked of where the page's is `view`."""
        return view.model_copy(update=dict(self.different))


@dataclass
class Listening:
    """One run of a page: its view, what was known when it began, and what it has asked so far."""

    view: View
    known: Knowledge
    version: int
    store: object
    heard: list[Asked] = field(default_factory=list)


_LISTENING: ContextVar[Listening | None] = ContextVar("portfolio_listening", default=None)


class Foresight:
    """Remembers by name what was asked last, and asks it ahead with `ask`."""

    def __init__(self, ask: Callable[..., object], begin: Callable[[View], tuple[Knowledge, int]]) -> None:
        self._ask = ask
        self._begin = begin
        self._known: dict[tuple[str, bool], tuple[Asked, ...]] = {}
        self._workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="foresight")
        self._runs: dict[int, Listening] = {}

    @contextmanager
    def asking_ahead(self, name: str, view: View) -> Iterator[Callable[[], None]]:
        """What waits for the answers; while it lasts, what was asked under `name` is asked of `view`, and remembered.

        The whole run is answered from what was known when it began: a report accepted meanwhile cannot give one
        figure of a page and not the other. A run that ends early leaves what was remembered before.
        """
        known, version = self._begin(view)
        run = Listening(view, known, version, self)
        token = _LISTENING.set(run)
        self._runs[id(run)] = run
        ahead: list[Future[None]] = []
        try:
            for asked in self._remembered(name, view):
                ahead.append(self._workers.submit(copy_context().run, self._ahead_of, run, asked))
            yield partial(_wait, ahead)
            self._known[name, view.counties is None] = tuple(dict.fromkeys(run.heard))
        finally:
            for question in ahead:  # of a page that was left; the next one's must not wait behind them
                question.cancel()
            del self._runs[id(run)]
            _LISTENING.reset(token)

    def _remembered(self, name: str, view: View) -> tuple[Asked, ...]:
        """What was asked last under the name.

        Told apart by whether counties are chosen: only then is it known which questions are of all counties anyhow.
        """
        whole = view.counties is None
        return self._known.get((name, whole)) or self._known.get((name, not whole), ())

    def _ahead_of(self, run: Listening, asked: Asked) -> None:
        # answered from what the run knows, and not remembered as what the page asked: it may never ask it again
        _LISTENING.set(replace(run, heard=[]))
        # the page asks again itself and meets the same error, where it is told
        with suppress(duckdb.Error):
            self._ask(asked.question, asked.of(run.view), **dict(asked.more))

    def standing(self) -> Listening | None:
        """The run of this store that the caller stands in, if any."""
        run = _LISTENING.get()
        return run if run is not None and run.store is self else None

    def knowledges(self) -> set[Knowledge]:
        """What was known when the runs began that are going on: they ask for no other."""
        return {run.known for run in list(self._runs.values())}

    def close(self) -> None:
        """Nothing; what was not begun is not asked any more, what was is waited for."""
        self._workers.shutdown(cancel_futures=True)


def _wait(ahead: Sequence[Future[None]]) -> None:
    """Nothing; the questions are answered by then, or it took too long."""
    wait(ahead, PATIENCE_S)


def hear(question: str, view: View, more: Mapping[str, object]) -> None:
    """Nothing; a run that is listened to remembers that it asked this."""
    run = _LISTENING.get()
    if run is None:
        return
    names = View.model_fields if view != run.view else ()
    different = {
        name: getattr(view, name) for name in names if getattr(view, name) != getattr(run.view, name)
    }
    if different.keys() <= DIFFERENT and all(
        isinstance(told, str | int | tuple | date) for told in more.values()
    ):
        run.heard.append(Asked(question, tuple(different.items()), tuple(more.items())))
