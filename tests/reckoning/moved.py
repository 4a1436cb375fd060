"""What moved between two days, project by project, a second time: both sides of each figure, and why.

A row that stands in one of the two days only counts with nothing in the other, so that the differences of the rows of a
county add up to the difference of the county's own sides.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from portfolio.model import Correction, CorrectionDecision, Decision, Entry, View

from .comparison import _basis
from .county import Whole, whole
from .ledger import Ledger, Row, editions_of, happened
from .state import owes_reports

Key = tuple[str, str]
"""County and row."""
Sides = tuple[Decimal, Decimal]
NOTHING = (Decimal(0), Decimal(0))


def moved(ledger: Ledger, earlier: View, later: View, name: str) -> dict[Key, Row]:
    """Of one comparison each row whose sides moved, or that fell silent; with both sides before and after, and why."""
    before, after = whole(ledger, earlier), whole(ledger, later)
    renamed = _renamed(ledger, before, later)
    was, now = _sides(before, earlier, name), _sides(after, later, name)
    was = {(county, renamed.get(row_id, row_id)): sides for (county, row_id), sides in was.items()}
    found: dict[Key, Row] = {}
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key, NOTHING), now.get(key, NOTHING)
        parts, wholes = new[0] - old[0], new[1] - old[1]
        why = _why(ledger, (earlier, later), (before, after), key, name, renamed)
        if parts or wholes or why == "silent":
            found[key] = {"part_moved": parts, "whole_moved": wholes, "kind": why}
    return found


def _renamed(ledger: Ledger, before: Whole, later: View) -> dict[str, str]:
    """Number that stood before to the one that stands for it now, where the one alone continues the other alone."""
    line = editions_of(ledger, later)
    return {
        old: new
        for new in line.projects
        for old in line.renamed_from(new)[1:]
        if old in before.rows and old not in line.projects
    }


def _sides(every: Whole, view: View, name: str) -> Mapping[Key, Sides]:
    basis = _basis(every, view, name)
    return {
        (str(every.rows[row_id]["county_code"]), row_id): sides
        for row_id, sides in basis.sides.items()
        if row_id in every.selected
    }


def _why(
    ledger: Ledger,
    views: tuple[View, View],
    days: tuple[Whole, Whole],
    key: Key,
    name: str,
    renamed: Mapping[str, str],
) -> str:
    """The first that applies: entered, left, corrected, adjusted, finished, slipped, reported, silent; else time alone."""
    county, row_id = key
    former = next((old for old, new in renamed.items() if new == row_id), row_id)
    old, new = _row(days[0], county, former), _row(days[1], county, row_id)
    numbers = {row_id, former}
    if old is None or new is None:
        return "entered" if old is None else "left"
    behind = name in ("late", "started") and _is_late(new) and not _is_late(old)
    reasons = {
        "left": new["state"] == "withdrawn" != old["state"],
        "corrected": bool(numbers & _corrected(ledger, *views)),
        "adjusted": _adjusted(days, (former, row_id), name),
        "finished": new["completed"] and not old["completed"],
        "slipped": behind,
        "reported": bool(numbers & _reported(ledger, *views)),
        "silent": owes_reports(new) and old["reported"] and not new["reported"],
    }
    return next((kind for kind, applies in reasons.items() if applies), "passed")


def _row(day: Whole, county: str, row_id: str) -> Row | None:
    row = day.rows.get(row_id)
    return row if row is not None and row["county_code"] == county else None


def _is_late(row: Row) -> bool:
    return bool(row["late"] or row["passed_unreported"])


def _adjusted(days: tuple[Whole, Whole], numbers: tuple[str, str], name: str) -> bool:
    """Whether the plan of one and the same year, 停缓建 or (of lateness) the approved due days are others."""
    before, after = days
    plans = [day.amounts[row_id]["annual_plan"] for day, row_id in zip(days, numbers, strict=True)]
    same_year = before.year.month_on.year == after.year.month_on.year
    stopped = [day.rows[row_id]["state"] == "suspended" for day, row_id in zip(days, numbers, strict=True)]
    approved = [day.rows[row_id]["approved_count"] for day, row_id in zip(days, numbers, strict=True)]
    moved_on = name in ("late", "started") and approved[0] != approved[1]
    return (same_year and plans[0] != plans[1]) or stopped[0] != stopped[1] or moved_on


def _corrected(ledger: Ledger, earlier: View, later: View) -> set[str]:
    """The projects of which a correction was accepted after the one moment, up to the other."""
    told = {one.event_id: one for one in happened(ledger, later.known_at)}
    found = set()
    for one in told.values():
        for record in one.records:
            since = one.event.at > earlier.known_at
            if since and isinstance(record, CorrectionDecision) and record.verdict == "accepted":
                proposed = told[record.correction_id].records
                found |= {of.project_id for of in proposed if isinstance(of, Correction)}
    return found


def _reported(ledger: Ledger, earlier: View, later: View) -> set[str]:
    """The projects of which a report, of whatever month, was accepted or taken back after the one moment."""
    told = {one.event_id: one for one in happened(ledger, later.known_at)}
    found = set()
    for one in told.values():
        for record in one.records:
            since = one.event.at > earlier.known_at
            if since and isinstance(record, Decision) and record.verdict in ("accepted", "taken_back"):
                entries = (of for of in told[record.submission_id].records if isinstance(of, Entry))
                found |= {of.project_id for of in entries if record.project_id in (None, of.project_id)}
    return found
