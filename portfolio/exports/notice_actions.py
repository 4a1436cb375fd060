"""督办事项 in a 通报: how those of the last one went, and what an office may give next, from the list of red projects."""

from __future__ import annotations

from typing import Any

import polars as pl

from portfolio.exports.notice_facts import Asked, Known, labels
from portfolio.exports.notice_tables import BLANK, Cell, Made, day, numbered, project
from portfolio.queries.actions import action_total

PROPOSED = 5
"""How many red projects without an item are proposed."""


def told(paper: Any, asked: Asked, known: Known) -> None:
    """Write how many were kept, closed late, are open and overdue; of those overdue each by itself."""
    total = action_total(known.actions)
    counts = {name: total[f"{name}_count"] for name in ("closed", "kept", "open", "overdue", "dropped")}
    counts["late"] = counts["closed"] - counts["kept"]
    parts = [
        asked.say(f"actions_{name}", count=counts[name])
        for name in ("kept", "late", "open", "overdue", "dropped")
        if counts[name]
    ]
    listed = asked.say("comma_clause").join(parts)
    paper.text(asked.say("actions", count=total["action_count"], listed=listed) + asked.say("annex_5"))
    overdue = known.actions.filter(action_state="overdue").iter_rows(named=True)
    for place, row in enumerate(overdue, start=1):
        facts = {"place": place, "of": _of(asked, row), "what": row["what"], "who": row["responsible"]}
        days = {"due": asked.day(row["due_on"]), "days": row["late_days"]}
        paper.text(asked.say("actions_overdue_one", **facts, **days))


def _of(asked: Asked, row: dict[str, Any]) -> str:
    county = asked.counties.get(row["county_code"], "")
    return row["name"] or row["project_id"] or county


def proposed(paper: Any, asked: Asked, known: Known) -> None:
    """Write what may be given: of red projects that have no item in hand, the longest late first."""
    open_ones = known.actions.filter(pl.col("action_state").is_in(["open", "overdue"]))["project_id"]
    rows = known.late.filter(
        pl.col("state") == "red",
        pl.col("late_days") > 0,
        ~pl.col("project_id").is_in(open_ones.drop_nulls().implode()),
    )
    rows = rows.sort("late_days", descending=True, maintain_order=True).head(PROPOSED)
    if rows.is_empty():
        return
    paper.text(asked.say("proposed"))
    milestones, reasons = labels(asked, "milestone"), labels(asked, "reason")
    for place, row in enumerate(rows.iter_rows(named=True), start=1):
        reason = asked.say("proposed_reason", reason=reasons[row["reason"]]) if row["reason"] else ""
        facts = {
            "place": place,
            "name": row["name"],
            "milestone": milestones.get(row["milestone"] or "", ""),
            "days": row["late_days"],
            "reason": reason,
            "who": row["responsible"] or row["owner_unit"] or asked.say("proposed_nobody"),
        }
        paper.text(asked.say("proposed_one", **facts))


def table(asked: Asked, known: Known) -> Made:
    """附件5 督办事项办理情况表."""
    states, words = labels(asked, "action_state"), labels(asked, "action_word")
    rows = []
    for row in known.actions.iter_rows(named=True):
        of = project(asked, row) if row["project_id"] else Cell(BLANK)
        late = asked.say("late_by", days=row["late_days"]) if row["late_days"] else ""
        word = words.get(row["action_word"] or "", "")
        how = asked.say("comma_clause").join(
            part for part in (states[row["action_state"]] + late, word) if part
        )
        rows.append(
            [
                Cell(row["what"], asked.link("actions", number=str(row["action_id"]))),
                of,
                Cell(asked.counties.get(row["county_code"], BLANK)),
                Cell(row["responsible"]),
                Cell(day(asked, row["due_on"])),
                Cell(how),
                Cell(row["said"] or BLANK),
            ]
        )
    return numbered(asked, known, "actions", 7, rows)
