"""`portfolio prepare`: today's figures of a large library, worked out before people come."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from portfolio import clock, day
from portfolio.cli.commands import data_option, existing_store, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.model import View
from portfolio.store import Store
from portfolio.words import say


@main.command("prepare")
@data_option
@spoken
def prepare(data: Path) -> None:
    """Work out today's figures of a large library ahead / 提前备好大型项目库的当日数据."""
    run(data, Request("prepare", reader_language()), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said once today's figures are worked out."""
    begun = monotonic()
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    anything = day.prepare(store, view)
    seconds = round(monotonic() - begun)
    key = "cli.prepared" if anything else "cli.nothing_to_prepare"
    return Response((say(request.language, key, day=view.as_of.isoformat(), seconds=seconds),))
