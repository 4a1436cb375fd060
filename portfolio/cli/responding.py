"""The commands that whoever holds the store carries out: the running server, or the command itself where none runs."""

from __future__ import annotations

from collections.abc import Callable

from portfolio.cli import backup, clock, finals, history, notices, plans, preparing, status, treasury
from portfolio.cli.commands import in_words
from portfolio.cli.protocol import Request, Response
from portfolio.model import PortfolioError
from portfolio.store import Store, hindrances

COMMANDS: dict[str, Callable[[Store, Request], Response]] = {
    "status": status.respond,
    "backup": backup.respond,
    "plan": plans.respond,
    "treasury": treasury.respond,
    "history": history.respond,
    "final": finals.respond,
    "notice": notices.respond,
    "prepare": preparing.respond,
    "clock": clock.respond,
    "clock-right": clock.confirm,
}


def respond(opened: Callable[[], Store], request: Request) -> Response:
    """What the command says of the store that `opened` gives; a refusal in words, as when it opens the file itself."""
    try:
        with hindrances.as_refusals():
            return COMMANDS[request.command](opened(), request)
    except PortfolioError as refusal:
        return in_words(refusal, request.language)
