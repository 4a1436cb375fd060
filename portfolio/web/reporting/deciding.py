"""What a reviewer does with reports: accept, return with reason and located remarks, accept all clean ones at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl
import streamlit as st

from portfolio.model import Decision, PortfolioError, Remark
from portfolio.web import fold
from portfolio.web.cells import Row
from portfolio.web.frame import Frame
from portfolio.web.project import records
from portfolio.web.reporting import acting

Verdict = Literal["accepted", "returned", "withdrawn", "taken_back"]


def may_decide(frame: Frame, row: Mapping[str, object]) -> str | None:
    """None where this reader may decide the report, else the key of the sentence that says why not."""
    if row["verdict"] != "pending":
        return "review.decided"
    if row["sent_by"] == frame.reader.login:
        return "error.own_report"
    if row["seen_count"] != row["project_count"]:
        return "review.partly"
    return None


def clean(frame: Frame, pending: pl.DataFrame) -> pl.DataFrame:
    """Those of the pending reports without a warning that this reader may decide."""
    kept = [
        row["submission_id"]
        for row in pending.iter_rows(named=True)
        if not row["warning_count"] and may_decide(frame, row) is None
    ]
    return pending.filter(pl.col("submission_id").is_in(kept))


def decide(
    frame: Frame, number: int, verdict: Verdict, reason: str = "", remarks: Sequence[Remark] = ()
) -> bool:
    """Whether the decision is stored; what came of it is said on the next run."""
    try:
        decision = Decision(submission_id=number, verdict=verdict, reason=reason.strip() or None)
        acting.append(frame, "report_decided", [decision, *remarks])
    except PortfolioError as refusal:
        acting.remember_refusal(frame, refusal)
        return False
    acting.remember("success", frame.say(f"review.done_{verdict}", number=number))
    return True


def accept_all(frame: Frame, numbers: Sequence[int]) -> None:
    """Accept each of these reports, or let the next run say why it was not."""
    done = 0
    for number in numbers:
        try:
            acting.append(frame, "report_decided", [Decision(submission_id=number, verdict="accepted")])
        except PortfolioError as refusal:
            acting.remember_refusal(frame, refusal)
        else:
            done += 1
    if done:
        acting.remember("success", frame.say("review.done_all", count=done))


def form(frame: Frame, row: Mapping[str, object], entries: pl.DataFrame) -> None:
    """Draw where the reviewer says yes or no, with a reason and remarks on the rows picked."""
    number = int(row["submission_id"])  # type: ignore[call-overload]
    st.header(frame.say("review.decision"), anchor="decision")
    refused = may_decide(frame, row)
    if refused is not None:
        st.info(frame.say(refused))
        if row["verdict"] == "accepted" and frame.reader.county_code is None:
            fold.draw(frame.say("review.take_back"), "take_back", lambda: _taking_back(frame, number))
        return
    remarks = _remarks(frame, number, entries)
    acting.quiet(frame.say("review.reason_help"))
    reason = st.text_area(frame.say("review.reason"), key=f"reason_{number}", max_chars=1000)
    with st.container(key="deciding", horizontal=True):
        if st.button(frame.say("review.accept"), key=f"accept_{number}", type="primary"):
            decide(frame, number, "accepted", reason, remarks)
            st.rerun()
        if st.button(frame.say("review.return"), key=f"return_{number}"):
            if not reason.strip():
                acting.remember("error", frame.say("review.reason_needed"))
            else:
                decide(frame, number, "returned", reason, remarks)
            st.rerun()


def _taking_back(frame: Frame, number: int) -> None:
    """Draw where the city's reviewer takes an accepted report back, with a reason."""
    acting.quiet(frame.say("review.take_back_note"))
    reason = st.text_input(frame.say("review.take_back_reason"), key=f"back_{number}", max_chars=300)
    if st.button(frame.say("review.take_back"), key=f"take_back_{number}"):
        if reason.strip():
            decide(frame, number, "taken_back", reason)
        else:
            acting.remember("error", frame.say("review.take_back_needed"))
        st.rerun()


def _remarks(frame: Frame, number: int, entries: pl.DataFrame) -> list[Remark]:
    """The remarks on the rows that the reviewer picks."""
    rows = entries.with_row_index("choice").rows(named=True)
    names = {row["choice"]: _name(frame, row) for row in rows}
    picked = st.multiselect(
        frame.say("review.pick"),
        list(names),
        key=f"pick_{number}",
        format_func=lambda choice: names.get(choice, str(choice)),
        placeholder=frame.say("review.pick_none"),
        select_all=False,
    )
    found = []
    for choice in picked:
        said = st.text_input(
            frame.say("review.remark_on", row=acting.plain(names[choice])),
            key=f"remark_{number}_{choice}",
            max_chars=500,
        )
        found.append(_remark(rows[choice], said))
    return found


def _name(frame: Frame, row: Row) -> str:
    where = "" if row["place"] is None else f" · {row['place']}"
    return f"{row['project_id']} {row['name']} · {records.figure(frame, row)}{where}"


def _remark(row: Row, said: str) -> Remark:
    cell = row["cell"] or (None if row["row_number"] is None else str(row["row_number"]))
    return Remark(
        kind="review",
        project_id=str(row["project_id"]),
        sheet=row["sheet"],
        cell=cell,
        value=row["new_value"],
        said=said.strip() or None,
    )
