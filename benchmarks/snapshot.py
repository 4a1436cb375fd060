"""Prints what a snapshot costs to take and what a change of filter costs once it is held, on the committed library."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from portfolio import library, queries
from portfolio.model import View
from portfolio.store import Store

DATA = Path(__file__).resolve().parents[1] / "data"
ROUNDS = 15
DAY = date(2026, 11, 24)
KNOWN_AT = datetime(2026, 11, 24, 23, 59)
COUNTIES = ("421202", "421221", "421281")


def main() -> None:
    """Print a line a way of asking, in milliseconds, median of ROUNDS taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        shutil.copy(DATA / library.PARQUET, data)
        shutil.copytree(DATA / "library", data / "library")
        store = library.open_official(data, datetime(2026, 11, 1))
        measure(store)
        store.close()


def measure(store: Store) -> None:
    """Ask in turn on a day that has no snapshot yet and on one that has, and print the medians."""
    ways: dict[str, Callable[[int], object]] = {
        "a day not asked about": lambda turn: queries.project_state(store, _view(turn, turn)),
        "another filter": lambda turn: queries.project_state(store, _view(0, turn)),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS):
        for name, ask in ways.items():
            begun = perf_counter()
            ask(turn)
            taken[name].append(1000 * (perf_counter() - begun))
    for name, times in taken.items():
        print(f"{name:22} {median(times):8.1f} ms")
    before, after = (median(times) for times in taken.values())
    print(f"{'ratio':22} {before / after:8.1f}")


def _view(days_ago: int, turn: int) -> View:
    """A view of its own each turn, so that no answer kept from an earlier one is given."""
    chosen = (COUNTIES[turn % len(COUNTIES)], f"turn {turn}")
    return View(as_of=DAY - timedelta(days=days_ago), known_at=KNOWN_AT, counties=chosen)


if __name__ == "__main__":
    main()
