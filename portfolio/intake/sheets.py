"""The monthly report's workbook: its sheets and columns. Template, reading, checking, marking and the table on screen
all follow from this one list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from portfolio.codes import Language
from portfolio.words import say

Kind = Literal[
    "project", "label", "text", "amount", "share", "day", "stated_day", "year", "code", "flag", "currency"
]
"""project: the identifier · label: shown, never read into an entry · amount: money in 万元 · share: % · day: one day ·
stated_day: a day, month, quarter, half or year · code: of `codelist` · flag: yes or no · currency: three letters."""


@dataclass(frozen=True)
class Column:
    """One column. `table` and `field` say where its value is kept (none for what is not stored as an entry).

    `key`: with the project names the row; `cumulative`: never falls; `clearable`: 清除 takes the last value back;
    `last`: the template shows the last accepted value beside it; `aliases`: what older headers called it.
    """

    sheet: str
    code: str
    kind: Kind
    table: str | None = None
    field: str | None = None
    codelist: str | None = None
    precision_field: str | None = None
    key: bool = False
    cumulative: bool = False
    clearable: bool = False
    last: bool = False
    longest: int = 200
    aliases: tuple[str, ...] = ()

    def header(self, language: Language) -> str:
        """The header as the template prints it, with the unit."""
        return say(language, f"intake.{self.sheet}.{self.code}")

    def last_header(self, language: Language) -> str:
        """The header of the grey column that shows the last accepted value."""
        return say(language, "intake.last", column=self.header(language))


@dataclass(frozen=True)
class Sheet:
    """One sheet: its columns in order; `aliases` are names that older templates gave it."""

    code: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...] = ()

    def title(self, language: Language) -> str:
        """The sheet's name as the template prints it."""
        return say(language, f"intake.sheet.{self.code}")

    def column(self, code: str) -> Column:
        """The column of that code; KeyError for none."""
        return next(column for column in self.columns if column.code == code)

    @property
    def keys(self) -> tuple[str, ...]:
        """The codes of the columns that name a row, the project's first."""
        return ("project_id", *(column.code for column in self.columns if column.key))

    @property
    def inputs(self) -> tuple[Column, ...]:
        """The columns that an owner fills: all but the project, labels and keys."""
        return tuple(c for c in self.columns if c.kind not in ("project", "label") and not c.key)

    @property
    def tables(self) -> tuple[str, ...]:
        """The entry tables that its columns are kept in."""
        return tuple(dict.fromkeys(c.table for c in self.columns if c.table))


README = "readme"
_IDENTITY = (
    ("project_id", "project", ("项目编码", "项目代码", "编号", "projectid", "id")),
    ("name", "label", ("名称", "项目", "project", "projectname")),
)


def _sheet(code: str, columns: tuple[Column, ...], aliases: tuple[str, ...] = ()) -> Sheet:
    identity = tuple(Column(code, name, kind, aliases=old) for name, kind, old in _IDENTITY)  # type: ignore[arg-type]
    return Sheet(code, identity + columns, aliases)


def _status() -> Sheet:
    here = "status"
    status, investment = "status_entry", "investment_entry"
    return _sheet(
        here,
        (
            Column(here, "county", "label", aliases=("县市区", "所属县市区", "区县")),
            Column(
                here,
                "stage",
                "code",
                status,
                "stage",
                codelist="stage",
                last=True,
                aliases=("项目状态", "项目阶段", "状态"),
            ),
            Column(here, "unchanged", "flag", aliases=("无变动", "是否无变动")),
            Column(
                here,
                "amount",
                "amount",
                investment,
                "amount",
                last=True,
                aliases=("总投资额", "投资总额", "估算总投资"),
            ),
            Column(
                here,
                "basis",
                "code",
                investment,
                "basis",
                codelist="basis",
                last=True,
                aliases=("总投资依据", "依据"),
            ),
            Column(
                here,
                "document_number",
                "text",
                investment,
                "document_number",
                last=True,
                aliases=("批复文号", "文号"),
            ),
        ),
        aliases=("项目状态", "状态与投资", "投资"),
    )


def _funding() -> Sheet:
    here, table = "funding", "funding_entry"
    return _sheet(
        here,
        (
            Column(
                here,
                "source",
                "code",
                table,
                "source",
                codelist="source",
                key=True,
                aliases=("来源", "资金渠道", "资金类别"),
            ),
            Column(here, "currency", "currency", table, "currency", key=True, aliases=("货币",)),
            *(
                Column(
                    here,
                    code,
                    "amount",
                    table,
                    code,
                    cumulative=rising,
                    clearable=True,
                    last=True,
                    aliases=old,
                )
                for code, rising, old in (
                    ("planned_amount", False, ("计划资金", "计划筹措", "资金计划")),
                    ("allocated_amount", True, ("下达资金", "累计下达", "已下达资金")),
                    ("received_amount", True, ("到位资金", "累计到位", "已到位资金")),
                    ("paid_amount", True, ("支付资金", "累计支付", "已支付资金")),
                )
            ),
            Column(
                here,
                "plan_complete",
                "flag",
                table,
                "plan_complete",
                clearable=True,
                last=True,
                aliases=("资金计划完整",),
            ),
            Column(
                here, "correction", "text", longest=300, aliases=("更正理由", "更正/收回说明", "更正原因")
            ),
        ),
        aliases=("资金来源", "资金情况"),
    )


