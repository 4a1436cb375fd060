"""Slips of the pen, mended on the last day: one corrected, one with a paper, one that waits; and a report taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from portfolio.demo.place import TELLERS
from portfolio.model import (
    Attachment,
    Correction,
    CorrectionDecision,
    Decision,
    Entry,
    Event,
    MendedStatement,
    MilestoneEntry,
    ProgressEntry,
    Record,
    Submission,
)
from portfolio.store import Store, uploads

Happening = tuple[Event, list[Record | Entry]]
AT = datetime(2026, 11, 20, 8, 5)
"""On the demonstration's last day, before anything else happens on it."""
PROPOSER, DECIDER = "示例市财政局审核员", "示例市发展和改革委员会审核员"
COUNTY = "示例县乙财政局审核员"
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 100]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 54>>stream\nBT /F 12 Tf 20 50 Td (Made-up voucher, demonstration) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\nxref\n0 1\n0000000000 65535 f \n"
    b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n400\n%%EOF\n"
)
"""A voucher that says that it is made up."""


@dataclass(frozen=True)
class Stated:
    """An entry of an accepted report, and where it stands: the report's number, its place among rows of its kind."""

    report: int
    place: int
    entry: Entry


def with_corrections(happened: Sequence[Happening], first: int) -> list[Happening]:
    """The happenings, numbered from `first`, with what was mended of them in its place; what follows has later numbers."""
    cut = next(place for place, (event, _) in enumerate(happened) if event.at > AT)
    stated = list(_stated(happened[:cut], first))
    made: list[Happening] = []
    mended = ((_mistyped_year(stated), False), (_mistyped_amount(stated), False), (_forecast(stated), True))
    for minute, (correction, waits) in enumerate(mended):
        at = AT + timedelta(minutes=minute)
        made.append(
            (Event(kind="correction_proposed", actor=COUNTY if waits else PROPOSER, at=at), correction)
        )
        if not waits:
            accepted = CorrectionDecision(correction_id=first + cut + len(made) - 1, verdict="accepted")
            made.append((Event(kind="correction_decided", actor=DECIDER, at=at), [accepted]))
    made += _taken_back(stated, first + cut + len(made))
    return [*happened[:cut], *made, *_moved(happened[cut:], first + cut, len(made))]


def _moved(happened: Sequence[Happening], from_number: int, by: int) -> Iterator[Happening]:
    """The happenings, whose decisions name the reports from that number on by numbers so much later."""
    for event, records in happened:
        yield (
            event,
            [
                record.model_copy(update={"submission_id": record.submission_id + by})
                if isinstance(record, Decision) and record.submission_id >= from_number
                else record
                for record in records
            ],
        )


def keep_papers(store: Store) -> None:
    """Put the made-up voucher beside the store."""
    uploads.keep(store, PAPER, "paper.pdf")


def _stated(happened: Sequence[Happening], first: int) -> Iterator[Stated]:
    """Every entry of a report that was accepted, in the order in which they were sent."""
    decisions = (record for _, records in happened for record in records if isinstance(record, Decision))
    accepted = {one.submission_id for one in decisions if one.verdict == "accepted"}
    for number, (event, records) in enumerate(happened, start=first):
        if event.kind != "report_submitted" or number not in accepted:
            continue
        places: dict[type[Record | Entry], int] = {}
        for record in records:
            place = places.get(type(record), 0)
            places[type(record)] = place + 1
            if isinstance(record, Entry):
                yield Stated(number, place, record)


def _mistyped_year(stated: Sequence[Stated]) -> list[Record | Entry]:
    """A due day a year too late in the first report, which its owner put right in the next one."""
    days = [(one, one.entry) for one in stated if isinstance(one.entry, MilestoneEntry)]
    _, right = next((one, entry) for one, entry in days if entry.correction)
    wrong, entry = next(
        (one, entry)
        for one, entry in days
        if (entry.project_id, entry.milestone) == (right.project_id, right.milestone) and entry.due_on
    )
    return _correction(
        wrong, "due_on", str(entry.due_on), str(right.due_on), "年份写错，次月月报已说明（虚构）"
    )


def _mistyped_amount(stated: Sequence[Stated]) -> list[Record | Entry]:
    """A cumulative amount that the month after takes back: what it said there was right all along."""
    before: dict[str, tuple[Stated, Decimal]] = {}
    for one in stated:
        amount = one.entry.work_done_amount if isinstance(one.entry, ProgressEntry) else None
        if amount is None:
            continue
        earlier, stood = before.get(one.entry.project_id, (one, amount))
        if (
            amount < stood
            and earlier.entry.period_on < one.entry.period_on
            and earlier.entry.period_on.month != 12
        ):
            correction = _correction(
                earlier, "work_done_amount", f"{stood:.2f}", f"{amount:.2f}", "录入时多记，附核对单（虚构）"
            )
            return [*correction, paper(earlier.entry.project_id)]
        before[one.entry.project_id] = one, amount
    raise AssertionError("unreachable: some amounts fall")


def _forecast(stated: Sequence[Stated]) -> list[Record | Entry]:
    """The newest forecast, said to be a month too early; nobody has decided yet."""
    days = [(one, one.entry.forecast_on) for one in stated if isinstance(one.entry, MilestoneEntry)]
    newest, day = next((one, day) for one, day in reversed(days) if day is not None)
    right = day + timedelta(days=31)
    return _correction(newest, "forecast_on", str(day), str(right), "月份写错（虚构）")


def _correction(one: Stated, field: str, stated: str, value: str, why: str) -> list[Record | Entry]:
    correction = Correction(
        project_id=one.entry.project_id, entry=one.entry.table, field=field, value=value, reason=why
    )
    return [correction, MendedStatement(submission_id=one.report, place=one.place, stated=stated)]


def paper(project_id: str) -> Attachment:
    """The record of the made-up voucher, about that project."""
    number = hashlib.sha256(PAPER).hexdigest()
    return Attachment(
        project_id=project_id,
        file_name="核对单（虚构）.pdf",
        kind="pdf",
        size_bytes=len(PAPER),
        sha256=number,
    )


def _taken_back(stated: Sequence[Stated], number: int) -> list[Happening]:
    """A further report on the last month with a digit too many, accepted at once and taken back the same day."""
    rows = [one.entry for one in stated if one.entry.project_id == TELLERS[0]]
    last = [row for row in rows if isinstance(row, ProgressEntry) and row.work_done_amount is not None][-1]
    assert last.work_done_amount is not None
    wrong = ProgressEntry(
        project_id=last.project_id, period_on=last.period_on, work_done_amount=last.work_done_amount * 10
    )
    at = AT + timedelta(minutes=10)
    sent = Submission(period_on=last.period_on, unit_code="D06", file_name="示例县己_补充月报.xlsx")
    back = Decision(submission_id=number, verdict="taken_back", reason="完成投资多写一位（虚构）")
    return [
        (Event(kind="report_submitted", actor="示例县己填报员", at=at), [sent, wrong]),
        (
            Event(kind="report_decided", actor=DECIDER, at=at + timedelta(minutes=5)),
            [Decision(submission_id=number, verdict="accepted")],
        ),
        (Event(kind="report_decided", actor=DECIDER, at=at + timedelta(minutes=40)), [back]),
    ]
