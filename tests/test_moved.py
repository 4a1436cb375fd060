"""What moved between two days: worked by hand, reckoned a second time, and asked of the store; all three are the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import polars as pl
import pytest

from portfolio import codes
from portfolio.model import View
from portfolio.queries import moved as queries_moved
from portfolio.store import Store
from tests import sample
from tests.reckoning.golden_moved import EXAMPLES, Example
from tests.reckoning.moved import moved
from tests.reckoning.replaying import replayed

EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))


@EVERY
def test_worked_example(example: Callable[[], Example]) -> None:
    ledger, earlier, later, name, told = example()
    rows = moved(ledger, earlier, later, name)
    assert {key: (row["part_moved"], row["whole_moved"], row["kind"]) for key, row in rows.items()} == told
    assert example.__doc__


@EVERY
def test_the_store_says_the_same(example: Callable[[], Example]) -> None:
    """Each row's part and why; and the parts in the difference of the county's rate add up to that difference."""
    ledger, earlier, later, name, _ = example()
    store = replayed(ledger)
    rows = queries_moved.moved(store, earlier, later, name)
    told = {
        (row["county_code"], row["project_id"]): {
            key: row[key] for key in ("part_moved", "whole_moved", "kind")
        }
        for row in rows.iter_rows(named=True)
    }
    assert told == moved(ledger, earlier, later, name)
    adds_up(store, earlier, later, name)


def adds_up(store: Store, earlier: View, later: View, name: str) -> None:
    """Fail unless the differences of all rows of a county are the county's own, of both sides and of the rate."""
    rows = queries_moved.moved(store, earlier, later, name)
    sums = {
        row["county_code"]: row
        for row in queries_moved.moved_sums(rows)
        .group_by("county_code")
        .agg(pl.col("part_moved", "whole_moved", "effect").sum())
        .iter_rows(named=True)
    }
    for row in queries_moved.moved_figures(store, earlier, later, name).iter_rows(named=True):
        moved_by = sums.get(row["county_code"], {"part_moved": 0, "whole_moved": 0, "effect": 0.0})
        for side in ("part", "whole"):
            apart = (row[side] or 0) - (row[f"before_{side}"] or 0)
            assert apart == moved_by[f"{side}_moved"], (name, row["county_code"], side)
        if row["unit"] == "share" and None not in (row["value"], row["before_value"]):
            assert row["value"] - row["before_value"] == pytest.approx(moved_by["effect"], abs=3e-9)


def test_every_figure_of_a_city_adds_up(sample_store: Store) -> None:
    """Two months of the sample, of every comparison and county."""
    earlier = View(as_of=date(2026, 10, 11), known_at=datetime(2026, 10, 12))
    later = View(as_of=date(2026, 11, 11), known_at=sample.KNOWN_AT)
    for name in codes.labels("comparison", "zh"):
        adds_up(sample_store, earlier, later, name)
