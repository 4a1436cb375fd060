"""Lines that tell what was decided: 计划下达, 更正, and 停缓建, 复工, 调出."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from portfolio import codes
from portfolio.model import Entry, Submission
from tests.reckoning.builders import Story, morning
from tests.reckoning.generated_corrections import spelled

from .telling import KEYS, LINES, Teller, Told, field_of, telling
from .values import CLEARED, UnreadableError, day, money, month


@telling("计划下达", "plan_list")
def plan_list(told: Told, words: Sequence[str]) -> None:
    """计划下达 2025-01-20 01-01=1000 01-02=500: the city takes a list of the year's plan, or an adjustment (调整)."""
    issued_on, adjusted = day(words[0]), "调整" in words
    rows = [
        (issued_on.year, money(amount), project)
        for project, _, amount in (one.partition("=") for one in words[1:] if one != "调整")
    ]
    kind = "adjusted" if adjusted else "initial"
    at = morning(day(words[0]))
    told.at(at, lambda told: told.plan_list(issued_on, *rows, kind=kind))  # type: ignore[arg-type]


@telling("更正", "correction")
def correction(told: Told, words: Sequence[str]) -> None:
    """更正 2025-08-10 2025-06 01-01 完成70: proposed on that day and accepted an hour later."""
    on, period_on, project, word = day(words[0]), month(words[1]), words[2], words[3]
    table, key, column, value = field_of(word, period_on)
    told.at(morning(day(words[0])), partial(_correct, on, period_on, project, (table, key, column, value)))


def _correct(on: date, period_on: date, project: str, said: tuple[str, Any, str, Any], told: Story) -> None:
    """Mend the newest report of the month that says anything of the field."""
    table, key, column, value = said
    column = {"due": "due_on", "done": "done_on"}.get(column, column)
    for number, place, entry in reversed(_entries(told, period_on, table)):
        stated = getattr(entry, column)
        of_key = table not in KEYS or getattr(entry, KEYS[table]) == key
        if entry.project_id == project and of_key and stated is not None:
            right = None if value == CLEARED else value[0] if isinstance(value, tuple) else value
            said_right = None if right is None else spelled(column, right)
            mended = (number, place, spelled(column, stated))
            told.correct(on, entry.table, column, said_right, mended, project=project)
            return
    raise UnreadableError(f"{project}在{period_on:%Y-%m}的月报没有填报“{column}”，无可更正")


def _entries(told: Story, period_on: date, table: str) -> list[tuple[int, int, Entry]]:
    """The report's number, the place among its kind, and the row, of every report of the month."""
    found: list[tuple[int, int, Entry]] = []
    for one in told.events:
        if any(isinstance(record, Submission) and record.period_on == period_on for record in one.records):
            rows = [row for row in one.records if isinstance(row, Entry) and row.table == f"{table}_entry"]
            found += [(one.event_id, place, row) for place, row in enumerate(rows)]
    return found


def _change(kind: Any, told: Told, words: Sequence[str]) -> None:
    """停缓建 2025-05-31 01-01: decided by the city under a document, from that day on."""
    on = day(words[0])
    told.at(morning(on), lambda told: told.change(kind, on, words[1]))


LINES.update({label: partial(_change, kind) for kind, label in codes.labels("project_change", "zh").items()})
READING: dict[str, Teller] = LINES
"""First word of every line that tells anything to what reads the rest: those of telling.py and of this file."""
