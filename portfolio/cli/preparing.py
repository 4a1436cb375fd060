"""`portfolio prepare`: today's answers of a large library, worked out before people come."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import monotonic

import click

from portfolio import clock, library
from portfolio.cli.commands import data_option, main, reader_language, spoken
from portfolio.model import View
from portfolio.words import say


@main.command("prepare")
@data_option
@spoken
def prepare(data: Path) -> None:
    """Work out today's figures of a large library ahead, while the app is stopped / 停机时提前备好当日数据."""
    language = reader_language()
    begun = monotonic()
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    with closing(library.open_official(data, clock.now())) as store:
        anything = store.prepare(view)
    seconds = round(monotonic() - begun)
    key = "cli.prepared" if anything else "cli.nothing_to_prepare"
    click.echo(say(language, key, day=view.as_of.isoformat(), seconds=seconds))
