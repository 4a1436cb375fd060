"""What 滞后项目 lists: every choice as many rows as its count, each for the milestone that it is about."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import View
from portfolio.queries.compare import comparison_days
from portfolio.queries.late_list import CHOICES
from portfolio.queries.select import select
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
BY_MILESTONE = {
    "lapsed": pl.col("lapsed"),
    "passed": pl.col("standing") == "passed_unreported",
    "adjusted": pl.col("late_approval_count") > 0,
}


@pytest.mark.parametrize("counties", [None, ("421221",)])
def test_every_choice_lists_what_it_counts_and_is_what_the_state_says(
    sample_store: Store, counties: tuple[str, ...] | None
) -> None:
    """Held against the rows of the projects and of their milestones, each asked for by itself."""
    view = VIEW.model_copy(update={"counties": counties})
    counts = queries.late_counts(sample_store, view).row(0, named=True)
    listed = {choice: queries.late_list(sample_store, view, choice) for choice in CHOICES}
    assert {choice: rows.height for choice, rows in listed.items()} == {
        name: counts[name] for name in CHOICES
    }
    states = queries.project_state(sample_store, view).filter(pl.col("kind") == "project")
    told = {
        "late": states.filter("late"),
        "red": states.filter(state="red"),
        "passed": states.filter("passed_unreported"),
        "halted": states.filter(state="suspended"),
    }
    for choice, rows in told.items():
        assert set(listed[choice]["project_id"]) == set(rows["project_id"]), choice
    assert counts["project_count"] == states.height
    assert counts["red_only"] == states.filter((pl.col("state") == "red") & ~pl.col("late")).height
    late = listed["late"]
    assert set(listed["unexplained"]["project_id"]) == set(
        late.filter(pl.col("reason").is_null())["project_id"]
    )
    assert dict(late.select("project_id", "late_days").iter_rows()) == dict(
        told["late"].select("project_id", "delay_days").iter_rows()
    )
    assert late["late_days"].to_list() == sorted(late["late_days"], reverse=True)


def test_new_and_gone_are_what_a_month_made_of_the_late(sample_store: Store) -> None:
    """late now = late a month before − gone + new, on the day when that month's reports had closed."""
    counts = queries.late_counts(sample_store, VIEW).row(0, named=True)
    before = comparison_days(sample_store, VIEW)["day_on"].to_list()[-2]
    then = queries.project_state(sample_store, VIEW.model_copy(update={"as_of": before})).filter("late")
    assert counts["late"] == then.height - counts["gone"] + counts["new"]
    new = set(queries.late_list(sample_store, VIEW, "new")["project_id"])
    assert new.isdisjoint(then["project_id"])


@pytest.mark.parametrize("choice", sorted(BY_MILESTONE))
def test_a_project_is_listed_for_the_milestone_that_the_choice_is_about(
    sample_store: Store, choice: str
) -> None:
    standing = select(sample_store, VIEW).of("standing").filter(BY_MILESTONE[choice])
    pairs = set(standing.select("project_id", "milestone").iter_rows())
    listed = set(queries.late_list(sample_store, VIEW, choice).select("project_id", "milestone").iter_rows())
    assert listed <= pairs


def test_reasons_count_every_late_project_once(sample_store: Store) -> None:
    late = queries.late_list(sample_store, VIEW)
    rows = queries.late_reasons(sample_store, VIEW)
    assert rows["project_count"].sum() == late.height
    counted = dict(late.group_by("reason").len().iter_rows())
    assert dict(rows.select("reason", "project_count").iter_rows()) == counted
    for reason, count in rows.drop_nulls("reason").select("reason", "project_count").iter_rows():
        assert queries.late_list(sample_store, VIEW, f"reason_{reason}").height == count
    known = late["investment_amount"].drop_nulls()
    assert (rows["investment_amount"].sum() or Decimal(0)) == (known.sum() or Decimal(0))


def test_an_unknown_choice_is_a_fault_of_ours(sample_store: Store) -> None:
    with pytest.raises(ValueError, match="other"):
        queries.late_list(sample_store, VIEW, "other")


def test_where_nothing_was_reported_a_month_can_not_have_made_any_late(official_store: Store) -> None:
    counts = queries.late_counts(official_store, VIEW).row(0, named=True)
    assert (counts["judged"], counts["late"], counts["passed"]) == (0, 0, 6)
