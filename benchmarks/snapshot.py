"""Prints what a change of filter costs with a snapshot held and without, side by side, on the committed library."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, datetime
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


def main() -> None:
    """Nothing; prints a line a way of asking, in milliseconds, median of ROUNDS taken in turn."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        shutil.copy(DATA / library.PARQUET, data)
        shutil.copytree(DATA / "library", data / "library")
        store = library.open_official(data, datetime(2026, 11, 1))
        measure(store)
        store.close()


def measure(store: Store) -> None:
    """Nothing; asks in turn through the snapshot and through the bare macros and prints the medians."""
    counties = [("421202",), ("421221",), ("421281",)]
    ways: dict[str, Callable[[tuple[str, ...]], object]] = {
        "with a snapshot": lambda chosen: queries.project_state(store, _view(chosen)),
        "macros alone": lambda chosen: store.read(
            "FROM project_lit($day, $known_at, $counties)",
            {"day": DAY, "known_at": KNOWN_AT, "counties": list(chosen)},
        ),
    }
    taken: dict[str, list[float]] = {name: [] for name in ways}
    queries.project_state(store, _view(None))
    for turn in range(ROUNDS):
        for name, ask in ways.items():
            begun = perf_counter()
            ask(counties[turn % len(counties)])
            taken[name].append(1000 * (perf_counter() - begun))
    for name, times in taken.items():
        print(f"{name:18} {median(times):8.1f} ms")
    print(f"ratio              {median(taken['macros alone']) / median(taken['with a snapshot']):8.1f}")


def _view(counties: tuple[str, ...] | None) -> View:
    return View(as_of=DAY, known_at=KNOWN_AT, counties=counties)


if __name__ == "__main__":
    main()
