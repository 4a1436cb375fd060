"""Many events in one transaction: as so many appends one after the other, or none of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from portfolio import library
from portfolio.model import (
    Decision,
    Event,
    MilestoneEntry,
    PortfolioError,
    ProgressEntry,
    Setting,
    StatusEntry,
    Submission,
)
from portfolio.store import Store, catalogs
from portfolio.store.writing import Happening
from tests.conftest import TAKEN_AT, copy_library
from tests.test_store import AT, CHOSEN, JUNE, work_done


def many(first: int) -> list[Happening]:
    """Two reports on a month each, the second decided twice; `first` is the number of the first event."""
    row = ProgressEntry(
        project_id="06-01", period_on=JUNE, work_done_amount="100.00", sheet="进度", cell="D4"
    )
    again = row.model_copy(update={"work_done_amount": Decimal("80.00")})
    submission = Submission(period_on=JUNE, file_name="月报.xlsx")
    decided = [Decision(submission_id=first + 1, verdict=verdict) for verdict in ("returned", "accepted")]
    return [
        (Event(kind="report_submitted", actor="owner", at=AT), [submission, row]),
        (Event(kind="report_submitted", actor="owner", at=AT.replace(day=9)), [submission, again, again]),
        *((Event(kind="report_decided", actor="reviewer", at=AT.replace(day=7)), [one]) for one in decided),
    ]


def test_many_events_at_once_are_as_so_many_appends(
    ledger: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the ledger lives, its rows and hashes are those of a ledger in a file."""
    monkeypatch.delenv(catalogs.ENVIRONMENT, raising=False)
    other = library.open_official(copy_library(tmp_path / "other"), TAKEN_AT.replace(month=6))
    told = many(ledger.version() + 1)
    assert ledger.append_all(told) == [other.append(event, records) for event, records in told][-1]
    for table in ("event", "submission", "decision", "progress_entry", "report"):
        rows = f"SELECT * FROM store.{table} ORDER BY ALL"
        assert ledger.read(rows).equals(other.read(rows)), table
    assert work_done(ledger) == "80.00"
    assert ledger.broken_link() is None
    other.close()


def test_many_events_are_stored_whole_or_not_at_all(ledger: Store) -> None:
    events = ledger.version()
    unknown = StatusEntry(project_id="99-99", period_on=JUNE, stage="reserve")
    sent = Event(kind="report_submitted", actor="owner", at=AT)
    with pytest.raises(PortfolioError):
        ledger.append_all([*many(events + 1), (sent, [Submission(period_on=JUNE), unknown])])
    with pytest.raises(ValueError, match="checksum"):
        ledger.append_all([(sent, [Submission(period_on=JUNE, file_sha256="abc")])])
    coded = MilestoneEntry(project_id="06-01", period_on=JUNE, milestone="party")
    with pytest.raises(ValueError, match="party"):
        ledger.append_all([*many(events + 1), (sent, [Submission(period_on=JUNE), coded])])
    assert ledger.version() == events
    assert ledger.read("SELECT count(*) AS n FROM store.progress_entry")["n"][0] == 0
    assert ledger.append_all([]) == events


def test_many_reports_accepted_at_once(tmp_path: Path) -> None:
    store = library.open_official(copy_library(tmp_path), TAKEN_AT.replace(month=6))
    store.append(CHOSEN, [Setting(name="accept_clean_at_once", value="yes")])
    events = store.version()
    assert store.append_all(many(0)[:2]) == events + 4
    decided = store.read("SELECT submission_id FROM store.decision ORDER BY event_id")["submission_id"]
    assert decided.to_list() == [events + 1, events + 3]
    assert work_done(store) == "80.00"
    store.close()
