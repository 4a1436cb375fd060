"""Which lights a report would turn."""

from __future__ import annotations

import polars as pl

from portfolio import queries
from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.model import View
from portfolio.store import Store

FIGURES = (
    "delay_days",
    "delay_milestone",
    "late",
    "pacing_share",
    "completion_share",
    "elapsed_share",
    "payment_ahead",
    "payment_low",
    "last_period_on",
)
"""The figures after the report that tell why."""


def outlook(store: Store, view: View, checked: Checked, context: Context) -> pl.DataFrame:
    """One row a project whose state or rule would change if this report were accepted now.

    project_id, name, county_code, state_before, rule_before, state_after, rule_after, and the figures of after
    (delay_days, delay_milestone, pacing_share, completion_share, elapsed_share, last_period_on …) that
    `turn_back(row, language)` puts into words. Judged on the view's day, or on the month's last day if that is later.
    """
    before, after = _judged(checked, context)
    if after.is_empty():
        ids: tuple[str, ...] = ()
        before = after = queries.project_state(store, view.model_copy(update={"projects": ids}))
    told = before.select("project_id", state_before="state", rule_before="rule")
    both = after.join(told, on="project_id", how="left", maintain_order="left").rename(
        {"state": "state_after", "rule": "rule_after"}
    )
    turned = pl.col("state_after").ne_missing(pl.col("state_before")) | pl.col("rule_after").ne_missing(
        pl.col("rule_before")
    )
    columns = [
        "project_id",
        "name",
        "county_code",
        "state_before",
        "rule_before",
        "state_after",
        "rule_after",
    ]
    return both.filter(turned).select(*columns, *FIGURES)


def _judged(checked: Checked, context: Context) -> tuple[pl.DataFrame, pl.DataFrame]:
    """As checking has found already; asked now where it was told to leave the lights out."""
    if not checked.after.is_empty() or not checked.entries:
        return checked.before, checked.after
    projects = pl.concat([frame["project_id"] for frame in checked.entries.values()]).unique().sort()
    outcome = context.trial.outcome(checked.entries, projects.to_list())
    return outcome.before, outcome.after
