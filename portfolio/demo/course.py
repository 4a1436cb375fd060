"""How one made-up project really goes: what was planned, what happens, where it stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Literal

from portfolio.demo.catalogue import MONEY_GROUP, Listed
from portfolio.demo.days import REPORTED_MONTHS, SIMULATED_MONTHS, month_of, moved, period_end
from portfolio.demo.place import CHARACTERS, GIANT, TELLERS, Character

Fate = Literal["usual", "halted", "resumed", "withdrawn", "bare", "untold"]
START_YEARS = {2021: 9, 2022: 11, 2023: 13, 2024: 22, 2025: 26, 2026: 14, 2027: 5}
"""In which year how many of a hundred projects are planned to start."""
BEFORE_START = {"approval": -330, "feasibility": -240, "preliminary_design": -150, "tender": -35}
AFTER_COMPLETION = {"acceptance": 90, "in_use": 130, "final_account": 400}
SEASON = (0.5, 0.3, 0.9, 1.1, 1.2, 1.1, 1.0, 1.0, 1.2, 1.3, 1.2, 1.1)
"""How much is built in each month of the year: little in the frost and around the Spring Festival."""
STANDSTILL = 7
"""Months that a suspended project rests."""


@dataclass(frozen=True)
class Course:
    """One project's true course: `planned` and `actual` day of every milestone, and what befalls it."""

    listed: Listed
    fate: Fate
    planned: dict[str, date]
    actual: dict[str, date]
    precision: dict[str, str]
    halts: range
    """The months in which the work rests; empty for most."""
    stated: tuple[str, ...]
    """The milestones whose day the plan document itself states, so that reports do not state it again."""

    @property
    def character(self) -> Character:
        """The ways of the project's county."""
        return CHARACTERS[self.listed.county_code]

    @property
    def cost_in_ten_thousands(self) -> float:
        """What the project costs, in 万元."""
        return self.listed.cost / 10_000

    @cached_property
    def shares(self) -> list[float]:
        """The share of the work done by the end of each simulated month."""
        first, last = month_of(self.actual["start"]), month_of(self.actual["completion"])
        length = max(1, last - first)
        weights = [_weight(month, first, length) for month in range(SIMULATED_MONTHS)]
        resting = [0.0 if month in self.halts else weight for month, weight in enumerate(weights)]
        total = sum(weights if self.fate == "halted" else resting) or 1.0
        return [min(1.0, done / total) for done in accumulate(resting)]

    @cached_property
    def ended(self) -> int:
        """The month from which the project is given up or at rest for good; past the last report for most."""
        if self.fate == "withdrawn":
            return max(6, min(REPORTED_MONTHS - 3, month_of(self.planned["start"]) - 2))
        return self.halts.start if self.fate == "halted" else SIMULATED_MONTHS


def _weight(month: int, first: int, length: int) -> float:
    """How much of the work falls into the month: slow at both ends and by the season."""
    if not first <= month <= first + length:
        return 0.0
    place = (month - first) / length
    return (0.35 + 4 * place * (1 - place)) * SEASON[month % 12]


def course(listed: Listed) -> Course:
    """The course of a project, the same every time."""
    chance = listed.stream("course")
    fate = _fate(listed, chance)
    start, months = _span(listed, chance)
    planned = _milestones(start, moved(start, months * 30.4))
    actual = _actual(planned, CHARACTERS[listed.county_code], chance)
    halts = _halts(fate, actual, chance)
    if fate == "resumed":
        actual = {name: _after_rest(name, day) for name, day in actual.items()}
    precision = {name: chance.choice(_precisions(name)) for name in planned}
    stated = _stated(listed, fate)
    precision |= {name: listed.stream("coarse").choice(("half", "year")) for name in stated}
    planned = {name: period_end(day, precision[name]) for name, day in planned.items()}
    return Course(listed, fate, planned, actual, precision, halts, stated)


def _stated(listed: Listed, fate: Fate) -> tuple[str, ...]:
    often = 0.8 if fate == "untold" else 0.2
    return ("completion",) if listed.stream("plan states").random() < often else ()


