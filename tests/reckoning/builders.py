"""Builders of library rows and ledgers, with everything that a story does not speak of left blank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal, Self

from portfolio.model import (
    AllocationBatch,
    Correction,
    CorrectionDecision,
    Decision,
    Edition,
    Entry,
    Event,
    ListedPlan,
    MendedStatement,
    PlanList,
    Project,
    ProjectChange,
    Record,
    Setting,
    Submission,
    Threshold,
    TreasuryFigure,
    TreasuryList,
    View,
)
from portfolio.model.project import Evidence, StatedFunding, StatedMilestone

from .ledger import Ledger, LedgerEvent

Amount = int | str | Decimal | None
Verdict = Literal["accepted", "returned", "withdrawn", "taken_back"]

Mended = tuple[int, int, str]
"""A statement that a correction mends: the report's number, the row's place among its kind, what it says."""

Planned = tuple[int, int] | tuple[int, int, str]
"""A row of a list of the year's plan: the year, the amount, and the project unless it is 01-01."""

FOUNDED_AT = datetime(2024, 9, 1, 9, 0)
FOREVER = datetime(2027, 1, 1, 9, 0)
DEFAULT_THRESHOLDS = {
    "late_red_days": "90",
    "warning_days": "60",
    "pacing_yellow_share": "0.10",
    "pacing_red_share": "0.30",
    "payment_floor_share": "0.30",
    "payment_margin_share": "0.10",
    "payment_low_share": "0.80",
    "idle_months": "12",
    "unpaid_months": "6",
    "county_minimum_count": "3",
    "county_known_share": "0.80",
    "report_close_days": "10",
    "estimate_over_share": "0.10",
}


def exact(amount: Amount) -> Decimal | None:
    """The amount as a decimal; a blank stays blank."""
    return None if amount is None else Decimal(amount)


def a_project(project_id: str = "01-01", **told: Any) -> Project:
    """A library row with the facts told and everything else unknown."""
    amount = exact(told.pop("investment", None))
    qualifier = told.pop("qualifier", None if amount is None else "exact")
    blank: dict[str, Any] = {
        "project_id": project_id,
        "project_code": None,
        "parent_id": None,
        "kind": "project",
        "name": f"项目{project_id}",
        "county_code": "421221",
        "box": 1,
        "item": 1,
        "service_area": "health",
        "category": "hospital",
        "programme": None,
        "construction_type": None,
        "owner_unit": None,
        "planned_investment_amount": amount,
        "planned_investment_qualifier": qualifier,
        "stated_in": "专栏1 第1条",
        "note": None,
    }
    return Project(**(blank | told))


def stated(
    milestone: str,
    due_on: date | None = None,
    done_on: date | None = None,
    precision: Any = "day",
    evidence_no: int | None = None,
) -> StatedMilestone:
    """A milestone as the plan states it, or a page if `evidence_no` names one."""
    return StatedMilestone(
        milestone=milestone,
        label=None,
        due_on=due_on,
        due_precision=None if due_on is None else precision,
        done_on=done_on,
        done_precision=None if done_on is None else precision,
        evidence_no=evidence_no,
    )


def source(name: str, amount: Amount = None, currency: str = "CNY") -> StatedFunding:
    """A funding source as the plan states it."""
    return StatedFunding(source=name, amount=exact(amount), currency=currency, note=None)


def page(
    evidence_no: int,
    published_on: date | None,
    held_on: date | None = None,
    url: str | None = "https://example.org/1",
) -> Evidence:
    """A public page about a project."""
    return Evidence(
        evidence_no=evidence_no,
        kind="progress",
        label=None,
        value=None,
        unit=None,
        funding=None,
        held_on=held_on,
        precision=None if held_on is None else "day",
        published_on=published_on,
        title=None,
        url=url,
        confidence="high",
        note=None,
    )


def an_edition(edition_id: str = "first", effective_on: date | None = None) -> Edition:
    """A taking of a library, of which only the name and the day from which it counts matter here."""
    return Edition(
        edition_id=edition_id,
        title="示例规划",
        title_en="Example plan",
        document_number=None,
        issuer=None,
        issuer_en=None,
        published_on=None,
        city_code="421200",
        city_name="示例市",
        city_name_en="Example City",
        horizon_from=date(2021, 1, 1),
        horizon_to=date(2025, 12, 31),
        source_note=None,
        digest=edition_id,
        effective_on=effective_on,
    )


def default_thresholds() -> tuple[Threshold, ...]:
    """The thresholds as they stand from the beginning."""
    return tuple(
        Threshold(name=name, value=Decimal(value), effective_on=date(2021, 1, 1))
        for name, value in DEFAULT_THRESHOLDS.items()
    )


def a_view(as_of: date, known_at: datetime = FOREVER, **filters: Any) -> View:
    """A view of the day with all that was ever accepted, unless told otherwise."""
    return View(as_of=as_of, known_at=known_at, **filters)


def morning(day: date) -> datetime:
    """Ten o'clock of the day."""
    return datetime.combine(day, time(10, 0))


