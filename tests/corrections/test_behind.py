"""What stands behind a mended figure, what the next report is held against, and which statements are proposed."""

from __future__ import annotations

from datetime import date

from portfolio import queries
from portfolio.model import Decision, Event, MilestoneEntry, Submission
from portfolio.queries import corrections, reported, reporting
from portfolio.store import Store
from tests.corrections.slips import AT, OCTOBER, PROJECT, VIEW, decide, first, propose, report


def test_what_stands_behind_a_figure_says_that_it_was_mended(store: Store) -> None:
    number = propose(store)
    decide(store, "city2", number)
    (source,) = (
        queries.figure_sources(store, VIEW, PROJECT).filter(field="due_on", part="final_account").to_dicts()
    )
    assert (source["value"], source["correction_id"], source["event_id"]) == (
        "2025-06-30",
        number,
        first(store),
    )
    (row,) = queries.history(store, VIEW, PROJECT).filter(field="due_on", part="final_account").to_dicts()
    assert (row["value"], row["right_value"], row["correction_id"]) == ("2052-06-30", "2025-06-30", number)
    said = queries.milestone_statements(store, VIEW, PROJECT).filter(milestone="final_account")
    assert said.select("due_on", "correction_id").rows() == [(date(2025, 6, 30), number)]
    before = VIEW.model_copy(update={"newest_event": number})
    (row,) = queries.history(store, before, PROJECT).filter(field="due_on", part="final_account").to_dicts()
    assert (row["value"], row["right_value"], row["correction_id"]) == ("2052-06-30", None, None)


def test_the_next_report_is_held_against_what_is_right(store: Store) -> None:
    decide(store, "city2", propose(store))
    held = reported.entries_by_kind(store, VIEW, OCTOBER)["milestone"].filter(
        milestone="final_account", project_id=PROJECT
    )
    assert held["due_on_last"].to_list() == [date(2025, 6, 30)]
    row = MilestoneEntry(
        project_id=PROJECT, period_on=OCTOBER, milestone="final_account", due_on=date(2025, 7, 31)
    )
    sent = Event(kind="report_submitted", actor="library", at=AT)
    number = store.append(sent, [Submission(period_on=OCTOBER), row])
    (told,) = reporting.report_entries(store, VIEW, number).filter(field="due_on").to_dicts()
    assert (told["old_value"], told["new_value"]) == ("2025-06-30", "2025-07-31")


def test_the_unbroken_run_of_a_value_is_proposed(store: Store) -> None:
    """September says 60, October 700, November 700 (each 80 paid), December 900: October and November are one run."""
    for month, work in ((date(2026, 9, 30), "60"), (date(2026, 11, 30), "700"), (date(2026, 12, 31), "900")):
        report(store, month, work)
    later = VIEW.model_copy(update={"as_of": date(2027, 1, 1)})
    rows = corrections.mendable_statements(store, later, PROJECT).filter(field="work_done_amount")
    assert rows["value"].to_list() == ["60.00", "700.00", "700.00", "900.00"]
    assert rows["run_no"].to_list() == [1, 2, 2, 3]
    paid = corrections.mendable_statements(store, later, PROJECT).filter(field="paid_amount", part="city")
    assert paid["run_no"].to_list() == [1, 1, 1, 1] and paid["position"].to_list() == [1, 1, 1, 1]


def test_only_what_may_be_mended_is_offered(store: Store) -> None:
    """An owner's own mark of a mended slip is no value of its own."""
    row = MilestoneEntry(
        project_id=PROJECT, period_on=OCTOBER, milestone="start", due_on=date(2025, 3, 1), correction=True
    )
    number = store.append(
        Event(kind="report_submitted", actor="library", at=AT), [Submission(period_on=OCTOBER), row]
    )
    accepted = [Decision(submission_id=number, verdict="accepted")]
    store.append(Event(kind="report_decided", actor="library", at=AT), accepted)
    assert "correction" in queries.history(store, VIEW, PROJECT)["field"].to_list()
    offered = corrections.mendable_statements(store, VIEW, PROJECT)
    assert {"due_on", "work_done_amount"} <= set(offered["field"]) and "correction" not in offered["field"]
