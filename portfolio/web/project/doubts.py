"""What the library itself says against a project's facts: its note and contradictions, both places as printed."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio import queries
from portfolio.formats import place_text
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known, Row


def draw(frame: Frame, known: Known) -> None:
    """Draw the library's note and the contradictions that concern the project or its group."""
    st.header(frame.say("project.doubts"), anchor="doubts")
    concerned = [str(known.row[name]) for name in ("project_id", "parent_id") if known.row[name] is not None]
    every = queries.contradictions(frame.store, known.view).iter_rows(named=True)
    rows = [row for row in every if row["subject_kind"] == "project" and row["subject_id"] in concerned]
    note = known.stated["note"]
    told = f"<p>{escape(str(note))}</p>" if note else ""
    told += "".join(contradiction(frame, row) for row in rows)
    nothing = f'<p class="unknown">{escape(frame.say("project.no_doubt"))}</p>'
    st.html(f'<div class="doubts">{told or nothing}</div>')


def contradiction(frame: Frame, row: Row) -> str:
    """The two places as printed, and how the library treats them."""
    title, treatment = (str(row[f"{name}_{frame.language}"]) for name in ("title", "treatment"))
    printed = [
        frame.say(
            "project.printed",
            place=place_text(str(row[f"place_{side}"]), frame.language),
            printed=row[f"printed_{side}"],
        )
        for side in "ab"
    ]
    told = frame.say("filter.pair_separator").join(printed)
    return (
        f"<section><h4>{escape(title)}</h4><p>{escape(told)}</p>"
        f"<p>{escape(frame.say('project.treatment', treatment=treatment))}</p></section>"
    )
