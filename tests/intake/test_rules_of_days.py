"""Rules of days, of values that go together, of the file as a whole; warnings that need a word."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from portfolio import library
from portfolio.intake import Context, change_text, check, context, read, sentence, sheet, template
from portfolio.intake.readings import Reading, Stamp
from portfolio.model import MilestoneEntry, Problem
from tests.conftest import copy_library
from tests.intake.conftest import OCTOBER, SEPTEMBER, TAKEN_AT, VIEW, accept, settle
from tests.intake.workbooks import checked, found, letter, workbook


def progress(project: str = "06-01", **row: object) -> dict[str, object]:
    return {"project_id": project, **row}


def funding(project: str = "06-01", source: str = "专项债券", **row: object) -> dict[str, object]:
    return {"project_id": project, "source": source, **row}


def milestone(name: str, project: str = "06-01", **row: object) -> dict[str, object]:
    return {"project_id": project, "milestone": name, **row}


def told(problems: tuple[Problem, ...], number: int = 0) -> str:
    return sentence(problems[number], "zh")


def test_dates_to_come_are_not_done(october: Context) -> None:
    rows = [
        milestone("主体完工", done_on="2026-12-06"),
        milestone("竣工验收", done_on="2026年12月"),
        milestone("完工", done_on="2027年"),
    ]
    assert found(october, milestones=rows) == [("date_future", "F3"), ("date_future", "F5")]
    solved = {"project_id": "06-01", "obstacle": "1", "cleared_on": "2026-12-06"}
    assert found(october, obstacles=[solved]) == [("date_future", "I3")]


def test_done_before_started(october: Context) -> None:
    assert found(october, milestones=[milestone("完工", done_on="2025-03-09")]) == [
        ("done_before_start", "F3")
    ]
    assert not found(october, milestones=[milestone("完工", done_on="2025-03-10")])
    assert not found(october, milestones=[milestone("立项批复", done_on="2024-01-10")]), (
        "approvals come before"
    )
    both = [
        milestone("开工", "06-02", done_on="2026-05-01"),
        milestone("完工", "06-02", done_on="2026-04-30"),
    ]
    assert found(october, milestones=both) == [("done_before_start", "F4")]
    coarse = [
        milestone("开工", "06-02", done_on="2026年5月"),
        milestone("完工", "06-02", done_on="2026-05-20"),
    ]
    assert not found(october, milestones=coarse), "a coarse day is given the benefit of the doubt"


def test_approval_number_and_day_go_together(october: Context) -> None:
    whole = {"due_on": "2027-09-30", "approval": "样2号", "approved_on": "2026-10-10"}
    assert not found(october, milestones=[milestone("完工", **whole)])
    for left_out, code in (
        ("approved_on", "approval_no_day"),
        ("approval", "approval_no_number"),
        ("due_on", "approval_no_due"),
    ):
        rest = {name: value for name, value in whole.items() if name != left_out}
        assert [code for code, _ in found(october, milestones=[milestone("完工", **rest)])] == [code]
    later = whole | {"approved_on": "2026-12-06"}
    assert found(october, milestones=[milestone("完工", **later)]) == [("approval_future", "I3")]


def test_a_due_day_moved_without_approval_needs_a_word(october: Context) -> None:
    result = checked(october, judge=True, milestones=[milestone("完工", due_on="2027-09-30")])
    assert [(one.code, one.cell, one.severity) for one in result.problems] == [
        ("rescheduled", "D3", "warning")
    ]
    assert "2027年6月" in told(result.problems) and "2027年9月30日" in told(result.problems)
    same = [milestone("完工", due_on="2027年6月"), milestone("开工", "06-03", due_on="2027-03-31")]
    assert not found(october, judge=True, milestones=same)


def test_a_forecast_beyond_the_due_day_needs_a_word_like_a_due_day(october: Context) -> None:
    """Whichever column says so; one that comes nearer, or 按期, needs none."""
    result = checked(october, judge=True, milestones=[milestone("完工", forecast_on="2027-09-30")])
    assert [(one.code, one.cell, one.severity) for one in result.problems] == [("postponed", "E3", "warning")]
    assert "2027年6月" in told(result.problems) and "2027年9月30日" in told(result.problems)
    assert not found(october, judge=True, milestones=[milestone("完工", forecast_on="2027-06-20")])


@pytest.mark.parametrize("written", ["按期", " 按期 ", "On schedule"])
def test_on_schedule_may_stand_in_the_place_of_a_forecast(october: Context, written: str) -> None:
    result = checked(october, judge=True, milestones=[milestone("完工", forecast_on=written)])
    assert not result.problems
    row = result.entries["milestone_entry"].row(0, named=True)
    assert (row["word"], row["forecast_on"], list(row["cleared"])) == ("on_schedule", None, [])
    assert found(october, milestones=[milestone("完工", done_on=written)]) == [("date_unreadable", "F3")]


def test_an_approval_handed_in_more_than_a_month_after_its_day_needs_a_word(october: Context) -> None:
    """Completion of 06-01 is due in June 2027; of 10 May 2026 handed in with October's report, of 20 October not."""
    late = milestone("完工", due_on="2027-09-30", approval="样3号", approved_on="2026-05-10")
    result = checked(october, judge=True, milestones=[late])
    assert [(one.code, one.cell, one.severity) for one in result.problems] == [
        ("approval_filed_late", "I3", "warning")
    ]
    assert "2026年5月10日" in told(result.problems)
    soon = late | {"approved_on": "2026-11-10"}
    assert not found(october, judge=True, milestones=[soon])


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """U1's October where September said of 06-02: completion due on 30 June 2026, forecast for 31 December."""
    store = library.open_official(copy_library(tmp_path_factory.mktemp("behind")), TAKEN_AT)
    settle(store)
    said = {"due_on": date(2026, 6, 30), "forecast_on": date(2026, 12, 31)}
    key = {"project_id": "06-02", "period_on": SEPTEMBER}
    accept(
        store, SEPTEMBER, [MilestoneEntry(**key, milestone="completion", **said)], datetime(2026, 10, 8, 9)
    )
    return context(store, VIEW, OCTOBER, "U1")


