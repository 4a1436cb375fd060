"""Two editions held against each other, row by row and field by field."""

from __future__ import annotations

import polars as pl

IDENTITY = "project_id"
Difference = tuple[str, str, str | None, str | None, str | None]
"""project_id, change, field, old value, new value."""


def compare(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """One row a difference between two library frames: project_id, change, field, old_value, new_value (as text).

    `change` is added, removed or changed; `field` is None where a whole row came or went.
    """
    added = new.join(old, on=IDENTITY, how="anti")
    removed = old.join(new, on=IDENTITY, how="anti")
    rows: list[Difference] = [
        (name, "added", None, None, label) for name, label in added.select(IDENTITY, "name").iter_rows()
    ]
    rows += [
        (name, "removed", None, label, None) for name, label in removed.select(IDENTITY, "name").iter_rows()
    ]
    before = {row[IDENTITY]: row for row in old.iter_rows(named=True)}
    for row in new.iter_rows(named=True):
        earlier = before.get(row[IDENTITY])
        if earlier:
            rows += _changes(earlier, row)
    columns = {"change": pl.String, "field": pl.String, "old_value": pl.String, "new_value": pl.String}
    return pl.DataFrame(rows, schema={IDENTITY: pl.String} | columns, orient="row").sort(IDENTITY, "field")


def _changes(earlier: dict[str, object], later: dict[str, object]) -> list[Difference]:
    return [
        (str(later[IDENTITY]), "changed", field, _text(earlier[field]), _text(value))
        for field, value in later.items()
        if earlier[field] != value
    ]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
