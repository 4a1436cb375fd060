"""The head of the chain: what the store's file has lost, or never held, is told by how many events are missing."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from portfolio import library
from portfolio.demo import building
from portfolio.model import Event, PortfolioError
from portfolio.store import Store, head
from portfolio.store.backup import backup
from portfolio.store.restoring import restore
from portfolio.words import LANGUAGES, say
from tests import sample
from tests.conftest import ROOT
from tests.refusals import contents

SENT = Event(kind="threshold_set", actor="operator", at=sample.KNOWN_AT)
KILLED = """
import os, sys; from pathlib import Path; from portfolio.store import Store; from tests.test_head import SENT
store = Store(Path(sys.argv[1]))
for _ in range(3):
    store.append(SENT)
os._exit(9)
"""
"""A process that ends with three events in the log alone."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The place of a new store that holds two events."""
    with closing(Store(tmp_path / "official.duckdb")) as store:
        assert (store.append(SENT), store.append(SENT)) == (1, 2)
    return store.path


def told(file: Path) -> dict[str, object]:
    return dict(json.loads(head.file_of(file).read_text()))


def refused(opening: Callable[[], object], folder: Path) -> PortfolioError:
    """The refusal; nothing in the folder was changed, and it is said in both languages."""
    before = contents(folder)
    with pytest.raises(PortfolioError) as refusal:
        opening()
    assert contents(folder) == before
    for language in LANGUAGES:
        assert "{" not in say(language, f"error.{refusal.value.code}", **refusal.value.facts)
    return refusal.value


def behind(file: Path) -> tuple[object, object, object]:
    """How many events are missing, how many there were, how many there are."""
    refusal = refused(lambda: Store(file), file.parent)
    assert refusal.code == "store_behind"
    return refusal.facts["missing"], refusal.facts["number"], refusal.facts["newest"]


def in_the_log_alone(file: Path) -> Path:
    """The log in which three more events stand, after its process was killed."""
    ended = subprocess.run([sys.executable, "-c", KILLED, file], cwd=ROOT, check=False)
    assert ended.returncode == 9 and told(file)["events"] == 5
    return file.with_name(f"{file.name}.wal")


def test_the_head_tells_of_each_event_once_it_is_stored(file: Path) -> None:
    with closing(Store(file)) as store:
        for number in (3, 4):
            assert store.append(SENT) == number
            assert told(file) == {"events": number, "hash": hash_of(store, number)}
        store.append_all([(SENT, []), (SENT, [])])
        assert told(file) == {"events": 6, "hash": hash_of(store, 6)}


def hash_of(store: Store, number: int) -> str:
    return str(store.read("SELECT hash FROM store.event WHERE event_id = $n", {"n": number}).item())


def test_a_store_ahead_of_its_head_is_well(file: Path) -> None:
    """Killed between the commit and the writing of the head."""
    earlier = head.file_of(file).read_bytes()
    with closing(Store(file)) as store:
        store.append(SENT)
    head.file_of(file).write_bytes(earlier)
    Store(file).close()
    assert told(file)["events"] == 3


def test_a_killed_process_loses_nothing(file: Path) -> None:
    in_the_log_alone(file)
    with closing(Store(file)) as store:
        assert store.version() == 5


def test_a_lost_log_is_told(file: Path) -> None:
    in_the_log_alone(file).unlink()
    assert behind(file) == (3, 5, 2)


