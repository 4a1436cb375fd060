"""Which lights a report would turn."""

from __future__ import annotations

import polars as pl

from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.model import View
from portfolio.store import Store


def outlook(store: Store, view: View, checked: Checked, context: Context) -> pl.DataFrame:
    """One row a project whose state or rule would change if this report were accepted now.

    project_id, name, county_code, state_before, rule_before, state_after, rule_after, and the figures of after
    (delay_days, delay_milestone, pacing_share, completion_share, elapsed_share, last_period_on …) that
    `turn_back(row, language)` puts into words.
    """
    raise NotImplementedError
