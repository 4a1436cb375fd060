"""Money not yet paid: what it is called after two budget years, who lists its batches, and that nobody gains by a blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio import library, queries
from portfolio.model import Account, AllocationBatch, Event, FundingEntry, PortfolioError, View
from portfolio.queries import people
from tests.conftest import copy_library
from tests.reckoning import golden_unpaid
from tests.reckoning.comparison import comparison
from tests.reckoning.example import Example
from tests.reckoning.ledger import Ledger
from tests.reckoning.portfolios import portfolios
from tests.reckoning.replaying import replayed

AT = datetime(2026, 11, 2, 9)
BATCH = {
    "project_id": "06-01",
    "source": "special_bond",
    "document_number": "债1",
    "issued_on": date(2026, 3, 1),
}
ACCOUNTS = {
    "city": {"role": "reviewer"},
    "county": {"role": "reviewer", "county_code": "421281"},
    "leader": {"role": "leader"},
    "admin": {"role": "administrator"},
}


@pytest.mark.parametrize(
    ("example", "word"),
    [(golden_unpaid.two_budget_years, "carried"), (golden_unpaid.completed_with_old_money, "surplus")],
)
def test_what_is_left_after_two_budget_years_has_its_word(example: Callable[[], Example], word: str) -> None:
    """70 of what was received in 2024 is unpaid in 2026: 未竣工—结转, of a completed project 已竣工—结余待清理."""
    ledger, view, _ = example()
    row = queries.unpaid_rows(replayed(ledger), view).row(0, named=True)
    assert (row["two_year_unpaid_amount"], row["remainder"]) == (70, word)


def test_nothing_left_has_no_word() -> None:
    ledger, view, _ = golden_unpaid.old_money_by_batches()
    rows = queries.unpaid_rows(replayed(ledger), view)
    assert rows["remainder"].to_list() == [None] and rows["age_basis"].to_list() == ["batches"]


def test_batches_are_listed_by_the_city_and_not_by_those_who_are_ranked(tmp_path: Path) -> None:
    store = library.open_official(copy_library(tmp_path / "data"), AT)
    made = [Account(login=login, name=login, **told) for login, told in ACCOUNTS.items()]
    store.append(Event(kind="account_changed", actor="operator", at=AT), made)

    def listed(login: str, **told: str) -> int:
        reader = people.reader_of(store, login)
        event = Event(kind="batches_taken", actor=login, at=AT)
        return store.append(event, [AllocationBatch(amount=100, **BATCH | told)], by=reader)

    before = store.version()
    assert listed("city") == before + 1
    for login in ACCOUNTS.keys() - {"city"}:
        with pytest.raises(PortfolioError, match="not_allowed"):
            listed(login)
    with pytest.raises(ValueError, match="codelist source"):
        listed("city", source="lottery ticket")
    assert store.version() == before + 1 and store.broken_link() is None
    store.close()


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(portfolios(), st.sampled_from(("01-01", "01-02", "01-03")))
def test_nobody_gains_by_leaving_the_payment_blank(portfolio: tuple[Ledger, View], project: str) -> None:
    """The idle share of every county is no better when a project's owner tells no payment, of whatever source."""
    ledger, view = portfolio
    told, silent = idle_shares(ledger, view), idle_shares(without_payments(ledger, project), view)
    for county, share in silent.items():
        before = told[county]
        assert share is None or before is None or share >= before - 5e-9, county


def idle_shares(ledger: Ledger, view: View) -> dict[str, float | None]:
    return {
        row["county_code"]: row["value"] for row in comparison(ledger, view) if row["comparison"] == "idle"
    }


def without_payments(ledger: Ledger, project: str) -> Ledger:
    """The same without a word about the project's payments; a group's line is no owner's."""
    groups = {
        record.parent_id for one in ledger.events for record in one.records if hasattr(record, "parent_id")
    }

    def kept(record: object) -> object:
        if not isinstance(record, FundingEntry) or record.project_id != project or project in groups:
            return record
        cleared = tuple(name for name in record.cleared if name != "paid_amount")
        return record.model_copy(update={"paid_amount": None, "cleared": cleared})

    return Ledger(tuple(replace(one, records=tuple(map(kept, one.records))) for one in ledger.events))  # type: ignore[arg-type]
