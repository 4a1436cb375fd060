"""`portfolio plan`: take a list of the annual plan under its document, after saying what it would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from portfolio import clock, intake
from portfolio.cli import telling
from portfolio.cli.asking import PlanAsked
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
from portfolio.formats import money_text
from portfolio.intake import PlanFile, PlanPreview
from portfolio.model import Event, PlanList, PortfolioError, View
from portfolio.store import Store, uploads
from portfolio.words import say

Kind = Literal["initial", "adjusted"]


@main.command("plan")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--document", required=True, help="The document's number / 文号")
@click.option("--day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The document's day / 文件日期")
@click.option("--adjusted", is_flag=True, help="An adjustment, not the year's start / 调整计划")
@click.option("--why", help="A remark for the record / 说明")
@click.option("--yes", is_flag=True, help="Take it; without, only say what it would change / 确认取入")
@data_option
@spoken
def plan(
    file: Path, document: str, day: datetime, adjusted: bool, why: str | None, yes: bool, data: Path
) -> None:
    """Take the list of the annual plan in FILE (project ID, year, amount) / 取入年度计划清单 FILE."""
    if not document.strip():
        raise PortfolioError("plan_kind_needed")
    kind: Kind = "adjusted" if adjusted else "initial"
    asked = PlanAsked(file.absolute(), document.strip(), day.date(), kind, why, yes)
    run(data, Request("plan", reader_language(), plan=asked), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the list: its problems, what it would change, and that it was taken."""
    asked = request.plan
    if asked is None:
        raise PortfolioError("request_unknown")
    data = sent(asked.file)
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    found = intake.read_plan_list(data, asked.file.name, store, view)
    if found.documents:
        raise PortfolioError("plan_documents", file=asked.file)
    if found.needed:
        raise PortfolioError("plan_heads_unknown", file=asked.file)
    problems = tuple(telling.problem(one, request.language) for one in found.problems)
    if found.errors:
        facts = {"file": asked.file, "count": len(found.errors)}
        refused = say(request.language, "error.plan_file_faulty", **facts)
        return Response(problems, (refused,), REFUSED)
    shown = intake.preview(found, asked.kind, asked.day, store, view)
    if shown.missing_years:
        raise PortfolioError("plan_list_first", year=shown.missing_years[0])
    told = (*problems, *_changes(shown, request.language))
    if not asked.yes:
        return Response((*told, _count(shown, request.language)))
    return Response((*told, _taken(store, asked, found, data, request.language)))


def _taken(store: Store, asked: PlanAsked, found: PlanFile, data: bytes, language: Language) -> str:
    """Take the list and say so."""
    head = PlanList(
        kind=asked.kind,
        document_number=asked.document,
        issued_on=asked.day,
        file_name=found.file_name,
        file_sha256=uploads.keep(store, data, found.file_name),
    )
    event = Event(kind="plan_listed", actor="operator", at=clock.now(), why=asked.why)
    number = store.append(event, found.records(head))
    told = {"document": asked.document, "day": asked.day.isoformat(), "count": len(found.rows)}
    return say(language, "cli.plan_taken", number=number, **told)


def _changes(shown: PlanPreview, language: Language) -> Iterator[str]:
    """The plans that the list changes, old and new, and how many projects would have none any more."""
    for row in shown.changes.iter_rows(named=True):
        if row["difference_amount"] == 0 and row["listed"]:
            continue
        before, after = row["before_amount"], row["after_amount"]
        old = say(language, "plans.no_plan") if before is None else money_text(before, language)
        told = {"project": row["project_id"], "year": row["year"], "before": old}
        yield say(language, "cli.plan_changes", after=money_text(after, language), **told)
    if shown.dropped.height:
        yield say(language, "cli.plan_dropped", count=shown.dropped.height)


def _count(shown: PlanPreview, language: Language) -> str:
    rows = shown.changes
    changed = rows.height - rows["difference_amount"].eq(0).sum()
    return say(language, "cli.plan_preview", rows=rows.height, changed=changed)
