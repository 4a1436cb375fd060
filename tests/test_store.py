"""The ledger only grows: whole events or nothing, the same file once, a chain that shows tampering."""

from __future__ import annotations

import threading
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio import library, queries
from portfolio.model import (
    Account,
    Commitment,
    Decision,
    Entry,
    Event,
    Meeting,
    MilestoneEntry,
    PortfolioError,
    ProgressEntry,
    Record,
    Remark,
    Setting,
    StatusEntry,
    Submission,
    Threshold,
    View,
)
from portfolio.store import Store, chaining
from tests.conftest import TAKEN_AT

JUNE = date(2026, 6, 30)
AT = datetime(2026, 7, 5, 10)
CHOSEN = Event(kind="setting_changed", actor="operator", at=AT.replace(month=6))
VIEW = View(as_of=date(2026, 11, 24), known_at=datetime(2026, 11, 24, 12))


@pytest.fixture
def store(data_folder: Path) -> Store:
    return library.open_official(data_folder, TAKEN_AT.replace(month=6))


def send(
    store: Store, amount: str, period_on: date = JUNE, checksum: str | None = None, at: datetime = AT
) -> int:
    """The number of a report that states the work done of 06-01."""
    rows: list[Record | Entry] = [
        Submission(period_on=period_on, file_name="月报.xlsx", file_sha256=checksum),
        ProgressEntry(
            project_id="06-01", period_on=period_on, work_done_amount=amount, sheet="进度", cell="D4"
        ),
    ]
    return store.append(Event(kind="report_submitted", actor="owner", at=at), rows)


def decide(store: Store, number: int, verdict: str, at: datetime = AT) -> None:
    decision = Decision.model_validate({"submission_id": number, "verdict": verdict})
    store.append(Event(kind="report_decided", actor="reviewer", at=at), [decision])


def work_done(store: Store, view: View = VIEW) -> str | None:
    frame = queries.project_state(store, view.model_copy(update={"projects": ("06-01",)}))
    amount = frame["work_done_amount"][0]
    return None if amount is None else str(amount)


def test_a_report_counts_from_its_acceptance(store: Store) -> None:
    number = send(store, "100.00")
    assert work_done(store) is None
    decide(store, number, "returned")
    assert work_done(store) is None
    decide(store, number, "accepted", at=AT.replace(day=20))
    assert work_done(store) == "100.00"
    assert work_done(store, VIEW.model_copy(update={"known_at": AT.replace(day=19)})) is None
    decide(store, number, "withdrawn", at=AT.replace(day=21))
    assert work_done(store) is None


def test_a_correction_is_a_newer_row_and_any_day_can_be_replayed(store: Store) -> None:
    decide(store, send(store, "100.00"), "accepted")
    second = send(store, "80.00", at=AT.replace(month=8))
    decide(store, second, "accepted", at=AT.replace(month=8))
    assert work_done(store) == "80.00"
    assert work_done(store, VIEW.model_copy(update={"known_at": AT.replace(month=7, day=31)})) == "100.00"
    values = queries.history(store, VIEW, "06-01").select("value", "verdict", "cell").rows()
    assert values == [("80.00", "accepted", "D4"), ("100.00", "accepted", "D4")]


def test_a_clock_set_back_does_not_change_a_day_already_asked_about(store: Store) -> None:
    decide(store, send(store, "100.00", at=AT.replace(day=10)), "accepted", at=AT.replace(day=10))
    decide(store, send(store, "200.00", at=AT.replace(day=6)), "accepted", at=AT.replace(day=6))
    assert work_done(store, VIEW.model_copy(update={"known_at": AT.replace(day=9)})) is None
    assert work_done(store) == "200.00"
    assert store.broken_link() is None


