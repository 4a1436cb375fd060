"""The demonstration's ledger for the second reckoning, and the few answers about it that are kept as known."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from portfolio.codes import UNNAMED_COUNTY, table
from portfolio.demo import adjusted, history, place, shelf
from portfolio.model import Event, Project, Threshold, View
from tests.reckoning.county import late_by_county, money_by_county, state_counts
from tests.reckoning.ledger import Ledger, LedgerEvent

KNOWN = Path(__file__).parent / "known.json"
DAYS = (date(2022, 6, 30), date(2024, 12, 31), date(2026, 11, 20))
KNOWN_AT = datetime(2026, 12, 1)
Answers = dict[str, Any]


def view(day: date) -> View:
    """The whole demonstration on a day, with all that was known in the end."""
    return View(workspace="demo", as_of=day, known_at=KNOWN_AT)


@cache
def ledger() -> Ledger:
    """The events of the demonstration in the order in which they are appended."""
    rules = table("threshold").select("code", "value", "effective_on").iter_rows()
    thresholds = [Threshold(name=name, value=value, effective_on=day) for name, value, day in rules]
    taken = shelf.taken()
    projects = [_project(row) for row in taken.frames["project"].drop("ancestor_ids").iter_rows(named=True)]
    first = LedgerEvent(1, Event(kind="threshold_set", actor="library", at=place.TAKEN_AT), tuple(thresholds))
    edition = Event(kind="edition_taken", actor="library", at=place.TAKEN_AT)
    second = LedgerEvent(2, edition, (taken.edition, *projects, *taken.beside))
    sent = history.happenings(shelf.courses(), 3, lambda _: None)
    reports = [
        LedgerEvent(number, event, tuple(records)) for number, (event, records) in enumerate(sent, start=3)
    ]
    newer = adjusted.taken()
    rows = [_project(row) for row in newer.frames["project"].drop("ancestor_ids").iter_rows(named=True)]
    third = newer.edition.model_copy(update={"effective_on": adjusted.EFFECTIVE_ON})
    at = max(adjusted.TAKEN_AT, reports[-1].event.at)  # no event is dated before an earlier one
    taken_again = Event(kind="edition_taken", actor="library", at=at)
    last = LedgerEvent(len(reports) + 3, taken_again, (third, *rows, *adjusted.CHOICES, *newer.beside))
    return Ledger((first, second, *reports, last))


def _project(row: dict[str, Any]) -> Project:
    unnamed = row["county_code"] == UNNAMED_COUNTY
    return Project(**row | {"county_code": None if unnamed else row["county_code"]})


def reckoned(day: date) -> Answers:
    """The answers of the second reckoning on a day."""
    asked = view(day)
    return told(
        state_counts(ledger(), asked), money_by_county(ledger(), asked), late_by_county(ledger(), asked)
    )


def told(states: dict[str, int], money: list[Answers], late: list[Answers]) -> Answers:
    """Counts by state, sums by county and measure, late projects by county, as they are kept."""
    sums: dict[str, dict[str, str]] = {}
    for row in sorted(money, key=lambda row: (row["county_code"], row["measure"])):
        if row["amount"] is not None:
            of = f"{row['amount']:.2f} ({row['known_count']}/{row['project_count']})"
            sums.setdefault(row["county_code"], {})[row["measure"]] = of
    return {
        "states": dict(sorted(states.items())),
        "late": {
            row["county_code"]: row["late_count"] for row in sorted(late, key=lambda row: row["county_code"])
        },
        "money": sums,
    }


def known() -> dict[str, Answers]:
    """The answers kept, by day."""
    kept: dict[str, Answers] = json.loads(KNOWN.read_text(encoding="utf-8"))
    return kept
