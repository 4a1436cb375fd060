"""The treasury's figures beside the owner's, which taking a file was, and the batches that money was allocated by."""

from __future__ import annotations

import polars as pl

from portfolio.model import View
from portfolio.queries.select import select
from portfolio.store import Store

KEY = ("project_id", "name", "county_code")


def treasury_rows(store: Store, view: View) -> pl.DataFrame:
    """One row a selected project that the treasury tells of, source (*: the total) and figure, as treasury_beside.

    Both words with their days, the treasury's less the owner's (difference_amount) and how they agree (agreement).
    With a source filter only that source's.
    """
    selection = select(store, view)
    rows = selection.of_sources(selection.of("treasury_beside"))
    named = selection.projects.select(*KEY)
    order = ["project_id", "source", "figure"]
    return named.join(rows, on="project_id", how="inner", maintain_order="left").sort(order)


def treasury_counts(rows: pl.DataFrame) -> dict[str, int]:
    """Of treasury_rows: on how many projects the treasury tells (projects), and of how many each agreement is true."""
    known = rows.filter(pl.col("treasury_amount").is_not_null())
    agreements = rows.group_by("agreement").agg(pl.col("project_id").n_unique())
    return {"projects": known["project_id"].n_unique(), **dict(agreements.iter_rows())}


def taken_as(store: Store, checksum: str) -> int | None:
    """The number of the event by which a file of that checksum was taken; None for none."""
    events = store.read("FROM treasury_taken_as($checksum)", {"checksum": checksum})
    number: int | None = events["event_id"].item()
    return number


def told_by_day(store: Store, view: View) -> pl.DataFrame:
    """One row a statement of the treasury that stands, of whatever project, the oldest day first: as treasury_row."""
    return select(store, view.of_all()).day.frame("treasury").sort("place")


def ledger_lines(store: Store, view: View) -> pl.DataFrame:
    """One row a line of the ledger that stands, of a renamed project under its number of today."""
    rows = store.read_known(view, "FROM treasury_line_row($newest_event) ORDER BY event_id, position")
    origins = select(store, view.of_all()).day.frame("origin")
    renamed = origins.filter(pl.col("part_id").is_null() & ~pl.col("divided"))
    numbers = dict(renamed.select("origin_id", "project_id").iter_rows())
    return rows.with_columns(pl.col("project_id").replace(numbers)) if numbers else rows


def ledger_spans(store: Store, view: View) -> pl.DataFrame:
    """One row a file of the ledger and figure: from which day until which it holds the lines, whether from the first on."""
    return store.read_known(view, "FROM treasury_span_row($newest_event) ORDER BY from_on")


def batches(store: Store, view: View) -> pl.DataFrame:
    """One row a batch that was issued by the day to a selected project, the oldest first: source, document, day, amount
    in yuan, age in whole months."""
    selection = select(store, view)
    rows = selection.day.ask("FROM issued_batch() ORDER BY issued_on, source, document_number")
    named = selection.projects.select(*KEY)
    return named.join(rows, on="project_id", how="inner", maintain_order="left")
