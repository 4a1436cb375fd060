"""What 示例市's treasury says of some projects: the same as owners, another figure, one side only, a total only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from portfolio.model import Entry, Event, FundingEntry, Record, TreasuryFigure, TreasuryList

Happening = tuple[Event, list[Record | Entry]]
DECEMBER, OCTOBER = date(2025, 12, 31), date(2026, 10, 31)
TAKEN_AT = datetime(2026, 11, 9, 16, 20)
EVERY, CASES = 7, ("agree", "differ", "agree", "one_source", "total", "differ", "agree", "total_below")
Purse = dict[str, Decimal]


def happenings(entries: Iterable[Entry]) -> list[Happening]:
    """The one list taken, given everything that owners told in the order in which it was sent."""
    funding = [one for one in entries if isinstance(one, FundingEntry) and one.currency == "CNY"]
    paid = {day: _held(funding, "paid_amount", day) for day in (DECEMBER, OCTOBER)}
    received = _held(funding, "received_amount", OCTOBER)
    projects = sorted(paid[DECEMBER].keys() & paid[OCTOBER].keys())[::EVERY]
    rows: list[Record | Entry] = []
    for place, project in enumerate(projects):
        case = CASES[place % len(CASES)]
        for day in (DECEMBER, OCTOBER):
            rows += _rows(case, project, day, paid[day][project])
    untold = sorted(project for project in received if project not in paid[OCTOBER])
    rows += [
        TreasuryFigure(project_id=project, source=source, told_on=OCTOBER, paid_amount=_tenth(amount * 6))
        for project in untold[:2]
        for source, amount in received[project].items()
    ]
    head = TreasuryList(file_name="示例市国库集中支付截至2026年10月末.xlsx")
    event = Event(kind="treasury_told", actor="示例市财政局审核员", at=TAKEN_AT, why="国库支付数据（虚构）")
    return [(event, [head, *rows])]


def _rows(case: str, project: str, day: date, paid: Purse) -> Iterator[TreasuryFigure]:
    total = sum(paid.values(), Decimal(0))
    if case in ("total", "total_below"):
        more = _tenth(total) / 5 if case == "total" else -_tenth(total) / 2
        amount = max(Decimal(0), total + more.quantize(Decimal(1)))
        yield TreasuryFigure(project_id=project, told_on=day, paid_amount=amount)
        return
    sources = list(paid)[:1] if case == "one_source" else list(paid)
    if case == "one_source" and day == OCTOBER and "city" not in paid:
        yield TreasuryFigure(project_id=project, source="city", told_on=day, paid_amount=_tenth(total))
    for source in sources:
        less = _tenth(paid[source]) / 2 if case == "differ" and day == OCTOBER else Decimal(0)
        amount = paid[source] - less.quantize(Decimal(1))
        yield TreasuryFigure(project_id=project, source=source, told_on=day, paid_amount=amount)


def _tenth(amount: Decimal) -> Decimal:
    return (amount / 10).quantize(Decimal(1))


def _held(funding: Iterable[FundingEntry], field: str, day: date) -> dict[str, Purse]:
    """By project and source what stood by that day."""
    standing: dict[str, Purse] = {}
    newest: dict[tuple[str, str], date] = {}
    for one in funding:
        amount: Decimal | None = getattr(one, field)
        key = one.project_id, one.source
        if amount is not None and newest.get(key, date.min) <= one.period_on <= day:
            newest[key] = one.period_on
            standing.setdefault(one.project_id, {})[one.source] = amount
    return standing
