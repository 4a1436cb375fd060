"""By which bond issue and on which day the money of bonds was allocated to each project, as the finance bureau lists it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from portfolio.demo.course import Course
from portfolio.demo.days import REPORTED_MONTHS, end_of
from portfolio.demo.purse import BONDS, Purse, Source
from portfolio.model import AllocationBatch, Entry, Event, Record

LAST_YEAR = end_of(REPORTED_MONTHS - 1).year
LISTED = 0.8
"""The share of projects whose issues the bureau has listed."""
KIND = {"special_bond": "专项债券", "general_bond": "一般债券"}


def happenings(courses: Sequence[Course]) -> list[tuple[Event, list[Record | Entry]]]:
    """The events by which all batches were taken: a year's in the January after it, the last year's in November."""
    records: dict[int, list[Record | Entry]] = defaultdict(list)
    for course in courses:
        if course.fate != "untold" and course.listed.stream("batches").random() < LISTED:
            for batch in (one for source in Purse(course).sources for one in _issues(course, source)):
                records[batch.issued_on.year].append(batch)
    return [(_event(year), records[year]) for year in sorted(records)]


def _event(year: int) -> Event:
    at = datetime(year + 1, 1, 8, 15) if year < LAST_YEAR else datetime(year, 11, 9, 15)
    return Event(kind="batches_taken", actor="示例市财政局", at=at, why=f"{year}年政府债券下达批次（虚构）")


def _issues(course: Course, source: Source) -> list[AllocationBatch]:
    """An issue for each month in which more was allocated than before; they make up all that was ever received."""
    if source.code not in BONDS or source.allocated is None:
        return []
    months = zip(range(REPORTED_MONTHS + 1), pairwise([0, *source.allocated]), strict=False)
    return [
        AllocationBatch(
            project_id=course.listed.project_id,
            source=source.code,
            document_number=f"示例市{end_of(month).year}年第{month % 12 + 1}批{KIND[source.code]}（虚构）",
            issued_on=end_of(month).replace(day=18),
            amount=Decimal(now - before),
        )
        for month, (before, now) in months
        if now > before
    ]
