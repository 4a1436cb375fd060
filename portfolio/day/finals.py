"""A final month's frames in files beside the store, under their checksums: what was shown is read, never worked out again.

They are kept as the papers are that people hand in, so whatever copies a store whole copies them too.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date

import polars as pl

from portfolio.day.files import IN_FILES
from portfolio.day.frames import CORE, MACROS, NAMES, YEARLY
from portfolio.day.reckoning import Reckoning, Tables
from portfolio.model import FinalFrame, PortfolioError, View
from portfolio.store import MEMORY, Store, uploads

ENDING = "frame.parquet"


def keep(
    store: Store,
    frame: Callable[[str], pl.DataFrame],
    yearly: Callable[[str, int], pl.DataFrame],
    large: bool,
) -> Iterator[FinalFrame]:
    """The record of each frame of a day, once its file stands beside the store; none of a store in memory.

    Of a large library the frames of months and years stay out: they are worked out from the kept ones, county by county.
    Raises PortfolioError folder_unwritable.
    """
    if store.path == MEMORY:
        return
    for name in IN_FILES if large else NAMES:
        yield _kept(store, name, None, frame(name))
    if not large:
        year = int(frame("day")["reviewed_year"].item())
        for name in sorted(YEARLY):
            yield _kept(store, name, year, yearly(name, year))


def _kept(store: Store, name: str, year: int | None, frame: pl.DataFrame) -> FinalFrame:
    written = io.BytesIO()
    frame.write_parquet(written, compression="zstd", statistics=False)
    data = written.getvalue()
    return FinalFrame(name=name, year=year, size_bytes=len(data), sha256=uploads.keep(store, data, ENDING))


class Kept:
    """The frames of a final month as they were kept; what is in none is worked out from these."""

    def __init__(self, store: Store, final: int, ledger: Callable[[], Tables]) -> None:
        """`final` is the number of the month's event; `ledger` works the day out for what the files cannot answer."""
        self._store, self._ledger = store, ledger
        rows = store.read(
            "SELECT name, year, sha256 FROM store.final_frame WHERE event_id = $final", {"final": final}
        )
        self._sums: dict[tuple[str, int | None], str] = {(row[0], row[1]): row[2] for row in rows.iter_rows()}
        self._rest: Tables | None = None

    def frame(self, name: str, year: int | None = None) -> pl.DataFrame:
        """The frame of that name as it was kept. Raises PortfolioError final_missing or final_damaged."""
        known = self._sums.get((name, year))
        return self._tables().frame(name, year) if known is None else self._read(name, known)

    def ask(self, question: str, frames: tuple[str, ...], parameters: Mapping[str, object]) -> pl.DataFrame:
        """The answer to a question; `parameters` fills its `$name`s, `frames` are those of FURTHER that it reads."""
        return self._tables().ask(question, frames, parameters)

    def _tables(self) -> Tables:
        """From the kept core; from the ledger where none, or not all of what this program rests on, was kept."""
        if self._rest is None:
            complete = all((name, None) in self._sums for name in CORE)
            self._rest = Reckoning.of_frames(self._store, self.frame) if complete else self._ledger()
        return self._rest

    def _read(self, name: str, checksum: str) -> pl.DataFrame:
        file = uploads.kept_file(self._store, checksum)
        try:
            data = file.read_bytes() if file else None
        except OSError as refusal:
            raise PortfolioError("final_missing") from refusal
        if data is None:
            raise PortfolioError("final_missing")
        if uploads.checksum(data) != checksum:
            raise PortfolioError("final_damaged")
        return self._with_later_columns(name, pl.read_parquet(io.BytesIO(data)))

    def _with_later_columns(self, name: str, stored: pl.DataFrame) -> pl.DataFrame:
        """The kept rows with the columns that a later program's frame of the name has: unknown in all of them."""
        rows = MACROS.get(name, f"{name}_now")
        table = self._store.read(f"FROM {rows} LIMIT 0")
        later = [
            pl.lit(None, kind).alias(column)
            for column, kind in table.schema.items()
            if column not in stored.columns
        ]
        return stored.with_columns(later) if later else stored


def final_before(store: Store, view: View, as_of: date) -> View:
    """The view of another day: of a final month's, the other as it was last made final by then; else worked out."""
    on_day = view.model_copy(update={"as_of": as_of})
    if view.final is None or view.as_of == as_of:
        return on_day
    finals = store.read(
        """SELECT final_id, known_event FROM final_row($final)
           WHERE as_of = $as_of AND kind = 'final' ORDER BY final_id DESC LIMIT 1""",
        {"final": view.final, "as_of": as_of},
    )
    if finals.is_empty():
        return on_day.model_copy(update={"final": None})
    final, newest = finals.row(0)
    return on_day.model_copy(update={"final": final, "newest_event": newest})
