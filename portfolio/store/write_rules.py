"""The ledger's write rules: whether this person may append this event now, looked up in the transaction that writes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NoReturn

import duckdb
import polars as pl

from portfolio.model import (
    Account,
    Attachment,
    Correction,
    CorrectionDecision,
    Decision,
    Entry,
    Event,
    PortfolioError,
    Reader,
    Record,
    Submission,
)
from portfolio.model.permissions import DEED_OF_KIND, OF_THE_CITY, Deed
from portfolio.store import (
    action_rules,
    change_rules,
    correction_rules,
    decision_rules,
    final_rules,
    plan_rules,
    treasury_rules,
)

EVER = 2**63 - 1
"""As the number of the newest event known: all are."""
UNHELD = frozenset({"library", "operator", "accept_at_once"})
"""Actors that are no account: the taking of a library, the operator's command line, a city's own setting."""

SET_UP = "set_up"
"""The actor of the event that makes the first account; once there is one, it may append nothing."""
RESERVED = UNHELD | {SET_UP}
"""No account's sign-in name: the ledger would not tell them apart."""
TABLES_OF_KIND: dict[str, frozenset[str]] = {
    "edition_taken": frozenset(
        {"edition", "project", "county", "indicator", "contradiction", "day_choice", "opening_figure"}
        | {"added_code", "scale_word", "published_total", "taken_file", "head_choice", "attachment"}
    ),
    "report_submitted": frozenset(
        {"submission", "remark", "attachment"} | {kind.table for kind in Entry.__subclasses__()}
    ),
    "report_decided": frozenset({"decision", "remark"}),
    "account_changed": frozenset({"account"}),
    "unit_changed": frozenset({"unit"}),
    "assignment_changed": frozenset({"assignment"}),
    "people_listed": frozenset({"unit", "account", "assignment", "contact"}),
    "threshold_set": frozenset({"threshold"}),
    "meeting_held": frozenset({"meeting", "commitment"}),
    "commitment_made": frozenset({"commitment"}),
    "correction_proposed": frozenset({"correction", "mended_statement", "attachment", "remark"}),
    "correction_decided": frozenset({"correction_decision"}),
    "plan_listed": frozenset({"plan_list", "listed_plan", "head_choice"}),
    "project_changed": frozenset({"project_change", "attachment"}),
    "period_changed": frozenset({"period"}),
    "month_finalised": frozenset({"final_month", "final_frame"}),
    "action_given": frozenset({"action_item"}),
    "action_answered": frozenset({"action_answer", "attachment"}),
    "action_decided": frozenset({"action_decision"}),
    "setting_changed": frozenset({"setting"}),
    "batches_taken": frozenset({"allocation_batch"}),
    "treasury_told": frozenset(
        {
            "treasury_list",
            "treasury_figure",
            "treasury_line",
            "treasury_span",
            "allocation_batch",
            "head_choice",
        }
    ),
    "history_taken": frozenset({"taken_file", "head_choice"}),
    "backup_made": frozenset(),
    "clock_confirmed": frozenset(),
}
"""The tables whose rows may come with an event of each kind: a report brings no account with it."""
LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,39}")


def fit_login(login: str) -> bool:
    """Whether an account may have this sign-in name."""
    return bool(LOGIN.fullmatch(login)) and login not in RESERVED


def refuse_foreign(event: Event, records: Sequence[Record | Entry], frames: Iterable[str]) -> None:
    """Raise ValueError for rows (in bulk: of tables in `frames`) of another kind of event or another month."""
    plan_rules.refuse_unfit(records)
    treasury_rules.refuse_unfit(records)
    final_rules.refuse_unfit(records)
    change_rules.refuse_unfit(records)
    action_rules.refuse_unfit(records)
    foreign = ({record.table for record in records} | set(frames)) - TABLES_OF_KIND[event.kind]
    if foreign:
        raise ValueError(f"{event.kind} brings no rows of {', '.join(sorted(foreign))}")
    about = {record.period_on for record in records if isinstance(record, Submission)}
    if len(about) > 1:
        raise ValueError("one report is about one month")
    decision_rules.refuse_mixed([record for record in records if isinstance(record, Decision)])
    periods = {record.period_on for record in records if isinstance(record, Entry)}
    if about and not periods <= about:
        raise ValueError(f"a report of {min(about)} tells of {min(periods - about)}")


