"""`portfolio status`: which library is in force, whether another waits, what was recorded, whether the record is whole."""

from __future__ import annotations

from pathlib import Path

from portfolio import clock, library, queries
from portfolio.cli.commands import REFUSED, data_option, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.model import View
from portfolio.store import Store
from portfolio.words import say


@main.command("status")
@data_option
@spoken
def status(data: Path) -> None:
    """Say which library is in force, what was recorded, and whether the record is unbroken / 查看状态并核验记录链."""
    run(data, Request("status", reader_language()), _opened, respond)


def _opened(data: Path) -> Store:
    return library.open_official(data, clock.now())


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the store; a broken record is a refusal."""
    language = request.language
    edition = queries.edition(store, View(as_of=clock.today(), known_at=clock.end_of_today()))
    count, broken = store.version(), store.broken_link()
    said = (
        say(language, "cli.edition", title=edition["title" if language == "zh" else "title_en"][0]),
        *([say(language, "cli.untaken")] if library.is_untaken(store) else []),
        say(language, "cli.events", count=count),
        say(language, "cli.unbroken" if broken is None else "cli.broken", number=broken),
    )
    return Response(said, exit_code=0 if broken is None else REFUSED)
