"""Locks that grow: some wrong tries are free, then each one more doubles the wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True)
class Lock:
    """How often a name was wrong in a row, when last, and from when on it may try again (seconds of the clock)."""

    count: int
    at: float
    until: float


@dataclass
class Locks:
    """After `free` wrong tries a name waits `first_s` seconds, after each further one twice as long, `longest_s` at most.

    A name that has not tried for `forgotten_s` seconds begins anew. Of more than `kept` names the longest unseen are
    forgotten, those that nobody waits for before the others. Safe to share between threads.
    """

    free: int
    first_s: float = 60
    longest_s: float = 60 * 60
    forgotten_s: float = 24 * 60 * 60
    kept: int = 10_000
    tick: Callable[[], float] = time.monotonic
    _locks: OrderedDict[Hashable, Lock] = field(default_factory=OrderedDict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, name: Hashable) -> int:
        """How many seconds `name` has to wait before it may try; 0 for none."""
        with self._turn:
            return self._wait_s(name)

    def take(self, name: Hashable) -> int:
        """0 where `name` may try, which is now counted as wrong; else how many seconds it has to wait.

        Counted before anything is compared, so that many tries at the same moment are no more than one after another.
        """
        with self._turn:
            if wait := self._wait_s(name):
                return wait
            at, before = self.tick(), self._locks.get(name)
            count = before.count + 1 if before and at - before.at < self.forgotten_s else 1
            self._locks[name] = Lock(count, at, at + self._delay_s(count))
            self._locks.move_to_end(name)
            self._make_room()
            return 0

    def forget(self, name: Hashable) -> None:
        """Forget that `name` has ever tried."""
        with self._turn:
            self._locks.pop(name, None)

    def forget_if(self, chosen: Callable[[Hashable], bool]) -> None:
        """Forget the names that are chosen."""
        with self._turn:
            for name in [name for name in self._locks if chosen(name)]:
                del self._locks[name]

    def held(self) -> list[tuple[Hashable, int, int]]:
        """Who has to wait now: name, how often it was wrong, and for how many seconds still."""
        with self._turn:
            waits = [(name, lock.count, self._wait_s(name)) for name, lock in self._locks.items()]
        return [one for one in waits if one[2]]

    def clear(self) -> None:
        """Forget that anybody has tried."""
        with self._turn:
            self._locks.clear()

    def _delay_s(self, count: int) -> float:
        doubled = min(count - self.free, 40)
        return 0 if doubled < 0 else min(self.first_s * 2**doubled, self.longest_s)

    def _wait_s(self, name: Hashable) -> int:
        lock = self._locks.get(name)
        return max(0, ceil(lock.until - self.tick())) if lock else 0

    def _make_room(self) -> None:
        while len(self._locks) > self.kept:
            at = self.tick()
            idle = (name for name, lock in self._locks.items() if lock.until <= at)
            del self._locks[next(idle, next(iter(self._locks)))]
