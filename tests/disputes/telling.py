"""Lines that tell what happened: 项目, 月报, 规则, 版本.

A new kind of line is one function under `telling`; what was decided stands in deciding.py.
A new column of a report is one line of FIELDS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from portfolio import codes
from portfolio.model import (
    Entry,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    PlanEntry,
    ProgressEntry,
    Project,
    StatusEntry,
)
from tests.reckoning.builders import Story, a_project, an_edition, morning, source, stated, story
from tests.reckoning.ledger import Ledger

from .values import (
    CLEARED,
    UnreadableError,
    code,
    county,
    day,
    money,
    month,
    number,
    numbers,
    percent,
    stated_day,
    yes,
)

DEFAULT_SOURCE = "county"
"""The source of money of which the line does not say where it comes from: 县级财政资金."""


@dataclass
class Told:
    """What a case told so far: the library it begins with, and what happened, each at its moment."""

    projects: dict[str, Project] = field(default_factory=dict)
    happenings: list[tuple[datetime, Callable[[Story], object]]] = field(default_factory=list)
    edition: dict[str, Project] | None = None
    """The library that the 项目 lines fill now, if not the first."""

    def at(self, moment: datetime, tell: Callable[[Story], object]) -> None:
        """Let something happen."""
        self.happenings.append((moment, tell))

    def ledger(self) -> Ledger:
        """Everything in the order of its moments."""
        told = story(*self.projects.values())
        for _, tell in sorted(self.happenings, key=lambda one: one[0]):
            tell(told)
        return told.ledger()


Teller = Callable[[Told, Sequence[str]], None]
LINES: dict[str, Teller] = {}
"""First word of a line to what reads the rest."""


def telling(*words: str) -> Callable[[Teller], Teller]:
    """Let lines that begin with one of the words be read by the function."""

    def register(reads: Teller) -> Teller:
        LINES.update(dict.fromkeys(words, reads))
        return reads

    return register


@telling("项目", "project")
def project(told: Told, words: Sequence[str]) -> None:
    """项目 01-01 甲县 投资5000 县级财政资金3000 开工时限2025-03 完工时限2025-12-31 上级01-00 服务类."""
    facts: dict[str, Any] = {"milestones": (), "funding": ()}
    for word in words[1:]:
        _fact(facts, word)
    rows = told.projects if told.edition is None else told.edition
    for continued in facts.get("predecessor_ids", ()):
        rows.pop(continued, None)
    for name in numbers(words[0]):
        rows[name] = a_project(name, **facts)


def _fact(facts: dict[str, Any], word: str) -> None:
    """Add one word about a project of the library."""
    kinds = {"项目组": "group", "服务类": "service"}
    if word in kinds:
        facts["kind"] = kinds[word]
    elif word.startswith("上级"):
        facts["parent_id"] = word.removeprefix("上级")
    elif word.startswith("承接"):
        facts["predecessor_ids"] = (*facts.get("predecessor_ids", ()), word.removeprefix("承接"))
    elif word.startswith("类别"):
        facts["category"] = code("category", word.removeprefix("类别"))
    elif word.startswith("投资"):
        facts["investment"] = money(word.removeprefix("投资"))
    elif key := starts(word, "source"):
        facts["funding"] += (source(key[0], None if not key[1] else money(key[1])),)
    elif key := starts(word, "milestone"):
        on, precision = stated_day(key[1].removeprefix("时限"))
        due = key[1].startswith("时限")
        facts["milestones"] += (stated(key[0], on if due else None, None if due else on, precision),)
    else:
        facts["county_code"] = None if county(word) == "000000" else county(word)


def starts(word: str, name: str) -> tuple[str, str] | None:
    """The code whose label the word begins with, the longest, and the rest of the word."""
    labels = {label: found for found, label in codes.labels(name, "zh").items()}
    fitting = [label for label in labels if word.startswith(label)]
    return (labels[max(fitting, key=len)], word[len(max(fitting, key=len)) :]) if fitting else None


@telling("版本", "edition")
def edition(told: Told, words: Sequence[str]) -> None:
    """版本 2025-06-10 自2025-07-01: the library is taken anew that day; 项目 lines below it add rows or state them anew."""
    rows = dict(told.edition if told.edition is not None else told.projects)
    told.edition, name = rows, f"edition of {words[0]}"
    at, begins_on = morning(day(words[0])), None if len(words) < 2 else day(words[1].removeprefix("自"))
    told.at(at, lambda told: told.tell("edition_taken", at, (an_edition(name, begins_on), *rows.values())))


@telling("规则", "rule")
def rule(told: Told, words: Sequence[str]) -> None:
    """规则 county_known_share 0.6 2025-07-01: the number of a rule from a day on."""
    name, value, on = code("threshold", words[0]), str(number(words[1])), day(words[2])
    told.at(morning(on), lambda told: told.threshold(on, name, value, on))


Field = tuple[str, str, Callable[[str], Any]]
FIELDS: dict[str, Field] = {
    "计划": ("plan", "planned_amount", money),
    "完成": ("progress", "work_done_amount", money),
    "形象": ("progress", "physical_share", percent),
    "入统": ("progress", "in_statistics_amount", money),
    "筹措": ("funding", "planned_amount", money),
    "下达": ("funding", "allocated_amount", money),
    "到位": ("funding", "received_amount", money),
    "支付": ("funding", "paid_amount", money),
    "资金列全": ("funding", "plan_complete", yes),
    "阶段": ("status", "stage", lambda text: code("stage", text)),
    "投资": ("investment", "amount", money),
    "时限": ("milestone", "due", stated_day),
    "预计": ("milestone", "forecast_on", day),
    "实际": ("milestone", "done", stated_day),
    "原因": ("reason", "reason", lambda text: code("reason", text)),
    "批准": ("approval", "approved_on", day),
}
"""A word of a 月报 line: the table that it goes to, the column, how its value reads."""
ENTRIES: dict[str, Callable[..., Entry]] = {
    "plan": PlanEntry,
    "progress": ProgressEntry,
    "funding": FundingEntry,
    "status": StatusEntry,
    "investment": lambda **told: InvestmentEntry(basis="feasibility", **told),
    "milestone": MilestoneEntry,
}
KEYS = {"plan": "year", "funding": "source", "milestone": "milestone"}
"""The column that tells the rows of a table apart: its word stands before the field (2026年计划, 完工时限)."""


@telling("月报", "report")
def report(told: Told, words: Sequence[str]) -> None:
    """月报 2025-06 01-01 计划1000 完成600 到位500 支付300 完工时限2025-12-31 批准2025-06-20 通过2025-07-05.

    Sent on the third day of the next month and accepted on the fifth, unless 报送, 通过, 退回 or 未审 says otherwise.
    """
    period_on = month(words[0])
    sent, decided, fields = _decision(period_on, words[2:])
    entries = [entry for name in numbers(words[1]) for entry in entries_of(name, period_on, fields)]
    sent_as: list[int] = []
    told.at(sent, lambda told: sent_as.append(told.submit(period_on, *entries, at=sent)))
    for verdict, moment in decided:
        told.at(moment, lambda told, v=verdict, m=moment: told.decide(sent_as[0], v, m))  # type: ignore[misc]


def _decision(
    period_on: date, words: Sequence[str]
) -> tuple[datetime, list[tuple[Any, datetime]], list[str]]:
    """When the report is sent, what is decided about it and when, and the words that are left."""
    sent, decided, left = morning(period_on + timedelta(days=3)), [], []
    verdicts = {"通过": "accepted", "退回": "returned", "撤回": "withdrawn"}
    pending = "未审" in words
    for word in words:
        verdict = next((one for one in verdicts if re.match(rf"{one}\d", word)), None)
        if verdict:
            decided.append((verdicts[verdict], morning(day(word.removeprefix(verdict)))))
        elif re.match(r"报送\d", word):
            sent = morning(day(word.removeprefix("报送")))
        elif word != "未审":
            left.append(word)
    usual = [] if pending else [("accepted", max(sent, morning(period_on + timedelta(days=5))))]
    return sent, decided or usual, left


def entries_of(name: str, period_on: date, words: Iterable[str]) -> list[Entry]:
    """The entries of one project in one month."""
    rows: dict[tuple[str, Any], dict[str, Any]] = {}
    extra: dict[str, Any] = {}
    for word in words:
        table, key, column, value = field_of(word, period_on)
        if table in ("approval", "reason"):
            extra |= {"approval": "批1号"} if table == "approval" else {}
            extra[column] = value
            continue
        row = rows.setdefault((table, key), {KEYS[table]: key} if table in KEYS else {})
        row |= _columns(column, value)
    for (table, _), row in rows.items():
        moved = table == "milestone" and {"due_on", "forecast_on"} & row.keys()
        row |= {one: value for one, value in extra.items() if moved and (one == "reason" or "due_on" in row)}
    return [ENTRIES[table](project_id=name, period_on=period_on, **row) for (table, _), row in rows.items()]


def _columns(column: str, value: Any) -> dict[str, Any]:
    """The columns of an entry that one word fills."""
    if value == CLEARED:
        return {"cleared": (column,)}
    if column in ("due", "done"):
        return {f"{column}_on": value[0], f"{column}_precision": value[1]}
    return {column: value}


def field_of(word: str, period_on: date) -> tuple[str, Any, str, Any]:
    """Table, key, column and value that a word of a report tells."""
    key: Any = None
    if year := re.match(r"(\d{4})年", word):
        key, word = int(year[1]), word[5:]
    elif found := starts(word, "source") or starts(word, "milestone"):
        key, word = found
        word = f"实际{word}" if re.match(r"\d|清空", word) else word
    fitting = [one for one in FIELDS if word.startswith(one)]
    if not fitting:
        raise UnreadableError(f"不认识“{word}”；可用：{'、'.join(FIELDS)}")
    name = max(fitting, key=len)
    table, column, reads = FIELDS[name]
    text = word.removeprefix(name).lstrip("=：")
    defaults = {"plan": period_on.year, "funding": DEFAULT_SOURCE}
    return table, key or defaults.get(table), column, CLEARED if text == CLEARED else reads(text)
