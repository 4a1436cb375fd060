"""Whether a store is whole: its tables, its chain of events, what belongs to no event, its head, the files that were sent.

What is found is told, never raised: a check is asked for when something is feared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import duckdb

from portfolio.model import PortfolioError, Problem
from portfolio.store import head, uploads
from portfolio.store.catalogs import MEMORY
from portfolio.store.frozen import FROZEN
from portfolio.store.opening import SCHEMA_VERSION
from portfolio.store.store import Store

BESIDE_EVENTS = ("event", "guard", "schema_version")
"""The tables whose rows belong to no event: the events themselves, and what the engine's side needs."""
UNREADABLE = ("check_table_missing", "check_column_missing", "check_unreadable")
"""Where one of these is told, questions may have no answer."""


def problems(store: Store) -> list[Problem]:
    """What is not as it was written, in words' codes; none of a store that is whole."""
    return _problems_of(store, (_tables, _guard, _chain, _orphans, _head, _files))


def problems_of_copy(store: Store) -> list[Problem]:
    """As `problems`, of a copy that need not hold what the heads of the store in use tell of."""
    return _problems_of(store, (_tables, _guard, _chain, _orphans, _files))


def _problems_of(store: Store, checks: Sequence[Callable[[Store], Iterator[Problem]]]) -> list[Problem]:
    problems_found: list[Problem] = []
    for check in checks:
        problems_found += _run(check, store)
        if check is _tables and problems_found:
            break  # what rests on a table that is not there can only fail
    return problems_found


def _run(check: Callable[[Store], Iterator[Problem]], store: Store) -> list[Problem]:
    """What the check finds; what hinders it is a finding, too."""
    try:
        return list(check(store))
    except PortfolioError as refusal:
        if refusal.code in head.LOSSES:
            return [_problem(refusal.code, **refusal.facts)]
        return [_unreadable(refusal.__cause__ or refusal)]
    except (duckdb.Error, OSError) as fault:
        return [_unreadable(fault)]


def _unreadable(fault: BaseException) -> Problem:
    return _problem("check_unreadable", details=str(fault).splitlines()[0][:200])


def _problem(code: str, **facts: object) -> Problem:
    return Problem(
        code=code, severity="error", facts=tuple((name, str(value)) for name, value in facts.items())
    )


def _tables(store: Store) -> Iterator[Problem]:
    """Tables and frozen columns that are not there."""
    with store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'store'"
        ).fetchall()
    there = set(rows)
    tables = {table for table, _ in rows}
    for table in (*FROZEN, *BESIDE_EVENTS):
        if table not in tables:
            yield _problem("check_table_missing", table=table)
        elif lacking := [column for column in FROZEN.get(table, ()) if (table, column) not in there]:
            yield _problem("check_column_missing", table=table, column=", ".join(lacking))


def _guard(store: Store) -> Iterator[Problem]:
    """A guard or a schema number that no store of this program has: writers would not meet, or it is half upgraded."""
    with store.cursor() as cursor:
        guards = cursor.execute("SELECT name FROM store.guard").fetchall()
        version = cursor.execute("SELECT max(version) FROM store.schema_version").fetchall()[0][0]
    if guards != [("ledger",)]:
        yield _problem("check_guard", count=len(guards))
    if version != SCHEMA_VERSION:
        yield _problem("check_schema", found=version, known=SCHEMA_VERSION)


def _chain(store: Store) -> Iterator[Problem]:
    broken = store.broken_link()
    if broken is not None:
        yield _problem("check_chain", number=broken)
    with store.cursor() as cursor:
        rows = cursor.execute(
            "SELECT event_id FROM store.event GROUP BY event_id HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
        ).fetchall()
    if rows:
        yield _problem("check_twice", number=rows[0][0])


def _orphans(store: Store) -> Iterator[Problem]:
    """Rows of events that do not exist: no hash covers them, and they would count."""
    with store.cursor() as cursor:
        for table in FROZEN:
            count, first = cursor.execute(
                f"SELECT count(*), min(event_id) FROM store.{table} ANTI JOIN store.event USING (event_id)"
            ).fetchall()[0]
            if count:
                yield _problem("check_orphans", table=table, count=count, number=first)


def _head(store: Store) -> Iterator[Problem]:
    """What a head tells of and the store does not hold."""
    if store.path != MEMORY:
        with store.cursor() as cursor:
            head.refuse_loss(store.path, (head.file_of(store.path), *head.elsewhere(store.path)), cursor)
    yield from ()


def _files(store: Store) -> Iterator[Problem]:
    """Files of a report, a correction or a final month that are gone, or are no longer what was kept."""
    if store.path == MEMORY:
        return
    sent = store.read(
        """SELECT event_id, file_name, file_sha256 FROM store.submission WHERE file_sha256 IS NOT NULL
           UNION ALL SELECT event_id, file_name, sha256 FROM store.attachment
           UNION ALL SELECT event_id, name, sha256 FROM store.final_frame ORDER BY 1, 2"""
    )
    for number, name, checksum in sent.iter_rows():
        file = uploads.kept_file(store, checksum)
        if file is None:
            yield _problem("check_file_missing", number=number, file=name)
        elif not uploads.is_whole(file):
            yield _problem("check_file_damaged", number=number, file=name)