def refuse(
    cursor: duckdb.DuckDBPyConnection,
    event: Event,
    records: Sequence[Record | Entry],
    reports: pl.DataFrame,
    by: Reader | None,
) -> None:
    """Raise PortfolioError for what `by` may not append.

    Once an account exists every event needs `by`, except those of the actors that are no account. Raises
    not_allowed, account_changed (not what the ledger says of the login now), own_report, not_yours,
    period_closed, decided_already, city_only, reason_needed, login_unfit, subject_held, last_administrator, and what
    correction_rules, plan_rules, change_rules, final_rules and action_rules refuse.
    """
    plan_rules.refuse(cursor, records)
    treasury_rules.refuse(cursor, records)
    change_rules.refuse(cursor, records)
    final_rules.refuse(cursor, event, records)
    action_rules.refuse(cursor, event, records, by)
    known = _accounts(cursor)
    changed = [record for record in records if isinstance(record, Account)]
    if by is None:
        if known and event.actor not in UNHELD:
            raise PortfolioError("not_allowed")
        _refuse_accounts(known, changed, event.actor)
        return
    if by.login != event.actor:
        raise PortfolioError("not_allowed")
    if known:
        _refuse_changed(known, by)
    decision = next((record for record in records if isinstance(record, Decision | CorrectionDecision)), None)
    if not _own_password(known, records, by):
        _refuse_deed(event, decision, by, stands_in=_stands_in(records))
    decisions = [record for record in records if isinstance(record, Decision)]
    if decisions:
        _refuse_decision(cursor, decisions, by)
    if isinstance(decision, CorrectionDecision):
        correction_rules.refuse_decision(cursor, decision, by)
    correction = correction_rules.correction_in(records)
    if correction:
        _refuse_correction(cursor, records, correction, by)
    submission = next((record for record in records if isinstance(record, Submission)), None)
    if submission:
        _refuse_submission(cursor, event, submission, reports, by)
        about = {one.project_id for one in records if isinstance(one, Attachment)}
        for strange in sorted(about.difference(reports["project_id"])):
            _not_yours(strange)
    _refuse_accounts(known, changed, event.actor)


def _accounts(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, object]]:
    rows = cursor.sql(f"FROM account_in_force({EVER})").pl()
    return {row["login"]: row for row in rows.iter_rows(named=True)}


def _refuse_changed(known: dict[str, dict[str, object]], by: Reader) -> None:
    """A page opened before a change of role, unit or county must not write with the old ones."""
    row = known.get(by.login)
    if row is None or not row["active"]:
        raise PortfolioError("not_allowed")
    if (row["role"], row["unit_code"], row["county_code"]) != (by.role, by.unit_code, by.county_code):
        raise PortfolioError("account_changed")


def _stands_in(records: Sequence[Record | Entry]) -> bool:
    """Whether the records are a report that the bureau sends for a unit."""
    return any(isinstance(record, Submission) and record.on_behalf for record in records)


def _refuse_deed(
    event: Event, decision: Decision | CorrectionDecision | None, by: Reader, *, stands_in: bool
) -> None:
    """Who reviews may report for a unit, openly, and withdraw what they so sent; an owner reports for no other."""
    deed: Deed | None = DEED_OF_KIND.get(event.kind)
    if decision and decision.verdict == "withdrawn":
        deed = "report" if isinstance(decision, Decision) else "correct"
    answers = event.kind == "action_answered"
    if deed == "report" and (stands_in or ((decision or answers) and by.may("review"))):
        deed = "review"
    of_county = by.county_code is not None and event.kind in OF_THE_CITY
    if deed is None or not by.may(deed) or of_county:
        raise PortfolioError("not_allowed")


def _refuse_decision(cursor: duckdb.DuckDBPyConnection, decisions: Sequence[Decision], by: Reader) -> None:
    decision_rules.refuse(cursor, decisions, by)
    if decisions[0].verdict not in ("withdrawn", "taken_back"):
        about = """SELECT DISTINCT r.project_id FROM store.report r
                   WHERE r.event_id = $number AND in_part($named::VARCHAR[], r.project_id)"""
        named = [one.project_id for one in decisions if one.project_id is not None]
        facts: dict[str, object] = {"number": decisions[0].submission_id, "named": named or None}
        _refuse_outside_county(cursor, about, facts, by)


