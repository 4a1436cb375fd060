"""After reports were decided, a large library's day is what it would be reckoned whole; only touched families are."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from portfolio import queries
from portfolio.day import day_of, days, forward
from portfolio.day.forward import Forwarded, replaced
from portfolio.day.frames import ANEW, CORE, FURTHER, MACROS
from portfolio.model import Account, AllocationBatch, Event, PlanEntry, Submission, Threshold, View
from portfolio.store import Store, macros
from tests.day.asking import (
    LATER,
    MEMBER,
    PROJECT,
    answers,
    decided,
    entries,
    group_of,
    mended,
    reckoned_whole,
    same,
    sent,
    view,
)

pytestmark = pytest.mark.usefixtures("large_library")


@pytest.mark.parametrize("prepared", [True, False])
def test_after_events_of_every_kind_the_answers_are_as_if_reckoned_whole(
    large_store: Store,
    tmp_path: Path,
    reckonings: list[str],
    prepared: bool,
) -> None:
    """The day rests on the files, or on the first that was reckoned whole."""
    alone = standing_alone(large_store)
    before = {name: sent(large_store, *entries(alone.pop(), 500)) for name in OF_BEFORE}
    decided(large_store, *(before[name] for name in OF_BEFORE if name != "waiting"))
    decided(large_store, before["again"], verdict="withdrawn")
    if prepared:
        assert days.prepare(large_store, view())
    else:
        day_of(large_store, view()).frame("project")
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    if prepared:
        assert as_if_whole(large_store, tmp_path, reckonings)
    happens(large_store, before, alone)
    assert as_if_whole(large_store, tmp_path, reckonings)


ANOTHER_GROUP = "03-01-00"
"""A group, and not MEMBER's: what is reported of it is its members', what a member reports its group's."""
OF_BEFORE = ("waiting", "withdrawn", "taken back", "mended", "again")
"""What becomes of reports that are older than the day that is carried forward; all but the first were accepted by then."""


def happens(store: Store, before: dict[str, int], alone: list[str]) -> None:
    """Events of every kind, each about a family that no other touches: one that were not seen would leave old figures."""
    for name, verdict in (("waiting", "returned"), ("withdrawn", "withdrawn"), ("taken back", "taken_back")):
        decided(store, before[name], verdict=verdict)
    decided(store, before["again"])
    mended(store, before["mended"], 55)
    decided(store, *(sent(store, *entries(one, 900)) for one in (MEMBER, ANOTHER_GROUP)))
    sent(store, *entries(alone.pop(), 300))
    operator = {"actor": "operator", "at": LATER}
    store.append(Event(kind="batches_taken", **operator), [issued(store, alone)])
    account = Account(login="admin", name="管理员", role="administrator")
    store.append(Event(kind="account_changed", **operator), [account])


def standing_alone(store: Store) -> list[str]:
    """Projects in no group, PROJECT not among them; the last are those of which no report ever came."""
    found = store.read(
        """SELECT p.project_id FROM library_row(9223372036854775807) p
           WHERE p.kind = 'project' AND coalesce(len(p.ancestor_ids), 0) = 0 AND p.project_id <> $told
           ORDER BY p.project_id NOT IN (SELECT project_id FROM store.report), 1""",
        {"told": PROJECT},
    )
    return found["project_id"].to_list()


def issued(store: Store, alone: list[str]) -> AllocationBatch:
    """A document of two years ago that makes up all that one of the projects received from a source and has not paid."""
    unpaid = day_of(store, view()).frame("funding").filter(pl.col("unpaid_amount") > 0)
    row = unpaid.filter(pl.col("project_id").is_in(alone)).row(0, named=True)
    told = {"project_id": row["project_id"], "source": row["source"], "amount": row["received_amount"]}
    return AllocationBatch(document_number="文1", issued_on=date(2024, 3, 1), **told)


