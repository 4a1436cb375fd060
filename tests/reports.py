"""What is told to a store of reports: one that is sent, what is decided of it, and a slip in it that is mended."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from portfolio.model import Correction, Decision, Entry, Event, MendedStatement, Record, Submission
from portfolio.store import Store


def send(
    store: Store, at: datetime, period_on: date, *entries: Record | Entry, actor: str = "library", **told: Any
) -> int:
    """The number of a report of that month with these entries; `told` is said of the submission."""
    event = Event(kind="report_submitted", actor=actor, at=at)
    return store.append(event, [Submission(period_on=period_on, **told), *entries])


def decide(
    store: Store, at: datetime, number: int, verdict: Any = "accepted", actor: str = "library", **told: Any
) -> None:
    """Decide the report; `told` is said of the decision."""
    event = Event(kind="report_decided", actor=actor, at=at)
    store.append(event, [Decision(submission_id=number, verdict=verdict, **told)])


def accept(store: Store, at: datetime, period_on: date, *entries: Record | Entry) -> int:
    """The number of a report of that month with these entries, which was accepted at once."""
    number = send(store, at, period_on, *entries)
    decide(store, at, number)
    return number


def correction(report: int, place: int, stated: str | None, **told: Any) -> list[Record]:
    """What mends the statement of the report at that place; `told` says which field, how and why."""
    statement = MendedStatement(submission_id=report, place=place, stated=stated)
    return [Correction(**{"reason": "笔误"} | told), statement]
