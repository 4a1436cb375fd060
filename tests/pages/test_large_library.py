"""Of a large library 项目库 reads no more than it shows, and shows what it would of a small one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store, opening
from portfolio.web import listing, narrowing, tables
from tests.pages.asked import frame

FEW = 40
FILTERS: list[dict[str, str]] = [
    {},
    {"county": "421221"},
    {"category": "neighbourhood_renovation,standing_service"},
    {"state": "red,group"},
    {"q": "学校"},
    {"only": "late"},
    {"only": "passed", "sort": "-delay_days"},
    {"only": "no_investment", "county": "421221,421200"},
    {"q": "没有这个名字"},
]


@pytest.fixture(scope="module")
def standing_large(sample_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store on the sample's ledger that was opened as a large one, for all tests that write nothing."""
    file = Path(shutil.copy(sample_store.path, tmp_path_factory.mktemp("large") / "copy.duckdb"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "LARGE", 100)
        store = Store(file)
    yield store
    store.close()


@pytest.fixture
def large(standing_large: Store, large_library: None) -> Store:  # noqa: ARG001
    """That store while it counts as large; what was asked before may be known to it."""
    return standing_large


def test_every_column_sorts_as_in_a_small_library(
    sample_store: Store, large: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Codes by their list, Chinese by sound, blanks last, equal ones as the library has them; also words of English."""
    monkeypatch.setattr(listing, "LIMIT", FEW)
    columns = listing.rows(frame(sample_store, "library")).columns
    for column in columns:
        for sort in (column, f"-{column}"):
            for language in ("zh", "en") if column == "delay_standing" else ("zh",):
                address = {"sort": sort, "lang": language}
                of_small, of_large = (frame(store, "library", **address) for store in (sample_store, large))
                counted = queries.list_count(large, of_large.view)
                first = listing.rows(of_small).head(FEW)
                assert listing.shown(of_large, counted).rows.select(first.columns).equals(first), address
                assert listing.names(of_large).equals(listing.names(of_small)), address


@pytest.mark.parametrize("address", FILTERS)
def test_counts_sums_rows_and_downloads_are_those_of_a_small_library(
    sample_store: Store, large: Store, monkeypatch: pytest.MonkeyPatch, address: dict[str, str]
) -> None:
    monkeypatch.setattr(listing, "LIMIT", FEW)
    of_small, of_large = (frame(store, "library", **address) for store in (sample_store, large))
    only = address.get("only", "")
    counted = queries.list_count(large, of_large.view, only)
    assert counted.equals(queries.list_count(sample_store, of_small.view, only))
    assert narrowing.counts(of_large) == narrowing.counts(of_small)
    whole = listing.table(listing.rows(of_small))
    shown = listing.shown(of_large, counted)
    assert shown.all == whole.rows.height == listing.number(counted, "row")
    assert (shown.totals, shown.shown) == (whole.totals, whole.shown)
    every = (shown.whole or (lambda: shown))()
    assert (every.totals, every.shown) == (whole.totals, whole.shown)
    assert_frame_equal(tables.taken(every), tables.taken(whole), check_column_order=False)
    assert_frame_equal(tables.taken(shown), tables.taken(whole).head(FEW), check_column_order=False)


@pytest.mark.parametrize("address", FILTERS)
def test_what_is_counted_are_the_rows_and_what_they_add_up_to(
    sample_store: Store, address: dict[str, str]
) -> None:
    asked = frame(sample_store, "library", **address)
    rows = listing.rows(asked)
    counted = queries.list_count(sample_store, asked.view, address.get("only", ""))
    kinds = rows.group_by("kind", "state").len("row_count").sort("kind", "state")
    assert counted["row_count"].to_list() == kinds["row_count"].to_list()
    sums = queries.total_amount(sample_store, listing.view(asked)).filter(measure="investment")
    told = sums["amount"].to_list(), sums["known_count"].sum()
    assert told == (([listing.total(counted)] if rows.height else []), listing.number(counted, "known"))


def test_no_more_is_read_than_shown(
    large_store: Store, monkeypatch: pytest.MonkeyPatch, engine: list[tuple[str, View]]
) -> None:
    monkeypatch.setattr(listing, "LIMIT", FEW)
    asked = frame(large_store, "library", sort="-investment_amount")
    counted = queries.list_count(large_store, asked.view)
    table = replace(listing.shown(asked, counted), limit=FEW)
    assert table.rows.height == FEW
    assert {question for question, _ in engine} == {
        "FROM list_count",
        "FROM list_row",
        "FROM list_sorted",
    }
    assert f"显示前 {FEW} 行，共 {listing.number(counted, 'row')} 行" in tables.body(asked, table)
    assert table.whole is not None
    assert table.whole().rows.height == listing.number(counted, "row")
