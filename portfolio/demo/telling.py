"""What is said of a project's milestones and obstacles, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from portfolio.demo.course import AFTER_COMPLETION, BEFORE_START, Course, first_month_of
from portfolio.demo.days import REPORTED_MONTHS, end_of, month_of, moved, period_end
from portfolio.demo.place import rows

Said = dict[str, object]
"""The fields of one entry, without project, month and cell."""
REASONS = ("land", "funding", "approval", "design_change", "tender", "contractor", "weather", "other")
NOTICE = 25
"""Days behind plan from which a project says that it will be late."""


def milestones(course: Course) -> dict[int, list[Said]]:
    """Month to what is said of milestones in it."""
    statements: dict[int, list[Said]] = defaultdict(list)
    chance = course.listed.stream("telling")
    first = first_month_of(course)
    for milestone in course.planned:
        bare = course.fate == "bare"
        if not bare and milestone not in course.stated:
            _state(statements, course, milestone, first, chance)
        if not bare:
            _announce(statements, course, milestone, chance)
        if not bare or milestone == "completion":
            _finish(statements, course, milestone, chance)
    return statements


def _state(
    statements: dict[int, list[Said]], course: Course, milestone: str, first: int, chance: Random
) -> None:
    """The due day in the first report; once in a while with the wrong year, which a reviewer mends."""
    day, precision = course.planned[milestone], course.precision[milestone]
    slip_of_pen = chance.random() < 0.006
    wrong = period_end(moved(day, 365), precision)
    statements[first].append(
        {"milestone": milestone, "due_on": wrong if slip_of_pen else day, "due_precision": precision}
    )
    if slip_of_pen:
        mended = {"milestone": milestone, "due_on": day, "due_precision": precision, "correction": True}
        statements[first + 1].append(mended)


def _announce(statements: dict[int, list[Said]], course: Course, milestone: str, chance: Random) -> None:
    """How a delay is told: rescheduled with approval, silently, as a forecast, or not at all."""
    late = (course.actual[milestone] - course.planned[milestone]).days
    manner = chance.choices(("approved", "silent", "forecast", "none"), (26, 18, 38, 18))[0]
    month = month_of(moved(course.planned[milestone], -chance.choice((10, 45, 90, 150))))
    month = max(first_month_of(course) + 1, month)
    if late < NOTICE or manner == "none" or month >= course.ended:
        return
    reason = _reason(course, chance)
    begun: Said = {"milestone": milestone, "reason": reason}
    if manner == "approved":
        approved = begun | _approval(course, milestone, month, chance)
        for turn, said in _handed_in(course, milestone, month, approved):
            statements[turn].append(said)
    else:
        later = moved(course.actual[milestone], chance.randint(-30, 25))
        field = "due_on" if manner == "silent" else "forecast_on"
        statements[month].append(begun | {field: later})
        if (
            manner == "forecast"
            and _still_open(course, milestone, month + 2)
            and _news(course, milestone) < 0.2
        ):
            statements[month + 2].append({"milestone": milestone, "word": "on_schedule"})


def _news(course: Course, milestone: str) -> float:
    return course.listed.stream(f"news {milestone}").random()


def _still_open(course: Course, milestone: str, month: int) -> bool:
    """Whether the project still reports in that month, and the milestone is not done by then."""
    return month < min(course.ended, REPORTED_MONTHS, month_of(course.actual[milestone]))


def _handed_in(course: Course, milestone: str, month: int, approved: Said) -> Iterator[tuple[int, Said]]:
    """When an approval is handed in: at once, months later (补报), twice, before an older one, or given late."""
    chance, late_month = _news(course, milestone), month_of(course.planned[milestone]) + 2
    if chance < 0.06 and _still_open(course, milestone, month + 3):
        yield month + 3, approved
        return
    if chance > 0.85 and _still_open(course, milestone, late_month):
        yield (
            late_month,
            approved | {"approved_on": _within(late_month, course.listed.stream("late approvals"))},
        )
        return
    yield month, approved
    if 0.15 <= chance < 0.3 and _still_open(course, milestone, month + 1):
        yield month + 1, approved
    if 0.3 <= chance < 0.37 and _still_open(course, milestone, month + 1):
        older = moved(course.planned[milestone], 45)
        day = moved(end_of(month - 2), -3)
        number = f"示发改〔{day.year}〕{course.listed.stream('older').randint(11, 398)}号（虚构）"
        yield (
            month + 1,
            approved | {"due_on": period_end(older, "month"), "approval": number, "approved_on": day},
        )


def _approval(course: Course, milestone: str, month: int, chance: Random) -> Said:
    """A new due day with the number and day of the document that allows it."""
    new = period_end(moved(course.actual[milestone], chance.randint(-20, 35)), "month")
    number = f"示发改〔{end_of(month).year}〕{chance.randint(11, 398)}号（虚构）"
    day = end_of(month).replace(day=10 + chance.randint(4, 26) * 16 // 26)
    return {"due_on": new, "due_precision": "month", "approval": number, "approved_on": day}


def _finish(statements: dict[int, list[Said]], course: Course, milestone: str, chance: Random) -> None:
    """The day it was done, unless the project ended before or the line was left out (漏填)."""
    day = course.actual[milestone]
    left_out = milestone in BEFORE_START and chance.random() < 0.06
    month = month_of(day)
    overdue_account = milestone == "final_account" and chance.random() < 0.35
    if left_out or overdue_account or not 0 <= month < min(course.ended, REPORTED_MONTHS):
        if month < first_month_of(course) and not left_out:
            statements[first_month_of(course)].append({"milestone": milestone, "done_on": day})
        return
    coarse = milestone in AFTER_COMPLETION and chance.random() < 0.1
    said: Said = {"milestone": milestone, "done_on": period_end(day, "month") if coarse else day}
    said["done_precision"] = "month" if coarse else "day"
    statements[max(month, first_month_of(course))].append(said)


def _reason(course: Course, chance: Random) -> str:
    weights = (18, 22, 14, 9, 8, 14, 8, 3)
    if course.planned["start"].year < 2023 and chance.random() < 0.4:
        return "epidemic"
    return chance.choices(REASONS, weights)[0]


def obstacles(course: Course) -> dict[int, list[Said]]:
    """Month to what is said of obstacles in it: opened when a delay shows, cleared when it is over."""
    statements: dict[int, list[Said]] = defaultdict(list)
    chance = course.listed.stream("obstacles")
    for number, milestone in enumerate(("start", "main_structure", "completion"), start=1):
        late = (course.actual[milestone] - course.planned[milestone]).days
        month = max(first_month_of(course) + 1, month_of(course.planned[milestone]) - chance.randint(0, 2))
        if late > 45 and month < course.ended and chance.random() < 0.7:
            statements[month].append(_opened(str(number), course, month, late, chance))
            over = month_of(course.actual[milestone])
            if over < min(course.ended, REPORTED_MONTHS):
                statements[over].append({"obstacle": str(number), "cleared_on": _within(over, chance)})
    return statements


def _opened(number: str, course: Course, month: int, late: int, chance: Random) -> Said:
    reason = _reason(course, chance)
    row = next(row for row in rows("obstacles") if row["reason"] == reason)
    return {
        "obstacle": number,
        "reason": reason,
        "what": row["what"],
        "remedy": row["remedy"],
        "responsible": course.listed.owner_unit,
        "due_on": moved(end_of(month), late * chance.uniform(0.3, 0.8)),
    }


def _within(month: int, chance: Random) -> date:
    return end_of(month).replace(day=chance.randint(3, 27))


def evidence_months(course: Course) -> Iterator[int]:
    """The months about which a public page might tell: the start and the completion that have happened."""
    for milestone in ("start", "completion"):
        month = month_of(course.actual[milestone])
        if 0 <= month < min(course.ended, REPORTED_MONTHS):
            yield month
