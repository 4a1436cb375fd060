"""Answers to questions that were asked before, of one state of the ledger each."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping

import polars as pl

MOST = 256
"""How many answers stay, the longest unused dropped: a page asks the same ten at every change of a filter."""
LARGEST_BYTES = 1_000_000
"""An answer that takes more does not stay."""


class Answers:
    """The newest answers by question, version and parameters. Safe to share between threads."""

    def __init__(self) -> None:
        self._by_question: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()
        self._lock = threading.Lock()

    def of(
        self,
        question: str,
        version: int,
        parameters: Mapping[str, object],
        ask: Callable[[str, Mapping[str, object]], pl.DataFrame],
    ) -> pl.DataFrame:
        """The answer as it was given at this version of the ledger; `ask` gives it otherwise."""
        key = (question, version, _comparable(parameters))
        with self._lock:
            if key in self._by_question:
                self._by_question.move_to_end(key)
                return self._by_question[key]
        answer = ask(question, parameters)
        if answer.estimated_size() <= LARGEST_BYTES:
            with self._lock:
                self._by_question[key] = answer
                while len(self._by_question) > MOST:
                    self._by_question.popitem(last=False)
        return answer


def _comparable(parameters: Mapping[str, object]) -> Hashable:
    """The parameters of a question as something that can be compared: lists as tuples."""
    return tuple((name, tuple(told) if isinstance(told, list) else told) for name, told in parameters.items())
