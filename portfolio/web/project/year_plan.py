"""Where the plan of the project's year stands: the list that issued it, 年初计划 beside, and what the owner proposes."""

from __future__ import annotations

import polars as pl

from portfolio import queries
from portfolio.codes import label
from portfolio.formats import money_text
from portfolio.queries import plans
from portfolio.web.frame import Frame
from portfolio.web.project import origins
from portfolio.web.project.known import Known, Row


def meaning(frame: Frame, known: Known) -> str:
    """The document and cell of the plan in force, or the owner's report where no list of the year counts."""
    year = known.row["year"]
    told = _in_force(frame, known, year)
    proposed = plans.plan_proposals(frame.store, known.view).filter(
        pl.col("project_id") == known.project_id, pl.col("year") == year
    )
    if proposed.height:
        told += frame.say("plans.proposed", amount=money_text(proposed["proposed_amount"][0], frame.language))
    return told


def _in_force(frame: Frame, known: Known, year: int) -> str:
    if not known.row["plan_listed"]:
        report = _reported(frame, known, year)
        return frame.say("plans.not_issued", report=report) if report else ""
    lists = plans.plan_words(frame.store, known.view, known.project_id).filter(pl.col("year") == year)
    if lists.is_empty():
        return frame.say("plans.off_list")
    newest = lists.row(-1, named=True)
    first = known.row["initial_plan_amount"]
    amount = (
        "" if lists.height == 1 else frame.say("plans.at_first", amount=money_text(first, frame.language))
    )
    return _issued(frame, newest) + amount


def _reported(frame: Frame, known: Known, year: int) -> str:
    """The report that told 原报计划: not the newest one where that cut it, which does not count."""
    held = plans.plans(frame.store, known.view).filter(pl.col("year") == year)
    if held.is_empty():
        return origins.figure(frame, known, "plan", ["annual_plan_amount"], str(year))
    told = queries.history(frame.store, known.view, known.project_id).filter(
        pl.col("event_id") == held["event_id"][0],
        pl.col("position") == held["position"][0],
        pl.col("kind") == "plan",
        pl.col("field") == "annual_plan_amount",
    )
    return origins.report(frame, told.row(0, named=True)) if told.height else ""


def _issued(frame: Frame, row: Row) -> str:
    place = " ".join(str(one) for one in (row["sheet"], row["cell"]) if one)
    facts = {
        "kind": label("plan_kind", str(row["plan_kind"]), frame.language),
        "document": row["document_number"],
        "day": frame.day(row["issued_on"]),
    }
    if not row["file_name"]:
        return frame.say("plans.of_document", **facts)
    return frame.say("plans.from_list", file=row["file_name"], place=place, **facts)
