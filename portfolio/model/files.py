"""What is kept of a file that a bureau took: its name and checksum, and what was answered about its heads."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from portfolio.model.events import Record

Words = Annotated[str, Field(min_length=1)]


class TakenFile(Record):
    """The file that an event's rows came in; `unit` is how many yuan 1 stood for, None where the file itself says so."""

    table = "taken_file"

    file_name: str
    file_sha256: str
    unit: int | None = None


class HeadChoice(Record):
    """What a head of a file means, as somebody said when it was taken: `kind` of file, head, and a column's code or `-`.

    Words that stand for codes are kept alike, under a kind of their own (`library.county`); blank stands for no word.
    """

    table = "head_choice"

    kind: Words
    heading: str
    meaning: Words
