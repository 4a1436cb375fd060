"""The day: what the definitions say of one day and one state of knowledge, as frames that nobody changes.

SQL defines, the day holds, queries select and add. A page takes one Day when its run begins, so no two of its figures
can be of different moments. A frame is worked out when the first question asks for it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from weakref import WeakKeyDictionary

import polars as pl

from portfolio.model import View
from portfolio.store import Store
from portfolio.store.keeping import Knowledge, Part
from portfolio.store.parts import MACROS as PARTS
from portfolio.store.parts import with_those_read

HELD = 32
"""How many days a store's questions keep at most, the longest unused dropped: twelve months and a few days' wanderings."""
ROOM = 2 * 1024**3
"""Bytes of frames that the kept days may hold together; the newest is kept whatever it takes. A city's takes two million."""
TABLES = {
    "amount": "amount_now",
    "beside": "beside_now",
    "county": "county_now",
    "curve": "curve_now",
    "curve_paid": "curve_paid_now",
    "fact": "fact_now",
    "field": "field_now",
    "funding": "funding_now",
    "group": "group_now",
    "member": "member_now",
    "milestone": "milestone_now",
    "monthly": "monthly_now",
    "naming": "naming_now",
    "part": "part_now",
    "plan": "plan_now",
    "planned": "planned_now",
    "project": "project_now",
    "rules": "snapshot",
    "source": "source_now",
    "standing": "standing_now",
    "step": "step_now",
}
"""Name of a frame to the table whose rows it holds; the comment of the table's macro says what a row is."""
MACROS = {
    "below": "group_below",
    "closed_month": "closed_month",
    "counted": "counted_side",
    "held_milestone": "held_milestone",
    "held_obstacle": "held_obstacle",
    "judgement": "project_judgement",
    "matched": "matched_funding",
    "named": "named_project",
    "span": "project_span",
    "age": "report_age",
}
"""Name of a frame to the macro that gives its rows, worked out for this frame alone."""
YEARLY = frozenset({"curve", "curve_paid"})
"""Frames of one year."""
COMPARISON = "comparison"
"""The frame that says by which measures counties are compared: of no day, and the same on all."""


class Day:
    """What the definitions say of `as_of` with what was known by then, and of a large library of the counties read."""

    def __init__(self, store: Store, view: View, known: Knowledge) -> None:
        self.as_of = view.as_of
        self.known = known
        self._store, self._view = store, view
        self._frames: dict[tuple[str, int | None], pl.DataFrame] = {}
        self._reckoning = threading.Lock()

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name (a YEARLY one: of that year), in order of project; the same object to everyone."""
        key = (name, year)
        if key not in self._frames:
            with self._reckoning:
                if key not in self._frames:
                    self._frames[key] = self._reckoned(name, year)
        return self._frames[key]

    @property
    def size(self) -> int:
        """The bytes that its frames take so far."""
        return sum(int(frame.estimated_size()) for frame in list(self._frames.values()))

    def _reckoned(self, name: str, year: int | None) -> pl.DataFrame:
        if name == COMPARISON:
            return self._store.read("FROM comparison_measure() ORDER BY sort_order")
        table = TABLES.get(name, "")
        parts = with_those_read(table, year) if table in PARTS else []
        told = {} if year is None else {"of_year": year}
        return self._store.rows(_question(name), self._view, self.known, told, parts)

    def reckon(self) -> None:
        """Work out every frame that is not of one year now, so that none is left for whoever asks first."""
        for name in sorted({*TABLES, *MACROS, COMPARISON} - YEARLY):
            self.frame(name)

    def ask(self, question: str, *parts: str, **told: object) -> pl.DataFrame:
        """The answer to a question about this day (`$snapshot`) that is not kept; `told` fills what else it names.

        `parts` are the frames of TABLES that it reads and that are not always there.
        """
        needed: list[Part] = [(TABLES[name], None) for name in parts]
        return self._store.rows(question, self._view, self.known, told, needed)


def _question(name: str) -> str:
    if name in MACROS:
        return f"FROM {MACROS[name]}($snapshot) ORDER BY ALL"
    of_year = "AND t.year = $of_year" if name in YEARLY else ""
    return (
        f"SELECT * EXCLUDE (snapshot_id) FROM {TABLES[name]} t "
        f"WHERE t.snapshot_id = $snapshot {of_year} ORDER BY ALL"
    )


class Days:
    """The days of one store that are held; the longest unused make room."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Day] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, store: Store, view: View) -> Day:
        """The Day of the view's day and knowledge, and the counties that it asks to be read."""
        known = store.knowledge(view)
        key = (view.as_of, known, store.counties_read(view, known))
        with self._lock:
            if key not in self._held:
                self._held[key] = Day(store, view, known)
                while len(self._held) > HELD or (len(self._held) > 1 and self._size() > ROOM):
                    self._held.popitem(last=False)
            self._held.move_to_end(key)
            return self._held[key]

    def _size(self) -> int:
        return sum(day.size for day in self._held.values())


_OF: WeakKeyDictionary[Store, Days] = WeakKeyDictionary()
_MAKING = threading.Lock()


def day_of(store: Store, view: View) -> Day:
    """The Day on which the view's questions are answered; the same one to all who ask with the same knowledge."""
    with _MAKING:
        days = _OF.setdefault(store, Days())
    return days.of(store, view)


def month_days(store: Store, view: View, days: list[date]) -> list[Day]:
    """The same for each of several days."""
    return [day_of(store, view.model_copy(update={"as_of": one})) for one in days]
