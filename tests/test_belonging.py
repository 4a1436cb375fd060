"""What an event may bring with it: rows of its own kind and, in a report, of its own month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import get_args

import polars as pl
import pytest

from portfolio.model import (
    Account,
    Decision,
    Entry,
    Event,
    ProgressEntry,
    Record,
    Submission,
    Threshold,
)
from portfolio.store import Store
from portfolio.store.write_rules import TABLES_OF_KIND

AT = datetime(2026, 11, 2, 9)
OCTOBER, AUGUST = date(2026, 10, 31), date(2026, 8, 31)
FOREIGN: dict[str, tuple[str, list[Record | Entry]]] = {
    "an account in a report": (
        "report_submitted",
        [Submission(period_on=OCTOBER), Account(login="new", name="新", role="administrator")],
    ),
    "a decision in a report": ("report_submitted", [Decision(submission_id=1, verdict="accepted")]),
    "a rule in a decision": (
        "report_decided",
        [Threshold(name="late_red_days", value=900, effective_on=OCTOBER)],
    ),
    "figures in a decision": ("report_decided", [ProgressEntry(project_id="06-01", period_on=OCTOBER)]),
    "another month's figures": (
        "report_submitted",
        [Submission(period_on=AUGUST), ProgressEntry(project_id="06-01", period_on=OCTOBER)],
    ),
    "two months at once": (
        "report_submitted",
        [Submission(period_on=AUGUST), Submission(period_on=OCTOBER)],
    ),
}
"""Rows that do not belong to the event with which they come."""


@pytest.mark.parametrize("what", FOREIGN)
def test_an_event_brings_only_what_belongs_to_it(what: str) -> None:
    store = Store()
    kind, records = FOREIGN[what]
    event = Event.model_validate({"kind": kind, "actor": "operator", "at": AT})
    before = store.version()
    acts: tuple[Callable[[], int], ...] = (
        lambda: store.append(event, records),
        lambda: store.append_all([(event, records)]),
    )
    for write in acts:
        with pytest.raises(ValueError, match=r"brings no rows|tells of|about one month"):
            write()
    with pytest.raises(ValueError, match="brings no rows of account"):
        store.append(Event(kind="threshold_set", actor="library", at=AT), [], {"account": pl.DataFrame()})
    assert store.version() == before


def test_every_kind_of_event_says_what_it_may_bring() -> None:
    assert TABLES_OF_KIND.keys() == set(get_args(Event.model_fields["kind"].annotation))
