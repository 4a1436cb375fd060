"""A bad file or folder: one plain sentence in the reader's language, exit code 2, nothing changed on disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner

from portfolio import library, words
from portfolio.cli import main, reader_language
from portfolio.codes import Language
from portfolio.store import Store
from portfolio.words import say
from tests.conftest import TAKEN_AT
from tests.refusals import contents, refused

PARQUET = library.PARQUET


def no_parquet(folder: Path) -> None:
    (folder / PARQUET).unlink()


def cut_short(folder: Path) -> None:
    whole = (folder / PARQUET).read_bytes()
    (folder / PARQUET).write_bytes(whole[: len(whole) // 2])


def not_a_parquet(folder: Path) -> None:
    (folder / PARQUET).write_text("项目,金额\n", encoding="utf-8")


def other_columns(folder: Path) -> None:
    pl.DataFrame({"city": ["Elsewhere"], "population": [1]}).write_parquet(folder / PARQUET)


def other_counties(folder: Path) -> None:
    rows = pl.read_parquet(folder / PARQUET)
    rows.with_columns(pl.lit("330100").alias("county_code")).write_parquet(folder / PARQUET)


def groups_in_a_circle(folder: Path) -> None:
    rows = pl.read_parquet(folder / PARQUET)
    itself = pl.when(pl.col("kind") == "group").then("project_id")
    rows.with_columns(itself.alias("parent_id")).write_parquet(folder / PARQUET)


def no_text_tables(folder: Path) -> None:
    (folder / "library" / "counties.csv").unlink()


def newer_schema(folder: Path) -> None:
    library.open_official(folder, TAKEN_AT).close()
    with duckdb.connect(str(folder / "official.duckdb")) as engine:
        engine.execute("INSERT INTO schema_version VALUES (999)")


def not_a_store(folder: Path) -> None:
    (folder / "official.duckdb").write_bytes(b"this is no database" * 1000)


def another_database(folder: Path) -> None:
    with duckdb.connect(str(folder / "official.duckdb")) as engine:
        engine.execute("CREATE TABLE customers (name VARCHAR)")


STORE = "official.duckdb"
BAD: dict[Callable[[Path], None], tuple[str, str, str]] = {
    no_parquet: ("library_missing", PARQUET, ""),
    cut_short: ("library_broken", PARQUET, ""),
    not_a_parquet: ("library_broken", PARQUET, ""),
    other_columns: ("library_foreign", PARQUET, "city, population"),
    other_counties: ("library_foreign", PARQUET, "county_code: 330100 (01-01-01)"),
    groups_in_a_circle: ("library_foreign", PARQUET, "parent_id: 03-01-00 (03-01-00)"),
    no_text_tables: ("library_missing", "library/counties.csv", ""),
    newer_schema: ("store_newer", STORE, ""),
    not_a_store: ("store_broken", STORE, ""),
    another_database: ("store_broken", STORE, ""),
}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("spoil", BAD, ids=lambda spoil: spoil.__name__)
def test_a_bad_file_is_said_plainly_and_nothing_changes(
    data_folder: Path, spoil: Callable[[Path], None], language: Language
) -> None:
    spoil(data_folder)
    before = contents(data_folder)
    code, file, found = BAD[spoil]
    command = "status" if (data_folder / "official.duckdb").exists() else "init"
    assert refused([command, "--data", data_folder], language, code, file=data_folder / file) == found
    assert contents(data_folder) == before


def test_a_store_held_by_another_process(data_folder: Path) -> None:
    library.open_official(data_folder, TAKEN_AT).close()
    holding = (
        "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", holding, str(data_folder / "official.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        facts = {"file": data_folder / "official.duckdb", "process": holder.pid}
        refused(["status", "--data", data_folder], "zh", "store_held", **facts)
    finally:
        holder.communicate(timeout=20)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    with pytest.raises(Exception) as refusal:
        Store(tmp_path / "file" / "official.duckdb")
    assert getattr(refusal.value, "code", None) == "folder_unwritable"


def test_a_sound_folder_is_opened_and_its_record_checked(data_folder: Path) -> None:
    library.open_official(data_folder, TAKEN_AT).close()
    ran = CliRunner().invoke(main, ["status", "--data", str(data_folder)], env={"PORTFOLIO_LANGUAGE": "zh"})
    assert ran.exit_code == 0
    assert say("zh", "cli.unbroken") in ran.stdout


def test_another_library_is_loaded_as_a_new_edition(data_folder: Path, tmp_path: Path) -> None:
    annex = tmp_path / "annex"
    (annex / "library").mkdir(parents=True)
    for table in (data_folder / "library").glob("*.csv"):
        text = table.read_text(encoding="utf-8")
        (annex / "library" / table.name).write_text(
            text.replace("xianning-14fyp-2022", "xianning-annex").replace(
                "咸宁市城区老旧小区改造项目", "附件中的名称"
            ),
            encoding="utf-8",
        )
    library.build(annex / "library", annex / PARQUET)
    env = {"PORTFOLIO_LANGUAGE": "en"}
    loaded = CliRunner().invoke(main, ["load", str(annex), "--data", str(data_folder)], env=env)
    again = CliRunner().invoke(main, ["load", str(annex), "--data", str(data_folder)], env=env)
    assert (loaded.exit_code, again.exit_code) == (0, 0)
    assert again.stdout.strip() == say("en", "cli.already_loaded")
    store = library.open_official(data_folder, TAKEN_AT)
    names = store.read("SELECT name FROM library_row(9223372036854775807) WHERE project_id = '06-01'")
    assert names["name"].to_list() == ["附件中的名称"], "the annex stays in force when the app opens again"
    differences = CliRunner().invoke(
        main, ["compare", str(data_folder / PARQUET), str(annex / PARQUET)], env=env
    )
    assert "06-01\tchanged\tname" in differences.stdout


@pytest.mark.parametrize(
    ("told", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "cs_CZ.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "PORTFOLIO_LANGUAGE": "en"}, "en"),
    ],
)
def test_the_operators_language(
    told: dict[str, str], language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PORTFOLIO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    assert reader_language() == language
