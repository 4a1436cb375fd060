"""What a process keeps open: one Store a workspace and data folder."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from portfolio import clock, demo, library, queries
from portfolio.cli import reader_language
from portfolio.cli.commands import tell_settled
from portfolio.codes import Added, Language
from portfolio.model import County, Edition, View
from portfolio.queries import reporting
from portfolio.store import Store
from portfolio.web.filters import Workspace

ROOT = Path(__file__).resolve().parents[2]


Progress = Callable[[float], None]
"""Told how much of a store is ready, from 0 to 1."""


def _official(folder: Path, _: Progress) -> Store:
    tell_settled(folder, reader_language())
    store = library.open_official(folder, clock.now())
    store.watch_clock()
    return store


OPENERS: dict[Workspace, Callable[[Path, Progress], Store]] = {
    "official": _official,
    "demo": demo.open_demo,
}
"""The workspaces there are, and how each is opened."""


class Stores:
    """The stores that this process holds open, each opened once, whoever asks first."""

    def __init__(self) -> None:
        self.open: dict[tuple[Workspace, Path], Store] = {}
        self._opening = {workspace: threading.Lock() for workspace in OPENERS}

    def opened(self, workspace: Workspace, folder: Path, progress: Progress) -> Store:
        """The store of the workspace in `folder`; a second reader waits while the first has it opened."""
        with self._opening[workspace]:
            if (workspace, folder) not in self.open:
                self.open[workspace, folder] = OPENERS[workspace](folder, progress)
            return self.open[workspace, folder]

    def close(self) -> None:
        """Close every store."""
        while self.open:
            self.open.popitem()[1].close()


_STORES = Stores()
"""One for the process: the ASGI app asks it before any page runs."""


def data_folder() -> Path:
    """The folder of the library and the stores: PORTFOLIO_DATA, else `data` beside app.py."""
    named = os.environ.get("PORTFOLIO_DATA")
    return Path(named).resolve() if named else ROOT / "data"


def _untold(_: float) -> None:
    """Take no notice: for a caller who shows no progress."""


def store(workspace: Workspace, progress: Progress = _untold) -> Store:
    """The open Store of `workspace`; one for the whole process, opened (the demonstration: built) by the first reader.

    `progress` is told how far that is.
    """
    return _STORES.opened(workspace, data_folder(), progress)


def close() -> None:
    """Close the stores as the server ends, so that each is whole in its file."""
    _STORES.close()


def is_open(workspace: Workspace) -> bool:
    """Whether the Store of `workspace` is open, so that `store` gives it at once."""
    return (workspace, data_folder()) in _STORES.open


def today(workspace: Workspace) -> date:
    """The latest day that may be asked about: the bureau's day, and in the demonstration none behind its own last."""
    return min(clock.today(), demo.LAST_DAY) if workspace == "demo" else clock.today()


def known_at(store: Store) -> datetime:
    """The last moment of the bureau's day, or of the newest event's day where that is later.

    A clock once set wrong, or the demonstration's own calendar, must not hide what was just appended.
    """
    ever = View(as_of=clock.today(), known_at=datetime.max)
    last_at = reporting.event_total(store, ever)["last_at"].item()
    newest = datetime.combine(last_at.date(), time.max) if last_at else datetime.min
    return max(clock.end_of_today(), newest)


def edition(store: Store, view: View) -> Edition:
    """The edition that answers the day asked about: which city, which document."""
    row = queries.edition(store, view).row(0, named=True)
    return Edition(**{name: row[name] for name in Edition.model_fields})


def counties(store: Store) -> tuple[County, ...]:
    """The counties of the edition in force, in its order."""
    rows = queries.counties(store, _today()).iter_rows(named=True)
    return tuple(County(**{name: row[name] for name in County.model_fields}) for row in rows)


def added(store: Store) -> Added:
    """The codes that editions bring, with their words."""
    by_codelist: dict[str, dict[Language, dict[str, str]]] = {}
    for row in queries.added_codes(store, _today()).iter_rows(named=True):
        names_of_codes = by_codelist.setdefault(row["codelist"], {"zh": {}, "en": {}})
        names_of_codes["zh"][row["code"]], names_of_codes["en"][row["code"]] = row["zh"], row["en"]
    return by_codelist


def earliest(store: Store) -> date | None:
    """The first day that may be asked about: the first on which any rule has a number of its own day.

    Not the plan's first day: it is the rules that a page needs to judge and to explain, and a bureau's next
    plan may begin later than the days it wants to look back on.
    """
    begins_on: date | None = queries.rules_begin(store, _today())["begins_on"][0]
    return begins_on


def _today() -> View:
    return View(as_of=clock.today(), known_at=clock.end_of_today())
