"""Amounts in another unit and years far away are asked about, each by itself; hints do not follow from errors."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from portfolio.intake import Checked, Context, check, read, sentence, submission
from portfolio.intake.dates import told as day_told
from portfolio.model import Remark
from tests.conftest import ROOT
from tests.intake.producers import PRODUCERS, Page
from tests.intake.workbooks import checked, found, letter, workbook

CASES = ROOT / "tests" / "intake" / "cases"


def questions(result: Checked) -> list[tuple[str, str | None]]:
    return [(one.code, one.cell) for one in result.questions]


def checked_now(context: Context, **sheets: Any) -> Checked:
    """As checked, of sheets named by a variable."""
    return checked(context, **sheets)


def rows_of(sheet: str, column: str, amount: float) -> dict[str, object]:
    """A row of 06-01 in which the column says so many 万元, and nothing else is wrong."""
    keys: dict[str, dict[str, object]] = {
        "funding": {"source": "县级财政资金"},
        "plan": {"year": 2026},
        "status": {"basis": "可研估算"},
    }
    return {"project_id": "06-01", "correction": "更正", **keys.get(sheet, {}), column: amount}


OF_INVESTMENT = (
    ("progress", "work_done_amount"),
    ("progress", "in_statistics_amount"),
    ("progress", "year_end_work_done_amount"),
    ("funding", "planned_amount"),
    ("funding", "allocated_amount"),
    ("funding", "received_amount"),
    ("funding", "year_end_received_amount"),
    ("plan", "planned_amount"),
)


@pytest.mark.parametrize(("sheet", "column"), OF_INVESTMENT)
def test_an_amount_tenfold_over_its_project_s_investment_is_asked_about(
    october: Context, sheet: str, column: str
) -> None:
    """06-01 costs 10,000 万元: from 100,000 on, whatever was reported before; below, nothing is asked."""
    row = rows_of(sheet, column, 210_000_000) | {"correction": "更正"}
    if sheet == "plan":
        del row["correction"]
    place = letter(sheet, column) + "3"
    asked = [one for one in checked_now(october, **{sheet: [row]}).questions if one.cell == place]
    assert [one.code for one in asked] == ["unit_likely"]
    assert "21,000.00万元" in sentence(asked[0], "zh") and "总投资 10,000.00万元" in sentence(asked[0], "zh")
    assert "21,000.00" in sentence(asked[0], "en")
    for amount, count in ((100_000, 1), (99_999.99, 0), (9_000, 0)):
        result = checked_now(october, **{sheet: [row | {column: amount}]})
        assert (
            len([one for one in result.questions if one.cell == place and one.code == "unit_likely"]) == count
        )


def test_an_investment_is_compared_with_the_planned_funding_never_with_itself(october: Context) -> None:
    """5,000 万元 of 06-01 are planned: 50,000 is asked about, 49,999 is not, though 10,000 stood before."""
    for amount, codes in ((50_000, ["unit_likely"]), (49_999, [])):
        row = rows_of("status", "amount", amount)
        del row["correction"]
        assert [one.code for one in checked(october, status=[row]).questions] == codes


def test_without_an_investment_the_planned_funding_is_the_bound(october: Context) -> None:
    blind = replace(october, projects=october.projects.with_columns(investment_amount=None))
    for amount, count in ((50_000, 1), (49_999, 0)):
        result = checked(blind, progress=[rows_of("progress", "in_statistics_amount", amount)])
        assert len(result.questions) == count
    (problem,) = checked(blind, progress=[rows_of("progress", "in_statistics_amount", 50_000)]).questions
    assert "计划筹措资金 5,000.00万元" in sentence(problem, "zh")


def test_what_is_done_in_a_year_is_compared_with_the_year_s_plan(october: Context) -> None:
    """06-01: 6,000 万元 are planned for 2026; with a large investment 60,000 done in the year are asked about."""
    large = replace(october, projects=october.projects.with_columns(investment_amount=10_000_000_000))
    base = {"year_end_work_done_amount": 0}
    for amount, count in ((60_000, 1), (59_999, 0)):
        result = checked(large, progress=[rows_of("progress", "work_done_amount", amount) | base])
        assert [one.code for one in result.questions] == ["unit_likely"] * count


def test_a_heading_without_a_unit_is_asked_about_and_the_likely_one_proposed(october: Context) -> None:
    heads = {
        "累计完成投资": "progress",
        "累计入统投资": "progress",
        "总投资": "status",
        "年度计划投资": "plan",
    }
    for (head, code), name, amount in product(heads.items(), PRODUCERS, (40, 210_000_000)):
        more = {"progress": [], "status": ["投资依据"], "plan": ["年度"]}[code]
        values = {"progress": [], "status": ["可研估算"], "plan": ["2026"]}[code]
        rows: list[Any] = [["项目编号", "项目名称", head, *more], ["06-01", None, amount, *values]]
        result = check(read(PRODUCERS[name]([Page("表", rows)]), "月报.xlsx"), october, judge=False)
        kinds = [one.code for one in result.questions if one.cell == "C1"]
        assert kinds == ["unit_missing" if amount == 40 else "unit_missing_yuan"], (head, name, amount)
        titled = [["单位：万元"], *rows]
        result = check(read(PRODUCERS[name]([Page("表", titled)]), "月报.xlsx"), october, judge=False)
        assert not [one for one in result.questions if one.code.startswith("unit_missing")]


def test_a_question_is_confirmed_by_itself_or_nothing_is_sent(october: Context) -> None:
    rows = [rows_of("progress", "in_statistics_amount", 210_000_000)]
    result = checked(october, progress=rows)
    (question,) = result.questions
    assert not result.errors and not result.warnings and result.sendable
    with pytest.raises(ValueError, match="no word"):
        submission(result, october, "a.xlsx", None, {})
    records, frames = submission(result, october, "a.xlsx", None, {question.key: "已核实"})
    remarks = [one for one in records if isinstance(one, Remark)]
    assert [(one.code, one.cell, one.said) for one in remarks] == [
        ("unit_likely", "E3", "已核实"),
        ("correction", "G3", "更正"),  # what is written as a reason is kept, whether or not it was asked for
    ]
    assert frames["progress_entry"].height == 1


def test_years_far_away_are_asked_about(october: Context) -> None:
    """The plan's years are 2021 to 2025; an error in the same row is told, and nothing that follows from it."""
    data = (CASES / "year-2062.xlsx").read_bytes()
    result = check(read(data, "year-2062.xlsx"), october, judge=False)
    assert questions(result) == [("day_far_horizon", "D2"), ("day_far_horizon", "D3")]
    assert [(one.code, one.cell) for one in result.errors] == [("date_future", "E4")]
    days = (
        "2062-06-30",
        "2062年6月",
        "2062",
        "二〇六二年六月三十日",
        "1992-06-30",
        "2062年上半年",
        "2099/12/31",
    )
    places = (
        ("milestones", "due_on", {"milestone": "开工"}),
        ("milestones", "forecast_on", {"milestone": "完工"}),
        ("obstacles", "due_on", {"obstacle": "9", "reason": "征地拆迁", "what": "样例"}),
    )
    for text, (sheet, column, key) in product(days, places):
        if sheet == "obstacles" and text not in ("2062-06-30", "1992-06-30", "2099/12/31"):
            continue
        rows = [{"project_id": "06-03", **key, column: text}]
        result = checked_now(october, **{sheet: rows})
        assert questions(result) == [("day_far_horizon", letter(sheet, column) + "3")], (text, sheet)
    for year, codes in ((2062, ["year_far"]), (1992, ["year_far"]), (2026, []), (2029, []), (2021, [])):
        row = {"project_id": "06-01", "year": year, "planned_amount": 10}
        assert [one.code for one in checked(october, plan=[row]).questions] == codes


