"""It holds: a server killed over and over loses and halves nothing; of many at once each is there once, one decider wins."""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import threading
import time
from contextlib import suppress
from datetime import date, datetime
from multiprocessing.connection import Connection
from pathlib import Path

import polars as pl
import pytest

from portfolio import library
from portfolio.model import (
    Account,
    Assignment,
    Decision,
    Event,
    Period,
    PortfolioError,
    ProgressEntry,
    Reader,
    StatusEntry,
    Submission,
    Unit,
)
from portfolio.queries import people
from portfolio.store import Store
from tests.conftest import TAKEN_AT

JUNE = date(2026, 6, 30)
AT = datetime(2026, 11, 24, 10)
ROWS = 5
"""Entries of each streamed report."""
SERVERS = multiprocessing.get_context("forkserver")
"""Each server is a process of its own; what it imports is read once."""
SERVERS.set_forkserver_preload(["tests.test_holds"])


def stream(path: Path, turn: int, told: Connection) -> None:
    """Serve: store report after report and tell the number of each once it is stored."""
    store = Store(path)
    for number in range(10_000):
        name = f"{turn}-{number}"
        checksum = hashlib.sha256(name.encode()).hexdigest()
        rows = [
            ProgressEntry(project_id="06-01", period_on=JUNE, work_done_amount=row, sheet=name)
            for row in range(ROWS)
        ]
        sent = Submission(period_on=JUNE, file_name=name, file_sha256=checksum)
        event = Event(kind="report_submitted", actor="o", at=datetime(2026, 7, 5))
        told.send((name, store.append(event, [sent, *rows])))


@pytest.fixture
def store(data_folder: Path) -> Store:
    return library.open_official(data_folder, TAKEN_AT.replace(month=6))


def killed(path: Path, turn: int) -> dict[str, int]:
    """What a server acknowledged, name to number, before it was killed (−9) in the middle of its stream.

    It has acknowledged one report or some, so that on a busy machine too it is killed at its first and at later ones.
    """
    heard, told = SERVERS.Pipe(duplex=False)
    server = SERVERS.Process(target=stream, args=(path, turn, told))
    server.start()
    told.close()
    assert heard.poll(60), "the store did not open after the kill before"
    acknowledged = [heard.recv() for _ in range(1 + turn % 4)]
    time.sleep(random.Random(turn).random() * 0.06)
    server.kill()
    server.join()
    with suppress(EOFError):
        while heard.poll(0):
            acknowledged.append(heard.recv())
    return dict(acknowledged)


@pytest.mark.parametrize("kills", [8, pytest.param(50, marks=pytest.mark.slow)])
def test_a_server_killed_many_times_keeps_every_acknowledged_report_once_and_none_half(
    store: Store, kills: int
) -> None:
    path = store.path
    store.close()
    acknowledged: dict[str, int] = {}
    for turn in range(kills):
        acknowledged |= killed(path, turn)
    assert len(acknowledged) > kills
    opened = Store(path)
    sent = opened.read("SELECT file_name, event_id, file_sha256 FROM store.submission")
    assert sent["file_name"].is_unique().all() and sent["file_sha256"].is_unique().all()
    numbers = dict(sent.select("file_name", "event_id").iter_rows())
    assert {name: numbers.get(name) for name in acknowledged} == acknowledged
    rows = opened.read(
        "SELECT event_id, count(*) AS n, any_value(sheet) AS sheet FROM store.progress_entry GROUP BY 1"
    )
    assert rows.height == sent.height and set(rows["n"]) == {ROWS}
    assert dict(rows.select("sheet", "event_id").iter_rows()) == numbers
    assert opened.read("SELECT count(*) AS n FROM store.report")["n"][0] == sent.height
    assert opened.broken_link() is None
    last = max(acknowledged, key=acknowledged.__getitem__)
    event = Event(kind="report_submitted", actor="o", at=datetime(2026, 7, 5))
    again = Submission(period_on=JUNE, file_sha256=hashlib.sha256(last.encode()).hexdigest())
    assert opened.append(event, [again]) == acknowledged[last], (
        "sent again after the crash, it is the same report"
    )
    opened.close()


OWNERS = 20


