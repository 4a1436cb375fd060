"""截至上年末累计: what is read of it, of whom it is asked, and what it may not contradict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from portfolio import intake, library
from portfolio.intake import Context
from portfolio.model import ProgressEntry, YearEndBaseEntry
from tests.conftest import copy_library
from tests.intake.conftest import MILLION, OCTOBER, SEPTEMBER, TAKEN_AT, VIEW, accept, settle
from tests.intake.workbooks import checked, found

DECEMBER = date(2025, 12, 31)
YEAR_END = "year_end_work_done_amount"


def test_what_stood_at_the_years_end_is_read_from_both_sheets(october: Context) -> None:
    told = checked(
        october,
        progress=[{"project_id": "06-01", "work_done_amount": 4000, YEAR_END: 2000}],
        funding=[{"project_id": "06-01", "source": "专项债券", "year_end_paid_amount": 500}],
    )
    assert not told.problems and told.asked.is_empty()
    work, money = told.entries["year_end_base_entry"].sort("sheet", descending=True).to_dicts()
    assert (work["year_end_on"], work["source"], work["work_done_amount"]) == (DECEMBER, None, 20 * MILLION)
    assert (money["year_end_on"], money["source"], money["paid_amount"]) == (
        DECEMBER,
        "special_bond",
        5 * MILLION,
    )
    assert (work["paid_amount"], money["work_done_amount"], money["received_amount"]) == (None, None, None)
    shown = {(row["column"], row["new"]) for row in told.changes.to_dicts()}
    assert (YEAR_END, "20000000.00") in shown


def test_it_is_asked_of_whom_nothing_is_known_and_stops_nothing(october: Context) -> None:
    """06-01 has worked since 2025 and no December is reported; 06-02 has done nothing, 06-03 started this year."""
    rows = [
        {"project_id": "06-01", "work_done_amount": 4000},
        {"project_id": "06-02", "work_done_amount": 0},
        {"project_id": "06-03", "work_done_amount": 10},
    ]
    begun = [{"project_id": "06-03", "milestone": "开工", "done_on": "2026-03-01"}]
    told = checked(october, progress=rows, milestones=begun)
    assert told.asked["project_id"].to_list() == ["06-01"] and told.sendable


def test_more_at_the_years_end_than_now_needs_a_word(october: Context) -> None:
    rows = [{"project_id": "06-01", "work_done_amount": 4000, YEAR_END: 4001}]
    assert [(one.code, one.severity) for one in checked(october, progress=rows).problems] == [
        ("year_end_above", "warning")
    ]


def test_decembers_own_report_is_not_contradicted_and_what_was_told_is_not_asked_again(
    tmp_path: Path,
) -> None:
    store = library.open_official(copy_library(tmp_path), TAKEN_AT)
    settle(store)
    key = {"project_id": "06-01", "period_on": DECEMBER}
    accept(store, DECEMBER, [ProgressEntry(**key, work_done_amount=20 * MILLION)], TAKEN_AT)
    later = {"project_id": "06-02", "period_on": SEPTEMBER}
    base = YearEndBaseEntry(**later, year_end_on=DECEMBER, work_done_amount=Decimal(7))
    accept(store, SEPTEMBER, [ProgressEntry(**later, work_done_amount=MILLION), base], VIEW.known_at)
    known = intake.context(store, VIEW, OCTOBER, "U1")
    last = dict(known.held["progress"].select("project_id", f"{YEAR_END}_last").iter_rows())
    assert last == {"06-01": 20 * MILLION, "06-02": Decimal(7)}
    rows = [{"project_id": "06-01", "work_done_amount": 4000, YEAR_END: 1999}]
    assert [code for code, _ in found(known, progress=rows)] == ["year_end_reported"]
    same = [{"project_id": one, "work_done_amount": 4000} for one in ("06-01", "06-02")]
    assert checked(known, progress=same).asked.is_empty()
    store.close()


def test_what_is_expected_of_the_year_against_what_is_done_and_what_is_planned(october: Context) -> None:
    """06-01: 60 million planned in 2026, 20 done by December (told below) and 40 by October: 20 of this year.

    1,999.99 are less than is done, 6,000.01 more than is planned, 2,000 and 6,000 neither; 2027 has done nothing.
    A tenfold of the plan, and of the investment, 100 million, is asked about: likely another unit was meant.
    """
    work = [{"project_id": "06-01", "work_done_amount": 4000, YEAR_END: 2000}]
    for year, expected, code in (
        (2026, "1999.99", "forecast_below_done"),
        (2026, "2000", None),
        (2026, "6000", None),
        (2026, "6000.01", "forecast_above_plan"),
        (2027, "10", None),
        (2026, "59999.99", "forecast_above_plan"),
        (2026, "60000", "unit_likely"),
        (2026, "100000", "unit_likely"),
    ):
        told = [{"project_id": "06-01", "year": year, "year_forecast_amount": expected}]
        said = [one.code for one in checked(october, progress=work, plan=told).problems]
        assert said == [code] * (code is not None), (year, expected)
    begun = [{"project_id": "06-03", "milestone": "开工", "done_on": "2026-03-01"}]
    less = [{"project_id": "06-03", "year": 2026, "year_forecast_amount": 9}]
    work = [{"project_id": "06-03", "work_done_amount": 10}]
    assert found(october, progress=work, plan=less, milestones=begun) == [("forecast_below_done", "F3")]
