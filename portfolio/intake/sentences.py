"""Problems, changes and lights in the reader's words."""

from __future__ import annotations

from collections.abc import Mapping

from portfolio.codes import Language
from portfolio.model import Problem


def sentence(problem: Problem, language: Language) -> str:
    """What is wrong and what to do next; where it stands (sheet and cell) is for the caller to put beside it."""
    raise NotImplementedError


def change_text(change: Mapping[str, object], side: str, language: Language) -> str:
    """The `old` or `new` value of a row of Checked.changes as people read it: 万元, %, dates, labels."""
    raise NotImplementedError


def turn_back(row: Mapping[str, object], language: Language) -> str:
    """What would turn the light of a row of `outlook` back or clear it."""
    raise NotImplementedError
