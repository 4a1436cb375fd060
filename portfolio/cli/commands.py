"""`portfolio …` for operators: what all share, and those that make a store and build, load and compare libraries."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import click
import polars as pl

from portfolio import clock, codes, library
from portfolio.cli.protocol import Request, Response, ask
from portfolio.codes import Language
from portfolio.model import PortfolioError
from portfolio.store import Store, hindrances
from portfolio.store.catalogs import catalog_of
from portfolio.store.restoring import settle
from portfolio.store.traces import refuse_lost
from portfolio.words import say

REFUSED = 2
"""The exit code of every refusal that is said in plain words."""
LANGUAGE_TOLD_BY = ("PORTFOLIO_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
DATA = Path(__file__).resolve().parents[2] / "data"
P = ParamSpec("P")
R = TypeVar("R")


def reader_language() -> Language:
    """zh or en: what PORTFOLIO_LANGUAGE, else the terminal's locale says.

    Chinese where neither names a language (C, POSIX, nothing), English for every language but Chinese.
    """
    locale = next((os.environ[name] for name in LANGUAGE_TOLD_BY if os.environ.get(name)), "").lower()
    return "zh" if re.match(r"zh|c\b|posix|$", locale) else "en"


def spoken(command: Callable[P, R]) -> Callable[P, R]:
    """The command, whose refusals become one plain sentence on stderr and exit code 2.

    Where its data folder holds a restore that was cut short, that is settled first and said.
    """

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with hindrances.as_refusals():
                if isinstance(data := kwargs.get("data"), Path):
                    tell_settled(data, reader_language())
                return command(*args, **kwargs)
        except PortfolioError as refusal:
            _tell(in_words(refusal, reader_language()))
            sys.exit(REFUSED)

    return guarded


def tell_settled(data: Path, language: Language) -> None:
    """Finish or undo a restore that was cut short, and say so on stderr; no restore, no word."""
    settled = settle(data / library.OFFICIAL)
    if settled is not None:
        key = "cli.restore_finished" if settled.finished else "cli.restore_undone"
        click.echo(say(language, key, file=settled.file), err=True)
        if settled.aside is not None:
            click.echo(say(language, "cli.kept_aside", folder=settled.aside), err=True)


def in_words(refusal: PortfolioError, language: Language) -> Response:
    """The refusal as one plain sentence on stderr and exit code 2."""
    return Response(refused=(say(language, f"error.{refusal.code}", **refusal.facts),), exit_code=REFUSED)


def existing_store(data: Path) -> Store:
    """The official store that stands in `data`, opened as library.open_official does.

    Where none stands, PortfolioError store_missing: a command that was given another folder makes no ledger there.
    """
    catalog = catalog_of(data / library.OFFICIAL)
    refuse_lost(catalog)
    if not catalog.exists():
        raise PortfolioError("store_missing", folder=data)
    return library.open_official(data, clock.now())


def run(
    data: Path,
    request: Request,
    opened: Callable[[Path], Store],
    respond: Callable[[Store, Request], Response],
) -> NoReturn:
    """Say what the server that holds the store in `data` answers, else what the store opened here does, and end so."""
    response = ask(data, request)
    if response is None:
        with closing(opened(data)) as store:
            response = respond(store, request)
    _tell(response)
    sys.exit(response.exit_code)


def _tell(response: Response) -> None:
    for text in response.said:
        click.echo(text)
    for text in response.refused:
        click.echo(text, err=True)


data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PORTFOLIO_DATA",
    default=DATA,
    help="The folder of the library and the stores / 数据文件夹",
)


@click.group()
def main() -> None:
    """Operate the project-library portfolio tracker / 项目库进展跟踪的运维命令."""


@main.command("init")
@data_option
@spoken
def init(data: Path) -> None:
    """Make the official workspace in a folder that holds none yet / 在尚无正式库的数据文件夹中新建正式库.

    It takes the library of the data folder / 同时载入数据文件夹中的项目库.
    """
    file, language = data / library.OFFICIAL, reader_language()
    if catalog_of(file).exists():
        click.echo(say(language, "cli.begun_already", file=file))
        return
    with closing(library.open_official(data, clock.now())) as store:
        click.echo(say(language, "cli.begun", file=file, number=store.version()))


@main.command("build-library")
@data_option
@spoken
def build_library(data: Path) -> None:
    """Build project_library.parquet from the text tables / 由文本表生成项目库文件."""
    count = library.build(data / "library", data / library.PARQUET)
    click.echo(say(reader_language(), "cli.built", count=count, file=data / library.PARQUET))


@main.command("load")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--effective-on",
    "effective_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which the edition counts / 新版生效日",
)
@click.option(
    "--days",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The csv that says what each differing day means; written where there is none / 时限处理表，尚无即写出待填",
)
@data_option
@spoken
def load(folder: Path | None, effective_on: datetime | None, days: Path | None, data: Path) -> None:
    """Load the library in FOLDER, without it that of the data folder, as a new edition / 把项目库作为新版载入.

    FOLDER holds the plan's annex or another city's library / FOLDER 为规划附件或其他城市的项目库，不写即数据文件夹.
    Days that it states otherwise than the edition before are listed first / 与上一版不同的时限先列出，逐条选定后再载入.
    """
    refuse_lost(catalog_of(data / library.OFFICIAL))
    edition = library.read_folder(folder or data)  # first, so that a bad library leaves no new file behind
    day = effective_on.date() if effective_on else None
    with closing(_to_load_into(data, folder)) as store:
        differing = library.restated_days(store, edition, day)
        if days is not None and not days.exists():
            library.write_days(differing, days, reader_language())
            click.echo(say(reader_language(), "cli.days_written", count=differing.height, file=days))
            return
        chosen = library.read_days(days, differing) if days else []
        if differing.height and days is None:
            _list_days(differing)
            raise PortfolioError("days_unchosen", count=differing.height)
        number = library.take(store, edition, clock.now(), day, chosen)
    key = "cli.loaded" if number else "cli.already_loaded"
    click.echo(say(reader_language(), key, number=number))


def _list_days(days: pl.DataFrame) -> None:
    """Say each day that the edition states otherwise, one a line."""
    language = reader_language()
    labels = codes.labels("milestone", language)
    for row in days.iter_rows(named=True):
        shown = row | {"milestone": labels[row["milestone"]]}
        click.echo(say(language, "cli.day_restated", **shown))


def _to_load_into(data: Path, folder: Path | None) -> Store:
    """The official store; one without an edition first takes the data folder's library, unless that is the one to load."""
    if folder is not None:
        return library.open_official(data, clock.now())
    file = data / library.OFFICIAL
    return Store(file, catalog=catalog_of(file))


@main.command("compare")
@click.argument("old", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@spoken
def compare(old: Path, new: Path) -> None:
    """Print the differences between two library files / 比较两个项目库文件."""
    differences = library.compare(library.read_library(old), library.read_library(new))
    for row in differences.iter_rows():
        click.echo("\t".join("" if value is None else str(value) for value in row))
    click.echo(say(reader_language(), "cli.compared", count=differences.height))


def sent(file: Path) -> bytes:
    """What a file holds that a command is to take. PortfolioError plan_file_missing where it cannot be read."""
    try:
        return file.read_bytes()
    except OSError as refusal:
        raise PortfolioError("plan_file_missing", file=file) from refusal
