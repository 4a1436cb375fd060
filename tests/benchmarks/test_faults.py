"""The campaign of kills can lose: what a client was shown and the store lacks, or has otherwise, is a fault."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from benchmarks.faults import ledger
from benchmarks.faults.__main__ import report
from benchmarks.faults.ledger import MONTH, Expected, Shown
from portfolio import clock, library
from portfolio.model import Decision, Event, ProgressEntry, Reader, Submission
from portfolio.queries import people
from portfolio.store import Store


def reader(store: Store, login: str) -> Reader:
    account = people.account(store, login)
    assert account is not None
    return people.reader(store, account)


def test_what_was_shown_and_is_lost_or_halved_or_another_is_told(tmp_path: Path) -> None:
    data = tmp_path / "data"
    ((login, project),) = ledger.prepare(data, 1).items()
    with closing(library.open_official(data, clock.now())) as store:
        sent = Submission(period_on=MONTH, unit_code="U0")
        rows = [ProgressEntry(project_id=project, period_on=MONTH, work_done_amount=70_000)]
        event = Event(kind="report_submitted", actor=login, at=clock.now())
        number = store.append(event, [sent, *rows], by=reader(store, login))
        decided = Decision(submission_id=number, verdict="accepted")
        event = Event(kind="report_decided", actor="shenhe0", at=clock.now())
        store.append(event, [decided], by=reader(store, "shenhe0"))
    kept = Expected(tmp_path / "shown.jsonl")
    kept.add(Shown("report", number, project, 7), Shown("decision", number, verdict="accepted"))
    newest, found = ledger.faults(data, Expected(tmp_path / "shown.jsonl"))
    assert newest == number + 1 and found == []
    for lost in (
        Shown("report", number + 9, project, 7),
        Shown("report", number, project, 8),
        Shown("decision", number, verdict="returned"),
    ):
        other = Expected(tmp_path / "lost.jsonl")
        other.shown = [lost]
        assert len(ledger.faults(data, other)[1]) == 1, lost
    kept.put_back(number - 1)
    assert Expected(tmp_path / "shown.jsonl").shown == []


def test_a_campaign_with_a_fault_ends_as_one() -> None:
    sound = {"act": "backup", "shown": 3, "events": 9, "wrong": [], "seconds": 1.0}
    assert report([sound, sound]) == 0
    assert report([sound, sound | {"wrong": ["a report was decided twice"]}]) == 1
