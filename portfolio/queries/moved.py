"""What moved between two days: of every figure of 县市区 each project's part in the difference, and why.

The one home of 与定稿差异 (a final month, and its day by what is known now) and of 为什么变 (two final months). A row that
counts on one of the days only counts with nothing on the other, so that the differences of its rows add up to a county's.
"""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.compare import comparison, sides_of
from portfolio.queries.ranks import SHARES
from portfolio.queries.select import Selection, select
from portfolio.queries.sums import WHOLE, by_county_and_whole, known_sum, ordered, quotient
from portfolio.store import Store

KINDS = ("entered", "left", "corrected", "adjusted", "finished", "slipped", "reported", "silent", "passed")
"""Why a row moved (codelist moved): the first that applies to it."""
OF_LATENESS = ("late", "started")
"""The comparisons that an approved due day moves."""
PLACES = ["county_code", "project_id"]
SIDES = ("part", "whole")
EXACT = pl.Decimal(38, 2)
EFFECTS = ("effect", "whole_effect")
"""What a row did to the rate of its county, and to that of the whole."""


def moved(store: Store, earlier: View, later: View, comparison: str) -> pl.DataFrame:
    """One row a county and row whose sides of one comparison moved, or that fell silent: both before and after, and kind.

    effect is the row's part in the difference of the county's rate, in shares: (part_moved − the rate before × whole_moved)
    ÷ the whole after; whole_effect that in the rate of all counties together. They add up to these differences; unknown
    where there was no rate before. The furthest first.
    """
    before, after = select(store, earlier), select(store, later)
    rows = _both(before, after, comparison)
    kinds = _kinds(store, before, after, comparison)
    rows = rows.join(kinds, on=PLACES, how="left").with_columns(pl.col("kind").fill_null("passed"))
    stirred = (pl.col("part_moved") != 0) | (pl.col("whole_moved") != 0) | (pl.col("kind") == "silent")
    listed = _named(_with_effect(rows, after, comparison).filter(stirred), before, after)
    furthest = -pl.coalesce(pl.col("effect").abs(), pl.col("part_moved").cast(pl.Float64).abs())
    return ordered(listed, furthest, "county_code", "project_id")


def moved_sums(rows: pl.DataFrame) -> pl.DataFrame:
    """Of the rows of `moved` one row a county (`*`: all) and kind: project_count, part_moved, whole_moved, effect."""
    totals = [
        pl.len().cast(pl.Int64).alias("project_count"),
        known_sum("part_moved"),
        known_sum("whole_moved"),
        *(known_sum(name) for name in EFFECTS),
    ]
    order = pl.col("kind").replace_strict(
        dict(zip(KINDS, range(len(KINDS)), strict=True)), return_dtype=pl.Int64
    )
    sums = by_county_and_whole(rows, totals, "kind")
    of_all = pl.when(pl.col("county_code") == WHOLE).then("whole_effect").otherwise("effect")
    return ordered(sums.with_columns(of_all.alias("effect")).drop("whole_effect"), "county_code", order)


STANDING = ("part", "whole", "value", "rank", "without_rank", "ranking", "largest_name")


def moved_figures(store: Store, earlier: View, later: View, measure: str) -> pl.DataFrame:
    """One row a county (`*`: the whole) of one comparison: its figure, sides and ranks on both days, `before_…` the earlier.

    without_rank is the rank without the county's largest project.
    """
    was, now = (
        comparison(store, one).filter(comparison=measure).select("county_code", "unit", *STANDING)
        for one in (earlier, later)
    )
    renamed = was.drop("unit").rename({name: f"before_{name}" for name in STANDING})
    return now.join(renamed, on="county_code", how="left", maintain_order="left")


def _both(before: Selection, after: Selection, comparison: str) -> pl.DataFrame:
    """Each row that counts on either day with its sides on both, 0 where it does not count, and how far they moved."""
    was, now = (sides_of(one, comparison).select(*PLACES, *SIDES) for one in (before, after))
    was = _as_now_called(was, _renamed(before, after))
    rows = now.join(was, on=PLACES, how="full", coalesce=True, suffix="_before")
    filled = [pl.col(name).fill_null(0).cast(EXACT) for side in SIDES for name in (side, f"{side}_before")]
    return rows.with_columns(filled).with_columns(
        (pl.col(side) - pl.col(f"{side}_before")).alias(f"{side}_moved") for side in SIDES
    )


