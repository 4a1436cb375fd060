"""Money not yet paid: what it is called after two budget years, who lists its batches, and that nobody gains by a blank."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio import library, queries
from portfolio.model import (
    Account,
    AllocationBatch,
    Correction,
    CorrectionDecision,
    Event,
    FundingEntry,
    PortfolioError,
    Project,
    View,
)
from portfolio.queries import people
from tests.conftest import copy_library
from tests.reckoning import golden_unpaid
from tests.reckoning.comparison import comparison
from tests.reckoning.example import Example
from tests.reckoning.ledger import Ledger, known
from tests.reckoning.portfolios import portfolios
from tests.reckoning.replaying import replayed

PAID = "paid_amount"
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
    """The idle share of the owner's county is no better when a project's owner tells no payment, of whatever source.

    Of another county it may be: what a member does not say was paid stands with its group, whose county may be another.
    """
    ledger, view = portfolio
    owned = known(ledger, view).library.get(project)
    if owned is None:
        return
    with_payments, blank = (
        idle_shares(one, view).get(owned.county_code) for one in (ledger, without_payments(ledger, project))
    )
    assert blank is None or with_payments is None or blank >= with_payments - 5e-9


def idle_shares(ledger: Ledger, view: View) -> dict[str | None, float | None]:
    return {
        row["county_code"]: row["value"] for row in comparison(ledger, view) if row["comparison"] == "idle"
    }


def without_payments(ledger: Ledger, project: str) -> Ledger:
    """The same without a word about the project's payments, corrections of them too; a group's line is no owner's."""
    records = [record for one in ledger.events for record in one.records]
    if project in {record.parent_id for record in records if isinstance(record, Project)}:
        return ledger
    corrections = {one.event_id for one in ledger.events if any(_corrects(it, project) for it in one.records)}

    def blank(record: Any) -> Any:
        if not isinstance(record, FundingEntry) or record.project_id != project:
            return record
        cleared = tuple(name for name in record.cleared if name != PAID)
        return record.model_copy(update={PAID: None, "cleared": cleared})

    return Ledger(
        tuple(
            replace(one, records=tuple(map(blank, one.records)))
            for one in ledger.events
            if one.event_id not in corrections and not any(_decides(it, corrections) for it in one.records)
        )
    )


def _corrects(record: object, project: str) -> bool:
    """Whether it proposes another payment of the project."""
    return isinstance(record, Correction) and (record.project_id, record.field) == (project, PAID)


def _decides(record: object, corrections: set[int]) -> bool:
    """Whether it decides one of these corrections."""
    return isinstance(record, CorrectionDecision) and record.correction_id in corrections
