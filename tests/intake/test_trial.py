"""A trial ledger says of its projects what the ledger itself says, whatever editions and numbers they went through."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portfolio import queries
from portfolio.intake.trial import Trial, seed_of
from tests.reckoning import golden_approvals, golden_editions, golden_history
from tests.reckoning.example import Example
from tests.reckoning.replaying import replayed


@pytest.mark.parametrize(
    "example",
    [
        golden_approvals.approvals_out_of_order,
        golden_approvals.handed_in_within_the_month,
        golden_approvals.an_old_approval_repeated,
        golden_editions.a_newer_editions_day_approved,
        golden_editions.an_owners_later_approval_is_not_overridden,
        golden_editions.a_done_day_that_only_the_first_edition_states,
        golden_history.a_renamed_row_keeps_its_reports,
        golden_history.both_parts_done_are_the_whole,
        golden_history.one_part_done_is_not_the_whole,
        golden_history.a_split_row_goes_on,
    ],
    ids=lambda example: str(example.__name__),
)
def test_a_trial_begins_where_the_ledger_stands(example: Callable[[], Example]) -> None:
    ledger, view, _ = example()
    store = replayed(ledger)
    projects = tuple(queries.project_state(store, view)["project_id"])
    asked = view.model_copy(update={"projects": projects})
    told = Trial(lambda: seed_of(store, asked), asked).outcome({}, projects)
    assert told.before.equals(queries.project_state(store, asked))
    assert told.milestones_before.equals(queries.milestones(store, asked))
