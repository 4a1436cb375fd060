"""The plans of the last two years as 示例市 issued them: a list at each year's start, and an adjustment in autumn.

What owners tell first is what the list says. Of what they cut in summer every second one stands in the adjustment; the
others stay proposals (拟报计划，未下达).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from portfolio.model import Entry, Event, ListedPlan, PlanEntry, PlanList, Record

Happening = tuple[Event, list[Record | Entry]]
YEARS = (2025, 2026)
TAKER = "示例市财政局审核员"
ADJUSTED_AT = datetime(2026, 10, 20, 10, 12)
TOLD_BY = date(2026, 9, 30)
"""What owners told by then could be taken up by the adjustment."""


def lists(entries: Iterable[Entry]) -> list[Happening]:
    """The lists as they were taken, given everything that owners told in the order in which it was sent."""
    first: dict[tuple[str, int], PlanEntry] = {}
    cut: dict[tuple[str, int], PlanEntry] = {}
    for entry in entries:
        if not isinstance(entry, PlanEntry) or entry.planned_amount is None or entry.year not in YEARS:
            continue
        key = (entry.project_id, entry.year)
        list_of_year = first if key not in first else cut
        list_of_year[key] = entry
    lists_made = [
        _list(
            "initial",
            f"示例发改投资〔{year}〕8号",
            date(year, 1, 20),
            datetime(year, 1, 22, 15, 40),
            [one for (_, of), one in sorted(first.items()) if of == year],
        )
        for year in YEARS
    ]
    taken_up = [
        one for (_, year), one in sorted(cut.items()) if year == YEARS[-1] and one.period_on <= TOLD_BY
    ]
    adjusted = _list("adjusted", "示例发改投资〔2026〕57号", date(2026, 10, 15), ADJUSTED_AT, taken_up[::2])
    return [*lists_made, adjusted]


def _list(
    kind: Literal["initial", "adjusted"], number: str, issued_on: date, at: datetime, rows: list[PlanEntry]
) -> Happening:
    name = "年度计划调整" if kind == "adjusted" else "年度计划"
    head = PlanList(
        kind=kind,
        document_number=number,
        issued_on=issued_on,
        file_name=f"示例市{issued_on.year}年政府投资{name}.xlsx",
    )
    listed = [
        ListedPlan(
            project_id=one.project_id,
            year=one.year,
            planned_amount=one.planned_amount,
            sheet=name,
            row_number=row,
            cell=f"D{row}",
        )
        for row, one in enumerate(rows, start=4)
    ]
    return Event(kind="plan_listed", actor=TAKER, at=at), [head, *listed]
