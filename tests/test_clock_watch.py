"""A clock that leaps ahead or starts behind is not believed until an operator says so; the true moment is kept beside."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio import clock
from portfolio.cli import clock as command
from portfolio.cli import main
from portfolio.cli.protocol import Request
from portfolio.model import Event, PortfolioError
from portfolio.store import Store
from portfolio.web.session import Stores
from portfolio.words import LANGUAGES, say
from tests import small

NEWEST = small.AT
"""The moment of the newest event of the small store."""


class Machine:
    """A machine whose wall clock can be set, and whose running time cannot."""

    def __init__(self) -> None:
        self.wall, self.running = NEWEST + timedelta(hours=1), 1_000.0

    def moment(self) -> clock.Moment:
        return clock.Moment((self.wall - datetime(1970, 1, 1)).total_seconds(), self.running)

    def now(self) -> datetime:
        return self.wall

    def passes(self, **told: float) -> None:
        passed = timedelta(**told)
        self.wall, self.running = self.wall + passed, self.running + passed.total_seconds()


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    clock.set_to(None)
    made = Machine()
    monkeypatch.setattr(clock, "moment", made.moment)
    monkeypatch.setattr(clock, "now", made.now)
    return made


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.folder(tmp_path_factory.mktemp("clock") / "data")


@pytest.fixture
def folder(small_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_folder, tmp_path / "data")


def served(folder: Path) -> Store:
    """The store as a server that starts has it."""
    store = Store(folder / "official.duckdb")
    store.watch_clock()
    return store


def sent(at: datetime) -> Event:
    return Event(kind="threshold_set", actor="operator", at=at)


def refused(store: Store, machine: Machine) -> str:
    """The code with which a report is refused and nothing is stored; said in both languages."""
    before = store.version()
    with pytest.raises(PortfolioError) as refusal:
        store.append(sent(machine.wall))
    assert store.version() == before
    for language in LANGUAGES:
        assert "{" not in say(language, f"error.{refusal.value.code}", **refusal.value.facts)
        response = command.respond(store, Request("clock", language))
        assert response.exit_code == 2 and store.version() == before
    return refusal.value.code


def test_a_clock_that_leaps_ahead_is_not_believed_until_it_is_back(folder: Path, machine: Machine) -> None:
    with closing(served(folder)) as store:
        machine.passes(days=40)
        assert store.append(sent(machine.wall)) == 3, "as much time has passed as the clock says"
        machine.wall += timedelta(minutes=59)
        assert store.append(sent(machine.wall)) == 4
        machine.wall += timedelta(minutes=2)
        assert refused(store, machine) == "clock_ahead"
        machine.passes(hours=5)
        assert refused(store, machine) == "clock_ahead"
        machine.wall -= timedelta(minutes=61)
        assert store.append(sent(machine.wall)) == 5


def test_an_operator_says_that_it_is_right(folder: Path, machine: Machine) -> None:
    with closing(served(folder)) as store:
        machine.wall += timedelta(days=2)
        assert refused(store, machine) == "clock_ahead"
        response = command.confirm(store, Request("clock-right", "zh"))
        assert response.said == (
            say("zh", "cli.clock_confirmed", now=machine.wall.isoformat(" ", "minutes")),
        )
        row = store.read("SELECT kind, actor, e.at FROM store.event e ORDER BY event_id DESC LIMIT 1").row(0)
        assert row == ("clock_confirmed", "operator", machine.wall)
        assert store.append(sent(machine.wall)) == 4
        machine.wall += timedelta(days=2)
        assert refused(store, machine) == "clock_ahead", "of the next leap nobody said anything"


def test_a_start_behind_the_newest_event_is_not_believed(folder: Path, machine: Machine) -> None:
    machine.wall = NEWEST - timedelta(days=3)
    with closing(served(folder)) as store:
        assert refused(store, machine) == "clock_behind"
        command.confirm(store, Request("clock-right", "en"))
        assert store.append(sent(machine.wall)) == 4
        kept = store.read("FROM store.event_clock ORDER BY event_id").rows()
        assert kept == [(3, 0, machine.wall), (4, 0, machine.wall)], "the true moments"
        assert set(store.read("SELECT e.at FROM store.event e WHERE event_id > 2")["at"]) == {NEWEST}
        assert store.broken_link() is None
    machine.passes(minutes=10)
    with closing(served(folder)) as again:
        assert again.append(sent(machine.wall)) == 5, "said once, it holds for the next start"


def test_a_start_that_is_behind_is_believed_once_it_is_put_right(folder: Path, machine: Machine) -> None:
    machine.wall = NEWEST - timedelta(minutes=30)
    with closing(served(folder)) as store:
        assert refused(store, machine) == "clock_behind"
        machine.passes(minutes=30)
        assert store.append(sent(machine.wall)) == 3


def test_a_command_under_a_wrong_clock_does_not_make_it_right(folder: Path, machine: Machine) -> None:
    machine.wall = NEWEST - timedelta(days=3)
    with closing(Store(folder / "official.duckdb")) as store:
        store.append(sent(machine.wall))
    with closing(served(folder)) as store:
        assert refused(store, machine) == "clock_behind"


def test_what_a_time_server_sets_back_stops_nobody(folder: Path, machine: Machine) -> None:
    machine.wall = NEWEST - timedelta(seconds=50)
    with closing(served(folder)) as store:
        assert store.append(sent(machine.wall)) == 3


def test_a_forged_true_moment_is_found_at_its_event(folder: Path) -> None:
    with closing(Store(folder / "official.duckdb")) as store:
        store.append(sent(NEWEST - timedelta(days=1)))
        with store.cursor() as cursor:
            cursor.execute("UPDATE store.event_clock SET true_at = true_at + INTERVAL 1 DAY")
        assert store.broken_link() == 3


def test_many_at_once_keep_their_true_moments_as_one_by_one(folder: Path) -> None:
    moments = [NEWEST - timedelta(days=2), NEWEST + timedelta(days=1), NEWEST, NEWEST + timedelta(days=2)]
    other = shutil.copytree(folder, folder.with_name("other"))
    with (
        closing(Store(folder / "official.duckdb")) as store,
        closing(Store(other / "official.duckdb")) as many,
    ):
        for moment in moments:
            store.append(sent(moment))
        many.append_all([(sent(moment), []) for moment in moments])
        kept = "FROM store.event_clock ORDER BY event_id"
        assert many.read(kept).rows() == store.read(kept).rows() == [(3, 0, moments[0]), (5, 0, moments[2])]
        hashes = "SELECT hash FROM store.event ORDER BY event_id"
        assert many.read(hashes).equals(store.read(hashes))


def test_what_is_no_servers_official_store_is_watched_by_nobody(folder: Path, machine: Machine) -> None:
    """As the demonstration, which is told years at once under dates of its own."""
    with closing(Store(folder / "official.duckdb")) as store:
        machine.wall += timedelta(days=400)
        assert store.append(sent(machine.wall)) == 3


def test_a_servers_store_is_watched(data_folder: Path, machine: Machine) -> None:
    stores = Stores()
    store = stores.opened("official", data_folder, lambda _: None)
    machine.wall += timedelta(days=2)
    assert refused(store, machine) == "clock_ahead"
    stores.close()


def test_a_clock_set_for_a_rehearsal_is_believed(folder: Path) -> None:
    clock.set_to(NEWEST - timedelta(days=300))
    with closing(served(folder)) as store:
        clock.set_to(NEWEST + timedelta(days=300))
        assert store.append(sent(clock.now())) == 3


def test_the_command_says_how_the_clock_stands(data_folder: Path, machine: Machine) -> None:
    for words in (["init"], ["clock"], ["clock", "--right"]):
        ran = CliRunner().invoke(main, [*words, "--data", str(data_folder)], env={"PORTFOLIO_LANGUAGE": "en"})
        assert ran.exit_code == 0, ran.output
    assert machine.wall.isoformat(" ", "minutes") in ran.stdout


def test_the_machines_running_time_goes_on() -> None:
    first, second = clock.moment(), clock.moment()
    assert second.running >= first.running > 0
