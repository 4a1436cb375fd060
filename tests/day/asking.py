"""What the tests of a large library's days ask, and the reports that they send: a store beside one that reckons all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import queries
from portfolio.day import day_of
from portfolio.day.frames import NAMES
from portfolio.model import (
    CorrectionDecision,
    Entry,
    Event,
    FundingEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
    View,
)
from portfolio.queries import reporting
from portfolio.store import Store, opening
from tests import reports, sample

OCTOBER = date(2026, 10, 31)
LATER = sample.KNOWN_AT + timedelta(hours=1)
PROJECT, MEMBER = "09-05-12", "06-02"
"""A project that stands alone, and one of a group."""
ASKED: tuple[Callable[[Store, View], pl.DataFrame], ...] = (
    queries.project_state,
    queries.milestones,
    queries.funding_rows,
    queries.total_amount,
    queries.county_amount,
    queries.category_amount,
    queries.funding_sum,
    queries.source_year,
    queries.county_delay,
    queries.coverage,
    queries.pace,
    queries.plan_years,
    queries.plan_missing,
    queries.unsourced,
    queries.public_summary,
    lambda store, view: queries.year_curve(store, view, 2026),
    lambda store, view: queries.milestone_standing(store, view, ["late", "warning"]),
    lambda store, view: reporting.followup_rows(store, view, OCTOBER),
)


def view(day: date = sample.AS_OF) -> View:
    """Everything, as known at the end of all that the tests do."""
    return View(as_of=day, known_at=datetime(2027, 1, 1))


def answers(store: Store, asked: View | None = None) -> list[pl.DataFrame]:
    """What the store answers to every question, and every frame of the day."""
    asked = asked or view()
    day = day_of(store, asked)
    frames = [day.frame(name) for name in NAMES]
    return [*(ask(store, asked) for ask in ASKED), *frames, day.frame("curve_paid", 2026)]


def reckoned_whole(store: Store, folder: Path, asked: View | None = None) -> list[pl.DataFrame]:
    """What a store answers to whom the same library is a small one."""
    copy = folder / "whole" / "whole.duckdb"
    shutil.rmtree(copy.parent, ignore_errors=True)
    copy.parent.mkdir()
    store.copy_to(copy)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(opening, "LARGE", 10**9)
        plain = Store(copy)
        found = answers(plain, asked)
    plain.close()
    return found


def same(here: list[pl.DataFrame], there: list[pl.DataFrame]) -> bool:
    """Whether two stores answered alike, to the order of rows."""
    return all(one.equals(other) for one, other in zip(here, there, strict=True))


def sent(store: Store, *entries: Entry, at: datetime = LATER) -> int:
    """The number of a report of October with these entries."""
    return reports.send(store, at, OCTOBER, *entries, actor="unit", file_name="later")


def decided(store: Store, *numbers: int, verdict: str = "accepted") -> None:
    """Decide these reports."""
    for number in numbers:
        reports.decide(store, LATER, number, verdict, "reviewer", reason="核对")


def mended(store: Store, report: int, amount: int) -> None:
    """Mend the report's work done, and accept that."""
    project, stated = store.read(
        "SELECT project_id, work_done_amount::VARCHAR FROM store.progress_entry WHERE event_id = $n",
        {"n": report},
    ).row(0)
    told = {"project_id": project, "entry": "progress_entry", "field": "work_done_amount"}
    number = store.append(
        Event(kind="correction_proposed", actor="reviewer", at=LATER),
        reports.correction(report, 0, stated, **told, value=f"{amount:.2f}"),
    )
    accepted = CorrectionDecision(correction_id=number, verdict="accepted")
    store.append(Event(kind="correction_decided", actor="city", at=LATER), [accepted])


def entries(project: str, amount: int) -> list[Entry]:
    """An entry of every kind about a project, with amounts that follow from one."""
    key = {"project_id": project, "period_on": OCTOBER}
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
    """The group nearest above the project."""
    found = store.read(
        "SELECT ancestor_ids[1] AS above FROM store.project WHERE project_id = $p", {"p": project}
    )
    return str(found["above"][0])