def test_a_conflict_found_at_commit_is_tried_again(ledger: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lost: list[int] = []

    def racing(cursor: duckdb.DuckDBPyConnection, event: Event, rows: dict[str, pl.DataFrame]) -> int:
        number = written(cursor, event, rows)
        if not lost:
            lost.append(number)
            cursor.execute("ROLLBACK")  # a conflict found at COMMIT has ended the transaction already
            raise duckdb.TransactionException("Transaction conflict")
        return number

    written = chaining.write
    monkeypatch.setattr(chaining, "write", racing)
    before = ledger.version()
    assert send(ledger, "100.00") == lost[0] == before + 1
    assert ledger.read("SELECT count(*) AS n FROM store.progress_entry")["n"][0] == 1


def test_the_same_file_twice_changes_nothing(ledger: Store) -> None:
    first = send(ledger, "100.00", checksum="abc")
    events = ledger.version()
    assert send(ledger, "100.00", checksum="abc") == first
    assert ledger.version() == events
    decide(ledger, first, "returned")
    assert send(ledger, "100.00", checksum="abc") > first, "a returned file may be sent again"


def test_one_fault_stores_nothing(ledger: Store) -> None:
    events = ledger.version()
    good = StatusEntry(project_id="06-01", period_on=JUNE, stage="continuing")
    stranger = StatusEntry(project_id="no-such", period_on=JUNE, stage="continuing")
    with pytest.raises(PortfolioError) as refusal:
        ledger.append(
            Event(kind="report_submitted", actor="o", at=AT), [Submission(period_on=JUNE), good, stranger]
        )
    assert (refusal.value.code, refusal.value.facts) == ("project_unknown", {"project": "no-such"})
    assert ledger.version() == events
    assert ledger.read("SELECT count(*) AS n FROM store.status_entry")["n"][0] == 0


def test_a_setting_accepts_clean_reports_at_once(data_folder: Path) -> None:
    with_setting = library.open_official(data_folder, TAKEN_AT)
    with_setting.append(CHOSEN, [Setting(name="accept_clean_at_once", value="yes")])
    send(with_setting, "5.00", at=datetime(2026, 11, 20))
    assert work_done(with_setting) == "5.00"
    with_setting.append(CHOSEN, [Setting(name="accept_clean_at_once", value="no")])
    send(with_setting, "6.00", at=datetime(2026, 11, 21))
    assert work_done(with_setting) == "5.00"


def test_a_report_with_a_warning_waits_for_a_reviewer_whatever_the_setting(store: Store) -> None:
    store.append(CHOSEN, [Setting(name="accept_clean_at_once", value="yes")])
    row = ProgressEntry(project_id="06-01", period_on=JUNE, work_done_amount="100.00")
    warned = Remark(kind="warning", code="jump", project_id="06-01", said="追加工程量")
    sent = Event(kind="report_submitted", actor="owner", at=AT)
    store.append(sent, [Submission(period_on=JUNE), row, warned])
    assert work_done(store) is None
    store.append_all([(sent, [Submission(period_on=JUNE), row, warned])])
    assert work_done(store) is None
    store.append(sent, [Submission(period_on=JUNE), row])
    assert work_done(store) == "100.00"


def test_append_takes_accounts_meetings_commitments_and_thresholds(ledger: Store) -> None:
    ledger.append(
        Event(kind="account_changed", actor="set-up", at=AT), [Account(login="li", name="李", role="leader")]
    )
    meeting = Meeting(meeting_id="m1", held_on=JUNE, title="调度会", as_of=JUNE)
    promise = Commitment(commitment_id="c1", meeting_id="m1", project_id="06-01", promised_on=JUNE)
    ledger.append(Event(kind="meeting_held", actor="operator", at=AT), [meeting, promise])
    rule = Threshold(name="late_red_days", value=60, effective_on=date(2026, 9, 1))
    ledger.append(Event(kind="threshold_set", actor="operator", at=AT), [rule])
    in_force = {
        day: dict(
            queries.thresholds(ledger, VIEW.model_copy(update={"as_of": day}))
            .select("name", "value")
            .iter_rows()
        )
        for day in (date(2026, 8, 31), date(2026, 9, 1))
    }
    assert [int(rules["late_red_days"]) for rules in in_force.values()] == [90, 60]
    assert ledger.broken_link() is None


def test_tampering_shows(store: Store) -> None:
    decide(store, send(store, "100.00"), "accepted")
    send(store, "200.00", at=AT.replace(month=9))
    path = store.path
    store.close()
    engine = duckdb.connect(str(path))
    engine.execute("UPDATE progress_entry SET work_done_amount = 1 WHERE work_done_amount = 100")
    engine.close()
    assert Store(path).broken_link() == 3


def test_twenty_writers_at_once_are_all_there_once(ledger: Store) -> None:
    before = ledger.version()
    threads = [threading.Thread(target=send, args=(ledger, f"{n}.00")) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = ledger.read("SELECT event_id FROM store.event ORDER BY event_id")["event_id"].to_list()
    assert numbers == list(range(1, before + 21))
    assert ledger.read("SELECT count(*) AS n FROM store.progress_entry")["n"][0] == 20
    assert ledger.broken_link() is None


def test_an_unknown_code_is_misuse(store: Store) -> None:
    rows: list[Record | Entry] = [
        Submission(period_on=JUNE),
        MilestoneEntry(project_id="06-01", period_on=JUNE, milestone="opening_party"),
    ]
    with pytest.raises(ValueError, match="opening_party"):
        store.append(Event(kind="report_submitted", actor="o", at=AT), rows)


def test_readers_see_a_day_whole_while_others_are_dropped(store: Store) -> None:
    days = [date(2026, month, day) for month in range(1, 9) for day in (1, 15)]
    wrong: list[object] = []

    def read(shift: int) -> None:
        for day in days[shift:] + days[:shift]:
            rows = queries.project_state(store, VIEW.model_copy(update={"as_of": day})).height
            if rows != 238:
                wrong.append((day, rows))

    threads = [threading.Thread(target=read, args=(shift,)) for shift in (0, 5, 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_scope_is_kept_inside_the_queries(store: Store) -> None:
    scoped = VIEW.model_copy(update={"scope": ("421221", "06-01"), "counties": ("421221", "421200")})
    assert set(queries.project_state(store, scoped)["county_code"]) == {"421221", "421200"}
    assert queries.project_state(store, scoped.model_copy(update={"counties": ("421281",)})).height == 0
    assert queries.project_state(store, VIEW.model_copy(update={"scope": ()})).height == 0
    assert queries.library_rows(store, scoped, ["06-03"]).height == 0
