"""A month made final (定稿): what was shown of it is kept as files, so that nothing that comes later changes it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from portfolio.model.events import Record
from portfolio.model.fields import PeriodOn

FinalKind = Literal["flash", "final"]
"""December has a 快报 (flash) before its 定稿 (final); every other month has 定稿 alone."""


class FinalMonth(Record):
    """One month as it was made final: the day asked about, the newest event known, the how manieth of its kind, why again.

    `known_event` None: all that was stored before this event.
    """

    table = "final_month"

    period_on: PeriodOn
    kind: FinalKind
    number: int
    as_of: date
    known_event: int | None = None
    reason: str | None = None


class FinalFrame(Record):
    """One frame of that day as it is kept: its name (of a yearly one with the year), its file's bytes and checksum."""

    table = "final_frame"

    name: str
    year: int | None = None
    size_bytes: int
    sha256: str
