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
    wanted = PlanAsked(file.absolute(), document.strip(), day.date(), kind, why, yes)
    run(data, Request("plan", reader_language(), plan=wanted), existing_store, respond)


def respond(store: Store, request: Request) -> Response:
    """What is to be said of the list: its problems, what it would change, and that it was taken."""
    wanted = request.plan
    if wanted is None:
        raise PortfolioError("request_unknown")
    data = sent(wanted.file)
    view = View(as_of=clock.today(), known_at=clock.end_of_today())
    plan_file = intake.read_plan_list(data, wanted.file.name, store, view)
    if plan_file.documents:
        raise PortfolioError("plan_documents", file=wanted.file)
    if plan_file.needed:
        raise PortfolioError("plan_heads_unknown", file=wanted.file)
    problems = tuple(telling.problem(one, request.language) for one in plan_file.problems)
    if plan_file.errors:
        facts = {"file": wanted.file, "count": len(plan_file.errors)}
        refused = say(request.language, "error.plan_file_faulty", **facts)
        return Response(problems, (refused,), REFUSED)
    shown = intake.preview(plan_file, wanted.kind, wanted.day, store, view)
    if shown.missing_years:
        raise PortfolioError("plan_list_first", year=shown.missing_years[0])
    lines = (*problems, *_changes(shown, request.language))
    if not wanted.yes:
        return Response((*lines, _count(shown, request.language)))
    return Response((*lines, _taken(store, wanted, plan_file, data, request.language)))


def _taken(store: Store, wanted: PlanAsked, plan_file: PlanFile, data: bytes, language: Language) -> str:
    """Take the list and say so."""
    head = PlanList(
        kind=wanted.kind,
        document_number=wanted.document,
        issued_on=wanted.day,
        file_name=plan_file.file_name,
        file_sha256=uploads.keep(store, data, plan_file.file_name),
    )
    event = Event(kind="plan_listed", actor="operator", at=clock.now(), why=wanted.why)
    number = store.append(event, plan_file.records(head))
    facts = {"document": wanted.document, "day": wanted.day.isoformat(), "count": len(plan_file.rows)}
    return say(language, "cli.plan_taken", number=number, **facts)


def _changes(shown: PlanPreview, language: Language) -> Iterator[str]:
    """The plans that the list changes, old and new, and how many projects would have none any more."""
    for row in shown.changes.iter_rows(named=True):
        if row["difference_amount"] == 0 and row["listed"]:
            continue
        before, after = row["before_amount"], row["after_amount"]
        old = say(language, "plans.no_plan") if before is None else money_text(before, language)
        facts = {"project": row["project_id"], "year": row["year"], "before": old}
        yield say(language, "cli.plan_changes", after=money_text(after, language), **facts)
    if shown.dropped.height:
        yield say(language, "cli.plan_dropped", count=shown.dropped.height)


def _count(shown: PlanPreview, language: Language) -> str:
    rows = shown.changes
    changed = rows.height - rows["difference_amount"].eq(0).sum()
    return say(language, "cli.plan_preview", rows=rows.height, changed=changed)
