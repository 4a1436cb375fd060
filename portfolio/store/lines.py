"""Lines to the engine, kept open: each remembers plans of questions, since making a plan takes longer than the answer.

A plan of the engine with parameters is made anew each time it is used, and so is one that is older than a change of the
tables of its line. So what changes from reader to reader (the filters) stands as a text in a table of the line's own,
`told`, from which the plan reads it: the plan has no parameters, and the table never changes its columns. And what the
filters let through is worked out once a view, and set down there for all its questions.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Set
from contextlib import contextmanager
from datetime import date, datetime

import duckdb
import polars as pl

from portfolio.model import FILTER_NAMES
from portfolio.store.opening import keeps_plans, statements

PLANS = 200
"""How many plans a line keeps; the longest unused make room."""
AT_ONCE = (os.cpu_count() or 1) + 1
"""How many lines there are at most where plans are kept: each makes plans of its own, and more would only share cores."""
UNPLANNED_AT_ONCE = 32
"""How many lines there are at most where no plan is kept: a long question must not hold up short ones."""
TELLINGS = 100
"""After how many changes of what a line was told the texts that nobody reads any more are cleared away."""
TEXTS = frozenset({"search"})
"""Filters that are no list."""
FILTERS = ", ".join(f"${name}" for name in FILTER_NAMES)
"""The filters and the scope as a macro's arguments."""
FILTERED = f"FROM filtered_told($snapshots, {FILTERS})"
"""What the filters let through, as one text."""
WORKED_OUT_BEFORE = frozenset(FILTER_NAMES) - {"sources"}
"""Filters that a question itself does not read once what they let through is set down: one plan does, set or not.

Sources also divide money; a plan for all of them is simpler than one for some.
"""
AT_A_TIME = 256
"""How many rows of an answer are read at a time where plans are kept: that much room is made, and kept with the answer."""
MANY_AT_A_TIME = 1_000_000
"""The same where answers are long."""
_NAMED = re.compile(r"\$(\w+)")


