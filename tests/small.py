"""A small data folder: a store of a few events, a file that came with a report, something of a library; made in no time."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from portfolio.model import Event, Submission
from portfolio.store import Store, uploads

AT = datetime(2026, 11, 24, 15, 30)
SENT = Event(kind="report_submitted", actor="operator", at=AT)
SHEET = b"what an owner sent"


def folder(data: Path) -> Path:
    """`data`, now holding the official store with two events, its head, an upload and a library's files."""
    (data / "library").mkdir(parents=True)
    (data / "library" / "counties.csv").write_text("county")
    (data / "project_library.parquet").write_bytes(b"a library")
    with closing(Store(data / "official.duckdb")) as store:
        checksum = uploads.keep(store, SHEET, "10月.csv")
        store.append(
            SENT, [Submission(period_on=date(2026, 10, 31), file_name="10月.csv", file_sha256=checksum)]
        )
        store.append(Event(kind="threshold_set", actor="operator", at=AT))
    return data


def events(data: Path) -> list[str]:
    """The hashes of the official store's events."""
    with closing(Store(data / "official.duckdb")) as store:
        return store.read("SELECT hash FROM store.event ORDER BY event_id")["hash"].to_list()
