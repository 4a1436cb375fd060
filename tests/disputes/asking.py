"""What can be asked: a word to the question, row and column in which both reckonings answer, and how that reads.

A new answer is one line of OF_PROJECT, OF_MILESTONE, OF_SOURCE or OF_COUNTY; every comparison of 县市区对比 can be asked
by its name as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio import codes
from tests.reckoning.ledger import Row

from .telling import starts
from .values import COUNTIES, UNKNOWN, Shown, UnreadableError, as_pace, as_share, coded, in_money, plainly

Answers = Mapping[str, Mapping[Any, Row]]
"""By question and the row's key."""


@dataclass(frozen=True)
class Answer:
    """Where an answer stands, and how it reads."""

    question: str
    key: Any
    columns: tuple[str, ...]
    shown: Shown

    def told(self, answers: Answers, expected: str) -> str:
        """The answer in the form of what is expected; 未知 where nothing is known."""
        row = answers[self.question].get(self.key)
        if row is None:
            return "没有这一行"
        values = [row[column] for column in self.columns]
        return "/".join(UNKNOWN if value is None else self.shown(value, expected) for value in values)


OF_PROJECT: dict[str, tuple[str, Shown]] = {
    "状态": ("state", coded("state")),
    "判定规则": ("rule", coded("rule")),
    "阶段": ("stage", coded("stage")),
    "滞后": ("late", plainly),
    "时限已过未报": ("passed_unreported", plainly),
    "逾期天数": ("delay_days", plainly),
    "逾期未报": ("reporting_overdue", plainly),
    "总投资": ("investment_amount", in_money),
    "年度计划": ("annual_plan_amount", in_money),
    "累计完成": ("work_done_amount", in_money),
    "本年完成": ("work_done_year_amount", in_money),
    "投资完成率": ("completion_share", as_share),
    "比序时进度": ("pacing_share", as_pace),
    "筹措": ("planned_funding_amount", in_money),
    "下达": ("allocated_amount", in_money),
    "到位": ("received_amount", in_money),
    "支付": ("paid_amount", in_money),
    "本年支付": ("paid_year_amount", in_money),
    "满期未支付": ("aged_unpaid_amount", in_money),
    "资金缺口": ("unfunded_gap_amount", in_money),
}
OF_MILESTONE: dict[str, tuple[str, Shown]] = {
    "时限": ("due_on", plainly),
    "原时限": ("original_due_on", plainly),
    "预计": ("forecast_on", plainly),
    "实际": ("done_on", plainly),
    "逾期": ("late_days", plainly),
    "推迟": ("slip_days", plainly),
    "批准次数": ("approved_count", plainly),
    "未经批准推迟": ("postponed_days", plainly),
    "未经批准推迟次数": ("postponement_count", plainly),
    "预计已过": ("forecast_past_days", plainly),
    "预警": ("warning", plainly),
}
OF_SOURCE: dict[str, tuple[str, Shown]] = {
    "筹措": ("planned_amount", in_money),
    "下达": ("allocated_amount", in_money),
    "到位": ("received_amount", in_money),
    "支付": ("paid_amount", in_money),
    "本年支付": ("paid_year_amount", in_money),
    "满期未支付": ("aged_unpaid_amount", in_money),
}
OF_COUNTY: dict[str, tuple[str, tuple[str, ...], Shown]] = {
    "滞后项目数": ("late_by_county", ("late_count",), plainly),
    "时限已过未报数": ("late_by_county", ("passed_unreported_count",), plainly),
    "有时限项目数": ("late_by_county", ("dated_count",), plainly),
    "预警项目数": ("late_by_county", ("warning_count",), plainly),
    "月报": ("coverage", ("reported_count", "expected_count"), plainly),
}
MEASURES = {
    "投资": "investment",
    "筹措": "planned_funding",
    "下达": "allocated",
    "到位": "received",
    "支付": "paid",
    "累计完成": "work_done",
    "年度计划": "annual_plan",
    "本年完成": "work_done_year",
    "本年支付": "paid_year",
}
"""Sums of a county by what they are called here."""
OF_COMPARISON: dict[str, tuple[tuple[str, ...], Shown]] = {
    "名次": (("rank",), plainly),
    "排名": (("ranking",), coded("ranking")),
    "n": (("known_count", "project_count"), plainly),
    "县数": (("field_count",), plainly),
    "其中未报": (("silent_part",), plainly),
    "金额已知": (("known_amount_share",), as_share),
    "去掉最大项目后": (("without_value",), as_share),
    "去掉最大项目后名次": (("without_rank",), plainly),
}
"""What can be asked of a comparison besides its figure: the word behind its name."""
UNITS: dict[str, Shown] = {"share": as_share, "points": as_pace, "amount": in_money, "count": plainly}


def answer(subject: str, word: str) -> Answer:
    """Where the answer stands to `word` of a project, or of a county."""
    return _of_county(COUNTIES[subject], word) if subject in COUNTIES else _of_project(subject, word)


def _of_project(name: str, word: str) -> Answer:
    if word in OF_PROJECT:
        column, shown = OF_PROJECT[word]
        return Answer("project_state", name, (column,), shown)
    found = starts(word, "milestone")
    if found and found[1] in OF_MILESTONE:
        column, shown = OF_MILESTONE[found[1]]
        return Answer("milestones", (name, found[0]), (column,), shown)
    found = starts(word, "source")
    if found and found[1] in OF_SOURCE:
        column, shown = OF_SOURCE[found[1]]
        return Answer("funding_rows", (name, found[0], "CNY"), (column,), shown)
    known = (
        *OF_PROJECT,
        *(f"完工{one}" for one in OF_MILESTONE),
        *(f"县级财政资金{one}" for one in OF_SOURCE),
    )
    raise UnreadableError(f"项目没有“{word}”可问；可用：{'、'.join(known)}")


def _of_county(county: str, word: str) -> Answer:
    if word in OF_COUNTY:
        question, columns, shown = OF_COUNTY[word]
        return Answer(question, county, columns, shown)
    if word in MEASURES:
        return Answer("money_by_county", (county, MEASURES[word]), ("amount",), in_money)
    found = starts(word, "comparison")
    if found and found[1] in ("", *OF_COMPARISON):
        name, aspect = found
        value = (("value",), UNITS[codes.column("comparison", "unit")[name]])
        columns, shown = OF_COMPARISON.get(aspect, value)
        return Answer(
            "comparison", (name, county), columns, value[1] if columns == ("without_value",) else shown
        )
    known = (*OF_COUNTY, *MEASURES, *codes.labels("comparison", "zh").values())
    raise UnreadableError(
        f"县市区没有“{word}”可问；可用：{'、'.join(known)}；其后可接{'、'.join(OF_COMPARISON)}"
    )
