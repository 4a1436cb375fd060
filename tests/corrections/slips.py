"""A report with slips of the pen, who may mend them, and the mending."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from portfolio import queries
from portfolio.model import (
    Attachment,
    CorrectionDecision,
    Event,
    FundingEntry,
    MilestoneEntry,
    ProgressEntry,
    Reader,
    Record,
    StatusEntry,
    View,
)
from portfolio.queries import people
from portfolio.store import Store, uploads
from tests import reports
from tests.papers import PNG

AT = datetime(2026, 11, 2, 9)
OCTOBER = date(2026, 10, 31)
PROJECT, ELSEWHERE = "06-01", "03-01"
VIEW = View(as_of=date(2026, 11, 20), known_at=datetime(2027, 1, 1))
ACCOUNTS = {
    "admin": {"role": "administrator"},
    "leader": {"role": "leader"},
    "city": {"role": "reviewer"},
    "city2": {"role": "reviewer"},
    "owner": {"role": "owner", "unit_code": "U1"},
}
PAPER = Attachment(
    project_id=PROJECT, file_name="批文.png", kind="png", size_bytes=len(PNG), sha256=uploads.checksum(PNG)
)


def report(store: Store, month: date = OCTOBER, work: str = "700") -> int:
    """The number of an accepted report: due 2052-06-30, work of 700, paid 80 of the county's source."""
    key = {"project_id": PROJECT, "period_on": month}
    rows = [
        MilestoneEntry(**key, milestone="final_account", due_on=date(2052, 6, 30)),
        ProgressEntry(**key, work_done_amount=f"{work}.00", physical_share="0.5"),
        FundingEntry(**key, source="county", received_amount="100.00", paid_amount="80.00"),
        FundingEntry(**key, source="city", paid_amount="80.00"),
        StatusEntry(**key, stage="continuing"),
    ]
    return reports.accept(store, AT, month, *rows)


def first(store: Store) -> int:
    return int(store.read("SELECT min(event_id) AS n FROM store.submission").item())


def reader(store: Store, login: str) -> Reader:
    found = people.reader_of(store, login)
    assert found
    return found


def append(store: Store, login: str, kind: str, records: list[Record]) -> int:
    return store.append(Event(kind=kind, actor=login, at=AT), records, by=reader(store, login))


def slip(store: Store, value: str | None = "2025-06-30", **told: Any) -> list[Record]:
    """The correction of the report's due day, told otherwise where `told` says so."""
    made = {"project_id": PROJECT, "entry": "milestone_entry", "field": "due_on", "reason": "年份写错"} | told
    report = made.pop("submission_id", None) or first(store)
    place, stated = made.pop("place", 0), made.pop("stated", "2052-06-30")
    return reports.correction(report, place, stated, **made, value=value)


def propose(store: Store, login: str = "city", *more: Record, **told: Any) -> int:
    return append(store, login, "correction_proposed", [*slip(store, **told), *more])


def decide(store: Store, login: str, number: int, verdict: str = "accepted") -> int:
    decision = CorrectionDecision(correction_id=number, verdict=verdict, reason="核对")
    return append(store, login, "correction_decided", [decision])


def due(store: Store) -> date:
    rows = queries.milestones(store, VIEW.model_copy(update={"projects": (PROJECT,)}))
    days: dict[str, date] = dict(rows.select("milestone", "due_on").iter_rows())
    return days["final_account"]
