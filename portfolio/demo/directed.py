"""督办事项 of 示例市: eight given at two meetings; kept, closed late, sent back, waiting, open, overdue and dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portfolio.demo.mending import paper
from portfolio.model import (
    ActionAnswer,
    ActionDecision,
    ActionItem,
    ActionVerdict,
    Entry,
    Event,
    ProgressEntry,
    Record,
)

Happening = tuple[Event, list[Record | Entry]]
REVIEWER, CLOSER = "示例市财政局审核员", "示例市发展和改革委员会审核员"
OCTOBER, NOVEMBER = ("10月份调度会（虚构）", date(2026, 10, 14)), ("11月份调度会（虚构）", date(2026, 11, 13))
BY_ROW = 0
"""In the place of a report's number: the first one since the item was given that tells of the project's work."""


@dataclass(frozen=True)
class Told:
    """An item, and what came of it: answered when, in which words, on what; decided when and how."""

    place: str
    what: str
    who: str
    due_on: date
    meeting: tuple[str, date] = OCTOBER
    unit: str | None = None
    answered_at: datetime | None = None
    said: str = ""
    proof: str = ""
    decided_at: datetime | None = None
    verdict: ActionVerdict | None = None
    why: str | None = None


ITEMS = (
    Told(
        place="02-01-01",
        what="完成剩余用地签约并交地，恢复主体施工",
        who="示例县甲教育局",
        due_on=date(2026, 11, 10),
        answered_at=datetime(2026, 11, 9, 10),
        said="用地已交付，主体恢复施工，完成投资见10月月报（虚构）",
        proof="row",
        decided_at=datetime(2026, 11, 11, 9, 30),
        verdict="closed",
    ),
    Told(
        place="09-02-03",
        what="修订评标办法并重新发布招标公告",
        who="示例县丙应急管理局",
        due_on=date(2026, 10, 31),
        answered_at=datetime(2026, 11, 3, 15),
        said="公告已于11月2日重新发布（虚构）",
        proof="paper",
        decided_at=datetime(2026, 11, 6, 10),
        verdict="closed",
    ),
    Told(
        place="04-01-05",
        what="落实缺口资金，办结开工手续",
        who="示例县戊卫生健康局",
        due_on=date(2026, 10, 31),
        answered_at=datetime(2026, 10, 30, 16),
        said="正在抓紧办理（虚构）",
        decided_at=datetime(2026, 11, 2, 9),
        verdict="sent_back",
        why="没有附资金下达文件和施工许可证，请补充（虚构）",
    ),
    Told("02-01-03", "明确管线迁改时限并书面报市调度办", "示例县丙教育局", date(2026, 11, 30)),
    Told(
        place="08-02-03",
        what="重新报批变更后的设计",
        who="示例县丙民政局",
        due_on=date(2026, 11, 20),
        answered_at=datetime(2026, 11, 18, 11),
        said="设计变更批复已取得（虚构）",
        proof="paper",
    ),
    Told("990005", "补齐6月以来未报送的月报", "示例县戊发展和改革局", date(2026, 11, 15), unit="D05"),
    Told(
        place="03-03-02",
        what="约谈施工单位，增加班组",
        who="示例县乙人力资源和社会保障局",
        due_on=date(2026, 11, 30),
        decided_at=datetime(2026, 11, 5, 9),
        verdict="dropped",
        why="并入县专班统一调度（虚构）",
    ),
    Told("09-20", "备齐竣工验收资料，申请验收", "示例市应急管理局", date(2026, 11, 30), meeting=NOVEMBER),
)


def happenings() -> list[Happening]:
    """The events, each item, answer and decision naming the one before it by its place, below zero: see `numbered`."""
    return sorted(
        (happened for place, told in enumerate(ITEMS, start=1) for happened in _of(place, told)),
        key=lambda one: one[0].at,
    )


def _of(place: int, told: Told) -> list[Happening]:
    county = told.unit is not None
    name, held = told.meeting
    item = ActionItem(
        project_id=None if county else told.place,
        county_code=told.place if county else None,
        unit_code=told.unit,
        what=told.what,
        responsible=told.who,
        due_on=told.due_on,
        meeting=name,
        meeting_on=held,
    )
    at = datetime(held.year, held.month, held.day, 16, place)
    found: list[Happening] = [(Event(kind="action_given", actor=REVIEWER, at=at), [item])]
    if told.answered_at is not None:
        row: dict[str, Any] = {"project_id": told.place, "submission_id": BY_ROW, "entry": "progress_entry"}
        said = ActionAnswer(action_id=-place, said=told.said, **(row if told.proof == "row" else {}))
        papers = [paper(told.place)] if told.proof == "paper" else []
        event = Event(kind="action_answered", actor=f"{told.who}填报员", at=told.answered_at)
        found.append((event, [said, *papers]))
    if told.decided_at is not None and told.verdict is not None:
        answer = None if told.answered_at is None else -place
        word = ActionDecision(action_id=-place, answer_id=answer, verdict=told.verdict, reason=told.why)
        found.append((Event(kind="action_decided", actor=CLOSER, at=told.decided_at), [word]))
    return found


def numbered(told: Sequence[Happening], first: int) -> list[Happening]:
    """All happenings, numbered from `first`, with items, answers and reports that these name by their numbers."""
    places = {told.what: -place for place, told in enumerate(ITEMS, start=1)}
    items: dict[int, int] = {}
    answers: dict[int, int] = {}
    found = []
    for number, (event, records) in enumerate(told, start=first):
        new: list[Record | Entry] = []
        for one in records:
            if isinstance(one, ActionItem):
                items[places[one.what]] = number
            elif isinstance(one, ActionAnswer):
                answers[one.action_id] = number
                one = one.model_copy(update=_rests_on(one, told, first, items[one.action_id]))  # noqa: PLW2901
            elif isinstance(one, ActionDecision):
                known = {"action_id": items[one.action_id]}
                known |= {} if one.answer_id is None else {"answer_id": answers[one.answer_id]}
                one = one.model_copy(update=known)  # noqa: PLW2901
            new.append(one)
        found.append((event, new))
    return found


def _rests_on(answer: ActionAnswer, told: Sequence[Happening], first: int, item: int) -> dict[str, int]:
    if answer.submission_id is None:
        return {"action_id": item}
    report = next(
        number
        for number, (_, records) in enumerate(told, start=first)
        if number > item
        and any(isinstance(one, ProgressEntry) and one.project_id == answer.project_id for one in records)
    )
    return {"action_id": item, "submission_id": report}
