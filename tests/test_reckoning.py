"""The second reckoning against its worked examples; tests/test_two_reckonings.py holds it against generated portfolios."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.reckoning.appending import ledger_events
from tests.reckoning.example import Example
from tests.reckoning.golden import EXAMPLES
from tests.reckoning.questions import answers


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_example(example: Callable[[], Example]) -> None:
    """Every answer worked by hand is what the reckoning says.

    And it is told: with a story, and in an order in which a store may append the events one by one.
    """
    ledger, view, expected = example()
    assert example.__doc__
    moments = [event.at for _, event, _ in ledger_events(ledger)]
    assert moments == sorted(moments)
    found = answers(ledger, view)
    for question, rows in expected.items():
        if question == "state_counts":
            assert found[question] == rows
            continue
        for key, told in rows.items():
            if told is None:
                assert key not in found[question]
                continue
            row = found[question][key]
            assert {name: row[name] for name in told} == told
