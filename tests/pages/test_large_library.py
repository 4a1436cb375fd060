"""项目台账 of a large library shows what it would of a small one, sorted as its lists say."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from portfolio import queries
from portfolio.store import Store, opening
from portfolio.web import tables
from portfolio.web.frame import Frame
from portfolio.web.register import listing, narrowing
from portfolio.web.tables.cells import CODELISTS
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


def test_every_column_sorts_as_its_list_says(sample_store: Store) -> None:
    """Codes by their list, Chinese by sound, blanks last, equal ones as the library has them; also words of English."""
    library = listing.rows(frame(sample_store, "library"))
    for column in library.columns:
        for language in ("zh", "en") if column == "delay_standing" else ("zh",):
            asked = frame(sample_store, "library", sort=column, lang=language)
            key = sorting(asked, column)
            rows = listing.rows(frame(sample_store, "library", lang=language)).to_dicts()
            known = [row for row in rows if row[column] is not None]
            blank = [row["project_id"] for row in rows if row[column] is None]
            up = [row["project_id"] for row in sorted(known, key=lambda row: key(row[column]))]
            assert listing.rows(asked)["project_id"].to_list() == up + blank, column
            down = listing.rows(frame(sample_store, "library", sort=f"-{column}", lang=language))
            falling = sorted(known, key=lambda row: key(row[column]), reverse=True)
            values = [row[column] for row in falling] + [None] * len(blank)
            assert down[column].to_list() == values, column


def sorting(asked: Frame, column: str) -> Callable[[Any], Any]:
    """What a value of the column sorts by, worked out in plain Python."""
    if column in CODELISTS:
        codes = list(asked.labels(CODELISTS[column]))
        return lambda value: codes.index(value) if value in codes else len(codes)
    return lambda value: value.encode("gb18030") if isinstance(value, str) else value


@pytest.mark.parametrize("address", FILTERS)
def test_counts_sums_rows_and_downloads_are_those_of_a_small_library(
    sample_store: Store, large: Store, address: dict[str, str]
) -> None:
    of_small, of_large = (frame(store, "library", **address) for store in (sample_store, large))
    only = address.get("only", "")
    counted = queries.list_count(large, of_large.view, only)
    assert counted.equals(queries.list_count(sample_store, of_small.view, only))
    assert narrowing.counts(of_large) == narrowing.counts(of_small)
    whole, shown = (listing.table(one, listing.rows(one)) for one in (of_small, of_large))
    assert shown.all == listing.number(counted, "row")
    assert (shown.totals, shown.shown) == (whole.totals, whole.shown)
    assert_frame_equal(tables.taken(shown), tables.taken(whole))


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
