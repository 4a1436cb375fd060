"""Papers that go with a report: chosen for the row that each proves, and opened where the report is read."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import polars as pl
import streamlit as st

from portfolio import codes
from portfolio.model import Attachment, PortfolioError
from portfolio.store import Store, attachments
from portfolio.web.doors import uploads
from portfolio.web.doors.downloads import rightful
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting
from portfolio.web.reporting.work import Work
from portfolio.web.tables.cells import Row

PROVABLE: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "milestone_entry": ("milestone", "milestone", ("done_on", "approval")),
    "funding_entry": ("source", "source", ("allocated_amount", "received_amount", "paid_amount")),
    "progress_entry": ("", None, ("work_done_amount", "physical_share")),
    "status_entry": ("stage", "stage", ("stage",)),
    "investment_entry": ("basis", "basis", ("amount", "document_number")),
    "obstacle_entry": ("obstacle", None, ("what", "remedy", "cleared_on")),
}
"""Entry table to the field that names its part, that field's codelist, and the fields that a paper may prove."""
MOST = 20
"""Papers of one report: as many files as an open page may hold."""
BYTES = "application/octet-stream"


class About(NamedTuple):
    """The row that a paper proves: its project, the table of its entry, and which source, milestone or stage."""

    project_id: str
    entry: str
    part: str


class Paper(NamedTuple):
    """A file that the owner chose for a row."""

    about: About
    file_name: str
    data: bytes


def choose(frame: Frame, of: Work) -> list[Paper] | None:
    """The papers chosen for rows of the report, drawn with where they are chosen; None while one is refused."""
    rows = _provable(of)
    if not rows:
        return []
    held = of.known.projects.select("project_id", "name").iter_rows()
    names = {project: frame.called(name) for project, name in held}
    told = {about: _told(frame, names, about) for about in rows}
    st.header(frame.say("report.papers"), anchor="papers")
    acting.quiet(frame.say("report.papers_note", most=MOST, size=attachments.LARGEST // 1024 // 1024))
    turn = f"{of.known.period_on:%Y%m}_{st.session_state.get('report_turn', 0)}"
    key = f"papers_{turn}"
    if key in st.session_state:  # what the report says no more is proved no more
        st.session_state[key] = [about for about in st.session_state[key] if about in told]
    picked = st.multiselect(
        frame.say("report.papers_pick"),
        rows,
        key=key,
        format_func=lambda about: told.get(about, str(about)),
        placeholder=frame.say("report.papers_none"),
        select_all=False,
    )
    found: list[Paper] = []
    for about in picked:
        uploads.open_here()
        files: Any = st.file_uploader(
            frame.say("report.papers_of", row=acting.plain(told[about])),
            # any kind: what is no paper is refused in words, with its row
            type=None,
            accept_multiple_files=True,
            key="_".join((key, *about)),
        )
        found += [Paper(about, file.name, file.getvalue()) for file in files or ()]
    return found if _fit(frame, told, found) else None


def _provable(of: Work) -> list[About]:
    """The rows that a paper may prove, project by project."""
    found: list[About] = []
    for table, (part, _, provable) in PROVABLE.items():
        rows = of.checked.entries.get(table, pl.DataFrame())
        fields = [name for name in provable if name in rows.columns]
        if not fields:
            continue
        stated = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in fields))
        found += [
            About(str(row["project_id"]), table, str(row[part]) if part else "")
            for row in stated.iter_rows(named=True)
        ]
    return sorted(dict.fromkeys(found))


def _told(frame: Frame, names: dict[str, str], about: About) -> str:
    return f"{about.project_id} {names.get(about.project_id, '')} · {proves(frame, about.entry, about.part)}"


def proves(frame: Frame, entry: str | None, part: str | None) -> str:
    """What the row is about in words: 里程碑 · 开工."""
    if entry not in PROVABLE:
        return frame.say("report.papers_whole")
    codelist = PROVABLE[entry][1]
    told = [frame.say(f"report.proves_{entry}")]
    if part:
        told.append(codes.label(codelist, part, frame.language) if codelist else part)
    return " · ".join(told)


def _fit(frame: Frame, told: dict[About, str], papers: Sequence[Paper]) -> bool:
    """Whether all papers may be sent; each that may not is told with the row that it was chosen for."""
    refused = [
        (one, refusal) for one in papers if (refusal := attachments.refusal_of(one.data, one.file_name))
    ]
    for one, refusal in refused:
        st.error(acting.plain(f"{told[one.about]}：{acting.sentence(frame, refusal)}"))
    if len(papers) > MOST:
        st.error(frame.say("report.papers_many", most=MOST))
    return not refused and len(papers) <= MOST


def kept(store: Store, papers: Sequence[Paper]) -> list[Attachment]:
    """Their records, once their bytes stand in the store's folder. Raises what `attachments.keep` does."""
    return [
        attachments.keep(store, one.data, one.file_name, one.about.project_id).model_copy(
            update={"entry": one.about.entry, "part": one.about.part or None}
        )
        for one in papers
    ]


def of_act(frame: Frame, key: str) -> list[tuple[str, bytes]] | None:
    """The papers chosen for an act under a document (批文), drawn with where they are chosen; None while one is refused."""
    uploads.open_here()
    files: Any = st.file_uploader(
        frame.say("change.papers", size=attachments.LARGEST // 1024 // 1024),
        type=None,
        accept_multiple_files=True,
        key=key,
    )
    found = [(file.name, file.getvalue()) for file in files or ()]
    refused = [refusal for name, data in found if (refusal := attachments.refusal_of(data, name))]
    for refusal in refused:
        st.error(acting.plain(acting.sentence(frame, refusal)))
    return None if refused else found


def kept_of_act(
    store: Store, files: Sequence[tuple[str, bytes]], projects: Sequence[str]
) -> list[Attachment]:
    """A record of each paper for each project of the act, once its bytes stand in the store's folder."""
    return [attachments.keep(store, data, name, project) for project in projects for name, data in files]


def opened(frame: Frame, rows: pl.DataFrame, place: str) -> None:
    """Draw a button for each of these papers, named by project and the row that it proves."""
    for row in rows.iter_rows(named=True):
        name = f"{row['project_id']} · {proves(frame, row['entry'], row['part'])} · {row['file_name']}"
        hand_out(frame, row, name, place)


def hand_out(frame: Frame, paper: Row, name: str, place: str) -> None:
    """Draw the button that hands the paper out; one that is not what it was is told and not handed out."""
    try:
        attachments.handed_out(frame.store, str(paper["sha256"]))
    except PortfolioError as refusal:
        st.error(acting.plain(f"{name}：{acting.sentence(frame, refusal)}"))
        return
    key = f"paper_{place}{paper['event_id']}_{paper['position']}"
    made = rightful(frame, partial(attachments.handed_out, frame.store, str(paper["sha256"])))
    st.download_button(acting.plain(name), made, str(paper["file_name"]), BYTES, key=key, on_click="ignore")