def _renamed(before: Selection, after: Selection) -> dict[str, str]:
    """Number of the earlier day to the one that alone continues it on the later, and continues it alone: renamed."""
    was, now = (one.day.frame("project")["project_id"].implode() for one in (before, after))
    origins = after.day.frame("origin").filter(
        pl.col("origin_id").is_in(was), ~pl.col("origin_id").is_in(now)
    )
    rows = origins.select("origin_id", "project_id").unique()
    alone = rows.filter(pl.len().over("project_id") == 1, pl.len().over("origin_id") == 1)
    return dict(alone.iter_rows())


def _as_now_called(rows: pl.DataFrame, renamed: dict[str, str]) -> pl.DataFrame:
    """The rows of the earlier day under the numbers that these have on the later."""
    return rows.with_columns(pl.col("project_id").replace(renamed)) if renamed else rows


def _with_effect(rows: pl.DataFrame, after: Selection, comparison: str) -> pl.DataFrame:
    """The rows with their part in the difference of their county's rate and of the whole's; unknown for what is no rate."""
    facts = after.day.frame("comparison").filter(comparison=comparison)
    if facts["unit"].item() not in SHARES:
        return rows.with_columns(pl.lit(None, pl.Float64).alias(name) for name in EFFECTS)
    sums = [known_sum(name) for name in ("part_before", "whole_before", "whole")]
    of_county = [one.over("county_code") for one in sums]
    return rows.with_columns(
        _effect(*within).alias(name) for name, within in zip(EFFECTS, (of_county, sums), strict=True)
    )


def _effect(part_before: pl.Expr, whole_before: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """What a row did to a rate of these sums."""
    rate_before = quotient(part_before, whole_before)
    own = pl.col("part_moved").cast(pl.Float64) - rate_before * pl.col("whole_moved").cast(pl.Float64)
    return quotient(own, whole)


def _named(rows: pl.DataFrame, before: Selection, after: Selection) -> pl.DataFrame:
    """The rows with their names as of the later day that has them."""
    names = [one.called(one.day.frame("project")).select("project_id", "name") for one in (after, before)]
    return rows.join(pl.concat(names).unique("project_id", keep="first"), on="project_id", how="left")


def _kinds(store: Store, before: Selection, after: Selection, comparison: str) -> pl.DataFrame:
    """One row a county and row of the library on either day: why it would have moved, nothing for time alone."""
    renamed = _renamed(before, after)
    was = _as_now_called(_facts(before), renamed)
    rows = _facts(after).join(was, on=PLACES, how="full", coalesce=True, suffix="_before")
    span = {"earlier": before.day.newest_event, "later": after.day.newest_event}
    corrected, reported = (
        _as_now_called(store.read(f"FROM {name}_between($earlier, $later)", span), renamed)["project_id"]
        for name in ("corrected", "reported")
    )
    same_year = before.rules["reviewed_year"] == after.rules["reviewed_year"]
    replanned = pl.lit(same_year) & pl.col("annual_plan_amount").ne_missing(
        pl.col("annual_plan_amount_before")
    )
    stopped = pl.col("suspended") != pl.col("suspended_before")
    approved = pl.col("approved_count") != pl.col("approved_count_before")
    behind = pl.lit(comparison in OF_LATENESS)
    reasons = {
        "entered": pl.col("here_before").is_null(),
        "left": pl.col("here").is_null() | (pl.col("withdrawn") & ~pl.col("withdrawn_before")),
        "corrected": pl.col("project_id").is_in(corrected.implode()),
        "adjusted": replanned | stopped | (behind & approved),
        "finished": pl.col("completed") & ~pl.col("completed_before"),
        "slipped": behind & pl.col("is_late") & ~pl.col("is_late_before"),
        "reported": pl.col("project_id").is_in(reported.implode()),
        "silent": pl.col("expected") & pl.col("reported_before") & ~pl.col("reported"),
    }
    first = pl.coalesce(pl.when(met).then(pl.lit(kind)) for kind, met in reasons.items())
    return rows.select(*PLACES, first.alias("kind"))


def _facts(selection: Selection) -> pl.DataFrame:
    """One row a row of the library: what is asked of it to say why it moved."""
    judged = selection.day.frame("judgement").select("project_id", "expected")
    planned = selection.day.frame("amount").select("project_id", "annual_plan_amount")
    state = pl.col("state")
    rows = selection.day.frame("project").select(
        *PLACES,
        *("completed", "reported", "approved_count"),
        (pl.col("late") | pl.col("passed_unreported")).alias("is_late"),
        *((state == name).fill_null(value=False).alias(name) for name in ("suspended", "withdrawn")),
        pl.lit(value=True).alias("here"),
    )
    return rows.join(judged, on="project_id", how="left").join(planned, on="project_id", how="left")
