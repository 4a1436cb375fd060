"""The monthly report's workbook: its sheets and columns. Template, reading, checking, marking and the table on screen
all follow from this one list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portfolio.intake.columns import Column, Kind, Sheet

__all__ = ["README", "SHEETS", "TREASURY", "Column", "Sheet", "sheet"]

README = "readme"
_IDENTITY: tuple[tuple[str, Kind, tuple[str, ...]], ...] = (
    ("project_id", "project", ("项目编码", "项目代码", "编号", "projectid", "id")),
    ("name", "label", ("名称", "项目", "project", "projectname")),
)


def _sheet(code: str, columns: tuple[Column, ...], aliases: tuple[str, ...]) -> Sheet:
    identity = tuple(Column(code, name, kind, aliases=old) for name, kind, old in _IDENTITY)
    return Sheet(code, identity + columns, aliases)


def _kept(sheet: str, table: str) -> Callable[..., Column]:
    """Makes columns of the sheet that are kept in the table under their own name."""

    def column(code: str, kind: Kind, *aliases: str, **more: Any) -> Column:
        return Column(sheet, code, kind, table, code, aliases=aliases, **more)

    return column


def _correction(sheet: str) -> Column:
    """The owner's reason for a cumulative amount that falls."""
    return Column(sheet, "correction", "text", longest=300, aliases=("更正理由", "更正/收回说明", "更正原因"))


RISING = {"cumulative": True, "clearable": True, "last": True}
TAKEN_BACK = {"clearable": True, "last": True}


YEAR_END = "year_end_base_entry"
"""Where 截至上年末累计 is kept: what stood at the last year's end, told where no report of that December told it."""


def _year_end(sheet: str, field: str, *aliases: str) -> Column:
    """The column of an amount as it stood at the last year's end."""
    code = f"year_end_{field}"
    return Column(sheet, code, "amount", YEAR_END, field, clearable=True, last=True, aliases=aliases)


def _status() -> Sheet:
    status, investment = _kept("status", "status_entry"), _kept("status", "investment_entry")
    columns = (
        Column("status", "county", "label", aliases=("县市区", "所属县市区", "区县")),
        status("stage", "code", "项目状态", "项目阶段", "状态", codelist="stage", last=True),
        Column("status", "unchanged", "flag", aliases=("无变动", "是否无变动")),
        investment("amount", "amount", "总投资额", "投资总额", "估算总投资", last=True),
        investment("basis", "code", "总投资依据", "依据", codelist="basis", last=True),
        investment("document_number", "text", "批复文号", "文号", last=True),
    )
    return _sheet("status", columns, ("项目状态", "状态与投资", "投资"))


def _funding() -> Sheet:
    kept = _kept("funding", "funding_entry")
    columns = (
        kept("source", "code", "来源", "资金渠道", "资金类别", codelist="source", key=True),
        kept("currency", "currency", "货币", key=True),
        kept("planned_amount", "amount", "计划资金", "计划筹措", "资金计划", **TAKEN_BACK),
        kept("allocated_amount", "amount", "下达资金", "累计下达", "已下达资金", **RISING),
        kept("received_amount", "amount", "到位资金", "累计到位", "已到位资金", **RISING),
        kept("paid_amount", "amount", "支付资金", "累计支付", "已支付资金", **RISING),
        kept("plan_complete", "flag", "资金计划完整", **TAKEN_BACK),
        _year_end("funding", "allocated_amount", "上年末累计下达", "年初累计下达"),
        _year_end("funding", "received_amount", "上年末累计到位", "年初累计到位"),
        _year_end("funding", "paid_amount", "上年末累计支付", "年初累计支付"),
        _correction("funding"),
        kept("word", "code", "垫付/收回", "垫付或收回", codelist="funding_word"),
    )
    return _sheet("funding", columns, ("资金来源", "资金情况"))


