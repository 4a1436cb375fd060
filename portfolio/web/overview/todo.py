"""待办: what waits for whoever reads, the most pressing first, each a link to where it is done."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from portfolio import queries
from portfolio.queries import changes, corrections, people, reporting
from portfolio.web.overview.known import Known
from portfolio.web.project.changes import may_decide
from portfolio.web.reporting import acting

Item = tuple[str, int, str]
"""The word of what waits, how many there are, and the address where it is done."""


def draw(known: Known) -> None:
    """Draw the list; that nothing waits where nothing does."""
    frame = known.frame
    items = [item for item in _items(known) if item[1]]
    head = f'<h2 id="todo">{escape(frame.say("overview.todo"))}</h2>'
    if not items:
        st.html(f'{head}<p class="todo">{escape(frame.say("overview.todo_none"))}</p>')
        return
    told = "".join(
        f'<li><a href="{escape(href)}">{escape(frame.say(f"overview.todo_{name}", count=f"{count:,}", month=known.month))}'
        "</a></li>"
        for name, count, href in items
    )
    st.html(f'{head}<ul class="todo">{told}</ul>')


def _items(known: Known) -> Iterator[Item]:
    """What waits for this role."""
    frame = known.frame
    if frame.reader.may("review"):
        yield from _reviewer(known)
    if frame.reader.may("administer") and frame.filters.workspace == "official":
        yield "units", people.without_unit(frame.store).height, frame.link("admin")
    silent = (
        frame.link("followup") if frame.reader.may("follow") else frame.link("library", only="unreported")
    )
    yield "unreported", known.whole["unreported_count"], silent
    words = queries.words_owed(frame.store, frame.view).height
    yield "words", words, frame.link("quality", tab="owed") + "#owed_words"
    views = queries.list_views(frame.store, frame.view).row(0, named=True)
    for name in ("passed", "warned", "unpaid"):
        yield name, views[name] or 0, frame.link("library", only=name)


def _reviewer(known: Known) -> Iterator[Item]:
    """Reports, corrections and claimed stages that wait for a decision."""
    frame, asked = known.frame, acting.view(known.frame)
    yield "reports", reporting.pending_reports(frame.store, asked).height, frame.link("review")
    waiting = corrections.pending_corrections(frame.store, asked).height
    yield "corrections", waiting, frame.link("review") + "#corrections"
    if may_decide(frame):
        yield "claimed", changes.claimed_stages(frame.store, asked).height, frame.link("review") + "#claimed"
