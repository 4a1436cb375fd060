"""One Day, the Days that are held, and from what each is made."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from weakref import WeakKeyDictionary, proxy

import polars as pl

from portfolio.day import files, finals
from portfolio.day.forward import Forwarded, only_reports
from portfolio.day.frames import NAMES
from portfolio.day.reckoning import Counties, Reckoning, Tables
from portfolio.day.unchanged import Unchanged, is_unchanged
from portfolio.model import FinalFrame, View
from portfolio.store import Store, opening

MOST_DAYS = 32
"""How many days a store's questions keep at most, the longest unused dropped: twelve months and a few days' wanderings."""
WITH_TABLES = 4
"""How many of these keep the tables under their frames too, five megabytes a city's: what else they are asked is rare."""
FINALS = 14
"""How many final months are kept beside them: a year's and two to compare."""
DAYS_BYTES = 2 * 1024**3
"""Bytes of frames that the kept days may hold together; the newest is kept whatever it takes. A city's takes two million."""

Key = tuple[date, int, Counties]
"""The day asked about, the newest event known, the counties read."""


class Day:
    """What the definitions say of `as_of` with the events up to `newest_event`, and of a large library of the counties."""

    def __init__(self, key: Key, tables: Callable[[], Tables], ground: Day | None = None) -> None:
        """`tables` is called once, when a frame is first asked for; `ground` is the day of before that this one rests on."""
        self.as_of, self.newest_event, self.counties = key
        self.ground = ground
        self._make = tables
        self._made: Tables | None = None
        self._frames: dict[tuple[str, int | None], pl.DataFrame] = {}
        self._reckoning = threading.RLock()

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name (a yearly one: of that year), in order of project; the same object to everyone."""
        key = (name, year)
        if key not in self._frames:
            with self._reckoning:
                if key not in self._frames:
                    self._frames[key] = self._tables().frame(name, year)
        return self._frames[key]

    def passing(self, name: str) -> pl.DataFrame:
        """The frame of that name, which is not kept if it was not: a nation's are gigabytes together."""
        with self._reckoning:
            return self.frame(name) if (name, None) in self._frames else self._tables().frame(name)

    @property
    def begun(self) -> bool:
        """Whether any of it was worked out."""
        return self._made is not None or bool(self._frames)

    def release(self) -> None:
        """Let go of the tables under the frames, unless they are asked just now; whoever needs them makes them anew."""
        if self._reckoning.acquire(blocking=False):
            self._made = None
            self._reckoning.release()

    @property
    def size(self) -> int:
        """The bytes that its frames take so far."""
        return sum(int(frame.estimated_size()) for frame in list(self._frames.values()))

    def reckon(self) -> None:
        """Work out every frame that is not of one year now, so that none is left for whoever asks first."""
        for name in NAMES:
            self.frame(name)

    def ask(self, question: str, *frames: str, **parameters: object) -> pl.DataFrame:
        """The answer to a question about this day that is not kept; `parameters` fills its `$name`s.

        `frames` are those of FURTHER that it reads.
        """
        with self._reckoning:
            return self._tables().ask(question, frames, parameters)

    def _tables(self) -> Tables:
        if self._made is None:
            self._made = self._make()
        return self._made


