"""数据质量 counts as plain Python does: fields known, reports by month, on worked examples and generated portfolios."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store
from tests.reckoning import quality
from tests.reckoning.builders import a_project, a_view, morning, story
from tests.reckoning.example import Example
from tests.reckoning.golden import EXAMPLES
from tests.reckoning.ledger import Ledger
from tests.reckoning.portfolios import portfolios
from tests.reckoning.reported import milestone, stage, work
from tests.test_two_reckonings import replayed

COUNTS = ("expected_count", "reported_count", "sent_late_count", "unasked_count")


def of_fields(store: Store, view: View) -> dict[tuple[str, str], tuple[int, int]]:
    """The store's answer in the reckoning's shape."""
    rows = queries.completeness(store, view).iter_rows(named=True)
    return {
        (row["data_field"], row["county_code"]): (row["known_count"], row["project_count"]) for row in rows
    }


def of_months(store: Store, view: View) -> dict[tuple[str, date], tuple[int, ...]]:
    """The store's answer in the reckoning's shape."""
    rows = queries.month_coverage(store, view).iter_rows(named=True)
    return {(row["county_code"], row["month_on"]): tuple(row[name] for name in COUNTS) for row in rows}


def agree(store: Store, ledger: Ledger, view: View) -> None:
    """Nothing; both reckonings say the same, and the last closed month is the overview's."""
    assert of_fields(store, view) == quality.completeness(ledger, view)
    months = of_months(store, view)
    assert months == quality.month_coverage(ledger, view)
    closed = queries.calendar(store, view)["last_closed_on"].item()
    for row in queries.coverage(store, view).iter_rows(named=True):
        if row["project_count"]:
            told = months[row["county_code"], closed]
            assert told[:2] == (row["expected_count"], row["reported_count"])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_examples(example: Callable[[], Example]) -> None:
    ledger, view, _ = example()
    store = replayed(ledger)
    agree(store, ledger, view)
    store.close()


@given(portfolios())
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_generated_portfolios(portfolio: tuple[Ledger, View]) -> None:
    ledger, view = portfolio
    store = replayed(ledger)
    try:
        agree(store, ledger, view)
        whole = queries.completeness(store, view).filter(pl.col("county_code") == "*")
        for row in whole.iter_rows(named=True):
            listed = queries.field_missing(store, view, row["data_field"])
            assert listed["project_id"].n_unique() == listed.height == row["missing_count"]
    finally:
        store.close()


def test_a_month_skipped_stays_skipped_and_a_late_one_says_so() -> None:
    told = story(a_project("01-01"), a_project("01-02"))
    told.report(date(2025, 3, 31), work(date(2025, 3, 31), 10), work(date(2025, 3, 31), 10, project="01-02"))
    number = told.submit(date(2025, 4, 30), work(date(2025, 4, 30), 20), at=morning(date(2025, 5, 11)))
    told.decide(number, "accepted", morning(date(2025, 5, 12)))
    told.report(date(2025, 5, 31), work(date(2025, 5, 31), 30), work(date(2025, 5, 31), 30, project="01-02"))
    store, view = replayed(told.ledger()), a_view(date(2025, 6, 20))
    months = of_months(store, view)
    assert months["*", date(2025, 3, 31)] == (2, 2, 0, 0)
    assert months["*", date(2025, 4, 30)] == (2, 1, 1, 0)
    assert months["*", date(2025, 5, 31)] == (2, 2, 0, 0)
    rows = queries.month_rows(store, view, "2025-04").select("project_id", "reported", "sent_late").rows()
    assert rows == [("01-02", False, False), ("01-01", True, True)]
    store.close()


def test_nothing_is_expected_before_the_library_was_taken_nor_after_the_end() -> None:
    told = story(a_project("01-01"), a_project("01-02"))  # taken on 2024-09-01
    march, june = date(2025, 3, 31), date(2025, 6, 30)
    told.report(
        march, milestone(march, "completion", done_on=march - timedelta(days=3), done_precision="day")
    )
    told.report(june, stage(june, "suspended", project="01-02"), work(june, 5))
    store, view = replayed(told.ledger()), a_view(date(2025, 8, 20))
    months = of_months(store, view)
    assert months["*", date(2024, 6, 30)] == (0, 0, 0, 0)
    assert months["*", date(2024, 7, 31)][0] == 2, "asked for until 10 September, when the library had come"
    assert months["*", date(2025, 1, 31)][0] == 2
    assert months["*", date(2025, 3, 31)][0] == 1, "completed in March: nobody asks for March in April"
    assert months["*", date(2025, 6, 30)] == (0, 0, 0, 2), "a report that nobody expected stands apart"
    store.close()
