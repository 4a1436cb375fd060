"""Writes a made-up national store straight into its tables by SQL: the rows are those of years of accepted returns.

Made, not reported: the rows skip `append`, so the events carry no chain of hashes, and nothing here is a real project.
Every number follows from the project's own number, so the same size gives the same store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from math import gcd
from pathlib import Path
from time import perf_counter

import duckdb

from portfolio import codes, day
from portfolio.model import Edition, Event, Threshold
from portfolio.store import Store

AS_OF = date(2026, 11, 24)
KNOWN_AT = datetime(2026, 11, 24, 12)
TAKEN_AT = datetime(2024, 1, 1, 9)
PROVINCES = 31
STEP = 1237
"""Counties send in an order that changes from month to month; a prime, so that each county gets a turn of its own."""
LAST_MONTH = 33
"""Months count from January 2024; the last one told is October 2026, the last closed on AS_OF."""
SQL = Path(__file__).with_suffix(".sql")


@dataclass(frozen=True)
class Size:
    """How large a library is made."""

    projects: int
    counties: int


def national(projects: int) -> Size:
    """The nation's proportions for so many projects: 2,800 counties for a million."""
    counties = max(3, min(2800, round(projects * 2800 / 1_000_000)))
    return Size(projects, counties if gcd(counties, STEP) == 1 else counties - 1)


def make(file: Path, size: Size) -> float:
    """The seconds that it took to make a store of this size at `file`."""
    begun = perf_counter()
    _take_rules(file)
    with duckdb.connect() as engine:
        engine.execute(f"ATTACH '{file.resolve()}' AS store")
        engine.execute(f"SET temp_directory = '{file.resolve().parent / 'tmp'}'")
        engine.execute("SET preserve_insertion_order = false")
        for name, value in (("projects", size.projects), ("counties", size.counties), ("step", STEP)):
            engine.execute(f"SET VARIABLE {name} = {int(value)}")
        engine.execute(f"SET VARIABLE last_month = {LAST_MONTH}")
        engine.execute(f"SET VARIABLE provinces = {PROVINCES}")
        for statement in duckdb.extract_statements(SQL.read_text(encoding="utf-8")):
            engine.execute(statement.query)
        engine.execute("CHECKPOINT store")
    return perf_counter() - begun


def arrange(file: Path) -> float:
    """The seconds that it took to put the store's rows in order of project, as preparing a day does first."""
    begun = perf_counter()
    store = Store(file)
    day.arrange(store)
    store.close()
    return perf_counter() - begun


def _take_rules(file: Path) -> None:
    """Make a new store with the rules in force and an edition, still without its counties and projects."""
    store = Store(file)
    rules = codes.table("threshold").select("code", "value", "effective_on")
    records = [Threshold(name=name, value=value, effective_on=day) for name, value, day in rules.iter_rows()]
    store.append(Event(kind="threshold_set", actor="benchmark", at=TAKEN_AT), records)
    edition = Edition(
        edition_id="made-up-nation",
        title="虚构的全国项目库",
        title_en="Made-up national library",
        city_code="000001",
        city_name="虚构国",
        city_name_en="Nowhere",
        horizon_from=date(2021, 1, 1),
        horizon_to=date(2027, 12, 31),
        document_number=None,
        issuer=None,
        issuer_en=None,
        published_on=None,
        source_note=None,
        digest="made-up",
    )
    store.append(Event(kind="edition_taken", actor="benchmark", at=TAKEN_AT), [edition])
    store.close()
