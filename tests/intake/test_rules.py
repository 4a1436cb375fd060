"""Every rule of checking, with the rows that break it and rows beside them that do not."""

from __future__ import annotations

from decimal import Decimal

from portfolio.intake import Context, sentence
from portfolio.model import Problem
from tests.intake.workbooks import checked, found, letter


def progress(project: str = "06-01", **row: object) -> dict[str, object]:
    return {"project_id": project, **row}


def funding(project: str = "06-01", source: str = "专项债券", **row: object) -> dict[str, object]:
    return {"project_id": project, "source": source, **row}


def milestone(name: str, project: str = "06-01", **row: object) -> dict[str, object]:
    return {"project_id": project, "milestone": name, **row}


def told(problems: tuple[Problem, ...], number: int = 0) -> str:
    return sentence(problems[number], "zh")


def test_a_row_in_order_is_stored_as_entered(october: Context) -> None:
    result = checked(october, progress=[progress(work_done_amount="4,000.5", physical_share=40)])
    assert not result.problems
    row = result.entries["progress_entry"].row(0, named=True)
    assert (row["work_done_amount"], row["physical_share"]) == (Decimal("40005000.00"), Decimal("0.4"))
    assert (row["sheet"], row["row_number"], row["cell"], row["cleared"]) == ("进度", 3, "C3", [])


def test_rows_given_out_and_left_alone_say_nothing(october: Context) -> None:
    rows = [progress("06-01", name="咸宁市城区老旧小区改造项目"), progress("06-02", work_done_amount=1)]
    assert checked(october, progress=rows).counts["stated"] == 1


def test_a_file_that_states_nothing_is_told_so(october: Context) -> None:
    assert found(october, progress=[progress()]) == [("nothing_stated", None)]


def test_unknown_projects_and_those_of_others(october: Context) -> None:
    rows = [progress(name, work_done_amount=1) for name in ("99-99", "06-04", "6-1")] + [
        {"work_done_amount": 1}
    ]
    assert found(october, progress=rows) == [
        ("project_unknown", "A3"),
        ("project_not_yours", "A4"),
        ("project_unknown", "A5"),
        ("project_missing", "A6"),
    ]


def test_a_name_stands_for_its_project_and_must_not_contradict_it(october: Context) -> None:
    by_name = {"name": "嘉鱼县 老旧小区改造项目", "work_done_amount": 1}
    assert checked(october, progress=[by_name]).entries["progress_entry"]["project_id"].to_list() == ["06-02"]
    shifted = progress("06-01", name="嘉鱼县老旧小区改造项目", work_done_amount=4000)
    assert found(october, progress=[shifted]) == [("name_differs", "B3")]


def test_two_rows_for_one_key(october: Context) -> None:
    rows = [
        funding(paid_amount=2100),
        funding(source="县级财政资金", paid_amount=0),
        funding(source="special_bond", paid_amount=2200),
    ]
    result = checked(october, funding=rows)
    assert [(one.code, one.cell) for one in result.problems] == [("row_twice", "D5")]
    assert "第 3 行" in told(result.problems) and "专项债券" in told(result.problems)


def test_currencies_are_kept_apart(october: Context) -> None:
    rows = [
        funding(source="利用外资", currency="美元", paid_amount=1, received_amount=1),
        funding(source="利用外资", paid_amount=1, received_amount=2),
    ]
    entries = checked(october, funding=rows).entries["funding_entry"]
    assert entries["currency"].to_list() == ["USD", "CNY"]


def test_a_key_left_blank(october: Context) -> None:
    assert found(october, funding=[{"project_id": "06-01", "paid_amount": 1}]) == [("key_missing", "C3")]
    assert found(october, plan=[{"project_id": "06-01", "planned_amount": 1}]) == [("key_missing", "C3")]
    cleared = {"project_id": "06-01", "cleared_on": "2026-10-06"}
    assert found(october, obstacles=[cleared]) == [("key_missing", "C3")], "which of them?"


def test_a_new_problem_gets_the_next_number_of_its_project(october: Context) -> None:
    """06-01 has problem 1 already; the file tells of 4 itself: what comes without a number is 5 and 6."""
    rows = [
        {"project_id": "06-01", "what": "征地", "reason": "征地拆迁"},
        {"project_id": "06-01", "obstacle": "4", "what": "审批", "reason": "审批手续"},
        {"project_id": "06-02", "what": "设计", "reason": "设计变更"},
        {"project_id": "06-01", "what": "雨季", "reason": "天气灾害"},
    ]
    entries = checked(october, obstacles=rows).entries["obstacle_entry"]
    assert entries["obstacle"].to_list() == ["5", "4", "1", "6"]


