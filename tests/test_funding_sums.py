"""Funding by source and county adds up to what the other questions say, and stays apart where it must."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import View
from portfolio.queries import money
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
MEASURES = {
    "planned": "planned_funding",
    "allocated": "allocated",
    "received": "received",
    "paid": "paid",
    "unpaid": "unpaid",
}


def whole(sums: pl.DataFrame, county: str = "*", source: str = "*") -> dict[str, Any]:
    return sums.row(by_predicate=(pl.col("county_code") == county) & (pl.col("source") == source), named=True)


def totals(store: Store, view: View) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in queries.total_amount(store, view).iter_rows(named=True)}


@pytest.mark.parametrize("counties", [None, ("421221", "421281"), ("000000",)])
def test_without_a_source_filter_the_whole_is_the_total(
    sample_store: Store, counties: tuple[str, ...] | None
) -> None:
    view = VIEW.model_copy(update={"counties": counties})
    row, known = whole(queries.funding_sum(sample_store, view)), totals(sample_store, view)
    for name, measure in MEASURES.items():
        assert row[f"{name}_amount"] == known[measure]["amount"]
        assert row[f"{name}_known_count"] == known[measure]["known_count"]
    assert row["project_count"] == known["received"]["project_count"]
    share = known["receipt_received"]["amount"] / known["receipt_planned"]["amount"]
    assert row["received_share"] == pytest.approx(float(share))
    assert row["receipt_count"] == known["receipt_planned"]["known_count"]


def test_sources_and_counties_add_up_to_the_whole(sample_store: Store) -> None:
    sums = queries.funding_sum(sample_store, VIEW)
    for name in MEASURES:
        column, all_of_it = f"{name}_amount", whole(sums)[f"{name}_amount"]
        by_source = sums.filter((pl.col("county_code") == "*") & (pl.col("source") != "*"))
        by_county = sums.filter((pl.col("county_code") != "*") & (pl.col("source") == "*"))
        cells = sums.filter((pl.col("county_code") != "*") & (pl.col("source") != "*"))
        assert by_source[column].sum() == by_county[column].sum() == cells[column].sum() == all_of_it


def test_the_cells_are_those_of_source_amount(sample_store: Store) -> None:
    amounts = queries.source_amount(sample_store, VIEW).filter(pl.col("currency") == "CNY")
    sums = queries.funding_sum(sample_store, VIEW)
    for row in amounts.iter_rows(named=True):
        cell = whole(sums, row["county_code"], row["source"])
        assert [cell[f"{name}_amount"] for name in MEASURES] == [row[f"{name}_amount"] for name in MEASURES]


def test_a_source_filter_leaves_that_source_only(sample_store: Store) -> None:
    everything = queries.funding_sum(sample_store, VIEW)
    one = queries.funding_sum(sample_store, VIEW.model_copy(update={"sources": ("special_bond",)}))
    assert whole(one)["received_amount"] == whole(everything, source="special_bond")["received_amount"]
    assert set(one["source"]) == {"*", "special_bond"}


def test_dollars_are_never_added(official_store: Store) -> None:
    sums = queries.funding_sum(official_store, VIEW)
    assert whole(sums)["planned_amount"] == Decimal("35000000.00")
    assert "foreign_loan" not in set(sums["source"])
    assert whole(sums)["received_share"] is None and whole(sums)["receipt_count"] == 0


def test_who_names_no_source_and_who_does_are_all_the_projects(official_store: Store) -> None:
    rows = queries.unsourced(official_store, VIEW)
    parts = rows.select("unsourced_count", "without_amount_count", "with_amount_count").sum_horizontal()
    assert parts.to_list() == rows["project_count"].to_list()
    assert rows["unsourced_count"].sum() == 212
    assert rows["investment_amount"].sum() == totals(official_store, VIEW)["investment"]["amount"]
    split = rows.select("unsourced_amount", "without_amount_amount", "with_amount_amount").sum()
    assert sum(value or 0 for value in split.row(0)) == rows["investment_amount"].sum()


def test_a_sum_of_unknown_money_alone_is_unknown_for_the_whole_too(official_store: Store) -> None:
    whole = queries.total_unsourced(official_store, VIEW).row(0, named=True)
    assert whole["without_amount_count"] == 5 and whole["without_amount_amount"] is None
    assert whole["unsourced_amount"] == Decimal("11963800000.00")
    nobody = VIEW.model_copy(update={"counties": ("421224",), "sources": None})
    none = queries.total_unsourced(official_store, nobody).row(0, named=True)
    assert none["without_amount_count"] == 0 and none["without_amount_amount"] == 0


def test_the_whole_of_those_who_name_a_source_or_none_is_the_sum_of_the_counties(sample_store: Store) -> None:
    rows = queries.unsourced(sample_store, VIEW)
    whole = queries.total_unsourced(sample_store, VIEW).row(0, named=True)
    counts = [name for name in rows.columns if name.endswith("_count")]
    assert counts and [whole[name] for name in counts] == [rows[name].sum() for name in counts]
    assert whole["investment_amount"] == rows["investment_amount"].sum() > 0


def test_a_project_under_a_group_that_names_a_source_is_not_unsourced(official_store: Store) -> None:
    naming = {
        row["project_id"]: row["naming"]
        for row in queries.source_naming(official_store, VIEW).iter_rows(named=True)
    }
    assert naming["03-02"] == "with_amount"
    assert naming["07-02-01"] == "named"
    assert naming["06-01"] == "not_stated"


def test_the_rows_behind_a_sum_add_up_to_it(sample_store: Store) -> None:
    for measure in ("investment", "unfunded_gap", "received"):
        rows = queries.amount_rows(sample_store, VIEW, measure)
        assert rows["amount"].sum() == totals(sample_store, VIEW)[measure]["amount"]
    lying = queries.unpaid_rows(sample_store, VIEW)
    for measure in ("unpaid", "payment_untold", "aged_unpaid", "aged_untold", "long_unpaid"):
        told = totals(sample_store, VIEW)[measure]["amount"]
        assert lying[f"{measure}_amount"].sum() == (told or 0), measure


@pytest.mark.parametrize("folder", ["official_store", "sample_store"])
def test_whom_to_chase_are_those_expected_and_not_reported(
    folder: str, request: pytest.FixtureRequest
) -> None:
    store: Store = request.getfixturevalue(folder)
    coverage, rows = queries.coverage(store, VIEW), queries.unreported(store, VIEW)
    assert rows.height + int(coverage["reported_count"].sum()) == int(coverage["expected_count"].sum())


def test_the_public_record_is_dated_by_then(official_store: Store) -> None:
    rows = queries.public_summary(official_store, VIEW)
    evident = queries.project_state(official_store, VIEW).filter("has_evidence")
    assert sorted(rows["project_id"]) == evident["project_id"].to_list()
    early = VIEW.model_copy(update={"as_of": VIEW.as_of.replace(year=2022, month=1, day=1)})
    assert all(day <= early.as_of for day in queries.public_summary(official_store, early)["stated_on"])


def test_the_scope_hides_the_money_of_others(sample_store: Store) -> None:
    scoped = VIEW.model_copy(update={"scope": ("421221",)})
    assert set(queries.funding_sum(sample_store, scoped)["county_code"]) == {"*", "421221"}
    for rows in (queries.unpaid_rows(sample_store, scoped), queries.unreported(sample_store, scoped)):
        assert set(rows["county_code"]) <= {"421221"}


@pytest.mark.parametrize("asked", [queries.total_amount, queries.county_amount, queries.category_amount])
def test_measures_asked_for_alone_are_those_of_all(
    sample_store: Store, asked: Callable[..., pl.DataFrame]
) -> None:
    every = asked(sample_store, VIEW)
    assert every["measure"].n_unique() > 20
    for measures in (("investment",), ("received", "paid", "unpaid")):
        alone = asked(sample_store, VIEW, *measures)
        assert alone.equals(every.filter(pl.col("measure").is_in(measures))), measures
        assert set(alone["measure"]) == set(measures)


def test_only_a_name_is_a_measure(sample_store: Store) -> None:
    for measure in ("paid'", "paid|unpaid", ".*", ""):
        with pytest.raises(ValueError, match="is no measure"):
            queries.amount_rows(sample_store, VIEW, measure)
        with pytest.raises(ValueError, match="is no measure"):
            queries.total_amount(sample_store, VIEW, measure)


def test_where_no_project_is_there_is_no_money_and_an_unknown_one_is_not_nothing(
    official_store: Store,
) -> None:
    rows = queries.unsourced(official_store, VIEW)
    nobody = rows.filter(with_amount_count=0)
    assert nobody.height and set(nobody["with_amount_amount"]) == {Decimal(0)}
    unknown, beside, group = ("project", None), ("project", Decimal(5)), ("group", None)
    schema = pl.Schema({"kind": pl.String(), "investment_amount": pl.Decimal(38, 2)})
    told = [
        pl.DataFrame(rows, schema, orient="row").select(money.invested(pl.lit(value=True))).item()
        for rows in ([unknown], [beside, unknown], [group], [group, unknown])
    ]
    assert told == [None, Decimal(5), Decimal(0), None]
