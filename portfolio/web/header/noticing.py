"""通报 of the final month that a page shows, to take away: of all projects, whatever the filters."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import streamlit as st

from portfolio import queries
from portfolio.exports import notice, pack
from portfolio.exports import notice_template as forms
from portfolio.exports.notice_facts import Asked, Known, period
from portfolio.web import links
from portfolio.web.doors.downloads import rightful
from portfolio.web.filters import CODED
from portfolio.web.frame import Frame

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def draw(frame: Frame) -> None:
    """Offer the paper where a final month is shown to somebody who may read all of it."""
    if frame.final is None or frame.reader.scope is not None:
        return
    asked = _asked(frame)
    name = frame.say("notice.file", city=frame.city, period=period(asked))
    folder = frame.store.path.parent
    make = rightful(frame, lambda: notice.made(asked, forms.of_folder(folder)))
    st.download_button(frame.say("notice.make"), make, name, MIME, key="notice", on_click="ignore")
    printed = rightful(frame, lambda: notice.printed(asked, Known.ask(asked), folder / "fonts"))
    pdf = frame.say("notice.file_pdf", city=frame.city, period=period(asked))
    st.download_button(frame.say("notice.make_pdf"), printed, pdf, PDF, key="notice_pdf", on_click="ignore")
    shown = rightful(frame, lambda: pack.shown(asked))
    pptx = frame.say("notice.file_slides", city=frame.city, period=period(asked))
    st.download_button(
        frame.say("notice.make_slides"), shown, pptx, PPTX, key="notice_pptx", on_click="ignore"
    )


def _asked(frame: Frame) -> Asked:
    assert frame.final is not None
    bare = replace(frame.filters, **dict.fromkeys(CODED.values(), ()), search="", only="", sort="", tab="")  # type: ignore[arg-type]
    here = urlsplit(st.context.url or "")
    base = f"{here.scheme}://{here.netloc}" if here.netloc else ""

    def link(page: str, **changes: object) -> str:
        return base and base + links.link(bare, page, **changes)

    chinese = frame.language == "zh"
    names = {
        row["county_code"]: row["name"] if chinese else row["name_en"]
        for row in queries.counties(frame.store, frame.view).iter_rows(named=True)
    }
    demo = frame.filters.workspace == "demo"
    return Asked(frame.store, frame.view.of_all(), frame.final, frame.language, frame.city, names, link, demo)
