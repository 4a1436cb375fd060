"""其中已调出: 资金到位率 and the year's rate with and without the projects that were taken out, side by side."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portfolio import queries
from portfolio.queries import changes
from tests.reckoning.builders import a_project, a_view, story
from tests.reckoning.replaying import replayed
from tests.reckoning.reported import money, work

DEC, OCT = date(2024, 12, 31), date(2025, 10, 31)


def test_both_rates_stand_side_by_side() -> None:
    """Received 90 of 100 and 60 of 100, and of one taken out 15 of 100 (5 paid): 165 ÷ 300 = 55 %, without 75 %.

    10 wait to be returned. The year: 80 of 100 and 50 of 100 are 65 %; with the one that had done 20 of 100, 50 %.
    """
    names = ("01-01", "01-02", "01-03")
    told = story(*(a_project(name) for name in names))
    told.report(DEC, *(work(DEC, 0, project=name) for name in names))
    told.plan_list(date(2025, 1, 20), *((2025, 100, name) for name in names))
    done = dict(zip(names, ((90, 80, 80), (60, 50, 50), (15, 5, 20)), strict=True))
    told.report(
        OCT,
        *(
            money(OCT, planned=100, received=got, paid=paid, project=name)
            for name, (got, paid, _) in done.items()
        ),
        *(work(OCT, spent, project=name) for name, (_, _, spent) in done.items()),
    )
    told.change("withdrawn", date(2025, 11, 3), "01-03")
    store, view = replayed(told.ledger()), a_view(date(2025, 11, 15))
    (row,) = changes.withdrawn_by_county(store, view).rows(named=True)
    assert (row["withdrawn_count"], row["withdrawn_unpaid_amount"]) == (1, Decimal(10))
    assert (row["received_with_share"], row["received_without_share"]) == (0.55, 0.75)
    (year,) = queries.pace(store, view).filter(level="county").rows(named=True)
    assert (year["completion_share"], year["with_withdrawn_share"]) == (0.65, 0.5)
    assert (year["with_withdrawn_rank"], year["ranking"]) == (None, "too_small")
    before = a_view(date(2025, 11, 2))
    assert changes.withdrawn_by_county(store, before).is_empty()
