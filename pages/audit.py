"""记录: every event of the ledger, found by kind, person, day and text, and whether the chain of records is unbroken."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio.queries import reporting as queries
from portfolio.store import Store
from portfolio.web import shell, tables
from portfolio.web.frame import Frame
from portfolio.web.header import first_line
from portfolio.web.reporting import acting, finding, happened
from portfolio.web.tables import Table

COLUMNS = ("event_id", "at", "event_kind", "actor", "event_what", "why", "chain_hash")
UNKNOWN = {"why": "reporting.no_reason", "event_what": "reporting.no_reason", "*": "table.not_stated"}
LISTS = {"event_kind": "event_kind"}


def draw(frame: Frame) -> None:
    """Draw the page."""
    first_line.draw(frame, frame.say("nav.audit"))
    _chain(frame)
    everything = queries.events(frame.store, acting.view(frame))
    if everything.is_empty():
        st.info(frame.say("audit.none"))
        return
    rows = finding.found(frame, everything)
    acting.quiet(frame.say("audit.count", shown=f"{rows.height:,}", all=f"{everything.height:,}"))
    if rows.is_empty():
        return
    table = _table(frame, rows)
    tables.show(frame, table)
    tables.download(frame, table, frame.say("audit.title"))


def _chain(frame: Frame) -> None:
    """Say whether every record follows from the one before, how many there are, and the newest one's hash."""
    total = queries.event_total(frame.store, acting.view(frame)).row(0, named=True)
    broken = _broken(str(frame.store.path), frame.store.version(), frame.store)
    if broken is not None:
        st.error(frame.say("audit.broken", number=broken))
        return
    st.success(frame.say("audit.unbroken", count=f"{total['event_count']:,}"))
    hash_ = f'<code style="overflow-wrap: anywhere">{total["last_hash"]}</code>'
    st.html(f'<p class="chosen">{frame.say("audit.last_hash")} {hash_}</p>')


@st.cache_data(show_spinner=False, max_entries=8)
def _broken(path: str, version: int, _store: Store) -> int | None:  # noqa: ARG001
    """As Store.broken_link, asked once a process and newest event: the file is held, so nobody else can change it."""
    return _store.broken_link()


def _table(frame: Frame, rows: pl.DataFrame) -> Table:
    clock = queries.true_moments(frame.store, acting.view(frame))
    told = [
        (
            happened.actor(frame, row["actor"], row["actor_name"]),
            happened.with_clock(frame, happened.what(frame, row), clock.get(row["event_id"])),
        )
        for row in rows.iter_rows(named=True)
    ]
    shown = rows.select(
        "event_id",
        "at",
        pl.col("kind").alias("event_kind"),
        pl.Series("actor", [who for who, _ in told], pl.String),
        pl.Series("event_what", [what for _, what in told], pl.String),
        "why",
        pl.col("hash").str.head(12).alias("chain_hash"),
        "submission_id",
    )
    links = {}
    if frame.reader.may("review"):
        links["event_what"] = lambda row: (
            "" if row["submission_id"] is None else frame.link("review", number=str(row["submission_id"]))
        )
    return Table(shown, COLUMNS, unknown=UNKNOWN, codelists=LISTS, links=links)


draw(shell.enter())
