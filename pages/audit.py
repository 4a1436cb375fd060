"""记录: every event of the ledger, found by kind, person, day and text, and whether the chain of records is unbroken."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from portfolio.queries import reporting as queries
from portfolio.store import Store
from portfolio.web import shell, tables
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, happened
from portfolio.web.tables import Table

COLUMNS = ("event_id", "at", "event_kind", "actor", "event_what", "why", "chain_hash")
UNKNOWN = {"why": "reporting.no_reason", "event_what": "reporting.no_reason", "*": "table.not_stated"}
LISTS = {"event_kind": "event_kind"}


def draw(frame: Frame) -> None:
    """Nothing; draws the page."""
    st.title(frame.say("nav.audit"), anchor=False)
    _chain(frame)
    everything = queries.events(frame.store, acting.view(frame))
    if everything.is_empty():
        st.info(frame.say("audit.none"))
        return
    rows = _chosen(frame, everything)
    acting.quiet(frame.say("audit.count", shown=f"{rows.height:,}", all=f"{everything.height:,}"))
    if rows.is_empty():
        return
    table = _table(frame, rows)
    tables.show(frame, table)
    tables.download(frame, table, frame.say("audit.title"))


def _chain(frame: Frame) -> None:
    """Nothing; says whether every record follows from the one before, how many there are, and the newest one's hash."""
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


def _chosen(frame: Frame, everything: pl.DataFrame) -> pl.DataFrame:
    """The events that the reader looks for."""
    labels = frame.labels("event_kind")
    kinds = [kind for kind in labels if kind in set(everything["kind"])]
    actors = dict(everything.select("actor", "actor_name").unique().sort("actor").iter_rows())
    columns = st.columns(5)
    nothing = frame.say("filter.all")
    with columns[0]:
        kind = st.multiselect(
            frame.say("column.event_kind"),
            kinds,
            format_func=labels.__getitem__,
            key="audit_kind",
            placeholder=nothing,
            select_all=False,
        )
    with columns[1]:
        actor = st.multiselect(
            frame.say("column.actor"),
            list(actors),
            format_func=lambda login: happened.actor(frame, login, actors[login]),
            key="audit_actor",
            placeholder=nothing,
            select_all=False,
        )
    days = [moment.date() for moment in (everything["at"].min(), everything["at"].max())]  # type: ignore[union-attr]
    first = _day(frame, columns[2], "audit_from", days, 0)
    last = _day(frame, columns[3], "audit_to", days, -1)
    with columns[4]:
        sought = st.text_input(frame.say("audit.text"), key="audit_text", max_chars=80)
    return queries.events(
        frame.store, acting.view(frame), kind or None, actor or None, (first, last), sought.strip() or None
    )


def _day(
    frame: Frame, column: st.delta_generator.DeltaGenerator, key: str, days: list[date], end: int
) -> date | None:
    """The day that the reader set at this end of the record; None where it was left as it is."""
    found = column.date_input(
        frame.say(f"audit.{key.removeprefix('audit_')}"),
        days[end],
        min_value=days[0],
        max_value=days[-1],
        format="YYYY-MM-DD",
        key=key,
    )
    return found if isinstance(found, date) and found != days[end] else None


def _table(frame: Frame, rows: pl.DataFrame) -> Table:
    made = rows.iter_rows(named=True)
    told = [
        (happened.actor(frame, row["actor"], row["actor_name"]), happened.what(frame, row)) for row in made
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