def test_a_due_day_moved_with_approval_when_already_late_needs_a_word(behind: Context) -> None:
    """Approved on 10 November: July to October 31 + 31 + 30 + 31 = 123 days, and 10: 133 days late by then."""
    approved = {"approval": "样4号", "approved_on": "2026-11-10"}
    moved = milestone("完工", "06-02", due_on="2027-03-31", **approved)
    result = checked(behind, judge=True, milestones=[moved])
    assert [(one.code, one.cell) for one in result.problems] == [("approval_late", "I3")]
    assert "133 天" in told(result.problems)


def test_a_repeated_due_day_leaves_the_forecast_and_says_so(behind: Context) -> None:
    result = checked(behind, judge=True, milestones=[milestone("完工", "06-02", due_on="2026-06-30")])
    assert result.still.rows() == [
        ("06-02", result.still["name"][0], "completion", date(2026, 12, 31), "day", 0)
    ]
    new = milestone("完工", "06-02", due_on="2026-06-30", forecast_on="按期")
    ended = checked(behind, judge=True, milestones=[new])
    assert ended.still.is_empty()
    change = ended.changes.filter(column="forecast_on").row(0, named=True)
    assert [change_text(change, side, "zh") for side in ("old", "new")] == ["2026年12月31日", "按期"]


def test_payment_out_of_bounds_needs_a_word(october: Context) -> None:
    ahead = checked(october, judge=True, funding=[funding(received_amount=9000, paid_amount=9000)])
    assert [(one.code, one.severity) for one in ahead.problems] == [
        ("jump", "warning"),
        ("payment_ahead", "warning"),
    ]
    assert "30.0%" in told(ahead.problems, 1)
    low = checked(october, judge=True, progress=[progress(work_done_amount=4900)])
    assert [one.code for one in low.problems] == ["payment_low"]


def test_more_than_the_investment_and_more_than_threefold_need_a_word(october: Context) -> None:
    many = [progress("06-02", work_done_amount=41_300.01)]
    assert found(october, progress=many) == [("over_investment", "C3")]
    raised = [{"project_id": "06-02", "amount": 50_000, "basis": "初设概算"}]
    assert not found(october, progress=many, status=raised)
    paid = [funding("06-02", received_amount=42_000, paid_amount=41_400)]
    assert found(october, funding=paid) == [("over_investment", "H3")]
    assert [code for code, _ in found(october, funding=[funding(received_amount=9_000.01)])] == ["jump"]
    assert not found(october, funding=[funding(received_amount=9_000)])


def test_a_share_of_one_where_a_percentage_is_asked(october: Context) -> None:
    assert found(october, progress=[progress("06-02", physical_share=0.62)]) == [("share_small", "D3")]
    assert not found(october, progress=[progress("06-02", physical_share="0.62%")])
    assert not found(october, progress=[progress("06-02", physical_share=1.01)])


