"""Filters and scope: every filter lets through what it names, alone and together with the others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
Row = dict[str, object]


def chosen(store: Store, **filters: object) -> list[Row]:
    return list(select(store, VIEW.model_copy(update=filters)).projects.iter_rows(named=True))


@pytest.mark.parametrize(
    ("filters", "lets_through"),
    [
        ({"counties": ("421221", "421281")}, lambda row: row["county_code"] in ("421221", "421281")),
        ({"areas": ("health",)}, lambda row: row["service_area"] == "health"),
        ({"categories": ("training_base",)}, lambda row: row["category"] == "training_base"),
        ({"projects": ("06-01", "06-02")}, lambda row: row["project_id"] in ("06-01", "06-02")),
        ({"stages": ("suspended",)}, lambda row: row["stage"] == "suspended"),
        ({"states": ("red", "not_reported")}, lambda row: row["state"] in ("red", "not_reported")),
        (
            {"search": "改造"},
            lambda row: "改造" in f"{row['project_id']} {row['name']} {row['programme'] or ''}",
        ),
        ({"search": "06-0"}, lambda row: "06-0" in str(row["project_id"])),
        (
            {"scope": ("421221", "06-01")},
            lambda row: row["county_code"] == "421221" or row["project_id"] == "06-01",
        ),
        ({"counties": ("421221",), "scope": ("421281",)}, lambda _: False),
        ({"counties": ()}, lambda _: False),
    ],
)
def test_a_filter_lets_through_what_it_names(
    sample_store: Store, filters: dict[str, object], lets_through: Callable[[Row], bool]
) -> None:
    everything = chosen(sample_store)
    expected = [row["project_id"] for row in everything if lets_through(row)]
    assert [row["project_id"] for row in chosen(sample_store, **filters)] == expected
    assert expected or filters.keys() & {"counties"}


def test_a_search_is_no_pattern(sample_store: Store) -> None:
    assert chosen(sample_store, search=".*") == []


def test_sources_let_through_the_projects_that_name_them_and_divide_money(sample_store: Store) -> None:
    view = VIEW.model_copy(update={"sources": ("special_bond",)})
    selection = select(sample_store, view)
    naming = selection.day.frame("funding").filter(source="special_bond")["project_id"].unique().to_list()
    assert naming and selection.projects["project_id"].to_list() == sorted(naming)
    money = selection.of("funding")
    assert money["source"].n_unique() > 1
    assert set(selection.of_sources(money)["source"]) == {"special_bond"}


def test_rows_of_other_frames_follow_the_selected_projects(sample_store: Store) -> None:
    selection = select(sample_store, VIEW.model_copy(update={"counties": ("421221",)}))
    seen = set(selection.projects["project_id"])
    rows = selection.of("milestone")
    assert rows.height and set(rows["project_id"]) <= seen
    assert rows["project_id"].to_list() == sorted(rows["project_id"])
    everything = select(sample_store, VIEW)
    assert everything.of("milestone") is everything.day.frame("milestone"), (
        "nothing is copied where all is asked"
    )