def test_a_cumulative_amount_falls_against_the_month_before(october: Context) -> None:
    result = checked(october, progress=[progress(work_done_amount=2999.99)])
    assert [(one.code, one.cell, one.severity) for one in result.problems] == [
        ("falls_before", "C3", "error")
    ]
    assert "2,999.99万元" in told(result.problems) and "3,000.00万元" in told(result.problems)
    assert not checked(october, progress=[progress(work_done_amount=3000)]).problems


def test_a_cumulative_amount_stands_above_a_later_month(october: Context) -> None:
    assert found(october, progress=[progress(work_done_amount=5000.01)]) == [("falls_after", "C3")]
    assert not found(october, progress=[progress(work_done_amount=5000)])
    assert found(october, progress=[progress(physical_share=51)]) == [("falls_after", "D3")]


def test_a_reason_of_correction_lets_it_fall_and_is_kept(october: Context) -> None:
    result = checked(october, progress=[progress(work_done_amount=2500, correction="多报一笔，更正")])
    assert not result.problems
    assert result.corrections.row(0, named=True) == {
        "project_id": "06-01",
        "column": "work_done_amount",
        "sheet": "进度",
        "cell": "C3",
        "value": "2500",
        "said": "多报一笔，更正",
    }


def test_taking_back_a_cumulative_amount_needs_a_reason_too(october: Context) -> None:
    assert found(october, progress=[progress(work_done_amount="清除")]) == [("falls_before", "C3")]
    result = checked(october, progress=[progress(work_done_amount="清除", correction="误报，收回")])
    assert not result.problems
    assert result.entries["progress_entry"]["cleared"].to_list() == [["work_done_amount"]]
    assert not checked(
        october, plan=[{"project_id": "06-01", "year": 2026, "planned_amount": "清除"}]
    ).problems


def test_paid_over_received_by_source(october: Context) -> None:
    over = [funding(paid_amount=3000.01)]
    assert found(october, funding=over) == [("paid_over", letter("funding", "paid_amount") + "3")]
    assert not found(october, funding=[funding(paid_amount=3000)])
    assert not found(october, funding=[funding(paid_amount=3500, received_amount=4000)])
    less = funding(received_amount=1999, correction="收回")
    assert found(october, funding=[less]) == [("paid_over", letter("funding", "paid_amount") + "3")]
    other = funding(source="县级财政资金", paid_amount=100)
    assert not found(october, funding=[other]), "nobody has said what was received of it"


def test_money_that_was_advanced_or_taken_back_is_said_in_a_word(october: Context) -> None:
    """20 of 30 (million) are paid: 35 paid is 垫付; 25 left of the 30 is 收回, and neither is a correction."""
    place = letter("funding", "word") + "3"
    advanced = checked(october, funding=[funding(paid_amount=3500, word="垫付")])
    assert not advanced.problems
    assert advanced.entries["funding_entry"]["word"].to_list() == ["advance"]
    (warning,) = checked(october, funding=[funding(paid_amount=3500)]).problems
    assert (warning.code, warning.severity) == ("paid_over", "warning")
    recovered = checked(october, funding=[funding(received_amount=2500, word="收回")])
    assert not recovered.problems and recovered.corrections.is_empty()
    assert recovered.entries["funding_entry"]["word"].to_list() == ["recovered"]
    assert found(october, funding=[funding(paid_amount=2900, word="垫付")]) == [("advance_unfit", place)]
    assert found(october, funding=[funding(received_amount=3500, word="收回")]) == [
        ("recovered_unfit", place)
    ]
    paid = letter("funding", "paid_amount") + "3"
    assert found(october, funding=[funding(paid_amount=1900, word="收回")]) == [
        ("falls_before", paid),
        ("recovered_unfit", place),
    ]
    assert found(october, funding=[funding(word="垫付")])[0][0] == "row_needs_value"


def test_cells_that_cannot_be_read_are_told_one_by_one(october: Context) -> None:
    rows = [
        progress(work_done_amount="约四千", physical_share=140),
        progress("06-02", work_done_amount=-1),
        progress("06-03", work_done_amount="0.0000001"),
    ]
    assert found(october, progress=rows) == [
        ("number_unreadable", "C3"),
        ("share_over", "D3"),
        ("negative", "C4"),
        ("too_precise", "C5"),
    ]
    assert not checked(october, progress=rows).entries


def test_an_unknown_code_is_told_with_the_choices(october: Context) -> None:
    result = checked(october, status=[{"project_id": "06-01", "stage": "在建"}])
    assert [(one.code, one.cell) for one in result.problems] == [("code_unknown", "D3")]
    assert "续建" in told(result.problems) and "Under way" in sentence(result.problems[0], "en")


def test_more_problems_than_can_be_listed_are_counted(october: Context) -> None:
    rows = [progress(f"X{number}", work_done_amount=1) for number in range(2_050)]
    result = checked(october, progress=rows)
    assert (len(result.problems), result.more, result.counts["errors"]) == (2_001, 50, 2_050)
    assert "50" in told(result.problems, 2_000)
