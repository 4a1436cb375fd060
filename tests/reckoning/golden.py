"""All worked examples, by name: ledger, view and the answers worked by hand in each one's docstring."""

from __future__ import annotations

from collections.abc import Callable

from . import (
    golden_approvals,
    golden_batches,
    golden_budget,
    golden_calendar,
    golden_changes,
    golden_compare,
    golden_corrections,
    golden_county,
    golden_done,
    golden_edges,
    golden_editions,
    golden_forecasts,
    golden_group_money,
    golden_groups,
    golden_history,
    golden_lists,
    golden_mended_approvals,
    golden_milestones,
    golden_money,
    golden_owed,
    golden_pace,
    golden_plan_lists,
    golden_published,
    golden_ranks,
    golden_rate,
    golden_state,
    golden_unpaid,
    golden_years,
)
from .example import Example

EXAMPLES: tuple[Callable[[], Example], ...] = (
    *golden_milestones.EXAMPLES,
    *golden_done.EXAMPLES,
    *golden_approvals.EXAMPLES,
    *golden_forecasts.EXAMPLES,
    *golden_pace.EXAMPLES,
    *golden_money.EXAMPLES,
    *golden_state.EXAMPLES,
    *golden_county.EXAMPLES,
    *golden_edges.EXAMPLES,
    *golden_lists.EXAMPLES,
    *golden_compare.EXAMPLES,
    *golden_ranks.EXAMPLES,
    *golden_groups.EXAMPLES,
    *golden_group_money.EXAMPLES,
    *golden_calendar.EXAMPLES,
    *golden_years.EXAMPLES,
    *golden_rate.EXAMPLES,
    *golden_corrections.EXAMPLES,
    *golden_mended_approvals.EXAMPLES,
    *golden_editions.EXAMPLES,
    *golden_history.EXAMPLES,
    *golden_unpaid.EXAMPLES,
    *golden_batches.EXAMPLES,
    *golden_budget.EXAMPLES,
    *golden_plan_lists.EXAMPLES,
    *golden_changes.EXAMPLES,
    *golden_owed.EXAMPLES,
    *golden_published.EXAMPLES,
)
"""Every worked example; call one for (ledger, view, expected)."""
