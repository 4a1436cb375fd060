"""年度计划清单: the lists that were taken, what owners propose, and taking a list under its document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.formats import money_text
from portfolio.intake import PlanDocument, PlanFile, PlanPreview
from portfolio.model import Event, PlanList, PortfolioError, Record
from portfolio.queries import plans as queries
from portfolio.queries.sums import known_sum
from portfolio.store import uploads
from portfolio.web import tables
from portfolio.web.access import present
from portfolio.web.doors import uploads as doors
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting
from portfolio.web.tables import Table
from portfolio.web.tables.cells import CODELISTS
from portfolio.web.taking import asked_words, file_problems
from portfolio.web.taking.asked_words import Answers

LARGEST = 20
"""Megabytes that a list may have."""
MOST_ASKED = 12
"""How many rows' projects are asked about at once."""
ROUND = "plan_list_round"
"""How many lists were taken in this session: the form begins anew after each."""
LISTS = CODELISTS | {"plan_kind": "plan_kind"}
TAKEN = (
    "document_number",
    "issued_on",
    "plan_kind",
    "years",
    "row_count",
    "planned_amount",
    "actor",
    "taken_on",
)
PROPOSED = (
    "project_id",
    "name",
    "county_code",
    "year",
    "planned_amount",
    "proposed_amount",
    "reason",
    "period_on",
)
BASE = ("project_id", "name", "county_code", "year", "annual_plan_amount")
CHANGES = (
    "project_id",
    "name",
    "year",
    "before_amount",
    "before_basis",
    "after_amount",
    "difference_amount",
    "proposed_amount",
    "beyond_proposed_amount",
    "effect",
)
DROPPED = ("project_id", "name", "county_code", "year", "planned_amount")
NONE = {"planned_amount": "plans.no_plan", "before_amount": "plans.no_plan", "*": "table.dash"}


@dataclass(frozen=True)
class Given:
    """What was typed of the document."""

    document_number: str
    issued_on: date
    kind: Literal["initial", "adjusted"]


def may_take(frame: Frame) -> bool:
    """Whether the reader takes lists: a reviewer or administrator of the city."""
    return frame.reader.may("issue") and frame.reader.county_code is None


def draw(frame: Frame) -> None:
    """Draw the section for whoever may take lists; for anybody else, nothing."""
    if not may_take(frame):
        return
    st.header(frame.say("plans.title"), anchor="plans")
    acting.quiet(frame.say("plans.told"))
    acting.told()
    view = acting.view(frame)
    _taken(frame)
    with st.expander(frame.say("plans.take"), key="plan_take"):
        _form(frame)
    proposed = queries.plan_proposals(frame.store, view).filter(pl.col("year") >= frame.filters.today.year)
    if proposed.height:
        with st.expander(frame.say("plans.proposals", count=proposed.height), key="plan_proposals"):
            acting.quiet(frame.say("plans.proposals_note"))
            title = frame.say("plans.proposals", count=proposed.height)
            tables.draw(frame, title, Table(proposed, PROPOSED, unknown=NONE, codelists=LISTS))
    held = queries.plans(frame.store, view).rename({"planned_amount": "annual_plan_amount"})
    if held.height:
        with st.expander(frame.say("plans.base"), key="plan_base"):
            acting.quiet(frame.say("plans.base_note"))
            newest = held.filter(pl.col("year") == pl.col("year").max())
            tables.draw(frame, frame.say("plans.base"), Table(newest, BASE))


def _taken(frame: Frame) -> None:
    rows = queries.plan_lists(frame.store, acting.view(frame))
    if rows.is_empty():
        acting.quiet(frame.say("plans.none"))
        return
    first, last = pl.col("first_year").cast(pl.String), pl.col("last_year").cast(pl.String)
    told = rows.with_columns(
        taken_on=pl.col("taken_at").dt.date(),
        years=pl.when(first == last).then(first).otherwise(pl.format("{}—{}", first, last)),
        actor=pl.Series([acting.person(frame, name) for name in rows["actor"]], dtype=pl.String),
    )
    tables.show(frame, Table(told, TAKEN, unknown="table.dash", codelists=LISTS))


def _form(frame: Frame) -> None:
    """Draw the upload, the document, the problems or the preview, and the one confirmation."""
    key = f"plan_list_{st.session_state.get(ROUND, 0)}"
    doors.open_here()
    sent = st.file_uploader(
        frame.say("plans.upload"), ["xlsx", "xls", "csv"], max_upload_size=LARGEST, key=f"{key}_file"
    )
    kinds = frame.labels("plan_kind")
    columns = st.columns(4)
    with columns[0]:
        kind = st.selectbox(frame.say("plans.kind"), list(kinds), 0, kinds.__getitem__, key=f"{key}_kind")
    with columns[1]:
        number = st.text_input(frame.say("plans.document"), key=f"{key}_document", max_chars=80).strip()
    with columns[2]:
        day = st.date_input(
            frame.say("plans.day"), frame.filters.today, format="YYYY-MM-DD", key=f"{key}_day"
        )
    with columns[3]:
        why = st.text_input(frame.say("plans.why"), key=f"{key}_why", max_chars=300).strip()
    if sent is None or not isinstance(day, date):
        return
    view = acting.view(frame)
    key = f"{key}_{uploads.checksum(sent.getvalue())[:12]}"
    answers: Answers = st.session_state.setdefault(f"{key}_answers", {})
    file = intake.read_plan_list(sent.getvalue(), sent.name, frame.store, view, answers)
    if file.needed:
        st.warning(frame.say("ledger.asked", count=len(file.needed)))
    asked_words.draw(frame, file.needed or file.questions[:MOST_ASKED], answers, key, "plan_list")
    asked_words.again(frame, answers, key)
    file_problems.draw(frame, file.problems, "plans")
    if file.errors or file.needed:
        return
    given = Given(number, day, "adjusted" if kind == "adjusted" else "initial")
    if not _previews(frame, file, given):
        return
    warned = len(file.problems)
    sure = not warned or st.checkbox(frame.say("plans.warned", count=warned), key=f"{key}_sure")
    if st.button(frame.say("plans.confirm"), type="primary", disabled=not sure, key=f"{key}_confirm"):
        _take(frame, file, given, sent.getvalue(), why)