class Days:
    """The days of one store that are held; the longest unused make room."""

    def __init__(self, store: Store) -> None:
        self._store: Store = proxy(store)  # whoever drops the store drops its days
        self._held: OrderedDict[Key, Day] = OrderedDict()
        self._finals: OrderedDict[int, Day] = OrderedDict()
        self._lock = threading.Lock()
        self._preparing = threading.Lock()

    def of(self, view: View) -> Day:
        """The Day of the view's day and knowledge, and the counties that it asks to be read."""
        newest = self._store.newest_known(view)
        with self._lock:
            if view.final is not None and (final_day := self._kept(view.final, view.as_of)):
                return final_day
            key = (view.as_of, newest, self._counties(view, newest))
            return self._held_or_made(key)

    def keep(self, as_of: date, newest_event: int) -> list[FinalFrame]:
        """The records of the frames of a whole day, once their files stand beside the store.

        Raises PortfolioError folder_unwritable.
        """
        with self._lock:
            day = self._held_or_made((as_of, newest_event, None))
        return list(finals.keep(self._store, day.passing, day.frame, is_large(self._store, newest_event)))

    def _kept(self, final: int, as_of: date) -> Day | None:
        """The day of a final month as it was kept; None where that is another day than the one asked about."""
        if final not in self._finals:
            rows = self._store.read("FROM final_row($final) WHERE final_id = $final", {"final": final})
            if rows.is_empty():
                return None
            key = (rows["as_of"].item(), int(rows["known_event"].item()), None)
            made = Day(key, lambda: finals.Kept(self._store, final, lambda: self._of_ledger(key)))
            self._finals[final] = made
            while len(self._finals) > FINALS or (
                len(self._finals) > 1 and sum(day.size for day in self._finals.values()) > DAYS_BYTES
            ):
                self._finals.popitem(last=False)[1].release()
        self._finals.move_to_end(final)
        day = self._finals[final]
        return day if day.as_of == as_of else None

    def _of_ledger(self, key: Key) -> Tables:
        return Reckoning.of_ledger(self._store, *key, self._store.added_since)

    def prepare(self, view: View) -> bool:
        """Whether there was anything to prepare: then the whole of the view's day stands in files, and is read from them."""
        newest = self._store.newest_known(view)
        if not is_large(self._store, newest):
            return False
        with self._preparing:
            files.sweep(self._store)
            files.arrange(self._store)
            folder = files.newest(self._store, view.as_of, newest)
            if folder is None or folder[0] < newest:
                self._write(view.as_of, newest)
        return True

    def _write(self, as_of: date, newest_event: int) -> None:
        key = (as_of, newest_event, None)
        with self._lock:
            day = self._held_or_made(key)
        folder = files.write(self._store, as_of, newest_event, day.passing)
        if folder:
            with self._lock:
                self._held[key] = self._in_files(as_of, newest_event, folder)

    def _held_or_made(self, key: Key) -> Day:
        if key not in self._held:
            self._held[key] = self._made(key)
            while len(self._held) > MOST_DAYS or (len(self._held) > 1 and self._size() > DAYS_BYTES):
                self._held.popitem(last=False)[1].release()
            for older in list(self._held.values())[:-WITH_TABLES]:
                older.release()
        self._held.move_to_end(key)
        return self._held[key]

    def _made(self, key: Key) -> Day:
        """A day that is worked out when it is first asked: from one of before, if it can be.

        A small library's where nothing changed; the whole of a large one also where reports did.
        """
        as_of, newest, counties = key
        if not is_large(self._store, newest):
            before = self._same(as_of, newest)
            if before:
                ground = before.ground or before
                return Day(key, lambda: Unchanged(self._store, as_of, newest, ground.frame), ground=ground)
        elif counties is None:
            before = self._before(as_of, newest)
            if before and before.newest_event == newest:
                return before
            if before and only_reports(self._store, as_of, before.newest_event, newest):
                span = (before.newest_event, newest)
                return Day(key, lambda: Forwarded(self._store, as_of, span, before.frame), ground=before)
        return Day(key, lambda: self._of_ledger(key))

    def _same(self, as_of: date, newest_event: int) -> Day | None:
        """The newest day of before whose figures are this one's too."""
        days = [day for day in self._held.values() if day.as_of == as_of and day.newest_event < newest_event]
        newest = max(days, key=lambda day: day.newest_event, default=None)
        if newest and is_unchanged(self._store, as_of, newest.newest_event, newest_event):
            return newest
        return None

    def _before(self, as_of: date, newest_event: int) -> Day | None:
        """The newest whole day that this one could rest on, itself at rest on none: one that is held, else one in files.

        Days that rested on one another would each keep the one before alive: gigabytes of a nation.
        """
        days = [
            day
            for day in self._held.values()
            if day.as_of == as_of and day.counties is None and day.begun and day.newest_event < newest_event
        ]
        newest = max(days, key=lambda day: day.newest_event, default=None)
        if newest:
            return newest.ground or newest
        prepared = files.newest(self._store, as_of, newest_event)
        if prepared is None:
            return None
        return self._in_files(as_of, *prepared)

    def _in_files(self, as_of: date, newest_event: int, folder: Path) -> Day:
        key = (as_of, newest_event, None)
        return Day(key, lambda: files.Prepared(self._store, as_of, newest_event, folder))

    def _counties(self, view: View, newest_event: int) -> Counties:
        """The counties whose projects must be read to answer the view; None for all, as always in a small library."""
        if (view.counties, view.projects, view.scope) == (None, None, None) or not is_large(
            self._store, newest_event
        ):
            return None
        counties = self._store.read(
            "FROM county_asked($as_of, $newest_event, $counties, $projects, $scope)",
            {
                "as_of": view.as_of,
                "newest_event": newest_event,
                "counties": _listed(view.counties),
                "projects": _listed(view.projects),
                "scope": _listed(view.scope),
            },
        )
        return tuple(sorted(counties["county_code"]))

    def _size(self) -> int:
        return sum(day.size for day in self._held.values())


def _listed(codes: tuple[str, ...] | None) -> list[str] | None:
    return None if codes is None else list(codes)


def is_large(store: Store, newest_event: int) -> bool:
    """Whether the library in force is so large that a day reads only the counties asked for."""
    counted = store.read("SELECT count(*) FROM library_row($newest_event)", {"newest_event": newest_event})
    return int(counted.item()) >= opening.LARGE


_OF: WeakKeyDictionary[Store, Days] = WeakKeyDictionary()
_MAKING = threading.Lock()


def days_of(store: Store) -> Days:
    """The days of that store that are held."""
    with _MAKING:
        return _OF.setdefault(store, Days(store))


def day_of(store: Store, view: View) -> Day:
    """The Day on which the view's questions are answered; the same one to all who ask with the same knowledge."""
    return days_of(store).of(view)


def month_days(store: Store, view: View, days: list[date]) -> list[Day]:
    """The same for each of several days; of a final month those as they were kept that were final by then."""
    return [day_of(store, finals.final_before(store, view, one)) for one in days]


def prepare(store: Store, view: View) -> bool:
    """Whether the view's day stands whole in files now; False for a small library, which needs none."""
    return days_of(store).prepare(view)
