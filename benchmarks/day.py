"""Prints what a city's day costs: the store opened, the day worked out, a page's questions on it, twelve months."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.national.preparing import accept_one_more
from portfolio import demo, queries
from portfolio.day import day_of
from portfolio.model import View
from portfolio.store import Store

ROUNDS = 9
LIMITS_MS = {
    "the store opened": 100,
    "a day nobody asked about": 500,
    "支出进度, first on a day": 700,
    "支出进度, after a report": 700,
    "twelve months": 1300,
}
"""What each may take in the median; another filter of a day that is held is bounded on the page, by benchmarks.pages."""


def main() -> None:
    """Print a table with a row a kind of work, in milliseconds, median of ROUNDS; what is over its limit is marked."""
    taken: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        demo.open_demo(Path(folder)).close()
        for _ in range(ROUNDS):
            for name, ms in measured(Path(folder) / demo.DEMO).items():
                taken.setdefault(name, []).append(ms)
    print("| work | ms |\n| --- | ---: |")
    for name, times in taken.items():
        ms = median(times)
        print(f"| {name} | {ms:.0f}{' (over)' if ms > LIMITS_MS.get(name, ms) else ''} |")


def measured(file: Path) -> dict[str, float]:
    """Milliseconds by kind of work on a store just opened, and of no day asked before."""
    spent = {"the store opened": _ms(lambda: Store(file).close())}
    store = Store(file)
    at = store.read("SELECT max(e.at) + INTERVAL 1 MINUTE AS moment FROM store.event e")["moment"].item()
    view = View(workspace="demo", as_of=demo.LAST_DAY, known_at=at)
    before = view.model_copy(update={"as_of": demo.LAST_DAY - timedelta(days=1)})
    filtered = view.model_copy(update={"counties": ("990001",)})
    spent["支出进度, first on a day"] = _ms(lambda: _spending(store, view))
    spent["支出进度, another filter"] = _ms(lambda: _spending(store, filtered))
    spent["a day nobody asked about"] = _ms(lambda: day_of(store, before).reckon())
    spent["twelve months"] = _ms(lambda: queries.comparison_history(store, view, "pacing"))
    known = day_of(store, view).newest_event
    accept_one_more(store, at)
    if day_of(store, view).newest_event == known:
        raise AssertionError("the report is not known")
    spent["支出进度, after a report"] = _ms(lambda: _spending(store, view))
    store.close()
    return spent


def _spending(store: Store, view: View) -> None:
    queries.pace(store, view)
    queries.pace_rows(store, view)


def _ms(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return 1000 * (perf_counter() - begun)


if __name__ == "__main__":
    main()
