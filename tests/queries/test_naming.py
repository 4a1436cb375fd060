"""A name is called in the reader's language: our rendering where there is one, and the search finds both."""

from __future__ import annotations

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import View
from portfolio.queries.naming import rendered
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
ENGLISH = VIEW.model_copy(update={"language": "en"})


def names(store: Store, search: str | None = None) -> dict[str, str]:
    view = ENGLISH.model_copy(update={"search": search})
    return dict(queries.project_state(store, view).select("project_id", "name").iter_rows())


def test_projects_programmes_and_indicators_have_english_names(official_store: Store) -> None:
    rows = queries.project_state(official_store, ENGLISH)
    indicators = queries.indicators(official_store, ENGLISH)
    for column in (rows["name"], rows["programme"].drop_nulls(), indicators["name"]):
        assert column.filter(column.str.contains(r"\p{Han}")).to_list() == []
    assert names(official_store)["06-03"] == "Renovation of old neighbourhoods, Chibi"
    subjects = queries.contradictions_of(official_store, ENGLISH).filter(pl.col("subject_kind") != "edition")
    assert not subjects["subject_name"].str.contains(r"\p{Han}").any()


def test_no_figure_rests_on_the_language(official_store: Store) -> None:
    chinese, english = (queries.project_state(official_store, view) for view in (VIEW, ENGLISH))
    named = ("name", "programme", "owner_unit")
    assert chinese.drop(named).equals(english.drop(named))
    assert chinese["name"].str.contains(r"\p{Han}").sum() == chinese.height


@pytest.mark.parametrize("search", ["赤壁 老旧小区", "old neighbourhoods chibi", "Renovation 赤壁"])
def test_the_search_finds_both_names(official_store: Store, search: str) -> None:
    assert list(names(official_store, search)) == ["06-03"]


def test_a_name_without_a_rendering_stays_as_it_is() -> None:
    rows = pl.DataFrame({"name": ["甲路", "乙路", None], "value": [1, 2, 3]})
    assert rendered(rows, {"甲路": "Road A"})["name"].to_list() == ["Road A", "乙路", None]