def as_if_whole(store: Store, folder: Path, reckonings: list[str]) -> bool:
    """Whether the answers are carried forward, and are those of a store that reckons all."""
    reckonings.clear()
    here = answers(store)
    return reckonings == ["touched"] and same(here, reckoned_whole(store, folder))


def test_no_day_keeps_the_one_before_alive(large_store: Store) -> None:
    """But the first, on which all of them rest."""
    first = day_of(large_store, view())
    first.frame("project")
    for amount in (100, 200, 300):
        decided(large_store, sent(large_store, *entries(PROJECT, amount)))
        day_of(large_store, view()).frame("project")
        assert day_of(large_store, view()).ground is first


def test_only_the_touched_families_are_reckoned(large_store: Store) -> None:
    day_of(large_store, view()).frame("project")
    decided(large_store, sent(large_store, *entries(MEMBER, 900)))
    tables = day_of(large_store, view())._tables()
    assert isinstance(tables, Forwarded)
    touched = tables._touched.frame("project")["project_id"].to_list()
    assert MEMBER in touched and group_of(large_store, MEMBER) in touched and len(touched) < 40


def test_a_page_that_began_before_is_answered_from_what_it_began_with(large_store: Store) -> None:
    begun = view().model_copy(update={"newest_event": large_store.version()})
    before = queries.total_amount(large_store, begun)
    for amount in (100, 200, 300):
        decided(large_store, sent(large_store, *entries(PROJECT, amount)))
        assert not queries.total_amount(large_store, view()).equals(before)
    assert queries.total_amount(large_store, begun).equals(before)


@pytest.mark.parametrize("news", ["threshold", "edition"])
def test_what_may_change_any_figure_is_reckoned_whole(
    large_store: Store, tmp_path: Path, news: str, reckonings: list[str]
) -> None:
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
    reckonings.clear()
    here = answers(large_store)
    assert reckonings == ["whole"]
    assert same(here, reckoned_whole(large_store, tmp_path))


def test_the_first_plan_of_a_year_turns_all_projects(
    large_store: Store, tmp_path: Path, reckonings: list[str]
) -> None:
    """On 15 April 2027 no plan of 2027 is known: 2026 is under review, until one project has a plan."""
    day = date(2027, 4, 15)
    asked = View(as_of=day, known_at=datetime(2028, 1, 1))
    assert queries.calendar(large_store, asked)["reviewed_year"].item() == 2026
    answers(large_store, asked)
    month = date(2027, 3, 31)
    plan = PlanEntry(project_id=PROJECT, period_on=month, year=2027, planned_amount=Decimal(700))
    told = Event(kind="report_submitted", actor="unit", at=LATER)
    decided(large_store, large_store.append(told, [Submission(period_on=month), plan]))
    reckonings.clear()
    here = answers(large_store, asked)
    assert queries.calendar(large_store, asked)["reviewed_year"].item() == 2027
    assert reckonings == ["whole"]
    assert same(here, reckoned_whole(large_store, tmp_path, asked))


def test_an_edition_to_come_turns_on_its_day(
    large_store: Store, tmp_path: Path, reckonings: list[str]
) -> None:
    today, tomorrow = view().as_of, view().as_of + timedelta(days=1)
    names = ("edition", "project", "county", "indicator", "contradiction")
    frames = {
        name: large_store.read(f"SELECT * EXCLUDE (event_id, position) FROM store.{name} ORDER BY position")
        for name in names
    }
    before = queries.project_state(large_store, view(today))
    frames["edition"] = frames["edition"].with_columns(effective_on=pl.lit(tomorrow))
    frames["project"] = frames["project"].with_columns(
        project_id=pl.col("project_id").replace({PROJECT: "19-01-01"}),
        predecessor_ids=pl.when(pl.col("project_id") == PROJECT).then(pl.lit([PROJECT])),
    )
    large_store.append(Event(kind="edition_taken", actor="operator", at=LATER), frames=frames)
    assert queries.project_state(large_store, view(today)).equals(before), "not before its day"
    here = answers(large_store, view(tomorrow))
    assert {"19-01-01"} == set(here[0]["project_id"]) - set(before["project_id"])
    assert same(here, reckoned_whole(large_store, tmp_path, view(tomorrow)))
    reckonings.clear()
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    after = answers(large_store, view(tomorrow))
    assert reckonings == ["touched"], "a report under the old number touches the new one"
    assert not after[0].equals(here[0])
    assert same(after, reckoned_whole(large_store, tmp_path, view(tomorrow)))


