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
    told = rows.filter(pl.col("treasury_amount").is_not_null())
    found = rows.group_by("agreement").agg(pl.col("project_id").n_unique())
    return {"projects": told["project_id"].n_unique(), **dict(found.iter_rows())}


def taken_as(store: Store, checksum: str) -> int | None:
    """The number of the event by which a file of that checksum was taken; None for none."""
    found = store.read(
        "SELECT max(event_id) AS event_id FROM store.treasury_list WHERE file_sha256 = $checksum",
        {"checksum": checksum},
    )
    number: int | None = found["event_id"].item()
    return number


def batches(store: Store, view: View) -> pl.DataFrame:
    """One row a batch that was issued by the day to a selected project, the oldest first: source, document, day, amount
    in yuan, age in whole months."""
    selection = select(store, view)
    rows = selection.day.ask("FROM issued_batch() ORDER BY issued_on, source, document_number")
    named = selection.projects.select(*KEY)
    return named.join(rows, on="project_id", how="inner", maintain_order="left")
