"""What is thought of ahead: the other counties, the next in order first, then one filter changed, and nothing where that
would cost too much."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store
from portfolio.web import likely
from tests.web.samples import COUNTIES, county, frame

FOUR = (*COUNTIES, county("990003", "示例县丙", 3), county("990004", "示例县丁", 4))


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "is_large", lambda *_: False)


def thought_of(**asked: str) -> list[View]:
    return list(likely.views(replace(frame(**asked), county_rows=FOUR)))


def counties(**asked: str) -> list[tuple[str, ...] | None]:
    own = frame(**asked).view.counties
    return [view.counties for view in thought_of(**asked) if view.counties != own]


def test_the_next_county_comes_first_and_the_whole_last() -> None:
    assert counties(county="990002", area="health") == [("990003",), ("990004",), ("990001",), None]
    assert counties() == [("990001",), ("990002",), ("990003",), ("990004",)]


def test_the_other_filters_stay() -> None:
    asked = frame(county="990002", category="hospital", asof="2026-10-31").view
    for view in thought_of(county="990002", category="hospital", asof="2026-10-31")[:4]:
        assert view.model_copy(update={"counties": asked.counties}) == asked


def test_after_the_counties_one_other_filter_is_changed_at_a_time() -> None:
    asked = frame(county="990002", area="health").view
    later = thought_of(county="990002", area="health")[4:]
    assert later[0] == asked.model_copy(update={"areas": None})
    assert asked.model_copy(update={"stages": ("new_start",)}) in later
    changed = [
        [name for name in View.model_fields if getattr(view, name) != getattr(asked, name)] for view in later
    ]
    assert {len(names) for names in changed} == {1}
    assert {names[0] for names in changed} == {"areas", "sources", "stages", "categories"}


def test_of_several_counties_or_in_a_scope_nothing_is_likely() -> None:
    assert counties(county="990001,990002") == []
    scoped = frame().view.model_copy(update={"scope": ("990001",)})
    assert list(likely.views(replace(frame(), county_rows=FOUR, view=scoped))) == []


def test_of_a_large_library_nothing_is_asked_in_idle_hours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "is_large", lambda *_: True)
    assert counties(county="990001") == []


def test_of_many_counties_only_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likely, "MOST_COUNTIES", 2)
    assert counties(county="990001") == [("990002",), None]


def test_a_library_is_large_by_the_rows_in_force(
    sample_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    view = frame().view
    assert not queries.is_large(sample_store, view)
    monkeypatch.setattr("portfolio.store.opening.LARGE", 10)
    assert queries.is_large(sample_store, view)
