"""What a checked report says: all its problems, or what it would change, which lights it would turn, and the sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.formats import date_text
from portfolio.model import PortfolioError, Problem
from portfolio.queries import reporting as queries
from portfolio.store import uploads
from portfolio.web import tables
from portfolio.web.doors.downloads import rightful
from portfolio.web.frame import Frame
from portfolio.web.header import exporting
from portfolio.web.reporting import acting, deciding, papers, problems, typed, work
from portfolio.web.reporting.papers import Paper
from portfolio.web.reporting.work import Work
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS

PROBLEMS = ("sheet", "cell", "value", "problem", "project_id")
CHANGES = ("project_id", "name", "figure", "old", "new", "place")
STILL = ("project_id", "name", "milestone", "forecast_on")
LIGHTS = ("project_id", "name", "state_before", "state_after", "turn_back")
LISTS = CODELISTS | {"state_before": "state", "state_after": "state"}
UNKNOWN = {
    "sheet": "report.whole_file",
    "cell": "report.whole_sheet",
    "value": "report.empty_cell",
    "project_id": "report.no_project",
    "place": "table.not_stated",
    "course_of_change": "table.dash",
    "*": "table.not_stated",
}
NO_CELL = "—"
"""Stands for what is filled in where a problem is of no cell: only a cell can be empty."""
RECEIPT = "report_receipt"


def draw(frame: Frame, of: Work) -> None:
    """Draw the problems of the report, or what it would change and how to send it."""
    _counts(frame, of)
    errors = of.checked.errors
    if errors:
        _errors(frame, of, errors)
        return
    if not of.checked.sendable:
        _notes(frame, of)
        st.info(frame.say("report.nothing"))
        return
    _notes(frame, of)
    _asked(frame, of)
    _changes(frame, of)
    _still(frame, of)
    lights(frame, of.lights)
    draft = typed.draft(frame, of.known.unit_code, of.known.period_on)
    said = problems.questions(frame, of) | problems.warnings(frame, of, draft)
    _send(frame, of, said, papers.choose(frame, of))


def _counts(frame: Frame, of: Work) -> None:
    counts = of.checked.counts
    acting.quiet(
        frame.say(
            "report.counts",
            **{**dict.fromkeys(("rows", "stated", "projects", "changes", "left_out"), 0), **counts},
        )
    )


def _errors(frame: Frame, of: Work, errors: tuple[Problem, ...]) -> None:
    """Draw every fault that stops the report, and the file with the cells marked."""
    told = frame.say(problems.of_way("report.stopped", of), count=len(errors) + of.checked.more)
    st.error(acting.plain(told))
    title = frame.say("report.problems")
    st.header(title, anchor="problems")
    rows = [
        (
            *problems.place(frame, of, p),
            p.value if p.cell else p.value or NO_CELL,
            intake.sentence(p, frame.language),
            p.project_id,
        )
        for p in of.checked.problems
    ]
    table = Table(
        pl.DataFrame(rows, dict.fromkeys(PROBLEMS, pl.String), orient="row"), PROBLEMS, unknown=UNKNOWN
    )
    tables.show(frame, table)
    tables.download(frame, table, title)
    data, name = of.data, of.file_name
    if data is None or name is None:
        return
    reading, found, language = of.reading, of.checked.problems, frame.language
    st.download_button(
        frame.say("report.marked"),
        rightful(frame, lambda: intake.marked(data, name, reading, found, language)),
        frame.say("report.marked_file", name=name.rpartition(".")[0]),
        exporting.MIME["xlsx"],
        key="report_marked",
        type="primary",
        on_click="ignore",
    )


def _notes(frame: Frame, of: Work) -> None:
    """Draw what is told of the file and stops nothing: hidden rows that were read, sheets that say the same."""
    if of.checked.notes:
        st.info(acting.plain("\n".join(problems.told(frame, of, note) for note in of.checked.notes)))


def _asked(frame: Frame, of: Work) -> None:
    """Draw of which projects the last year's end is asked for; it stops nothing."""
    if of.checked.asked.height:
        names = frame.say("filter.value_separator").join(map(frame.called, of.checked.asked["name"]))
        told = frame.say("report.year_end_asked", count=of.checked.asked.height, names=names)
        st.info(acting.plain(told))


def _changes(frame: Frame, of: Work) -> None:
    title = frame.say("report.changes", count=of.checked.changes.height)
    st.header(title, anchor="changes")
    if of.checked.changes.is_empty():
        acting.quiet(frame.say("report.no_changes"))
        return
    told = [_change(frame, of, row) for row in of.checked.changes.iter_rows(named=True)]
    rows = pl.DataFrame(told, dict.fromkeys(CHANGES, pl.String), orient="row")
    mended = of.checked.mended
    if mended.is_empty():
        tables.show(frame, Table(rows, CHANGES, unknown=UNKNOWN))
        return
    month = date_text(of.known.period_on, "month", frame.language)
    st.warning(acting.plain(frame.say("report.mended", count=mended.height, month=month)))
    mine = set(mended.select("sheet", "cell").iter_rows())
    marks = [
        frame.say("reporting.is_correction") if place in mine else None
        for place in of.checked.changes.select("sheet", "cell").iter_rows()
    ]
    shown = (*CHANGES[:-1], "course_of_change", CHANGES[-1])
    tables.show(
        frame,
        Table(rows.with_columns(pl.Series("course_of_change", marks, pl.String)), shown, unknown=UNKNOWN),
    )


