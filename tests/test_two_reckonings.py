"""Two reckonings agree: the SQL of the store and slow plain Python, on worked examples and generated portfolios."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, seed, settings

from portfolio import queries
from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store
from tests.reckoning.counts import counts_agree, late_share_is_one, missing_is_listed
from tests.reckoning.county import MEASURES
from tests.reckoning.example import Example
from tests.reckoning.golden import EXAMPLES
from tests.reckoning.ledger import Ledger, Row
from tests.reckoning.portfolios import portfolios
from tests.reckoning.questions import answers, by_key
from tests.reckoning.replaying import replayed
from tests.reckoning.together import Making, groups, ledgers

Answers = dict[str, dict[Any, Any]]
COUNTED = ("amount", "known_count", "project_count")
MONEY = {
    *("money_by_county", "completion_by_county", "funding_rates_by_county", "funding_rows"),
    *("source_year", "comparison", "treasury_rows"),
}
"""The questions whose figures a curve shows month by month."""
GENERATED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def of_the_store(store: Store, view: View, *, curves: int = 2) -> Answers:
    """The store's answers to the questions of the reckoning, by question and by the row's key."""
    years = curve_years(store, view, curves)
    rows: dict[str, list[Row]] = {
        "project_state": queries.project_state(store, view).to_dicts(),
        "milestones": queries.milestones(store, view).to_dicts(),
        "funding_rows": queries.funding_rows(store, view).to_dicts(),
        "money_by_county": queries.county_amount(store, view)
        .filter(pl.col("measure").is_in(MEASURES))
        .to_dicts(),
        "completion_by_county": completion(store, view),
        "funding_rates_by_county": rates(store, view),
        "late_by_county": queries.county_delay(store, view)
        .rename({"worst_delay_days": "worst_days", "median_delay_days": "median_days"})
        .to_dicts(),
        "coverage": queries.coverage(store, view).to_dicts(),
        "year_curve": [row for year in years for row in queries.year_curve(store, view, year).to_dicts()],
        "source_year": queries.source_year(store, view).to_dicts(),
        "comparison": queries.comparison(store, view).filter(pl.col("county_code") != "*").to_dicts(),
        "standings": select(store, view).of("standing").to_dicts(),
        "calendar": queries.calendar(store, view).with_columns(calendar=pl.lit("*")).to_dicts(),
        "overruns": queries.overruns(store, view).to_dicts(),
        "owed": queries.owed(store, view).to_dicts(),
        "published_totals": queries.published_totals(store, view).to_dicts(),
        "treasury_rows": select(store, view).of("treasury_beside").to_dicts(),
        "year_forecasts": year_forecasts(store, view),
    }
    counts = queries.state_count(store, view).group_by("state").agg(pl.col("project_count").sum())
    found: Answers = {question: by_key(question, answer) for question, answer in rows.items()}
    return found | {"state_counts": dict(counts.iter_rows())}


def curve_years(store: Store, view: View, curves: int) -> tuple[int, ...]:
    """The year of the last closed month, and those before it: so many in all."""
    closed: int = queries.calendar(store, view)["last_closed_on"].item().year
    return tuple(range(closed - curves + 1, closed + 1))


def measured(store: Store, view: View) -> dict[str, dict[str, Row]]:
    """County code to measure to amount, known_count, project_count."""
    found: dict[str, dict[str, Row]] = {}
    for row in queries.county_amount(store, view).iter_rows(named=True):
        found.setdefault(row["county_code"], {})[row["measure"]] = {name: row[name] for name in COUNTED}
    return found


def share(part: Decimal | None, whole: Decimal | None) -> float | None:
    return None if part is None or not whole else float(part) / float(whole)


TOLD_OF_THE_RATE = (
    *("work_done_year_amount", "annual_plan_amount", "reported_plan_amount", "reported_work_amount"),
    *("behind_amount", "left_out_plan_amount", "outside_work_amount", "completion_share", "pacing_share"),
    *("withdrawn_work_amount", "withdrawn_plan_amount", "withdrawn_count", "with_withdrawn_share"),
    *("known_count", "project_count", "reported_count", "base_missing_count", "on_pace_count"),
)


def completion(store: Store, view: View) -> list[Row]:
    """The rows of completion_by_county from the year's rate by county."""
    rows = queries.pace(store, view).filter(level="county").select(*TOLD_OF_THE_RATE, county_code="code")
    return rows.to_dicts()


def year_forecasts(store: Store, view: View) -> list[Row]:
    """The rows of year_forecasts from the amounts of 项目台账."""
    names = ("project_id", "annual_plan_amount", "year_forecast_amount", "forecast_share")
    return select(store, view).of("amount").select(names).to_dicts()


def rates(store: Store, view: View) -> list[Row]:
    """The rows of funding_rates_by_county from the matched measures."""
    named = {
        "received": ("receipt_received", "receipt_planned"),
        "paid": ("payment_paid", "payment_received"),
        "disbursed": ("disbursed_received", "disbursed_allocated"),
    }
    return [
        {"county_code": county, "project_count": of["investment"]["project_count"]}
        | {
            f"{prefix}_{name}": value
            for prefix, (part, whole) in named.items()
            for name, value in {
                "part_amount": of[part]["amount"],
                "whole_amount": of[whole]["amount"],
                "share": share(of[part]["amount"], of[whole]["amount"]),
                "known_count": of[part]["known_count"],
            }.items()
        }
        for county, of in measured(store, view).items()
    ]


