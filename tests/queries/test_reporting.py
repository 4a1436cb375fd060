"""Lists of reports: what each says of a report follows from that report, not from what happened to be recorded since."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from portfolio import library, queries
from portfolio.model import (
    Assignment,
    Decision,
    Event,
    ProgressEntry,
    Setting,
    Submission,
    Threshold,
    Unit,
    View,
)
from portfolio.queries import reporting
from portfolio.store import Store

VIEW = View(as_of=date(2026, 11, 25), known_at=datetime(2027, 1, 1))
OCTOBER = date(2026, 10, 31)


def test_a_report_is_late_by_the_rule_of_the_day_on_which_it_came(own_copy: Path) -> None:
    """Ten days until 4 December, forty from then on: late on 28 November, in time on 8 December, whatever comes after."""
    store = Store(own_copy)
    longer = Threshold(name="report_close_days", value=Decimal(40), effective_on=date(2026, 12, 5))
    store.append(Event(kind="threshold_set", actor="operator", at=datetime(2026, 11, 25, 9)), [longer])
    numbers = [
        store.append(
            Event(kind="report_submitted", actor="unit", at=at),
            [Submission(period_on=OCTOBER), ProgressEntry(project_id="06-01", period_on=OCTOBER)],
        )
        for at in (datetime(2026, 11, 28, 9), datetime(2026, 12, 8, 9))
    ]
    for _ in range(2):
        late = dict(reporting.reports(store, VIEW).select("submission_id", "sent_late").iter_rows())
        assert [late[number] for number in numbers] == [True, False]
        store.append(Event(kind="backup_made", actor="operator", at=datetime(2026, 12, 24, 9)))
    store.close()


def reported(store: Store, month: date, at: datetime, *projects: str) -> None:
    """Report work of these projects, accepted at once."""
    entries = [
        ProgressEntry(project_id=one, period_on=month, work_done_amount=Decimal(1)) for one in projects
    ]
    number = store.append(
        Event(kind="report_submitted", actor="unit", at=at), [Submission(period_on=month), *entries]
    )
    decision = Decision(submission_id=number, verdict="accepted")
    store.append(Event(kind="report_decided", actor="reviewer", at=at), [decision])


def test_a_later_month_does_not_stand_for_this_one(data_folder: Path) -> None:
    """Four projects report November, none October: 0 of 4 reported it, asked on 5 December, on every list."""
    store = library.open_official(data_folder, datetime(2026, 10, 1, 9))
    four = ("06-01", "06-02", "06-03", "06-04")
    reported(store, date(2026, 11, 30), datetime(2026, 12, 2, 9), *four)
    view = View(as_of=date(2026, 12, 5), known_at=datetime(2027, 1, 1), projects=four)
    counts = reporting.followup_counts(store, view, OCTOBER).filter(part="all").row(0, named=True)
    assert (counts["accepted_count"], counts["later_count"], counts["missing_count"]) == (0, 4, 0)
    assert set(queries.unreported(store, view)["standing"]) == {"later"}
    coverage = queries.coverage(store, view).select("reported_count", "reported_later_count").sum().row(0)
    assert coverage == (0, 4)
    months = queries.month_coverage(store, view).filter(county_code="*", month_on=OCTOBER)
    assert months["reported_count"].item() == 0
    sides = queries.comparison(store, view).filter(comparison="reporting", county_code="*")
    assert sides["value"].item() == 0.0
    november = reporting.followup_counts(store, view, date(2026, 11, 30)).filter(part="all")
    assert november["accepted_count"].item() == 4
    store.close()


def test_a_unit_is_not_overdue_longer_than_it_answers(data_folder: Path) -> None:
    """October closed on 10 November; asked on the 25th: 15 days, 3 of the unit made on the 22nd, 1 since handed over."""
    store = library.open_official(data_folder, datetime(2025, 10, 1, 9))
    reported(store, date(2026, 9, 30), datetime(2026, 10, 2, 9), "06-01", "06-02", "06-03")
    given = {"U1": (datetime(2026, 1, 5), "06-01"), "U2": (datetime(2026, 11, 22), "06-02")}
    for code, (at, project) in given.items():
        told = [Unit(unit_code=code, name=code), Assignment(unit_code=code, project_id=project)]
        store.append(Event(kind="people_listed", actor="operator", at=at), told)
    handed = [Assignment(unit_code="U2", project_id="06-02", active=False)]
    handed.append(Assignment(unit_code="U1", project_id="06-02"))
    for at in (datetime(2026, 11, 24, 9), datetime(2026, 11, 25, 9)):  # said again, it is no later
        store.append(Event(kind="assignment_changed", actor="operator", at=at), handed)
    view = VIEW.model_copy(update={"projects": ("06-01", "06-02", "06-03")})
    rows = reporting.followup_rows(store, view, OCTOBER).select("project_id", "unit_code", "overdue_days")
    assert sorted(rows.rows()) == [("06-01", "U1", 15), ("06-02", "U1", 1), ("06-03", None, 15)]
    store.append(
        Event(kind="assignment_changed", actor="operator", at=datetime(2026, 11, 25, 10)),
        [Assignment(unit_code="U2", project_id="06-03")],
    )
    rows = reporting.followup_rows(store, view, OCTOBER).filter(unit_code="U2")
    assert rows.select("project_id", "overdue_days").rows() == [("06-03", None)], "from today on"
    store.close()


def test_nobody_owes_a_january_that_is_one_with_february(data_folder: Path) -> None:
    store = library.open_official(data_folder, datetime(2025, 10, 1, 9))
    january = date(2026, 1, 31)
    reported(store, date(2025, 12, 31), datetime(2026, 1, 5, 9), "06-01")
    view = View(as_of=date(2026, 2, 11), known_at=datetime(2027, 1, 1), projects=("06-01",))
    assert reporting.followup_counts(store, view, january)["expected_count"].to_list() == [0]
    assert queries.calendar(store, view)["last_closed_on"].item() == date(2025, 12, 31)
    period = reporting.months(store, view).filter(period_on=january).row(0, named=True)
    assert (period["closes_on"], period["state"]) == (date(2026, 3, 10), "open")
    setting = Setting(name="january_with_february", value="no")
    store.append(Event(kind="setting_changed", actor="operator", at=datetime(2026, 2, 1, 9)), [setting])
    assert queries.calendar(store, view)["last_closed_on"].item() == january
    counts = reporting.followup_counts(store, view, january).filter(part="all")
    assert counts["missing_count"].item() == 1
    store.close()
