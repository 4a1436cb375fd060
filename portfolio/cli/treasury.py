"""`portfolio treasury`: take the treasury's figures or its ledger from a file, saying what each changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from portfolio import clock, intake
from portfolio.cli import telling
from portfolio.cli.asking import TreasuryAsked
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
from portfolio.codes import Language, labels
from portfolio.formats import money_text
from portfolio.intake import TreasuryTaking
from portfolio.model import Event, PortfolioError, TreasuryList, View
from portfolio.queries import treasury as told_by_treasury
from portfolio.store import Store, uploads
from portfolio.words import say

DAY = click.DateTime(["%Y-%m-%d"])
MOST_LEFT = 10
"""How many of those that are no project of ours are named."""


@main.command("treasury")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--why", help="A remark for the record / 说明")
@click.option("--dry-run", is_flag=True, help="Only say what it would change / 只预览，不取入")
@click.option(
    "--means", multiple=True, help="KIND:WORD=MEANING, e.g. 表头:经费口径=资金来源 / 文件中的写法对应什么"
)
@click.option("--from", "first", type=DAY, help="First day whose lines the file holds / 明细起始日")
@click.option("--until", "last", type=DAY, help="Last day whose lines the file holds / 明细截止日")
@click.option("--whole", is_flag=True, help="Nothing came before the file / 此前没有下达和支付")
@data_option
@spoken
def treasury(
    file: Path,
    why: str | None,
    dry_run: bool,
    means: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    whole: bool,
    data: Path,
) -> None:
    """Take the treasury's figures or ledger in FILE / 取入财政国库数据或指标、支付明细 FILE."""
    answers = tuple(telling.answer(one) for one in means)
    days = first and first.date(), last and last.date()
    wanted = TreasuryAsked(file.absolute(), why, dry_run, answers, days, whole)
    run(data, Request("treasury", reader_language(), treasury=wanted), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the file: its problems, what it changes, and that it was taken or is known."""
    wanted, language = request.treasury, request.language
    if wanted is None:
        raise PortfolioError("request_unknown")
    data = sent(wanted.file)
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    taken = told_by_treasury.taken_as(store, uploads.checksum(data))
    if taken is not None:
        return Response((say(language, "cli.treasury_known", number=taken),))
    taking = _taking(wanted, data, store, view)
    problems = tuple(telling.problem(one, language) for one in taking.problems)
    questions = tuple(telling.question(one, language, "ledger") for one in taking.needed)
    if taking.errors or taking.needed:
        facts = {"file": wanted.file, "count": len(taking.errors) + len(taking.needed)}
        return Response(
            (*problems, *questions), (say(language, "error.treasury_file_faulty", **facts),), REFUSED
        )
    lines = (*problems, *_changes(taking, store, view, language), *_beside(taking, language))
    count = len(taking.lines) or len(taking.figures)
    if wanted.dry_run:
        return Response((*lines, say(language, "cli.treasury_preview", rows=count)))
    head = TreasuryList(file_name=taking.file_name, file_sha256=uploads.keep(store, data, taking.file_name))
    event = Event(kind="treasury_told", actor="operator", at=clock.now(), why=wanted.why)
    number = store.append(event, [head, *taking.records])
    return Response((*lines, say(language, "cli.treasury_taken", number=number, count=count)))


def _taking(wanted: TreasuryAsked, data: bytes, store: Store, view: View) -> TreasuryTaking:
    answers = telling.answers(wanted.answers, intake.LEDGER)

    def spans(proposed: TreasuryTaking) -> intake.Spans:
        first, last = wanted.days
        return {one.figure: (first or one.from_on, last or one.until_on) for one in proposed.spans}

    taking = intake.treasury_taking(data, wanted.file.name, store, view, answers, whole=wanted.whole)
    if any(wanted.days) and taking.spans:
        days = spans(taking)
        return intake.treasury_taking(data, wanted.file.name, store, view, answers, days, whole=wanted.whole)
    return taking


def _changes(taking: TreasuryTaking, store: Store, view: View, language: Language) -> Iterator[str]:
    """Each figure of the file that is not the one that stands now: project, source, figure, now and then."""
    sources = labels("source", language) | {None: say(language, "treasury.total")}
    figures = labels("treasury_figure", language)
    for row in taking.changes(store, view).iter_rows(named=True):
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


def _beside(taking: TreasuryTaking, language: Language) -> Iterator[str]:
    """The days that a ledger holds, its batches, what makes no cumulative figure, what is of no project of ours."""
    figures = labels("treasury_figure", language)
    for span in taking.spans:
        yield say(
            language,
            "cli.ledger_span",
            figure=figures[span.figure],
            first=span.from_on.isoformat(),
            last=span.until_on.isoformat(),
        )
    if taking.batches:
        yield say(language, "cli.ledger_batches", count=len(taking.batches))
    if taking.baseless:
        named = sorted({project for _, (project, _) in taking.baseless})
        names = say(language, "filter.value_separator").join(named[:MOST_LEFT])
        yield say(language, "cli.ledger_baseless", count=len(taking.baseless), names=names)
    if taking.left:
        names = say(language, "filter.value_separator").join(one for one, *_ in taking.left[:MOST_LEFT])
        lines = sum(count for _, count, _ in taking.left)
        yield say(language, "cli.ledger_left", count=len(taking.left), lines=lines, names=names)