def _refuse_correction(
    cursor: duckdb.DuckDBPyConnection, records: Sequence[Record | Entry], correction: Correction, by: Reader
) -> None:
    _refuse_outside_county(cursor, "SELECT $project AS project_id", {"project": correction.project_id}, by)
    correction_rules.refuse_proposal(cursor, records, correction)


def _refuse_submission(
    cursor: duckdb.DuckDBPyConnection, event: Event, submission: Submission, reports: pl.DataFrame, by: Reader
) -> None:
    unit = submission.unit_code
    if unit is None or (not submission.on_behalf and unit != by.unit_code):
        raise PortfolioError("not_allowed")
    is_open = cursor.sql(
        f"SELECT is_open FROM period_open($day, {EVER}, $period_on, $unit_code)",
        params={"day": event.at.date(), "period_on": submission.period_on, "unit_code": unit},
    ).fetchall()
    if not is_open or not is_open[0][0]:
        raise PortfolioError("period_closed", period_on=submission.period_on)
    cursor.register("reported_here", reports.to_arrow())
    try:
        _refuse_outside(
            cursor,
            "SELECT DISTINCT project_id FROM reported_here",
            {},
            f"SELECT project_id FROM project_unit({EVER}) WHERE unit_code = $unit",
            {"unit": unit},
        )
        _refuse_outside_county(cursor, "SELECT DISTINCT project_id FROM reported_here", {}, by)
    finally:
        cursor.unregister("reported_here")


def _refuse_outside_county(
    cursor: duckdb.DuckDBPyConnection, code: str, asked_of: dict[str, object], by: Reader
) -> None:
    """Whoever is of a county acts on its projects alone; the city's people on all."""
    if by.county_code:
        allowed = f"SELECT project_id FROM known_row({EVER}) WHERE county_code = $county"
        _refuse_outside(cursor, code, asked_of, allowed, {"county": by.county_code})


def _refuse_outside(
    cursor: duckdb.DuckDBPyConnection,
    code: str,
    asked_of: dict[str, object],
    allowed: str,
    allowed_to: dict[str, object],
) -> None:
    outside = cursor.execute(
        f"SELECT project_id FROM ({code}) WHERE project_id NOT IN ({allowed}) ORDER BY 1 LIMIT 1",
        {**asked_of, **allowed_to},
    ).fetchall()
    if outside:
        _not_yours(outside[0][0])


def _not_yours(project_id: str) -> NoReturn:
    raise PortfolioError("not_yours", project=project_id)


OWN = frozenset({"password_hash", "once_until", "factor_secret", "recovery_hashes"})
"""What everybody changes of their own account."""


def _own_password(known: dict[str, dict[str, object]], records: Sequence[Record | Entry], by: Reader) -> bool:
    """Whether all that is appended is the reader's own account with nothing changed but how it signs in."""
    if len(records) != 1 or not isinstance(records[0], Account) or by.login not in known:
        return False
    was = {name: known[by.login][name] for name in Account.model_fields if name not in OWN}
    return records[0].model_dump(exclude=set(OWN)) == was


def _refuse_accounts(known: dict[str, dict[str, object]], changed: Sequence[Account], actor: str) -> None:
    """A sign-in name is one that no other actor has; one subject of the city's own sign-in is one account's."""
    for account in changed:
        if not fit_login(account.login):
            raise PortfolioError("login_unfit", login=account.login)
        others = (login for login, row in known.items() if row["subject"] == account.subject)
        if account.subject is not None and any(login != account.login for login in others):
            raise PortfolioError("subject_held", subject=account.subject)
    if changed and (known or actor in {"operator", SET_UP}):
        _refuse_last_administrator(known, changed)


def _refuse_last_administrator(known: dict[str, dict[str, object]], changed: Sequence[Account]) -> None:
    """The last administrator can be neither removed nor given another role: nobody could undo it."""
    after = {login: (row["role"], row["active"]) for login, row in known.items()}
    after |= {account.login: (account.role, account.active) for account in changed}
    if ("administrator", True) not in after.values():
        raise PortfolioError("last_administrator")
