"""A store's file: whole when the store is closed, and refused a report once it is no longer the one that was opened."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from portfolio.cli import backup
from portfolio.cli.protocol import Request
from portfolio.model import Event, PortfolioError
from portfolio.store import MEMORY, Store
from portfolio.store.restoring import restore
from portfolio.web.session import Stores
from portfolio.words import say
from tests import sample
from tests.refusals import contents

SENT = Event(kind="threshold_set", actor="operator", at=sample.KNOWN_AT)


@pytest.fixture
def folder(own_copy: Path, tmp_path: Path) -> Path:
    """A data folder whose official store is full of reports."""
    (tmp_path / "data").mkdir()
    own_copy.rename(tmp_path / "data" / "official.duckdb")
    return tmp_path / "data"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The official store, open, as a server holds it."""
    with closing(Store(folder / "official.duckdb")) as opened:
        yield opened


def deleted(file: Path) -> None:
    file.unlink()


def exchanged(file: Path) -> None:
    """Let another store stand at the file's path, as a copy that is moved over it does."""
    Store(file.with_name("other.duckdb")).close()
    file.with_name("other.duckdb").replace(file)


def exchanged_for_its_copy(file: Path) -> None:
    shutil.copy(file, file.with_name("copy.duckdb"))
    file.with_name("copy.duckdb").replace(file)


FATES = (deleted, exchanged, exchanged_for_its_copy)


def hashes(store: Store) -> list[str]:
    return store.read("SELECT hash FROM store.event ORDER BY event_id")["hash"].to_list()


def refusal_of(act: Callable[[], object]) -> PortfolioError:
    with pytest.raises(PortfolioError) as refusal:
        act()
    return refusal.value


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: fate.__name__)
def test_a_report_is_refused_once_the_file_is_another(
    store: Store, folder: Path, fate: Callable[[Path], None]
) -> None:
    store.append(SENT)
    before = hashes(store)
    fate(store.path)
    stands = contents(folder).get("official.duckdb")
    for act in (lambda: store.append(SENT), lambda: store.append_all([(SENT, [])]), store.arrange):
        refusal = refusal_of(act)
        assert (refusal.code, refusal.facts) == ("store_exchanged", {"file": store.path})
    assert hashes(store) == before and store.version() == len(before) and store.broken_link() is None
    store.close()
    assert contents(folder).get("official.duckdb") == stands, "what stands there now is left as it is"


def test_what_the_refusal_tells_to_do_loses_nothing(store: Store, folder: Path) -> None:
    store.append(SENT)
    before = hashes(store)
    deleted(store.path)
    response = backup.respond(store, Request("backup", "zh"))
    (made,) = (folder / "backups").iterdir()
    assert response.said == (say("zh", "cli.backed_up", file=made),)
    assert response.refused == (say("zh", "error.store_exchanged", file=store.path),)
    assert response.exit_code == 2
    store.close()
    restore(made, folder, sample.KNOWN_AT)
    with closing(Store(store.path)) as again:
        assert hashes(again) == before
        assert again.append(SENT) == len(before) + 1


def test_a_store_in_memory_has_no_file_to_lose() -> None:
    with closing(Store()) as store:
        assert store.path == MEMORY
        assert (store.append(SENT), store.append_all([(SENT, [])])) == (1, 2)


def test_no_log_is_left_beside_a_closed_store(store: Store, folder: Path) -> None:
    log = folder / "official.duckdb.wal"
    number = store.append(SENT)
    assert log.exists()
    idle, reading = store.cursor(), store.cursor()
    reading.execute("BEGIN")
    reading.execute("FROM store.event")
    assert reading.fetchone() is not None, "a reader in the middle of its answer"
    store.close()
    assert not log.exists()
    store.close()
    idle.close()
    reading.close()
    copy = shutil.copy(store.path, folder / "copied.duckdb")
    with closing(Store(Path(copy))) as alone:
        assert alone.version() == number and alone.broken_link() is None


@pytest.mark.parametrize("again", range(6))
def test_a_store_closes_under_its_readers(store: Store, folder: Path, again: int) -> None:
    """Closed while three threads read, as a server is that ends: they get a refusal, and the process goes on."""
    refused: list[str] = []

    def read(question: str) -> None:
        try:
            while True:
                with store.cursor() as cursor:
                    cursor.execute("BEGIN")
                    cursor.execute(question).fetchone()
        except duckdb.Error as refusal:
            refused.append(type(refusal).__name__)

    store.append(SENT)
    questions = ("FROM store.event", "FROM store.report", "SELECT count(*) FROM store.event, store.report")
    readers = [threading.Thread(target=read, args=(question,)) for question in questions]
    for reader in readers:
        reader.start()
    time.sleep(0.01 * again)
    store.close()
    for reader in readers:
        reader.join(30)
    assert len(refused) == len(readers), refused
    assert not (folder / "official.duckdb.wal").exists()


def test_no_log_is_left_when_a_server_ends(store: Store, folder: Path) -> None:
    store.close()
    stores = Stores()
    stores.opened("official", folder, lambda _: None).append(SENT)
    assert (folder / "official.duckdb.wal").exists()
    stores.close()
    assert not (folder / "official.duckdb.wal").exists() and not stores.open
