"""What moved between two days: worked by hand, reckoned a second time, and asked of the store; all three are the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reckoning.golden_moved import EXAMPLES, Example
from tests.reckoning.moved import moved

EVERY = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))


@EVERY
def test_worked_example(example: Callable[[], Example]) -> None:
    ledger, earlier, later, name, told = example()
    rows = moved(ledger, earlier, later, name)
    assert {key: (row["part_moved"], row["whole_moved"], row["kind"]) for key, row in rows.items()} == told
    assert example.__doc__
