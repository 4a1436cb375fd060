"""Two reckonings agree: the SQL of the store and slow plain Python, on worked examples and generated portfolios."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from portfolio import library, queries
from portfolio.library.columns import LIBRARY
from portfolio.model import Edition, Project, View
from portfolio.store import Store
from tests.reckoning.comparison import COUNTIES
from tests.reckoning.county import MEASURES
from tests.reckoning.example import Example
from tests.reckoning.golden import EXAMPLES
from tests.reckoning.ledger import Ledger, Row, ledger_events, renumbered
from tests.reckoning.portfolios import portfolios
from tests.reckoning.questions import answers, by_key

Answers = dict[str, dict[Any, Any]]
COUNTED = ("amount", "known_count", "project_count")


def replayed(ledger: Ledger) -> Store:
    """A store in memory to which the ledger's events were appended in order."""
    store = Store()
    numbers: dict[int, int] = {}
    for number, event, records in ledger_events(ledger):
        projects = [record for record in records if isinstance(record, Project)]
        others = [record for record in renumbered(records, numbers) if not isinstance(record, Project)]
        taken = any(isinstance(one, Edition) for one in records)
        frames = {"project": rows_of(projects), "county": county_rows()} if taken else {}
        numbers[number] = store.append(event, others, frames)
    return store


def county_rows() -> pl.DataFrame:
    """The counties of every story as the store keeps them."""
    return pl.DataFrame([county.model_dump() for county in COUNTIES])


def rows_of(projects: list[Project]) -> pl.DataFrame:
    """The projects as the store keeps an edition's rows."""
    frame = pl.DataFrame([project.model_dump() for project in projects], schema=pl.Schema(LIBRARY))
    return library.stored_rows(frame)


def of_the_store(store: Store, view: View) -> Answers:
    """The store's answers to the questions of the reckoning, by question and by the row's key."""
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
        "year_curve": curves(store, view),
        "source_year": queries.source_year(store, view).to_dicts(),
        "comparison": queries.comparison(store, view).filter(pl.col("county_code") != "*").to_dicts(),
        "standings": store.ask(f"FROM late_milestone($snapshot, {queries.FILTERS})", view).to_dicts(),
    }
    counts = queries.state_count(store, view).group_by("state").agg(pl.col("project_count").sum())
    found: Answers = {question: by_key(question, answer) for question, answer in rows.items()}
    return found | {"state_counts": dict(counts.iter_rows())}


def curves(store: Store, view: View) -> list[Row]:
    """The months of the year under review and of the year before."""
    reviewed = queries.calendar(store, view)["last_closed_on"].item().year
    years = (reviewed - 1, reviewed)
    return [row for year in years for row in queries.year_curve(store, view, year).to_dicts()]


def measured(store: Store, view: View) -> dict[str, dict[str, Row]]:
    """County code to measure to amount, known_count, project_count."""
    found: dict[str, dict[str, Row]] = {}
    for row in queries.county_amount(store, view).iter_rows(named=True):
        found.setdefault(row["county_code"], {})[row["measure"]] = {name: row[name] for name in COUNTED}
    return found


def share(part: Decimal | None, whole: Decimal | None) -> float | None:
    return None if part is None or not whole else float(part) / float(whole)


def completion(store: Store, view: View) -> list[Row]:
    """The rows of completion_by_county from the rated measures."""
    return [
        {
            "county_code": county,
            "work_done_year_amount": of["rated_work"]["amount"],
            "annual_plan_amount": of["rated_plan"]["amount"],
            "completion_share": share(of["rated_work"]["amount"], of["rated_plan"]["amount"]),
            "known_count": of["rated_work"]["known_count"],
            "project_count": of["rated_work"]["project_count"],
        }
        for county, of in measured(store, view).items()
    ]


def rates(store: Store, view: View) -> list[Row]:
    """The rows of funding_rates_by_county from the matched measures."""
    named = {
        "received": ("receipt_received", "receipt_planned"),
        "paid": ("payment_paid", "payment_received"),
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


def differences(store: Store, ledger: Ledger, view: View) -> list[tuple[object, ...]]:
    """Question, key, column, SQL's value, Python's value of all that disagrees."""
    sql, python = of_the_store(store, view), answers(ledger, view)
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


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example.__name__))
def test_worked_examples(example: Callable[[], Example]) -> None:
    ledger, view, _ = example()
    assert differences(replayed(ledger), ledger, view) == []


@given(portfolios())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_generated_portfolios(portfolio: tuple[Ledger, View]) -> None:
    ledger, view = portfolio
    store = replayed(ledger)
    try:
        assert differences(store, ledger, view) == []
    finally:
        store.close()
