"""县市区's figures: those of the other pages, rows that add up to them, ranks by one rule, twelve months."""

from __future__ import annotations

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import View
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
MEASURES = (
    "pacing",
    "completion",
    "late",
    "started",
    "disbursed",
    "received",
    "paid",
    "budget_payment",
    "annual_payment",
    "idle",
    "reporting",
)


def figures(store: Store, comparison: str, view: View = VIEW) -> dict[str, dict[str, object]]:
    rows = queries.comparison(store, view).filter(pl.col("comparison") == comparison)
    return {row["county_code"]: row for row in rows.iter_rows(named=True)}


def test_figures_are_those_of_the_other_pages(sample_store: Store) -> None:
    pace = {
        row["code"]: row
        for row in queries.pace(sample_store, VIEW).filter(pl.col("level") == "county").to_dicts()
    }
    late = {row["county_code"]: row for row in queries.county_lateness(sample_store, VIEW).to_dicts()}
    funds = queries.funding_sum(sample_store, VIEW).filter(pl.col("source") == "*").to_dicts()
    funding = {row["county_code"]: row for row in funds}
    sent = {row["county_code"]: row for row in queries.coverage(sample_store, VIEW).to_dicts()}
    same = {
        "pacing": (pace, "pacing_share", "known_count"),
        "completion": (pace, "completion_share", "known_count"),
        "annual_payment": (pace, "annual_payment_share", "payment_known_count"),
        "late": (late, "late_share", "dated_count"),
        "started": (late, "started_share", "due_to_start_count"),
        "received": (funding, "received_share", "receipt_count"),
        "paid": (funding, "paid_share", "payment_count"),
        "disbursed": (funding, "disbursed_share", "disbursed_count"),
        "budget_payment": (funding, "budget_share", "budget_count"),
        "idle": (funding, "aged_share", "aged_received_known_count"),
        "reporting": (sent, None, "expected_count"),
    }
    for comparison, (rows, value, known) in same.items():
        for county, row in figures(sample_store, comparison).items():
            if county not in rows:
                assert county == "*"
                continue
            assert row["known_count"] == rows[county][known], (comparison, county)
            if value:
                assert row["value"] == pytest.approx(float(rows[county][value])), (comparison, county)


@pytest.mark.parametrize("sources", [("special_bond",), ("central_budget", "county")])
def test_a_source_filter_counts_that_source_only(sample_store: Store, sources: tuple[str, ...]) -> None:
    view = VIEW.model_copy(update={"sources": sources})
    funds = queries.funding_sum(sample_store, view).filter(pl.col("source") == "*").to_dicts()
    for comparison, share in (("received", "received_share"), ("paid", "paid_share")):
        rows = figures(sample_store, comparison, view)
        for row in funds:
            assert rows[row["county_code"]]["value"] == pytest.approx(row[share])


def test_the_rows_behind_a_figure_add_up_to_it(sample_store: Store) -> None:
    for comparison in MEASURES:
        rows = queries.comparison_rows(sample_store, VIEW, comparison)
        for county, row in figures(sample_store, comparison).items():
            mine = rows if county == "*" else rows.filter(pl.col("county_code") == county)
            assert mine["part"].sum() == (row["part"] or 0), (comparison, county)
            assert row["whole"] is None or mine["whole"].sum() == row["whole"]


def test_ranks_run_from_the_best_and_share_alike_figures(sample_store: Store) -> None:
    with_ranks = 0
    for comparison in MEASURES:
        ranked = [row for row in figures(sample_store, comparison).values() if row["rank"]]
        with_ranks += bool(ranked)
        values = [float(str(row["value"])) for row in ranked]
        high = bool(ranked) and ranked[0]["better"] == "high"
        assert values == sorted(values, reverse=high)
        assert comparison != "received" or not ranked, "资金到位率 is shown and not ranked"
        assert [row["rank"] for row in ranked] == sorted(row["rank"] for row in ranked)  # type: ignore[type-var]
        assert {row["county_code"] for row in ranked}.isdisjoint({"421200", "000000", "*"})
    assert with_ranks >= 3


def test_too_little_reported_stands_after_the_last_ranked_county_and_is_never_missing(
    sample_store: Store,
) -> None:
    """One project in four of the sample never reports, and no more than 75 % know what they received: below 80 %."""
    seen = 0
    for comparison in MEASURES:
        rows = [row for county, row in figures(sample_store, comparison).items() if county != "*"]
        order = [str(row["ranking"]) for row in rows]
        assert order == sorted(order, key=("ranked", "short_of_reports", "too_small", "unranked").index)
        assert {row["field_count"] for row in rows} == {6} and len(rows) == 8
        for row in rows:
            if row["ranking"] == "short_of_reports":
                seen += 1
                shares = (row["known_share"], row["known_amount_share"])
                assert row["rank"] is None and min(float(str(one)) for one in shares if one is not None) < 0.8
    assert seen


def test_in_every_comparison_some_project_is_the_largest(sample_store: Store) -> None:
    largest = queries.comparison(sample_store, VIEW).drop_nulls("largest_id")
    assert set(largest["comparison"]) == {*MEASURES, "investment", "projects"}


def test_the_history_ends_with_the_figures_of_the_day(sample_store: Store) -> None:
    days = queries.comparison_days(sample_store, VIEW)
    assert days.height == 12 and days["day_on"][-1] == sample.AS_OF
    assert str(days["month_on"][-1]) == "2026-10-31" and str(days["day_on"][-2]) == "2026-10-11"
    whole = queries.comparison(sample_store, VIEW).sort("county_code")
    for comparison in [*MEASURES, "investment", "projects"]:
        rows = queries.comparison_history(sample_store, VIEW, comparison)
        assert rows["day_on"].unique().to_list() == days["day_on"].to_list()
        now = rows.filter(pl.col("day_on") == sample.AS_OF).drop("day_on")
        assert now.equals(whole.filter(pl.col("comparison") == comparison).select(now.columns))
    rows = queries.comparison_history(sample_store, VIEW, "pacing")
    january = rows.filter(pl.col("day_on") == days["day_on"][2])
    assert january["known_count"].max() > 0, "a closed January is compared in its own year"  # type: ignore[operator]
