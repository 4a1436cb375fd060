"""What an item (督办事项), an answer to it and a word on it must be before they are stored, and who may store them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from portfolio.model import (
    ActionAnswer,
    ActionDecision,
    ActionItem,
    Attachment,
    Entry,
    Event,
    PortfolioError,
    Reader,
    Record,
)
from portfolio.store.quoting import name

EVER = 2**63 - 1
PROVING = {
    "milestone_entry": "milestone",
    "funding_entry": "source",
    "progress_entry": None,
    "status_entry": "stage",
    "investment_entry": "basis",
    "obstacle_entry": None,
}
"""The tables of a report whose rows may prove that something was done, and the field that names the part."""


def refuse_unfit(records: Iterable[Record | Entry]) -> None:
    """Raise ValueError unless an event gives, answers or decides one item (misuse: pages do one at a time)."""
    told = list(records)
    for kind in (ActionItem, ActionAnswer, ActionDecision):
        if sum(isinstance(one, kind) for one in told) > 1:
            raise ValueError("one event is about one item")
    for one in told:
        if not isinstance(one, ActionAnswer) or one.entry is None:
            continue
        if one.entry not in PROVING or (PROVING[one.entry] is None) != (one.part is None):
            raise ValueError(f"{one.entry} {one.part} is no row that proves anything")


def refuse(
    cursor: duckdb.DuckDBPyConnection, event: Event, records: Sequence[Record | Entry], by: Reader | None
) -> None:
    """Raise PortfolioError for what may not be stored.

    action_place_unknown, action_due_past; action_unknown, action_done, action_row_unknown; action_unanswered,
    action_moved_on, action_unproved, action_reason, own_answer, not_yours.
    """
    for one in records:
        if isinstance(one, ActionItem):
            _refuse_item(cursor, event, one)
        elif isinstance(one, ActionAnswer):
            papers = [paper for paper in records if isinstance(paper, Attachment)]
            _refuse_answer(cursor, event, one, papers, by)
        elif isinstance(one, ActionDecision):
            _refuse_decision(cursor, event, one)


def _refuse_item(cursor: duckdb.DuckDBPyConnection, event: Event, item: ActionItem) -> None:
    known, place = (
        (f"SELECT 1 FROM known_row({EVER}) WHERE project_id = $1", item.project_id)
        if item.project_id is not None
        else (f"SELECT 1 FROM county_row({EVER}) WHERE county_code = $1", item.county_code)
    )
    if not cursor.execute(known, [place]).fetchall():
        raise PortfolioError("action_place_unknown", place=place)
    late = cursor.execute("SELECT days_late($1::DATE, $2::DATE)", [item.due_on, event.at.date()]).fetchall()
    if late[0][0]:
        raise PortfolioError("action_due_past", day=item.due_on)


def _standing(cursor: duckdb.DuckDBPyConnection, event: Event, number: int) -> Mapping[str, Any]:
    """The item as it stands, which must be open. Raises action_unknown or action_done."""
    found = cursor.execute(
        f"FROM action_row($1::DATE, {EVER}) WHERE action_id = $2", [event.at.date(), number]
    )
    columns = [column[0] for column in found.description]
    rows = found.fetchall()
    if not rows:
        raise PortfolioError("action_unknown", number=number)
    row = dict(zip(columns, rows[0], strict=True))
    if row["action_state"] in ("closed", "dropped"):
        raise PortfolioError("action_done", number=number)
    return row


def _refuse_answer(
    cursor: duckdb.DuckDBPyConnection,
    event: Event,
    answer: ActionAnswer,
    papers: Sequence[Attachment],
    by: Reader | None,
) -> None:
    item = _standing(cursor, event, answer.action_id)
    place = item["project_id"] or item["county_code"]
    if by is not None and not _answers_for(cursor, item, by):
        raise PortfolioError("not_yours", project=place)
    if any(paper.project_id != place for paper in papers):
        raise ValueError("a paper that proves an item is about its project or county")
    if answer.entry is not None:
        _need_row(cursor, answer, item)


def _answers_for(cursor: duckdb.DuckDBPyConnection, item: Mapping[str, Any], by: Reader) -> bool:
    """An owner for what is their unit's, a county's reviewer for the county's, the city's for all."""
    if by.role != "owner":
        return by.county_code in (None, item["county_code"])
    if by.unit_code is None or item["project_id"] is None:
        return by.unit_code is not None and item["unit_code"] == by.unit_code
    held = cursor.execute(
        f"SELECT 1 FROM project_unit({EVER}) WHERE project_id = $1 AND unit_code = $2",
        [item["project_id"], by.unit_code],
    )
    return bool(held.fetchall())


def _need_row(cursor: duckdb.DuckDBPyConnection, answer: ActionAnswer, item: Mapping[str, Any]) -> None:
    """Raise action_row_unknown unless a report says that row of the item's project, or of a project of its county."""
    assert answer.entry is not None
    part = PROVING[answer.entry]
    condition = f" AND {name(part)} = $3" if part else ""
    found = cursor.execute(
        f"SELECT 1 FROM store.{name(answer.entry)} WHERE event_id = $1 AND project_id = $2{condition} LIMIT 1",
        [answer.submission_id, answer.project_id, *([answer.part] if part else [])],
    ).fetchall()
    inside = answer.project_id == item["project_id"] or (
        item["project_id"] is None
        and cursor.execute(
            f"SELECT 1 FROM known_row({EVER}) WHERE project_id = $1 AND county_code = $2",
            [answer.project_id, item["county_code"]],
        ).fetchall()
    )
    if not found or not inside:
        raise PortfolioError("action_row_unknown", number=answer.submission_id)


def _refuse_decision(cursor: duckdb.DuckDBPyConnection, event: Event, decision: ActionDecision) -> None:
    """A word needs the newest answer before it: to close it one that proves, of somebody else."""
    row = _standing(cursor, event, decision.action_id)
    if decision.verdict != "closed" and not (decision.reason or "").strip():
        raise PortfolioError("action_reason", number=decision.action_id)
    if decision.verdict == "dropped":
        return
    if row["action_word"] != "waits":
        raise PortfolioError("action_unanswered", number=decision.action_id)
    if row["answer_id"] != decision.answer_id:
        raise PortfolioError("action_moved_on", number=decision.action_id)
    if row["answered_by"] == event.actor:
        raise PortfolioError("own_answer")
    if decision.verdict == "closed" and not row["proved"]:
        raise PortfolioError("action_unproved", number=decision.action_id)
