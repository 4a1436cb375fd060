"""Writers of one process take turns; those who wait meanwhile are written together, in one transaction.

A transaction costs the same for one report as for twenty: a disk's or a database's word that it is stored. Each is stored
or refused by itself all the same: of several, one that is refused takes nobody with it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb

MOST = 32
"""How many are written together: the first of them waits for the last."""
Write = Callable[[duckdb.DuckDBPyConnection], int]
"""Writes one event inside a transaction and gives its number."""
Transact = Callable[[Callable[[duckdb.DuckDBPyConnection], list[int]]], list[int]]
"""Runs what writes several inside one transaction, tried again when another process was faster."""


@dataclass
class Waiting:
    """One who waits: what to write, then its number or why it was refused."""

    write: Write
    number: int | None = None
    fault: BaseException | None = None

    @property
    def answered(self) -> bool:
        """Whether somebody has written it, or tried."""
        return self.number is not None or self.fault is not None

    def answer(self) -> int:
        """Its number. Raises why it was refused."""
        if self.fault is not None:
            raise self.fault
        assert self.number is not None
        return self.number


class Turns:
    """Who writes next. Safe to share between threads."""

    def __init__(self) -> None:
        self._writing = threading.Lock()
        self._queue: deque[Waiting] = deque()

    def alone(self) -> threading.Lock:
        """Held by whoever writes, or must not be written beside."""
        return self._writing

    def together(self, write: Write, transact: Transact) -> int:
        """The number that `write` gives in a transaction that others may share. Raises what `write` does."""
        own = Waiting(write)
        self._queue.append(own)
        with self._writing:
            while not own.answered:
                first = [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]
                answer_all(first, transact)
        return own.answer()


def answer_all(waiting: list[Waiting], transact: Transact) -> None:
    """Answer each: who is not refused is stored, all of them in one transaction and in their order."""
    while waiting:
        written = Written(waiting)
        try:
            numbers = transact(written)
        except BaseException as fault:  # noqa: BLE001 - raised again by each whose it is
            for one in written.refused or waiting:
                one.fault = fault
            waiting = [one for one in waiting if not one.answered]
        else:
            for one, number in zip(waiting, numbers, strict=True):
                one.number = number
            return


class Written:
    """What several write, one after the other; `refused` is the one that could not be."""

    def __init__(self, waiting: Sequence[Waiting]) -> None:
        self._waiting = waiting
        self.refused: list[Waiting] = []

    def __call__(self, cursor: duckdb.DuckDBPyConnection) -> list[int]:
        """The number of each. Raises what the first that is refused does."""
        self.refused.clear()  # a transaction that lost a race is tried again
        numbers = []
        for one in self._waiting:
            try:
                numbers.append(one.write(cursor))
            except BaseException:
                self.refused.append(one)
                raise
        return numbers
