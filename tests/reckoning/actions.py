"""督办事项 a second time: which items stand open, overdue, closed or dropped on a day, and how late each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio.model import ActionAnswer, ActionDecision, ActionItem, Attachment, Decision, View

from .ledger import Ledger, LedgerEvent, happened


@dataclass(frozen=True)
class Standing:
    """How an item stands: its state, its days late, what is awaited, and whether its newest answer is proved."""

    state: str
    late_days: int
    word: str | None
    proved: bool


def standings(ledger: Ledger, view: View) -> dict[int, Standing]:
    """Item, by the number of the event that gave it, to how it stands on the view's day."""
    known = happened(ledger, view.known_at)
    by_day = [one for one in known if one.event.at.date() <= view.as_of]
    found = {}
    for one in by_day:
        for item in (record for record in one.records if isinstance(record, ActionItem)):
            found[one.event_id] = _standing(known, by_day, one.event_id, item, view.as_of)
    return found


def _standing(
    known: list[LedgerEvent], by_day: list[LedgerEvent], number: int, item: ActionItem, day: date
) -> Standing:
    answers = [
        (one, record)
        for one in by_day
        for record in one.records
        if isinstance(record, ActionAnswer) and record.action_id == number
    ]
    words = [
        record
        for one in by_day
        for record in one.records
        if isinstance(record, ActionDecision) and record.action_id == number
    ]
    last = words[-1] if words else None
    ended = last is not None and last.verdict in ("closed", "dropped")
    spoken = bool(answers) and last is not None and last.answer_id == answers[-1][0].event_id
    waits = bool(answers) and not ended and not spoken
    proved = bool(answers) and _proves(known, *answers[-1])
    stops = waits and _offers(*answers[-1])
    stops = stops or (last is not None and last.verdict == "closed")
    until = answers[-1][0].event.at.date() if stops else day
    late = max(0, (until - item.due_on).days)
    state = last.verdict if ended and last else "overdue" if late else "open"
    word = None if ended else "waits" if waits else "sent_back" if last else "silent"
    return Standing(state, late, word, proved)


def _offers(event: LedgerEvent, answer: ActionAnswer) -> bool:
    return answer.submission_id is not None or any(isinstance(one, Attachment) for one in event.records)


def _proves(known: list[LedgerEvent], event: LedgerEvent, answer: ActionAnswer) -> bool:
    """A paper proves; a row does where the newest word on its report for the project accepts it."""
    if any(isinstance(one, Attachment) for one in event.records):
        return True
    verdict = None
    for one in known:
        for record in one.records:
            about = isinstance(record, Decision) and record.submission_id == answer.submission_id
            if about and record.project_id in (None, answer.project_id):  # type: ignore[union-attr]
                verdict = record.verdict  # type: ignore[union-attr]
    return verdict == "accepted"
