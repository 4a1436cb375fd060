"""督办事项: what was given to whom by when, how it stands, and what could prove that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from portfolio.model import View
from portfolio.queries import people
from portfolio.queries.naming import called
from portfolio.queries.select import select
from portfolio.queries.sums import count_of
from portfolio.store import Store

STATES = ("overdue", "open", "closed", "dropped")


def actions(store: Store, view: View) -> pl.DataFrame:
    """One row an item of the projects and counties selected, as action_row: the longest overdue first, closed ones last."""
    selection = select(store, view)
    return _ordered(selection.of_places(selection.day.frame("action")))


def actions_of_unit(store: Store, view: View, unit_code: str) -> pl.DataFrame:
    """Those that the unit owes or answered, in the same order: of its projects, and what a county gave it."""
    rows = select(store, view.of_all().model_copy(update={"scope": None})).day.frame("action")
    mine = people.unit_projects(store, unit_code)["project_id"].implode()
    concerned = pl.col("project_id").is_in(mine) | pl.col("project_id").is_null() & (
        pl.col("unit_code") == unit_code
    )
    return called(store, view, _ordered(rows.filter(concerned)))


def one_action(store: Store, view: View, number: int) -> pl.DataFrame:
    """The item of that number, if the reader may see it; else no row."""
    return actions(store, view.of_all()).filter(action_id=number)


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    places = {state: place for place, state in enumerate(STATES)}
    keys = [
        pl.col("action_state").replace_strict(places, return_dtype=pl.Int64),
        pl.when(pl.col("action_state") == "overdue").then(-pl.col("late_days")),
        "due_on",
        "action_id",
    ]
    return rows.sort(keys, nulls_last=True)


def action_counts(rows: pl.DataFrame, by: str) -> pl.DataFrame:
    """One row a value of `by` (county_code, unit_name): how many of each state, and of the closed how many in time."""
    closed, late = pl.col("action_state") == "closed", pl.col("late_days") > 0
    counts = [count_of(pl.col("action_state") == state).alias(f"{state}_count") for state in STATES]
    more = [
        count_of(closed & ~late).alias("kept_count"),
        count_of(pl.col("action_word") == "waits").alias("waits_count"),
    ]
    return rows.group_by(by, maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("action_count"), *counts, *more
    )


def action_total(rows: pl.DataFrame) -> dict[str, int]:
    """The same counts of all the rows."""
    counts = action_counts(rows.with_columns(every=pl.lit("*")), "every")
    if counts.is_empty():
        return dict.fromkeys(
            ("action_count", *(f"{state}_count" for state in STATES), "kept_count", "waits_count"), 0
        )
    return {name: int(value) for name, value in counts.drop("every").row(0, named=True).items()}


def in_hand(rows: pl.DataFrame, since: date | None) -> pl.DataFrame:
    """Those that were not closed or dropped by the end of that day: what a paper of the days since tells of."""
    if since is None:
        return rows
    ended = pl.col("action_state").is_in(["closed", "dropped"])
    return rows.filter(~ended | (pl.col("decided_on") > since))


def action_answers(store: Store, view: View, number: int) -> pl.DataFrame:
    """One row an answer to the item, the oldest first, as action_answer_row."""
    return store.read_known(
        view,
        "FROM action_answer_row($newest_event) WHERE action_id = $number ORDER BY answer_id",
        number=number,
    )


def action_decisions(store: Store, view: View, number: int) -> pl.DataFrame:
    """One row a word on the item, the oldest first, as action_decision_row."""
    return store.read_known(
        view,
        "FROM action_decision_row($newest_event) WHERE action_id = $number ORDER BY decision_id",
        number=number,
    )


def meetings(store: Store, view: View) -> pl.DataFrame:
    """One row a meeting at which anything was given, the newest first: meeting, meeting_on."""
    return store.read_known(view, "FROM action_meeting($newest_event) ORDER BY meeting_on DESC, newest DESC")


def proving_rows(store: Store, view: View, projects: Sequence[str], since: date) -> pl.DataFrame:
    """One row of a report, accepted or waiting, sent from that day on about these projects: what an answer may rest on.

    submission_id, period_on, project_id, entry, part, verdict; the newest report first.
    """
    return store.read_known(
        view,
        """FROM action_proof($newest_event, $projects, $since)
           ORDER BY submission_id DESC, project_id, entry, part""",
        projects=list(projects),
        since=since,
    )
