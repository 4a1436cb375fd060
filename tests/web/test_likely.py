"""What is thought of ahead: the other counties, the next in order first, and nothing where that would cost too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio import queries
from portfolio.store import Store
from portfolio.web import likely
from tests.web.samples import COUNTIES, county, frame

FOUR = (*COUNTIES, county("990003", "示例县丙", 3), county("990004", "示例县丁", 4))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "is_large", lambda *_: False)


def counties(**asked: str) -> list[tuple[str, ...] | None]:
    return [view.counties for view in likely.views(replace(frame(**asked), county_rows=FOUR))]


def test_the_next_county_comes_first_and_the_whole_last() -> None:
    assert counties(county="990002", area="health") == [("990003",), ("990004",), ("990001",), None]
    assert counties() == [("990001",), ("990002",), ("990003",), ("990004",)]


def test_the_other_filters_stay() -> None:
    asked = frame(county="990002", category="hospital", asof="2026-10-31")
    for view in likely.views(replace(asked, county_rows=FOUR)):
        assert view.model_copy(update={"counties": asked.view.counties}) == asked.view


def test_of_several_counties_or_in_a_scope_nothing_is_likely() -> None:
    assert counties(county="990001,990002") == []
    scoped = frame().view.model_copy(update={"scope": ("990001",)})
    assert likely.views(replace(frame(), county_rows=FOUR, view=scoped)) == []


def test_of_a_large_library_nothing_is_asked_in_idle_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "is_large", lambda *_: True)
    assert counties(county="990001") == []


def test_of_many_counties_only_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely, "MOST", 2)
    assert counties(county="990001") == [("990002",), None]


def test_a_library_is_large_by_the_rows_in_force(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    view = frame().view
    assert not queries.is_large(sample_store, view)
    monkeypatch.setattr("portfolio.store.opening.LARGE", 10)
    assert queries.is_large(sample_store, view)
