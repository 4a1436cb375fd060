"""Worked examples of corrected approvals: the day moved to, the approval's own day, an approval that was none.

A story's first two events are the edition and the thresholds: its first report is event 3.
"""

from __future__ import annotations

from datetime import date

from .builders import a_project, a_view, stated, story
from .example import Example, Told, milestone_is
from .reported import milestone

MAR, AUGUST = date(2025, 3, 31), date(2025, 8, 31)
JULY_8 = date(2025, 7, 8)
MENDED_ON, DAYS = date(2025, 7, 6), "milestone_entry"
SLIP, MEANT = date(2052, 6, 30), date(2025, 6, 30)
FIRST = 3


def approved_day_mistyped() -> Example:
    """The approval of 20 March moved 2025-03-31 to 2025-06-30; typed 2052-06-30: slip 30 + 31 + 30 = 91, 8 days late."""
    told = story(a_project(milestones=(stated("completion", MAR),)))
    told.report(
        MAR, milestone(MAR, "completion", due_on=SLIP, approval="批1号", approved_on=date(2025, 3, 20))
    )
    told.correct(MENDED_ON, DAYS, "due_on", "2025-06-30", (FIRST, 0, "2052-06-30"))
    row: Told = {
        "original_due_on": MAR,
        "due_on": MEANT,
        "slip_days": 91,
        "late_days": 8,
        "approved_count": 1,
    }
    return told.ledger(), a_view(JULY_8), milestone_is("completion", row)


def approval_of_another_year() -> Example:
    """An approval dated 2026-03-20 for 2025-03-20: once mended its due day 2025-08-31 is in force, slip 153.

    31 March to 31 August: 30 + 31 + 30 + 31 + 31 = 153.
    """
    told = story(a_project(milestones=(stated("completion", MAR),)))
    told.report(
        MAR, milestone(MAR, "completion", due_on=AUGUST, approval="批1号", approved_on=date(2026, 3, 20))
    )
    told.correct(MENDED_ON, DAYS, "approved_on", "2025-03-20", (FIRST, 0, "2026-03-20"))
    row: Told = {"due_on": AUGUST, "slip_days": 153, "late_days": 0, "approved_count": 1}
    return told.ledger(), a_view(JULY_8), milestone_is("completion", row)


def _no_approval(field: str, stated_there: str) -> Example:
    told = story(a_project(milestones=(stated("completion", MAR),)))
    told.report(
        MAR, milestone(MAR, "completion", due_on=AUGUST, approval="批1号", approved_on=date(2025, 3, 20))
    )
    told.correct(MENDED_ON, DAYS, field, None, (FIRST, 0, stated_there))
    row: Told = {"due_on": MAR, "slip_days": 0, "late_days": 99, "approved_count": 0, "forecast_on": AUGUST}
    return told.ledger(), a_view(JULY_8), milestone_is("completion", row)


def number_of_no_approval() -> Example:
    """The number belonged to another project: without it there is no approval, and 2025-08-31 is only the forecast.

    Late from 31 March to 8 July: 30 + 31 + 30 + 8 = 99 days.
    """
    return _no_approval("approval", "批1号")


def day_of_no_approval() -> Example:
    """The same with the approval's day taken away: number and day go together."""
    return _no_approval("approved_on", "2025-03-20")


EXAMPLES = (approved_day_mistyped, approval_of_another_year, number_of_no_approval, day_of_no_approval)