def test_a_cut_log_is_told(file: Path) -> None:
    log = in_the_log_alone(file)
    log.write_bytes(log.read_bytes()[: log.stat().st_size // 2])
    missing, number, newest = behind_or_broken(file)
    assert missing is None or (number == 5 and missing == 5 - int(str(newest)) and int(str(missing)) > 0)


def behind_or_broken(file: Path) -> tuple[object, object, object]:
    """As `behind`; an engine that cannot read the log at all refuses the file, which is told as well."""
    with pytest.raises(PortfolioError) as refusal:
        Store(file)
    assert refusal.value.code in ("store_behind", "store_broken")
    facts = refusal.value.facts
    return facts.get("missing"), facts.get("number"), facts.get("newest")


def test_an_older_copy_in_its_place_is_told(file: Path) -> None:
    copy = Path(shutil.copy(file, file.with_name("copy.duckdb")))
    with closing(Store(file)) as store:
        store.append(SENT)
    copy.replace(file)
    assert behind(file) == (1, 3, 2)


def test_a_rewritten_whole_is_told(file: Path) -> None:
    """As many events and an unbroken chain, but not these events."""
    other = file.with_name("other.duckdb")
    with closing(Store(other)) as store:
        for why in ("made", "anew", "whole"):
            store.append(SENT.model_copy(update={"why": why}))
        assert store.broken_link() is None
    other.replace(file)
    head.file_of(other).unlink()
    refusal = refused(lambda: Store(file), file.parent)
    assert (refusal.code, refusal.facts["number"]) == ("store_rewritten", 2)


def test_a_damaged_head_is_told_and_the_store_left(file: Path) -> None:
    head.file_of(file).write_text("{")
    refusal = refused(lambda: Store(file), file.parent)
    assert (refusal.code, refusal.facts) == ("head_damaged", {"file": head.file_of(file)})


def test_a_store_of_an_earlier_release_gets_its_head(file: Path) -> None:
    head.file_of(file).unlink()
    Store(file).close()
    assert told(file)["events"] == 2


def test_moving_the_head_aside_accepts_the_loss(file: Path) -> None:
    in_the_log_alone(file).unlink()
    head.file_of(file).rename(file.with_name("aside"))
    with closing(Store(file)) as store:
        assert store.append(SENT) == 3
    assert told(file)["events"] == 3


def test_a_report_is_stored_where_no_head_can_be_written(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is committed by then: to refuse it would let it be sent twice. The next head tells of both."""
    with closing(Store(file)) as store, monkeypatch.context() as full:

        def no_room(*_: object, **__: object) -> None:
            raise OSError("no space left")

        full.setattr("tempfile.mkstemp", no_room)
        assert store.append(SENT) == 3
        assert "could not be written" in caplog.text
    assert told(file)["events"] == 2
    Store(file).close()
    assert told(file)["events"] == 3


def test_a_restored_backup_brings_its_own_head(data_folder: Path) -> None:
    with closing(library.open_official(data_folder, sample.TAKEN_AT)) as store:
        made = backup(store, data_folder / "backups", sample.KNOWN_AT)
        store.append(SENT)
        count = store.version()
    restore(made, data_folder, sample.KNOWN_AT)
    with closing(Store(store.path)) as again:
        assert again.version() == count - 1
    assert told(store.path)["events"] == count - 1


def test_a_head_elsewhere_tells_of_a_folder_that_was_put_back(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data folder as it was, its own head too: only what lies elsewhere knows of more."""
    (tmp_path / "heads").mkdir()
    monkeypatch.setenv(head.ELSEWHERE, str(tmp_path / "heads"))
    library.open_official(data_folder, sample.TAKEN_AT).close()
    earlier = Path(shutil.copytree(data_folder, tmp_path / "earlier"))
    with closing(library.open_official(data_folder, sample.TAKEN_AT)) as store:
        count = store.append(SENT)
        made = backup(store, tmp_path / "kept", sample.KNOWN_AT)
    shutil.rmtree(data_folder)
    earlier.rename(data_folder)
    refusal = refused(lambda: library.open_official(data_folder, sample.TAKEN_AT), data_folder)
    assert (refusal.code, refusal.facts["missing"]) == ("store_behind", 1)
    assert refusal.facts["head"] == tmp_path / "heads" / "official.head"
    restore(made, data_folder, sample.KNOWN_AT)
    with closing(library.open_official(data_folder, sample.TAKEN_AT)) as store:
        assert store.version() == count


def test_a_head_elsewhere_is_a_trace_of_the_ledger(
    data_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "official.head").write_text('{"events": 1, "hash": "a"}')
    monkeypatch.setenv(head.ELSEWHERE, str(tmp_path))
    refusal = refused(lambda: library.open_official(data_folder, sample.TAKEN_AT), data_folder)
    assert (refusal.code, refusal.facts["found"]) == ("store_lost", (tmp_path / "official.head").as_posix())


def test_a_demonstration_that_lost_events_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_event(file: Path, _: object) -> None:
        with closing(Store(file)) as store:
            store.append(SENT)

    monkeypatch.setattr(building, "_build", one_event)
    for _ in range(2):
        building.open_demo(tmp_path).close()
        head.file_of(tmp_path / "demo.duckdb").write_text('{"events": 9, "hash": "a"}')
    assert building.open_demo(tmp_path).version() == 1


def test_the_engine_holds_nothing_after_a_refusal(file: Path) -> None:
    in_the_log_alone(file).unlink()
    behind(file)
    duckdb.connect(str(file)).close()
