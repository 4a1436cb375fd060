"""The second reckoning against its worked examples, and over generated portfolios."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from portfolio.model import View
from tests.reckoning.example import Example
from tests.reckoning.golden import EXAMPLES
from tests.reckoning.ledger import Ledger, ledger_events
from tests.reckoning.portfolios import portfolios
from tests.reckoning.questions import answers


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_example(example: Callable[[], Example]) -> None:
    """Every answer worked by hand is what the reckoning says."""
    ledger, view, expected = example()
    found = answers(ledger, view)
    for question, rows in expected.items():
        if question == "state_counts":
            assert found[question] == rows
            continue
        for key, told in rows.items():
            row = found[question][key]
            assert {name: row[name] for name in told} == told


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_example_is_told(example: Callable[[], Example]) -> None:
    """Every worked example has a story."""
    assert example.__doc__


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_example_is_told_in_order(example: Callable[[], Example]) -> None:
    """No event is older than the one before it, so that a store may append them one by one."""
    ledger, _, _ = example()
    moments = [event.at for _, event, _ in ledger_events(ledger)]
    assert moments == sorted(moments)


@given(portfolios())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_generated_portfolio(portfolio: tuple[Ledger, View]) -> None:
    """Every generated portfolio is answered, and its figures hold together."""
    ledger, view = portfolio
    found = answers(ledger, view)
    leaves = [row for row in found["project_state"].values() if row["kind"] == "project"]
    late = found["late_by_county"].values()
    assert sum(row["project_count"] for row in late) == len(leaves)
    assert sum(row["late_count"] for row in late) == sum(row["late"] for row in leaves)
    assert all(_holds(row) for row in found["project_state"].values())


def _holds(row: dict[str, Any]) -> bool:
    """Whether the row keeps what no definition may break."""
    silent_green = row["state"] == "green" and row["reporting_overdue"]
    both = row["late"] and row["passed_unreported"]
    return not silent_green and not both and (row["year"] is None) == (row["last_period_on"] is None)
