"""Taking a library into a store as an edition: the parquet is checked whole before anything is written."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from portfolio import codes
from portfolio.library.building import Tables, evidence_of, read_tables
from portfolio.library.checking import refuse_untakable
from portfolio.library.columns import EVIDENCE, LIBRARY
from portfolio.model import Edition, Event, PortfolioError, Threshold
from portfolio.store import Store

PARQUET = "project_library.parquet"
TEXT_TABLES = "library"
BESIDE = ("edition", "counties", "indicators", "contradictions")
"""The text tables that an edition holds beside the rows of the parquet."""


@dataclass(frozen=True)
class Taken:
    """A library read and checked whole, ready to be stored: its edition and the rows of its tables."""

    edition: Edition
    frames: dict[str, pl.DataFrame]


def read_folder(folder: Path) -> Taken:
    """The library in `folder` (a parquet and the text tables beside it), checked whole.

    Raises PortfolioError library_missing, library_broken, library_foreign, library_incomplete or library_encoding.
    """
    library = read_library(folder / PARQUET)
    tables = read_tables(folder / TEXT_TABLES)
    refuse_untakable(library, folder / PARQUET, tables, folder / TEXT_TABLES)
    frames = {
        "project": stored_rows(library, folder / PARQUET),
        "county": tables["counties"],
        "indicator": _with_evidence(tables),
        "contradiction": tables["contradictions"],
    }
    return Taken(Edition(**tables["edition"].row(0, named=True), digest=digest(folder)), frames)


def digest(data: Path) -> str:
    """The SHA-256 over the files of `told_apart_by`."""
    whole = hashlib.sha256()
    for file in told_apart_by(data):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def told_apart_by(data: Path) -> list[Path]:
    """The files of the library in `data` by which one edition differs from another."""
    return [data / PARQUET, *(data / TEXT_TABLES / f"{name}.csv" for name in BESIDE)]


def read_library(file: Path) -> pl.DataFrame:
    """The rows of a library parquet with the columns of LIBRARY.

    Raises PortfolioError library_missing, library_broken (cut short, not a parquet) or library_foreign.
    """
    if not file.is_file():
        raise PortfolioError("library_missing", file=file)
    try:
        frame = duckdb.read_parquet(str(file), connection=duckdb.connect()).pl()
    except duckdb.Error as refusal:
        raise PortfolioError("library_broken", file=file) from refusal
    if frame.columns != list(LIBRARY):
        raise PortfolioError("library_foreign", file=file, found=", ".join(frame.columns[:8]))
    return frame.with_columns(_cast(frame[name], kind, file) for name, kind in LIBRARY.items())


def _cast(column: pl.Series, kind: pl.DataType, file: Path) -> pl.Series:
    try:
        return column.cast(kind)
    except pl.exceptions.PolarsError as refusal:
        found = f"{column.name}: {column.dtype}"
        raise PortfolioError("library_foreign", file=file, found=found) from refusal


def take(store: Store, library: Taken, at: datetime) -> int | None:
    """The number of the event that took this edition; None when the store's newest edition is already this one."""
    if digest_in_force(store) == library.edition.digest:
        return None
    if store.version() == 0:
        _set_thresholds(store, at)
    event = Event(kind="edition_taken", actor="library", at=at)
    return store.append(event, [library.edition], library.frames)


def digest_in_force(store: Store) -> str | None:
    """The digest of the store's newest edition; None for a store that has none."""
    newest = store.read("FROM edition_in_force($newest_event)", {"newest_event": store.version()})
    return str(newest["digest"][0]) if newest.height else None


def stored_rows(library: pl.DataFrame, file: Path = Path(PARQUET)) -> pl.DataFrame:
    """The rows as the store keeps them: a code for the unnamed county, and the groups above each row.

    Raises PortfolioError library_foreign, naming `file`, for groups that stand above one another in a circle.
    """
    parents = dict(library.select("project_id", "parent_id").iter_rows())
    return library.with_columns(
        pl.col("county_code").fill_null(codes.UNNAMED_COUNTY),
        pl.Series(
            "ancestor_ids",
            [_above(name, parents, file) for name in library["project_id"]],
            pl.List(pl.String),
        ),
    )


def _above(project_id: str, parents: dict[str, str | None], file: Path) -> list[str]:
    found: list[str] = []
    above = parents[project_id]
    while above is not None:
        if above in found or above == project_id:
            raise PortfolioError("library_foreign", file=file, found=f"parent_id: {above} ({project_id})")
        found.append(above)
        above = parents[above]
    return found


def _with_evidence(tables: Tables) -> pl.DataFrame:
    facts = evidence_of(tables, ["indicator"], "indicator_no").cast({"indicator_no": pl.Int32})
    return (
        tables["indicators"]
        .join(facts, on="indicator_no", how="left")
        .with_columns(pl.col("evidence").fill_null([]).cast(pl.List(pl.Struct(EVIDENCE))))
    )


def _set_thresholds(store: Store, at: datetime) -> None:
    rules = codes.table("threshold").select("code", "value", "effective_on")
    records = [Threshold(name=name, value=value, effective_on=day) for name, value, day in rules.iter_rows()]
    store.append(Event(kind="threshold_set", actor="library", at=at), records)
