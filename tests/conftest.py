"""What many tests stand on: a copy of the committed library, and stores made from it in a folder of their own."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import engine as shrinking
from xdist.scheduler import LoadScopeScheduling

from portfolio import clock, demo, library
from portfolio.store import Store, catalogs, macros, opening
from portfolio.web import session
from tests import databases, sample
from tests.apps import _made_ready_once  # noqa: F401 for every run
from tests.databases import Database
from tests.moments import NOW
from tests.older import EVENTS, Later, as_text
from tests.reckoned import _reckoned_once  # noqa: F401 for every test
from tests.shared import made_once, of_the_run

shrinking.MAX_SHRINKING_SECONDS = 60
settings.register_profile("repeatable", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("repeatable")

ROOT = Path(__file__).resolve().parents[1]
TAKEN_AT = datetime(2026, 11, 1, 9)
BROWSER = "tests/browser/"


DEAREST = (
    "tests/test_two_reckonings.py",
    "tests/day/test_forward.py",
    "tests/test_formats.py",
    "tests/pages/test_every_filter.py",
    "tests/pages/test_report.py",
    "tests/day/test_files.py",
    "tests/pages/test_every_page.py",
    "tests/benchmarks/test_engine.py",
    "tests/test_checks.py",
    "tests/cli/test_editions.py",
    "tests/test_owners_at_once.py",
    "tests/demo/test_demo.py",
)
"""The files that take longest after the browser's, the longest first: what comes last has to be short.

But the third: a process is given two files at a time, and this one lies behind the browser's until these have ended.
"""


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """A file's tests run in one process, where they share what they stand on; all of the browser's in one.

    Each long campaign is for itself, so that all processes have one for as long as there are some.
    """

    def _split_scope(self, nodeid: str) -> str:
        if self.config.option.markexpr == "slow":
            return nodeid
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """The scheduler of a run in several processes."""
    return ByFile(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """A process for each core, and one more: the browser's waits for its server most of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that take longest come first: a process that is given them last would keep the others waiting."""
    items.sort(key=lambda item: _turn(item.nodeid))


def pytest_collection_finish() -> None:
    """What stands by now, some million objects of modules and tests, lasts as long as the run: never look it through."""
    gc.collect()
    gc.freeze()


def _turn(nodeid: str) -> int:
    """When the test's file has its turn: the browser's first, then the dearest, the others as they stand."""
    file = nodeid.partition("::")[0]
    if nodeid.startswith(BROWSER):
        return 0
    return 1 + (DEAREST.index(file) if file in DEAREST else len(DEAREST))


@pytest.fixture(scope="session", autouse=True)
def _laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder that a test opens first finds the engine's own file there, as every folder does that was opened before.

    To lay out the macros takes longer than most tests do with them. What is changed of sql/ is laid out by itself.
    """
    kept = of_the_run(tmp_path_factory) / "engine"
    kept.mkdir(exist_ok=True)
    lay_out = macros.lay_out

    def found(engine: duckdb.DuckDBPyConnection, folder: Path | None) -> None:
        if folder is None:  # a store in memory
            return lay_out(engine, kept)
        file = macros.prepared_file(folder)
        if not file.exists() and (kept / file.name).exists():
            shutil.copy(kept / file.name, file)
        lay_out(engine, folder)
        if file.exists() and not (kept / file.name).exists():
            begun = kept / f"{os.getpid()}.begun"
            shutil.copy(file, begun)
            begun.replace(kept / file.name)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "lay_out", found)
        yield


def copy_library(target: Path) -> Path:
    """`target`, now holding the committed parquet and its text tables, and no store."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "data" / library.PARQUET, target)
    shutil.copytree(ROOT / "data" / "library", target / "library")
    return target


def close_opened(folder: Path) -> None:
    """Close the stores that pages of this process opened in the folder: each holds tens of megabytes."""
    for key in [key for key in session._STORES.open if key[1] == folder.resolve()]:
        session._STORES.open.pop(key).close()


clock.set_to(NOW)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """Every test, and what it stands on, begins at the same moment, whenever it is run."""
    yield
    clock.set_to(NOW)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Database]:
    """A PostgreSQL for the ledgers of this process's tests."""
    if databases.programs() is None and databases.REQUIRED not in os.environ:
        pytest.skip("PostgreSQL is not installed")
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder, databases.database(Path(folder)) as found:
        yield found


