"""One report as its sender and its reviewer see it: what became of it, warnings, old and new values, the file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path

import polars as pl
import streamlit as st

from portfolio.formats import date_text
from portfolio.queries import corrections
from portfolio.queries import reporting as queries
from portfolio.store import uploads
from portfolio.web import tables
from portfolio.web.doors.downloads import rightful
from portfolio.web.frame import Frame
from portfolio.web.header import exporting
from portfolio.web.reporting import acting, listed, papers

PARTS = ("project_id", "name", "verdict", "reason", "decided_by", "decided_at")
SHOWN_HASH = 12
"""Hexadecimal places of a checksum that are shown; the record has them all."""


def found(frame: Frame) -> Mapping[str, object] | None:
    """The report that the address names, if the reader may see it; else None, and a sentence says so."""
    number = frame.filters.number
    if not number:
        return None
    rows = (
        queries.one_report(frame.store, acting.view(frame), int(number))
        if number.isdecimal()
        else pl.DataFrame()
    )
    if rows.is_empty():
        st.warning(frame.say("error.report_unknown", number=number))
        return None
    return rows.row(0, named=True)


def head(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw the report's name, what became of it, and its receipt."""
    st.header(listed.title(frame, row), anchor="report")
    standing(frame, row)
    facts = [
        ("column.sent_by", listed.sender(frame, row)),
        ("column.sent_at", moment(frame, row["sent_at"])),
        ("column.file_name", row["file_name"] or frame.say("reporting.on_screen")),
        ("column.chain_hash", str(row["hash"])[:SHOWN_HASH]),
    ]
    if row["file_sha256"]:
        facts.append(("reporting.file_checksum", str(row["file_sha256"])[:SHOWN_HASH]))
    told = "".join(
        f"<div><dt>{escape(frame.say(key))}</dt><dd>{escape(str(fact))}</dd></div>" for key, fact in facts
    )
    st.html(f'<dl class="facts">{told}</dl>')


def standing(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw what became of the report, in a sentence."""
    verdict = str(row["verdict"])
    decider = acting.person(frame, row["decided_by_name"])
    told = frame.say(
        f"reporting.verdict_{verdict}", by=decider, at=moment(frame, row["decided_at"]), reason=row["reason"]
    )
    if row["sent_late"]:
        told = f"{told} {frame.say('reporting.late')}"
    drawn = {"accepted": st.success, "returned": st.error, "taken_back": st.error}
    drawn.get(verdict, st.info)(acting.plain(told))


def parts(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw what became of each project, where the report was decided project by project."""
    if not row["divided"]:
        return
    rows = queries.report_verdicts(frame.store, acting.view(frame), int(row["submission_id"]))  # type: ignore[call-overload]
    st.header(frame.say("reporting.parts", count=rows.height), anchor="parts")
    people = pl.Series([acting.person(frame, name) for name in rows["decided_by"]], dtype=pl.String)
    shown = rows.with_columns(people.alias("decided_by")).select(PARTS)
    tables.show(frame, tables.Table(shown, PARTS, unknown=listed.UNKNOWN, codelists=listed.LISTS))


def handed_in(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw the papers that came with the report, of the projects that the reader sees, each to be opened."""
    rows = corrections.attachments(frame.store, acting.view(frame), int(row["submission_id"]))  # type: ignore[call-overload]
    if rows.height:
        st.header(frame.say("reporting.papers", count=rows.height), anchor="papers")
        papers.opened(frame, rows, "r")


def moment(frame: Frame, at: object) -> str:
    """The moment in words; — for none."""
    if at is None:
        return "—"
    return frame.say("reporting.moment", day=frame.day(at.date()), time=f"{at:%H:%M}")  # type: ignore[attr-defined]


def remarks(frame: Frame, number: int) -> None:
    """Draw the warnings with the owner's words, and the reviewer's remarks, each list if there is any."""
    asked = acting.view(frame)
    rows = queries.report_remarks(frame.store, asked, number)
    if rows.is_empty():
        return
    rows = queries.figures_remarked(rows, queries.report_entries(frame.store, asked, number))
    for name, kinds in (("opinions", ["review"]), ("warnings", ["warning"]), ("corrections", ["correction"])):
        mine = rows.filter(pl.col("kind").is_in(kinds))
        if mine.is_empty():
            continue
        title = frame.say(f"reporting.{name}", count=mine.height)
        st.header(title, anchor=name)
        tables.show(frame, listed.remarks(frame, mine))


def entries(frame: Frame, row: Mapping[str, object]) -> pl.DataFrame:
    """The report's values, drawn as old and new side by side: those that change first, the others folded away."""
    number = int(row["submission_id"])  # type: ignore[call-overload]
    rows = queries.report_entries(frame.store, acting.view(frame), number)
    rows = rows.with_columns(
        pl.Series("place", [listed.place(frame, one) for one in rows.iter_rows(named=True)], pl.String)
    )
    changed, same = rows.filter("changes"), rows.filter(~pl.col("changes"))
    remarks = queries.report_remarks(frame.store, acting.view(frame), number)
    mended = sum(listed.is_correction(one) for one in changed.iter_rows(named=True))
    title = frame.say("reporting.changes", count=changed.height)
    st.header(title, anchor="changes")
    if row["seen_count"] != row["project_count"]:
        acting.quiet(frame.say("reporting.seen_part", seen=row["seen_count"], all=row["project_count"]))
    if changed.is_empty():
        acting.quiet(frame.say("reporting.no_changes"))
    else:
        if mended:
            month = date_text(row["period_on"], "month", frame.language)  # type: ignore[arg-type]
            st.warning(acting.plain(frame.say("reporting.corrections_told", count=mended, month=month)))
        table = listed.values(frame, changed, remarks)
        tables.show(frame, table)
        tables.download(frame, table, frame.say("reporting.changes_file", number=number))
    if same.height:
        with st.expander(frame.say("reporting.same", count=same.height)):
            tables.show(frame, listed.values(frame, same, remarks))
    return pl.concat([changed, same])


def sent_file(frame: Frame, row: Mapping[str, object]) -> None:
    """Draw the button that hands out the file as it was sent, if it was kept and all of it may be seen."""
    kept = uploads.kept_file(frame.store, row["file_sha256"])  # type: ignore[arg-type]
    if kept is None or row["seen_count"] != row["project_count"]:
        return
    if not uploads.is_whole(kept):
        st.warning(frame.say("reporting.sent_file_damaged"))
        return
    st.download_button(
        frame.say("reporting.sent_file"),
        rightful(frame, partial(uploads.sent_bytes, kept)),
        Path(str(row["file_name"])).name,
        exporting.MIME.get(kept.suffix.lstrip("."), "application/octet-stream"),
        key=f"sent_file_{row['submission_id']}",
        on_click="ignore",
    )
