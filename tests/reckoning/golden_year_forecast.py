"""Worked examples of 预计全年完成: it stands beside plan and work, and moves no rate, no light and no rank.

Nothing had been done by December; 1,000 are planned and 450 done by October, ten twelfths: 45.0 %, 38.3 points behind.
"""

from __future__ import annotations

from datetime import date

from portfolio.model import Entry

from .builders import Story, a_project, a_view, story
from .example import Example, Expected, Told, project_is
from .golden_groups import CITY, FIRST, GROUP, SECOND, family
from .reported import plan, work, year_forecast

DEC, SEPT, OCT = date(2024, 12, 31), date(2025, 9, 30), date(2025, 10, 31)
CLOSED, JANUARY = date(2025, 11, 15), date(2025, 1, 20)
HERE = "421221"
RED: Told = {"annual_plan_amount": 1000, "completion_share": 0.45, "state": "red", "rule": "pacing"}
RATE: Expected = {"completion_by_county": {HERE: {"completion_share": 0.45, "pacing_share": -0.383}}}


def _told(*october: Entry, listed: bool = True) -> Story:
    told = story(a_project()).report(DEC, work(DEC, 0)).report(OCT, work(OCT, 450), *october)
    return told.plan_list(JANUARY, (2025, 1000)) if listed else told


def _beside(amount: int | None, share: float | None, plan_amount: int | None = 1000) -> Expected:
    row = {
        "annual_plan_amount": plan_amount,
        "year_forecast_amount": amount,
        "forecast_share": share,
    }
    return {"year_forecasts": {"01-01": row}}


def stands_beside_plan_and_work() -> Example:
    """900 of 1,000 will be done by December: 90.0 %. Done are 450: still 45.0 %, red, 38.3 behind."""
    told = _told(year_forecast(OCT, 2025, 900))
    row = RED | {"year_forecast_amount": 900, "forecast_share": 0.9}
    return told.ledger(), a_view(CLOSED), project_is(row) | _beside(900, 0.9) | RATE


def newest_word_counts_and_a_blank_changes_nothing() -> Example:
    """950 in September, 900 in October, nothing said in a second report of October: 900."""
    told = story(a_project()).report(DEC, work(DEC, 0)).report(SEPT, year_forecast(SEPT, 2025, 950))
    told.report(OCT, work(OCT, 450), year_forecast(OCT, 2025, 900)).report(OCT, plan(OCT, 2025, 1000))
    row = RED | {"year_forecast_amount": 900, "forecast_share": 0.9}
    return told.ledger(), a_view(CLOSED), project_is(row) | _beside(900, 0.9)


def taken_back() -> Example:
    """900 in September, cleared in October: nothing is expected any more; what was said of the plan stays 1,000."""
    told = story(a_project()).report(DEC, work(DEC, 0))
    told.report(SEPT, plan(SEPT, 2025, 1000).model_copy(update={"year_forecast_amount": 900}))
    cleared = year_forecast(OCT, 2025, None).model_copy(update={"cleared": ("year_forecast_amount",)})
    told.report(OCT, work(OCT, 450), cleared)
    row = RED | {"year_forecast_amount": None, "forecast_share": None}
    return told.ledger(), a_view(CLOSED), project_is(row) | _beside(None, None)


def without_a_plan_there_is_no_rate() -> Example:
    """900 are expected and no plan was told: the amount stands alone. A word of 2026 says nothing of 2025."""
    told = _told(year_forecast(OCT, 2025, 900), year_forecast(OCT, 2026, 2000), listed=False)
    row: Told = {"year_forecast_amount": 900, "forecast_share": None, "completion_share": None}
    return told.ledger(), a_view(CLOSED), project_is(row)


def a_list_of_the_year_is_no_forecast() -> Example:
    """An adjustment to 1,200 moves what the 900 are held against: 75.0 %."""
    told = _told(year_forecast(OCT, 2025, 900))
    told.plan_list(date(2025, 8, 20), (2025, 1200), kind="adjusted", number="调〔2〕号")
    row: Told = {"annual_plan_amount": 1200, "year_forecast_amount": 900, "forecast_share": 0.75}
    return told.ledger(), a_view(CLOSED), project_is(row) | _beside(900, 0.75, 1200)


def told_above_the_plan() -> Example:
    """1,100 of 1,000: 110.0 %, which is told as it is."""
    told = _told(year_forecast(OCT, 2025, 1100))
    return told.ledger(), a_view(CLOSED), project_is(RED | {"forecast_share": 1.1}) | _beside(1100, 1.1)


def of_a_group_only_on_its_own_page() -> Example:
    """The group expects 650 of 1,000, a member 300 of 400. In the list the group's row has what it plans beyond: 600.

    650 is of all below it and stands beside no 600: the list leaves it to the members, and the group's page says it.
    """
    told = family().report(
        OCT,
        *(plan(OCT, 2025, 1000, GROUP), plan(OCT, 2025, 400, FIRST)),
        *(year_forecast(OCT, 2025, 650, GROUP), year_forecast(OCT, 2025, 300, FIRST)),
    )
    whole: Told = {"annual_plan_amount": 1000, "year_forecast_amount": 650, "forecast_share": 0.65}
    rows: Expected = {
        "year_forecasts": {
            GROUP: {"annual_plan_amount": 600, "year_forecast_amount": None, "forecast_share": None},
            FIRST: {"annual_plan_amount": 400, "year_forecast_amount": 300, "forecast_share": 0.75},
            SECOND: {"annual_plan_amount": None, "year_forecast_amount": None, "forecast_share": None},
        }
    }
    city: Expected = {"completion_by_county": {CITY: {"annual_plan_amount": 600}}}
    return told.ledger(), a_view(CLOSED), project_is(whole, GROUP) | rows | city


EXAMPLES = (
    stands_beside_plan_and_work,
    newest_word_counts_and_a_blank_changes_nothing,
    taken_back,
    without_a_plan_there_is_no_rate,
    a_list_of_the_year_is_no_forecast,
    told_above_the_plan,
    of_a_group_only_on_its_own_page,
)
"""All examples of this file."""
