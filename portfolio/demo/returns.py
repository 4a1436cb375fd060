"""What a project's owner puts into the workbook each month: only what changed since the last report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain

from portfolio.demo import telling
from portfolio.demo.catalogue import MONEY_GROUP
from portfolio.demo.course import Course, first_month_of, last_month_of
from portfolio.demo.days import end_of, month_of
from portfolio.demo.purse import BONDS, SETTLED, Purse, Source, rounded
from portfolio.model import (
    Entry,
    FundingEntry,
    InvestmentEntry,
    MilestoneEntry,
    ObstacleEntry,
    PlanEntry,
    ProgressEntry,
    StatusEntry,
    YearEndBaseEntry,
)

SHEETS: dict[type[Entry], tuple[str, str]] = {
    StatusEntry: ("基本情况", "E"),
    InvestmentEntry: ("基本情况", "G"),
    PlanEntry: ("进度", "D"),
    ProgressEntry: ("进度", "F"),
    FundingEntry: ("资金", "E"),
    MilestoneEntry: ("节点", "D"),
    ObstacleEntry: ("问题", "D"),
    YearEndBaseEntry: ("进度", "I"),
}
"""The sheet and column of the workbook in which each kind of entry stands."""
TAKEN_BACK = 66
"""The month, July 2026, in which money that lay idle was taken back."""
ASKED_IN = 9
"""The month of a year, October, with whose report owners say what they expect of the year."""


YEAR_END = date(2025, 12, 31)
BASE_TOLD, BASE_UNTOLD = "07-04-01", "05-07-04"
"""Two projects without a report of that December: one tells later what stood then (截至上年末累计), one never does."""
ADVANCED = {("01-06", "central_budget", 32): 6_176_800}
"""Of a project, source and month what had been received when more was paid: 垫付, until the next month's money."""
BUDGETED = {"05-05-04": 1.15, "09-25": 0.9}
"""What the design budget of two projects was of their cost: one far above its estimate, one below what was then spent."""


