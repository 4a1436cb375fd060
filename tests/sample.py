"""Made-up reports on the committed library, for tests that need full pages; they never leave a test's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from portfolio.model import (
    Decision,
    Entry,
    Event,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    ProjectChange,
    StatusEntry,
    Submission,
)
from portfolio.model.fields import month_end
from portfolio.store import Store

KNOWN_AT = datetime(2026, 11, 24, 12)
AS_OF = date(2026, 11, 24)
TAKEN_AT = datetime(2024, 12, 1, 9)
SOURCES = ("central_budget", "special_bond", "county", "bank_loan", "self_raised")
STOPPED = 7
"""The remainder by 29 of the numbers of those that stand still."""
REASONS = ("land", "funding", "approval", "contractor", "weather")


def months() -> list[date]:
    """Month ends from December 2024 to October 2026."""
    return [month_end(date(2024 + (11 + n) // 12, (11 + n) % 12 + 1, 1)) for n in range(23)]


def report(store: Store, period_on: date, entries: list[Entry], actor: str = "made-up unit") -> int:
    """The number of a submission of `entries`, accepted five days after its month."""
    at = datetime(period_on.year, period_on.month, 28, 9)
    submission = Submission(period_on=period_on, file_name=f"made-up-{period_on:%Y-%m}.xlsx")
    number = store.append(Event(kind="report_submitted", actor=actor, at=at), [submission, *entries])
    decided = Event(kind="report_decided", actor="made-up reviewer", at=at)
    store.append(decided, [Decision(submission_id=number, verdict="accepted")])
    return number


def fill(store: Store) -> None:
    """Let three projects in four report, some fall silent, some be late, paid ahead, idle or finished."""
    reporting = _reporting(store)
    for month_number, period_on in enumerate(months()):
        entries = [
            entry
            for number, name in enumerate(reporting)
            if not (number % 11 == 3 and month_number > 15)
            for entry in _month(number, name, month_number, period_on)
        ]
        report(store, period_on, entries)


def _reporting(store: Store) -> list[str]:
    projects = store.read(
        "SELECT project_id FROM library_row(9223372036854775807) WHERE kind = 'project' ORDER BY 1"
    )
    return [name for number, name in enumerate(projects["project_id"]) if number % 4]


def stopped(store: Store) -> list[str]:
    """The projects that stand still."""
    return [name for number, name in enumerate(_reporting(store)) if number % 29 == STOPPED]


def stop(store: Store) -> None:
    """Let the city stop, from the first month on, the projects whose reports say so; the sample's last event."""
    event = Event(kind="project_changed", actor="library", at=datetime(2026, 10, 28, 9))
    store.append(event, [_stop(name) for name in stopped(store)])


def _stop(name: str) -> ProjectChange:
    """停缓建 from the first month on, under a made-up document."""
    words = {"document_number": "样1号", "body": "样例机关", "reason": "样例"}
    return ProjectChange(project_id=name, change="suspended", effective_on=months()[0], **words)


def _month(number: int, name: str, month: int, period_on: date) -> Iterator[Entry]:
    key = {
        "project_id": name,
        "period_on": period_on,
        "sheet": "进度",
        "row_number": number + 4,
        "cell": f"D{number + 4}",
    }
    plan = Decimal(12_000_000 + 3_000_000 * (number % 9))
    pace = Decimal(60 + number * 7 % 55) / 100
    done = (plan * pace * month / 12).quantize(Decimal("0.01"))
    stage = "suspended" if number % 29 == STOPPED else "new_start" if month < 6 else "continuing"
    yield StatusEntry(**key, stage=stage)
    yield ProgressEntry(
        **key,
        work_done_amount=done,
        physical_share=min(Decimal(1), (pace * month / 24).quantize(Decimal("0.0001"))),
    )
    yield from _funding(number, key, plan, done, month)
    if month == 0:
        yield from _opening(number, key, plan)
    if month == 12:
        yield PlanEntry(**key, year=2026, planned_amount=plan)
    if month == 20:
        yield from _late_news(number, key)


def _opening(number: int, key: dict[str, object], plan: Decimal) -> Iterator[Entry]:
    yield InvestmentEntry(**key, amount=plan * 2, basis="feasibility", document_number=f"样{number}号")
    yield PlanEntry(**key, year=2025, planned_amount=plan)
    yield MilestoneEntry(**key, milestone="start", due_on=date(2025, 2, 28), done_on=date(2025, 1, 10))
    yield MilestoneEntry(**key, milestone="main_structure", due_on=date(2026, 2 + number % 10, 15))
    yield MilestoneEntry(**key, milestone="completion", due_on=date(2026, 12, 31))


def _funding(
    number: int, key: dict[str, object], plan: Decimal, done: Decimal, month: int
) -> Iterator[Entry]:
    for place, source in enumerate((SOURCES[number % 5], SOURCES[(number + 2) % 5])):
        share = Decimal("0.6") if place == 0 else Decimal("0.4")
        received = (plan * 2 * share * min(month + 4, 20) / 24).quantize(Decimal("0.01"))
        paid = min(received, (done * share * (70 + number * 5 % 45) / 100).quantize(Decimal("0.01")))
        yield FundingEntry(
            **key,
            source=source,
            planned_amount=plan * 2 * share,
            allocated_amount=received,
            received_amount=received,
            paid_amount=paid,
            plan_complete=number % 3 == 0,
        )


def _late_news(number: int, key: dict[str, object]) -> Iterator[Entry]:
    if number % 3:
        yield MilestoneEntry(**key, milestone="main_structure", done_on=date(2026, 8, 1))
    if number % 5 == 0:
        yield MilestoneEntry(**key, milestone="completion", forecast_on=date(2027, 4, 30), reason="land")
        yield ObstacleEntry(
            **key,
            obstacle="1",
            reason=REASONS[number % 5],
            what="样例问题",
            responsible="样例单位",
            due_on=date(2026, 12, 1),
        )
    if number % 17 == 0:
        yield MilestoneEntry(**key, milestone="completion", done_on=date(2026, 8, 20))


def late_example() -> Iterator[Entry]:
    """One project of 嘉鱼 whose completion was due on 2026-07-02: 145 days late on AS_OF."""
    key = {"project_id": "06-02", "period_on": date(2026, 9, 30)}
    yield StatusEntry(**key, stage="continuing")
    yield MilestoneEntry(**key, milestone="completion", due_on=date(2026, 7, 2))
