"""A ledger that several servers share: nothing lost or twice, whoever dies; one sentence where it cannot be reached."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from portfolio import library
from portfolio.cli import main
from portfolio.model import PortfolioError
from portfolio.store import Store, catalogs, lake
from portfolio.words import LANGUAGES, say
from tests.conftest import TAKEN_AT, copy_library
from tests.databases import Database
from tests.test_store import send

WRITER = """
import sys
from pathlib import Path
from portfolio import clock, library
from tests.test_store import send
with_ledger = library.open_official(Path(sys.argv[1]), clock.now())
for amount in range(int(sys.argv[2])):
    print(send(with_ledger, f"{amount}.00"), flush=True)
"""
"""Another server of the same ledger: reports one after the other, and the number of each once it is stored."""


@pytest.fixture
def shared(postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of servers that share one lake."""
    monkeypatch.setenv(catalogs.ENVIRONMENT, postgres.new())
    return copy_library(tmp_path / "data")


@pytest.fixture
def here(shared: Path) -> Iterator[Store]:
    """The ledger as this process has it open."""
    with closing(library.open_official(shared, TAKEN_AT.replace(month=6))) as opened:
        yield opened


def another_server(folder: Path, reports: int) -> subprocess.Popen[str]:
    """A process of its own that sends so many reports."""
    arguments = [sys.executable, "-c", WRITER, str(folder), str(reports)]
    return subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "."}
    )


def acknowledged(server: subprocess.Popen[str]) -> list[int]:
    """The numbers that it was told, once it has ended."""
    told, _ = server.communicate(timeout=120)
    return [int(line) for line in told.split()]


def reports(ledger: Store) -> list[int]:
    rows = ledger.read("SELECT event_id FROM store.event WHERE kind = 'report_submitted' ORDER BY event_id")
    return rows["event_id"].to_list()


def test_two_servers_write_at_once_and_see_each_other(shared: Path, here: Store) -> None:
    """Ten reports each: all there once, in one chain, and what the other stored is seen within two seconds."""
    other = another_server(shared, 10)
    own = [send(here, f"{amount}.50") for amount in range(10)]
    theirs = acknowledged(other)
    ended = time.monotonic()
    while here.version() < max(*own, *theirs):
        assert time.monotonic() - ended < 2
    assert len(theirs) == 10 and sorted(own + theirs) == reports(here)
    assert here.broken_link() is None


def test_a_server_killed_while_it_writes_loses_nothing_and_holds_nobody_up(shared: Path, here: Store) -> None:
    other = another_server(shared, 1_000)
    assert other.stdout is not None
    seen = [int(other.stdout.readline()) for _ in range(3)]
    other.send_signal(signal.SIGKILL)
    seen += acknowledged(other)
    began = time.monotonic()
    own = send(here, "7.00")
    assert time.monotonic() - began < lake.TURN_S, "the turn of who died was given back"
    stored = reports(here)
    assert set(seen) <= set(stored) and own == stored[-1]
    assert here.broken_link() is None


def test_a_database_that_is_stopped_is_a_sentence_and_then_goes_on(postgres: Database, here: Store) -> None:
    first = send(here, "1.00")
    postgres.stop()
    try:
        with pytest.raises(PortfolioError, match="lake_unreachable"):
            send(here, "2.00")
        with pytest.raises(PortfolioError, match="lake_unreachable") as unread:
            here.read("SELECT count(*) FROM store.project")
        assert unread.value.__cause__ is None, "what the engine says of it may hold a password"
    finally:
        postgres.start()
    assert send(here, "3.00") == first + 1
    assert here.broken_link() is None


def test_a_role_of_its_own_reaches_nothing_else(postgres: Database, here: Store) -> None:
    """The engine's ways into PostgreSQL go as the ledger's role: another's table is refused, and so is a file."""
    with postgres.connected("postgres") as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS payroll (amount integer)")
    reached = os.environ[catalogs.ENVIRONMENT].removeprefix(lake.PREFIX)
    elsewhere = reached.rpartition("dbname=")[0] + "dbname=postgres"
    questions = (
        f"FROM postgres_scan('{elsewhere}', 'public', 'payroll')",
        f"ATTACH '{elsewhere}' AS other (TYPE postgres)",
        "FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
    )
    for question in questions:
        with here.cursor() as cursor, pytest.raises(duckdb.Error):
            cursor.execute(question).fetchall()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("postgres:dbname=portfolio", "lake_unfit"),
        ("ducklake:postgres:", "lake_unfit"),
        ("ducklake:postgres:host=127.0.0.1 port=9 dbname=none password=secret", "lake_unreachable"),
    ],
)
def test_what_cannot_be_a_ledger_is_one_sentence(
    told: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(catalogs.ENVIRONMENT, told)
    with pytest.raises(PortfolioError) as refused:
        library.open_official(copy_library(tmp_path / "data"), TAKEN_AT)
    assert refused.value.code == code
    for language in LANGUAGES:
        assert "secret" not in say(language, f"error.{code}", **refused.value.facts)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(catalogs.ENVIRONMENT, "ducklake:postgres:dbname=portfolio")
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(PortfolioError) as refused:
        library.open_official(copy_library(tmp_path / "data"), TAKEN_AT)
    assert (refused.value.code, refused.value.facts["package"]) == ("lake_extension", "psycopg")


def test_an_emptied_database_beside_a_head_is_a_lost_ledger(
    postgres: Database, shared: Path, here: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The head in the shared folder tells of events that a new, empty database does not hold."""
    send(here, "1.00")
    monkeypatch.setenv(catalogs.ENVIRONMENT, postgres.new())
    with pytest.raises(PortfolioError, match="store_lost"):
        library.open_official(shared, TAKEN_AT)


def test_a_ledger_moves_to_a_lake_and_back(
    postgres: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every row and the chain go with it, reports go on there and here, and neither place is written over."""
    folder = copy_library(tmp_path / "data")
    with closing(library.open_official(folder, TAKEN_AT.replace(month=6))) as in_file:
        first = send(in_file, "1.00")
    monkeypatch.setenv(catalogs.ENVIRONMENT, postgres.new())
    assert portfolio("move", "--data", folder) == 0
    assert not (folder / library.OFFICIAL).exists() and list(folder.glob("official.before-lake*"))
    with closing(library.open_official(folder, TAKEN_AT)) as on_lake:
        assert send(on_lake, "2.00") == first + 1
    assert portfolio("move", "--data", folder) == 2, "no file is left to move"
    assert portfolio("move", "--back", "--data", folder) == 0
    assert portfolio("move", "--back", "--data", folder) == 2, "a file is not written over"
    monkeypatch.delenv(catalogs.ENVIRONMENT)
    with closing(library.open_official(folder, TAKEN_AT)) as again:
        assert send(again, "3.00") == first + 2
        assert reports(again) == [first, first + 1, first + 2] and again.broken_link() is None


def portfolio(*arguments: object) -> int:
    """The code with which the command ends."""
    return CliRunner().invoke(main, [str(one) for one in arguments]).exit_code
