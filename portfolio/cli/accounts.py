"""`portfolio accounts …`: who may sign in, for an operator while the app is stopped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import click

from portfolio import accounts, clock, codes, passwords
from portfolio.cli.commands import data_option, existing_store, main, reader_language, spoken
from portfolio.model import Account, PortfolioError
from portfolio.queries import people
from portfolio.store import Store
from portfolio.words import say

ROLES = click.Choice(["leader", "owner", "reviewer", "administrator"])
COLUMNS = ("login", "name", "role", "unit_code", "county_code", "subject", "active")
name_option = click.option("--name", help="The person's name / 姓名")
role_option = click.option("--role", type=ROLES, help="What they may do / 角色")
unit_option = click.option("--unit", help="An owner's unit, by its code / 填报人所属单位代码")
county_option = click.option(
    "--county", help="A reviewer's county; none: the whole city / 审核范围，空为全市"
)
subject_option = click.option("--subject", help="Who they are to the city's own sign-in / 统一身份认证标识")
stdin_option = click.option(
    "--password-stdin", is_flag=True, help="Read the password from stdin / 从标准输入读取密码"
)


@contextmanager
def _official(data: Path) -> Iterator[Store]:
    with closing(existing_store(data)) as store:
        yield store


@main.group("accounts")
def group() -> None:
    """List and change who may sign in, while the app is stopped / 停机时管理账号."""


@group.command("list")
@data_option
@spoken
def show(data: Path) -> None:
    """Print the accounts, one a line, without anything of their passwords / 列出账号."""
    language = reader_language()
    roles = codes.labels("role", language)
    with _official(data) as store:
        rows = people.accounts(store).select(COLUMNS)
    for row in rows.iter_rows(named=True):
        shown = {
            **row,
            "role": roles[row["role"]],
            "active": say(language, f"cli.active_{row['active']}".lower()),
        }
        click.echo("\t".join("" if value is None else str(value) for value in shown.values()))
    click.echo(say(language, "cli.accounts", count=rows.height))


@group.command("add")
@click.argument("login")
@name_option
@role_option
@unit_option
@county_option
@subject_option
@stdin_option
@data_option
@spoken
def add(data: Path, login: str, password_stdin: bool, **told: str | None) -> None:
    """Add an account; without a password a one-time one is made / 新增账号，不输密码则生成一次性密码."""
    with _official(data) as store:
        made = Account(
            login=login,
            name=told["name"] or login,
            role=told["role"] or "leader",
            unit_code=told["unit"],
            county_code=told["county"],
            subject=told["subject"],
        )
        once = accounts.add(store, made, clock.now(), None, _password(password_stdin))
    _tell("cli.account_added", accounts.cleaned(login), once)


@group.command("change")
@click.argument("login")
@name_option
@role_option
@unit_option
@county_option
@subject_option
@click.option("--active/--inactive", default=None, help="May sign in, or not / 启用或停用")
@data_option
@spoken
def change(data: Path, login: str, active: bool | None, **told: str | None) -> None:
    """Change what is said of an account; an empty text takes it away / 修改账号，空文本表示清除."""
    fields = {"unit": "unit_code", "county": "county_code"}
    changes: dict[str, object] = {
        fields.get(name, name): value or None for name, value in told.items() if value is not None
    }
    if active is not None:
        changes["active"] = active
    with _official(data) as store:
        changed = accounts.change(store, login, changes, clock.now(), None)
    _tell("cli.account_changed", changed.login, None)


@group.command("reset-password")
@click.argument("login")
@stdin_option
@data_option
@spoken
def reset_password(data: Path, login: str, password_stdin: bool) -> None:
    """Give an account a new password, typed twice or made up to be used once / 重置密码."""
    with _official(data) as store:
        once = accounts.reset_password(store, login, clock.now(), None, _password(password_stdin))
    _tell("cli.password_reset", accounts.cleaned(login), once)


@group.command("reset-factor")
@click.argument("login")
@data_option
@spoken
def reset_factor(data: Path, login: str) -> None:
    """Take an account's second factor away, to be set up anew / 清除两步验证，由本人重新设置."""
    with _official(data) as store:
        changed = accounts.reset_factor(store, login, clock.now(), None)
    _tell("cli.factor_reset", changed.login, None)


def _password(from_stdin: bool) -> str | None:
    """The password that the operator gives, None for one to be made up; never an argument, which others could see."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n") or None
    language = reader_language()
    password: str = click.prompt(
        say(language, "cli.password"), default="", hide_input=True, show_default=False
    )
    again = password and click.prompt(
        say(language, "cli.again"), default="", hide_input=True, show_default=False
    )
    if password != again:
        raise PortfolioError("passwords_differ")
    return password or None


def _tell(key: str, login: str, once: str | None) -> None:
    language = reader_language()
    click.echo(say(language, key, login=login))
    if once:
        click.echo(say(language, "cli.once", password=once, hours=passwords.ONCE_LASTS_H))
