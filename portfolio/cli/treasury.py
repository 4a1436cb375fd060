"""`portfolio treasury`: take the treasury's figures from a file, saying what each changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from portfolio import clock, intake, library
from portfolio.cli.commands import REFUSED, data_option, main, reader_language, run, sent, spoken
from portfolio.cli.protocol import Request, Response, TreasuryAsked
from portfolio.codes import Language, labels
from portfolio.formats import money_text
from portfolio.intake import TreasuryFile
from portfolio.model import Event, PortfolioError, Problem, TreasuryList, View
from portfolio.queries import treasury as told_by_treasury
from portfolio.store import Store, uploads
from portfolio.words import say


@main.command("treasury")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--why", help="A remark for the record / 说明")
@click.option("--dry-run", is_flag=True, help="Only say what it would change / 只预览，不取入")
@data_option
@spoken
def treasury(file: Path, why: str | None, dry_run: bool, data: Path) -> None:
    """Take the treasury's figures in FILE (project ID, source, period, amounts) / 取入财政国库数据 FILE."""
    asked = TreasuryAsked(file.absolute(), why, dry_run)
    run(data, Request("treasury", reader_language(), treasury=asked), _opened, respond)


def _opened(data: Path) -> Store:
    return library.open_official(data, clock.now())


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the file: its problems, what it changes, and that it was taken or is known."""
    asked, language = request.treasury, request.language
    if asked is None:
        raise PortfolioError("request_unknown")
    data = sent(asked.file)
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    taken = told_by_treasury.taken_as(store, uploads.checksum(data))
    if taken is not None:
        return Response((say(language, "cli.treasury_known", number=taken),))
    found = intake.read_treasury(data, asked.file.name, store, view)
    problems = tuple(_problem(one, language) for one in found.problems)
    if found.errors:
        facts = {"file": asked.file, "count": len(found.errors)}
        return Response(problems, (say(language, "error.treasury_file_faulty", **facts),), REFUSED)
    told = (*problems, *_changes(found, store, view, language))
    if asked.dry_run:
        return Response((*told, say(language, "cli.treasury_preview", rows=len(found.rows))))
    head = TreasuryList(file_name=found.file_name, file_sha256=uploads.keep(store, data, found.file_name))
    event = Event(kind="treasury_told", actor="operator", at=clock.now(), why=asked.why)
    number = store.append(event, [head, *found.rows])
    return Response((*told, say(language, "cli.treasury_taken", number=number, count=len(found.rows))))


def _problem(one: Problem, language: Language) -> str:
    sheet = one.sheet or say(language, "cli.plan_whole_file")
    return say(
        language, "cli.plan_problem", sheet=sheet, cell=one.cell or "", text=intake.sentence(one, language)
    )


def _changes(found: TreasuryFile, store: Store, view: View, language: Language) -> Iterator[str]:
    """Each figure of the file that is not the one that stands now: project, source, figure, now and then."""
    sources = labels("source", language) | {None: say(language, "treasury.total")}
    figures = labels("treasury_figure", language)
    for row in intake.treasury_changes(found, store, view).iter_rows(named=True):
        before = row["before_amount"]
        yield "\t".join(
            (
                row["project_id"],
                sources[row["source"]],
                figures[row["figure"]],
                say(language, "table.not_reported") if before is None else money_text(before, language),
                money_text(row["after_amount"], language),
                row["told_on"].isoformat(),
            )
        )