def _fate(listed: Listed, chance: Random) -> Fate:
    draw = chance.random()
    if listed.project_id in (GIANT, MONEY_GROUP, *TELLERS):
        return "usual"
    if chance.random() < CHARACTERS[listed.county_code].untold:
        return "untold"
    for fate, bound in (("halted", 0.035), ("resumed", 0.085), ("withdrawn", 0.11), ("bare", 0.15)):
        if draw < bound:
            return fate  # type: ignore[return-value]
    return "usual"


def _span(listed: Listed, chance: Random) -> tuple[date, float]:
    """The planned start and the months to build."""
    if listed.project_id == GIANT:
        return date(2023, 9, 15), 46
    if listed.project_id == MONEY_GROUP:
        return date(2023, 6, 10), 50
    years, weights = zip(*START_YEARS.items(), strict=True)
    year = chance.choices(years, weights)[0]
    start = date(year, chance.choices(range(1, 13), SEASON)[0], chance.randint(3, 28))
    size = (listed.cost / 10_000_000) ** 0.35
    return start, chance.uniform(0.8, 1.3) * (9 + 8 * size)


def _milestones(start: date, completion: date) -> dict[str, date]:
    middle = moved(start, (completion - start).days * 0.55)
    before = {name: moved(start, days) for name, days in BEFORE_START.items()}
    after = {name: moved(completion, days) for name, days in AFTER_COMPLETION.items()}
    return before | {"start": start, "main_structure": middle, "completion": completion} | after


def _actual(planned: dict[str, date], ways: Character, chance: Random) -> dict[str, date]:
    """What becomes of the plan: a late start carries everything behind it, slow work adds to it."""
    late_start = max(-15.0, chance.gauss(ways.slip * 380, 12 + ways.slip * 250))
    stretch = max(0.96, chance.gauss(1 + ways.slip, 0.02 + ways.slip * 0.4))
    start, completion = planned["start"], planned["completion"]
    real_start = moved(start, late_start)
    real_completion = moved(real_start, (completion - start).days * stretch)
    real = _milestones(real_start, real_completion)
    for name, days in BEFORE_START.items():
        real[name] = moved(start, days + late_start * (1 + days / 400) + chance.uniform(-12, 3))
    for name in AFTER_COMPLETION:
        real[name] = moved(real[name], chance.uniform(-25, 10) + ways.slip * chance.uniform(0, 400))
    return real


def _halts(fate: Fate, actual: dict[str, date], chance: Random) -> range:
    if fate not in ("halted", "resumed"):
        return range(0)
    first, last = month_of(actual["start"]), month_of(actual["completion"])
    begin = first + max(2, round((last - first) * chance.uniform(0.2, 0.6)))
    return range(begin, SIMULATED_MONTHS if fate == "halted" else begin + STANDSTILL)


def _after_rest(name: str, day: date) -> date:
    """The day behind the rest: what follows the start comes so much later."""
    follows = name in ("main_structure", "completion", *AFTER_COMPLETION)
    return moved(day, STANDSTILL * 30.4) if follows else day


def _precisions(milestone: str) -> tuple[str, ...]:
    if milestone in ("start", "completion"):
        return ("day", "day", "day", "month", "quarter", "half")
    return (
        ("day", "day", "month", "quarter")
        if milestone in AFTER_COMPLETION
        else ("day", "day", "day", "month")
    )


def last_month_of(course: Course) -> int:
    """The last month in which the project still reports: a while after its final account, or after it is given up."""
    if course.fate in ("halted", "withdrawn"):
        return min(REPORTED_MONTHS - 1, course.ended + 14)
    return min(REPORTED_MONTHS - 1, month_of(course.actual["final_account"]) + 2)


def first_month_of(course: Course) -> int:
    """The first month in which the project reports: when its approval is being prepared, or in reserve before that."""
    prepared = month_of(course.planned["approval"]) - 2
    return max(0, min(prepared, course.listed.stream("enters").randint(2, 26)))
