"""Who is ranked: a store older than the rule of 报送不足 goes by the codelist's number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portfolio import queries
from portfolio.store import Store
from tests.reckoning.builders import (
    FOUNDED_AT,
    Story,
    a_project,
    a_view,
    an_edition,
    default_thresholds,
    stated,
)
from tests.reckoning.replaying import replayed

JUNE_5, JULY_5 = date(2025, 6, 5), date(2025, 7, 5)


def older_store() -> Store:
    """Three of four projects have a due day (75 %); the rules were set before there was one of 报送不足, set in July."""
    projects = [
        a_project(f"01-0{n}", milestones=(stated("completion", date(2025, 8, 31)),) if n else ())
        for n in range(4)
    ]
    rules = [rule for rule in default_thresholds() if rule.name != "county_known_share"]
    told = Story()
    told.tell("edition_taken", FOUNDED_AT, (an_edition(), *projects))
    told.tell("threshold_set", FOUNDED_AT, rules)
    told.threshold(date(2025, 1, 2), "county_known_share", "0.7", date(2025, 7, 1))
    return replayed(told.ledger())


@pytest.mark.parametrize(
    ("day", "share", "ranking"), [(JUNE_5, "0.80", "short_of_reports"), (JULY_5, "0.70", "ranked")]
)
def test_an_older_store_takes_the_codelists_number_until_one_is_set(
    day: date, share: str, ranking: str
) -> None:
    store = older_store()
    rules = dict(queries.thresholds(store, a_view(day))["name", "value"].iter_rows())
    assert rules["county_known_share"] == Decimal(share) and rules["county_minimum_count"] == 3
    rows = queries.comparison(store, a_view(day)).filter(comparison="late", county_code="421221")
    assert rows["ranking"].to_list() == [ranking]


def test_a_store_without_rules_has_none() -> None:
    told = Story()
    told.tell("edition_taken", FOUNDED_AT, (an_edition(), a_project()))
    assert queries.thresholds(replayed(told.ledger()), a_view(JULY_5)).is_empty()
