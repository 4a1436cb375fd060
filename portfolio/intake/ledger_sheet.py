"""The treasury's ledger as the budget system exports it: its columns, by the heads that such systems give them."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.intake.columns import Column, Kind, Sheet

CODE = "ledger"
WORDS_OF_SOURCE = {
    "中央预算内基建资金": "central_budget",
    "中央预算内": "central_budget",
    "中央基建投资": "central_budget",
    "超长期特别国债": "treasury_bond",
    "增发国债": "treasury_bond",
    "国债资金": "treasury_bond",
    "中央专项转移支付": "central_subsidy",
    "中央专项资金": "central_subsidy",
    "中央补助": "central_subsidy",
    "中央资金": "central_subsidy",
    "省级专项转移支付": "provincial",
    "省级补助": "provincial",
    "省级专项资金": "provincial",
    "省财政资金": "provincial",
    "市级资金": "city",
    "市本级资金": "city",
    "市财政资金": "city",
    "县级资金": "county",
    "区级资金": "county",
    "县财政资金": "county",
    "专项债": "special_bond",
    "专项债券资金": "special_bond",
    "地方政府专项债券": "special_bond",
    "新增专项债券": "special_bond",
    "一般债": "general_bond",
    "一般债券资金": "general_bond",
    "地方政府一般债券": "general_bond",
    "新增一般债券": "general_bond",
    "福彩公益金": "lottery",
    "体彩公益金": "lottery",
}
"""What budget systems call a source, beside our own words; what may be of several levels is asked for."""


def _column(code: str, kind: Kind, *aliases: str, key: bool = False) -> Column:
    return Column(CODE, code, kind, key=key, aliases=aliases)


LEDGER = Sheet(
    CODE,
    (
        _column(
            "project_id",
            "project",
            *(
                "项目代码",
                "项目编码",
                "项目编号",
                "预算项目代码",
                "预算项目编码",
                "投资项目代码",
                "投资项目统一代码",
            ),
            *("在线监管代码", "赋码", "编号", "projectcode", "projectid"),
        ),
        _column("name", "label", "项目名称", "项目", "预算项目", "预算项目名称", "projectname"),
        _column(
            "source",
            "text",
            *(
                "资金来源",
                "资金性质",
                "资金渠道",
                "资金类型",
                "资金类别",
                "指标来源",
                "资金来源名称",
                "资金性质名称",
            ),
            *("来源", "fundtype", "source"),
            key=True,
        ),
        _column(
            "document_number",
            "text",
            *("指标文号", "文号", "下达文号", "发文文号", "文件号", "指标文件号", "指标文", "documentnumber"),
            key=True,
        ),
        _column(
            "allocated_on",
            "day",
            *("下达日期", "指标下达日期", "下达时间", "指标日期", "发文日期", "文件日期", "指标登记日期"),
            key=True,
        ),
        _column(
            "allocated_amount",
            "amount",
            *(
                "下达金额",
                "指标金额",
                "下达指标金额",
                "指标下达金额",
                "指标数",
                "本次下达",
                "本次下达金额",
                "下达数",
            ),
        ),
        _column(
            "paid_on",
            "day",
            *("支付日期", "支付时间", "付款日期", "清算日期", "实际支付日期", "支付完成日期", "支付令日期"),
            key=True,
        ),
        _column(
            "paid_amount",
            "amount",
            *(
                "支付金额",
                "实际支付金额",
                "付款金额",
                "清算金额",
                "本次支付",
                "本次支付金额",
                "支付数",
                "支付令金额",
            ),
        ),
        _column(
            "day_on",
            "day",
            "日期",
            "业务日期",
            "记账日期",
            "发生日期",
            "登记日期",
            "交易日期",
            "date",
            key=True,
        ),
        _column("amount", "amount", "金额", "发生额", "发生金额", "业务金额", "amount"),
        Column(CODE, "flow", "text", key=True, aliases=("业务类型", "单据类型", "类型", "收支类型")),
    ),
)
FIGURES = ("allocated", "paid")


def missing(held: frozenset[str]) -> Sequence[str]:
    """Of a sheet with these columns, what it lacks: project, source, an amount, its day."""
    amounts = [name for name in ("allocated_amount", "paid_amount", "amount") if name in held]
    days = {
        "allocated_amount": {"allocated_on", "day_on"},
        "paid_amount": {"paid_on", "day_on"},
        "amount": {"allocated_on", "paid_on", "day_on"},
    }
    lacking = [] if {"project_id", "name"} & held else ["name"]
    lacking += [] if "source" in held else ["source"]
    lacking += [] if amounts else ["amount"]
    if not any(days[name] & held for name in amounts):
        lacking.append("day_on")
    return lacking
