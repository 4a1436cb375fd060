"""资金来源, 取入财政数据: figures by a day or the budget system's ledger, asked about once, previewed, taken in one act."""

from __future__ import annotations

from datetime import date

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.intake import Spans, TreasuryTaking
from portfolio.model import PortfolioError, TreasuryList
from portfolio.queries import treasury
from portfolio.store import uploads
from portfolio.web import tables
from portfolio.web.doors import uploads as doors
from portfolio.web.frame import Frame
from portfolio.web.funding import plan_lists
from portfolio.web.funding.treasury_lists import LISTS
from portfolio.web.reporting import acting
from portfolio.web.tables import Table
from portfolio.web.taking import asked_words, file_problems
from portfolio.web.taking.asked_words import Answers

LARGEST = 20
"""Megabytes that a file may have."""
ROUND = "treasury_round"
"""How many files were taken in this session: the form begins anew after each."""
MOST_ASKED = 12
"""How many rows' projects are asked about at once."""
CHANGES = ("project_id", "source_named", "treasury_figure", "before_amount", "after_amount", "treasury_on")
LEFT = ("named_in_file", "line_count", "amount")


def draw(frame: Frame) -> None:
    """Draw the upload, what must be asked, the preview and the one confirmation."""
    if not plan_lists.may_take(frame):
        return
    acting.told()
    acting.quiet(frame.say("ledger.told"))
    key = f"treasury_{st.session_state.get(ROUND, 0)}"
    doors.open_here()
    sent = st.file_uploader(
        frame.say("ledger.upload"), ["xlsx", "xls", "csv"], max_upload_size=LARGEST, key=f"{key}_file"
    )
    if sent is None:
        return
    data = sent.getvalue()
    number = treasury.taken_as(frame.store, uploads.checksum(data))
    if number is not None:
        st.info(frame.say("cli.treasury_known", number=number))
        return
    key = f"{key}_{uploads.checksum(data)[:12]}"
    answers: Answers = st.session_state.setdefault(f"{key}_answers", {})
    view = acting.view(frame)
    first = intake.treasury_taking(data, sent.name, frame.store, view, answers)
    _ask(frame, first, answers, key)
    file_problems.draw(frame, first.problems if first.needed else (), "ledger")
    if first.needed:
        return
    found, whole = first, False
    if first.spans:
        days, whole = _days(frame, first, key)
        found = intake.treasury_taking(data, sent.name, frame.store, view, answers, days, whole=whole)
    file_problems.draw(frame, found.problems, "ledger")
    if found.errors:
        return
    _preview(frame, found)
    _confirm(frame, found, data, key)


def _ask(frame: Frame, found: TreasuryTaking, answers: Answers, key: str) -> None:
    """Draw a list of choices for each question; what is answered is kept and read with at once."""
    needed = [one for one in found.questions if one.needed]
    others = [one for one in found.questions if not one.needed][:MOST_ASKED]
    if needed:
        st.warning(frame.say("ledger.asked", count=len(needed)))
    asked_words.draw(frame, needed, answers, key, "ledger")
    if others and not needed:
        with st.expander(frame.say("ledger.others", count=len(found.left)), key=f"{key}_others"):
            acting.quiet(frame.say("ledger.others_told"))
            asked_words.draw(frame, others, answers, key, "ledger")
            rows = pl.DataFrame(found.left, dict(zip(LEFT, LEFT_TYPES, strict=True)), orient="row")
            tables.draw(frame, frame.say("ledger.left"), Table(rows, LEFT, unknown="table.dash"))
    asked_words.again(frame, answers, key)


LEFT_TYPES = (pl.String, pl.Int64, pl.Decimal(18, 2))


def _days(frame: Frame, found: TreasuryTaking, key: str) -> tuple[Spans, bool]:
    """Draw from which day until which the file holds the lines of each figure, and whether there was nothing before."""
    figures = frame.labels("treasury_figure")
    days: dict[str, tuple[date, date]] = {}
    for span in found.spans:
        left, right = st.columns(2)
        told = {"figure": figures[span.figure]}
        first = left.date_input(
            frame.say("ledger.first_day", **told),
            span.from_on,
            format="YYYY-MM-DD",
            key=f"{key}_{span.figure}_a",
        )
        last = right.date_input(
            frame.say("ledger.last_day", **told),
            span.until_on,
            format="YYYY-MM-DD",
            key=f"{key}_{span.figure}_b",
        )
        if isinstance(first, date) and isinstance(last, date):
            days[span.figure] = first, last
    return days, st.checkbox(frame.say("ledger.whole"), key=f"{key}_whole")


def _preview(frame: Frame, found: TreasuryTaking) -> None:
    """Draw what would change, in 万元, and what is left out and why."""
    if found.is_ledger:
        facts = {"lines": len(found.lines), "batches": len(found.batches)}
        acting.quiet(frame.say("ledger.counts", left=sum(count for _, count, _ in found.left), **facts))
    if found.baseless:
        named = sorted({project for _, (project, _) in found.baseless})
        shown = frame.say("filter.value_separator").join(named[:MOST_ASKED])
        st.warning(acting.plain(frame.say("ledger.baseless", count=len(found.baseless), names=shown)))
    rows = found.changes(frame.store, acting.view(frame))
    words = frame.labels("source") | {None: frame.say("treasury.in_total")}
    told = rows.with_columns(
        pl.Series("source_named", [words[source] for source in rows["source"]], dtype=pl.String),
        treasury_figure="figure",
        treasury_on="told_on",
    )
    title = frame.say("ledger.preview", count=rows.height)
    st.markdown(f"**{title}**")
    if rows.height:
        table = Table(told.select(CHANGES), CHANGES, unknown={"*": "table.not_reported"}, codelists=LISTS)
        tables.draw(frame, title, table)


def _confirm(frame: Frame, found: TreasuryTaking, data: bytes, key: str) -> None:
    warned = len([one for one in found.problems if one.severity == "warning"])
    sure = not warned or st.checkbox(frame.say("ledger.warned", count=warned), key=f"{key}_sure")
    why = st.text_input(frame.say("plans.why"), key=f"{key}_why", max_chars=300).strip()
    if not st.button(frame.say("ledger.confirm"), type="primary", disabled=not sure, key=f"{key}_confirm"):
        return
    try:
        head = TreasuryList(
            file_name=found.file_name, file_sha256=uploads.keep(frame.store, data, found.file_name)
        )
        number = acting.append(frame, "treasury_told", [head, *found.records], why=why)
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    told = {"number": number, "count": len(found.lines) or len(found.figures)}
    acting.remember("success", frame.say("ledger.done", **told))
    st.rerun()
