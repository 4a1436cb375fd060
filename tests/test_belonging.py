"""What an event may bring with it: rows of its own kind and, in a report, of its own month."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
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
    Reader,
    Record,
    Submission,
    Threshold,
    Unit,
)
from portfolio.queries import people
from portfolio.store import Store
from portfolio.store.write_rules import TABLES_OF_KIND, refuse_foreign

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


MAY: dict[str, str] = {
    "edition_taken": (
        "edition project county indicator contradiction day_choice opening_figure added_code scale_word published_total "
        "taken_file head_choice attachment"
    ),
    "report_submitted": (
        "submission remark attachment progress_entry year_end_base_entry investment_entry plan_entry funding_entry "
        "milestone_entry obstacle_entry status_entry indicator_entry"
    ),
    "report_decided": "decision remark",
    "account_changed": "account",
    "unit_changed": "unit",
    "assignment_changed": "assignment",
    "people_listed": "unit account assignment contact",
    "threshold_set": "threshold",
    "meeting_held": "meeting commitment",
    "commitment_made": "commitment",
    "correction_proposed": "correction mended_statement attachment remark",
    "correction_decided": "correction_decision",
    "plan_listed": "plan_list listed_plan head_choice",
    "project_changed": "project_change attachment",
    "batches_taken": "allocation_batch",
    "treasury_told": "treasury_list treasury_figure treasury_line treasury_span allocation_batch head_choice",
    "history_taken": "taken_file head_choice",
    "period_changed": "period",
    "month_finalised": "final_month final_frame",
    "setting_changed": "setting",
    "backup_made": "",
    "clock_confirmed": "",
}
"""Kind of event to the tables whose rows may come with it, written out."""


def test_every_kind_brings_these_tables_rows_and_no_others() -> None:
    """Every kind × every table of the ledger, its own bookkeeping (event, schema_version …) among them."""
    with closing(Store()) as store:
        names = store.read("SELECT table_name FROM duckdb_tables() WHERE database_name = 'store'")
    tables = set(names["table_name"])
    assert len(tables) > 20 and TABLES_OF_KIND.keys() == MAY.keys()
    for kind, may in MAY.items():
        event = Event.model_validate({"kind": kind, "actor": "operator", "at": AT})
        brings = set()
        for table in tables:
            with suppress(ValueError):
                refuse_foreign(event, [], [table])
                brings.add(table)
        assert brings == set(may.split()), kind


def test_an_owners_report_brings_no_account_whoever_says_they_are() -> None:
    """Told to the ledger as the owner's own act, by records and in bulk."""
    with closing(Store()) as store:
        store.append(Event(kind="unit_changed", actor="library", at=AT), [Unit(unit_code="U1", name="甲局")])
        owner = Account(login="owner", name="王", role="owner", unit_code="U1")
        first = Account(login="first", name="李", role="administrator")
        store.append(Event(kind="account_changed", actor="operator", at=AT), [owner, first])
        by, before = people.reader_of(store, "owner"), store.version()
        report = Event(kind="report_submitted", actor="owner", at=AT)
        told = Submission(period_on=OCTOBER, unit_code="U1")
        mine = owner.model_copy(update={"role": "administrator"})
        with pytest.raises(ValueError, match="brings no rows of account"):
            store.append(report, [told, mine], by=by)
        with pytest.raises(ValueError, match="brings no rows of account"):
            store.append(report, [told], {"account": pl.DataFrame([mine.model_dump()])}, by=by)
        for loose in ([], [told, told]):
            with pytest.raises(ValueError, match="brings one row of submission"):
                store.append(report, loose, by=by)
        entry = ProgressEntry(project_id="06-01", period_on=AUGUST)
        with pytest.raises(ValueError, match="brings one row of submission"):
            store.append(report, [entry], by=by)
        with pytest.raises(ValueError, match="tells of another month"):
            store.append(report, [told], {"progress_entry": pl.DataFrame([entry.model_dump()])}, by=by)
        in_bulk = {"submission": pl.DataFrame([told.model_dump()])}
        with pytest.raises(ValueError, match="come one by one"):
            store.append(report, [told], in_bulk, by=by)
        found = people.account(store, "owner")
        assert store.version() == before and found and found.role == "owner"


def test_two_decisions_are_two_events() -> None:
    """The rules look at one report: a second, one's own, would have come with it unseen."""
    decided = Event(kind="report_decided", actor="zhao", at=AT)
    two = [Decision(submission_id=number, verdict="accepted") for number in (1, 2)]
    by = Reader(login="zhao", name="赵", role="reviewer")
    with closing(Store()) as store, pytest.raises(ValueError, match="about one report"):
        store.append(decided, two, by=by)


def test_every_kind_of_event_says_what_it_may_bring() -> None:
    assert TABLES_OF_KIND.keys() == set(get_args(Event.model_fields["kind"].annotation))
