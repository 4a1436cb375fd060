"""`portfolio move`: the official ledger from its file to a lake that several processes share, and back."""

from __future__ import annotations

from pathlib import Path

import click

from portfolio import library
from portfolio.cli.commands import data_option, main, reader_language, spoken
from portfolio.model import PortfolioError
from portfolio.store import moving
from portfolio.store.catalogs import FileCatalog, catalog_of
from portfolio.words import say


@main.command("move")
@click.option("--back", is_flag=True, help="From the lake into a file / 从共享库移回单个文件")
@data_option
@spoken
def move(data: Path, back: bool) -> None:
    """Move the ledger to where PORTFOLIO_STORE says, or back / 把正式库移到 PORTFOLIO_STORE 所指的共享库，或移回.

    Stop the app before / 请先停止页面程序.
    """
    file, language = data / library.OFFICIAL, reader_language()
    lake = catalog_of(file)
    if isinstance(lake, FileCatalog):
        raise PortfolioError("lake_unfit")
    if back:
        number = moving.to_file(lake, file)
        click.echo(say(language, "cli.moved_back", number=number, file=file))
        return
    number, kept = moving.to_lake(file, lake)
    click.echo(say(language, "cli.moved", number=number, file=kept))
