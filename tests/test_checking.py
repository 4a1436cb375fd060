"""What is asked for when something is feared: each kind of damage is told in words, and no check ends in a traceback."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from portfolio.cli import status
from portfolio.cli.protocol import Request
from portfolio.model import Event, Problem, Submission
from portfolio.store import Store, checking, head, uploads
from portfolio.words import LANGUAGES
from tests import sample

SENT = Event(kind="report_submitted", actor="operator", at=sample.KNOWN_AT)
SHEET = b"what an owner sent"


@pytest.fixture
def file(own_copy: Path) -> Path:
    """A store full of reports; the last but two of its events came with a file."""
    with closing(Store(own_copy)) as store:
        checksum = uploads.keep(store, SHEET, "10月.csv")
        store.append(
            SENT, [Submission(period_on=sample.months()[-1], file_name="10月.csv", file_sha256=checksum)]
        )
        for _ in range(2):
            store.append(Event(kind="threshold_set", actor="operator", at=sample.KNOWN_AT))
    return store.path


def forged(statement: str) -> Callable[[Path], None]:
    """Write past the system, and leave head and files as they are."""

    def forge(file: Path) -> None:
        with closing(duckdb.connect(str(file))) as engine:
            engine.execute(statement)

    return forge


def no_upload(file: Path) -> None:
    next((file.parent / "uploads" / file.stem).iterdir()).unlink()


def another_upload(file: Path) -> None:
    next((file.parent / "uploads" / file.stem).iterdir()).write_bytes(b"what nobody sent")


def other_head(file: Path) -> None:
    head.file_of(file).write_text('{"events": 9999, "hash": "a"}')


DAMAGES: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "check_chain": (forged("UPDATE event SET why = 'another' WHERE event_id = 2"), {"number": "2"}),
    "check_orphans": (
        forged("INSERT INTO threshold VALUES (9999, 0, 'late_red_days', 400, DATE '2026-01-01')"),
        {"table": "threshold", "count": "1", "number": "9999"},
    ),
    "check_guard": (forged("DELETE FROM guard"), {"count": "0"}),
    "check_table_missing": (forged("DROP TABLE obstacle_entry"), {"table": "obstacle_entry"}),
    "check_column_missing": (
        forged("ALTER TABLE unit DROP COLUMN name"),
        {"table": "unit", "column": "name"},
    ),
    "check_file_missing": (no_upload, {"file": "10月.csv"}),
    "check_file_damaged": (another_upload, {"file": "10月.csv"}),
}


def problems(file: Path) -> list[Problem]:
    """What the check of an open store tells; status says as many lines in both languages, and refuses."""
    with closing(Store(file)) as store:
        return told(store)


def told(store: Store) -> list[Problem]:
    found = checking.problems(store)
    for language in LANGUAGES:
        response = status.respond(store, Request("status", language))
        assert response.exit_code == (2 if found else 0)
        assert not any("{" in line or "check." in line for line in response.said)
    return found


def test_a_whole_store_has_no_problem(file: Path) -> None:
    assert problems(file) == []


@pytest.mark.parametrize("code", DAMAGES)
def test_each_damage_is_told(file: Path, code: str) -> None:
    damage, facts = DAMAGES[code]
    damage(file)
    (found,) = problems(file)
    assert (found.code, dict(found.facts) | facts) == (code, dict(found.facts))


def test_an_event_twice_is_told(file: Path) -> None:
    forged("INSERT INTO event SELECT * FROM event WHERE event_id = 2")(file)
    assert {one.code for one in problems(file)} >= {"check_twice"}


def test_a_head_that_moves_on_beside_an_open_store_is_told(file: Path) -> None:
    """As when another store's file was written here: the running app is asked, and says it."""
    with closing(Store(file)) as store:
        other_head(file)
        (found,) = told(store)
        missing = 9999 - store.version()
    assert (found.code, dict(found.facts)["missing"]) == ("store_behind", str(missing))


def test_what_cannot_be_read_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: Store) -> None:
        raise duckdb.IOException("Corrupt database file: computed checksum does not match\nat 0x1")

    monkeypatch.setattr(Store, "broken_link", unreadable)
    (found,) = problems(file)
    assert found.code == "check_unreadable"
    assert dict(found.facts) == {"details": "Corrupt database file: computed checksum does not match"}
