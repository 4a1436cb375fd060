"""`portfolio clock`: whether the machine's clock is believed, and an operator's word that it is right."""

from __future__ import annotations

from pathlib import Path

import click

from portfolio import clock
from portfolio.cli.commands import data_option, existing_store, in_words, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.model import Event, PortfolioError
from portfolio.store import Store
from portfolio.store.watching import CONFIRMED
from portfolio.words import say


@main.command("clock")
@click.option("--right", is_flag=True, help="Say that the clock is right / 确认系统时间正确")
@data_option
@spoken
def tell(data: Path, right: bool) -> None:
    """Say what the machine's clock says and whether it is believed / 查看系统时间及其是否可信."""
    command = "clock-right" if right else "clock"
    run(data, Request(command, reader_language()), existing_store, confirm if right else respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the clock; one that is not believed is a refusal."""
    try:
        store.watch_clock().refuse()
    except PortfolioError as refusal:
        return in_words(refusal, request.language)
    return Response((say(request.language, "cli.clock", now=_now()),))


def confirm(store: Store, request: Request) -> Response:
    """What is to be said once it is recorded that the clock is right: it is believed from now on."""
    watch = store.watch_clock()
    store.append(Event(kind=CONFIRMED, actor="operator", at=clock.now()))
    watch.confirm()
    return Response((say(request.language, "cli.clock_confirmed", now=_now()),))


def _now() -> str:
    return clock.now().isoformat(" ", "minutes")
