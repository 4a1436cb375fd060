"""What many questions of a ledger rest on is worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from portfolio.model import View

if TYPE_CHECKING:
    from .ledger import Ledger

Told = TypeVar("Told")


def once(reckon: Callable[[Ledger, View], Told]) -> Callable[[Ledger, View], Told]:
    """The same answer to all who ask of one ledger and view: many questions rest on it, and nobody changes it."""

    @wraps(reckon)
    def answer(ledger: Ledger, view: View) -> Told:
        key = (reckon.__qualname__, view)
        if key not in ledger.held:
            ledger.held[key] = reckon(ledger, view)
        told: Told = ledger.held[key]
        return told

    return answer
