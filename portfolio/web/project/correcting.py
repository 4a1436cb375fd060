"""The form that proposes a correction: which figure, which of its values, which statements, what is right, why, papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from portfolio import codes, intake
from portfolio import queries as figures
from portfolio.intake import RightValue
from portfolio.model import Attachment, Correction, MendedStatement, PortfolioError, Problem, Record, Remark
from portfolio.model.corrections import REQUIRED, needs_paper
from portfolio.queries import corrections as queries
from portfolio.store import attachments
from portfolio.web.doors import uploads
from portfolio.web.frame import Frame
from portfolio.web.project import origins, records
from portfolio.web.project.known import Known
from portfolio.web.reporting import acting

Row = Mapping[str, Any]
ROUND = "correction_round"
"""How many corrections were proposed in this session: the widgets begin anew after each."""
FIGURE = ("kind", "part", "currency", "field")


@dataclass(frozen=True)
class Asked:
    """What the form is filled in with: the statements ticked, the right value (None with `nothing`: none), the words."""

    rows: Sequence[Row]
    right: RightValue
    nothing: bool
    reason: str
    odd: Problem | None
    said: str
    files: Sequence[Any]

    @property
    def paper(self) -> bool:
        """Whether it needs a paper."""
        row, value = self.rows[0], None if self.nothing else self.right.value
        return needs_paper(
            str(row["entry"]), str(row["entry_field"]), str(row["value"]), value, self.right.precision
        )


def draw(frame: Frame, known: Known) -> None:
    """Draw the form; nothing is stored before its button."""
    acting.quiet(frame.say("correction.form_note"))
    rows = queries.mendable_statements(frame.store, acting.view(frame), known.project_id)
    if rows.is_empty():
        acting.quiet(frame.say("correction.none_stated"))
        return
    key = f"fix_{known.project_id}_{st.session_state.get(ROUND, 0)}"
    of_figure = _figure(frame, rows, key)
    run = _run(frame, of_figure, key)
    key = f"{key}_{'_'.join(str(run[name][0]) for name in FIGURE)}_{run['run_no'][0]}"
    ticked = _ticked(frame, run, key)
    right, nothing = _right(frame, run.row(0, named=True), key)
    reason = st.text_input(frame.say("correction.reason"), key=f"{key}_reason", max_chars=300)
    odd = None if nothing else _odd(frame, of_figure, run, right)
    said = ""
    if odd is not None:
        st.warning(acting.plain(intake.sentence(odd, frame.language)))
        said = st.text_input(frame.say("correction.odd_word"), key=f"{key}_odd", max_chars=300)
    uploads.open_here()
    files = st.file_uploader(
        frame.say("correction.upload", most=attachments.LARGEST // 1024 // 1024),
        type=["pdf", "jpg", "jpeg", "png"],
        accept_multiple_files=True,
        key=f"{key}_files",
    )
    asked = Asked(ticked, right, nothing, reason.strip(), odd, said.strip(), files or ())
    if ticked and asked.paper:
        acting.quiet(frame.say("correction.paper_needed"))
    if st.button(frame.say("correction.send"), key=f"{key}_send", type="primary"):
        _send(frame, known, asked)


def _figure(frame: Frame, rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """The statements of the figure that is chosen."""
    each = rows.group_by(*FIGURE, maintain_order=True).agg(pl.len()).rows(named=True)
    names = {place: records.figure(frame, row) for place, row in enumerate(each)}
    chosen = each[
        st.selectbox(frame.say("correction.figure"), list(names), 0, names.__getitem__, key=f"{key}_figure")
    ]
    return rows.filter([pl.col(name).eq_missing(pl.lit(chosen[name])) for name in FIGURE])


def _run(frame: Frame, rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """The unbroken run of one value that is chosen, the newest first."""
    runs = rows.partition_by("run_no", maintain_order=True)[::-1]
    names = {place: _run_name(frame, run) for place, run in enumerate(runs)}
    key = f"{key}_{'_'.join(str(rows[name][0]) for name in FIGURE)}_run"
    return runs[st.selectbox(frame.say("correction.run"), list(names), 0, names.__getitem__, key=key)]


def _run_name(frame: Frame, run: pl.DataFrame) -> str:
    told = {"first_period_on": run["period_on"][0], "last_period_on": run["period_on"][-1]}
    first, last = (acting.month_name(frame, f"{day:%Y-%m}") for day in told.values())
    span = first if first == last else frame.say("correction.span", first=first, last=last)
    months = frame.say("correction.months", span=span, count=run.height)
    return frame.say(
        "correction.value_of", value=records.stated(frame, run.row(0, named=True)), months=months
    )


def _ticked(frame: Frame, run: pl.DataFrame, key: str) -> list[Row]:
    """The statements of the run that stay ticked: all, unless somebody unticks one."""
    acting.quiet(frame.say("correction.statements"))
    return [
        row
        for row in run.iter_rows(named=True)
        if st.checkbox(
            acting.plain(origins.report(frame, row)),
            value=True,
            key=f"{key}_{row['event_id']}_{row['position']}",
        )
    ]


def _right(frame: Frame, row: Row, key: str) -> tuple[RightValue, bool]:
    """The right value as written or chosen, and whether nothing was to be stated."""
    label = frame.say("correction.right")
    codelist = records.CODED_FIELDS.get((row["kind"], row["field"]))
    nothing = (row["entry"], row["entry_field"]) not in REQUIRED and st.checkbox(
        frame.say("correction.nothing_tick"), key=f"{key}_nothing"
    )
    if codelist is not None or row["field"] in records.YES_OR_NO:
        names = codes.labels(codelist, frame.language) if codelist else _yes_or_no(frame)
        chosen = st.selectbox(
            label, list(names), None, names.__getitem__, key=f"{key}_right", disabled=nothing
        )
        return RightValue(chosen, unfit=None if chosen else "text"), nothing
    form = intake.form_of(str(row["entry_field"]))
    text = st.text_input(
        label,
        key=f"{key}_right",
        max_chars=300,
        disabled=nothing,
        placeholder=frame.say(f"correction.as_{form}"),
    )
    return intake.right_value(str(row["entry_field"]), text), nothing


def _yes_or_no(frame: Frame) -> dict[str, str]:
    return {"true": frame.say("table.yes"), "false": frame.say("table.no")}


def _odd(frame: Frame, of_figure: pl.DataFrame, run: pl.DataFrame, right: RightValue) -> Problem | None:
    """What is asked about a milestone's day that is far from the plan's years or from what stood before the run."""
    row = run.row(0, named=True)
    if row["kind"] != "milestone" or right.value is None or intake.form_of(str(row["entry_field"])) != "day":
        return None
    before = of_figure.filter(pl.col("run_no") < row["run_no"])["value"]
    edition = figures.edition(frame.store, acting.view(frame))
    horizon = (edition["horizon_from"][0], edition["horizon_to"][0]) if edition.height else None
    earlier = date.fromisoformat(before[-1]) if before.len() else None
    return intake.asked(str(row["part"]), date.fromisoformat(right.value), earlier, horizon)


def _send(frame: Frame, known: Known, asked: Asked) -> None:
    """Propose the correction, or say what is missing and leave the form as it is."""
    lacking = _lacking(asked)
    if lacking is not None:
        st.error(frame.say(lacking))
        return
    try:
        papers = [
            attachments.keep(frame.store, file.getvalue(), file.name, known.project_id)
            for file in asked.files
        ]
        number = acting.append(frame, "correction_proposed", _records(known, asked, papers), why=asked.reason)
    except PortfolioError as refusal:
        st.error(acting.plain(acting.sentence(frame, refusal)))
        return
    except ValueError:  # a code that the list knows and the field does not take
        st.error(frame.say("correction.unfit_text"))
        return
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    acting.remember("success", frame.say("correction.sent", number=number))
    st.rerun()


def _lacking(asked: Asked) -> str | None:
    """The key of the sentence that says what is missing; None for a form that is whole."""
    if not asked.rows:
        return "correction.no_statement"
    if not asked.nothing and asked.right.unfit is not None:
        return f"correction.unfit_{asked.right.unfit}"
    if not asked.reason:
        return "correction.reason_needed"
    if asked.odd is not None and not asked.said:
        return "correction.odd_needed"
    return "correction.paper_needed" if asked.paper and not asked.files else None


def _records(known: Known, asked: Asked, papers: Sequence[Attachment]) -> list[Record]:
    row = asked.rows[0]
    correction = Correction(
        project_id=known.project_id,
        entry=str(row["entry"]),
        field=str(row["entry_field"]),
        value=None if asked.nothing else asked.right.value,
        value_precision=None if asked.nothing else asked.right.precision,
        reason=asked.reason,
    )
    mended = [
        MendedStatement(submission_id=one["event_id"], place=one["position"], stated=one["value"])
        for one in asked.rows
    ]
    confirmed: list[Record] = []
    if asked.odd is not None:
        told = {"project_id": known.project_id, "value": asked.right.value, "said": asked.said}
        confirmed.append(Remark(kind="warning", code=asked.odd.code, **told))
    return [correction, *mended, *papers, *confirmed]
