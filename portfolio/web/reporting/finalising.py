"""On 审核: the months that are final, and making one final, which only the city's reviewer may."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio.formats import date_text
from portfolio.model import FinalKind, PortfolioError
from portfolio.queries import finals as queries
from portfolio.queries import reporting
from portfolio.web import finals, tables
from portfolio.web.access import present
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting
from portfolio.web.tables import Table

COLUMNS = ("final_label", "final_made_on", "final_made_by", "final_as_of", "final_reason")
UNKNOWN = {"final_reason": "table.dash"}
LISTED = 6
"""Times that are shown at once."""
ASKED = "final_asked"
"""Where the session keeps what is to be confirmed."""


def draw(frame: Frame) -> None:
    """Draw the months made final; for the city's reviewer also the form."""
    st.header(frame.say("final.title"), anchor="finals")
    acting.quiet(frame.say("final.note"))
    rows = queries.finals(frame.store, acting.view(frame))
    if rows.is_empty():
        acting.quiet(frame.say("final.none"))
    else:
        tables.show(frame, _table(frame, rows.head(LISTED)))
    if frame.reader.may("review") and frame.reader.county_code is None:
        _form(frame)


def _table(frame: Frame, rows: pl.DataFrame) -> Table:
    told = [
        {
            "final_label": finals.label(frame, row),
            "final_made_on": row["made_at"].date(),
            "final_made_by": finals.maker(frame, row),
            "final_as_of": row["as_of"],
            "final_reason": row["reason"],
        }
        for row in rows.iter_rows(named=True)
    ]
    kinds = {name: pl.Date if name in ("final_made_on", "final_as_of") else pl.String for name in COLUMNS}
    return Table(pl.DataFrame(told, schema=kinds), COLUMNS, unknown=UNKNOWN)


def _form(frame: Frame) -> None:
    """Draw the choice of month, kind and reason; what is pressed is said once more before it is done."""
    choices = queries.final_months(frame.store, acting.view(frame))
    if choices.is_empty():
        acting.quiet(frame.say("final.nothing_left"))
        return
    months = {f"{row['period_on']:%Y-%m}": row for row in choices.iter_rows(named=True)}
    columns = st.columns([1, 1, 2])
    with columns[0]:
        labels = {name: date_text(row["period_on"], "month", frame.language) for name, row in months.items()}
        month = st.selectbox(
            frame.say("final.month"), list(months), format_func=labels.__getitem__, key="final_month"
        )
    row = months[month]
    kinds: list[FinalKind] = ["final"] if row["flash_number"] is None else ["flash", "final"]
    with columns[1]:
        words = {name: frame.say(f"final.kind_{name}") for name in kinds}
        kind = st.selectbox(frame.say("final.kind"), kinds, format_func=words.__getitem__, key="final_kind")
    number = row["flash_number" if kind == "flash" else "number"]
    with columns[2]:
        why = st.text_input(
            frame.say("final.reason"), key="final_why", max_chars=200, disabled=number == 1
        ).strip()
    asked = (month, kind, number, why)
    if st.button(frame.say("final.do"), key="final_do"):
        if number > 1 and not why:
            st.error(acting.plain(frame.say("error.final_reason", month=month)))
            st.session_state.pop(ASKED, None)
        else:
            st.session_state[ASKED] = asked
    if st.session_state.get(ASKED) == asked:
        counts = reporting.followup_counts(frame.store, acting.view(frame), row["period_on"])
        _confirm(frame, row, kind, number, why, counts)


def _confirm(
    frame: Frame, row: finals.Row, kind: FinalKind, number: int, why: str, counts: pl.DataFrame
) -> None:
    """Draw what is about to be made final and on how many reports it rests, and the button that does it."""
    month = date_text(row["period_on"], "month", frame.language)
    whole = counts.filter(part="all").row(0, named=True)
    told = {"expected": whole["expected_count"], "reported": whole["accepted_count"]}
    day = frame.day(row["final_on"])
    st.warning(acting.plain(frame.say("final.confirm_once", month=month, day=day, number=number, **told)))
    if not st.button(frame.say("final.confirm"), key="final_confirm", type="primary"):
        return
    st.session_state.pop(ASKED, None)
    try:
        present.need(frame.reader, frame.filters.workspace)
        with st.spinner(frame.say("final.wait")):
            records = queries.made_final(frame.store, acting.view(frame), row["period_on"], kind, why)
            acting.append(frame, "month_finalised", records, why=why or None)
    except PortfolioError as refusal:
        acting.remember_refusal(frame, refusal)
    else:
        acting.remember("success", frame.say("final.done", month=month))
    st.rerun()
