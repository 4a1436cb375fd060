"""What the tests of kept snapshots ask, and the reports that they send: a store beside one that takes all whole."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio.model import (
    Decision,
    Event,
    FundingEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
    Submission,
    View,
)
from portfolio.store import Store, opening, parts, snapshots
from tests import sample
from tests.test_snapshots import ASKED

LATER = sample.KNOWN_AT + timedelta(hours=1)
PROJECT, MEMBER = "09-05-12", "06-02"
"""A project that stands alone, and one of a group."""


def view(day: date = sample.AS_OF) -> View:
    return View(as_of=day, known_at=datetime(2027, 1, 1))


def answers(store: Store, asked: View | None = None) -> list[pl.DataFrame]:
    """What the store answers to everything, and every row of its snapshot's tables in one order."""
    asked = asked or view()
    told = [ask(store, asked) for ask in ASKED]
    known = store.knowledge(asked)
    with store._engine.cursor() as cursor:
        store._snapshots.prepare(cursor, asked, known)
        with store._snapshots.using(cursor, asked, known) as number:
            for table in [*snapshots.FILLED, *parts.MACROS]:
                rows = f"SELECT * EXCLUDE (snapshot_id) FROM {table} t WHERE t.snapshot_id = $1 ORDER BY ALL"
                told.append(cursor.execute(rows, [number]).pl())
    return told


def whole(store: Store, folder: Path, asked: View | None = None) -> list[pl.DataFrame]:
    """What a store answers that takes its snapshots whole, in memory."""
    copy = folder / "whole" / "whole.duckdb"
    shutil.rmtree(copy.parent, ignore_errors=True)
    copy.parent.mkdir()
    store.copy_to(copy)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "LARGE", 10**9)
        plain = Store(copy)
    assert not plain._snapshots.kept
    try:
        return answers(plain, asked)
    finally:
        plain.close()


def same(here: list[pl.DataFrame], there: list[pl.DataFrame]) -> bool:
    return all(one.equals(other) for one, other in zip(here, there, strict=True))


def takings(store: Store) -> tuple[int, int]:
    return store._snapshots.taken, store._snapshots.brought


def sent(store: Store, *entries: object, at: datetime = LATER) -> int:
    rows = [Submission(period_on=date(2026, 10, 31), file_name="later"), *entries]
    return store.append(Event(kind="report_submitted", actor="unit", at=at), rows)  # type: ignore[arg-type]


def decided(store: Store, *numbers: int, verdict: str = "accepted") -> None:
    for number in numbers:
        told = Decision.model_validate({"submission_id": number, "verdict": verdict, "reason": "核对"})
        store.append(Event(kind="report_decided", actor="reviewer", at=LATER), [told])


def entries(project: str, amount: int) -> list[object]:
    key = {"project_id": project, "period_on": date(2026, 10, 31)}
    money = {"planned_amount": amount * 3, "received_amount": amount * 2, "paid_amount": amount}
    return [
        FundingEntry(**key, source="county", **{name: Decimal(told) for name, told in money.items()}),
        ProgressEntry(**key, work_done_amount=Decimal(amount), physical_share=Decimal("0.4")),
        PlanEntry(**key, year=2026, planned_amount=Decimal(amount * 2)),
        StatusEntry(**key, stage="continuing"),
        MilestoneEntry(**key, milestone="completion", due_on=date(2026, 9, 1), reason="land"),
        ObstacleEntry(**key, obstacle="9", reason="funding", what="样例"),
    ]  # fmt: skip


def group_of(store: Store, project: str) -> str:
    found = store.read(
        "SELECT ancestor_ids[1] AS above FROM store.project WHERE project_id = $p", {"p": project}
    )
    return str(found["above"][0])
