"""The address is read and written as plain codes, and reopens the same view."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest

from portfolio.web import filters, links
from portfolio.web.filters import Filters

TODAY = date(2026, 11, 24)
COUNTIES = ("421200", "421202", "421221", "000000")


def read(**parameters: str) -> Filters:
    return filters.read(parameters, COUNTIES, TODAY)


def test_a_bare_address_asks_for_all_today_in_chinese() -> None:
    asked = read()
    assert (asked.as_of, asked.language, asked.workspace, asked.counties) == (TODAY, "zh", "official", ())
    view = asked.view(datetime(2026, 11, 24, 23))
    assert view.counties is None and view.sources is None and view.search is None


def test_codes_come_in_the_codelists_order_and_reach_the_view() -> None:
    asked = read(county="421221,421202", source="special_bond", state="red", q=" 医院 ", asof="2026-10-31")
    view = asked.view(datetime(2026, 11, 24, 23))
    assert view.counties == ("421202", "421221")
    assert (view.sources, view.states, view.search) == (("special_bond",), ("red",), "医院")
    assert view.as_of == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("parameters", "key", "facts"),
    [
        ({"county": "421202,999"}, "filter.dropped_code", {"name": "county", "codes": "999"}),
        ({"stage": "done"}, "filter.dropped_code", {"name": "stage", "codes": "done"}),
        ({"asof": "yesterday"}, "filter.dropped_date", {"value": "yesterday", "day": TODAY}),
        ({"asof": "2026-02-30"}, "filter.dropped_date", {"value": "2026-02-30", "day": TODAY}),
        ({"asof": "20260101"}, "filter.dropped_date", {"value": "20260101", "day": TODAY}),
        ({"asof": "2026-W10"}, "filter.dropped_date", {"value": "2026-W10", "day": TODAY}),
        ({"asof": "2027-01-01"}, "filter.dropped_future", {"value": date(2027, 1, 1), "day": TODAY}),
        ({"workspace": "demo"}, "filter.dropped_workspace", {"value": "demo"}),
        ({"lang": "fr"}, "filter.dropped_language", {"value": "fr"}),
        ({"only": "nice"}, "filter.dropped_only", {"value": "nice"}),
        ({"layout": "cube"}, "filter.dropped_layout", {"value": "cube"}),
    ],
)
def test_what_is_not_understood_is_dropped_and_said(
    parameters: dict[str, str], key: str, facts: dict[str, object]
) -> None:
    asked = read(**parameters)
    assert [(note.key, note.facts) for note in asked.notes] == [(key, facts)]
    assert (asked.as_of, asked.workspace, asked.language, asked.stages) == (TODAY, "official", "zh", ())


@pytest.mark.parametrize(("asked_for", "shown"), [("2020-12-31", TODAY), ("2021-01-01", date(2021, 1, 1))])
def test_a_day_before_the_first_rule_is_dropped_and_said(asked_for: str, shown: date) -> None:
    first = date(2021, 1, 1)
    asked = filters.read({"asof": asked_for}, COUNTIES, TODAY, earliest=first)
    assert (asked.as_of, asked.earliest) == (shown, first)
    facts = {"value": date(2020, 12, 31), "first": first, "day": TODAY}
    early = [] if shown == first else [filters.Note("filter.dropped_early", facts)]
    assert list(asked.notes) == early


def test_a_stranger_cannot_put_a_link_into_a_sentence() -> None:
    (note,) = read(county="[here](http://x.example)").notes
    assert note.facts["codes"] == "herehttpx.example"


def test_an_open_demonstration_is_reached() -> None:
    asked = filters.read({"workspace": "demo"}, COUNTIES, TODAY, ("official", "demo"))
    assert asked.workspace == "demo" and not asked.notes


def test_a_link_keeps_every_filter_and_the_day() -> None:
    codes = {"county": "421202", "area": "health", "category": "hospital", "source": "city", "state": "red"}
    asked = read(**codes, stage="reserve", q="医院", lang="en")
    reopened = filters.read(dict(parse_qsl(urlsplit(links.link(asked, "late")).query)), COUNTIES, TODAY)
    assert reopened == asked


def test_a_link_changes_only_what_it_names() -> None:
    asked = read(county="421202", stage="reserve", asof="2026-10-31")
    link = links.link(asked, "library", county=("421221", "421200"), stage=None, asof=None)
    assert link == "/library?asof=2026-11-24&county=421221,421200"


def test_the_overview_stands_at_the_root_and_a_project_only_on_its_page() -> None:
    asked = read(project="06-01")
    assert links.link(asked, "overview") == "/?asof=2026-11-24"
    assert links.link(asked, "project") == "/project?asof=2026-11-24&project=06-01"
    assert links.link(asked, "project", project="06-02") == "/project?asof=2026-11-24&project=06-02"
