"""`portfolio prepare`: today's answers of a large library, worked out before people come."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from time import monotonic

import click

from portfolio import clock, library, queries
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
    anything = _prepared(data, view)
    seconds = round(monotonic() - begun)
    key = "cli.prepared" if anything else "cli.nothing_to_prepare"
    click.echo(say(language, key, day=view.as_of.isoformat(), seconds=seconds))


def _prepared(data: Path, view: View) -> bool:
    """Whether there was anything to prepare."""
    with closing(library.open_official(data, clock.now())) as store:
        if store.prepare(view) or not queries.is_large(store, view):
            return store.kept
    # the library was taken just now: only a store opened with it has a file of answers
    with closing(library.open_official(data, clock.now())) as store:
        return store.prepare(view)
