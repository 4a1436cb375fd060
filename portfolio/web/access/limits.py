"""How often somebody may try: from one address in a while, and at one sign-in name before it is locked for a while."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Limit:
    """At most `most` tries in `while_s` seconds a name; of more than `kept` names the longest unseen are forgotten."""

    most: int
    while_s: float
    kept: int = 10_000
    tick: Callable[[], float] = time.monotonic
    _tries: OrderedDict[str, list[float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, name: str) -> int:
        """How many seconds `name` has to wait before it may try; 0 for none."""
        with self._lock:
            tries = self._recent(name)
            return 0 if len(tries) < self.most else self._wait_s(tries)

    def take(self, name: str) -> int:
        """0 where `name` may try, which is now counted; else how many seconds it has to wait.

        Counted before anything is compared, so that many tries at the same moment are not more than `most`.
        """
        with self._lock:
            tries = self._recent(name)
            if len(tries) >= self.most:
                return self._wait_s(tries)
            self._tries[name] = [*tries, self.tick()]
            self._tries.move_to_end(name)
            while len(self._tries) > self.kept:
                self._tries.popitem(last=False)
            return 0

    def forget(self, name: str) -> None:
        """Forget that `name` has ever tried."""
        with self._lock:
            self._tries.pop(name, None)

    def clear(self) -> None:
        """Forget that anybody has tried."""
        with self._lock:
            self._tries.clear()

    def _wait_s(self, tries: list[float]) -> int:
        return int(self.while_s - (self.tick() - tries[0])) + 1

    def _recent(self, name: str) -> list[float]:
        since = self.tick() - self.while_s
        return [at for at in self._tries.get(name, []) if at > since]