def test_another_day_is_reckoned_whole(large_store: Store, tmp_path: Path, reckonings: list[str]) -> None:
    answers(large_store)
    decided(large_store, sent(large_store, *entries(PROJECT, 700)))
    reckonings.clear()
    earlier = view(date(2026, 3, 31))
    here = answers(large_store, earlier)
    assert reckonings == ["whole"]
    assert same(here, reckoned_whole(large_store, tmp_path, earlier))


def test_a_frame_rests_on_nothing_that_a_quiet_event_changes() -> None:
    """What frames read of the ledger, through all macros: what is new here must be thought of in forward.py."""
    waiting = [macro for name, macro in {**CORE, **FURTHER, **MACROS}.items() if name not in ANEW]
    seen: set[str] = set()
    read: set[str] = set()
    created = re.compile(r"CREATE MACRO (\w+)\s*\(")
    bodies = {found[1]: text for text in macros.statements("*.sql") if (found := created.search(text))}
    while waiting:
        text = waiting.pop()
        read |= set(re.findall(r"store\.(\w+)", text))
        new = set(re.findall(r"\w+", text)) - seen
        seen |= new
        waiting += [bodies[name] for name in new & bodies.keys()]
    entries_of_reports = {name for name in read if name.endswith("_entry")}
    wide = {"threshold", "edition", "project", "county"}
    calendar = {"period", "setting"}  # only_reports holds one calendar against the other
    corrected = {"correction", "mended_statement", "correction_decision"}
    with_an_edition = {"day_choice", "opening_figure"}
    reported = {"event", "decision", "report", "allocation_batch"}
    decided = {
        "plan_list",
        "listed_plan",
        "project_change",
        "treasury_figure",
    }  # of neither kind: all is reckoned anew
    assert not {"plan_listed", "project_changed", "treasury_told"} & {*forward.REPORTED, *forward.QUIET}
    assert read - entries_of_reports == reported | corrected | wide | calendar | with_an_edition | decided
    assert calendar <= set(re.findall(r"store\.(\w+)", bodies["calendar"] + bodies["setting_in_force"]))
    assert wide <= set(re.findall(r"store\.(\w+)", bodies["wide_event"]))


@pytest.mark.parametrize("pieces", [forward.MOST_PIECES, 1])
@pytest.mark.parametrize(
    ("touched", "fresh", "expected"),
    [
        ("", {}, "a1 b1 b2 d1"),
        ("b", {"b": ["b9"]}, "a1 b9 d1"),
        ("bc", {"b": ["b8", "b9"], "c": ["c9"]}, "a1 b8 b9 c9 d1"),
        ("ad", {}, "b1 b2"),
        ("0e", {"0": ["09"], "e": ["e9"]}, "09 a1 b1 b2 d1 e9"),
    ],
)
def test_rows_of_touched_projects_are_replaced_in_their_place(
    monkeypatch: pytest.MonkeyPatch, touched: str, fresh: dict[str, list[str]], expected: str, pieces: int
) -> None:
    monkeypatch.setattr(forward, "MOST_PIECES", pieces)
    rows = pl.DataFrame({"project_id": list("abbd"), "told": ["a1", "b1", "b2", "d1"]})
    news = [(project, told) for project, all_told in fresh.items() for told in all_told]
    told = pl.DataFrame(news, schema=rows.schema, orient="row")
    found = replaced(rows, pl.Series("project_id", list(touched), dtype=pl.String), told)
    assert " ".join(found["told"]) == expected
