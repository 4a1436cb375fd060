"""A large library's day reads the counties asked for and answers as the whole does; arranging the ledger changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from portfolio.day import arrange, day_of, files, prepare
from portfolio.model import View
from portfolio.store import Store
from tests import sample
from tests.day.asking import ASKED, PROJECT, decided, entries, sent, view

VIEWS = {
    "one county": {"counties": ("421202",)},
    "the city level and a county": {"counties": ("421200", "421281")},
    "no county": {"counties": ()},
    "the unnamed county": {"counties": ("000000",)},
    "a reader's scope": {"scope": ("421222", "06-01")},
    "projects of several counties": {"projects": ("06-00", "06-01", "09-05-12")},
    "a source of a county": {"counties": ("421223",), "sources": ("special_bond",)},
}


@pytest.mark.parametrize("filters", VIEWS.values(), ids=VIEWS.keys())
def test_a_day_of_the_counties_asked_for_answers_as_the_whole(
    sample_store: Store, large_store: Store, filters: dict[str, tuple[str, ...]]
) -> None:
    view = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT, **filters)
    with pytest.MonkeyPatch.context() as small:
        small.setattr("portfolio.store.opening.LARGE", 10**9)
        whole = [ask(sample_store, view) for ask in ASKED]
    scoped = [ask(large_store, view) for ask in ASKED]
    assert day_of(large_store, view).frame("project").height < 238
    for here, there in zip(whole, scoped, strict=True):
        assert here.equals(there)


def test_arranging_changes_no_answer(sample_store: Store, own_copy: Path) -> None:
    view = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
    store = Store(own_copy)
    store.arrange()
    for ask in ASKED:
        assert ask(store, view).equals(ask(sample_store, view))
    assert store.broken_link() is None
    store.close()


def test_preparing_puts_rows_in_order_where_many_came_out_of_it(
    large_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One report is not many, but where one row in ten thousand is."""

    def disorder() -> int:
        told = (
            large_store.cursor()
            .execute("SELECT project_id FROM store.report ORDER BY rowid")
            .pl()["project_id"]
        )
        return int((told < told.shift(1)).sum())

    assert disorder() > 0
    assert arrange(large_store) and disorder() == 0
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    assert not arrange(large_store)
    monkeypatch.setattr(files, "UNARRANGED", 10_000)
    assert prepare(large_store, view()) and disorder() == 0
    assert large_store.broken_link() is None
