"""What a project's page tells of each approval: in the order of their days, late then, handed in late."""

from __future__ import annotations

from datetime import date

from portfolio import queries
from tests.reckoning.golden_approvals import a_repeated_approval_counts_once, approvals_out_of_order
from tests.reckoning.golden_forecasts import forecast_beyond_an_approval, forecast_lapsed
from tests.reckoning.replaying import replayed

TOLD = ("approval", "approved_on", "before_on", "due_on", "late_approval_days", "handed_on", "filed_late")


def test_each_approval_that_moved_the_due_day_in_the_order_of_their_days() -> None:
    """Handed in the other way round: the older one on 3 April, more than a month after its day, 20 days late."""
    ledger, view, _ = approvals_out_of_order()
    december, march, june = date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30)
    assert queries.adjustments(replayed(ledger), view).select(TOLD).rows() == [
        ("批1号", date(2025, 1, 20), december, march, 20, date(2025, 4, 3), True),
        ("批2号", date(2025, 2, 10), march, june, 0, date(2025, 3, 3), False),
    ]


def test_a_repeated_approval_is_told_once_as_first_handed_in() -> None:
    ledger, view, _ = a_repeated_approval_counts_once()
    assert queries.adjustments(replayed(ledger), view)["handed_on"].to_list() == [date(2025, 4, 3)]


def test_what_is_put_off_and_what_has_passed_have_lists_of_their_own() -> None:
    ledger, view, _ = forecast_beyond_an_approval()
    store = replayed(ledger)
    assert queries.postponed(store, view)["postponed_days"].to_list() == [61]
    assert queries.lapsed(store, view).is_empty()
    ledger, view, _ = forecast_lapsed()
    store = replayed(ledger)
    assert queries.lapsed(store, view)["forecast_past_days"].to_list() == [35]
    assert queries.postponed(store, view)["postponed_days"].to_list() == [61]