DATES = {
    "二〇二七年三月三十一日": (date(2027, 3, 31), "day"),
    "二零二七年十二月十日": (date(2027, 12, 10), "day"),
    "2027年三月廿一日": (date(2027, 3, 21), "day"),
    "二○二七年十月二十号": (date(2027, 10, 20), "day"),
    "二〇二七年〇三月〇五日": (date(2027, 3, 5), "day"),
    "二〇二七年十一月": (date(2027, 11, 30), "month"),
    "2027年6月底": (date(2027, 6, 30), "month"),
    "2027年6月末": (date(2027, 6, 30), "month"),
    "2027年6月底前": (date(2027, 6, 30), "month"),
    "2027年6月份": (date(2027, 6, 30), "month"),
    "2027年6月下旬": (date(2027, 6, 30), "month"),
    "二〇二七年六月底": (date(2027, 6, 30), "month"),
    "2027-06": (date(2027, 6, 30), "month"),
    "2027年三季度末": (date(2027, 9, 30), "quarter"),
    "二〇二七年第三季度": (date(2027, 9, 30), "quarter"),
    "二〇二七年上半年": (date(2027, 6, 30), "half"),
    "2027年底": (date(2027, 12, 31), "year"),
    "2027年底前": (date(2027, 12, 31), "year"),
    "2027年末": (date(2027, 12, 31), "year"),
    "2027年度": (date(2027, 12, 31), "year"),
    "二〇二七年": (date(2027, 12, 31), "year"),
}