@pytest.fixture
def data_folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder of the test's own with the committed library; what pages opened in it is closed after the test."""
    folder = copy_library(tmp_path / "data")
    yield folder
    close_opened(folder)


@pytest.fixture(params=("file", "lake"))
def ledger_folder(request: pytest.FixtureRequest, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, whose ledger lives in a file, and once more on a lake: a test that asks for it runs on both."""
    if request.param == "lake":
        monkeypatch.setenv(catalogs.ENVIRONMENT, request.getfixturevalue("postgres").new())
    return data_folder


@pytest.fixture
def ledger(ledger_folder: Path) -> Iterator[Store]:
    """The same in a file and on a lake, for what rests on where a ledger lives."""
    opened = library.open_official(ledger_folder, TAKEN_AT.replace(month=6))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def official_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with the committed library and no report, that stays open for all tests that write nothing."""
    folder = copy_library(tmp_path_factory.mktemp("standing"))
    yield folder
    close_opened(folder)


@pytest.fixture(scope="session")
def official_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The official workspace with its library and no report; read it, do not write it."""
    store = library.open_official(copy_library(tmp_path_factory.mktemp("official")), TAKEN_AT)
    yield store
    store.close()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose official store is full of made-up reports; closed, for a server or a test to open."""

    def make(folder: Path) -> None:
        store = library.open_official(copy_library(folder), sample.TAKEN_AT)
        sample.fill(store)
        sample.stop(store)
        store.close()

    return made_once(tmp_path_factory, "sample", make)


@pytest.fixture(scope="session")
def sample_store(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store full of made-up reports; read it, do not write it."""
    folder = tmp_path_factory.mktemp("sample-copy") / "data"
    shutil.copytree(sample_folder, folder)
    store = library.open_official(folder, sample.TAKEN_AT)
    yield store
    store.close()


@pytest.fixture
def own_copy(sample_store: Store, tmp_path: Path) -> Path:
    """A file of the test's own with the sample's ledger."""
    return Path(shutil.copy(sample_store.path, tmp_path / "copy.duckdb"))


@pytest.fixture
def large_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sample counts as a large library when a store is opened."""
    monkeypatch.setattr(opening, "LARGE", 100)


@pytest.fixture
def large_store(own_copy: Path, large_library: None) -> Iterator[Store]:  # noqa: ARG001
    """A store of the test's own on the sample's ledger, whose answers are kept in a file."""
    opened = Store(own_copy)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def older_stores(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of each older schema, and what opening a store lays out beside it; copy from it."""
    folder = tmp_path_factory.mktemp("older")
    Store(folder / "new.duckdb").close()
    (folder / "new.duckdb").unlink()
    for schema in EVENTS:
        as_text(folder / f"{schema}.duckdb", schema)
    return folder


@pytest.fixture
def older(older_stores: Path, tmp_path: Path) -> Path:
    """A copy of a test's own of the folder of older stores."""
    return Path(shutil.copytree(older_stores, tmp_path / "older"))


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Later:
    """Gives the program one schema more for each change of a table that it is told."""
    folder = tmp_path / "sql"
    shutil.copytree(macros.SQL_FOLDER, folder)
    monkeypatch.setattr(macros, "SQL_FOLDER", folder)

    def add(*changes: str) -> None:
        for change in changes:
            version = opening.SCHEMA_VERSION + 1
            (folder / f"19_schema_{version}.sql").write_text(f"ALTER TABLE store.{change};", encoding="utf-8")
            monkeypatch.setattr(opening, "SCHEMA_VERSION", version)

    return add


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the committed library and the demonstration built; closed, for a server to open."""
    return made_once(tmp_path_factory, "demo", lambda folder: demo.open_demo(copy_library(folder)).close())


@pytest.fixture(scope="session")
def demo_store(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The demonstration's store; read it, do not write it."""
    folder = tmp_path_factory.mktemp("demo-copy")
    shutil.copy(demo_folder / demo.DEMO, folder)
    store = demo.open_demo(folder)
    yield store
    store.close()
