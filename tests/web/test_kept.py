"""What was made for a page is told again only where everything that it rests on is the same."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from functools import partial

import polars as pl
import pytest

from portfolio.model import Reader
from portfolio.store import Store
from portfolio.web import kept, tables
from portfolio.web.frame import Frame
from portfolio.web.tables import Table
from tests.web.samples import frame

SCOPED = Reader(login="li", name="李", role="reviewer", county_code="990001", scope=("990001",))


@pytest.fixture
def store() -> Store:
    return Store()


def told(of: Frame, made: str, name: str = "list") -> str:
    return kept.text(of, name, lambda: made).html


def test_the_same_is_made_once(store: Store) -> None:
    asked = replace(frame(county="990001"), store=store)
    assert told(asked, "first") == "first"
    assert told(replace(frame(county="990001"), store=store), "second") == "first"


def test_what_rests_on_something_else_is_made_anew(store: Store) -> None:
    asked = replace(frame(county="990001"), store=store)
    told(asked, "first")
    scoped = asked.view.model_copy(update={"scope": SCOPED.scope})
    others = {
        "another county": replace(frame(county="990002"), store=store),
        "another language": replace(frame(county="990001", lang="en"), store=store),
        "another day": replace(frame(county="990001", asof="2026-10-31"), store=store),
        "another sorting": replace(frame(county="990001", sort="name"), store=store),
        "a newer event": replace(asked, version=1),
        "another page": replace(asked, page="late"),
        "another reader": replace(asked, reader=SCOPED),
        "another scope": replace(asked, view=scoped),
        "another store": replace(asked, store=Store()),
    }
    for other, of in others.items():
        assert told(of, other) == other
    assert told(asked, "another name", "map") == "another name"


def test_what_rests_on_less_than_the_address_says_so(store: Store) -> None:
    for county, made in (("990001", "first"), ("990002", "second")):
        of = replace(frame(county=county), store=store)
        assert kept.of(of, "history", partial(str, made), len, ("all",)) == "first"


def test_the_longest_unused_make_room() -> None:
    held = kept.Kept(room=2)
    for key in "abac":
        held.of(key, partial(str, key), len)
    assert [held.of(key, lambda: "anew", len) for key in "ac"] == ["a", "c"]
    assert held.of("b", lambda: "anew", lambda _: 3) == "anew", "and what is larger than the room is not kept"
    assert held.of("b", lambda: "again", lambda _: 3) == "again"


def test_nothing_outlives_its_store() -> None:
    store = Store()
    told(replace(frame(), store=store), "made")
    gone = weakref.ref(store)
    store.close()
    del store
    gc.collect()
    assert gone() is None


def test_a_table_is_written_anew_for_another_address() -> None:
    table = Table(pl.DataFrame({"project_id": ["01-01"], "name": ["示例"]}))
    for county in ("990001", "990002"):
        asked = frame(county=county)
        assert f"county={county}" in tables.written(asked, table)
