"""A day is not reckoned anew for what changes no figure of it, and is what it would be if it were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from portfolio.day import Day, Days, day_of
from portfolio.day.frames import NAMES, YEARLY
from portfolio.day.reckoning import Reckoning
from portfolio.model import Account, Decision, Event, Period, ProgressEntry, Setting, Submission, View
from portfolio.queries import reported
from portfolio.store import Store
from tests import sample

SEPTEMBER, OCTOBER, EARLY_NOVEMBER = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 11)
AT = sample.KNOWN_AT.replace(year=2027)


@pytest.fixture
def store(own_copy: Path) -> Iterator[Store]:
    made = Store(own_copy)
    yield made
    made.close()


@pytest.fixture
def reckoned(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days that were worked out from the ledger, in turn."""
    noted: list[date] = []
    real = Reckoning.of_ledger.__func__  # type: ignore[attr-defined]

    def noting(cls: type[Reckoning], store: Store, as_of: date, *told: object) -> Reckoning:
        noted.append(as_of)
        made: Reckoning = real(cls, store, as_of, *told)
        return made

    monkeypatch.setattr(Reckoning, "of_ledger", classmethod(noting))
    return noted


def asked(as_of: date) -> View:
    return View(as_of=as_of, known_at=AT)


def frames(day: Day) -> dict[tuple[str, int | None], pl.DataFrame]:
    told = {(name, None): day.frame(name) for name in NAMES}
    return told | {(name, year): day.frame(name, year) for name in YEARLY for year in (2025, 2026)}


def sent(store: Store, period_on: date, amount: str = "900") -> int:
    """A report of that month that waits."""
    entry = ProgressEntry(project_id="06-01", period_on=period_on, work_done_amount=amount)
    event = Event(kind="report_submitted", actor="li", at=AT)
    return store.append(event, [Submission(period_on=period_on), entry])


def decided(store: Store, number: int, verdict: str = "accepted") -> None:
    decision = Decision.model_validate({"submission_id": number, "verdict": verdict})
    store.append(Event(kind="report_decided", actor="wang", at=AT), [decision])


def look(store: Store, *days: date) -> None:
    """As pages do: the frames of the days are asked for."""
    for day in days:
        day_of(store, asked(day)).frame("project")


def test_a_report_that_waits_has_no_day_reckoned_anew(store: Store, reckoned: list[date]) -> None:
    look(store, EARLY_NOVEMBER)
    sent(store, OCTOBER)
    account = Account(login="a1", name="某", role="administrator")
    store.append(Event(kind="account_changed", actor="operator", at=AT), [account])
    reckoned.clear()
    told = frames(day_of(store, asked(EARLY_NOVEMBER)))
    assert reckoned == []
    whole = frames(Days(store).of(asked(EARLY_NOVEMBER)))
    assert [name for name in told if not told[name].equals(whole[name])] == []


def test_a_decision_has_only_the_days_reckoned_anew_in_which_its_month_has_ended(
    store: Store, reckoned: list[date]
) -> None:
    look(store, SEPTEMBER, OCTOBER)
    number = sent(store, OCTOBER)
    decided(store, number)
    reckoned.clear()
    look(store, SEPTEMBER, OCTOBER)
    assert reckoned == [OCTOBER]
    told, whole = frames(day_of(store, asked(SEPTEMBER))), frames(Days(store).of(asked(SEPTEMBER)))
    assert [name for name in told if not told[name].equals(whole[name])] == []
    decided(store, number, "withdrawn")
    reckoned.clear()
    look(store, SEPTEMBER, OCTOBER)
    assert reckoned == [OCTOBER]


def test_what_may_turn_the_calendar_or_any_rule_is_reckoned_anew(store: Store, reckoned: list[date]) -> None:
    look(store, SEPTEMBER)
    choice = Setting(name="january_with_february", value="no")
    store.append(Event(kind="setting_changed", actor="operator", at=AT), [choice])
    reckoned.clear()
    look(store, SEPTEMBER)
    assert reckoned == [SEPTEMBER]


def test_days_that_rest_on_one_another_rest_on_the_first(store: Store) -> None:
    first = day_of(store, asked(OCTOBER))
    first.frame("project")
    for amount in ("901", "902", "903"):
        sent(store, OCTOBER, amount)
        look(store, OCTOBER)
        assert day_of(store, asked(OCTOBER)).ground is first


def test_what_one_unit_reports_concerns_no_other(store: Store) -> None:
    def concerned() -> list[bool]:
        of = [
            asked(OCTOBER).model_copy(update={"projects": projects}) for projects in (("06-01",), ("05-01",))
        ]
        return [reported.concerns(store, view, since) for view in of]

    since = store.version()
    assert concerned() == [False, False]
    number = sent(store, OCTOBER)
    assert concerned() == [True, False]
    since = store.version()
    decided(store, number)
    assert concerned() == [True, False]
    reopened = Period(period_on=SEPTEMBER, state="reopened", until_on=date(2027, 1, 31))
    store.append(Event(kind="period_changed", actor="wang", at=AT, why="补报"), [reopened])
    assert concerned() == [True, True]
