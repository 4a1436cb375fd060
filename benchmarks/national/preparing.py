"""The night before: the day's answers are prepared; and the day itself: one more report is accepted."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from benchmarks.national.making import AS_OF, KNOWN_AT
from benchmarks.national.measuring import timed
from portfolio import day, queries
from portfolio.day import files
from portfolio.model import Decision, Event, ProgressEntry, Submission, View
from portfolio.store import Store

OCTOBER = date(2026, 10, 31)
VIEW = View(as_of=AS_OF, known_at=KNOWN_AT)


def prepare(file: Path) -> str:
    """What preparing the day took, in a sentence; everything prepared before is thrown away first."""
    store, opened, _ = timed(lambda: Store(file))
    shutil.rmtree(files.folder(store), ignore_errors=True)
    anything, seconds, worked = timed(lambda: day.prepare(store, VIEW))
    size = sum(part.stat().st_size for part in files.folder(store).glob("*/*")) / 1e9 if anything else 0
    store.close()
    if not anything:
        return f"opened the store in {opened:.2f} s; a library of this size needs no preparing"
    most = getrusage(RUSAGE_SELF).ru_maxrss / 1e6
    return (
        f"prepared the day in {seconds:.0f} s (processor {worked:.0f} s), {size:.2f} GB of frames, "
        f"at most {most:.1f} GB of memory"
    )


def go_on(file: Path) -> str:
    """What questions took after one more accepted report, in a sentence.

    The report tells of one project that nothing has changed, so that the answers stay those of the other two ways.
    """
    store, opened, _ = timed(lambda: Store(file))
    queries.total_amount(store, VIEW)
    accept_one_more(store, KNOWN_AT - timedelta(hours=1))
    _, counted, _ = timed(lambda: queries.state_count(store, VIEW))
    _, added, _ = timed(lambda: queries.total_amount(store, VIEW))
    store.close()
    return (
        f"opened the store in {opened:.2f} s; after one more accepted report the projects of each state took "
        f"{counted:.2f} s, the sums of money then {added:.2f} s"
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
