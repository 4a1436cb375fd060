"""On a county's slide: its projects in a drawer, with where each is stuck, why, what is done, by whom and by when."""

from __future__ import annotations

from html import escape

import streamlit as st

from portfolio import queries
from portfolio.web.access import present
from portfolio.web.actions import giving
from portfolio.web.compare.asked import Compared
from portfolio.web.frame import Frame
from portfolio.web.overview import coordinating
from portfolio.web.tables.cells import Row

MOST = 20
"""Projects to choose from: the furthest behind, then the others that are late."""
WORDS = ("behind", "stuck", "days", "reason", "who", "remedy", "deadline")


def button(compared: Compared, county: str) -> None:
    """Draw the button that opens the drawer; nothing where the county has no project that is late or behind."""
    frame = compared.frame
    rows = _rows(compared, county)
    if not rows:
        return
    if st.button(frame.say("compare.open_projects"), key="open_projects"):
        title = frame.say("compare.drawer", county=compared.name(county))
        st.dialog(title, position="right")(_draw)(frame, rows)


def _rows(compared: Compared, county: str) -> list[Row]:
    view = compared.view.model_copy(update={"counties": (county,)})
    store = compared.frame.store
    behind = queries.list_rows(store, view, "behind").sort(
        "behind_amount", descending=True, maintain_order=True
    )
    late = queries.list_rows(store, view, "late").sort("delay_days", descending=True, maintain_order=True)
    found: dict[str, Row] = {}
    for row in (*behind.iter_rows(named=True), *late.iter_rows(named=True)):
        found.setdefault(row["project_id"], row)
    return list(found.values())[:MOST]


def _draw(frame: Frame, rows: list[Row]) -> None:
    """Draw the choice of the project, its words, and where an item is given."""
    present.need(frame.reader, frame.filters.workspace)
    of = {str(row["project_id"]): row for row in rows}
    number = st.selectbox(
        frame.say("compare.drawer_project"),
        list(of),
        format_func=lambda one: str(of[one]["name"]),
        key="drawer_project",
    )
    row = of[number]
    told = coordinating.words(frame, row)
    cells = "".join(
        f"<div><dt>{escape(frame.say(f'overview.project_{name}'))}</dt><dd>{told[name]}</dd></div>"
        for name in WORDS
    )
    href = escape(frame.link("project", project=number, mode=None))
    st.html(
        f"<h3>{told['project']}</h3><dl class='drawer'>{cells}</dl>"
        f'<p><a href="{href}" target="_blank">{escape(frame.say("compare.drawer_page"))}</a></p>'
    )
    giving.button(frame, str(row["name"]), project=number)