def test_values_that_go_together(october: Context) -> None:
    assert found(october, status=[{"project_id": "06-01", "amount": 1}]) == [("basis_missing", "G3")]
    assert found(october, status=[{"project_id": "06-01", "document_number": "样3号"}]) == [
        ("amount_missing", "F3")
    ]
    assert found(october, funding=[funding(correction="更正")]) == [("row_needs_value", "E3")]
    assert found(october, plan=[{"project_id": "06-01", "year": 2026, "reason": "调整"}]) == [
        ("row_needs_value", "D3")
    ]
    both = milestone("完工", forecast_on="2026-12-31", done_on="2026-11-01")
    assert found(october, milestones=[both]) == [("forecast_and_done", "E3")]


def test_nothing_changed_is_a_report_of_the_same_stage(october: Context) -> None:
    result = checked(
        october,
        status=[{"project_id": "06-01", "unchanged": "是"}, {"project_id": "06-02", "unchanged": "否"}],
    )
    assert not result.problems and result.changes.is_empty()
    assert result.entries["status_entry"].select("project_id", "stage", "cell").rows() == [
        ("06-01", "continuing", "E3")
    ]
    assert found(october, status=[{"project_id": "06-03", "unchanged": "是"}]) == [
        ("nothing_to_confirm", "E3")
    ]
    also = checked(
        october,
        status=[{"project_id": "06-01", "unchanged": "是"}],
        progress=[progress(work_done_amount=4000)],
    )
    assert [(one.code, one.cell) for one in also.problems] == [("unchanged_and_changed", "E3")]


def test_a_template_of_another_month_unit_or_workspace_is_refused(october: Context) -> None:
    reading = read(template(october, "zh"), "a.xlsx")
    for stamp, code in (
        (Stamp("2", "official", date(2026, 9, 30), "U1"), "wrong_month"),
        (Stamp("2", "official", date(2026, 10, 31), "U2"), "wrong_unit"),
        (Stamp("2", "demo", date(2026, 10, 31), "U1"), "wrong_workspace"),
        (Stamp("9", "official", date(2026, 10, 31), "U1"), "version_newer"),
    ):
        sent = Reading("a.xlsx", "xlsx", reading.sheets, stamp)
        assert [one.code for one in check(sent, october, judge=False).problems] == [code]
    assert "2026年9月" in sentence(
        check(Reading("a", "xlsx", (), Stamp("2", None, date(2026, 9, 30))), october).problems[0], "zh"
    )


def test_errors_come_first_and_all_at_once(october: Context) -> None:
    result = checked(
        october,
        judge=True,
        progress=[progress("06-02", physical_share=0.5), progress("99-99", work_done_amount="x")],
        milestones=[milestone("完工", due_on="近期"), milestone("开工", "06-02", done_on="10月1日")],
    )
    assert [one.severity for one in result.problems] == ["error"] * 4 + ["warning"]
    assert result.counts["errors"] == 4 and result.counts["warnings"] == 1
    assert not result.sendable


def test_what_changes_is_told_old_and_new(october: Context) -> None:
    result = checked(
        october,
        progress=[progress(work_done_amount=4000, physical_share=30)],
        milestones=[milestone("完工", forecast_on="2027-08-01")],
        funding=[funding(planned_amount="清除")],
    )
    rows = result.changes.select("sheet", "part", "column", "old", "new", "cell").rows()
    assert rows == [
        ("funding", "special_bond", "planned_amount", "50000000.00", None, "E3"),
        ("progress", None, "work_done_amount", "30000000.00", "40000000.00", "C3"),
        ("milestones", "completion", "forecast_on", None, "2027-08-01", "E3"),
    ] or {row[:3] for row in rows} == {
        ("funding", "special_bond", "planned_amount"),
        ("progress", None, "work_done_amount"),
        ("milestones", "completion", "forecast_on"),
    }


@pytest.mark.parametrize("code", ["status", "funding", "progress", "plan", "milestones", "obstacles"])
def test_every_faulty_cell_of_every_column_is_located(october: Context, code: str) -> None:
    here = sheet(code)
    for column in here.inputs:
        if column.kind == "text":
            continue
        keys = {"source": "专项债券", "year": "2026", "milestone": "开工", "obstacle": "1"}
        row = (
            {"project_id": "06-01"}
            | {key: keys[key] for key in here.keys[1:] if key in keys}
            | {column.code: "？？"}
        )
        problems = check(read(workbook(**{code: [row]}), "a.xlsx"), october, judge=False).problems
        assert letter(code, column.code) + "3" in {problem.cell for problem in problems}, column.code
        assert all(sentence(problem, "zh") and sentence(problem, "en") for problem in problems)