@dataclass
class Owner:
    """One project's reporting: what it knows, and what it has told so far."""

    course: Course
    row_number: int
    told: dict[object, object] = field(default_factory=dict)
    since: int = -1

    def __post_init__(self) -> None:
        self.purse = Purse(self.course)
        self.milestones = telling.milestones(self.course)
        self.obstacles = telling.obstacles(self.course)
        self.money = self.course.listed.parent_id != MONEY_GROUP

    def months(self) -> list[int]:
        """The months for which the project sends anything; fewer after its completion, none where it never reports."""
        if self.course.fate == "untold":
            return []
        finished = month_of(self.course.actual["completion"]) + 4
        span = range(first_month_of(self.course), last_month_of(self.course) + 1)
        return [m for m in span if m < finished or m % 3 == 2 or self._says_something(m)]

    def _says_something(self, month: int) -> bool:
        return bool(self.milestones.get(month) or self.obstacles.get(month))

    def report(self, month: int) -> list[Entry]:
        """The entries of the month: what changed since the month reported before it."""
        made = [self._entry(kind, month, said) for kind, said in self._said(month)]
        self.since = month
        return made

    def _entry(self, kind: type[Entry], month: int, said: telling.Said) -> Entry:
        sheet, column = SHEETS[kind]
        place = {"sheet": sheet, "row_number": self.row_number, "cell": f"{column}{self.row_number}"}
        return kind(project_id=self.course.listed.project_id, period_on=end_of(month), **place, **said)

    def _said(self, month: int) -> Iterator[tuple[type[Entry], telling.Said]]:
        yield StatusEntry, {"stage": self._stage(month)}
        yield from self._investment(month)
        if self.money:
            yield from self._plan(month)
            yield from self._funding(month)
        yield from self._progress(month)
        if self.course.listed.project_id == BASE_TOLD and month > month_of(YEAR_END) > self.since:
            yield from self._year_end(month_of(YEAR_END))
        for kind, statements in ((MilestoneEntry, self.milestones), (ObstacleEntry, self.obstacles)):
            yield from ((kind, said) for said in self._since(statements, month))

    def _since(self, statements: dict[int, list[telling.Said]], month: int) -> Iterator[telling.Said]:
        return chain.from_iterable(statements.get(m, []) for m in range(self.since + 1, month + 1))

    def _stage(self, month: int) -> str:
        course, day = self.course, end_of(month)
        if month >= course.ended:
            return "withdrawn" if course.fate == "withdrawn" else "suspended"
        if month in course.halts:
            return "suspended"
        if day >= course.actual["completion"]:
            return "completed"
        if day >= course.actual["start"]:
            return "new_start" if day.year == course.actual["start"].year else "continuing"
        return "preparation" if day >= course.actual["approval"] else "reserve"

    def _news(self, key: object, value: object) -> bool:
        """Whether the value differs from what was told last; then it is told now."""
        if self.told.get(key) == value:
            return False
        self.told[key] = value
        return True

    def _investment(self, month: int) -> Iterator[tuple[type[Entry], telling.Said]]:
        basis = self._basis(month)
        if self.purse.known and self.money and basis and self._news("basis", basis):
            budget = BUDGETED.get(self.course.listed.project_id, 1.02)
            factor = {"planning": 0.92, "feasibility": 1.0, "preliminary": budget, "final_account": SETTLED}[
                basis
            ]
            document = (
                None
                if basis == "planning"
                else f"示发改审批〔{end_of(month).year}〕{self._document()}号（虚构）"
            )
            amount = Decimal(rounded(self.purse.cost * factor))
            yield InvestmentEntry, {"amount": amount, "basis": basis, "document_number": document}

    def _basis(self, month: int) -> str | None:
        day, actual = end_of(month), self.course.actual
        if month >= self.course.ended:
            return None
        if any(
            said.get("milestone") == "final_account" and said.get("done_on") for said in self._done(month)
        ):
            return "final_account"
        if self.purse.draw > 0.4 and day >= actual["preliminary_design"]:
            return "preliminary"
        return "feasibility" if day >= actual["feasibility"] else "planning"

    def _done(self, month: int) -> Iterator[telling.Said]:
        return chain.from_iterable(said for m, said in self.milestones.items() if m <= month)

    def _document(self) -> int:
        return 20 + int(self.purse.draw * 300)

    def _plan(self, month: int) -> Iterator[tuple[type[Entry], telling.Said]]:
        year = end_of(month).year
        planned = self.purse.year_plan(year)
        if self.course.fate == "bare" or planned < 100_000 or month >= self.course.ended:
            return
        if self._news(("year", year), year):
            self.told["plan", year] = planned
            yield PlanEntry, {"year": year, "planned_amount": Decimal(planned)}
        chance = self.course.listed.stream(f"revised/{year}")
        if month % 12 >= 6 and chance.random() < 0.15 and self._news(("revised", year), year):
            revised = round(planned * chance.uniform(0.75, 0.98) / 10_000) * 10_000
            yield PlanEntry, {"year": year, "planned_amount": Decimal(revised), "reason": "年中调整投资计划"}
        if month % 12 == ASKED_IN:
            yield PlanEntry, {"year": year, "year_forecast_amount": Decimal(self._expected(month))}

    def _expected(self, month: int) -> int:
        """What the owner expects of the year: about what will be done, never less than what is done already."""
        before = self.purse.work[month - ASKED_IN - 1] if month > ASKED_IN else 0
        done, ahead = self._work(month) - before, self.purse.work[month - ASKED_IN + 11] - before
        hope = self.course.listed.stream(f"expected/{month}").uniform(0.97, 1.1)
        return max(done, rounded(ahead * hope))

    def _funding(self, month: int) -> Iterator[tuple[type[Entry], telling.Said]]:
        if end_of(month) < self.course.actual["feasibility"]:
            return
        for source in self.purse.sources:
            if source.currency != "CNY" and month < month_of(self.course.actual["start"]):
                continue
            advanced = ADVANCED.get((self.course.listed.project_id, source.code, month))
            received = self._received(source, month) if advanced is None else advanced
            word = self._word(source, received, advanced is not None)
            now = {
                "planned_amount": source.planned if self.purse.known else None,
                "allocated_amount": source.allocated[month] if source.allocated else None,
                "received_amount": received,
                "paid_amount": source.paid[month] if self._tells_payments(source) else None,
                "plan_complete": self.purse.complete,
            }
            news = {k: v for k, v in now.items() if v is not None and self._news((source.code, k), v)}
            if news:
                amounts = {k: v if isinstance(v, bool) else Decimal(v) for k, v in news.items()}
                yield (
                    FundingEntry,
                    {"source": source.code, "currency": source.currency, "word": word, **amounts},
                )

    def _word(self, source: Source, received: int, advanced: bool) -> str | None:
        """垫付 where it was advanced, 收回 where less has been received than was told before."""
        before = self.told.get((source.code, "received_amount"))
        if advanced:
            return "advance"
        return "recovered" if isinstance(before, int) and received < before else None

    def _received(self, source: Source, month: int) -> int:
        """What has come in; of some idle bonds a fifth was taken back in July 2026."""
        given, spent = source.received[month], source.paid[month]
        taken_back = month >= TAKEN_BACK and self.purse.idle and source.code in BONDS
        return max(spent, rounded(given * 0.8)) if taken_back and self._seldom("taken back", 0.3) else given

    def _tells_payments(self, source: Source) -> bool:
        """Whether the owner tells what the source has paid: a few never do for bonds."""
        return not (source.code in BONDS and self._seldom("payments untold", 0.06))

    def _seldom(self, what: str, share: float) -> bool:
        return self.course.listed.stream(what).random() < share

    def _progress(self, month: int) -> Iterator[tuple[type[Entry], telling.Said]]:
        share = self.course.shares[month]
        if month < month_of(self.course.actual["start"]):
            return
        said: telling.Said = {"physical_share": self._physical(share)}
        if self.money:
            said["work_done_amount"] = Decimal(self._work(month))
            if self.purse.draw > 0.15:
                said["in_statistics_amount"] = Decimal(rounded(self.purse.work[max(0, month - 1)] * 0.96))
        yield ProgressEntry, said

    def _year_end(self, month: int) -> Iterator[tuple[type[Entry], telling.Said]]:
        """What stood at the end of that December, told with the first report after it."""
        yield YearEndBaseEntry, {"year_end_on": YEAR_END, "work_done_amount": Decimal(self._work(month))}
        for source in self.purse.sources:
            amounts = {"received_amount": source.received[month], "paid_amount": source.paid[month]}
            if source.allocated:
                amounts["allocated_amount"] = source.allocated[month]
            amounts_said = {name: Decimal(amount) for name, amount in amounts.items()}
            yield (
                YearEndBaseEntry,
                {"year_end_on": YEAR_END, "source": source.code, "currency": source.currency, **amounts_said},
            )

    def _physical(self, share: float) -> Decimal:
        bent = share ** (0.9 + 0.2 * self.purse.draw)
        return Decimal(f"{min(1.0, bent):.4f}")

    def _work(self, month: int) -> int:
        """The work done; told too high once in some projects, and mended by the next report."""
        chance = self.course.listed.stream("overstated")
        begin, finish = month_of(self.course.actual["start"]), month_of(self.course.actual["completion"])
        overstated = (
            chance.random() < 0.08 and month == chance.randint(begin, max(begin, finish)) and month % 12 != 11
        )
        return rounded(self.purse.work[month] * (1.09 if overstated else 1.0))
