"""The money of one made-up project: what each source gives when, what is paid, what is planned for a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from math import ceil
from random import Random

from portfolio.demo.course import Course
from portfolio.demo.days import REPORTED_MONTHS, month_of
from portfolio.demo.place import CITY, GIANT, UNNAMED, table

BONDS = ("special_bond", "general_bond")
TRANCHED = (
    "central_budget",
    "treasury_bond",
    "central_subsidy",
    "provincial",
    "lottery",
    "policy_instrument",
)
GOVERNMENT = (*BONDS, *TRANCHED, "city", "county")
QUARTERS = 4
"""Bonds and higher levels' money come in so many parts."""
SETTLED = 0.97
"""What the whole work comes to in the end, over the feasibility estimate."""
RATE = 7
"""Yuan of one dollar, for the made-up foreign loan."""


@dataclass(frozen=True)
class Source:
    """One source: its code, its currency, and its cumulative money by month."""

    code: str
    currency: str
    planned: int
    allocated: list[int] | None
    received: list[int]
    paid: list[int]


@cache
def mixes() -> dict[str, list[tuple[str, int, str]]]:
    """Mix to its sources, each with its share in a hundred and its currency."""
    by_project: dict[str, list[tuple[str, int, str]]] = {}
    for mix, source, share, currency in (
        table("mixes").select("mix", "source", "share", "currency").iter_rows()
    ):
        by_project.setdefault(mix, []).append((source, share, currency))
    return by_project


def rounded(amount: float) -> int:
    """The amount in whole hundreds of yuan."""
    return round(amount / 100) * 100


class Purse:
    """What a project costs and how it is paid, month by month."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.cost = course.listed.cost
        chance = course.listed.stream("money")
        self.known = chance.random() > 0.07 or course.listed.project_id == GIANT
        self.complete = chance.random() < 0.75
        self.gap = chance.choice((0, 0, 0, 0.05, 0.12))
        self.draw = chance.random()
        self._chance = chance

    @property
    def manner(self) -> str:
        """How the payments stand to the work: ahead, behind or even."""
        ways = self.course.character
        if self.draw < ways.ahead:
            return "ahead"
        return "behind" if self.draw > 1 - ways.behind else "even"

    @cached_property
    def work(self) -> list[int]:
        """The work done by the end of each month, in yuan."""
        return [rounded(self.cost * SETTLED * share) for share in self.course.shares]

    @cached_property
    def sources(self) -> list[Source]:
        """The project's sources with their money, in the order in which they are drawn on."""
        mix = mixes()[self.course.listed.mix]
        named = [(self._code(code), share, currency) for code, share, currency in mix]
        funded = self.cost * (1 - self.gap)
        planned = [rounded(funded * share / 100) for _, share, _ in named]
        received = [self._received(code, amount) for (code, *_), amount in zip(named, planned, strict=True)]
        paid = self._paid(planned, received, [code for code, *_ in named])
        money = zip(named, planned, received, paid, strict=True)
        return [
            self._source(code, currency, amount, got, spent)
            for (code, _, currency), amount, got, spent in money
        ]

    def _code(self, code: str) -> str:
        """A city-level project is paid by the city where others are by their county."""
        return "city" if code == "county" and self.course.listed.county_code in (CITY, UNNAMED) else code

    def _source(self, code: str, currency: str, planned: int, received: list[int], paid: list[int]) -> Source:
        """The source as reported; what is in dollars is told in dollars."""
        allocated = [*received[1:], received[-1]] if code in GOVERNMENT else None
        if currency == "CNY":
            return Source(code, currency, planned, allocated, received, paid)
        dollars = [[rounded(amount / RATE) for amount in line] for line in (received, paid)]
        return Source(code, currency, rounded(planned / RATE), None, *dollars)

    @property
    def idle(self) -> bool:
        """Whether bonds are issued long before the work can use them."""
        return self.course.listed.stream("idle").random() < self.course.character.idle

    def _received(self, code: str, planned: int) -> list[int]:
        first, months = month_of(self.course.actual["start"]), range(REPORTED_MONTHS + 1)
        if code in BONDS and self.idle:
            lump = first - self._chance.randint(-1, 5)
            return [rounded(planned * (0.7 * (m >= lump) + 0.3 * (m >= lump + 8))) for m in months]
        begin = first - self._chance.randint(0, 3)
        early = self._early(code)
        steps = QUARTERS if code in (*BONDS, *TRANCHED) else 12
        begun = [self.course.shares[m] + early if begin <= m < self.course.ended else 0.0 for m in months]
        given = [rounded(planned * min(1.0, ceil(share * steps) / steps)) for share in begun]
        return list(accumulate(given, max))

    def _early(self, code: str) -> float:
        """How far in front of the work the source's money comes."""
        early = (
            self._chance.uniform(0.06, 0.2)
            if code in (*BONDS, *TRANCHED)
            else self._chance.uniform(0.02, 0.1)
        )
        return early + {"ahead": 0.42, "behind": -0.02}.get(self.manner, 0.0)

    def _paid(self, planned: list[int], received: list[list[int]], named: list[str]) -> list[list[int]]:
        """What each source has paid: never less than before, never more than it received."""
        paid: list[list[int]] = [[] for _ in planned]
        for month in range(REPORTED_MONTHS + 1):
            left = self._wanted(month) - sum(line[-1] if line else 0 for line in paid)
            for source in self._order(named):
                before = paid[source][-1] if paid[source] else 0
                share = rounded(left * self._part(source, planned, named)) if month % 12 != 11 else left
                step = max(0, min(share, received[source][month] - before))
                paid[source].append(before + step)
                left -= step
        return paid

    def _order(self, named: list[str]) -> list[int]:
        """Idle bonds are drawn on last, everything else as listed."""
        return sorted(range(len(named)), key=lambda source: self._slow_bond(named[source]))

    def _slow_bond(self, code: str) -> bool:
        return code in BONDS and self.idle

    def _part(self, source: int, planned: list[int], named: list[str]) -> float:
        """How much of what is left to pay this source takes in one month."""
        if self._slow_bond(named[source]):
            return 0.2
        return 1.0 if source == len(planned) - 1 else min(0.95, planned[source] / (sum(planned) or 1) * 1.4)

    def _wanted(self, month: int) -> int:
        """What ought to be paid by the month's end, given the work and the project's manner."""
        work = self.work[month]
        if self.manner == "ahead":
            share = self.course.shares[month]
            early = self.cost * (0.3 if month >= month_of(self.course.actual["start"]) + 2 else 0)
            return rounded(min(self.cost * SETTLED, work + early * (1 - share) ** 0.4))
        level = 0.6 + 0.12 * self.even if self.manner == "behind" else self.even
        settled = 1.0 if month > month_of(self.course.actual["acceptance"]) + 6 else 0.0
        late = 0.3 * max(0.0, self.course.shares[month] - 0.85)
        return rounded(work * max(settled, min(0.97, level + late)))

    @cached_property
    def even(self) -> float:
        """The share of the work that a project without trouble has paid."""
        return Random(f"示例市/{self.course.listed.project_id}/even").uniform(0.84, 0.95)

    def year_plan(self, year: int) -> int:
        """The plan of a year in yuan: what will really be done, as far off as the county's plans are."""
        end = (year - 2020) * 12 - 1
        done = self.work[end] - (self.work[end - 12] if end >= 12 else 0)
        chance = self.course.listed.stream(f"plan/{year}")
        factor = chance.uniform(*self.course.character.plan)
        if self.course.listed.project_id == GIANT:
            factor = 0.82
        return round(done * factor / 10_000) * 10_000
