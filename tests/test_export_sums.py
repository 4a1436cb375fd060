"""The 合计 row: sums are checked against their rows, figures of the whole are taken as they are."""

from __future__ import annotations

import polars as pl
import pytest

from portfolio.exports.sums import checked

FRAME = pl.DataFrame({"name": ["甲", "乙"], "paid_known_count": [40, 52], "overdue_days": [10, 40]})
TOTALS: dict[str, object] = {"paid_known_count": 98, "overdue_days": 40}


def test_a_figure_of_the_whole_is_no_sum_and_is_taken_as_it_is() -> None:
    assert checked(FRAME, TOTALS, ("paid_known_count", "overdue_days")) == TOTALS


def test_what_is_not_said_to_be_of_the_whole_must_be_the_sum() -> None:
    with pytest.raises(ValueError, match="paid_known_count is 98 and its rows add up to 92"):
        checked(FRAME, TOTALS, ("overdue_days",))
