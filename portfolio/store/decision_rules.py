"""What may be decided about a report: as a whole or project by project, once, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from portfolio.model import Decision, PortfolioError, Reader

EVER = 2**63 - 1
"""As the number of the newest event known: all are."""


def refuse_mixed(decisions: Sequence[Decision]) -> None:
    """Raise ValueError unless one event decides one report: as a whole or each project once, each kind by itself."""
    named = [one.project_id for one in decisions]
    if len({one.submission_id for one in decisions}) > 1 or len(set(named)) < len(named):
        raise ValueError("one decision is about one report, and about each project once")
    if len(named) > 1 and None in named:
        raise ValueError("a decision is about the whole report or about projects of it")
    kinds = {"review" if one.verdict in ("accepted", "returned") else one.verdict for one in decisions}
    if len(kinds) > 1:
        raise ValueError("to withdraw, to take back and to decide are three events")


def refuse(cursor: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], by: Reader) -> None:
    """Raise PortfolioError report_unknown, decided_already, not_yours, own_report, city_only, reason_needed, remark_needed.

    Each named project (of a decision that names none: every project) must wait, or count where it is taken back.
    """
    number, verdict = decisions[0].submission_id, decisions[0].verdict
    rows = cursor.sql(
        f"FROM submission_state({EVER}) WHERE submission_id = $number", params={"number": number}
    ).pl()
    if not rows.height:
        raise PortfolioError("report_unknown", number=number)
    row = rows.row(0, named=True)
    for decision in decisions:
        _refuse_decided(cursor, decision, row)
    if verdict == "withdrawn":
        own = row["unit_code"] == by.unit_code or (row["on_behalf"] and row["sent_by"] == by.login)
        if not own:
            raise PortfolioError("not_yours", project=number)
        return
    if verdict == "taken_back":
        for decision in decisions:
            _refuse_taking_back(decision, by)
        return
    if row["sent_by"] == by.login:
        raise PortfolioError("own_report")
    if any(one.project_id and one.verdict == "returned" and not one.reason for one in decisions):
        raise PortfolioError("remark_needed")


def _refuse_decided(
    cursor: duckdb.DuckDBPyConnection, decision: Decision, submission: dict[str, object]
) -> None:
    """What nobody has decided waits; what was accepted may be taken back; nothing is decided twice."""
    about = cursor.sql(
        f"""SELECT verdict, decided_by, decided_at FROM report_part({EVER}) WHERE submission_id = $number
            AND project_id = coalesce($project, project_id) ORDER BY project_id""",
        params={"number": decision.submission_id, "project": decision.project_id},
    ).pl()
    if about.is_empty() and decision.project_id is not None:
        raise PortfolioError("report_unknown", number=decision.submission_id)
    fit = "accepted" if decision.verdict == "taken_back" else "pending"
    # a report about indicators alone is about no project
    rows = about.rows(named=True) or [submission]
    for row in (row for row in rows if row["verdict"] != fit):
        raise PortfolioError(
            "decided_already",
            number=decision.submission_id,
            by=row["decided_by"],
            at=row["decided_at"],
            verdict=row["verdict"],
        )


def _refuse_taking_back(decision: Decision, by: Reader) -> None:
    """What was accepted counts until the city takes it back, and says why."""
    need_city(by)
    if not decision.reason:
        raise PortfolioError("reason_needed")


def need_city(by: Reader) -> None:
    """Raise PortfolioError city_only for whoever is of a county: it is ranked by what is decided here."""
    if by.county_code is not None:
        raise PortfolioError("city_only")
