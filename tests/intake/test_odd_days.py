"""Days that are asked about before they are taken: far outside the plan's years, far from what stood before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portfolio.intake import Context
from tests.intake.test_rules_of_days import milestone, told
from tests.intake.workbooks import checked, found


@pytest.mark.parametrize(
    ("column", "day", "code"),
    [
        ("due_on", "2052-06-30", "day_far_horizon"),
        ("due_on", "2031-01-01", "day_far_horizon"),
        ("due_on", "2030-12-31", "day_far_before"),
        ("due_on", "2030-06-30", None),
        ("due_on", "2030-07-01", "day_far_before"),
        ("due_on", "2024-06-29", None),
        ("due_on", "2024-06-28", "day_far_before"),
        ("due_on", "2002-06-30", "day_far_horizon"),
        ("forecast_on", "2052-06-30", "day_far_horizon"),
        ("forecast_on", "2030-12-31", "day_far_before"),
    ],
)
def test_a_day_far_away_is_asked_about(october: Context, column: str, day: str, code: str | None) -> None:
    """The plan's years are 2021 to 2025 (five more on either side), the completion was due by 2027-06-30.

    2027-06-30 to 2030-06-30 is 1,096 days (2028 is a leap year), as is 2024-06-29 to 2027-06-30; a day more is asked about.
    """
    asked = [
        one for one in found(october, milestones=[milestone("完工", **{column: day})]) if "far" in one[0]
    ]
    assert [name for name, _ in asked] == ([] if code is None else [code])


def test_a_day_far_away_is_told_with_what_stood_before(october: Context) -> None:
    problems = checked(october, milestones=[milestone("完工", due_on="2052-06-30")]).problems
    assert "2052年6月30日" in told(problems) and "2021年1月1日至2025年12月31日" in told(problems)
    problems = checked(october, milestones=[milestone("完工", due_on="2030-12-31")]).problems
    assert "2027年6月" in told(problems) and problems[0].severity == "question"


def test_a_far_day_that_stands_already_is_not_asked_again(october: Context) -> None:
    """06-01's start was due on 2025-03-31 and is told so once more; with a horizon that ended long ago it is beyond."""
    long_ago = replace(october, horizon=(date(2001, 1, 1), date(2005, 12, 31)))
    assert not found(long_ago, milestones=[milestone("开工", due_on="2025-03-31")])
    assert found(long_ago, milestones=[milestone("开工", due_on="2025-03-30")]) == [("day_far_horizon", "D3")]