def test_days_in_chinese_figures_and_ends_of_periods_are_read() -> None:
    for text, (day, precision) in DATES.items():
        found_now = day_told(text, coarse=True)
        assert (found_now.day, found_now.precision) == (day, precision), text
    for text, fault in {
        "6月底": "date_no_year",
        "三月三十一日": "date_no_year",
        "2027年二月三十日": "date_none",
    }.items():
        assert day_told(text, coarse=True).fault == fault, text
    for text in ("2027年6月上旬", "2027年6月前", "2027年前", "二七年三月", "2027年十十月"):
        assert day_told(text, coarse=True).fault, text


def test_a_forecast_may_be_a_month_and_counts_as_its_last_day(october: Context) -> None:
    for text in ("2027年12月", "2027-12", "2027年12月底", "二〇二七年十二月", "2027年四季度", "2027年"):
        rows = [{"project_id": "06-01", "milestone": "完工", "forecast_on": text}]
        entries = checked(october, milestones=rows).entries["milestone_entry"]
        assert entries["forecast_on"].to_list() == [date(2027, 12, 31)], text
        precision = {"2027年四季度": "quarter", "2027年": "year"}.get(text, "month")
        assert entries["forecast_precision"].to_list() == [precision], text
    rows = [
        {
            "project_id": "06-01",
            "milestone": "完工",
            "due_on": "2027-12-31",
            "approval": "样2号",
            "approved_on": "2026年9月",
        }
    ]
    assert found(october, milestones=rows)[0][0] == "date_coarse"


def test_hints_do_not_follow_from_a_row_with_an_error(october: Context) -> None:
    """17,000 万元 are over the investment and threefold what stood; beside a share that cannot be read neither is told."""
    row: dict[str, object] = {"project_id": "06-01", "work_done_amount": 17_000, "correction": "更正"}
    codes = {one for one, _ in found(october, progress=[row])}
    assert codes == {"over_investment", "jump"}
    assert found(october, progress=[row | {"physical_share": "约四成"}]) == [("number_unreadable", "D3")]
    status = {"project_id": "06-01", "amount": "约一亿", "basis": "可研估算"}
    assert {one for one, _ in found(october, progress=[row], status=[status])} == {
        "number_unreadable",
        "jump",
    }


def test_a_hint_names_its_sums(october: Context) -> None:
    """Paid 2,000 before of special bonds and 9,000 now of the county: 11,000 of two sources over 10,000."""
    rows = [{"project_id": "06-01", "source": "县级财政资金", "received_amount": 9_000, "paid_amount": 9_000}]
    (problem,) = [one for one in checked(october, funding=rows).problems if one.code == "over_investment"]
    assert "（2 个来源合计） 11,000.00万元 超过总投资 10,000.00万元" in sentence(problem, "zh")
    assert "of 2 sources" in sentence(problem, "en")
    ahead = checked(october, judge=True, funding=[rows[0] | {"received_amount": 5_000, "paid_amount": 5_000}])
    (problem,) = [one for one in ahead.problems if one.code == "payment_ahead"]
    assert "累计支付 7,000.00万元" in sentence(problem, "zh") and "总投资 10,000.00万元" in sentence(
        problem, "zh"
    )


def test_no_cell_that_holds_something_is_called_empty(october: Context) -> None:
    """Each of these problems stands at a cell that is filled, and says with what."""
    data = workbook(
        progress=[
            {"project_id": "06-01", "work_done_amount": 4000},
            {"project_id": "06-01", "work_done_amount": 4100},
            {"project_id": "06-09", "correction": "只有说明"},
        ],
        status=[{"project_id": "06-02", "unchanged": "是", "amount": 100, "basis": "可研估算"}],
        milestones=[
            {"project_id": "06-01", "milestone": "完工", "forecast_on": "2027-01-01", "done_on": "2026-09-01"}
        ],
    )
    result = check(read(data, "a.xlsx"), october, judge=False)
    assert {one.code for one in result.errors} >= {"row_twice", "unchanged_and_changed", "forecast_and_done"}
    texts = {"进度": {"A4": "06-01"}, "项目状态与投资": {"E3": "是"}}
    for problem in result.errors:
        expected = texts.get(problem.sheet or "", {}).get(problem.cell or "")
        if expected:
            assert problem.value == expected
        if problem.code in ("row_twice", "unchanged_and_changed", "forecast_and_done"):
            assert problem.value, problem
