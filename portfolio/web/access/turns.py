"""Turns at what costs a core for a moment (comparing passwords): in threads of their own, and only so many wait.

A flood of sign-ins keeps these threads busy and nobody else: pages of who is signed in are answered by others.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from portfolio.model import PortfolioError

Answer = TypeVar("Answer")
AT_ONCE = 2
"""Each comparison takes 64 MB and a core."""
WAITING, WAITING_KNOWN = 12, 36
"""How many may be at it or wait for it, strangers and, of browsers that signed in before, all together."""
BUSY_S = 5
"""After how many seconds whoever is sent away may come again."""


@dataclass
class Turns:
    """One for a process."""

    waiting: int = 0
    _count: threading.Lock = field(default_factory=threading.Lock)
    _threads: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(AT_ONCE, thread_name_prefix="sign-in")
    )

    async def at(self, work: Callable[..., Answer], *arguments: object, known: bool = False) -> Answer:
        """What `work` gives, in its turn. PortfolioError sign_in_busy where too many wait already."""
        with self._count:
            if self.waiting >= (WAITING_KNOWN if known else WAITING):
                raise PortfolioError("sign_in_busy")
            self.waiting += 1
        going = self._threads.submit(work, *arguments)
        going.add_done_callback(self._done)  # whoever hangs up is waited for all the same
        return await asyncio.wrap_future(going)

    def _done(self, _: Future[Any]) -> None:
        with self._count:
            self.waiting -= 1


TURNS = Turns()
