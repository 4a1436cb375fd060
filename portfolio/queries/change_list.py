"""项目调整: one list of what changed in the library and in plans, each with what it does to what is ranked."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from portfolio.model import View
from portfolio.queries.corrections import corrections
from portfolio.queries.naming import english
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import known_sum, ordered, rate
from portfolio.store import Store

PLAN = pl.col("adjustment") == "plan"
MENDED = ("kind", "part", "currency", "field", "stated", "stated_precision", "value", "value_precision")
"""What a correction says of its figure."""


def change_list(store: Store, view: View) -> pl.DataFrame:
    """One row a change that counts by the day, the newest first: before and after, document, body, day, and its effect.

    difference_amount and difference_days are after less before; a project taken out takes its plan of that year along
    (plan_amount). rate_before_share and rate_after_share are the county's 投资完成率 without and with a change of the
    plan that is in force for the year under review, where the reader sees the whole county.
    """
    selection = select(store, view)
    rows = selection.of_known_rows(selection.day.frame("adjustment"))
    changes = pl.concat([rows, _corrections(store, selection)], how="diagonal")
    named = selection.projects.select("project_id", "name", "county_code", "category")
    listed = changes.join(
        named, on="project_id", how="left", suffix="_now", maintain_order="left"
    ).with_columns(
        pl.coalesce(name, f"{name}_now").alias(name) for name in ("name", "county_code", "category")
    )
    reckoned = listed.with_columns(
        (pl.col("after_amount") - pl.col("before_amount").fill_null(0)).alias("difference_amount"),
        (pl.col("after_on") - pl.col("before_on")).dt.total_days().alias("difference_days"),
        pl.col("effective_on").dt.year().alias("effective_year"),
    )
    ranked = _rated(store, view, selection, _with_plans(selection, reckoned))
    newest = ordered(ranked, "-effective_on", "adjustment", "project_id", "-event_id", "position")
    return _called(store, view, newest).drop("name_now", "county_code_now", "category_now", "effective_year")


def _called(store: Store, view: View, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with names, also those of before and after, in the language that the view asks for."""
    if view.language == "zh":
        return rows
    names = english(store)
    return rows.with_columns(
        pl.col("name", "before_text", "after_text").replace(list(names), list(names.values()))
    )


def change_counts(rows: pl.DataFrame) -> dict[str, int]:
    """Kind of change to how many of these rows it has."""
    return dict(rows.group_by("adjustment").agg(pl.len()).iter_rows())


def plan_moved(rows: pl.DataFrame) -> Decimal:
    """By how much these changes raise plans of years, in yuan; below nothing where they cut them."""
    moved = rows.filter(PLAN).select(known_sum("difference_amount").alias("amount"))["amount"].item()
    return Decimal(moved or 0)


def plan_left(rows: pl.DataFrame) -> Decimal | None:
    """How much of plans the projects taken out take along, in yuan; None where none of them had a plan."""
    amount: Decimal | None = rows.select(known_sum("plan_amount").alias("amount"))["amount"].item()
    return amount


def _corrections(store: Store, selection: Selection) -> pl.DataFrame:
    """The accepted corrections of selected projects in the shape of the list; they count from the day of acceptance."""
    rows = selection.of_rows(corrections(store, selection.view)).filter(pl.col("verdict") == "accepted")
    day = pl.col("decided_at").dt.date()
    return rows.filter(day <= selection.view.as_of).select(
        "project_id",
        day.alias("effective_on"),
        pl.lit("correction").alias("adjustment"),
        pl.col("correction_id").alias("event_id"),
        pl.col("decided_by_name").alias("decided_by"),
        "reason",
        "attachment_count",
        *MENDED,
        pl.col("project_id").alias("named_id"),
    )


def _with_plans(selection: Selection, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with the plan that a project taken out had for the year in which it was."""
    plans = selection.day.frame("plan").select(
        "project_id", effective_year=pl.col("year").cast(pl.Int32), plan_amount="planned_amount"
    )
    joined = rows.join(plans, on=["project_id", "effective_year"], how="left", maintain_order="left")
    out = pl.col("adjustment") == "withdrawn"
    return joined.with_columns(pl.when(out).then("plan_amount").alias("plan_amount"))


def _rated(store: Store, view: View, selection: Selection, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their county's rate before and after a change of the plan that stands."""
    selected = select(store, view.of_all().model_copy(update={"scope": None}))
    amounts = selected.beside("amount", "rated_plan_amount", "rated_work_amount")
    counties = amounts.group_by("county_code").agg(
        known_sum("rated_plan_amount").alias("county_plan"),
        known_sum("rated_work_amount").alias("county_work"),
    )
    own = amounts.select("project_id", "rated_plan_amount")
    joined = rows.join(counties, on="county_code", how="left", maintain_order="left")
    joined = joined.join(own, on="project_id", how="left", maintain_order="left")
    newest = pl.col("effective_on") == pl.col("effective_on").filter(PLAN).max().over("project_id", "year")
    stands = PLAN & newest & (pl.col("after_amount") == pl.col("rated_plan_amount"))
    counts = (
        stands & pl.col("before_amount").is_not_null() & (pl.col("year") == selection.rules["reviewed_year"])
    )
    if view.scope is not None:
        counts = counts & pl.col("county_code").is_in(view.scope)
    before = pl.col("county_plan") - pl.col("difference_amount")
    return joined.with_columns(
        pl.when(counts).then(rate("county_work", before)).alias("rate_before_share"),
        pl.when(counts).then(rate("county_work", "county_plan")).alias("rate_after_share"),
    ).drop("county_plan", "county_work", "rated_plan_amount")
