"""项目调整: every kind of change once, worked by hand; what is not listed; whose rows a reader finds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portfolio.model import Project, View
from portfolio.queries.change_list import change_counts, change_list, plan_left, plan_moved
from portfolio.store import Store
from tests.reckoning.builders import a_project, a_view, stated, story
from tests.reckoning.replaying import replayed
from tests.reckoning.reported import invested, milestone, work

DEC, JUNE, OCT = date(2024, 12, 31), date(2025, 6, 30), date(2025, 10, 31)
NEW, NOW = date(2025, 11, 1), date(2025, 11, 15)
ELSEWHERE = "421222"


def first() -> tuple[Project, ...]:
    """Nine rows: one each to be renamed, split, left out; two to be merged; four that stay, one in another county."""
    stays = (
        a_project("01-01", investment=400, milestones=(stated("completion", date(2026, 6, 30)),)),
        a_project("01-02"),
        a_project("01-03"),
        a_project("01-04", county_code=ELSEWHERE),
    )
    services = (a_project(name, kind="service") for name in ("01-06", "01-07", "01-08"))
    return (*stays, a_project("01-05"), *services, a_project("01-09", county_code=ELSEWHERE))


def second() -> tuple[Project, ...]:
    """The edition of 1 November: 01-05 is 01-15, 01-06 is 01-16 and 01-26, 01-07 and 01-08 are 01-17, 01-20 enters."""
    parts = (a_project(name, kind="service", predecessor_ids=("01-06",)) for name in ("01-16", "01-26"))
    merged = a_project("01-17", kind="service", predecessor_ids=("01-07", "01-08"))
    renamed = a_project("01-15", name="新名", predecessor_ids=("01-05",))
    return (*first()[:4], renamed, *parts, merged, a_project("01-20"))


@pytest.fixture(scope="module")
def ledger() -> Store:
    """Plans of 100 each for 01-01 to 01-03, done 50 each by October; then every kind of change."""
    told = story(*first())
    told.plan_list(
        date(2025, 1, 20), *((2025, 100, name) for name in ("01-01", "01-02", "01-03")), number="初"
    )
    told.report(DEC, *(work(DEC, 0, project=name) for name in ("01-01", "01-02", "01-03")))
    approval: dict[str, Any] = {"approval": "批〔2〕号", "approved_on": date(2025, 5, 10)}
    told.report(
        JUNE,
        milestone(JUNE, "completion", due_on=date(2026, 9, 30), due_precision="day", **approval),
        invested(JUNE, 440),
    )
    told.change("suspended", date(2025, 7, 1), "01-02")
    told.change("resumed", date(2025, 8, 1), "01-02")
    told.change("withdrawn", date(2025, 9, 1), "01-03")
    told.plan_list(
        date(2025, 10, 15), (2025, 80, "01-01"), (2025, 100, "01-02"), (2025, 30, "01-04"), number="调"
    )
    sent = told.submit(OCT, *(work(OCT, 50, project=name) for name in ("01-01", "01-02", "01-03")))
    told.decide(sent, "accepted", told.events[-1].event.at)
    told.edition(date(2025, 11, 1), NEW, *second())
    told.correct(
        date(2025, 11, 10), "progress_entry", "work_done_amount", "60.00", (sent, 1, "50.00"), project="01-02"
    )
    return replayed(told.ledger())


def rows(store: Store, view: View) -> list[tuple[str, str, date]]:
    return [
        tuple(row) for row in change_list(store, view)["adjustment", "project_id", "effective_on"].iter_rows()
    ]


def test_every_kind_stands_once(ledger: Store) -> None:
    """The year's first list is no change, nor is 01-02, whose plan stays 100; 01-09 is left out by the edition."""
    assert rows(ledger, a_view(NOW)) == [
        ("correction", "01-02", date(2025, 11, 10)),
        ("entered", "01-20", NEW),
        ("merged", "01-17", NEW),
        ("renamed", "01-15", NEW),
        ("split", "01-16", NEW),
        ("split", "01-26", NEW),
        ("withdrawn", "01-09", NEW),
        ("plan", "01-01", date(2025, 10, 15)),
        ("plan", "01-04", date(2025, 10, 15)),
        ("withdrawn", "01-03", date(2025, 9, 1)),
        ("resumed", "01-02", date(2025, 8, 1)),
        ("suspended", "01-02", date(2025, 7, 1)),
        ("estimate", "01-01", JUNE),
        ("duration", "01-01", date(2025, 5, 10)),
    ]
    assert change_counts(change_list(ledger, a_view(NOW)))["withdrawn"] == 2