def _change(frame: Frame, of: Work, row: Mapping[str, object]) -> tuple[object, ...]:
    column = intake.sheet(str(row["sheet"])).column(str(row["column"]))
    figure = " · ".join(
        part for part in (intake.part_text(row, frame.language), column.header(frame.language)) if part
    )
    old, new = (intake.change_text(row, side, frame.language) for side in ("old", "new"))
    sheet = intake.sheet(str(row["sheet"])).title(frame.language) if of.data is None else row["sheet_name"]
    place = f"{sheet}!{row['cell']}" if row["cell"] and of.data is not None else sheet
    return row["project_id"], frame.called(str(row["name"])), figure, old, new, place


def _still(frame: Frame, of: Work) -> None:
    """Draw the milestones whose forecast stays what it was though a due day is stated."""
    rows = of.checked.still
    if not rows.is_empty():
        acting.quiet(frame.say("report.still", count=rows.height))
        tables.show(frame, Table(rows, STILL, unknown=UNKNOWN))


def lights(frame: Frame, turned: pl.DataFrame) -> None:
    """Draw which lights would turn once the report is accepted, and what turns each back."""
    st.header(frame.say("report.lights"), anchor="lights")
    if turned.is_empty():
        acting.quiet(frame.say("report.no_lights"))
        return
    acting.quiet(frame.say("report.lights_note"))
    back = [intake.turn_back(row, frame.language) for row in turned.iter_rows(named=True)]
    rows = turned.with_columns(pl.Series("turn_back", back, pl.String))
    tables.show(frame, Table(rows.select(LIGHTS), LIGHTS, unknown=UNKNOWN, codelists=LISTS))


def _send(frame: Frame, of: Work, said: dict[str, str], chosen: Sequence[Paper] | None) -> None:
    """Draw the confirmation, and store the report when it is given."""
    st.header(frame.say("report.send"), anchor="send")
    sent = _sent_before(frame, of)
    if sent is not None:
        st.warning(acting.plain(frame.say("report.same_file", number=sent)))
        return
    replaced = _replaced(frame, of)
    if not st.button(frame.say("report.confirm"), key="confirm_report", type="primary"):
        return
    said = said | _proved(frame, of, said, chosen or ())
    silent = {key for key, word in said.items() if not word}
    unconfirmed = silent & {one.key for one in of.checked.questions}
    if unconfirmed:
        st.error(frame.say("report.confirmation_needed", count=len(unconfirmed)))
        return
    if silent:
        st.error(frame.say("report.words_needed", count=len(silent)))
        return
    if chosen is None:
        st.error(frame.say("report.papers_unfit"))
        return
    try:
        number = _stored(frame, of, said, chosen)
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    if of.data is None:
        typed.sent(frame, of.known.unit_code, of.known.period_on, number)
    for old in replaced:
        if old != number:
            deciding.decide(frame, old, "withdrawn", frame.say("report.replaced_by", number=number))
    st.session_state[RECEIPT] = number
    st.session_state["report_turn"] = st.session_state.get("report_turn", 0) + 1
    work.forget()
    st.rerun()


def _proved(frame: Frame, of: Work, said: Mapping[str, str], chosen: Sequence[Paper]) -> dict[str, str]:
    """The word on each project that is reported completed, of which a paper stands for the document's number."""
    papered = {paper.about.project_id for paper in chosen}
    return {
        one.key: frame.say("report.see_paper")
        for one in of.checked.warnings
        if one.code == intake.UNPROVED and not said[one.key] and one.project_id in papered
    }


def _stored(frame: Frame, of: Work, said: dict[str, str], chosen: Sequence[Paper]) -> int:
    """The number under which the report now stands in the ledger, its file and papers kept before."""
    records, frames = intake.submission(
        of.checked,
        of.known,
        of.file_name,
        of.checksum,
        said,
        on_behalf=frame.reader.unit_code != of.known.unit_code,
    )
    records += papers.kept(frame.store, chosen)
    if of.data is not None and of.file_name is not None:
        uploads.keep(frame.store, of.data, of.file_name)
    return acting.append(frame, "report_submitted", records, frames)


def _sent_before(frame: Frame, of: Work) -> int | None:
    """The number of the report that this very file already is, waiting or accepted."""
    rows = queries.reports_of_unit(frame.store, acting.view(frame), of.known.unit_code).filter(
        (pl.col("file_sha256") == of.checksum)
        & (pl.col("period_on") == of.known.period_on)
        & pl.col("verdict").is_in(["pending", "accepted"])
    )
    return None if rows.is_empty() else int(rows["submission_id"][0])


def _replaced(frame: Frame, of: Work) -> list[int]:
    """The numbers of the unit's waiting reports of this month that the new one shall replace."""
    told = {name for rows in of.checked.entries.values() for name in rows["project_id"]}
    pending = of.known.pending
    if frame.reader.unit_code != of.known.unit_code:  # the unit's own is the unit's to withdraw
        pending = pending.filter(sent_by=frame.reader.login)
    waiting = [
        number
        for number in pending["submission_id"].to_list()
        if told.intersection(deciding.waiting(frame, number)["project_id"])
    ]
    if not waiting:
        return []
    numbers = frame.say("filter.value_separator").join(str(number) for number in waiting)
    acting.quiet(frame.say("report.replace_help"))
    chosen = st.checkbox(
        frame.say("report.replace", numbers=numbers),
        value=True,
        key="replace_pending",
    )
    return waiting if chosen else []
