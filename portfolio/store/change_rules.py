"""What a change of a project must be before it is stored: the city's, and 复工 of what stands still."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from portfolio.model import Attachment, Entry, PortfolioError, ProjectChange, Record


def refuse_unfit(records: Iterable[Record | Entry]) -> None:
    """Raise ValueError for a paper of a change that is about another project. No page sends such a thing."""
    told = list(records)
    changed = {one.project_id for one in told if isinstance(one, ProjectChange)}
    papers = {one.project_id for one in told if isinstance(one, Attachment)}
    if changed and not papers <= changed:
        raise ValueError(f"a change of {min(changed)} brings a paper about {min(papers - changed)}")


def refuse(cursor: duckdb.DuckDBPyConnection, records: Iterable[Record | Entry]) -> None:
    """Raise PortfolioError for a change that may not be stored, whoever stores it.

    change_project_unknown for a number that no edition ever named; change_not_standing for 复工 of a project that on
    that day neither stands still nor is taken out.
    """
    for change in (one for one in records if isinstance(one, ProjectChange)):
        named = cursor.execute(
            "SELECT 1 FROM store.project WHERE project_id = $1 LIMIT 1", [change.project_id]
        ).fetchall()
        if not named:
            raise PortfolioError("change_project_unknown", project=change.project_id)
        if change.change == "resumed":
            _need_standing(cursor, change)


def _need_standing(cursor: duckdb.DuckDBPyConnection, change: ProjectChange) -> None:
    before = cursor.execute(
        """SELECT arg_max(change, (effective_on, event_id, position)) FROM store.project_change
           WHERE effective_on <= $2 AND (project_id = $1 OR project_id IN (
               SELECT c.origin_id FROM continued_number(9223372036854775807) c WHERE c.project_id = $1))""",
        [change.project_id, change.effective_on],
    ).fetchall()
    if before[0][0] not in ("suspended", "withdrawn"):
        raise PortfolioError("change_not_standing", project=change.project_id, day=change.effective_on)