@pytest.fixture
def peopled(store: Store) -> Store:
    """The store with twenty owners of a unit and project each, two reviewers, and the month of JUNE open."""
    projects = store.read(
        "SELECT project_id FROM library_row(9223372036854775807) WHERE kind = 'project' ORDER BY 1"
    )["project_id"].head(OWNERS)
    operator = {"actor": "operator", "at": AT}
    units = [Unit(unit_code=f"U{number}", name=f"单位{number}") for number in range(OWNERS)]
    given = [Assignment(unit_code=f"U{number}", project_id=name) for number, name in enumerate(projects)]
    accounts = [Account(login="admin", name="管理员", role="administrator")]
    accounts += [Account(login=f"reviewer{n}", name=f"审核{n}", role="reviewer") for n in range(2)]
    accounts += [
        Account(login=f"owner{n}", name=f"填报{n}", role="owner", unit_code=f"U{n}") for n in range(OWNERS)
    ]
    store.append(Event(kind="unit_changed", **operator), units)
    store.append(Event(kind="assignment_changed", **operator), given)
    store.append(Event(kind="account_changed", **operator), accounts)
    opened = Period(period_on=JUNE, state="reopened", until_on=date(2026, 12, 31))
    store.append(Event(kind="period_changed", **operator), [opened])
    return store


def reader(store: Store, login: str) -> Reader:
    account = people.account(store, login)
    assert account is not None
    return people.reader(store, account)


def send(store: Store, number: int) -> int:
    by = reader(store, f"owner{number}")
    assert by.scope is not None
    rows = [StatusEntry(project_id=name, period_on=JUNE, stage="continuing") for name in by.scope] + [
        ProgressEntry(project_id=name, period_on=JUNE, work_done_amount=number) for name in by.scope
    ]
    sent = Submission(period_on=JUNE, unit_code=by.unit_code, file_sha256=f"{number:064}")
    return store.append(Event(kind="report_submitted", actor=by.login, at=AT), [sent, *rows], by=by)


def at_once(*acts: object) -> list[object]:
    """What each act gave or raised, all begun at the same moment."""
    gate, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        try:
            told[place] = acts[place]()  # type: ignore[operator]
        except PortfolioError as refusal:
            told[place] = refusal  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(told)


def test_twenty_owners_at_once_are_all_there_once(peopled: Store) -> None:
    # each sends twice, as a hand does that is not sure the click was heard
    told = at_once(*(lambda n=n: send(peopled, n) for n in range(OWNERS) for _ in range(2)))
    assert all(isinstance(number, int) for number in told), told
    sent = peopled.read("SELECT event_id, unit_code FROM store.submission")
    assert sorted(sent["unit_code"]) == sorted(f"U{n}" for n in range(OWNERS))
    assert set(told) == set(sent["event_id"])
    for table in ("status_entry", "progress_entry", "report"):
        assert peopled.read(f"SELECT count(*) AS n FROM store.{table}")["n"][0] == OWNERS
    assert peopled.broken_link() is None


def test_of_two_reviewers_one_wins_and_the_other_is_told(peopled: Store) -> None:
    numbers = [send(peopled, n) for n in range(8)]
    for number in numbers:
        acts = [
            lambda login=login, verdict=verdict, number=number: decide(peopled, login, number, verdict)
            for login, verdict in (("reviewer0", "accepted"), ("reviewer1", "returned"))
        ]
        told = at_once(*acts)
        (won,) = [one for one in told if isinstance(one, int)]
        (lost,) = [one for one in told if isinstance(one, PortfolioError)]
        assert lost.code == "decided_already"
        winner = peopled.read("SELECT actor FROM store.event WHERE event_id = $n", {"n": won})["actor"][0]
        assert lost.facts["by"] == winner and lost.facts["number"] == number
    assert peopled.read("SELECT count(*) AS n FROM store.decision")["n"][0] == len(numbers)
    assert peopled.broken_link() is None


def decide(store: Store, login: str, number: int, verdict: str) -> int:
    decision = Decision.model_validate({"submission_id": number, "verdict": verdict, "reason": "核对"})
    event = Event(kind="report_decided", actor=login, at=AT)
    return store.append(event, [decision], by=reader(store, login))


def test_nobody_writes_what_is_not_theirs(peopled: Store) -> None:
    before = peopled.version()
    mine, other = reader(peopled, "owner0"), reader(peopled, "owner1")
    assert other.scope is not None
    foreign = StatusEntry(project_id=other.scope[0], period_on=JUNE, stage="continuing")
    sent = Submission(period_on=JUNE, unit_code=mine.unit_code)
    event = Event(kind="report_submitted", actor=mine.login, at=AT)
    with pytest.raises(PortfolioError) as refusal:
        peopled.append(event, [sent, foreign], by=mine)
    assert refusal.value.code == "not_yours"
    with pytest.raises(PortfolioError):
        decide(peopled, "owner0", send(peopled, 1), "accepted")
    assert peopled.version() == before + 1
    assert isinstance(peopled.read("FROM store.submission"), pl.DataFrame)
