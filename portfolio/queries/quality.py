"""How far the figures can be trusted: what is missing, who reported when, where two places disagree."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.edition import contradictions, edition
from portfolio.queries.indicators import indicators
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import by_county_and_whole, count_of, ordered, rate
from portfolio.store import Store

FIELDS = "_known"
"""What the name of a column of the frame `field` ends with: whether the field is known of the project."""
SHOWN = ("project_id", "name", "county_code", "category", "owner_unit", "state", "last_period_on")


def completeness(store: Store, view: View) -> pl.DataFrame:
    """One row a field and county, `*` for all: known_count, missing_count, project_count, known_share."""
    selection = select(store, view)
    rows = selection.projects.select("project_id", "county_code").join(
        selection.day.frame("field"), on="project_id"
    )
    fields = [name for name in rows.columns if name.endswith(FIELDS)]
    totals = [pl.len().cast(pl.Int64).alias("project_count"), *(count_of(name) for name in fields)]
    counted = by_county_and_whole(rows, totals).unpivot(
        fields, index=["county_code", "project_count"], variable_name="data_field", value_name="known_count"
    )
    completed = counted.select(
        pl.col("data_field").str.strip_suffix(FIELDS),
        "county_code",
        "known_count",
        (pl.col("project_count") - pl.col("known_count")).alias("missing_count"),
        "project_count",
        rate("known_count", "project_count").alias("known_share"),
    )
    return ordered(completed, "data_field", "county_code")


def field_missing(store: Store, view: View, data_field: str) -> pl.DataFrame:
    """One row a selected project that lacks the field: the rows behind completeness."""
    selection = select(store, view)
    fields = selection.day.frame("field").filter(~pl.col(f"{data_field}{FIELDS}"))
    rows = selection.projects.join(
        fields.select("project_id"), on="project_id", how="semi", maintain_order="left"
    )
    return ordered(rows, "county_code", "project_id")


def _months(selection: Selection) -> pl.DataFrame:
    """One row a selected project and month of the last 24 closed ones: expected, reported, sent_late."""
    return selection.projects.select(SHOWN).join(selection.day.frame("monthly"), on="project_id")


def month_coverage(store: Store, view: View) -> pl.DataFrame:
    """One row a county (`*` for all) and month of the last 24 closed ones, newest first: expected, come, come late.

    unasked_count: those that nobody expected, in none of the others.
    """
    expected, reported = pl.col("expected"), pl.col("reported")
    totals = [
        count_of(expected).alias("expected_count"),
        count_of(expected & reported).alias("reported_count"),
        count_of(expected & ~reported).alias("unreported_count"),
        count_of(expected & pl.col("sent_late")).alias("sent_late_count"),
        count_of(reported & ~expected).alias("unasked_count"),
    ]
    rows = by_county_and_whole(_months(select(store, view)), totals, "month_on").with_columns(
        rate("reported_count", "expected_count").alias("reported_share")
    )
    return ordered(rows, "-month_on", "county_code")


def contradictions_of(store: Store, view: View) -> pl.DataFrame:
    """One row a disagreement about a selected project, an indicator of the areas, or the document."""
    selection = select(store, view)
    named = pl.concat(
        [
            selection.projects.select(
                pl.lit("project").alias("subject_kind"), subject_id="project_id", subject_name="name"
            ),
            indicators(store, view).select(
                pl.lit("indicator").alias("subject_kind"),
                pl.col("indicator_no").cast(pl.String).alias("subject_id"),
                pl.col("name").alias("subject_name"),
            ),
        ]
    )
    rows = contradictions(store, view).drop("event_id", "position")
    title = edition(store, view)["title"].first()
    of_document = ~pl.col("subject_kind").is_in(["project", "indicator"])
    listed = rows.join(
        named, on=["subject_kind", "subject_id"], how="left", maintain_order="left"
    ).with_columns(pl.when(of_document).then(pl.lit(title)).otherwise("subject_name").alias("subject_name"))
    return listed.filter(of_document | pl.col("subject_name").is_not_null())


def groups_below(store: Store, view: View) -> pl.DataFrame:
    """One row a group and figure of which it states less than the rows below it make up, the largest difference first."""
    return ordered(select(store, view).of("below"), "-difference_amount", "project_id", "field", "kind")


def public_beside(store: Store, view: View) -> pl.DataFrame:
    """One row a public fact of a selected project, and beside it what the plan or the newest report says."""
    selection = select(store, view)
    shown = ("project_id", "name", "kind", "county_code", "state")
    rows = selection.projects.select(shown).join(selection.day.frame("beside"), on="project_id")
    return ordered(rows, "project_id", "evidence_no", "milestone", "side")