def _progress() -> Sheet:
    here, table = "progress", "progress_entry"
    return _sheet(
        here,
        (
            Column(
                here,
                "work_done_amount",
                "amount",
                table,
                "work_done_amount",
                cumulative=True,
                clearable=True,
                last=True,
                aliases=("完成投资", "自开工累计完成投资", "累计完成"),
            ),
            Column(
                here,
                "physical_share",
                "share",
                table,
                "physical_share",
                cumulative=True,
                clearable=True,
                last=True,
                aliases=("工程形象进度", "进度"),
            ),
            Column(
                here,
                "in_statistics_amount",
                "amount",
                table,
                "in_statistics_amount",
                cumulative=True,
                clearable=True,
                last=True,
                aliases=("入统投资", "累计入统", "入库入统"),
            ),
            Column(
                here, "correction", "text", longest=300, aliases=("更正理由", "更正/收回说明", "更正原因")
            ),
        ),
        aliases=("工程进度", "投资进度", "进展"),
    )


def _plan() -> Sheet:
    here, table = "plan", "plan_entry"
    return _sheet(
        here,
        (
            Column(here, "year", "year", table, "year", key=True, aliases=("计划年度", "年份")),
            Column(
                here,
                "planned_amount",
                "amount",
                table,
                "planned_amount",
                clearable=True,
                last=True,
                aliases=("年度计划", "年度投资计划", "计划投资"),
            ),
            Column(here, "reason", "text", table, "reason", aliases=("调整原因", "调整理由", "原因")),
        ),
        aliases=("年度投资计划", "计划"),
    )


def _milestones() -> Sheet:
    here, table = "milestones", "milestone_entry"
    return _sheet(
        here,
        (
            Column(
                here,
                "milestone",
                "code",
                table,
                "milestone",
                codelist="milestone",
                key=True,
                aliases=("里程碑", "节点名称", "关键节点"),
            ),
            Column(
                here,
                "due_on",
                "stated_day",
                table,
                "due_on",
                precision_field="due_precision",
                last=True,
                aliases=("计划完成日期", "计划日期", "计划时限"),
            ),
            Column(
                here,
                "forecast_on",
                "day",
                table,
                "forecast_on",
                clearable=True,
                last=True,
                aliases=("预计日期", "预计完成日期"),
            ),
            Column(
                here,
                "done_on",
                "stated_day",
                table,
                "done_on",
                precision_field="done_precision",
                clearable=True,
                last=True,
                aliases=("实际完成日期", "实际日期", "完成日期"),
            ),
            Column(
                here,
                "reason",
                "code",
                table,
                "reason",
                codelist="reason",
                aliases=("滞后原因", "延期原因", "原因"),
            ),
            Column(here, "approval", "text", table, "approval", aliases=("调整批复文号", "批复文号", "文号")),
            Column(here, "approved_on", "day", table, "approved_on", aliases=("批复日期", "批准调整日期")),
        ),
        aliases=("节点", "项目节点", "关键节点"),
    )


def _obstacles() -> Sheet:
    here, table = "obstacles", "obstacle_entry"
    return _sheet(
        here,
        (
            Column(
                here,
                "obstacle",
                "text",
                table,
                "obstacle",
                key=True,
                longest=20,
                aliases=("序号", "编号", "问题编号"),
            ),
            Column(
                here,
                "reason",
                "code",
                table,
                "reason",
                codelist="reason",
                last=True,
                aliases=("原因", "类别"),
            ),
            Column(
                here,
                "what",
                "text",
                table,
                "what",
                last=True,
                longest=1000,
                aliases=("问题", "主要问题", "问题描述"),
            ),
            Column(here, "remedy", "text", table, "remedy", longest=1000, aliases=("措施", "下一步措施")),
            Column(here, "responsible", "text", table, "responsible", aliases=("责任单位", "责任人")),
            Column(
                here,
                "due_on",
                "day",
                table,
                "due_on",
                clearable=True,
                last=True,
                aliases=("整改时限", "计划解决日期"),
            ),
            Column(
                here,
                "cleared_on",
                "day",
                table,
                "cleared_on",
                clearable=True,
                last=True,
                aliases=("实际解决日期", "销号日期"),
            ),
        ),
        aliases=("存在问题", "困难问题"),
    )


SHEETS: tuple[Sheet, ...] = (_status(), _funding(), _progress(), _plan(), _milestones(), _obstacles())
"""The sheets that are filled in, in the workbook's order; 填报说明 (README) stands before them."""


def sheet(code: str) -> Sheet:
    """The sheet of that code; KeyError for none."""
    return {one.code: one for one in SHEETS}[code]
