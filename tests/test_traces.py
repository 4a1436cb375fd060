"""No store is made silently: where traces of a ledger lie and its file does not, everything refuses and says what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from portfolio import library
from portfolio.cli import main
from portfolio.codes import Language
from portfolio.day import files
from portfolio.model import PortfolioError
from portfolio.store import Store, traces
from portfolio.store.catalogs import FileCatalog
from portfolio.web.session import Stores
from portfolio.words import LANGUAGES
from tests.conftest import ROOT, TAKEN_AT
from tests.libraries import SHIPPED_AMOUNT, in_force
from tests.refusals import contents, refused

STORE = library.OFFICIAL
NEWEST = "backups/official-20261124-153000-2.zip"
TRACES = {
    "official.duckdb.wal": "official.duckdb.wal",
    "official.head": "official.head",
    "uploads/official/abc.xlsx": "uploads/official",
    "uploads/official/.partial-1": "uploads/official",
    NEWEST: NEWEST,
    f"{NEWEST}.age": f"{NEWEST}.age",
    "backups/by hand.zip": "backups/by hand.zip",
    "replaced-20261124-153000/official.duckdb": "replaced-20261124-153000",
    "replaced-20261124-153000/official.duckdb.wal": "replaced-20261124-153000",
    "replaced-20261124-153000/uploads/official/abc.xlsx": "replaced-20261124-153000",
    "replaced-20261124-153000/library/counties.csv": "replaced-20261124-153000",
    "replaced-20261124-153000/project_library.parquet": "replaced-20261124-153000",
    "backup-x1/official.duckdb": "backup-x1",
    "official-days/arranged": "official-days",
}
"""A file that a ledger leaves beside its own, and how it is told."""
NONE = (
    "engine-0123456789abcdef.duckdb",
    "demo.duckdb",
    "demo.duckdb.wal",
    "tmp/spilled",
    "official.sock",
    "access.toml",
    "server.log",
    "uploads/demo/abc.xlsx",
    "backups/demo-20261124-153000.zip",
    "backups/demo-20261124-153000.zip.age",
    "backups/.half.partial",
    "replaced-20261124-153000/demo.duckdb",
    "backup-x1/demo.duckdb",
)
"""What says nothing of the official ledger."""
COMMANDS = (
    ["status"],
    ["prepare"],
    ["backup"],
    ["accounts", "list"],
    ["load"],
    ["load", ROOT / "data"],
    ["init"],
)
"""Every command that opens the store, but `restore`, which is the way back."""


def put(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"as it was")


def lost(opening: Callable[[], object], folder: Path, found: str) -> None:
    """The opening is refused with what was found, and nothing in the folder has changed."""
    before = contents(folder)
    with pytest.raises(PortfolioError) as refusal:
        opening()
    assert refusal.value.code == "store_lost"
    assert refusal.value.facts == {"file": folder / STORE, "found": found}
    assert contents(folder) == before


def opened(folder: Path) -> Store:
    """The official store as a server that starts opens it."""
    return Stores().opened("official", folder, lambda _: None)


@pytest.mark.parametrize(("name", "told"), TRACES.items())
def test_each_trace_by_itself_keeps_a_new_store_from_being_made(
    data_folder: Path, name: str, told: str
) -> None:
    put(data_folder, name)
    lost(lambda: opened(data_folder), data_folder, told)


def test_the_newest_of_each_kind_is_told(data_folder: Path) -> None:
    for name in (NEWEST, "backups/official-20261123-153000.zip", "official.duckdb.wal"):
        put(data_folder, name)
    lost(lambda: opened(data_folder), data_folder, f"official.duckdb.wal, {NEWEST}")


def test_an_empty_file_in_the_stores_place_is_no_store(data_folder: Path) -> None:
    put(data_folder, NEWEST)
    (data_folder / STORE).touch()
    lost(lambda: opened(data_folder), data_folder, NEWEST)


def test_a_first_start_makes_the_store_where_no_trace_lies(data_folder: Path) -> None:
    for name in NONE:
        put(data_folder, name)
    for empty in ("uploads/official", "backups"):
        (data_folder / empty).mkdir(parents=True, exist_ok=True)
    with closing(opened(data_folder)) as store:
        assert in_force(store) == (238, SHIPPED_AMOUNT)
        assert files.folder(store).name in TRACES.values(), "days are looked for by this name"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_refuses_where_the_store_was_deleted(data_folder: Path, language: Language) -> None:
    put(data_folder, "uploads/official/abc.xlsx")
    (data_folder / library.PARQUET).unlink()  # what is said first is that the ledger is gone
    before = contents(data_folder)
    for command in COMMANDS:
        found = refused([*command, "--data", data_folder], language, "store_lost", file=data_folder / STORE)
        assert found == "uploads/official" and contents(data_folder) == before, command


def test_no_command_but_init_and_load_makes_a_store_in_a_folder_without_one(data_folder: Path) -> None:
    """A forgotten PORTFOLIO_DATA would else be answered by a new ledger beside the real one: nothing wrong, no reports."""
    before = contents(data_folder)
    for command in COMMANDS:
        if command[0] not in ("init", "load"):
            refused([*command, "--data", data_folder], "zh", "store_missing", folder=data_folder)
            assert contents(data_folder) == before, command


@pytest.fixture(scope="module")
def kept(sample_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A full data folder with a file that was sent and a backup; to be copied."""
    folder = shutil.copytree(sample_folder, tmp_path_factory.mktemp("kept") / "data")
    put(folder, "uploads/official/abc.xlsx")
    assert CliRunner().invoke(main, ["backup", "--data", str(folder)]).exit_code == 0
    return folder


def events(folder: Path) -> int:
    with closing(library.open_official(folder, TAKEN_AT)) as store:
        return store.version()


def restored(folder: Path) -> int:
    """How many events there are once the newest backup is restored as the refusal says."""
    newest = max((folder / "backups").glob("*.zip"))
    ran = CliRunner().invoke(main, ["restore", str(newest), "--data", str(folder)])
    assert ran.exit_code == 0, ran.output
    return events(folder)


def test_a_deleted_store_is_restored_and_not_begun_anew(kept: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(kept, tmp_path / "data")
    before = events(folder)
    (folder / STORE).unlink()
    with pytest.raises(PortfolioError, match="store_lost"):
        opened(folder)
    assert restored(folder) == before - 1, "all but the note that the backup was made"


def test_the_traces_of_one_workspace_are_none_of_another(tmp_path: Path) -> None:
    put(tmp_path, NEWEST)
    traces.refuse_lost(FileCatalog(tmp_path / "demo.duckdb"))
    assert traces.traces(tmp_path / STORE) == [NEWEST]
