"""项目详情: one project: its light and what it needs at a glance, and behind tabs every figure with where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from portfolio import queries
from portfolio.formats import place_text
from portfolio.web import shell
from portfolio.web.elements import tabs
from portfolio.web.frame import Frame
from portfolio.web.header import filter_row, first_line
from portfolio.web.project import (
    changes,
    corrections,
    doubts,
    glance,
    members,
    money,
    records,
    schedule,
    standing,
)
from portfolio.web.project.known import Known, everything, known
from portfolio.web.register import listing
from portfolio.web.reporting import acting

EMPTY_GROUP = (records.identity, members.draw, doubts.draw, records.pages)
# what a group shows of which nothing is reported or stated beside its members (no strings here: Streamlit prints them)
FOUND = 20
"""How many projects a search lists."""
OWN = ("last_period_on", "investment_amount", "planned_funding_amount", "delay_days")
Section = Callable[[Frame, Known], None]
TABS: dict[str, tuple[Section, ...]] = {
    "milestones": (schedule.draw,),
    "money": (money.funding, money.investment),
    "progress": (schedule.timeline, money.year, standing.judged, records.obstacles),
    "reports": (changes.draw, corrections.draw, records.history),
    "evidence": (doubts.draw, schedule.statements, records.pages, corrections.of_acts, corrections.handed_in),
    "identity": (records.identity, records.scale, members.draw),
}
"""What stands behind each tab of a project's page."""


def draw(frame: Frame) -> None:
    """Draw the project that the address names, or say that there is none of that number."""
    project_id = frame.filters.project
    if project_id is None:
        _search(frame)
        return
    found = known(frame, project_id)
    if found is None:
        _nothing(frame, project_id)
        return
    acting.told()
    first_line.draw(frame, str(found.row["name"]), ("asof",))
    with st.container(key="project_page"):
        _page(frame, found)


def _page(frame: Frame, found: Known) -> None:
    """Draw the project: its light, what it needs, and its tabs."""
    st.html(_beside(frame, found) + _marks(frame, found))
    standing.draw(frame, found)
    empty = found.row["kind"] == "group" and all(found.row[name] is None for name in OWN)
    if empty:
        for section in EMPTY_GROUP:
            section(frame, found)
        return
    glance.draw(frame, found)
    tabs.draw(frame, {name: partial(_part, frame, found, sections) for name, sections in TABS.items()})


def _part(frame: Frame, found: Known, sections: tuple[Section, ...]) -> None:
    """Draw what stands behind one tab."""
    for section in sections:
        section(frame, found)


def _search(frame: Frame) -> None:
    """Offer a search where the address names no project: what is found, each a link to its page."""
    first_line.draw(frame, frame.say("nav.project"), ("asof",))
    filter_row.widget(frame, "q")
    if not frame.filters.search:
        st.html(f'<p class="chosen">{escape(frame.say("project.choose"))}</p>')
        return
    rows = queries.project_state(frame.store, frame.view).head(FOUND)
    links = [
        f"<li>{_numbered(row, frame.link('project', project=row['project_id'], q=None))}</li>"
        for row in rows.iter_rows(named=True)
    ]
    none = f"<p>{escape(frame.say('table.no_rows'))}</p>"
    st.html(f"<ul>{''.join(links)}</ul>" if links else none)


def _nothing(frame: Frame, project_id: str) -> None:
    """Say in plain words why no project stands here, lead to those that continue it and back to the list."""
    first_line.draw(frame, frame.say("nav.project"), ("asof",))
    with st.container(key="problem"):
        heirs = _heirs(frame, project_id)
        told = escape(frame.say("project.continued_by" if heirs else "error.project_unknown"))
        href, label = frame.link("library"), frame.say("project.to_list")
        st.html(f'<p>{told} {"、".join(heirs)}</p><p><a href="{escape(href)}">{escape(label)}</a></p>')


def _heirs(frame: Frame, project_id: str) -> list[str]:
    """Links to the projects that continue this number of an earlier edition."""
    rows = queries.successors(frame.store, everything(frame.view), project_id)
    return [
        _numbered(row, frame.link("project", project=row["project_id"])) for row in rows.iter_rows(named=True)
    ]


def _marks(frame: Frame, found: Known) -> str:
    """The project's number, place and county, and what it continues."""
    row = found.row
    told = (
        row["project_id"],
        place_text(str(row["stated_in"]), frame.language),
        frame.counties.get(str(row["county_code"]), row["county_code"]),
    )
    marks = (
        "".join(f"<span>{escape(str(text))}</span>" for text in told)
        + _original(found)
        + _continues(frame, found)
    )
    return f'<p class="marks">{marks}</p>'


def _original(found: Known) -> str:
    """The name as the library states it, where the page calls the project by another language's."""
    name = str(found.stated["name"])
    return "" if name == found.row["name"] else f'<span lang="zh">{escape(name)}</span>'


def _continues(frame: Frame, found: Known) -> str:
    """The numbers of earlier editions that the project continues, each a link to its page on its last day."""
    rows = queries.predecessors(frame.store, found.view, found.project_id)
    links = [
        _numbered(row, frame.link("project", project=row["project_id"], as_of=row["last_on"]))
        for row in rows.iter_rows(named=True)
    ]
    return f"<span>{escape(frame.say('project.continues'))} {'、'.join(links)}</span>" if links else ""


def _numbered(row: Mapping[str, Any], href: str) -> str:
    return f'<a href="{escape(href)}">{escape(row["project_id"])} {escape(row["name"])}</a>'


def _beside(frame: Frame, found: Known) -> str:
    """Links to the projects before and after in the list as filtered and sorted, and to the list."""
    rows = listing.names(frame)
    place = rows["project_id"].index_of(found.project_id)
    links = []
    told = frame.say("project.not_in_list", count=rows.height)
    if place is not None:
        told = frame.say("project.place_in_list", place=place + 1, count=rows.height)
        links = [_neighbour(frame, rows, place - 1, "previous"), _neighbour(frame, rows, place + 1, "next")]
    back = f'<a href="{escape(frame.link("library"))}">{escape(frame.say("project.to_list"))}</a>'
    label = escape(frame.say("project.neighbours"))
    return f'<nav class="beside" aria-label="{label}">{back}<span>{escape(told)}</span>{"".join(links)}</nav>'


def _neighbour(frame: Frame, rows: pl.DataFrame, place: int, which: str) -> str:
    """The link to the row at `place`; "" past either end."""
    if not 0 <= place < rows.height:
        return ""
    project_id, name = rows.row(place)
    told = frame.say(f"project.{which}", name=name)
    return f'<a href="{escape(frame.link("project", project=project_id))}">{escape(told)}</a>'


draw(shell.enter())