def _previews(frame: Frame, file: PlanFile, given: Given) -> bool:
    """Draw what each document would change; whether all can be taken."""
    view, kinds, years = acting.view(frame), frame.labels("plan_kind"), set[int]()
    for one in _documents(file, given):
        shown = intake.preview(one.file, one.kind, one.issued_on, frame.store, view)
        if missing := [year for year in shown.missing_years if year not in years]:
            st.error(frame.say("error.plan_list_first", year=missing[0]))
            return False
        if file.documents:
            facts = {
                "kind": kinds[one.kind],
                "document": one.document_number,
                "day": frame.day(one.issued_on),
            }
            st.markdown(f"**{acting.plain(frame.say('plans.of_document', **facts))}**")
        _preview(frame, shown, one.issued_on)
        years |= set(one.file.years)
    return True


def _documents(file: PlanFile, given: Given) -> tuple[PlanDocument, ...]:
    """The documents that the file holds; else the one that was given for all of it."""
    one = PlanDocument(given.document_number, given.issued_on, given.kind, file)
    return file.documents or (one,)


def _preview(frame: Frame, shown: PlanPreview, day: date) -> None:
    """Draw the old plan beside the new one row by row, and who would have none any more."""
    rows = shown.changes
    before, after = (
        rows.select(known_sum(name).alias("sum"))["sum"][0] for name in ("before_amount", "after_amount")
    )
    changed = rows.filter(pl.col("before_amount").is_not_null(), pl.col("difference_amount") != 0).height
    text = frame.say(
        "plans.counts",
        rows=rows.height,
        changed=changed,
        new=rows["before_amount"].null_count(),
        after=money_text(after, frame.language),
        before=money_text(before, frame.language),
    )
    st.markdown(f"**{frame.say('plans.preview')}**")
    acting.quiet(text)
    told = rows.with_columns(
        before_basis=pl.Series([_basis(frame, row) for row in rows.iter_rows(named=True)], dtype=pl.String),
        effect=pl.Series([_effect(frame, row, day) for row in rows.iter_rows(named=True)], dtype=pl.String),
    )
    tables.draw(frame, frame.say("plans.preview"), Table(told, CHANGES, unknown=NONE))
    if shown.dropped.height:
        st.warning(acting.plain(frame.say("plans.dropped", count=shown.dropped.height)))
        acting.quiet(frame.say("plans.dropped_note"))
        title = frame.say("plans.dropped", count=shown.dropped.height)
        tables.draw(frame, title, Table(shown.dropped, DROPPED, unknown=NONE))


def _basis(frame: Frame, row: dict[str, Any]) -> str | None:
    if row["before_amount"] is None:
        return None
    return frame.say("plans.listed" if row["listed"] else "plans.not_listed")


def _effect(frame: Frame, row: dict[str, Any], day: date) -> str:
    if row["outranked"]:
        return frame.say("plans.outranked")
    if day > frame.filters.today:
        return frame.say("plans.later", day=frame.day(day))
    same = row["difference_amount"] == 0 and row["listed"]
    return frame.say("plans.same" if same else "plans.counting")


def _take(frame: Frame, file: PlanFile, given: Given, data: bytes, why: str) -> None:
    """Take the lists, all or none, or say what is missing and leave the form as it is."""
    documents = _documents(file, given)
    if not all(one.document_number for one in documents):
        st.error(frame.say("plans.document_needed"))
        return
    try:
        present.need(frame.reader, frame.filters.workspace)
        kept = uploads.keep(frame.store, data, file.file_name)
        event = Event(kind="plan_listed", actor=frame.reader.login, at=acting.moment(frame), why=why or None)
        acts: list[tuple[Event, list[Record], tuple[()]]] = []
        for one in documents:
            head = PlanList(
                kind=one.kind,
                document_number=one.document_number,
                issued_on=one.issued_on,
                file_name=file.file_name,
                file_sha256=kept,
            )
            acts.append((event, [head, *one.file.rows, *(() if acts else file.words)], ()))
        frame.store.append_each(acts, frame.reader)
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    for one in documents:
        facts = {"document": one.document_number, "day": frame.day(one.issued_on)}
        acting.remember("success", frame.say("plans.done", count=len(one.file.rows), **facts))
    st.rerun()
