"""管理, 从工作簿载入项目库: an annex or a library with heads of its own, asked about, looked through and taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import streamlit as st

from portfolio import clock, library
from portfolio.intake import annex, annex_edition, annex_words
from portfolio.intake.annex import AnnexFile, Answers
from portfolio.intake.annex_sheet import ANNEX
from portfolio.intake.annex_units import UNITS
from portfolio.library import Standing
from portfolio.library.renewing import renewed
from portfolio.library.succeeding import refuse_unfit
from portfolio.model import PortfolioError
from portfolio.store import uploads
from portfolio.web import error_boundary
from portfolio.web.admin.admin_editions import LONGEST, choices_of, chosen_days
from portfolio.web.admin.admin_parts import act, head, key, literal
from portfolio.web.doors import uploads as doors
from portfolio.web.frame import Frame
from portfolio.web.taking import asked_heads, edition_preview, file_problems

LARGEST = 20
"""Megabytes that a file may have."""
SECTION = "annex"


def draw(frame: Frame) -> None:
    """Draw the section; the demonstration's library is made up, and none is taken into it."""
    if frame.filters.workspace == "demo":
        return
    head(frame, SECTION)
    doors.open_here()
    sent = st.file_uploader(
        frame.say("annex.upload"), ["xlsx", "xls", "csv"], max_upload_size=LARGEST, key=key("annex_file")
    )
    if sent is None:
        return
    data = sent.getvalue()
    _tell_known(frame, data)
    try:
        document, day, is_whole = _document(frame)
        before = library.standing(frame.store, day)
    except PortfolioError as refusal:
        st.error(error_boundary.explained(refusal, frame.language)[0])
        return
    file, answers = _asked(frame, data, sent.name, before)
    file_problems.draw(frame, file.problems, SECTION)
    if file.errors or not file.is_answered:
        return
    if is_whole is None:
        st.info(frame.say("annex.choose_whole"))
        return
    title = document["title"] or file.title or before.edition["title"]
    document |= {"title": title, "title_en": document["title_en"] or before.edition["title_en"]}
    _preview(frame, file, before, answers, document, day, is_whole=is_whole, data=data)


def _tell_known(frame: Frame, data: bytes) -> None:
    """Say where the very file was taken already."""
    known = frame.store.read("FROM file_taken($sha256)", {"sha256": uploads.checksum(data)})
    for row in known.iter_rows(named=True):
        st.info(frame.say("annex.known", number=row["event_id"], day=frame.day(row["taken_at"].date())))


def _document(frame: Frame) -> tuple[dict[str, str | None], date, bool | None]:
    """Draw the fields of the document; what it is called, from which day it counts, and whether it is the whole library."""
    first, second, third = st.columns(3)
    fields = {"document_number": first, "issuer": second, "title": third}
    document: dict[str, str | None] = {
        name: place.text_input(
            frame.say(f"annex.{name}"), key=key(f"annex_{name}"), max_chars=LONGEST
        ).strip()
        or None
        for name, place in fields.items()
    }
    fourth, fifth, sixth = st.columns(3)
    document["title_en"] = (
        fourth.text_input(frame.say("annex.title_en"), key=key("annex_title_en"), max_chars=LONGEST).strip()
        or None
    )
    day = fifth.date_input(
        frame.say("admin.edition_day"),
        clock.today(),
        format="YYYY-MM-DD",
        help=frame.say("admin.edition_day_hint"),
        key=key("annex_day"),
    )
    choices = {True: frame.say("annex.whole"), False: frame.say("annex.part")}
    is_whole = sixth.radio(
        frame.say("annex.covers"),
        list(choices),
        index=None,
        format_func=choices.__getitem__,
        key=key("annex_whole"),
    )
    return document, day if isinstance(day, date) else clock.today(), is_whole


def _asked(frame: Frame, data: bytes, name: str, before: Standing) -> tuple[AnnexFile, Answers]:
    """The file as read with all that was answered, below what is asked about it."""
    answers = annex.remembered(frame.store)
    file = annex.read_annex(data, name, before, answers)
    chosen = asked_heads.draw(frame, ANNEX, file.asked_heads, key("annex_head"))
    if chosen:
        answers = replace(answers, heads={**answers.heads, **chosen})
        file = annex.read_annex(data, name, before, answers)
    words = _words(frame, file, before)
    unit = _unit(frame, file)
    if words or unit:
        answers = replace(answers, words={**answers.words, **words}, unit=unit)
        file = annex.read_annex(data, name, before, answers)
    return file, answers


