"""What a correction must be before it is stored: a value that its field can hold, of statements that say what it mends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import duckdb
from pydantic import TypeAdapter, ValidationError

from portfolio import codes
from portfolio.model import (
    Attachment,
    Correction,
    CorrectionDecision,
    Entry,
    MendedStatement,
    PortfolioError,
    Reader,
    Record,
)
from portfolio.model.corrections import KINDS, NAMING, PRECISE, REQUIRED, mendable, needs_paper
from portfolio.model.fields import LARGEST
from portfolio.store.decision_rules import EVER, need_city
from portfolio.store.quoting import name
from portfolio.store.writing import coded_fields


def refuse_unfit(records: Iterable[Record | Entry]) -> None:
    """Raise ValueError for a correction that its field cannot hold (misuse: the form asks people for a fitting value)."""
    listed = list(records)
    correction = correction_in(listed)
    if correction is None:
        return
    _need_fitting(correction)
    if not any(isinstance(one, MendedStatement) for one in listed):
        raise ValueError("a correction mends a statement")
    if any(isinstance(one, Attachment) and one.project_id != correction.project_id for one in listed):
        raise ValueError("a paper of a correction is about its project")


def correction_in(records: Iterable[Record | Entry]) -> Correction | None:
    """The correction among the records, if the event proposes one."""
    return next((record for record in records if isinstance(record, Correction)), None)


def _need_fitting(correction: Correction) -> None:
    table, field, value = correction.entry, correction.field, correction.value
    if table not in KINDS or field not in mendable(table):
        raise ValueError(f"{field!r} of {table!r} cannot be corrected")
    if correction.value_precision is not None and field not in PRECISE:
        raise ValueError(f"{field} has no precision")
    if value is None and (table, field) in REQUIRED:
        raise ValueError(f"{field} of {table} is never empty")
    if value is not None and spelled(table, field, value) != value:
        raise ValueError(f"{value!r} is not how {field} is spelled")


def spelled(table: str, field: str, value: str) -> str:
    """The value as the ledger spells it (12.50, 2025-06-30, true, a code); ValueError for what the field cannot hold."""
    kind = KINDS[table]
    codelist = dict(coded_fields(kind)).get(field)
    if codelist is not None and value not in codes.labels(codelist, "zh"):
        raise ValueError(f"{value!r} is not in codelist {codelist}")
    about = kind.model_fields[field]
    of_field: Any = Annotated[about.annotation, about]
    try:
        fitting: object = TypeAdapter(of_field).validate_python(value)
    except (ValidationError, InvalidOperation) as refusal:
        raise ValueError(f"{value!r} does not fit {field}") from refusal
    if isinstance(fitting, bool):
        return "true" if fitting else "false"
    if isinstance(fitting, Decimal):
        if not 0 <= fitting <= LARGEST:
            raise ValueError(f"{value!r} is out of bounds")
        return f"{fitting:.8f}" if field.endswith("_share") else f"{fitting:.2f}"
    text = fitting.isoformat() if isinstance(fitting, date) else str(fitting).strip()
    if not text:
        raise ValueError(f"{field} is empty")
    return text


def refuse_proposal(
    cursor: duckdb.DuckDBPyConnection, records: Sequence[Record | Entry], correction: Correction
) -> None:
    """Raise PortfolioError for a correction that mends nothing, or that lacks the paper it needs.

    correction_stale where a statement does not count or says something else by now, correction_unchanged where it
    says the right value, correction_mixed where the statements are not of one figure and value, correction_needs_paper.
    """
    mended = [record for record in records if isinstance(record, MendedStatement)]
    _need_current(cursor, correction, mended)
    if len({one.stated for one in mended}) > 1 or _figures(cursor, correction, mended) > 1:
        raise PortfolioError("correction_mixed", project=correction.project_id)
    stated = mended[0].stated
    if stated == correction.value and correction.value_precision is None:
        raise PortfolioError("correction_unchanged", project=correction.project_id)
    paper = needs_paper(
        correction.entry, correction.field, stated, correction.value, correction.value_precision
    )
    if paper and not any(isinstance(record, Attachment) for record in records):
        raise PortfolioError("correction_needs_paper", project=correction.project_id)


def refuse_decision(cursor: duckdb.DuckDBPyConnection, decision: CorrectionDecision, by: Reader) -> None:
    """Raise PortfolioError for a decision that `by` may not make, or not any more.

    correction_unknown, correction_decided, city_only, own_correction, not_yours (to withdraw another's), and
    correction_stale where an accepted one would mend what nobody says any more.
    """
    number = decision.correction_id
    rows = cursor.sql(
        f"FROM correction_state({EVER}) WHERE correction_id = $number", params={"number": number}
    ).pl()
    if not rows.height:
        raise PortfolioError("correction_unknown", number=number)
    row = rows.row(0, named=True)
    if row["verdict"] != "pending":
        facts = {name: row[name] for name in ("verdict",)} | {
            "by": row["decided_by"],
            "at": row["decided_at"],
        }
        raise PortfolioError("correction_decided", number=number, **facts)
    own = row["proposed_by"] == by.login
    if decision.verdict == "withdrawn":
        if not own:
            raise PortfolioError("not_yours", project=row["project_id"])
        return
    if own:
        raise PortfolioError("own_correction")
    need_city(by)
    if decision.verdict == "accepted":
        correction = Correction(**{field: row[field] for field in Correction.model_fields})
        _need_current(cursor, correction, _mended_by(cursor, number))


def _mended_by(cursor: duckdb.DuckDBPyConnection, number: int) -> list[MendedStatement]:
    rows = cursor.execute(
        "SELECT submission_id, place, stated FROM store.mended_statement WHERE event_id = $1", [number]
    ).fetchall()
    return [
        MendedStatement(submission_id=report, place=place, stated=stated) for report, place, stated in rows
    ]


def _need_current(
    cursor: duckdb.DuckDBPyConnection, correction: Correction, mended: Iterable[MendedStatement]
) -> None:
    """Raise PortfolioError correction_stale unless every statement counts and says what it is told to say."""
    for one in mended:
        values = cursor.execute(
            f"""SELECT CASE WHEN m.correction_id IS NULL THEN t.{name(correction.field)}::VARCHAR ELSE m.value END
                FROM store.{name(correction.entry)} t JOIN accepted_submission({EVER}) a
                     ON a.submission_id = t.event_id AND in_part(a.project_ids, t.project_id)
                LEFT JOIN mended_field({EVER}) m ON m.entry = $4 AND m.field = $5
                     AND m.submission_id = t.event_id AND m.place = t.position
                WHERE t.event_id = $1 AND t.position = $2 AND t.project_id = $3""",
            [one.submission_id, one.place, correction.project_id, correction.entry, correction.field],
        ).fetchall()
        if values != [(one.stated,)]:
            raise PortfolioError("correction_stale", project=correction.project_id)


def _figures(
    cursor: duckdb.DuckDBPyConnection, correction: Correction, mended: Iterable[MendedStatement]
) -> int:
    """Of how many figures the statements are: a source's, a year's, a milestone's."""
    naming = [one for one in KINDS[correction.entry].model_fields if one in NAMING and one != "correction"]
    if not naming:
        return 1
    figures = set()
    for one in mended:
        figures |= set(
            cursor.execute(
                f"""SELECT {", ".join(name(column) for column in naming)} FROM store.{name(correction.entry)}
                    WHERE event_id = $1 AND position = $2""",
                [one.submission_id, one.place],
            ).fetchall()
        )
    return len(figures)
