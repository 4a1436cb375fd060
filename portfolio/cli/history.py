"""`portfolio history`: take what stood at the ends of past years or months from a file, as accepted reports of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from portfolio import clock, intake
from portfolio.cli import telling
from portfolio.cli.asking import HistoryAsked
from portfolio.cli.commands import (
    REFUSED,
    data_option,
    existing_store,
    main,
    reader_language,
    run,
    sent,
    spoken,
)
from portfolio.cli.protocol import Request, Response
from portfolio.codes import Language
from portfolio.formats import date_text
from portfolio.intake import HistoryFile
from portfolio.model import Event, PortfolioError, TakenFile, View
from portfolio.queries import reported
from portfolio.store import Store, uploads
from portfolio.words import say


@main.command("history")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--why", help="A remark for the record / 说明")
@click.option("--dry-run", is_flag=True, help="Only say what it would bring / 只预览，不取入")
@click.option(
    "--means", multiple=True, help="KIND:WORD=MEANING, e.g. 表头:累计完工=完成投资 / 文件中的写法对应什么"
)
@data_option
@spoken
def history(file: Path, why: str | None, dry_run: bool, means: tuple[str, ...], data: Path) -> None:
    """Take the past years in FILE (project, year or month, cumulative amounts) / 取入历史数据 FILE."""
    answers = tuple(telling.answer(one) for one in means)
    wanted = HistoryAsked(file.absolute(), why, dry_run, answers)
    run(data, Request("history", reader_language(), history=wanted), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the file: its problems, the months that it brings, and that it was taken or is known."""
    wanted, language = request.history, request.language
    if wanted is None:
        raise PortfolioError("request_unknown")
    data = sent(wanted.file)
    taken = reported.file_taken(store, uploads.checksum(data), "history_taken")
    if taken is not None:
        return Response((say(language, "history.known", number=taken),))
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    answers = telling.answers(wanted.answers, intake.HISTORY)
    history_file = intake.read_history(data, wanted.file.name, store, view, answers)
    problems = tuple(telling.problem(one, language) for one in history_file.problems)
    questions = tuple(telling.question(one, language, "history") for one in history_file.questions)
    if history_file.errors or questions:
        count = len(history_file.errors) + len(questions)
        refused = say(language, "error.history_file_faulty", file=wanted.file, count=count)
        return Response((*problems, *questions), (refused,), REFUSED)
    lines = (*problems, *_months(history_file, language), _counts(history_file, language))
    if wanted.dry_run or not history_file.months:
        return Response((*lines, say(language, "cli.history_preview")))
    head = TakenFile(
        file_name=history_file.file_name, file_sha256=uploads.keep(store, data, history_file.file_name)
    )
    event = Event(kind="history_taken", actor="operator", at=clock.now(), why=wanted.why)
    number = store.append_each([(event, [head, *history_file.words], history_file.months)], None)
    return Response((*lines, say(language, "history.done", number=number, months=len(history_file.months))))


def _months(history_file: HistoryFile, language: Language) -> Iterator[str]:
    """Each month of the file with how many projects it tells of."""
    for month in history_file.months:
        count = len({one.project_id for one in month})
        month_text = date_text(month[0].period_on, "month", language)
        yield say(language, "cli.history_month", month=month_text, count=count)


def _counts(history_file: HistoryFile, language: Language) -> str:
    rows = sum(len(month) for month in history_file.months)
    return say(language, "history.counts", months=len(history_file.months), rows=rows, same=history_file.same)
