"""What every store lays out is kept in a file: copied where it fits, laid anew where it does not, and never waited for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from portfolio.store import Store, macros, opening

CODES = "SELECT count(*) FROM code_source"


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A word for each time that codelists and macros were laid anew."""
    noted: list[str] = []
    real = macros._load_codelists

    def load(engine: duckdb.DuckDBPyConnection) -> None:
        noted.append("anew")
        real(engine)

    monkeypatch.setattr(macros, "_load_codelists", load)
    monkeypatch.setattr(
        opening, "lay_out", macros.lay_out
    )  # as the product has it: no file but this folder's own
    yield noted


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store's file, and beside it what was laid out for it."""
    store = tmp_path / "one.duckdb"
    Store(store).close()
    return store


def opened(file: Path) -> int:
    """How many sources of money a store knows that was opened just now; the macros are asked as well."""
    store = Store(file)
    store.read("FROM library_row(1)")
    known = int(store.read(CODES).item())
    store.close()
    return known


def kept(file: Path) -> list[Path]:
    return [path for path in file.parent.iterdir() if path.name.startswith("engine-")]


def test_a_store_opened_again_copies_what_was_laid_out(file: Path, laid: list[str]) -> None:
    assert opened(file) > 5 and laid == []
    assert kept(file) == [macros.prepared_file(file.parent)]


@pytest.mark.parametrize("harm", ["missing", "cut", "garbled", "empty"])
def test_a_file_that_is_not_whole_is_made_anew(file: Path, laid: list[str], harm: str) -> None:
    known = opened(file)
    prepared = macros.prepared_file(file.parent)
    whole = prepared.read_bytes()
    if harm == "missing":
        prepared.unlink()
    else:
        middle = len(whole) // 2
        told = {
            "cut": whole[:middle],
            "garbled": whole[:16384] + b"\xff" * (len(whole) - 16384),
            "empty": b"",
        }
        prepared.write_bytes(told[harm])
    assert opened(file) == known and laid == ["anew"]
    assert opened(file) == known and laid == ["anew"]


def test_another_version_lays_out_its_own_and_clears_the_other_away(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, laid: list[str]
) -> None:
    before = kept(file)
    changed = tmp_path / "sql"
    shutil.copytree(macros.SQL_FOLDER, changed)
    with (changed / "50_state.sql").open("a", encoding="utf-8") as text:
        text.write("\nCREATE MACRO one_more() AS 1;\n")
    monkeypatch.setattr(macros, "SQL_FOLDER", changed)
    store = Store(file)
    assert store.read("SELECT one_more()").item() == 1
    store.close()
    assert laid == ["anew"]
    assert len(kept(file)) == 1 and kept(file) != before


def test_a_store_opens_where_nothing_can_be_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch, laid: list[str]
) -> None:
    known = opened(file)
    kept(file)[0].unlink()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert opened(file) == known and laid == ["anew"]
    assert kept(file) == []


def test_a_store_reads_nothing_of_the_file_later(file: Path) -> None:
    """Nor of any other outside its folder."""
    store = Store(file)
    attached = store.read("SELECT database_name FROM duckdb_databases() WHERE NOT internal ORDER BY 1")
    assert attached["database_name"].to_list() == ["memory", "store"]
    with pytest.raises(duckdb.Error):
        store.read("FROM read_text('/etc/hostname')")
    store.close()
