"""The library parquet, built from the reviewed text tables: the same tables give the same bytes."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl

from portfolio.library.checking import refuse_unbuildable
from portfolio.library.columns import EVIDENCE, LATER, LIBRARY, OPENING, OPTIONAL, TABLES, WORDED, Columns
from portfolio.model import PortfolioError
from portfolio.store.quoting import quoted

Tables = dict[str, pl.DataFrame]
OPENINGS = "opening_figures.csv"
"""The text table of what each successor of a split project takes over, where there is one."""


def read_tables(folder: Path) -> Tables:
    """Name to frame of every text table in `folder`, blank read as unknown; one of OPTIONAL that is not there is empty.

    Raises PortfolioError library_missing for a table that is not there, library_encoding for one that is no UTF-8,
    library_foreign for one with other columns or with a value that its column cannot hold.
    """
    tables = {name: _read(folder / f"{name}.csv", columns) for name, columns in TABLES.items()}
    for name, columns in OPTIONAL.items():
        file = folder / f"{name}.csv"
        tables[name] = _read(file, columns) if file.is_file() else pl.DataFrame(schema=pl.Schema(columns))
    return tables


def read_openings(folder: Path) -> pl.DataFrame:
    """The rows of the opening figures in `folder`; none where it has no such table. Raises as read_tables."""
    file = folder / OPENINGS
    return _read(file, OPENING) if file.is_file() else pl.DataFrame(schema=pl.Schema(OPENING))


def _read(file: Path, columns: Columns) -> pl.DataFrame:
    if not file.is_file():
        raise PortfolioError("library_missing", file=file)
    text = _utf8(file)
    try:
        frame = pl.read_csv(text, schema_overrides=columns, try_parse_dates=False, null_values=[""])
    except pl.exceptions.PolarsError as refusal:
        raise PortfolioError("library_foreign", file=file, found=_unfit(str(refusal))) from refusal
    given = frame.columns
    lacking = [name for name in columns if name in (*LATER, *WORDED) and name not in given]
    frame = frame.with_columns(pl.lit(None, columns[name]).alias(name) for name in lacking)
    if frame.columns != list(columns):
        raise PortfolioError("library_foreign", file=file, found=", ".join(given))
    return frame


def _utf8(file: Path) -> bytes:
    content = file.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as refusal:
        raise PortfolioError("library_encoding", file=file) from refusal
    return content


def _unfit(refusal: str) -> str:
    """The column and value that polars could not read, as `box: abc`; else the first line of what it says."""
    named = re.match(r"could not parse `(.*?)` as dtype .*? at column '(.*?)'", refusal, re.DOTALL)
    return f"{named[2]}: {named[1]}" if named else refusal.partition("\n")[0]


def library_frame(tables: Tables) -> pl.DataFrame:
    """One row a project in project_id order, with the columns of LIBRARY, its lists gathered from their tables."""
    frame = tables["projects"].with_columns(pl.col("predecessor_ids").str.split(";"))
    for name in ("funding", "scale", "milestones"):
        rows = tables[name].drop(WORDED, strict=False)
        frame = frame.join(_gathered(rows, "project_id", name), on="project_id", how="left")
    frame = frame.join(evidence_of(tables, ["project", "group"], "project_id"), on="project_id", how="left")
    empty = [pl.col(name).fill_null([]) for name in ("funding", "scale", "milestones", "evidence")]
    return frame.with_columns(empty).select(list(LIBRARY)).cast(pl.Schema(LIBRARY)).sort("project_id")


def evidence_of(tables: Tables, kinds: list[str], key: str) -> pl.DataFrame:
    """One row a target of one of `kinds` under the column `key`: its public facts as a list, in the record's order."""
    facts = evidence_rows(tables).filter(pl.col("target_kind").is_in(kinds))
    return _gathered(facts.rename({"target_id": key}).select(key, *EVIDENCE), key, "evidence")


def evidence_rows(tables: Tables) -> pl.DataFrame:
    """One row a fact of the public record with its number, dates as last days of their periods, and its target."""
    return (
        tables["public_record"]
        .with_row_index("evidence_no", offset=1)
        .join(tables["evidence_map"], on="project_key", how="left")
        .rename(
            {
                "fact_type": "kind",
                "milestone_name": "label",
                "funding_source": "funding",
                "published_date": "published_on",
                "source_title_or_site": "title",
                "source_url": "url",
            }
        )
        .with_columns(_last_day(pl.col("event_date")).alias("held_on"), _precision(pl.col("event_date")))
    )


def _last_day(text: pl.Expr) -> pl.Expr:
    """The last day of the year, month or day that `text` names (2024, 2024-02 or 2024-02-28)."""
    year_end = pl.concat_str(text, pl.lit("-12-31")).str.to_date("%Y-%m-%d", strict=False)
    month_end = pl.concat_str(text, pl.lit("-01")).str.to_date("%Y-%m-%d", strict=False).dt.month_end()
    length = text.str.len_chars()
    return (
        pl.when(length == 4)
        .then(year_end)
        .when(length == 7)
        .then(month_end)
        .otherwise(text.str.to_date("%Y-%m-%d", strict=False))
    )


def _precision(text: pl.Expr) -> pl.Expr:
    names = {4: "year", 7: "month", 10: "day"}
    return text.str.len_chars().replace_strict(names, default=None, return_dtype=pl.String).alias("precision")


def _gathered(rows: pl.DataFrame, key: str, name: str) -> pl.DataFrame:
    parts = [column for column in rows.columns if column != key]
    return rows.group_by(key, maintain_order=True).agg(pl.struct(parts).alias(name))


def build(folder: Path, target: Path) -> int:
    """The number of rows written to the parquet `target` from the text tables in `folder`.

    The file is written beside and moved into place, so that `target` is the old one or the new one, whole.
    Raises PortfolioError as read_tables, library_incomplete or library_foreign for rows that do not fit together,
    and folder_unwritable.
    """
    tables = read_tables(folder)
    refuse_unbuildable(tables, folder)
    frame = library_frame(tables)
    part = target.with_name(f"{target.name}.part")
    try:
        _write(frame, part)
        part.replace(target)
    except (OSError, duckdb.IOException) as refusal:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise PortfolioError("folder_unwritable", folder=target.parent) from refusal
    return frame.height


def _write(frame: pl.DataFrame, file: Path) -> None:
    with duckdb.connect() as engine:
        engine.execute("SET threads = 1")
        engine.register("library", frame.to_arrow())
        engine.execute(f"COPY library TO {quoted(file)} (FORMAT parquet, COMPRESSION zstd)")
