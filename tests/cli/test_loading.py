"""`portfolio load` is the one way for a library into a store that has one; no other command takes any, `status` tells."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portfolio import library
from portfolio.cli import main
from portfolio.codes import Language
from portfolio.words import LANGUAGES, say
from tests import libraries
from tests.conftest import copy_library
from tests.intake.producers import Page, by_openpyxl
from tests.libraries import NEWER_AMOUNT, OWN_AMOUNT, SHIPPED_AMOUNT, hashes, in_force, opened
from tests.refusals import contents, refused


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped library, in whose store a bureau's own was loaded over it; to be copied."""
    return libraries.loaded(tmp_path_factory.mktemp("loaded"))


@pytest.fixture
def folder(loaded_once: Path, tmp_path: Path) -> Path:
    """The same, of the test's own."""
    return shutil.copytree(loaded_once, tmp_path / "data")


def run(folder: Path, *words: str | Path, said: str = "", language: Language = "zh") -> Result:
    """What came of the command, which was carried out."""
    asked = [str(word) for word in (*words, "--data", folder)]
    ran = CliRunner().invoke(main, asked, input=said, env={"PORTFOLIO_LANGUAGE": language})
    assert ran.exit_code == 0, ran.output
    return ran


def test_no_other_command_takes_a_library_into_a_store_that_has_one(folder: Path) -> None:
    assert set(main.commands) == {
        *("status", "prepare", "backup", "restore", "accounts", "plan"),
        *("load", "init", "build-library", "compare", "treasury"),
        *("clock", "verify", "backup-key"),
        *("annex", "final", "history", "move"),
    }, "a new command must be tried here; verify and backup-key open no store of a data folder"
    libraries.newer(folder)
    with opened(folder) as store:
        before = hashes(store)
    for _ in range(10):
        run(folder, "status")
    run(folder, "prepare")
    run(folder, "clock")
    run(folder, "init")
    annex = folder.parent / "附件.xlsx"
    told = [["项目编号", "项目名称", "总投资（万元）"], ["06-02", "一个项目", 50_000]]
    annex.write_bytes(by_openpyxl([Page("库", told)]))
    run(folder, "annex", annex, *("--document", "甲", "--effective-on", "2026-11-01", "--part", "--dry-run"))
    run(folder, "accounts", "list")
    run(
        folder,
        "accounts",
        "add",
        "wang",
        "--role",
        "administrator",
        "--password-stdin",
        said="maple-river-4217\n",
    )
    run(folder, "backup")
    with opened(folder) as store:
        kinds = store.read("SELECT kind FROM store.event ORDER BY event_id")["kind"].to_list()
        assert hashes(store)[: len(before)] == before
        assert kinds[len(before) :] == ["account_changed", "backup_made"]
        assert in_force(store) == (1, OWN_AMOUNT)
    (made,) = (folder / "backups").iterdir()
    run(folder, "restore", made)
    run(folder, "build-library")
    with opened(folder) as store:
        assert hashes(store)[:-1] == before
        assert in_force(store) == (1, OWN_AMOUNT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_status_tells_of_a_library_that_was_never_taken(folder: Path, language: Language) -> None:
    told = say(language, "cli.untaken")
    before = run(folder, "status", language=language).stdout.splitlines()
    assert told not in before
    libraries.newer(folder)
    after = run(folder, "status", language=language).stdout.splitlines()
    assert [line for line in after if line != told] == before and told in after
    libraries.no_parquet(folder)
    assert run(folder, "status", language=language).stdout.splitlines() == before


def test_load_without_a_folder_takes_the_data_folders_library_once(folder: Path) -> None:
    libraries.newer(folder)
    with opened(folder) as store:
        number = store.version() + 1
    assert run(folder, "load").stdout.strip() == say("zh", "cli.loaded", number=number)
    assert run(folder, "load").stdout.strip() == say("zh", "cli.already_loaded")
    assert say("zh", "cli.untaken") not in run(folder, "status").stdout
    with opened(folder) as store:
        assert store.version() == number and store.broken_link() is None
        assert in_force(store) == (238, NEWER_AMOUNT)


def test_load_without_a_folder_goes_back_to_the_shipped_library(folder: Path) -> None:
    run(folder, "load")
    with opened(folder) as store:
        assert in_force(store) == (238, SHIPPED_AMOUNT)
        assert store.read("FROM store.edition").height == 3


def test_load_without_a_folder_is_a_first_start_where_there_is_no_store(data_folder: Path) -> None:
    ran = run(data_folder, "load", language="en")
    assert ran.stdout.strip() == say("en", "cli.loaded", number=2), "after the rules"
    with opened(data_folder) as store:
        assert store.version() == 2
        assert in_force(store) == (238, SHIPPED_AMOUNT)


def test_load_with_a_folder_takes_what_lies_there(data_folder: Path, tmp_path: Path) -> None:
    own = libraries.own_library(tmp_path / "own")
    assert run(data_folder, "load", own).stdout.strip() == say("zh", "cli.loaded", number=3)
    assert run(data_folder, "load", own).stdout.strip() == say("zh", "cli.already_loaded")
    with opened(data_folder) as store:
        assert in_force(store) == (1, OWN_AMOUNT)
        assert not library.is_untaken(store), "the data folder's was taken first, as at a start"


@pytest.mark.parametrize(
    ("damage", "code", "file"),
    [
        (libraries.no_parquet, "library_missing", library.PARQUET),
        (libraries.no_text_tables, "library_missing", "library/counties.csv"),
        (libraries.cut_short, "library_broken", library.PARQUET),
    ],
    ids=lambda told: getattr(told, "__name__", None),
)
def test_a_bad_library_in_the_data_folder_is_refused_by_load_and_by_nothing_else(
    folder: Path, tmp_path: Path, damage: Callable[[Path], None], code: str, file: str
) -> None:
    damage(folder)
    before = contents(folder)
    refused(["load", "--data", folder], "zh", code, file=folder / file)
    assert contents(folder) == before
    assert say("zh", "cli.unbroken") in run(folder, "status").stdout
    damage(copy_library(tmp_path / "bare"))
    before = contents(tmp_path / "bare")
    refused(["load", "--data", tmp_path / "bare"], "en", code, file=tmp_path / "bare" / file)
    assert contents(tmp_path / "bare") == before, "not even an empty store is left behind"
