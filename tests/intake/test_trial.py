"""What a report is supposed to do is what it does, whatever editions and numbers its projects went through."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from portfolio import queries
from portfolio.intake import trial
from portfolio.intake.trial import Trial
from portfolio.model import Decision, Event, ProgressEntry, Submission, View
from portfolio.model.fields import month_end
from portfolio.store import Store
from portfolio.store.writing import frames_of
from tests.reckoning import golden_approvals, golden_editions, golden_history
from tests.reckoning.example import Example
from tests.reckoning.replaying import replayed


@pytest.mark.parametrize(
    "example",
    [
        golden_approvals.approvals_out_of_order,
        golden_approvals.handed_in_within_the_month,
        golden_approvals.an_old_approval_repeated,
        golden_editions.a_newer_editions_day_approved,
        golden_editions.an_owners_later_approval_is_not_overridden,
        golden_editions.a_done_day_that_only_the_first_edition_states,
        golden_history.a_renamed_row_keeps_its_reports,
        golden_history.both_parts_done_are_the_whole,
        golden_history.one_part_done_is_not_the_whole,
        golden_history.a_split_row_goes_on,
    ],
    ids=lambda example: str(example.__name__),
)
def test_what_is_supposed_is_what_becomes(example: Callable[[], Example]) -> None:
    ledger, view, _ = example()
    store = replayed(ledger)
    number, standing = store.version(), queries.project_state(store, view)
    projects = tuple(standing["project_id"])
    asked = view.model_copy(update={"projects": projects})
    month = month_end(view.as_of.replace(day=1) - timedelta(days=1))
    said = [ProgressEntry(project_id=one, period_on=month, work_done_amount=Decimal(1)) for one in projects]
    with store.cursor() as cursor:
        entries = frames_of(cursor, said)
    told = Trial(store, asked, month).outcome(entries, projects)
    assert told.before.equals(standing) and told.milestones_before.equals(queries.milestones(store, asked))
    assert store.version() == number and store.broken_link() is None

    sent = Event(kind="report_submitted", actor="unit", at=view.known_at)
    decided = Event(kind="report_decided", actor="reviewer", at=view.known_at)
    report = store.append(sent, [Submission(period_on=month)], entries)
    store.append(decided, [Decision(submission_id=report, verdict="accepted")])
    assert told.after.equals(queries.project_state(store, asked))
    assert told.milestones_after.equals(queries.milestones(store, asked))
    assert told.owed_after.equals(queries.owed(store, asked))


def test_two_reports_are_tried_at_once_and_the_third_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    store, now, most, count = Store(), 0, 0, threading.Lock()

    @contextmanager
    def counted(*_: object) -> Iterator[Store]:
        nonlocal now, most
        with count:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        yield store
        with count:
            now -= 1

    monkeypatch.setattr(trial, "supposing", counted)
    of = Trial(store, View(as_of=date(2026, 9, 30), known_at=datetime(2026, 10, 8)), date(2026, 9, 30))
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: of.outcome({}, ()), range(6)))
    assert most == trial.AT_ONCE
