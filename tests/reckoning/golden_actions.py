"""Worked examples of 督办事项: what is overdue, what was closed in time, and what stops the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from portfolio.model import ActionAnswer, ActionDecision, ActionItem, Attachment, View

from .actions import Standing
from .builders import Story, a_project, a_view, morning, story
from .ledger import Ledger
from .reported import milestone

OCT = date(2025, 10, 31)
GIVEN, DUE = date(2025, 10, 14), date(2025, 10, 31)
ASKED = date(2025, 11, 11)
Example = tuple[Ledger, View, dict[int, Standing]]
"""The ledger, the day, and how each item stands, by the number of the event that gave it."""
OWNER, REVIEWER = "甲", "乙"


def give(told: Story, due: date = DUE, day: date = GIVEN, **place: Any) -> int:
    """The number of an item given on that day, of 01-01 unless told otherwise."""
    item = ActionItem(
        what="完成征拆", responsible="示例单位", due_on=due, **(place or {"project_id": "01-01"})
    )
    return told.tell("action_given", morning(day), (item,), REVIEWER)


def answer(told: Story, number: int, day: date, *, paper: bool = False, report: int | None = None) -> int:
    """The number of an answer on that day, with a paper, or resting on that report's milestone."""
    row: dict[str, Any] = (
        {"project_id": "01-01", "submission_id": report, "entry": "milestone_entry", "part": "start"}
        if report
        else {}
    )
    proof = Attachment(project_id="01-01", file_name="照片.png", kind="png", size_bytes=1, sha256="0" * 64)
    said = ActionAnswer(action_id=number, said="已办", **row)
    return told.tell("action_answered", morning(day), (said, *([proof] if paper else [])), OWNER)


def decide(told: Story, number: int, verdict: Any, day: date, of: int | None = None) -> int:
    """The number of a reviewer's word on that day."""
    reason = None if verdict == "closed" else "材料不足"
    said = ActionDecision(action_id=number, answer_id=of, verdict=verdict, reason=reason)
    return told.tell("action_decided", morning(day), (said,), REVIEWER)


def nothing_said() -> Example:
    """Given on 14 October, due on the 31st, asked about on 11 November: 11 days late. One due on 30 November is open."""
    told = story(a_project())
    late, still = give(told), give(told, date(2025, 11, 30))
    standing = {late: Standing("overdue", 11, "silent", False), still: Standing("open", 0, "silent", False)}
    return told.ledger(), a_view(ASKED), standing


def kept_by_a_row() -> Example:
    """The start was reported on 25 October and the answer rests on it; the report was accepted on 5 November and the item
    closed on the 6th: the answer counts, so it was closed in time, though the word came six days after its day.
    """
    told = story(a_project())
    number = give(told)
    row = milestone(OCT, "start", done_on=date(2025, 10, 20))
    report = told.submit(OCT, row, at=morning(date(2025, 10, 25)))
    said = answer(told, number, date(2025, 10, 25), report=report)
    told.decide(report, "accepted", morning(date(2025, 11, 5)))
    decide(told, number, "closed", date(2025, 11, 6), said)
    return told.ledger(), a_view(ASKED), {number: Standing("closed", 0, None, True)}


def closed_late() -> Example:
    """Answered with a paper on 4 November, four days late, closed on the 10th: closed, 4 days late and no more."""
    told = story(a_project())
    number = give(told)
    said = answer(told, number, date(2025, 11, 4), paper=True)
    decide(told, number, "closed", date(2025, 11, 10), said)
    return told.ledger(), a_view(ASKED), {number: Standing("closed", 4, None, True)}


def words_alone_stop_nothing() -> Example:
    """Answered on 30 October without a proof: on 11 November 11 days late, though a word on it is awaited."""
    told = story(a_project())
    number = give(told)
    answer(told, number, date(2025, 10, 30))
    return told.ledger(), a_view(ASKED), {number: Standing("overdue", 11, "waits", False)}


def a_proof_that_waits_stops_the_clock() -> Example:
    """One answered with a paper on 30 October is open, since who reviews is slow and not who owes; sent back on
    5 November, a second one is 11 days late again. A third rests on a report that waits: open, and proved by nothing yet.
    """
    told = story(a_project())
    first, second, third = give(told), give(told), give(told)
    answer(told, first, date(2025, 10, 30), paper=True)
    said = answer(told, second, date(2025, 10, 30), paper=True)
    row = milestone(OCT, "start", done_on=date(2025, 10, 20))
    report = told.submit(OCT, row, at=morning(date(2025, 10, 30)))
    answer(told, third, date(2025, 10, 31), report=report)
    decide(told, second, "sent_back", date(2025, 11, 5), said)
    standing = {
        first: Standing("open", 0, "waits", True),
        second: Standing("overdue", 11, "sent_back", True),
        third: Standing("open", 0, "waits", False),
    }
    return told.ledger(), a_view(ASKED), standing


def answered_again() -> Example:
    """Sent back on 2 November, answered again with a paper on the 5th: 5 days late, and a word is awaited."""
    told = story(a_project())
    number = give(told)
    said = answer(told, number, date(2025, 10, 30))
    decide(told, number, "sent_back", date(2025, 11, 2), said)
    answer(told, number, date(2025, 11, 5), paper=True)
    return told.ledger(), a_view(ASKED), {number: Standing("overdue", 5, "waits", True)}


def dropped_and_a_county() -> Example:
    """A county's item was dropped on 1 November; asked about on 20 October, it and the one given on the 14th are open."""
    told = story(a_project())
    number = give(told, county_code="421221")
    decide(told, number, "dropped", date(2025, 11, 1))
    later = give(told, date(2025, 12, 1), date(2025, 11, 2))
    told_then = {number: Standing("open", 0, "silent", False)}
    assert later
    return told.ledger(), a_view(date(2025, 10, 20)), told_then


def a_report_taken_back() -> Example:
    """Closed on a row whose report was taken back afterwards: closed it stays, and says that nothing proves it."""
    told = story(a_project())
    number = give(told)
    row = milestone(OCT, "start", done_on=date(2025, 10, 20))
    report = told.submit(OCT, row, at=morning(date(2025, 10, 25)))
    told.decide(report, "accepted", morning(date(2025, 10, 26)))
    said = answer(told, number, date(2025, 10, 27), report=report)
    decide(told, number, "closed", date(2025, 10, 28), said)
    told.decide(report, "taken_back", morning(date(2025, 11, 3)))
    return told.ledger(), a_view(ASKED), {number: Standing("closed", 0, None, False)}


EXAMPLES: tuple[Callable[[], Example], ...] = (
    nothing_said,
    kept_by_a_row,
    closed_late,
    words_alone_stop_nothing,
    a_proof_that_waits_stops_the_clock,
    answered_again,
    dropped_and_a_county,
    a_report_taken_back,
)
