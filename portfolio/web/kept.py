"""What was made for a page and rests on nothing but its address and the ledger: made once, told to whoever asks next.

Kept by the page's data, view, address and reader, and by the thing's own name. Nothing else may go into it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from sys import getsizeof
from typing import TypeVar, cast
from weakref import WeakKeyDictionary

from portfolio.store import Store
from portfolio.web.frame import Frame
from portfolio.web.written import Written

Made = TypeVar("Made")
ROOM = 96 * 1024 * 1024
"""Bytes that are kept of one store's pages, as far as they can be told; the longest unused make room."""


class Kept:
    """The things made of one store. Safe to share between threads; of two that make the same, both keep theirs."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._held: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def of(self, key: Hashable, make: Callable[[], Made], size: Callable[[Made], int]) -> Made:
        """What is kept under `key`, else what `make` gives now, kept from then on."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return cast("Made", found[0])
        made = make()
        with self._lock:
            self._keep(key, made, size(made))
        return made

    def _keep(self, key: Hashable, made: object, size: int) -> None:
        if size > self._room or key in self._held:
            return
        self._held[key] = (made, size)
        self._size += size
        while self._size > self._room:
            _, (_, dropped) = self._held.popitem(last=False)
            self._size -= dropped


_STORES: WeakKeyDictionary[Store, Kept] = WeakKeyDictionary()
"""What is kept goes with the store that it was made of."""
_opening = threading.Lock()


def of(
    frame: Frame,
    name: Hashable,
    make: Callable[[], Made],
    size: Callable[[Made], int],
    rests_on: Hashable = None,
) -> Made:
    """What `make` gives, unless it was made before; `size` says how many bytes it takes.

    `name` is the thing's own on its page. `rests_on` is all that it rests on besides the ledger and the language,
    where that is less than the whole address.
    """
    with _opening:
        kept = _STORES.setdefault(frame.store, Kept())
    rests = rests_on or (frame.view, frame.filters, frame.reader)
    return kept.of((frame.page, name, frame.version, frame.language, rests), make, size)


def text(frame: Frame, name: str, make: Callable[[], str]) -> Written:
    """The HTML of `name` on this page, made by `make` unless it was made before."""
    return Written(of(frame, ("text", name), make, getsizeof))
