"""A loaded edition stays: the library beside a store that has one is never taken by itself, only told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from portfolio import library, queries
from portfolio.library import shipped
from portfolio.model import Event, PortfolioError, View
from portfolio.store import Store
from portfolio.web.session import Stores
from tests import libraries
from tests.conftest import TAKEN_AT, copy_library
from tests.libraries import OWN_AMOUNT, SHIPPED_AMOUNT, hashes, in_force, opened

VIEW = View(as_of=date(2026, 11, 24), known_at=datetime(2026, 11, 24, 12))
CHANGES = [
    libraries.newer,
    libraries.shorter,
    libraries.other_title,
    libraries.no_parquet,
    libraries.no_text_tables,
    libraries.cut_short,
]
"""What may befall the library beside a store."""
DAMAGES: dict[Callable[[Path], None], str] = {
    libraries.no_parquet: "library_missing",
    libraries.no_text_tables: "library_missing",
    libraries.cut_short: "library_broken",
}


@pytest.fixture(scope="module")
def loaded_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the shipped library, in whose store a bureau's own was loaded over it; to be copied."""
    return libraries.loaded(tmp_path_factory.mktemp("loaded"))


@pytest.fixture
def folder(loaded_once: Path, tmp_path: Path) -> Path:
    """The same, of the test's own."""
    return shutil.copytree(loaded_once, tmp_path / "data")


def test_a_library_loaded_under_the_shipped_ones_id_stays_at_the_next_start(folder: Path) -> None:
    with opened(folder) as store:
        ids = store.read("SELECT edition_id FROM store.edition ORDER BY event_id")["edition_id"].to_list()
        assert len(ids) == 2 and len(set(ids)) == 1, "the id says nothing of which library it is"
        assert in_force(store) == (1, OWN_AMOUNT)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_befalls_the_library_beside_changes_nothing(
    folder: Path, change: Callable[[Path], None]
) -> None:
    with opened(folder) as store:
        before = hashes(store)
    change(folder)
    with opened(folder) as store:
        assert hashes(store) == before
        assert in_force(store) == (1, OWN_AMOUNT)


def test_ten_starts_of_the_server_change_no_figure_and_no_event(folder: Path) -> None:
    told: list[tuple[list[str], pl.DataFrame, pl.DataFrame]] = []
    for start in range(10):
        with closing(Stores().opened("official", folder, lambda _: None)) as store:
            told.append(
                (hashes(store), queries.project_state(store, VIEW), queries.total_amount(store, VIEW))
            )
        CHANGES[start % 3](folder)
    first = told[0]
    assert first[1].height == 1
    for events, projects, amounts in told[1:]:
        assert events == first[0] and projects.equals(first[1]) and amounts.equals(first[2])


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_store_without_an_edition_refuses_a_bad_library_and_stores_nothing(
    data_folder: Path, damage: Callable[[Path], None]
) -> None:
    Store(data_folder / library.OFFICIAL).close()
    damage(data_folder)
    with pytest.raises(PortfolioError) as refusal:
        library.open_official(data_folder, TAKEN_AT)
    assert refusal.value.code == DAMAGES[damage]
    with closing(Store(data_folder / library.OFFICIAL)) as store:
        assert store.version() == 0


def test_a_first_start_that_was_killed_before_the_taking_takes_at_the_next(data_folder: Path) -> None:
    with closing(Store(data_folder / library.OFFICIAL)) as store:
        store.append(Event(kind="threshold_set", actor="library", at=TAKEN_AT))
    with opened(data_folder) as store:
        assert in_force(store) == (238, SHIPPED_AMOUNT)
        assert store.version() == 2


def test_what_was_taken_once_is_not_told_and_what_never_was_is(folder: Path) -> None:
    with opened(folder) as store:
        assert not library.is_untaken(store), "the shipped library was taken, then the bureau loaded its own"
        libraries.newer(folder)
        assert library.is_untaken(store)
        assert library.take(store, library.read_folder(folder), TAKEN_AT)
        assert not library.is_untaken(store)
        libraries.other_title(folder)
        assert library.is_untaken(store), "the text tables are of the library too"
        libraries.no_text_tables(folder)
        assert not library.is_untaken(store), "what is not there is not told"


def test_a_damaged_library_beside_is_told_and_refused_when_it_is_loaded(folder: Path) -> None:
    libraries.cut_short(folder)
    with opened(folder) as store:
        assert library.is_untaken(store)
    with pytest.raises(PortfolioError, match="library_broken"):
        library.read_folder(folder)


def test_only_the_official_store_is_compared_with_it(tmp_path: Path) -> None:
    copy_library(tmp_path)
    for path in (tmp_path / "demo.duckdb", tmp_path / "official.duckdb"):
        with closing(Store(path)) as store:
            assert library.is_untaken(store) is (path.stem == "official")


def test_the_files_are_read_once_for_as_long_as_they_stay(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(data: Path) -> str:
        read.append(data)
        return "a digest"

    monkeypatch.setattr(shipped, "digest", counted)
    with opened(folder) as store:
        assert [library.is_untaken(store) for _ in range(3)] == [True, True, True]
        assert len(read) == 1
        libraries.newer(folder)
        assert library.is_untaken(store)
        assert len(read) == 2
