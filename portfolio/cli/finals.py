"""`portfolio final`: make a month final, so that its figures stay as they are whatever comes later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from portfolio import clock
from portfolio.cli.asking import FinalAsked
from portfolio.cli.commands import data_option, existing_store, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.formats import date_text
from portfolio.model import Event, FinalFrame, FinalMonth, PortfolioError, View
from portfolio.model.fields import month_end
from portfolio.queries import finals
from portfolio.store import Store
from portfolio.words import say


@main.command("final")
@click.option("--month", required=True, help="The month, 2026-10 / 月份")
@click.option("--flash", is_flag=True, help="As the flash report of a December / 12月快报")
@click.option("--why", help="Why again, from the second time on / 再次定稿的原因")
@data_option
@spoken
def final(month: str, flash: bool, why: str | None, data: Path) -> None:
    """Make a month final / 月份定稿."""
    wanted = FinalAsked(month_of(month), flash, why)
    run(data, Request("final", reader_language(), final=wanted), existing_store, respond)


def month_of(text: str) -> date:
    """The month that 2026-10 names, by its last day."""
    try:
        return month_end(date.fromisoformat(f"{text}-01"))
    except ValueError as fault:
        message = say(reader_language(), "cli.final_month_unread", value=text)
        raise click.BadParameter(message, param_hint="--month") from fault


def respond(store: Store, request: Request) -> Response:
    """What is to be said once the month is final: its number, and how much is kept of it."""
    wanted, language = request.final, request.language
    if wanted is None:
        raise PortfolioError("request_unknown")
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    records = finals.made_final(store, view, wanted.month, "flash" if wanted.flash else "final", wanted.why)
    event = Event(kind="month_finalised", actor="operator", at=clock.now(), why=wanted.why)
    number = store.append(event, records)
    month = next(one for one in records if isinstance(one, FinalMonth))
    sizes = [one.size_bytes for one in records if isinstance(one, FinalFrame)]
    facts = {"month": date_text(wanted.month, "month", language), "number": month.number, "event": number}
    return Response((say(language, "cli.final_made", count=len(sizes), bytes=f"{sum(sizes):,}", **facts),))
