"""Each page's main question at national size: our Store beside SQLite and pandas in one run, answers compared.

`python -m benchmarks.engine` makes a store of 1,000,000 made-up projects and 24 million payment entries (see
national/making.py), prepares its day, asks, prints a table and removes what it made. `--projects 20000` does the
same smaller, `--keep FOLDER` keeps the files and uses them again. A difference between answers ends in an error.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import duckdb
import pandas as pd

from benchmarks.national import loading, making, preparing
from benchmarks.national.measuring import Measured, measure

PATIENCE = 120.0
"""Seconds after which an SQLite question is given up, said as such and not compared."""
NOTES = """
Cold: from a store just opened for this question alone, the day prepared, to the answer (the operating system may hold
the files); the first question of a county reckons it. Again: the same view asked once more of the same store, from the
Day that it holds.
项目库 is its first page of rows with the counts and sums above it. SQLite and pandas: once, after loading; pandas'
frames stand in memory."""
BYTES = 6_000
"""Room on disk that a project with its entries takes in the store, the SQLite file and the engines' spill, at most."""


def main(arguments: list[str] | None = None) -> int:
    """0 when all answers agree, 1 when any differ; prints what was made, the table, and the differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--projects", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a folder whose files are kept and used again")
    parser.add_argument("--patience", type=float, default=PATIENCE, help="seconds for one SQLite question")
    asked = parser.parse_args(arguments)
    place = tempfile.TemporaryDirectory() if asked.keep is None else nullcontext(str(asked.keep))
    with place as folder:
        measured = run(Path(folder), making.national(asked.projects), asked.patience)
    differences = [f"{row.page}: {told}" for row in measured for told in row.differences]
    print("\nAll answers agree." if not differences else "\nAnswers differ:\n" + "\n".join(differences))
    return 1 if differences else 0


def run(folder: Path, size: making.Size, patience: float) -> list[Measured]:
    """The measurements, printed as they come; the folder's files are made where they are missing."""
    begun = perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    _need_room(folder, size)
    store, base = folder / f"nation-{size.projects}.duckdb", folder / f"nation-{size.projects}.sqlite"
    if not store.exists():
        print(f"made the store in {making.make(store, size):.0f} s", flush=True)
        print(f"put its rows in order of project in {making.arrange(store):.0f} s", flush=True)
    print(preparing.prepare(store), flush=True)
    print(preparing.go_on(store), flush=True)
    if not base.exists():
        print(f"loaded SQLite in {loading.load_sqlite(store, base):.0f} s", flush=True)
    frames, loaded = loading.load_pandas(store)
    print(f"loaded pandas in {loaded:.0f} s", flush=True)
    _print_machine(size, len(frames["funding"]), store, base)
    measured = []
    for row in measure(store, base, frames, _middle_county(frames), patience):
        _print_row(row)
        measured.append(row)
    print(NOTES)
    print(f"\n{perf_counter() - begun:.0f} s in all")
    return measured


def _need_room(folder: Path, size: making.Size) -> None:
    here = os.statvfs(folder)
    if here.f_bavail * here.f_frsize < size.projects * BYTES:
        sys.exit(f"{folder} has less than {size.projects * BYTES / 1e9:.1f} GB free")


def _middle_county(frames: dict[str, pd.DataFrame]) -> str:
    counties = sorted(frames["project"]["county"].unique())
    return str(counties[len(counties) // 2])


def _print_machine(size: making.Size, entries: int, store: Path, base: Path) -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, SQLite {sqlite3.sqlite_version}"
    )
    told = [
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {memory:.0f} GB, load {os.getloadavg()[0]:.1f}",
        f"{versions}, pandas {pd.__version__}",
        f"{size.projects:,} projects in {size.counties:,} counties, {entries:,} payment entries that count",
        f"store {store.stat().st_size / 1e9:.1f} GB, SQLite {base.stat().st_size / 1e9:.1f} GB",
    ]
    print("\n" + "; ".join(told) + "\n")
    print(
        "| page | of | cold | again | SQLite | pandas |\n|---|---|--:|--:|--:|--:|",
        flush=True,
    )


def _print_row(row: Measured) -> None:
    width = "the nation" if row.county is None else "one county"
    sqlite = "given up" if row.sqlite is None else f"{row.sqlite:.2f} s"
    ours = f"{row.cold:.2f} s | {row.again:.2f} s"
    print(f"| {row.page} | {width} | {ours} | {sqlite} | {row.pandas:.2f} s |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
