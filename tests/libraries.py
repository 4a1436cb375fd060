"""Libraries that differ from the committed one, for tests of what is taken and what stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from portfolio import library
from portfolio.library.columns import LIBRARY
from portfolio.store import Store
from tests.conftest import TAKEN_AT, copy_library

PROJECT = "06-02"
OWN_AMOUNT = Decimal("500000000.00")
SHIPPED_AMOUNT = Decimal("413000000.00")
NEWER_AMOUNT = Decimal("600000000.00")
"""What the investment of PROJECT is in the bureau's own library, in the committed one, and in a newer one."""


def own_library(target: Path) -> Path:
    """`target`, now holding a bureau's own library: one project, under the `edition_id` of the committed one."""
    copy_library(target)
    own = pl.read_parquet(target / library.PARQUET).filter(pl.col("project_id") == PROJECT)
    _write(target, own.with_columns(pl.lit(None, pl.String).alias("parent_id")), OWN_AMOUNT)
    return target


def newer(folder: Path) -> None:
    """Let the library in the folder be a newer one under the same `edition_id`."""
    _write(folder, pl.read_parquet(folder / library.PARQUET), NEWER_AMOUNT)


def shorter(folder: Path) -> None:
    """Let the library in the folder lack its last project."""
    pl.read_parquet(folder / library.PARQUET).head(-1).write_parquet(folder / library.PARQUET)


def other_title(folder: Path) -> None:
    """Let the text tables in the folder be those of another document, the parquet as it was."""
    file = folder / "library" / "edition.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("“十四五”", "“十五五”"), encoding="utf-8")


def no_parquet(folder: Path) -> None:
    """Let there be no parquet in the folder."""
    (folder / library.PARQUET).unlink()


def no_text_tables(folder: Path) -> None:
    """Let the folder lack a text table."""
    (folder / "library" / "counties.csv").unlink()


def cut_short(folder: Path) -> None:
    """Let the parquet in the folder end too early."""
    file = folder / library.PARQUET
    file.write_bytes(file.read_bytes()[:5000])


def _write(folder: Path, rows: pl.DataFrame, amount: Decimal) -> None:
    there = pl.col("project_id") == PROJECT
    column = "planned_investment_amount"
    told = pl.when(there).then(pl.lit(amount, rows.schema[column])).otherwise(column)
    rows.with_columns(told.alias(column)).write_parquet(folder / library.PARQUET)


def loaded(folder: Path) -> Path:
    """`folder`, whose store took the committed library at its first start and then a bureau's own."""
    own = library.read_folder(own_library(folder / "own"))
    with opened(copy_library(folder / "data")) as store:
        assert in_force(store) == (238, SHIPPED_AMOUNT)
        assert library.take(store, own, TAKEN_AT) == store.version()
        assert in_force(store) == (1, OWN_AMOUNT)
    return folder / "data"


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The official store in the folder, as a start of the server opens it."""
    store = library.open_official(folder, TAKEN_AT)
    try:
        yield store
    finally:
        store.close()


def in_force(store: Store) -> tuple[int, Decimal | None]:
    """How many rows the library in force has, and the investment of PROJECT in it."""
    rows = store.read("FROM library_row(9223372036854775807)")
    amounts = rows.filter(pl.col("project_id") == PROJECT)["planned_investment_amount"]
    return rows.height, amounts[0]


def hashes(store: Store) -> list[str]:
    """The hash of every event: the same as long as nothing is appended and nothing changed."""
    return store.read("SELECT hash FROM store.event ORDER BY event_id")["hash"].to_list()


def restated(folder: Path, project: str, due_on: date) -> Path:
    """`folder`, whose library now states that day for the project's completion."""

    def moved(row: dict[str, Any]) -> dict[str, Any]:
        days = [{**one, "due_on": due_on, "due_precision": "day"} for one in row["milestones"]]
        return {**row, "milestones": days} if row["project_id"] == project else row

    return rewritten(folder, lambda rows: [moved(row) for row in rows])


def succeeded(folder: Path, heirs: dict[str, list[str]]) -> Path:
    """`folder`, whose library now holds these rows, each in place of the first of those that it continues."""

    def continued(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        known = {row["project_id"]: row for row in rows}
        gone = {part for parts in heirs.values() for part in parts}
        told = [
            {**known[parts[0]], "project_id": heir, "predecessor_ids": parts} for heir, parts in heirs.items()
        ]
        return [*(row for row in rows if row["project_id"] not in gone), *told]

    return rewritten(folder, continued)


def rewritten(folder: Path, change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> Path:
    """`folder`, whose library's rows were changed."""
    rows = change(library.read_library(folder / library.PARQUET).to_dicts())
    pl.DataFrame(rows, schema=pl.Schema(LIBRARY)).write_parquet(folder / library.PARQUET)
    return folder
