"""Taking a library into a store as an edition: the parquet is checked whole before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
from pydantic import ValidationError

from portfolio import codes
from portfolio.library import beside
from portfolio.library.building import OPENINGS, Tables, evidence_of, read_openings, read_tables
from portfolio.library.checking import refuse_untakable
from portfolio.library.columns import EVIDENCE, LATER, LIBRARY, OPTIONAL, WORDED
from portfolio.library.succeeding import refuse_unfit
from portfolio.model import (
    DayChoice,
    Edition,
    Event,
    OpeningFigure,
    PortfolioError,
    Reader,
    Record,
    Threshold,
)
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
    openings: tuple[OpeningFigure, ...] = ()
    beside: tuple[Record, ...] = ()


def read_folder(folder: Path) -> Taken:
    """The library in `folder` (a parquet and the text tables beside it), checked whole.

    Raises PortfolioError library_missing, library_broken, library_foreign, library_incomplete or library_encoding.
    """
    library = read_library(folder / PARQUET)
    tables = read_tables(folder / TEXT_TABLES)
    openings = _openings(folder / TEXT_TABLES)
    return checked(library, tables, digest(folder), folder / PARQUET, folder / TEXT_TABLES, openings)


def checked(
    library: pl.DataFrame,
    tables: Tables,
    digest: str,
    file: Path = Path(PARQUET),
    folder: Path = Path(TEXT_TABLES),
    openings: tuple[OpeningFigure, ...] = (),
) -> Taken:
    """The library of these rows (columns of LIBRARY) and text tables, checked whole, wherever they come from.

    `file` and `folder` are named where something is wrong. Raises PortfolioError as read_folder, missing files apart.
    """
    refuse_untakable(library, file, tables, folder)
    frames = {
        "project": stored_rows(library, file),
        "county": tables["counties"],
        "indicator": _with_evidence(tables),
        "contradiction": tables["contradictions"],
    }
    edition = Edition(**tables["edition"].row(0, named=True), digest=digest)
    return Taken(edition, frames, openings, beside.records(tables))


def _openings(folder: Path) -> tuple[OpeningFigure, ...]:
    """The opening figures in `folder`. Raises PortfolioError library_foreign for a row that is none."""
    openings: list[OpeningFigure] = []
    for row in read_openings(folder).iter_rows(named=True):
        try:
            openings.append(OpeningFigure(**row))
        except ValidationError as refusal:
            column = str(refusal.errors()[0]["loc"][0])
            cell = f"{column}: {row[column]} ({row['project_id']})"
            raise PortfolioError("library_foreign", file=folder / OPENINGS, found=cell) from refusal
    return tuple(openings)


def digest(data: Path) -> str:
    """The SHA-256 over the files of `told_apart_by`."""
    hashed = hashlib.sha256()
    for file in told_apart_by(data):
        hashed.update(file.read_bytes())
    return hashed.hexdigest()


def told_apart_by(data: Path) -> list[Path]:
    """The files of the library in `data` by which one edition differs from another."""
    folder = data / TEXT_TABLES
    optional = [file for name in OPTIONAL if (file := folder / f"{name}.csv").is_file()]
    openings = [file for file in [folder / OPENINGS] if file.is_file()]
    tables = [folder / f"{name}.csv" for name in BESIDE]
    return [data / PARQUET, *tables, *openings, *optional, *_worded(folder)]


def _worded(folder: Path) -> list[Path]:
    """The table of sizes, where it says how those were worded that are not exact: the parquet does not."""
    file = folder / "scale.csv"
    heading = file.read_bytes().split(b"\n", 1)[0].decode(errors="replace") if file.is_file() else ""
    return [file] if any(name in heading for name in WORDED) else []


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
    given = frame.columns
    lacking = [name for name in LATER if name not in given]
    frame = frame.with_columns(pl.lit(None, LIBRARY[name]).alias(name) for name in lacking)
    if frame.columns != list(LIBRARY):
        raise PortfolioError("library_foreign", file=file, found=", ".join(given[:8]))
    return frame.with_columns(_cast(frame[name], kind, file) for name, kind in LIBRARY.items())


def _cast(column: pl.Series, kind: pl.DataType, file: Path) -> pl.Series:
    try:
        return column.cast(kind)
    except pl.exceptions.PolarsError as refusal:
        stated = f"{column.name}: {column.dtype}"
        raise PortfolioError("library_foreign", file=file, found=stated) from refusal


def take(
    store: Store,
    library: Taken,
    at: datetime,
    effective_on: date | None = None,
    choices: Sequence[DayChoice] = (),
    by: Reader | None = None,
    more: Sequence[Record] = (),
    why: str | None = None,
) -> int | None:
    """The number of the event that took this edition; None when the one last taken is the same, of the same day.

    `more` is stored with it: of the file that it came in, and what was answered about its heads.

    Without `effective_on` it takes the place of all taken before it, on every day: for a first library, or one that
    nobody reported on yet. Raises PortfolioError edition_day_missing otherwise, and as succeeding.refuse_unfit.
    """
    edition = library.edition.model_copy(update={"effective_on": effective_on})
    if _last_taken(store) == (edition.digest, effective_on):
        return None
    if effective_on is None and holds_reports(store):
        raise PortfolioError("edition_day_missing")
    refuse_unfit(store, library.frames["project"], library.openings, effective_on, at)
    if store.version() == 0:
        _set_thresholds(store, at)
    event = Event(kind="edition_taken", actor=by.login if by else "library", at=at, why=why)
    records = [edition, *choices, *library.openings, *library.beside, *more]
    return store.append(event, records, library.frames, by=by)


def holds_reports(store: Store) -> bool:
    """Whether anything was ever reported: then another edition must say from which day it counts."""
    return not store.read("FROM any_report()").is_empty()


def _last_taken(store: Store) -> tuple[str, date | None] | None:
    rows = store.read("FROM edition_last_taken()")
    return rows.row(0) if rows.height else None


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
    ancestors: list[str] = []
    above = parents[project_id]
    while above is not None:
        if above in ancestors or above == project_id:
            raise PortfolioError("library_foreign", file=file, found=f"parent_id: {above} ({project_id})")
        ancestors.append(above)
        above = parents[above]
    return ancestors


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
