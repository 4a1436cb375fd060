"""Asking in idle hours: once no page is being drawn, what the reader will most likely ask next is asked already.

It takes nothing from who waits: it begins when all has been quiet for a moment, asks one question at a time, and stops
before the next as soon as a page begins anywhere in the process.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

QUIET_S = 0.25
"""How long no page may have been drawn before anything is asked: between readers who click at once nothing is."""
HELD = 4
"""How many pages' afterthoughts wait at most; the oldest is forgotten."""


class Quiet:
    """Knows for how long no page has been drawn."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self._drawing = 0
        self._since = -QUIET_S

    @contextmanager
    def broken(self) -> Iterator[None]:
        """Nothing; while it lasts, a page is being drawn."""
        with self.changed:
            self._drawing += 1
        try:
            yield
        finally:
            with self.changed:
                self._drawing -= 1
                self._since = time.monotonic()
                self.changed.notify_all()

    def lasts(self) -> bool:
        """Whether it has been quiet for long enough."""
        return not self._drawing and time.monotonic() - self._since >= QUIET_S


PROCESS = Quiet()
"""All stores of a process share its cores."""


class Afterthoughts:
    """Questions that wait for a quiet moment, those of the newest page first; a thread is there only while some wait."""

    def __init__(self, quiet: Quiet = PROCESS) -> None:
        self._quiet = quiet
        self._waiting: deque[Iterator[Callable[[], object]]] = deque(maxlen=HELD)
        self._worker: threading.Thread | None = None
        self._closed = False

    def add(self, questions: Iterator[Callable[[], object]]) -> None:
        """Nothing; the questions are asked one by one in quiet moments, what nobody comes to is never asked."""
        with self._quiet.changed:
            if self._closed:
                return
            self._waiting.append(questions)
            if self._worker is None:
                # not a daemon, as the page's own thread is: one cut off inside the engine takes the process down with it
                self._worker = threading.Thread(target=self._ask_all, name="afterthought", daemon=False)
                self._worker.start()

    def _ask_all(self) -> None:
        try:
            while (question := self._next()) is not None:
                question()
        finally:
            with self._quiet.changed:
                if self._worker is threading.current_thread():
                    self._worker = None

    def _next(self) -> Callable[[], object] | None:
        """The next question, once it is quiet; None where none waits any more, and this thread may go."""
        with self._quiet.changed:
            while self._waiting and not self._over():
                if not self._quiet.lasts():
                    self._quiet.changed.wait(QUIET_S)
                elif (question := next(self._waiting[-1], None)) is not None:
                    return question
                else:
                    self._waiting.pop()
            self._worker = None
            return None

    def _over(self) -> bool:
        """Whether the store is closed, or the process about to end, which waits for its threads."""
        return self._closed or not threading.main_thread().is_alive()

    def close(self) -> None:
        """Nothing; no further question is asked, the one under way is waited for."""
        with self._quiet.changed:
            self._closed = True
            self._waiting.clear()
            worker = self._worker
            self._quiet.changed.notify_all()
        if worker is not None:
            worker.join()
