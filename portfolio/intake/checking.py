"""Checking a reading against what is known: all problems at once, and the entries of the rows without an error."""

from __future__ import annotations

from portfolio.intake.checked import Checked
from portfolio.intake.context import Context
from portfolio.intake.readings import Reading


def check(reading: Reading, context: Context, *, judge: bool = True) -> Checked:
    """All problems of the reading, and what would be stored of it; see Checked.

    `judge=False` leaves out what only the rules of the lights can say (payment against work, 自行推迟, the lights).
    """
    raise NotImplementedError
