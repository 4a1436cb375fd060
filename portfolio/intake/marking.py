"""The file as it was sent, with every faulty cell marked and a sheet that lists all problems."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.codes import Language
from portfolio.intake.readings import Reading
from portfolio.model import Problem


def marked(
    data: bytes, file_name: str, reading: Reading, problems: Sequence[Problem], language: Language
) -> bytes:
    """The bytes of an xlsx: the same workbook with its cells marked; what is no workbook becomes one from the reading."""
    raise NotImplementedError