def _progress() -> Sheet:
    kept = _kept("progress", "progress_entry")
    columns = (
        kept("work_done_amount", "amount", "完成投资", "自开工累计完成投资", "累计完成", **RISING),
        kept("physical_share", "share", "工程形象进度", "进度", **RISING),
        kept("in_statistics_amount", "amount", "入统投资", "累计入统", "入库入统", **RISING),
        _year_end("progress", "work_done_amount", "上年末累计完成投资", "年初累计完成投资"),
        _correction("progress"),
    )
    return _sheet("progress", columns, ("工程进度", "投资进度", "进展"))


YEAR_FORECAST = ("预计全年完成", "预计全年完成投资", "全年预计完成", "全年预计完成投资")


def _plan() -> Sheet:
    kept = _kept("plan", "plan_entry")
    columns = (
        kept("year", "year", "计划年度", "年份", key=True),
        kept("planned_amount", "amount", "年度计划", "年度投资计划", "计划投资", **TAKEN_BACK),
        kept("reason", "text", "调整原因", "调整理由", "原因"),
        kept("year_forecast_amount", "amount", *YEAR_FORECAST, **TAKEN_BACK),
    )
    return _sheet("plan", columns, ("年度投资计划", "计划"))


def _milestones() -> Sheet:
    kept = _kept("milestones", "milestone_entry")
    due, done = {"precision_field": "due_precision"}, {"precision_field": "done_precision"}
    forecast: dict[str, Any] = {"word_field": "word", "coarse": True, "on_screen": True}
    columns = (
        kept("milestone", "code", "里程碑", "节点名称", "关键节点", codelist="milestone", key=True),
        kept("due_on", "stated_day", "计划完成日期", "计划日期", "计划时限", last=True, **due),
        kept("forecast_on", "day", "预计日期", "预计完成日期", **forecast, **TAKEN_BACK),
        kept("done_on", "stated_day", "实际完成日期", "实际日期", "完成日期", **TAKEN_BACK, **done),
        kept("reason", "code", "滞后原因", "延期原因", "原因", codelist="reason"),
        kept("approval", "text", "调整批复文号", "批复文号", "文号"),
        kept("approved_on", "day", "批复日期", "批准调整日期"),
    )
    return _sheet("milestones", columns, ("节点", "项目节点", "关键节点"))


def _obstacles() -> Sheet:
    kept = _kept("obstacles", "obstacle_entry")
    columns = (
        kept("obstacle", "text", "序号", "编号", "问题编号", key=True, longest=20),
        kept("reason", "code", "原因", "类别", codelist="reason", last=True),
        kept("what", "text", "问题", "主要问题", "问题描述", last=True, longest=1000),
        kept("remedy", "text", "措施", "下一步措施", longest=1000),
        kept("responsible", "text", "责任单位", "责任人"),
        kept("due_on", "day", "整改时限", "计划解决日期", **TAKEN_BACK),
        kept("cleared_on", "day", "实际解决日期", "销号日期", **TAKEN_BACK),
    )
    return _sheet("obstacles", columns, ("存在问题", "困难问题"))


def _treasury() -> Sheet:
    kept = _kept("treasury", "treasury_figure")
    columns = (
        kept(
            "source", "text", "来源", "资金渠道", "资金性质", "资金来源代码", "source", "sourcecode", key=True
        ),
        kept(
            "told_on",
            "day",
            "截止日期",
            "截至日期",
            "截至",
            "期间",
            "日期",
            "period",
            "day",
            key=True,
            coarse=True,
        ),
        kept("allocated_amount", "amount", "指标下达", "下达", "累计指标下达", "累计下达", "allocated"),
        kept("received_amount", "amount", "到位", "累计到位", "received"),
        kept("paid_amount", "amount", "支付", "累计支付", "国库支付", "支出", "paid"),
    )
    return _sheet("treasury", columns, ("国库账", "财政支付数据"))


TREASURY = _treasury()
"""A list of the treasury's figures: no part of the monthly report."""
SHEETS: tuple[Sheet, ...] = (_status(), _funding(), _progress(), _plan(), _milestones(), _obstacles())
"""The sheets that are filled in, in the workbook's order; 填报说明 (README) stands before them."""


def sheet(code: str) -> Sheet:
    """The sheet of that code; KeyError for none."""
    return {one.code: one for one in (*SHEETS, TREASURY)}[code]
