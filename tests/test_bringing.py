"""Snapshots of a large library are brought forward: after every event each answer is as if they were taken whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio import queries
from portfolio.model import Account, Event, Threshold
from portfolio.store import Store, opening, parts, snapshots
from tests.kept import (
    LATER,
    MEMBER,
    PROJECT,
    answers,
    decided,
    entries,
    group_of,
    same,
    sent,
    takings,
    view,
    whole,
)

pytestmark = pytest.mark.usefixtures("large_library")


@pytest.mark.parametrize("spare", [True, False])
def test_after_every_event_the_answers_are_as_if_taken_whole(
    large_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spare: bool
) -> None:
    """With a spare that goes forward with its rows, and without, where the first is copied."""
    if not spare:
        monkeypatch.setattr(snapshots.Snapshots, "_spare", lambda *_: None)
    assert same(answers(large_store), whole(large_store, tmp_path))
    assert takings(large_store) == (1, 0)
    alone, member = sent(large_store, *entries(PROJECT, 700)), sent(large_store, *entries(MEMBER, 900))
    group = sent(large_store, *entries(group_of(large_store, MEMBER), 5_000))
    waiting = sent(large_store, *entries("06-01", 100))
    steps: list[Callable[[], object]] = [
        lambda: decided(large_store, alone),
        lambda: decided(large_store, member, group),
        lambda: decided(large_store, waiting, verdict="returned"),
        lambda: decided(large_store, alone, verdict="withdrawn"),
        lambda: decided(large_store, alone),
        lambda: decided(large_store, group, verdict="withdrawn"),
        lambda: large_store.append(
            Event(kind="account_changed", actor="operator", at=LATER),
            [Account(login="admin", name="管理员", role="administrator")],
        ),
    ]
    for number, step in enumerate(steps if spare else steps[:3], start=1):
        step()
        assert same(answers(large_store), whole(large_store, tmp_path)), number
        assert takings(large_store) == (1, number)
    assert large_store.read("SELECT count(*) AS held FROM snapshot").item() == 2
    for table in snapshots.FILLED:
        loose = f"SELECT count(*) AS n FROM {table} WHERE snapshot_id NOT IN (SELECT snapshot_id FROM kept_snapshot)"
        assert large_store.read(loose).item() == 0


def test_parts_are_brought_forward_with_it(
    large_store: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers(large_store)
    decided(large_store, sent(large_store, *entries(MEMBER, 900)))
    filled: list[str] = []
    insert = parts._insert

    def noted(cursor: duckdb.DuckDBPyConnection, table: str, year: int | None, number: int) -> None:
        insert(cursor, table, year, number)
        filled.append(table)
        if table == "county_now":
            return  # a row a county: of no project, and made whole each time
        rows = cursor.execute(
            f"SELECT count(DISTINCT project_id) FROM {table} WHERE snapshot_id = $1", [number]
        )
        assert rows.fetchall()[0][0] < 40

    monkeypatch.setattr(parts, "_insert", noted)
    assert same(answers(large_store), whole_without(monkeypatch, insert, large_store, tmp_path))
    assert {"standing_now", "monthly_now", "curve_paid_now"} <= set(filled)


def whole_without(
    monkeypatch: pytest.MonkeyPatch, insert: object, large_store: Store, folder: Path
) -> list[pl.DataFrame]:
    with monkeypatch.context() as patched:
        patched.setattr(parts, "_insert", insert)
        return whole(large_store, folder)


def test_a_page_that_began_before_is_answered_from_what_it_began_with(large_store: Store) -> None:
    begun = view().model_copy(update={"newest_event": large_store.version()})
    before = queries.total_amount(large_store, begun)
    assert large_store.prepare(begun)
    for amount in (100, 200, 300):
        decided(large_store, sent(large_store, *entries(PROJECT, amount)))
        assert not queries.total_amount(large_store, view()).equals(before)
    assert queries.total_amount(large_store, begun).equals(before)
    assert takings(large_store) == (1, 3)


@pytest.mark.parametrize("news", ["threshold", "edition"])
def test_what_may_change_any_figure_is_taken_whole(large_store: Store, tmp_path: Path, news: str) -> None:
    answers(large_store)
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    if news == "threshold":
        rule = Threshold(name="late_red_days", value=Decimal(10), effective_on=date(2026, 1, 1))
        large_store.append(Event(kind="threshold_set", actor="operator", at=LATER), [rule])
    else:
        frames = {
            name: large_store.read(
                f"SELECT * EXCLUDE (event_id, position) FROM store.{name} ORDER BY position"
            )
            for name in ("edition", "project", "county", "indicator", "contradiction")
        }
        frames["project"] = frames["project"].with_columns(
            name=pl.concat_str(pl.col("name"), pl.lit("（新）"))
        )
        large_store.append(Event(kind="edition_taken", actor="operator", at=LATER), frames=frames)
    assert same(answers(large_store), whole(large_store, tmp_path))
    assert takings(large_store) == (2, 0)


def test_another_day_is_taken_whole(large_store: Store, tmp_path: Path) -> None:
    answers(large_store)
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    earlier = view(date(2026, 3, 31))
    assert same(answers(large_store, earlier), whole(large_store, tmp_path, earlier))
    assert takings(large_store) == (2, 0)


def test_a_snapshot_rests_on_nothing_that_a_quiet_event_changes() -> None:
    """What the filled tables read of the ledger, through all macros: what is new here must be thought of in bringing."""
    waiting = [*snapshots.FILLED.values(), *parts.MACROS.values()]
    seen: set[str] = set()
    read: set[str] = set()
    created = re.compile(r"CREATE MACRO (\w+)\(")
    bodies = {found[1]: text for text in opening.statements("*.sql") if (found := created.search(text))}
    while waiting:
        text = waiting.pop()
        read |= set(re.findall(r"store\.(\w+)", text))
        new = set(re.findall(r"\w+", text)) - seen
        seen |= new
        waiting += [bodies[name] for name in new & bodies.keys()]
    entries_of_reports = {name for name in read if name.endswith("_entry")}
    wide = {"threshold", "edition", "project", "county"}
    assert read - entries_of_reports == {"event", "decision", "report"} | wide
    assert wide <= set(re.findall(r"store\.(\w+)", bodies["wide_event"]))