def says_something(row: Row) -> bool:
    """Whether a milestone's row states any day; a row of blanks or clearings may be listed or not."""
    return any(row[name] is not None for name in ("due_on", "forecast_on", "done_on"))


def agree(here: Any, there: Any) -> bool:
    if isinstance(here, float) or isinstance(there, float):
        return here is not None and there is not None and abs(float(here) - float(there)) < 5e-9
    return bool(here == there)


def differences(store: Store, answered: Answers, view: View, *, curves: int = 2) -> list[tuple[object, ...]]:
    """Question, key, column, SQL's value, Python's value of all that disagrees; the curves of so many years."""
    here = of_the_store(store, view, curves=curves)
    sql, python = (dict(told) for told in (here, answered))
    years = curve_years(store, view, curves)
    python["year_curve"] = {month: row for month, row in python["year_curve"].items() if month.year in years}
    for told in (sql, python):
        for question in ("milestones", "standings"):
            told[question] = {key: row for key, row in told[question].items() if says_something(row)}
    found: list[tuple[object, ...]] = []
    for question, rows in python.items():
        if question == "state_counts" or set(rows) != set(sql[question]):
            if rows.keys() != sql[question].keys() or (question == "state_counts" and rows != sql[question]):
                found.append(
                    (question, sorted(map(str, sql[question])), sorted(map(str, rows)), rows, sql[question])
                )
            continue
        for key, row in rows.items():
            told = sql[question][key]
            found += [
                (question, key, name, told[name], value)
                for name, value in row.items()
                if name in told and not agree(told[name], value)
            ]
            missing = set(row) - set(told)
            assert not missing, (question, missing)
    return found


def hold_together(ledger: Ledger, view: View, *, curves: int = 2, at_once: bool = False) -> Store:
    """The store of the ledger: the two reckonings agree about every row, field and month, and figures with one another."""
    store = replayed(ledger, at_once=at_once)
    told = answers(ledger, view)
    assert differences(store, told, view, curves=curves) == []
    counts_agree(store, ledger, view)
    late_share_is_one(store, view)
    leaves = [row for row in told["project_state"].values() if row["kind"] == "project"]
    late = told["late_by_county"].values()
    assert sum(row["project_count"] for row in late) == len(leaves)
    assert sum(row["late_count"] for row in late) == sum(row["late"] for row in leaves)
    assert all(_holds(row) for row in told["project_state"].values())
    return store


def _holds(row: dict[str, Any]) -> bool:
    """Whether the row keeps what no definition may break."""
    silent_green = row["state"] == "green" and row["reporting_overdue"]
    both = row["late"] and row["passed_unreported"]
    return not silent_green and not both and (row["year"] is None) == (row["last_period_on"] is None)


TOLD = {example: group for group in groups(EXAMPLES) for example in group}
"""Each worked example and those that it is told together with."""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_examples(example: Making) -> None:
    """Stories that know of no other are told together, a dozen in one ledger: most of what a day takes is its plan.

    Each has there what it has alone, to the last figure of its projects and counties; one that has not is told alone.
    Where the ledger of all fails, each is told alone, so that the one at fault is named, by the names of its own story.
    """
    failure = _failure(TOLD[example])
    if failure:
        _hold(example()[0], [example()])
        raise failure


@cache
def _failure(examples: tuple[Making, ...]) -> Exception | None:
    """Why the two reckonings do not agree about these examples; None where they do."""
    try:
        for ledger, told in ledgers([example() for example in examples]):
            _hold(ledger, told)
    except Exception as failure:  # noqa: BLE001 a store's refusal is a fault of the example as well
        return failure
    return None


def _hold(ledger: Ledger, examples: Sequence[Example]) -> None:
    """Curves are asked where an example is of money or of a rate, and two years of them where it is of curves.

    A curve takes as long as all other questions together; generated portfolios are asked for both years always.
    """
    asked = {question for _, _, expected in examples for question in expected}
    curves = 2 if "year_curve" in asked else int(not MONEY.isdisjoint(asked))
    hold_together(ledger, examples[0][1], curves=curves, at_once=len(examples) > 1)


@settings(GENERATED, max_examples=12)
@given(portfolios())
def test_generated_portfolios(portfolio: tuple[Ledger, View]) -> None:
    missing_is_listed(hold_together(*portfolio), portfolio[1])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10))
def test_many_generated_portfolios(part: int) -> None:
    """A thousand of them, in ten parts for as many processes; where runs are repeatable each part has its own."""

    @settings(GENERATED, max_examples=100)
    @given(portfolios())
    def of_the_part(portfolio: tuple[Ledger, View]) -> None:
        missing_is_listed(hold_together(*portfolio), portfolio[1])

    (seed(part)(of_the_part) if settings().derandomize else of_the_part)()
