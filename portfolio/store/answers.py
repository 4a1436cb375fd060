"""Answers kept in memory: the same question of the same view and knowledge is asked of the engine once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import Future

import polars as pl

ROOM = 512 * 1024 * 1024
"""Bytes of frames that are kept; the longest unused make room."""
A_COLUMN = 5_000
"""Bytes that a column of a frame takes beside its values, however few: the room that it was read into, and its own parts.

Measured on small answers, of which a process keeps thousands; their values alone are a fiftieth of it.
"""


class Answers:
    """Frames by what was asked. Safe to share between threads: of two that ask at once, one asks and both are told."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._held: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()
        self._asked: dict[Hashable, Future[pl.DataFrame]] = {}
        self._size = 0
        self._lock = threading.Lock()

    def of(self, key: Hashable, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The answer kept under `key`, else what `ask` gives now, kept from then on.

        `key` names all that the answer rests on, the ledger's state among it: an answer never goes stale, it
        is only no longer asked for.
        """
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return found
            waiting = self._asked.get(key)
            mine: Future[pl.DataFrame] = Future()
            if waiting is None:
                self._asked[key] = mine
        return waiting.result() if waiting is not None else self._answered(key, ask, mine)

    def _answered(
        self, key: Hashable, ask: Callable[[], pl.DataFrame], told: Future[pl.DataFrame]
    ) -> pl.DataFrame:
        """The answer, asked now; who waits for `told` is given it, or the error it ended in."""
        try:
            answer = ask()
        except BaseException as error:
            with self._lock:
                del self._asked[key]
            told.set_exception(error)
            raise
        with self._lock:
            self._keep(key, answer)
            del self._asked[key]
        told.set_result(answer)
        return answer

    def _keep(self, key: Hashable, answer: pl.DataFrame) -> None:
        size = taking(answer)
        if size > self._room or key in self._held:
            return
        self._held[key] = answer
        self._size += size
        while self._size > self._room:
            _, dropped = self._held.popitem(last=False)
            self._size -= taking(dropped)


def taking(frame: pl.DataFrame) -> int:
    """The bytes that a frame takes while it is kept."""
    return int(frame.estimated_size()) + frame.width * A_COLUMN


def parameters_key(parameters: Mapping[str, object]) -> Hashable:
    """The parameters of a question as something that can be compared: lists as tuples, in name order."""
    spoken = ((name, tuple(held) if isinstance(held, list) else held) for name, held in parameters.items())
    return tuple(sorted(spoken, key=lambda pair: pair[0]))
