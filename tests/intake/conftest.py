"""A ledger with a little history of three projects, and what one unit's October looks like in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from portfolio import library
from portfolio.intake import Context, context
from portfolio.model import (
    Assignment,
    Decision,
    Entry,
    Event,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
    Submission,
    Unit,
    View,
)
from portfolio.store import Store
from tests.conftest import copy_library

TAKEN_AT = datetime(2026, 1, 4, 9)
TODAY = date(2026, 12, 5)
VIEW = View(as_of=TODAY, known_at=datetime(2026, 12, 5, 12))
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)
MILLION = Decimal(1_000_000)


def accept(store: Store, period_on: date, entries: list[Entry], at: datetime) -> int:
    """The number of a report of U1 that was accepted at once."""
    sent = Submission(period_on=period_on, unit_code="U1", file_name="made-up.xlsx")
    number = store.append(Event(kind="report_submitted", actor="made-up unit", at=at), [sent, *entries])
    decided = Event(kind="report_decided", actor="made-up reviewer", at=at)
    store.append(decided, [Decision(submission_id=number, verdict="accepted")])
    return number


def settle(store: Store) -> None:
    """Let U1 answer for 06-01, 06-02 and 06-03, U2 for 06-04."""
    event = Event(kind="unit_changed", actor="operator", at=TAKEN_AT)
    store.append(event, [Unit(unit_code="U1", name="样例局"), Unit(unit_code="U2", name="另一局")])
    given = [Assignment(unit_code="U1", project_id=f"06-0{number}") for number in (1, 2, 3)]
    given.append(Assignment(unit_code="U2", project_id="06-04"))
    store.append(Event(kind="assignment_changed", actor="operator", at=TAKEN_AT), given)


def september() -> list[Entry]:
    """06-01: 100 million, 30 done, 20 paid of 30 received; 06-02: its stage; 06-03 never reported."""
    key = {"project_id": "06-01", "period_on": SEPTEMBER}
    return [
        StatusEntry(**key, stage="continuing"),
        InvestmentEntry(**key, amount=100 * MILLION, basis="feasibility", document_number="样1号"),
        ProgressEntry(**key, work_done_amount=30 * MILLION, physical_share=Decimal("0.3")),
        FundingEntry(
            **key,
            source="special_bond",
            planned_amount=50 * MILLION,
            received_amount=30 * MILLION,
            paid_amount=20 * MILLION,
        ),
        PlanEntry(**key, year=2026, planned_amount=60 * MILLION),
        MilestoneEntry(**key, milestone="start", due_on=date(2025, 3, 31), done_on=date(2025, 3, 10)),
        MilestoneEntry(**key, milestone="completion", due_on=date(2027, 6, 30), due_precision="month"),
        ObstacleEntry(**key, obstacle="1", reason="land", what="样例问题"),
        StatusEntry(project_id="06-02", period_on=SEPTEMBER, stage="preparation"),
    ]


def november() -> list[Entry]:
    """06-01 a month after October: 50 million done, half built."""
    key = {"project_id": "06-01", "period_on": NOVEMBER}
    return [ProgressEntry(**key, work_done_amount=50 * MILLION, physical_share=Decimal("0.5"))]


@pytest.fixture(scope="package")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Read it, do not write it: September and November accepted, October not reported."""
    store = library.open_official(copy_library(tmp_path_factory.mktemp("intake")), TAKEN_AT)
    settle(store)
    accept(store, SEPTEMBER, september(), datetime(2026, 10, 8, 9))
    accept(store, NOVEMBER, november(), datetime(2026, 12, 3, 9))
    yield store
    store.close()


@pytest.fixture(scope="package")
def october(ledger: Store) -> Context:
    """U1's October, between a September and a November that are accepted."""
    return context(ledger, VIEW, OCTOBER, "U1")
