"""What a correction may be, who proposes and who decides it: four eyes, what stands, a paper where one is needed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portfolio.model import Correction, Decision, MendedStatement, PortfolioError
from portfolio.model.corrections import KINDS, mendable, needs_paper
from portfolio.store import Store, macros
from tests.corrections.slips import ELSEWHERE, PAPER, PROJECT, append, decide, due, first, propose, slip


def test_who_proposes_and_who_decides(store: Store) -> None:
    for login, code in (("leader", "not_allowed"), ("owner", "not_allowed"), ("other", "not_yours")):
        with pytest.raises(PortfolioError, match=code):
            propose(store, login)
    for login in ("county", "admin", "city"):
        number = propose(store, login)
        refusals = {
            "owner": "not_allowed",
            "leader": "not_allowed",
            "admin": "not_allowed",
            "county": "city_only",
            "other": "city_only",
        }
        for other, code in refusals.items():
            with pytest.raises(
                PortfolioError, match="own_correction" if other == login == "county" else code
            ):
                decide(store, other, number)
        with pytest.raises(PortfolioError, match="not_yours" if login != "city2" else ""):
            decide(store, "city2", number, "withdrawn")
        decide(store, login, number, "withdrawn")
        with pytest.raises(PortfolioError, match="correction_decided"):
            decide(store, "city2", number)
    assert due(store) == date(2052, 6, 30)


def test_nobody_accepts_their_own(store: Store) -> None:
    number = propose(store)
    with pytest.raises(PortfolioError, match="own_correction"):
        decide(store, "city", number)
    with pytest.raises(PortfolioError, match="own_correction"):
        decide(store, "city", number, "refused")
    decide(store, "city2", number)
    assert due(store) == date(2025, 6, 30)


def test_it_mends_what_stands_and_nothing_else(store: Store) -> None:
    for told, code in (
        ({"stated": "2052-06-29"}, "correction_stale"),
        ({"place": 1}, "correction_stale"),
        ({"submission_id": first(store) + 1}, "correction_stale"),
        ({"value": "2052-06-30"}, "correction_unchanged"),
        ({"project_id": ELSEWHERE}, "correction_stale"),
    ):
        with pytest.raises(PortfolioError, match=code):
            propose(store, **told)
    sources = [
        Correction(
            project_id=PROJECT, entry="funding_entry", field="paid_amount", value="8.00", reason="多写一位"
        ),
        *(MendedStatement(submission_id=first(store), place=place, stated="80.00") for place in (0, 1)),
        PAPER,
    ]
    with pytest.raises(PortfolioError, match="correction_mixed"):
        append(store, "city", "correction_proposed", sources)


def test_of_two_for_one_statement_the_second_is_stale(store: Store) -> None:
    one, other = propose(store), propose(store, value="2025-07-30")
    decide(store, "city2", one)
    with pytest.raises(PortfolioError, match="correction_stale"):
        decide(store, "city2", other)
    decide(store, "city2", other, "refused")
    again = propose(store, stated="2025-06-30", value="2025-05-30")
    decide(store, "city2", again)
    assert due(store) == date(2025, 5, 30)


def test_one_of_a_report_taken_back_is_stale(store: Store) -> None:
    number = propose(store)
    for login, reason, code in (("county", "有误", "city_only"), ("city", None, "reason_needed")):
        back = Decision(submission_id=first(store), verdict="taken_back", reason=reason)
        with pytest.raises(PortfolioError, match=code):
            append(store, login, "report_decided", [back])
    back = Decision(submission_id=first(store), verdict="taken_back", reason="有误")
    append(store, "city", "report_decided", [back])
    with pytest.raises(PortfolioError, match="decided_already"):
        append(store, "city", "report_decided", [back])
    with pytest.raises(PortfolioError, match="correction_stale"):
        decide(store, "city2", number)


def test_less_late_or_another_rate_needs_a_paper(store: Store) -> None:
    with pytest.raises(PortfolioError, match="correction_needs_paper"):
        propose(store, value="2053-06-30")
    propose(store, "city", PAPER, value="2053-06-30")
    work = {"entry": "progress_entry", "field": "work_done_amount", "stated": "700.00", "value": "70.00"}
    with pytest.raises(PortfolioError, match="correction_needs_paper"):
        propose(store, **work)
    propose(store, "city", PAPER, **work)
    propose(store, entry="progress_entry", field="physical_share", stated="0.50000000", value="0.05000000")


@pytest.mark.parametrize(
    ("table", "field", "stated", "value", "precision", "needed"),
    [
        ("milestone_entry", "due_on", "2025-06-30", "2025-07-01", None, True),
        ("milestone_entry", "due_on", "2025-06-30", "2025-06-29", None, False),
        ("milestone_entry", "due_on", "2025-06-30", None, None, True),
        ("milestone_entry", "done_on", "2025-06-30", "2025-06-29", None, True),
        ("milestone_entry", "done_on", "2025-06-30", "2025-07-01", "day", False),
        ("milestone_entry", "done_on", "2025-06-30", "2025-12-31", "year", True),
        ("milestone_entry", "done_on", "2025-06-30", None, None, False),
        ("milestone_entry", "approved_on", "2025-06-30", "2025-06-29", None, True),
        ("milestone_entry", "forecast_on", "2025-06-30", "2025-06-29", None, False),
        ("plan_entry", "planned_amount", "60.00", "600.00", None, True),
        ("funding_entry", "paid_amount", "60.00", "6.00", None, True),
        ("status_entry", "stage", "continuing", "suspended", None, True),
        ("obstacle_entry", "due_on", "2025-06-30", "2025-07-01", None, False),
    ],
)
def test_what_a_paper_is_needed_for(
    table: str, field: str, stated: str, value: str | None, precision: str | None, needed: bool
) -> None:
    assert needs_paper(table, field, stated, value, precision) is needed  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "told",
    [
        {"entry": "account", "field": "role"},
        {"field": "milestone"},
        {"field": "due_precision"},
        {"field": "event_id"},
        {"value": "2025-06-31"},
        {"value": "2025-6-30"},
        {"value": "20250630"},
        {"field": "approval", "value": " "},
        {"field": "forecast_on", "value_precision": "month"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "7"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "-7.00"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "NaN"},
        {"entry": "progress_entry", "field": "work_done_amount", "value": "999999999999999.00"},
        {"entry": "progress_entry", "field": "physical_share", "value": "1.50000000"},
        {"entry": "status_entry", "field": "stage", "value": "done"},
        {"entry": "status_entry", "field": "stage", "value": None},
        {"entry": "funding_entry", "field": "plan_complete", "value": "yes"},
    ],
)
def test_what_a_field_cannot_hold_is_misuse(store: Store, told: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        propose(store, **told)
    with pytest.raises(ValueError, match="mends a statement"):
        append(store, "city", "correction_proposed", slip(store)[:1])


def test_every_field_that_an_owner_states_may_be_mended_and_no_key() -> None:
    told = {(table, field) for table in KINDS for field in mendable(table)}
    assert ("milestone_entry", "due_on") in told and ("plan_entry", "planned_amount") in told
    keys = {"source", "currency", "year", "milestone", "obstacle", "project_id", "period_on", "cleared"}
    assert not keys & {field for _, field in told}


def test_every_field_that_may_be_mended_is_delivered_mended() -> None:
    """A kind of entry or a field that comes later is thought of in the macro through which every figure goes."""
    told = (" ".join(text.split()) for text in macros.statements("26_*.sql"))
    bodies = [text for text in told if "CREATE MACRO counting_" in text]
    for table in KINDS:
        (body,) = [text for text in bodies if f"store.{table} " in text]
        assert f"mended_in('{table}')" in body
        assert [field for field in mendable(table) if f"right_values, '{field}')" not in body] == [], table
