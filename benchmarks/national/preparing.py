"""The night before: the day's answers are prepared; and the day itself: one more report is accepted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from benchmarks.national.making import AS_OF, KNOWN_AT
from benchmarks.national.measuring import timed
from portfolio import queries
from portfolio.model import Decision, Event, ProgressEntry, Submission, View
from portfolio.store import Store, keeping

OCTOBER = date(2026, 10, 31)
VIEW = View(as_of=AS_OF, known_at=KNOWN_AT)


def prepare(file: Path) -> str:
    """What preparing the day took, in a sentence; everything prepared before is thrown away first."""
    answers = keeping.answers_file(file)
    keeping.remove(answers)
    store, opened, _ = timed(lambda: Store(file))
    anything, seconds, worked = timed(lambda: store.prepare(VIEW))
    store.close()
    if not anything:
        return f"opened the store in {opened:.2f} s; a library of this size needs no preparing"
    size = answers.stat().st_size / 1e9
    return f"prepared the day in {seconds:.0f} s (processor {worked:.0f} s), {size:.2f} GB of answers"


def go_on(file: Path) -> str:
    """What the first question took after one more accepted report, in a sentence.

    The report tells of one project that nothing has changed, so that the answers stay those of the other two ways.
    """
    store, opened, _ = timed(lambda: Store(file))
    queries.state_count(store, VIEW)
    accept_one_more(store, KNOWN_AT - timedelta(hours=1))
    _, seconds, worked = timed(lambda: queries.state_count(store, VIEW))
    done = f"{store._snapshots.brought} brought forward, {store._snapshots.taken} taken whole"
    _, parts, parts_worked = timed(lambda: store.prepare(VIEW))
    store.close()
    return (
        f"opened the store in {opened:.2f} s; after one more accepted report the first question took {seconds:.2f} s "
        f"(processor {worked:.2f} s), {done}; all parts {parts:.2f} s (processor {parts_worked:.2f} s)"
    )


def accept_one_more(store: Store, at: datetime) -> None:
    """Send and accept at `at` a report of October: of one project whose October was told, that nothing has changed."""
    told = store.read(
        """SELECT r.project_id FROM store.report r JOIN store.decision d ON d.submission_id = r.event_id
           WHERE r.period_on = $month ORDER BY r.project_id LIMIT 1""",
        {"month": OCTOBER},
    )
    row = ProgressEntry(project_id=told["project_id"].item(), period_on=OCTOBER)
    sent = Event(kind="report_submitted", actor="benchmark", at=at)
    number = store.append(sent, [Submission(period_on=OCTOBER), row])
    decided = Event(kind="report_decided", actor="benchmark", at=at)
    store.append(decided, [Decision(submission_id=number, verdict="accepted")])
