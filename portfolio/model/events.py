"""Everything that happens, with who, when and why; `append` writes an event and its records in one transaction."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal, Self

from pydantic import NaiveDatetime, model_validator

from portfolio.model.fields import Frozen, Money, PeriodOn


class Event(Frozen):
    """Who did what, when (`at`, Asia/Shanghai, passed in) and why; `kind` is a past-tense word."""

    kind: Literal[
        "edition_taken",
        "report_submitted",
        "report_decided",
        "correction_proposed",
        "correction_decided",
        "plan_listed",
        "project_changed",
        "account_changed",
        "unit_changed",
        "assignment_changed",
        "threshold_set",
        "meeting_held",
        "commitment_made",
        "period_changed",
        "setting_changed",
        "backup_made",
        "clock_confirmed",
        "batches_taken",
        "treasury_told",
        "people_listed",
        "history_taken",
        "month_finalised",
        "action_given",
        "action_answered",
        "action_decided",
    ]
    actor: str
    at: NaiveDatetime
    why: str | None = None


class Record(Frozen):
    """A row that belongs to an event and is not an owner's entry; `table` names where it is kept."""

    table: ClassVar[str]


class Edition(Record):
    """One taking of a library: which city, which document, and the digest of its rows."""

    table = "edition"

    edition_id: str
    title: str
    title_en: str
    document_number: str | None
    issuer: str | None
    issuer_en: str | None
    published_on: date | None
    city_code: str
    city_name: str
    city_name_en: str
    horizon_from: date
    horizon_to: date
    source_note: str | None
    digest: str
    effective_on: date | None = None
    """From which day asked about it counts; None: it takes the place of all editions taken before, on every day."""


class DayChoice(Record):
    """What a due day means that an edition states otherwise than the editions before: chosen when it is taken.

    `approved` is 批准调整, by a document of a body, from the edition's effective day on; `updated` (仅更新) is a forecast,
    which is also what a day counts as that nobody chose about.
    """

    table = "day_choice"

    project_id: str
    milestone: str
    due_on: date
    treatment: Literal["approved", "updated"]
    approval: str | None = None
    approved_body: str | None = None

    @model_validator(mode="after")
    def _approved_by_a_document(self) -> Self:
        approved = self.approval is not None and self.approved_body is not None
        if approved != (self.treatment == "approved"):
            raise ValueError("an approved day names its document and body, any other neither")
        return self


class OpeningFigure(Record):
    """What one successor of a split project takes over of a cumulative figure or a year's plan, at a month's end."""

    table = "opening_figure"

    project_id: str
    predecessor_id: str
    period_on: PeriodOn
    figure: Literal["work_done", "in_statistics", "allocated", "received", "paid", "annual_plan"]
    source: str | None = None
    currency: str | None = None
    year: int | None = None
    amount: Money


class Submission(Record):
    """One report as sent: the file, its checksum, the month it is about, the unit whose it is.

    `on_behalf`: the bureau sent it for the unit, under the name of the event's actor; None where the unit did.
    """

    table = "submission"

    period_on: PeriodOn
    unit_code: str | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    on_behalf: bool | None = None


class Decision(Record):
    """What became of a submission; it counts from the deciding event's `at`. `taken_back` ends an accepted one.

    Of one project of it, or (None) of all; of a project the newest decision counts that names it or all.
    """

    table = "decision"

    submission_id: int
    verdict: Literal["accepted", "returned", "withdrawn", "taken_back"]
    reason: str | None = None
    project_id: str | None = None


class Remark(Record):
    """A located remark: the owner's word on a warning, the reason of a correction (更正), or the reviewer's.

    It belongs to the event that it is appended with; `said` is None for a warning that nobody needs to explain.
    """

    table = "remark"

    kind: Literal["warning", "correction", "review"]
    code: str | None = None
    project_id: str | None = None
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None
    said: str | None = None


class Period(Record):
    """A month reopened until a day, or closed before its day, for one unit or for all; the reason is the event's."""

    table = "period"

    period_on: PeriodOn
    state: Literal["reopened", "closed"]
    until_on: date | None = None
    unit_code: str | None = None


class Setting(Record):
    """A choice of the city; names and values stand in codes/setting.csv."""

    table = "setting"

    name: str
    value: str


class Threshold(Record):
    """One rule's number from a day on; the rules and the on-screen explanations both read it."""

    table = "threshold"

    name: str
    value: Money
    effective_on: date


class Unit(Record):
    """A reporting unit (填报单位)."""

    table = "unit"

    unit_code: str
    name: str
    county_code: str | None = None
    active: bool = True


class Assignment(Record):
    """Which unit answers for a project, or for a whole county; `given_on`: since when, where not since the event's day."""

    table = "assignment"

    unit_code: str
    project_id: str | None = None
    county_code: str | None = None
    active: bool = True
    given_on: date | None = None


class Contact(Record):
    """Who is called about a unit, or about a project; the newest row of either counts, and a blank takes back."""

    table = "contact"

    unit_code: str | None = None
    project_id: str | None = None
    person: str | None = None
    telephone: str | None = None
    leader: str | None = None


class Account(Record):
    """One account as it stands after a change; the newest row of a `login` counts.

    A one-time password opens it until `once_until`. `factor_secret` is what its second factor rests on, sealed;
    `recovery_hashes` stand in place of the codes that open it without.
    """

    table = "account"

    login: str
    name: str
    role: Literal["leader", "owner", "reviewer", "administrator"]
    unit_code: str | None = None
    county_code: str | None = None
    password_hash: str | None = None
    subject: str | None = None
    active: bool = True
    once_until: NaiveDatetime | None = None
    factor_secret: str | None = None
    recovery_hashes: tuple[str, ...] | None = None


class AllocationBatch(Record):
    """Money allocated to a project from a source by one document or bond issue, in yuan, on the day of that document.

    The newest statement of a project, source and document counts; an amount of 0 takes it back.
    """

    table = "allocation_batch"

    project_id: str
    source: str
    document_number: str
    issued_on: date
    amount: Money


class Meeting(Record):
    """A meeting at which the figures were looked at."""

    table = "meeting"

    meeting_id: str
    held_on: date
    title: str
    as_of: date


class Commitment(Record):
    """What somebody promised at a meeting, by when, and whether it was kept."""

    table = "commitment"

    commitment_id: str
    meeting_id: str
    project_id: str
    milestone: str | None = None
    promised_on: date
    responsible: str | None = None
    what: str | None = None
