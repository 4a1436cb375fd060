"""The questions in SQLite's SQL, written for the made-up nation. `{only}` is where one county's projects are asked for."""

from __future__ import annotations

import sqlite3
from time import perf_counter

from benchmarks.national.questions import Row

ONLY = "AND project IN (SELECT id FROM project WHERE county = :county)"
NEWEST = """SELECT project, {keys} {value} AS value, max(period * 1000000000 + event) AS place FROM {table}
    WHERE accepted AND {value} IS NOT NULL {more} {{only}} GROUP BY project {group}"""


def _newest(table: str, value: str, key: str = "", more: str = "") -> str:
    """The newest told value a project (and key); SQLite takes the bare columns from the row of the maximum."""
    keys, group = (f"{key},", f", {key}") if key else ("", "")
    return NEWEST.format(table=table, value=value, keys=keys, group=group, more=more)


_SHOWN = "AND project IN (SELECT id FROM shown)"
_FUNDING = {
    name: _newest("funding", f"{name}_amount", "source")
    for name in ("planned", "allocated", "received", "paid")
}
_WORK = _newest("progress", "work_done_amount")
_REPORTED = "SELECT project, max(period) AS last FROM progress WHERE accepted {only} GROUP BY project"
_STAGE = _newest("status", "stage")
_DONE = _newest("milestone", "done_on", "milestone")
_APPROVED = "AND approved_on IS NOT NULL AND milestone = 'completion'"
_MOVED = _newest("milestone", "due_on", "milestone", _APPROVED)
_DAY = "julianday(substr({0}, 1, 4) || '-' || substr({0}, 5, 2) || '-' || substr({0}, 7, 2))"

QUESTIONS = {
    "money": f"""
        SELECT 'received', (SELECT sum(value) FROM ({_FUNDING["received"]})) UNION ALL
        SELECT 'paid', (SELECT sum(value) FROM ({_FUNDING["paid"]})) UNION ALL
        SELECT 'work_done', (SELECT sum(value) FROM ({_WORK})) UNION ALL
        SELECT 'investment', (
            SELECT sum(coalesce(value, planned_investment_amount)) FROM project p
            LEFT JOIN ({_newest("investment", "amount")}) i ON i.project = p.id WHERE 1 {{only_project}})""",
    "list": f"""
        WITH shown AS (SELECT p.id, p.project_id FROM project p WHERE 1 {{only_project}} ORDER BY p.project_id LIMIT 500),
        money AS (
            SELECT project, sum(received) AS received, sum(paid) AS paid FROM (
                SELECT project, value AS received, NULL AS paid
                FROM ({_newest("funding", "received_amount", "source", _SHOWN)})
                UNION ALL
                SELECT project, NULL, value FROM ({_newest("funding", "paid_amount", "source", _SHOWN)}))
            GROUP BY project)
        SELECT '*', sum(stated), count(*), count(stated), NULL FROM (
            SELECT coalesce(value, planned_investment_amount) AS stated FROM project p
            LEFT JOIN ({_newest("investment", "amount")}) i ON i.project = p.id WHERE 1 {{only_project}})
        UNION ALL
        SELECT p.project_id, m.received, m.paid, w.value, s.value FROM shown p LEFT JOIN money m ON m.project = p.id
        LEFT JOIN ({_newest("progress", "work_done_amount", more=_SHOWN)}) w ON w.project = p.id
        LEFT JOIN ({_newest("status", "stage", more=_SHOWN)}) s ON s.project = p.id""",
    "sources": f"""
        SELECT source, sum(value) FILTER (WHERE told = 1), sum(value) FILTER (WHERE told = 2),
               sum(value) FILTER (WHERE told = 3), sum(value) FILTER (WHERE told = 4)
        FROM (SELECT source, value, 1 AS told FROM ({_FUNDING["planned"]}) UNION ALL
              SELECT source, value, 2 FROM ({_FUNDING["allocated"]}) UNION ALL
              SELECT source, value, 3 FROM ({_FUNDING["received"]}) UNION ALL
              SELECT source, value, 4 FROM ({_FUNDING["paid"]}))
        GROUP BY source""",
    "pace": f"""
        WITH ended AS (SELECT DISTINCT project FROM progress WHERE accepted AND period = 20251231 {{only}}),
            before AS ({_newest("progress", "work_done_amount", more="AND period <= 20251231")}),
            now AS ({_WORK}),
            plan AS ({_newest("planned", "planned_amount", more="AND year = 2026")}),
            begun AS (SELECT project, value / 10000 AS year FROM ({_DONE}) WHERE milestone = 'start'),
            both AS (
                SELECT p.county, n.value AS plan, w.value - coalesce(
                    CASE WHEN e.project IS NOT NULL THEN b.value END, CASE WHEN g.year = 2026 THEN 0 END) AS work
                FROM project p JOIN plan n ON n.project = p.id LEFT JOIN now w ON w.project = p.id
                LEFT JOIN ended e ON e.project = p.id LEFT JOIN before b ON b.project = p.id
                LEFT JOIN begun g ON g.project = p.id)
        SELECT county, sum(plan), sum(coalesce(work, 0)) FROM both GROUP BY county""",
    "late": f"""
        WITH last AS ({_REPORTED}), done AS ({_DONE}), moved AS ({_MOVED}),
            begun AS (SELECT DISTINCT project FROM done),
            finished AS (SELECT project FROM done WHERE milestone = 'completion'),
            aged AS (
                SELECT p.county, CAST(julianday('2026-11-24') - min(
                    CASE WHEN b.project IS NOT NULL THEN 9999999 ELSE {_DAY.format("start_due")} END,
                    {_DAY.format("coalesce(v.value, completion_due)")}) AS INTEGER) AS days
                FROM project p JOIN last l ON l.project = p.id
                LEFT JOIN begun b ON b.project = p.id LEFT JOIN finished f ON f.project = p.id
                LEFT JOIN moved v ON v.project = p.id
                WHERE f.project IS NULL)
        SELECT county, count(*), max(days) FROM aged WHERE days > 0 GROUP BY county""",
    "compare": f"""
        SELECT county, 1.0 * sum(r.value) / sum(n.value) FROM ({_FUNDING["received"]}) r
        JOIN ({_FUNDING["planned"]}) n ON n.project = r.project AND n.source = r.source
        JOIN project p ON p.id = r.project GROUP BY county""",
    "known": f"""
        SELECT county, count(w.project), count(f.project) FROM project p LEFT JOIN ({_WORK}) w ON w.project = p.id
        LEFT JOIN (SELECT DISTINCT project FROM ({_FUNDING["received"]})) f ON f.project = p.id
        WHERE 1 {{only_project}} GROUP BY county""",
}


def answer(
    base: sqlite3.Connection, name: str, county: str | None, patience: float
) -> tuple[list[Row] | None, float]:
    """The rows and the seconds they took; no rows when `patience` (seconds) ran out."""
    begun = perf_counter()
    base.set_progress_handler(lambda: perf_counter() - begun > patience, 100_000)
    only = ONLY if county else ""
    question = (
        QUESTIONS[name]
        .replace("{only_project}", "AND p.county = :county" if county else "")
        .replace("{only}", only)
    )
    try:
        rows = base.execute(question, {"county": county} if county else {}).fetchall()
    except sqlite3.OperationalError as stopped:
        if "interrupted" not in str(stopped):
            raise
        return None, perf_counter() - begun
    return rows, perf_counter() - begun