def test_before_and_after_stand_side_by_side(ledger: Store) -> None:
    """Plan 100 to 80 and none to 30; investment 400 to 440; due 06-30 to 09-30 is 92 days; names of both sides."""
    found = {
        (row["adjustment"], row["project_id"]): row for row in change_list(ledger, a_view(NOW)).to_dicts()
    }
    plan, new = found["plan", "01-01"], found["plan", "01-04"]
    assert (plan["before_amount"], plan["after_amount"], plan["difference_amount"]) == (100, 80, -20)
    assert (new["before_amount"], new["after_amount"], new["document_number"]) == (None, 30, "调")
    estimate = found["estimate", "01-01"]
    assert (estimate["before_amount"], estimate["after_amount"]) == (400, 440)
    assert (estimate["before_code"], estimate["after_code"]) == ("plan", "feasibility")
    moved = found["duration", "01-01"]
    assert (moved["before_on"], moved["after_on"], moved["difference_days"]) == (
        date(2026, 6, 30),
        date(2026, 9, 30),
        92,
    )
    assert (moved["document_number"], found["suspended", "01-02"]["body"]) == ("批〔2〕号", "市政府")
    named = {key: (row["before_text"], row["after_text"]) for key, row in found.items() if row["after_text"]}
    assert named["merged", "01-17"] == ("项目01-07、项目01-08", "项目01-17")
    assert named["renamed", "01-15"] == ("项目01-05", "新名")
    assert named["split", "01-26"] == ("项目01-06", "项目01-26")
    assert named["entered", "01-20"] == (None, "项目01-20")
    assert (found["correction", "01-02"]["stated"], found["correction", "01-02"]["value"]) == (
        "50.00",
        "60.00",
    )


def test_what_a_plan_does_to_its_countys_rate(ledger: Store) -> None:
    """01-01 and 01-02 did 50 and 60 (01-03 is out): of 100 + 100 it was 55 %, of 80 + 100 it is 61.1 %.

    Where there was no plan before, the work came with it: no rate is told. 01-03 takes its plan of 100 along.
    """
    listed = change_list(ledger, a_view(NOW))
    changed = listed.filter(adjustment="plan", project_id="01-01").row(0, named=True)
    assert changed["rate_before_share"] == pytest.approx(0.55)
    assert changed["rate_after_share"] == pytest.approx(110 / 180)
    assert listed.filter(project_id="01-04")["rate_after_share"].to_list() == [None]
    assert plan_moved(listed) == Decimal(10), "20 less and 30 more"
    assert plan_left(listed) == Decimal(100)


def test_a_day_before_and_a_reader_of_one_county(ledger: Store) -> None:
    """By 31 October no edition counts; who sees the other county finds its plan and what left it, and no rate of others."""
    kinds = {kind for kind, *_ in rows(ledger, a_view(date(2025, 10, 31)))}
    assert kinds == {"plan", "withdrawn", "resumed", "suspended", "estimate", "duration"}
    own = a_view(NOW, scope=(ELSEWHERE,))
    assert [row[:2] for row in rows(ledger, own)] == [("withdrawn", "01-09"), ("plan", "01-04")]
    assert rows(ledger, a_view(NOW, categories=("school",))) == []
    owner = change_list(ledger, a_view(NOW, scope=("01-01",)))
    assert owner["rate_after_share"].null_count() == owner.height, "one project is not the county"
