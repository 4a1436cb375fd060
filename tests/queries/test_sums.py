"""Adding what is known, and rounding as the engine does."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import polars as pl
import pytest

from portfolio.queries import sums

ROWS = pl.DataFrame(
    {
        "county_code": ["421202", "421202", "421221", "421281"],
        "month": [1, 2, 1, 1],
        "paid_amount": [Decimal("1.10"), None, None, Decimal("0.00")],
        "late": [True, None, False, False],
    },
    schema_overrides={"paid_amount": pl.Decimal(38, 2)},
)


def test_the_sum_of_nothing_known_is_unknown_and_nothing_paid_is_zero() -> None:
    told = ROWS.group_by("county_code").agg(sums.known_sum("paid_amount")).sort("county_code")
    assert told["paid_amount"].to_list() == [Decimal("1.10"), None, Decimal("0.00")]
    assert told.schema["paid_amount"] == pl.Decimal(38, 2)


def test_an_unknown_condition_is_not_counted() -> None:
    assert ROWS.select(sums.count_of("late")).item() == 1


@pytest.mark.parametrize(("part", "whole"), [(1, 0), (None, 5), (3, None), (0, 0)])
def test_a_share_of_nothing_or_of_the_unknown_is_unknown(part: int | None, whole: int | None) -> None:
    frame = pl.DataFrame({"part": [part], "whole": [whole]}, {"part": pl.Int64, "whole": pl.Int64})
    assert frame.select(sums.rate("part", "whole")).item() is None


def test_shares_are_rounded_as_the_engine_rounds_them() -> None:
    """Of all shares of whole numbers to 120, and of halves at the tenth place, which it rounds away from zero."""
    pairs = [(float(part), float(whole)) for whole in range(1, 121) for part in range(whole + 2)]
    pairs += [(0.0000000005, 1.0), (-0.0000000005, 1.0), (0.0000000015, 1.0)]
    frame = pl.DataFrame(pairs, ["part", "whole"], orient="row")
    asked = "SELECT round(part / whole, 9) AS share FROM frame"
    assert frame.select(sums.rate("part", "whole").alias("share")).equals(duckdb.sql(asked).pl())


def test_the_whole_stands_beside_the_counties_and_adds_up() -> None:
    total = [sums.known_sum("paid_amount"), pl.len().alias("row_count")]
    told = sums.by_county_and_whole(ROWS, total)
    whole = told.row(by_predicate=pl.col("county_code") == sums.WHOLE, named=True)
    assert (whole["paid_amount"], whole["row_count"]) == (Decimal("1.10"), 4)
    monthly = sums.by_county_and_whole(ROWS, total, "month").filter(county_code=sums.WHOLE)
    assert dict(monthly.select("month", "row_count").iter_rows()) == {1: 3, 2: 1}
    assert sums.by_county_and_whole(ROWS.clear(), total).is_empty(), "of no row there is no whole"


def test_unknown_comes_last_whichever_way_unless_asked_first() -> None:
    frame = pl.DataFrame({"days": [None, 3, 9], "name": ["a", "b", "c"]})
    assert sums.ordered(frame, "days")["name"].to_list() == ["b", "c", "a"]
    assert sums.ordered(frame, "-days")["name"].to_list() == ["c", "b", "a"]
    assert sums.ordered(frame, "-days", first=[True])["name"].to_list() == ["a", "c", "b"]
