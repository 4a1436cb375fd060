"""Snapshots: those of past knowledge stay, those that read only some counties answer as the whole does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import queries
from portfolio.model import Decision, Event, FundingEntry, Submission, View
from portfolio.store import Store, snapshots
from tests import sample

VIEWS = {
    "one county": {"counties": ("421202",)},
    "the city level and a county": {"counties": ("421200", "421281")},
    "no county": {"counties": ()},
    "the unnamed county": {"counties": ("000000",)},
    "a reader's scope": {"scope": ("421222", "06-01")},
    "projects of several counties": {"projects": ("06-00", "06-01", "09-05-12")},
    "a source of a county": {"counties": ("421223",), "sources": ("special_bond",)},
}
ASKED: tuple[Callable[[Store, View], pl.DataFrame], ...] = (
    queries.project_state,
    queries.milestones,
    queries.funding_rows,
    queries.total_amount,
    queries.county_amount,
    queries.category_amount,
    queries.funding_sum,
    queries.source_year,
    queries.county_delay,
    queries.coverage,
    queries.pace,
    queries.plan_years,
    queries.plan_missing,
    queries.unsourced,
    queries.public_summary,
    lambda store, view: queries.year_curve(store, view, 2026),
    lambda store, view: queries.milestone_standing(store, view, ["late", "warning"]),
)


@pytest.mark.parametrize("filters", VIEWS.values(), ids=VIEWS.keys())
def test_a_snapshot_of_the_counties_asked_for_answers_as_the_whole(
    sample_store: Store, own_copy: Path, monkeypatch: pytest.MonkeyPatch, filters: dict[str, tuple[str, ...]]
) -> None:
    view = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT, **filters)
    whole = [ask(sample_store, view) for ask in ASKED]
    monkeypatch.setattr(snapshots, "LARGE", 1)
    store = Store(own_copy)
    scoped = [ask(store, view) for ask in ASKED]
    read = store.read("SELECT count(*) AS rows FROM project_now").item()
    store.close()
    assert read < 238
    for here, there in zip(whole, scoped, strict=True):
        assert here.equals(there)


def test_arranging_changes_no_answer(sample_store: Store, own_copy: Path) -> None:
    view = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
    store = Store(own_copy)
    store.arrange()
    for ask in ASKED:
        assert ask(store, view).equals(ask(sample_store, view))
    assert store.broken_link() is None
    store.close()


def test_news_drop_no_snapshot_of_what_was_known_before(own_copy: Path) -> None:
    store = Store(own_copy)
    newest = store.read("SELECT max(e.at) AS newest FROM store.event e").item()
    before = View(as_of=sample.AS_OF, known_at=newest)
    earlier = queries.total_amount(store, before)
    after = newest + timedelta(days=1)
    _report_a_payment(store, after)
    assert queries.total_amount(store, before).equals(earlier)
    assert store.read("SELECT count(*) AS held FROM snapshot").item() == 1
    assert not queries.total_amount(store, before.model_copy(update={"known_at": after})).equals(earlier)
    assert store.read("SELECT snapshot_id FROM snapshot").height == 2
    store.close()


def test_the_longest_unused_snapshots_make_room(own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "ROOM", 500)
    store = Store(own_copy)
    days = [date(2026, month, 15) for month in range(3, 8)]
    for day in days:
        queries.state_count(store, View(as_of=day, known_at=sample.KNOWN_AT))
    held = store.read("SELECT as_of FROM snapshot ORDER BY 1")["as_of"].to_list()
    store.close()
    assert held == days[-2:]


def test_what_is_being_read_is_not_dropped(own_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "ROOM", 500)
    store = Store(own_copy)
    march = View(as_of=date(2026, 3, 15), known_at=sample.KNOWN_AT)

    def held() -> list[date]:
        days: list[date] = (
            store._engine.cursor().execute("SELECT as_of FROM snapshot ORDER BY 1").pl()["as_of"].to_list()
        )
        return days

    with (
        store._engine.cursor() as cursor,
        store._snapshots.using(cursor, march, store.knowledge(march)),
    ):
        for month in range(4, 8):
            queries.state_count(store, march.model_copy(update={"as_of": date(2026, month, 15)}))
        assert march.as_of in held()
    queries.state_count(store, march.model_copy(update={"as_of": date(2026, 8, 15)}))
    assert held() == [date(2026, 7, 15), date(2026, 8, 15)]
    store.close()


def _report_a_payment(store: Store, at: datetime) -> None:
    row = FundingEntry(
        project_id="06-01",
        period_on=date(2026, 10, 31),
        sheet="资金",
        row_number=4,
        cell="D4",
        source="county",
        paid_amount=Decimal(987_654_321),
    )
    told = store.append(
        Event(kind="report_submitted", actor="made-up", at=at), [Submission(period_on=row.period_on), row]
    )
    store.append(
        Event(kind="report_decided", actor="made-up", at=at),
        [Decision(submission_id=told, verdict="accepted")],
    )
