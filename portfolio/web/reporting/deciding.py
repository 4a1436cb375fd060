"""What a reviewer does with reports: accept, return with reason and remarks, as a whole or project by project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import polars as pl
import streamlit as st

from portfolio.model import Decision, PortfolioError, Remark
from portfolio.queries import reporting as queries
from portfolio.web.elements import fold
from portfolio.web.frame import Frame
from portfolio.web.project import records
from portfolio.web.reporting import acting
from portfolio.web.tables.cells import Row

Verdict = Literal["accepted", "returned", "withdrawn", "taken_back"]


def may_decide(frame: Frame, row: Mapping[str, object]) -> str | None:
    """None where this reader may decide the report or what they see of it, else the key of why not."""
    if row["verdict"] != "pending":
        return "review.decided"
    if row["sent_by"] == frame.reader.login:
        return "error.own_report"
    return None


def clean(frame: Frame, pending: pl.DataFrame) -> pl.DataFrame:
    """Those of the pending reports without a warning that this reader may decide."""
    kept = [
        row["submission_id"]
        for row in pending.iter_rows(named=True)
        if not row["warning_count"] and may_decide(frame, row) is None
    ]
    return pending.filter(pl.col("submission_id").is_in(kept))


def waiting(frame: Frame, number: int) -> pl.DataFrame:
    """One row a project of the report that the reader sees and nobody has decided: project_id and name."""
    return standing(frame, number, "pending").select("project_id", "name")


def standing(frame: Frame, number: int, verdict: str) -> pl.DataFrame:
    """Those of the report's projects that the reader sees of which that became."""
    return queries.report_verdicts(frame.store, acting.view(frame), number).filter(verdict=verdict)


def decide(
    frame: Frame, number: int, verdict: Verdict, reason: str = "", remarks: Sequence[Remark] = ()
) -> bool:
    """Whether the decision about all that the reader may decide is stored; what came of it is said on the next run."""
    word = reason.strip() or None
    if not _stored(frame, _whole(frame, number, verdict, word), remarks):
        return False
    acting.remember("success", frame.say(f"review.done_{verdict}", number=number))
    return True


def decide_each(
    frame: Frame, number: int, accepted: Sequence[str], why: Mapping[str, str], remarks: Sequence[Remark]
) -> bool:
    """Whether it is stored that these projects are accepted, and those of `why` returned, each for its reason."""
    decided = [
        *(Decision(submission_id=number, verdict="accepted", project_id=name) for name in accepted),
        *(
            Decision(submission_id=number, verdict="returned", project_id=name, reason=word.strip() or None)
            for name, word in why.items()
        ),
    ]
    if not _stored(frame, decided, remarks):
        return False
    counts = {"accepted": len(accepted), "returned": len(why)}
    acting.remember("success", frame.say("review.done_partly", number=number, **counts))
    return True


def _stored(frame: Frame, decided: Sequence[Decision], remarks: Sequence[Remark]) -> bool:
    try:
        acting.append(frame, "report_decided", [*decided, *remarks])
    except PortfolioError as refusal:
        acting.remember_refusal(frame, refusal)
        return False
    return True


def _whole(frame: Frame, number: int, verdict: Verdict, reason: str | None) -> list[Decision]:
    """One decision about the report; where parts of it are decided or another's, one about each project left."""
    row = queries.one_report(frame.store, acting.view(frame), number).row(0, named=True)
    if not row["divided"] and row["seen_count"] == row["project_count"]:
        return [Decision(submission_id=number, verdict=verdict, reason=reason)]
    left = standing(frame, number, "accepted" if verdict == "taken_back" else "pending")
    return [
        Decision(submission_id=number, verdict=verdict, reason=reason, project_id=name)
        for name in left["project_id"]
    ]


def accept_all(frame: Frame, numbers: Sequence[int]) -> None:
    """Accept of each of these reports what the reader may decide, or let the next run say why it was not."""
    done = sum(_stored(frame, _whole(frame, number, "accepted", None), ()) for number in numbers)
    if done:
        acting.remember("success", frame.say("review.done_all", count=done))


def form(frame: Frame, row: Mapping[str, object], entries: pl.DataFrame) -> None:
    """Draw where the reviewer says yes or no to all or to each project, with reasons and remarks on the rows picked."""
    number = int(row["submission_id"])  # type: ignore[call-overload]
    st.header(frame.say("review.decision"), anchor="decision")
    refused = may_decide(frame, row)
    if refused is not None:
        st.info(frame.say(refused))
        if row["verdict"] in ("accepted", "partly") and frame.reader.county_code is None:
            fold.draw(frame.say("review.take_back"), "take_back", lambda: _taking_back(frame, number))
        return
    left = waiting(frame, number)
    if left.height < int(row["project_count"]):  # type: ignore[call-overload]
        acting.quiet(frame.say("review.only_left", count=left.height, all=row["project_count"]))
    remarks = _remarks(frame, number, entries)
    why = _returned(frame, number, left) if left.height > 1 else {}
    if why:
        _each(frame, number, [name for name in left["project_id"] if name not in why], why, remarks)
        return
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


def _returned(frame: Frame, number: int, left: pl.DataFrame) -> dict[str, str]:
    """Project to why it comes back, of those that the reviewer picks."""
    names = {row["project_id"]: f"{row['project_id']} {row['name']}" for row in left.iter_rows(named=True)}
    picked = st.multiselect(
        frame.say("review.return_some"),
        list(names),
        key=f"some_{number}",
        format_func=lambda name: names.get(name, name),
        placeholder=frame.say("review.return_none"),
        select_all=False,
    )
    return {
        name: st.text_input(
            frame.say("review.return_why", project=acting.plain(names[name])),
            key=f"why_{number}_{name}",
            max_chars=500,
        )
        for name in picked
    }


def _each(
    frame: Frame, number: int, accepted: Sequence[str], why: Mapping[str, str], remarks: Sequence[Remark]
) -> None:
    """Draw what would be done project by project, and the button that does it."""
    counts = {"accepted": len(accepted), "returned": len(why)}
    acting.quiet(frame.say("review.each_note", **counts))
    if not st.button(frame.say("review.each", **counts), key=f"each_{number}", type="primary"):
        return
    if all(word.strip() for word in why.values()):
        decide_each(frame, number, accepted, why, remarks)
    else:
        acting.remember("error", frame.say("error.remark_needed"))
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
