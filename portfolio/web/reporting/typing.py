"""The report typed on screen: one project at a time, kept as it is typed, and checked when the reader asks for it."""

from __future__ import annotations

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.intake import Context
from portfolio.web.access import present
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, cards, detail, lines, remarked, typed, work
from portfolio.web.reporting.cards import Card
from portfolio.web.reporting.lines import REST, YES, Given, Typed
from portfolio.web.reporting.typed import Draft
from portfolio.web.reporting.work import CHECKED

FEW = 8
"""Projects up to which they stand side by side, and a unit is offered the page before the workbook."""
CHANGED, GIVEN, PROJECT = "report_changed", "report_given", "report_project"


def is_usual(frame: Frame, of: Context) -> bool:
    """Whether the unit is offered the page before the workbook: it has few projects, or something is typed already."""
    if of.projects.filter(pl.col("kind") != "service").height <= FEW:
        return True
    return typed.stands(frame, of.unit_code, of.period_on)


def draw(frame: Frame, of: Context) -> Typed | None:
    """Draw the form, and return what it says if that very state of it was checked; else None."""
    _form(frame, of)
    said = lines.stated(typed.draft(frame, of.unit_code, of.period_on), of, _given(frame, of))
    if _checked(of, said):
        return said
    if st.session_state.pop(CHANGED, False):
        st.warning(frame.say("typing.changed_since"))
    return None


@st.fragment
def _form(frame: Frame, of: Context) -> None:
    """Draw the form. It runs by itself at each field, so that a field costs no whole page."""
    present.need(frame.reader, frame.filters.workspace)
    draft = typed.draft(frame, of.unit_code, of.period_on)
    given = _given(frame, of)
    with st.container(key="typed"):
        _told(draft, of)
        _rest(draft, of, given)
        project = _project(draft, of, given)
        with st.container(key="card", border=True):
            remarks = remarked.on_fields(frame, of.unit_code, of.period_on)
            cards.draw(Card(draft, of, given, project, remarks))
        with st.container(key="check", horizontal=True, vertical_alignment="center"):
            asked = st.button(frame.say("report.check"), type="primary", key="check_report")
            _saved(draft)
    said = lines.stated(draft, of, given)
    if asked:
        if said.tables:
            st.session_state[CHECKED] = work.checksum(of, said.tables)
            st.rerun()
        st.info(frame.say("report.nothing"))
    elif st.session_state.get(CHECKED) and not _checked(of, said):
        st.rerun()


def _checked(of: Context, said: Typed) -> bool:
    """Whether this very state was checked; a check of another month, or before anything was typed since, is forgotten."""
    asked = st.session_state.get(CHECKED)
    if asked is None or asked == work.checksum(of, said.tables):
        return asked is not None
    del st.session_state[CHECKED]
    st.session_state[CHANGED] = True
    return False


def _given(frame: Frame, of: Context) -> Given:
    """The lines with last values, laid out once for a state of the ledger."""
    key = (frame.filters.workspace, of.period_on, of.unit_code, frame.store.version(), frame.language)
    held = st.session_state.get(GIVEN)
    if held is None or held[0] != key:
        tables = {
            sheet.code: intake.table_on_screen(of, sheet.code, frame.language) for sheet in intake.SHEETS
        }
        held = st.session_state[GIVEN] = (key, tables)
    found: Given = held[1]
    return found


def _told(draft: Draft, of: Context) -> None:
    """Draw what happened to the draft since this page last showed it."""
    say = draft.frame.say
    if draft.taken_up is not None:
        st.info(say("typing.taken_up", number=draft.taken_up))
    elif draft.restored:
        st.info(say("typing.restored", count=draft.restored, at=_moment(draft)))
    elif draft.elsewhere:
        # whatever part of the form is on screen
        st.toast(say("typing.elsewhere", count=draft.elsewhere, at=_moment(draft)), duration="long")
    if strangers := lines.strangers(draft, of):
        st.warning(say("typing.strangers", count=strangers))
    acting.quiet(say("typing.how"))


def _saved(draft: Draft) -> None:
    """Draw when the draft was last saved, or why it cannot be."""
    if draft.refusal is not None:
        st.error(acting.plain(acting.sentence(draft.frame, draft.refusal)))
    elif draft.saved_at is not None:
        key = "typing.saved_demo" if draft.frame.filters.workspace == "demo" else "typing.saved"
        acting.quiet(draft.frame.say(key, at=_moment(draft)))


def _moment(draft: Draft) -> str:
    """When the draft was last saved: the hour alone on the day itself."""
    at = draft.saved_at
    if at is None:
        return ""
    same = at.date() == acting.moment(draft.frame).date()
    return f"{at:%H:%M}" if same else detail.moment(draft.frame, at)


def _rest(draft: Draft, of: Context, given: Given) -> None:
    """Draw the box that says of all projects not spoken of that they are as they were."""
    count = len(lines.untouched(draft, given))
    alone = given[REST.sheet].height == 1
    if not draft.said(REST) and (alone or not count):
        return
    told = "typing.rest" if any(place.project for place in draft.stated) else "typing.all_unchanged"
    key = draft.mirror_tick(REST)
    st.checkbox(draft.frame.say(told, count=count), key=key, on_change=draft.ticked, args=(REST, YES))
    unknown = (
        of.projects.filter(pl.col("kind") != "service").height
        - given[REST.sheet].filter(pl.col("last_stage").is_not_null()).height
    )
    if unknown:
        acting.quiet(draft.frame.say("typing.stage_unknown", count=unknown))


def _project(draft: Draft, of: Context, given: Given) -> str:
    """The project whose card is open: the one last chosen, else typed in, else the first."""
    names = dict(given[REST.sheet].select("project_id", "name").iter_rows())
    marks = {place.project for place in draft.stated if place.project}
    counts = {project: sum(place.project == project for place in draft.stated) for project in marks}

    def label(project: str) -> str:
        told = acting.plain(draft.frame.called(names[project]))
        count = counts.get(project, 0)
        return draft.frame.say("typing.project_typed", name=told, count=count) if count else told

    key = f"{PROJECT}_{of.unit_code}"
    if st.session_state.get(key) not in names:
        times = {place.project: one.saved_at for place, one in draft.kept.items() if place.project in names}
        st.session_state[key] = max(times, key=times.__getitem__) if times else next(iter(names))
    chosen = draft.frame.say("typing.project")
    if len(names) <= FEW:
        picked = st.pills(chosen, list(names), key=key, format_func=label, required=True)
    else:
        picked = st.selectbox(chosen, list(names), key=key, format_func=label)
    return str(picked)
