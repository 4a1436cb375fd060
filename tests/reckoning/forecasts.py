"""The forecast as the sequence of statements leaves it, and how often it was put off beyond the due day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .approvals import due_in_force, holds
from .statements import ENTRY, Due, Statement, dues


@dataclass(frozen=True)
class Forecast:
    """The forecast that stands after all statements, how exactly it was told.

    `unapproved`: an owner's own word, with no approval to come.
    `postponement_count`: how often a statement took it farther beyond the due day that was in force then.
    """

    forecast_on: date | None
    precision: str | None
    unapproved: bool
    postponement_count: int


@dataclass
class _Standing:
    forecast_on: date | None = None
    precision: str | None = None
    unapproved: bool = False

    def end(self) -> None:
        self.forecast_on, self.precision, self.unapproved = None, None, False

    def beyond(self, in_force: Due | None) -> int:
        """By how many days the owner's own forecast lies after the due day in force."""
        if in_force is None or self.forecast_on is None or not self.unapproved:
            return 0
        return max(0, (self.forecast_on - in_force.due_on).days)


def forecast_day(said: list[Statement], as_of: date) -> Forecast:
    """The newest statement about the forecast, in whichever column; done days are not looked at here.

    By clearing or 按期 it ends; a due day other than the one in force, without an approval in force, is a forecast;
    the forecast column comes last. An approval that moves the due day ends a forecast up to that day, none beyond it.
    """
    told = dues(said)
    stands, count, beyond = _Standing(), 0, 0
    for position, one in enumerate(said):
        if one.on_schedule or "forecast_on" in one.cleared:
            stands.end()
        before = due_in_force([due for due in told if due.position < position], as_of)
        now = due_in_force([due for due in told if due.position <= position], as_of)
        due = next((due for due in told if due.position == position), None)
        if due is not None and before is not None:
            _hear(stands, due, before, now, as_of)
        if one.forecast_on is not None:
            stands.forecast_on, stands.unapproved = one.forecast_on, one.origin == ENTRY
            stands.precision = one.forecast_precision
        count += stands.beyond(now) > beyond
        beyond = stands.beyond(now)
    return Forecast(stands.forecast_on, stands.precision, stands.unapproved, count)


def _hear(stands: _Standing, due: Due, before: Due, now: Due | None, as_of: date) -> None:
    """What a due day stated later says of the forecast."""
    if due.due_on == before.due_on:
        return
    if not holds(due, as_of):
        stands.forecast_on, stands.precision = due.due_on, due.due_precision
        stands.unapproved = due.origin == ENTRY and due.approved_on is None
    elif now is due and stands.forecast_on is not None and stands.forecast_on <= due.due_on:
        stands.end()
