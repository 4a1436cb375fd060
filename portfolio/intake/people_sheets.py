"""The workbook of units, accounts and assignments: its sheets and columns."""

from __future__ import annotations

from portfolio.intake.columns import Column, Kind, Sheet

__all__ = ["ACCOUNTS", "DUTIES", "PEOPLE", "UNITS"]


def _column(sheet: str, code: str, kind: Kind, *aliases: str, key: bool = False, longest: int = 60) -> Column:
    listed = "role" if kind == "code" else None
    return Column(sheet, code, kind, codelist=listed, key=key, longest=longest, aliases=aliases)


def _units() -> Sheet:
    columns = (
        _column("units", "name", "text", "填报单位", "单位", "项目单位", "建设单位", key=True),
        _column("units", "county", "text", "县市区", "区县", "所在县市区"),
        _column("units", "person", "text", "联系人", "经办人", "填报人", longest=40),
        _column("units", "telephone", "text", "电话", "手机", "联系方式", "手机号", longest=40),
        _column("units", "leader", "text", "分管领导", "分管负责人", "负责人", longest=40),
        _column("units", "active", "flag", "是否启用", "启用"),
    )
    return Sheet("units", columns, ("单位", "单位名单"))


def _accounts() -> Sheet:
    columns = (
        _column("accounts", "login", "text", "账号", "用户名", "登录账号", key=True, longest=40),
        _column("accounts", "name", "text", "姓名", "使用人", longest=40),
        _column("accounts", "role", "code", "角色", "身份"),
        _column("accounts", "unit", "text", "填报单位", "单位", "所属单位"),
        _column("accounts", "reviews", "text", "审核范围", "审核县市区"),
        _column("accounts", "active", "flag", "是否启用", "启用"),
    )
    return Sheet("accounts", columns, ("用户", "账号名单"))


def _duties() -> Sheet:
    columns = (
        _column("duties", "project_id", "project", "项目编码", "项目代码", "编号"),
        _column("duties", "name", "label", "名称", "项目"),
        _column("duties", "county", "label", "县市区", "所属县市区"),
        _column("duties", "unit", "text", "填报单位", "单位", "责任单位", "建设单位", "项目单位"),
        _column("duties", "person", "text", "责任人", "项目负责人", "项目责任人", longest=40),
        _column("duties", "telephone", "text", "电话", "手机", "联系方式", longest=40),
    )
    return Sheet("duties", columns, ("分工", "项目分工表"))


UNITS, ACCOUNTS, DUTIES = _units(), _accounts(), _duties()
PEOPLE = (UNITS, ACCOUNTS, DUTIES)
"""The sheets in the workbook's order: who is named in one stands in those before it."""
