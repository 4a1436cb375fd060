"""A table gets another column: the chain stays whole, goes on with it, and shows what is forged into it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio.model import Entry, Event, PortfolioError, ProgressEntry, Record, Submission
from portfolio.store import Store, opening
from tests.older import EVENTS, Later, described

CHECKED = "progress_entry ADD COLUMN IF NOT EXISTS checked_at TIMESTAMP"
BY = "progress_entry ADD COLUMN IF NOT EXISTS attested_by VARCHAR[]"
AUGUST = date(2026, 8, 31)
AT = datetime(2026, 9, 3, 10)
SENT = Event(kind="report_submitted", actor="operator", at=AT)


class Checked(ProgressEntry):
    """A report's row that also states the later column."""

    checked_at: datetime | None = AT


def report(kind: type[ProgressEntry] = ProgressEntry) -> list[Record | Entry]:
    return [Submission(period_on=AUGUST), kind(project_id="06-01", period_on=AUGUST, work_done_amount="9.00")]


@pytest.fixture(params=EVENTS)
def old(request: pytest.FixtureRequest, older: Path) -> Path:
    """A store of an older schema."""
    return older / f"{request.param}.duckdb"


@pytest.fixture
def second(older: Path) -> Path:
    """A store of schema 2."""
    return older / "2.duckdb"


def rows(file: Path) -> dict[str, pl.DataFrame]:
    """Table to all its rows, read from the file itself."""
    with duckdb.connect(str(file), read_only=True) as engine:
        names = [name for (name,) in engine.execute("SHOW TABLES").fetchall()]
        return {name: engine.sql(f"FROM {name} ORDER BY ALL").pl() for name in names}


def changed(file: Path, statement: str) -> Path:
    """The file, once somebody changed it past the program."""
    with duckdb.connect(str(file)) as engine:
        engine.execute(statement)
    return file


def broken(file: Path) -> int | None:
    store = Store(file)
    try:
        return store.broken_link()
    finally:
        store.close()


def appended(file: Path, *reports: Sequence[Record | Entry]) -> int:
    """The number of the newest event, once each report is appended by itself."""
    store = Store(file)
    numbers = [store.append(SENT, records) for records in reports]
    store.close()
    return numbers[-1]


def test_every_row_stays_and_the_chain_is_whole(old: Path, later: Later) -> None:
    before = rows(old)
    later(CHECKED)
    assert broken(old) is None
    after = rows(old)
    assert set(after["schema_version"]["version"]) == {
        *before["schema_version"]["version"],
        opening.SCHEMA_VERSION,
    }
    assert set(after["progress_entry"]["checked_at"]) == {None}
    for table in before.keys() - {"schema_version"}:
        assert after[table].select(before[table].columns).equals(before[table]), table
    assert broken(old) is None
    assert all(told.equals(after[table]) for table, told in rows(old).items())


def test_rows_with_and_without_a_value_chain_on(old: Path, later: Later) -> None:
    later(CHECKED)
    number = appended(old, report(), report(Checked), report())
    assert broken(old) is None
    held = rows(old)["progress_entry"].filter(pl.col("event_id") > number - 3).sort("event_id")
    assert held["checked_at"].to_list() == [None, AT, None]


def test_many_events_at_once_are_as_so_many_appends(second: Path, later: Later) -> None:
    later(CHECKED)
    other = Path(shutil.copy(second, second.with_name("other.duckdb")))
    reports = [report(Checked), report(), report(Checked)]
    appended(second, *reports)
    store = Store(other)
    store.append_all([(SENT, records) for records in reports])
    store.close()
    assert rows(other)["event"].equals(rows(second)["event"])
    assert broken(other) is None


def test_what_copies_rows_keeps_their_later_columns(second: Path, later: Later) -> None:
    later(CHECKED)
    appended(second, report(Checked))
    copy = second.with_name("copy.duckdb")
    store = Store(second)
    store.arrange()
    assert store.broken_link() is None
    store.copy_to(copy)
    store.close()
    assert broken(copy) is None


FORGERIES = {
    "a value in an old row": ("UPDATE progress_entry SET checked_at = '2026-01-01' WHERE event_id = 8", 8),
    "a value in a new row": ("UPDATE progress_entry SET checked_at = '2026-01-01' WHERE event_id = 14", 14),
    "another value": ("UPDATE progress_entry SET checked_at = '2026-01-01' WHERE event_id = 15", 15),
    "a value removed": ("UPDATE progress_entry SET checked_at = NULL WHERE event_id = 15", 15),
    "the column removed": ("ALTER TABLE progress_entry DROP COLUMN checked_at", 15),
    "the column of another type": ("ALTER TABLE progress_entry ALTER checked_at TYPE DATE", 15),
    "the column renamed": ("ALTER TABLE progress_entry RENAME checked_at TO seen_at", 15),
    "a column more": ('ALTER TABLE decision ADD COLUMN "it\'s ""so" VARCHAR DEFAULT \'so\'', 7),
    "a frozen column removed": ("ALTER TABLE progress_entry DROP COLUMN cell", 6),
    "a frozen column renamed": ("ALTER TABLE decision RENAME reason TO said", 7),
    "a table more": ("CREATE TABLE more AS SELECT 9::BIGINT AS event_id, 0 AS position, 'so' AS told", 9),
}
"""What somebody may do to a store whose event 15 alone states its later column, and the event that shows it."""


def test_what_is_forged_is_found_at_its_event(second: Path, later: Later) -> None:
    later(CHECKED)
    assert appended(second, report(), report(Checked), report()) == 16
    copy = second.with_name("forged.duckdb")
    found = {
        forgery: broken(changed(Path(shutil.copy(second, copy)), statement))
        for forgery, (statement, _) in FORGERIES.items()
    }
    assert found == {forgery: number for forgery, (_, number) in FORGERIES.items()}
    assert broken(second) is None


def test_columns_stand_in_the_order_in_which_they_were_added(old: Path, later: Later) -> None:
    at_once, new = (old.with_name(f"{name}.duckdb") for name in ("at-once", "new"))
    shutil.copy(old, at_once)
    later(CHECKED)
    appended(old, report(Checked))
    later(BY)
    appended(old, report(Checked))
    assert broken(old) is None
    stores = [Store(file) for file in (old, at_once, new)]
    found = [described(store) for store in stores]
    assert [name for name, *_ in found[0]["progress_entry"]][-2:] == ["checked_at", "attested_by"]
    assert found[0] == found[1] == found[2]
    for store in stores:
        store.close()


def test_columns_are_added_all_or_none(old: Path, later: Later, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows(old)
    later(CHECKED, "no_such_table ADD COLUMN IF NOT EXISTS checked_at TIMESTAMP")
    with pytest.raises(duckdb.Error, match="no_such_table"):
        Store(old)
    after = rows(old)
    assert after.keys() == before.keys()
    assert all(told.equals(before[table]) for table, told in after.items())
    monkeypatch.undo()
    assert broken(old) is None


def test_an_older_program_leaves_the_store_alone(
    old: Path, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    later(CHECKED)
    appended(old, report(Checked))
    monkeypatch.undo()
    before = old.read_bytes()
    with pytest.raises(PortfolioError) as refusal:
        Store(old)
    assert refusal.value.code == "store_newer"
    assert refusal.value.facts["found"] == opening.SCHEMA_VERSION + 1
    assert old.read_bytes() == before
