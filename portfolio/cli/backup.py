"""`portfolio backup`, `restore`, `verify`: the official workspace as one file, back again, and whether that would work."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from portfolio import clock, library
from portfolio.cli.commands import REFUSED, data_option, in_words, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.model import Event, PortfolioError
from portfolio.store import Store, sealing
from portfolio.store.backup import backup, thin_out
from portfolio.store.catalogs import catalog_of
from portfolio.store.places import BACKUPS
from portfolio.store.restoring import restore, verify
from portfolio.store.traces import refuse_lost
from portfolio.words import say

file_argument = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
key_option = click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file with the key of a sealed backup / 加密备份的密钥文件",
)


@main.command("backup")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="The folder for it / 存放位置"
)
@click.option(
    "--keep",
    type=click.IntRange(min=1),
    help="Leave so many there, delete older ones of their own names / 保留份数，更早的自动命名备份将被删除",
)
@data_option
@spoken
def back_up(data: Path, folder: Path | None, keep: int | None) -> None:
    """Back up the official workspace as one file / 把正式库备份为一个文件."""
    target = None if folder is None else folder.absolute()
    run(data, Request("backup", reader_language(), target, keep), _opened, respond)


def _opened(data: Path) -> Store:
    """The store, without the taking of a library: a backup holds what there is."""
    catalog = catalog_of(data / library.OFFICIAL)
    refuse_lost(catalog)
    if not catalog.exists():
        raise PortfolioError("store_missing", folder=data)
    return Store(data / library.OFFICIAL, catalog=catalog)


def respond(store: Store, request: Request) -> Response:
    """What is to be said once the backup is made and recorded, and older ones are deleted where that was asked.

    Where the store was deleted or exchanged it cannot be recorded: the backup is the way back, so it is told all the same,
    and none is deleted.
    """
    at = clock.now()
    made = backup(store, request.folder or store.path.parent / BACKUPS, at)
    said = [say(request.language, "cli.backed_up", file=made)]
    try:
        store.append(Event(kind="backup_made", actor="operator", at=at, why=made.name))
        if request.keep is not None:
            dropped = thin_out(made, request.keep)
            said += [say(request.language, "cli.backup_dropped", file=file) for file in reversed(dropped)]
    except PortfolioError as refusal:
        return replace(in_words(refusal, request.language), said=tuple(said))
    return Response(tuple(said))


@main.command("restore")
@file_argument
@key_option
@data_option
@spoken
def put_back(file: Path, data: Path, key_file: Path | None) -> None:
    """Restore the workspace in FILE; what stood there is kept aside / 用备份 FILE 恢复，原有数据另存."""
    language = reader_language()
    aside = restore(file, data, clock.now(), _key(file, key_file))
    click.echo(say(language, "cli.restored", file=file, folder=data))
    if aside is not None:
        click.echo(say(language, "cli.kept_aside", folder=aside))


@main.command("verify")
@file_argument
@key_option
@spoken
def check(file: Path, key_file: Path | None) -> None:
    """Say whether FILE would restore whole; needs no app and changes nothing / 核验备份 FILE 是否完整可用."""
    language = reader_language()
    key = _key(file, key_file)
    with TemporaryDirectory(prefix="portfolio-verify-") as made:
        rooms = Path(made) / "rooms"
        rooms.mkdir(mode=0o700)
        archive, problems = verify(file, rooms, key)
    manifest = archive.manifest
    click.echo(
        say(
            language,
            "cli.backup_told",
            workspace=manifest.workspace,
            events=manifest.events,
            at=manifest.made_at,
        )
    )
    if manifest.members is None:
        click.echo(say(language, "cli.backup_unlisted"))
    for problem in problems:
        click.echo(say(language, f"check.{problem.code}", **dict(problem.facts)))
    click.echo(say(language, "cli.backup_unsound" if problems else "cli.backup_sound", file=file))
    sys.exit(REFUSED if problems else 0)


@main.command("backup-key")
@file_argument
@spoken
def make_key(file: Path) -> None:
    """Make a key for sealed backups: the secret half into the new FILE, the public half told / 生成备份加密密钥."""
    try:
        public = sealing.new_key(file)
    except FileExistsError as refusal:
        raise PortfolioError("key_exists", file=file) from refusal
    except OSError as refusal:
        raise PortfolioError("folder_unwritable", folder=file.parent) from refusal
    click.echo(say(reader_language(), "cli.key_made", file=file, name=sealing.RECIPIENTS, public=public))


def _key(file: Path, key_file: Path | None) -> str | None:
    """The key of a sealed backup, from its file or asked for; None for a backup that needs none."""
    if not sealing.is_sealed(file):
        return None
    if key_file is None:
        key: str = click.prompt(say(reader_language(), "cli.backup_key"), hide_input=True, err=True)
        return key
    try:
        return key_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as refusal:
        raise PortfolioError("key_unreadable", file=key_file) from refusal
