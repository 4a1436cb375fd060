"""停缓建, 复工 and 调出 as 示例市 decided them: under a made-up document, some days after an owner's report said so.

Of the projects whose owners call them stopped the last one has no document: its stage does nothing, and it waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Literal

from portfolio.model import Entry, Event, ProjectChange, Record, StatusEntry

Happening = tuple[Event, list[Record | Entry]]
Change = Literal["suspended", "resumed", "withdrawn"]
DECIDER = "示例市财政局审核员"
BODY = "示例市人民政府"
LEAVING, LEFT_AT = "02-03-04", datetime(2026, 11, 12, 9, 30)
AFTER = timedelta(days=12, hours=2)
LAST_AT = datetime(2026, 11, 19, 18)
"""The latest moment of a decision: the evening before the demonstration's last day."""
WHY: dict[Change, str] = {
    "suspended": "资金未落实，暂缓建设（虚构）",
    "resumed": "资金已落实，恢复施工（虚构）",
    "withdrawn": "用地条件变化，不再实施（虚构）",
}


def changes(sent: Iterable[tuple[datetime, Entry]]) -> list[Happening]:
    """The changes, given everything that owners told with when it was sent, in that order."""
    stands: dict[str, str] = {}
    decided: list[tuple[datetime, Change, StatusEntry]] = []
    for at, entry in sent:
        if not isinstance(entry, StatusEntry) or at + AFTER > LAST_AT:
            continue
        change = _change(stands.get(entry.project_id), str(entry.stage))
        stands[entry.project_id] = str(entry.stage)
        if change is not None:
            decided.append((at, change, entry))
    undecided = max((one.project_id for _, change, one in decided if change == "suspended"), default=None)
    published = [one for one in decided if one[2].project_id != undecided]
    return [*(_decided(number, *one) for number, one in enumerate(published, start=1)), _left()]


def _left() -> Happening:
    """One project that goes in the year itself, with money received and not paid: its owner had not said so."""
    change = ProjectChange(
        project_id=LEAVING,
        change="withdrawn",
        effective_on=date(2026, 10, 31),
        document_number="示例政函〔2026〕31号",
        body=BODY,
        reason=WHY["withdrawn"],
    )
    return Event(kind="project_changed", actor=DECIDER, at=LEFT_AT, why=WHY["withdrawn"]), [change]


def _change(before: str | None, now: str) -> Change | None:
    """What the city decides where the stage goes from the one to the other; None where there is nothing to decide."""
    if now == before:
        return None
    if now == "suspended":
        return "suspended"
    if now == "withdrawn":
        return "withdrawn"
    return "resumed" if before == "suspended" else None


def _decided(number: int, sent_at: datetime, change: Change, entry: StatusEntry) -> Happening:
    decision = ProjectChange(
        project_id=entry.project_id,
        change=change,
        effective_on=entry.period_on,
        document_number=f"示例政函〔{entry.period_on.year}〕{number}号",
        body=BODY,
        reason=WHY[change],
    )
    event = Event(kind="project_changed", actor=DECIDER, at=sent_at + AFTER, why=WHY[change])
    return event, [decision]