@dataclass
class Story:
    """A ledger in the making: events get their numbers in the order in which they are told."""

    events: list[LedgerEvent] = field(default_factory=list)

    def tell(self, kind: Any, at: datetime, records: Iterable[Any], by: str = "示例") -> int:
        """The number of the event appended; one told with an earlier moment than the last one gets that one's."""
        at = max(at, self.events[-1].event.at) if self.events else at
        event = Event(kind=kind, actor=by, at=at)
        self.events.append(LedgerEvent(len(self.events) + 1, event, tuple(records)))
        return len(self.events)

    def submit(self, period_on: date, *entries: Entry, at: datetime | None = None) -> int:
        """The number of a submission, sent on the third day after its month unless told otherwise."""
        at = at or morning(period_on + timedelta(days=3))
        return self.tell("report_submitted", at, (Submission(period_on=period_on), *entries))

    def decide(self, submission_id: int, verdict: Verdict, at: datetime, *projects: str) -> int:
        """The number of a decision about a submission, or about these projects of it."""
        told = {"submission_id": submission_id, "verdict": verdict}
        decided = (Decision(**told, project_id=name) for name in projects or (None,))
        return self.tell("report_decided", at, decided)

    def report(self, period_on: date, *entries: Entry) -> Self:
        """The story, with a submission accepted on the fifth day after its month."""
        number = self.submit(period_on, *entries)
        self.decide(number, "accepted", morning(period_on + timedelta(days=5)))
        return self

    def propose(
        self, at: datetime, entry: str, field: str, value: str | None, *mended: Mended, **told: Any
    ) -> int:
        """The number of a proposed correction of these statements."""
        project = told.pop("project", "01-01")
        correction = Correction(
            project_id=project, entry=entry, field=field, value=value, reason="笔误", **told
        )
        statements = (
            MendedStatement(submission_id=who, place=place, stated=said) for who, place, said in mended
        )
        return self.tell("correction_proposed", at, (correction, *statements))

    def judge(self, correction_id: int, verdict: Any, at: datetime) -> int:
        """The number of a decision about a correction."""
        decision = CorrectionDecision(correction_id=correction_id, verdict=verdict)
        return self.tell("correction_decided", at, (decision,))

    def correct(
        self, day: date, entry: str, field: str, value: str | None, *mended: Mended, **told: Any
    ) -> Self:
        """The story, with a correction proposed on that day and accepted an hour later."""
        number = self.propose(morning(day), entry, field, value, *mended, **told)
        self.judge(number, "accepted", morning(day) + timedelta(hours=1))
        return self

    def plan_list(self, issued_on: date, *rows: Planned, taken: date | None = None, **told: Any) -> Self:
        """The story, with a list of the year's plan taken on its document's day unless told otherwise.

        A row is a year and an amount of 01-01, or a year, an amount and a project.
        """
        kind = told.pop("kind", "initial")
        head = PlanList(kind=kind, document_number=told.pop("number", "发改〔1〕号"), issued_on=issued_on)
        listed = (
            ListedPlan(project_id=project, year=year, planned_amount=Decimal(amount))
            for year, amount, project in ((*row, "01-01")[:3] for row in rows)
        )
        self.tell("plan_listed", morning(taken or issued_on), (head, *listed))
        return self

    def change(self, kind: Any, day: date, project: str = "01-01", at: date | None = None) -> Self:
        """The story, with 停缓建, 复工 or 调出 decided under a document from that day on, and stored on it."""
        told = {"effective_on": day, "document_number": "批〔1〕号", "body": "市政府", "reason": "资金未落实"}
        self.tell(
            "project_changed", morning(at or day), (ProjectChange(project_id=project, change=kind, **told),)
        )
        return self

    def threshold(self, at: date, name: str, value: str, effective_on: date) -> Self:
        """The story, with a threshold set."""
        told = Threshold(name=name, value=Decimal(value), effective_on=effective_on)
        self.tell("threshold_set", morning(at), (told,))
        return self

    def setting(self, at: datetime, name: str, value: str) -> Self:
        """The story, with a choice of the city."""
        self.tell("setting_changed", at, (Setting(name=name, value=value),))
        return self

    def edition(
        self, taken_on: date, effective_on: date | None, *projects: Project, told: Iterable[Record] = ()
    ) -> Self:
        """The story, with another edition taken; `told` are the choices and opening figures."""
        edition = an_edition(f"edition-{len(self.events)}", effective_on)
        self.tell("edition_taken", morning(taken_on), (edition, *projects, *told))
        return self

    def batches(self, at: date, *told: AllocationBatch) -> Self:
        """The story, with batches of allocated money taken on that day."""
        self.tell("batches_taken", morning(at), told)
        return self

    def treasury(self, at: date, *told: TreasuryFigure) -> Self:
        """The story, with figures of the treasury taken on that day."""
        self.tell("treasury_told", morning(at), (TreasuryList(), *told))
        return self

    def ledger(self) -> Ledger:
        """The ledger so far."""
        return Ledger(tuple(self.events))


def story(*projects: Project, beside: Iterable[Record] = ()) -> Story:
    """A story that begins with a library of these projects, with what it brings beside them, and the thresholds."""
    begun = Story()
    begun.tell("edition_taken", FOUNDED_AT, (an_edition(), *projects, *beside))
    begun.tell("threshold_set", FOUNDED_AT, default_thresholds())
    return begun
