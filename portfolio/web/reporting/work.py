"""One report on its way from a file or the table on screen: read, compared with what is known, checked, looked ahead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import polars as pl
import streamlit as st

from portfolio import intake
from portfolio.intake import Checked, Context, Reading
from portfolio.store import uploads
from portfolio.web.frame import Frame
from portfolio.web.reporting import acting, keeping
from portfolio.web.reporting.lines import Typed

HELD = "report_work"
CONTEXT = "report_context"
CHECKED = "report_checked"
"""Where a page remembers which content it was asked to have checked."""


@dataclass(frozen=True)
class Work:
    """A report as checked; `data` is None for one typed on screen, `checksum` names its content.

    `lines`: of one typed on screen, sheet and row number to the line of the project's card.
    """

    checksum: str
    file_name: str | None
    data: bytes | None
    reading: Reading
    known: Context
    checked: Checked
    lights: pl.DataFrame
    lines: Mapping[tuple[str, int], str] = field(default_factory=dict)


def known(frame: Frame, period_on: date, unit_code: str) -> Context:
    """What the ledger knows of the unit's month, asked anew whenever anything happened that may concern the unit."""
    asked = acting.view(frame)
    day = max(asked.as_of, period_on)
    return keeping.kept(
        frame,
        CONTEXT,
        (period_on, unit_code),
        day,
        lambda: intake.context(frame.store, asked, period_on, unit_code),
    )


def of_file(frame: Frame, of: Context, data: bytes, file_name: str) -> Work:
    """The file as checked, with a bar while that lasts."""
    number = uploads.checksum(data)
    found = _held(of, number, file_name)
    return found or _done(frame, of, number, Source(file_name, data, None))


def of_typed(frame: Frame, of: Context, said: Typed) -> Work:
    """What was typed on screen as checked, with a bar while that lasts."""
    number = checksum(of, said.tables)
    found = _held(of, number, None)
    return found or _done(frame, of, number, Source(None, None, said))


def checksum(of: Context, tables: Mapping[str, pl.DataFrame]) -> str:
    """What names the content of these tables of the unit's month."""
    stated = {code: rows.to_dicts() for code, rows in sorted(tables.items())}
    told = json.dumps([of.unit_code, of.period_on.isoformat(), stated], ensure_ascii=False, default=str)
    return uploads.checksum(told.encode())


class Source(NamedTuple):
    """Where a report comes from: a file's name and bytes, or what was typed on screen."""

    file_name: str | None
    data: bytes | None
    typed: Typed | None

    def read(self) -> Reading:
        """The report as read."""
        if self.data is not None and self.file_name is not None:
            return intake.read(self.data, self.file_name)
        return intake.reading_of(self.typed.tables if self.typed else {})


def _held(of: Context, number: str, file_name: str | None) -> Work | None:
    """The work of the last run, if it is of this content and rests on what is known now."""
    work: Work | None = st.session_state.get(HELD)
    same = work is not None and work.known is of and (work.checksum, work.file_name) == (number, file_name)
    return work if same else None


def _done(frame: Frame, of: Context, number: str, source: Source) -> Work:
    steps = ("reading", "checking", "looking", "drawing")
    bar = st.progress(0.0, frame.say("report.step_reading"))

    def show(step: str) -> None:
        bar.progress(steps.index(step) / len(steps), frame.say(f"report.step_{step}"))

    try:
        show("reading")
        reading = source.read()
        show("checking")
        checked = intake.check(reading, of)
        show("looking")
        lights = intake.outlook(frame.store, acting.view(frame), checked, of)
        show("drawing")
    finally:
        bar.empty()
    rows = source.typed.rows if source.typed else {}
    lines = {row: line for row, (_, line) in rows.items()}
    work = Work(number, source.file_name, source.data, reading, of, checked, lights, lines)
    st.session_state[HELD] = work
    return work


def forget() -> None:
    """Let the next run begin without a report."""
    for name in (HELD, CONTEXT, CHECKED):
        st.session_state.pop(name, None)
