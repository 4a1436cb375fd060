"""`portfolio status`: which library is in force, whether another waits, whether all is as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portfolio import clock, library, queries
from portfolio.cli.commands import REFUSED, data_option, existing_store, main, reader_language, run, spoken
from portfolio.cli.protocol import Request, Response
from portfolio.codes import Language
from portfolio.model import Problem, View
from portfolio.store import Store, checking, head
from portfolio.words import say


@main.command("status")
@data_option
@spoken
def status(data: Path) -> None:
    """Say which library is in force, what was recorded, and whether the record is unbroken / 查看状态并核验记录链."""
    run(data, Request("status", reader_language()), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the store; what is not as it was written is told, and is a refusal."""
    language = request.language
    problems = checking.problems(store)
    readable = not any(problem.code in checking.UNREADABLE for problem in problems)
    said = (
        *(_library(store, language) if readable else ()),
        say(language, "cli.events", count=store.version()),
        *(_told(problem, language) for problem in problems),
        say(language, "cli.broken" if problems else "cli.unbroken"),
    )
    return Response(said, exit_code=REFUSED if problems else 0)


def _library(store: Store, language: Language) -> Iterator[str]:
    """Which library is in force, and whether another one waits."""
    edition = queries.edition(store, View(as_of=clock.today(), known_at=clock.end_of_today()))
    yield say(language, "cli.edition", title=edition["title" if language == "zh" else "title_en"][0])
    if library.is_untaken(store):
        yield say(language, "cli.untaken")


def _told(problem: Problem, language: Language) -> str:
    """What the check found, in one line; the losses that keep a store from opening are said with their own words."""
    place = "error" if problem.code in head.LOSSES else "check"
    return say(language, f"{place}.{problem.code}", **dict(problem.facts))
