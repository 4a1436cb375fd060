"""`portfolio backup` and `portfolio restore`: the official workspace as one file, and back again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from portfolio import clock, library
from portfolio.cli.commands import data_option, in_words, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.model import Event, PortfolioError
from portfolio.store import Store
from portfolio.store.backup import BACKUPS, backup, restore
from portfolio.store.traces import refuse_lost
from portfolio.words import say


@main.command("backup")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="The folder for it / 存放位置"
)
@data_option
@spoken
def back_up(data: Path, folder: Path | None) -> None:
    """Back up the official workspace as one file / 把正式库备份为一个文件."""
    target = None if folder is None else folder.absolute()
    run(data, Request("backup", reader_language(), target), _opened, respond)


def _opened(data: Path) -> Store:
    """The store, without the taking of a library: a backup holds what there is."""
    refuse_lost(data / library.OFFICIAL)
    if not (data / library.OFFICIAL).is_file():
        raise PortfolioError("store_missing", folder=data)
    return Store(data / library.OFFICIAL)


def respond(store: Store, request: Request) -> Response:
    """What is to be said once the backup is made and recorded.

    Where the store was deleted or exchanged it cannot be recorded: the backup is the way back, so it is told all the same.
    """
    at = clock.now()
    made = backup(store, request.folder or store.path.parent / BACKUPS, at)
    said = (say(request.language, "cli.backed_up", file=made),)
    try:
        store.append(Event(kind="backup_made", actor="operator", at=at, why=made.name))
    except PortfolioError as refusal:
        return replace(in_words(refusal, request.language), said=said)
    return Response(said)


@main.command("restore")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@data_option
@spoken
def put_back(file: Path, data: Path) -> None:
    """Restore the workspace in FILE; what stood there is kept aside / 用备份 FILE 恢复，原有数据另存."""
    language = reader_language()
    aside = restore(file, data, clock.now())
    click.echo(say(language, "cli.restored", file=file, folder=data))
    if aside is not None:
        click.echo(say(language, "cli.kept_aside", folder=aside))
