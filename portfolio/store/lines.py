"""Lines to the engine, kept open: each remembers plans of questions, since making a plan takes longer than the answer.

A plan of the engine with parameters is made anew each time it is used. So what changes from reader to reader (the
filters) stands in a table of the line's own, `asked`, from which the plan reads it, and the plan has no parameters.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import duckdb
import polars as pl

from portfolio.store.opening import keeps_plans

PLANS = 200
"""How many plans a line keeps; the longest unused make room."""
_NAMED = re.compile(r"\$(\w+)")


class Line:
    """One connection to the engine. Only one thread uses it at a time."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, planning: bool) -> None:
        self.cursor = cursor
        self._planning = planning
        self._plans: OrderedDict[str, int] = OrderedDict()
        self._made = 0
        self._told: dict[str, object] = {}
        if planning:
            cursor.execute("CREATE TEMP TABLE asked AS SELECT NULL::VARCHAR AS search")
            self._told["search"] = None

    def tell(self, parameters: Mapping[str, object]) -> None:
        """Nothing; what the next questions read of their parameters is set down. Not inside a transaction."""
        if not self._planning:
            return
        told = {name: held for name, held in parameters.items() if isinstance(held, str | list)}
        for name, held in told.items():
            if name not in self._told:
                kind = "VARCHAR[]" if isinstance(held, list) else "VARCHAR"
                self.cursor.execute(f"ALTER TABLE asked ADD COLUMN {name} {kind}")
                self._told[name] = None
        changed = {name: held for name, held in told.items() if self._told[name] != held}
        if changed:
            setting = ", ".join(f"{name} = ${name}" for name in changed)
            self.cursor.execute(f"UPDATE asked SET {setting}", changed)
            self._told |= changed

    def answer(self, question: str, parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question whose parameters were told."""
        if not self._planning:
            return self.cursor.execute(question, dict(parameters)).pl()
        text = _NAMED.sub(lambda found: _spoken(found[1], parameters[found[1]]), question)
        return self.cursor.execute(f"EXECUTE plan_{self._plan(text)}").pl()

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


def _spoken(name: str, held: object) -> str:
    """How a plan's text speaks of a parameter: texts and lists stand in `asked`, few numbers and days in the text."""
    if held is None:
        return "NULL"
    if isinstance(held, str | list):
        return f"(SELECT {name} FROM asked)"
    if isinstance(held, date):
        return f"DATE '{held.isoformat()}'"
    if isinstance(held, int):
        return str(int(held))
    raise TypeError(f"a question's ${name} cannot be {type(held).__name__}")


class Lines:
    """Gives out lines, one to a thread at a time, and keeps them for the next."""

    def __init__(self, engine: duckdb.DuckDBPyConnection, planning: bool = True) -> None:
        self._engine = engine
        self._planning = planning and keeps_plans(engine)
        self._idle: list[Line] = []
        self._closed = False
        self._lock = threading.Lock()

    @contextmanager
    def line(self) -> Iterator[Line]:
        """A line for as long as the block lasts; one that an error was met on is not used again."""
        with self._lock:
            line = self._idle.pop() if self._idle else None
        line = line or Line(self._engine.cursor(), self._planning)
        try:
            yield line
        except BaseException:
            line.cursor.close()
            raise
        with self._lock:
            if not self._closed:
                self._idle.append(line)
                return
        line.cursor.close()

    def close(self) -> None:
        """Nothing; idle lines are closed, those in use when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for line in idle:
            line.cursor.close()
