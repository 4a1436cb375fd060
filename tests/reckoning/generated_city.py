"""What a generated portfolio's city decides: lists of the year's plan, and changes of projects."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from portfolio.model import Project

from .generated_changes import Changing, changes
from .generated_plans import Listing, lists
from .generated_treasury import Ledgering, ledgers


@st.composite
def decisions(draw: st.DrawFn, as_of: date, projects: list[Project]) -> list[Listing | Changing | Ledgering]:
    """Lists, 停缓建, 复工 and 调出, and the treasury's figures, in no order."""
    return [
        *draw(lists(as_of, projects)),
        *draw(changes(as_of, projects)),
        *draw(ledgers(as_of, projects)),
    ]
