"""Where a figure stands, in words: a place in the plan, a public page, a cell of a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from portfolio import codes
from portfolio.formats import date_text, place_text
from portfolio.web.frame import Frame
from portfolio.web.project.known import Known, Row


@dataclass(frozen=True)
class Fact:
    """One line of facts: its name, its value in words (None: unknown), where it stands, what it opens."""

    label: str
    text: str | None
    origin: str = ""
    link: str = ""
    unknown: str = "table.not_stated"


def listed(frame: Frame, facts: Iterable[Fact]) -> str:
    """The facts as a list of names and values, as HTML; every text stands there as text."""
    return f'<dl class="facts">{"".join(_fact(frame, fact) for fact in facts)}</dl>'


def _fact(frame: Frame, fact: Fact) -> str:
    text = (
        escape(fact.text) if fact.text else f'<span class="unknown">{escape(frame.say(fact.unknown))}</span>'
    )
    value = f'<a href="{escape(fact.link)}">{text}</a>' if fact.link and fact.text else text
    origin = f'<dd class="origin">{escape(fact.origin)}</dd>' if fact.origin else ""
    return f"<div><dt>{escape(fact.label)}</dt><dd>{value}</dd>{origin}</div>"


def missing(frame: Frame, fill: str) -> str:
    """What this project lacks and what would fill it, where a table or chart would be empty, as HTML."""
    return f'<p class="missing">{escape(frame.say("project.lacking", fill=frame.say(fill)))}</p>'


def plan(frame: Frame, place: object) -> str:
    """The place in the plan: 规划专栏6 第3条."""
    return frame.say("project.from_plan", place=place_text(str(place), frame.language))


def report(frame: Frame, row: Row) -> str:
    """The report that states a value or takes it back: who, when, for which month, in which file, sheet and cell.

    Where a correction mended it, which one.
    """
    if row.get("was_cleared"):
        return frame.say("project.taken_back", report=_report(frame, row))
    if row.get("correction_id"):
        return frame.say("project.mended_by", report=_report(frame, row), number=row["correction_id"])
    return _report(frame, row)


def _report(frame: Frame, row: Row) -> str:
    return frame.say(
        "project.from_report",
        actor=row["actor"],
        day=date_text(row["submitted_at"].date(), "day", frame.language),
        month=date_text(row["period_on"], "month", frame.language),
        place=_place(frame, row),
    )


def _place(frame: Frame, row: Row) -> str:
    """File, sheet and cell as far as they are known."""
    told = [str(row["file_name"])] if row["file_name"] else [frame.say("project.no_file")]
    told += [str(row["sheet"])] if row["sheet"] else []
    if row["cell"] or row["row_number"]:
        told.append(str(row["cell"] or frame.say("project.row_number", row=row["row_number"])))
    return " ".join(told)


def page(frame: Frame, row: Row) -> str:
    """The public page that states a value: title, day, confidence."""
    return frame.say(
        "project.from_page",
        title=row["title"] or row["url"],
        day=date_text(row["stated_on"], "day", frame.language),
        confidence=codes.label("confidence", str(row["confidence"]), frame.language),
    )


def figure(
    frame: Frame,
    known: Known,
    kind: str,
    fields: Sequence[str],
    part: str | None = None,
    currency: str | None = None,
) -> str:
    """Where the current values of these fields stand; once when all stand in one cell, else field by field."""
    rows = {field: row for field in fields if (row := known.source(kind, field, part, currency))}
    told: dict[str, list[str]] = {}
    for field, row in rows.items():
        told.setdefault(report(frame, row), []).append(frame.say(f"column.{field}"))
    if len(told) == 1:
        return next(iter(told))
    separator = frame.say("filter.value_separator")
    pairs = [
        frame.say("filter.pair", name=separator.join(names), values=text) for text, names in told.items()
    ]
    return frame.say("filter.pair_separator").join(pairs)