class Line:
    """One connection to the engine. Only one thread uses it at a time."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, planning: bool) -> None:
        self.cursor = cursor
        self.answered: set[Hashable] = set()
        self._planning = planning
        self._at_a_time = AT_A_TIME if planning else MANY_AT_A_TIME
        self._plans: OrderedDict[str, int] = OrderedDict()
        self._made = 0
        self._told: dict[str, object] = {}
        self._filtered: Hashable = None
        self._tellings = 0
        if planning:
            for statement in statements("line.sql"):
                cursor.execute(statement)

    def remember(self, likeness: Hashable) -> None:
        """Nothing; the line is known to have answered such a question; of very many, all are forgotten."""
        if len(self.answered) >= PLANS:
            self.answered.clear()
        self.answered.add(likeness)

    def tell(self, parameters: Mapping[str, object]) -> None:
        """Nothing; what the next questions read of their parameters is set down. Not inside a transaction."""
        if not self._planning:
            return
        told = {
            name: held
            for name, held in parameters.items()
            if isinstance(held, str | list) or name in FILTER_NAMES
        }
        if told != self._told:
            self._set_down("asked", json.dumps(told, ensure_ascii=False))
            self._told = told

    def filter(self, selection: Hashable, rows: Callable[[], pl.DataFrame]) -> None:
        """Nothing; the filters of the next questions let these `rows` through, an answer to FILTERED.

        `rows` is called only where the line does not hold this selection yet. Not inside a transaction.
        """
        if not self._planning or selection == self._filtered:
            return
        found = rows()
        self._filtered = None
        self._set_down("filtered", found["told"].item())
        self._filtered = selection

    def _set_down(self, column: str, text: str) -> None:
        self.cursor.execute(f"UPDATE temp.told SET {column} = $text", {"text": text})
        self._tellings += 1
        if self._tellings % TELLINGS == 0:
            self.cursor.execute("CHECKPOINT temp")

    def answer(self, question: str, parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question whose parameters were told."""
        if not self._planning:
            named = {name: parameters[name] for name in _NAMED.findall(question)}
            given = {name: list(held) if isinstance(held, tuple) else held for name, held in named.items()}
            return self.read(question, given)
        unset = frozenset() if question == FILTERED else WORKED_OUT_BEFORE
        text = _NAMED.sub(lambda found: _spoken(found[1], parameters[found[1]], unset), question)
        return self.read(f"EXECUTE plan_{self._plan(text)}")

    def read(self, question: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The answer to a question whose parameters come with it."""
        return taken(self.cursor.execute(question, parameters), self._at_a_time)

    def _plan(self, text: str) -> int:
        """The number of the plan for the text, made now if there is none."""
        if text not in self._plans:
            self.cursor.execute(f"PREPARE plan_{self._made} AS {text}")
            self._plans[text] = self._made
            self._made += 1
            if len(self._plans) > PLANS:
                _, unused = self._plans.popitem(last=False)
                self.cursor.execute(f"DEALLOCATE plan_{unused}")
        self._plans.move_to_end(text)
        return self._plans[text]


def taken(asked: duckdb.DuckDBPyConnection, at_a_time: int) -> pl.DataFrame:
    """The answer to what was asked last, as a frame, read `at_a_time` rows.

    Read as a stream: the engine's own way makes a table of pyarrow first, which for fifty columns of a small library
    takes longer than the answer. Raises duckdb.Error as that way does.
    """
    try:
        return pl.DataFrame(asked.to_arrow_reader(at_a_time))
    except pl.exceptions.PolarsError as refusal:
        raise duckdb.Error(str(refusal)) from refusal


def _spoken(name: str, held: object, as_if_set: Set[str]) -> str:
    """How a plan's text speaks of a parameter: texts and lists stand in `told`, few numbers and days in the text.

    Of those in `as_if_set` it speaks alike whether they are set or not.
    """
    if held is None and name not in as_if_set:
        return "NULL"
    if isinstance(held, str | list) or name in as_if_set:
        kind = "text" if isinstance(held, str) or name in TEXTS else "list"
        return f"asked_{kind}('{name}')"
    if isinstance(held, datetime):
        return f"TIMESTAMP '{held.isoformat(sep=' ')}'"
    if isinstance(held, date):
        return f"DATE '{held.isoformat()}'"
    if isinstance(held, int):
        return str(int(held))
    if isinstance(held, tuple):
        return f"[{', '.join(str(int(number)) for number in held)}]"
    raise TypeError(f"a question's ${name} cannot be {type(held).__name__}")


class Lines:
    """Gives out lines, one to a thread at a time, and keeps them for the next; who finds none left waits for one."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, planning: bool = True) -> None:
        self._engine = engine
        self._planning = planning and keeps_plans(engine)
        self._turns = threading.Semaphore(AT_ONCE if self._planning else UNPLANNED_AT_ONCE)
        self._idle: list[Line] = []
        self._closed = False
        self._lock = threading.Lock()

    @contextmanager
    def line(self, likeness: Hashable = None) -> Iterator[Line]:
        """A line for as long as the block lasts, never asked for inside another; after an error it is not used again.

        Of the idle ones that which answered this `likeness` before, so that a question finds its plan.
        """
        with self._turns:
            line = self._chosen(likeness) or Line(self._engine.cursor(), self._planning)
            try:
                yield line
            except BaseException:
                line.cursor.close()
                raise
            with self._lock:
                line.remember(likeness)
                if not self._closed:
                    self._idle.append(line)
                    return
            line.cursor.close()

    def _chosen(self, likeness: Hashable) -> Line | None:
        """The idle line to use, out of the idle ones; None where there is none."""
        with self._lock:
            if not self._idle:
                return None
            knowing = (line for line in reversed(self._idle) if likeness in line.answered)
            chosen = next(knowing, self._idle[-1])
            self._idle.remove(chosen)
            return chosen

    def close(self) -> None:
        """Nothing; idle lines are closed, those in use when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for line in idle:
            line.cursor.close()