def _words(frame: Frame, file: AnnexFile, before: Standing) -> dict[tuple[str, str], str]:
    """Draw a list of codes a word that nobody knows; what was chosen."""
    if not file.asked_words:
        return {}
    st.warning(frame.say("annex.words_asked", count=len(file.asked_words)))
    chosen: dict[tuple[str, str], str] = {}
    for place, one in enumerate(file.asked_words):
        labels = annex_words.labels(one.kind, before, frame.language)
        if one.kind not in ("category", "area"):
            labels = labels | {annex_words.BLANK: frame.say("annex.no_code")}
        facts = {
            "kind": frame.say(f"intake.library.{_column(one.kind)}"),
            "count": one.count,
            "cell": one.cell,
        }
        meaning = st.columns(2)[place % 2].selectbox(
            literal(frame.say("annex.word", word=one.word, sheet=one.sheet, **facts)),
            list(labels),
            index=None,
            format_func=labels.__getitem__,
            placeholder=frame.say("headings.choose"),
            key=key(f"annex_word_{one.kind}_{one.word}"),
        )
        if meaning is not None:
            chosen[one.kind, one.word] = meaning
    return chosen


def _column(kind: str) -> str:
    return "sources" if kind == "source" else kind


def _unit(frame: Frame, file: AnnexFile) -> int | None:
    """Draw the choice of the unit where nobody says it, with the likely one named; what was chosen."""
    if not file.unit_asked:
        return None
    units = {unit: frame.say(f"annex.unit_{unit}") for unit in UNITS}
    likely = units[file.unit_likely or UNITS[1]]
    st.warning(frame.say("annex.unit_asked", likely=likely, sample=file.unit_sample))
    return st.radio(
        frame.say("annex.unit"),
        list(units),
        index=None,
        format_func=units.__getitem__,
        horizontal=True,
        key=key("annex_unit"),
    )


def _preview(
    frame: Frame,
    file: AnnexFile,
    before: Standing,
    answers: Answers,
    document: dict[str, str | None],
    day: date,
    *,
    is_whole: bool,
    data: bytes,
) -> None:
    """Draw what the edition would change, the days that differ, and the one confirmation."""
    made = annex_edition.edition_of(file, before, whole=is_whole)
    file_problems.draw(frame, made.problems, SECTION)
    if any(one.severity == "error" for one in made.problems):
        return
    try:
        taken = renewed(before, made.rows, {**document, "published_on": None}, file.file_name)
        refuse_unfit(
            frame.store,
            taken.frames["project"],
            (),
            day,
            datetime.combine(clock.today(), datetime.min.time()),
        )
    except PortfolioError as refusal:
        st.error(error_boundary.explained(refusal, frame.language)[0])
        return
    if made.given:
        names = frame.say("filter.value_separator").join(
            f"{number} {name}" for number, name in made.given[:20]
        )
        st.info(literal(frame.say("annex.given", count=len(made.given), names=names)))
    if not edition_preview.draw(frame, before, taken):
        return
    days = library.restated_days(frame.store, taken, day)
    chosen = chosen_days(frame, days)
    sure = st.checkbox(
        literal(frame.say("annex.sure", count=len(file.problems) + len(made.problems))), key=key("annex_sure")
    )

    def take() -> list[str]:
        if not document["document_number"]:
            raise PortfolioError("annex_document")
        choices = choices_of(days, chosen, file.file_name)
        records = annex.kept(answers, file.file_name, uploads.keep(frame.store, data, file.file_name))
        number = library.take(frame.store, taken, clock.now(), day, choices, by=frame.reader, more=records)
        if number is None:
            return [frame.say("admin.edition_already")]
        return [frame.say("annex.done", day=frame.day(day), count=len(made.rows))]

    if st.button(frame.say("annex.take"), type="primary", disabled=not sure, key=key("annex_take")):
        act(frame, SECTION, take)
