"""Ledgers told to a store event by event, one ledger after another under one engine."""

from __future__ import annotations

from functools import cache

import duckdb
import polars as pl
import pytest

from portfolio import library
from portfolio.library.columns import LIBRARY
from portfolio.model import Edition, Project
from portfolio.store import MEMORY, Store, opening, store
from portfolio.store.catalogs import FileCatalog
from portfolio.store.writing import Happening

from .appending import ledger_events, renumbered
from .ledger import Ledger
from .ranks import COUNTIES

_LAST: list[Store] = []
"""The store that was replayed last, if it is not closed yet."""


def replayed(ledger: Ledger, *, at_once: bool = False) -> Store:
    """A store in memory to which the ledger's events were appended in order; it is closed when the next is asked for.

    `at_once`: in one transaction, but for the library and the rules with which it begins.
    All these stores have one engine: to lay out its macros takes longer than all that is asked of a small ledger.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "connect", _emptied)
        told = Store()
    _LAST.append(told)
    numbers: dict[int, int] = {}
    events = ledger_events(ledger)
    begun = 2 if at_once else len(events)
    for number, event, records in events[:begun]:
        projects = [record for record in records if isinstance(record, Project)]
        others = [record for record in renumbered(records, numbers) if not isinstance(record, Project)]
        taken = any(isinstance(one, Edition) for one in records)
        frames = {"project": rows_of(projects), "county": county_rows()} if taken else {}
        numbers[number] = told.append(event, others, frames)
    later: list[Happening] = []
    for place, (number, event, records) in enumerate(events[begun:], start=told.version() + 1):
        numbers[number] = place
        told_of = [record for record in renumbered(records, numbers) if not isinstance(record, Project)]
        later.append((event, told_of))
    if later:
        told.append_all(later)
    return told


def _emptied(_: object) -> duckdb.DuckDBPyConnection:
    """A connection to the one engine, under which now lies a ledger without events."""
    while _LAST:
        _LAST.pop().close()
    engine = _engine()
    engine.execute("DETACH DATABASE IF EXISTS store")
    engine.execute("ATTACH ':memory:' AS store")
    opening._bring_to_schema(engine, MEMORY)
    return engine.cursor()


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return opening.connect(FileCatalog(MEMORY))


def county_rows() -> pl.DataFrame:
    """The counties of every story as the store keeps them."""
    return pl.DataFrame([county.model_dump() for county in COUNTIES])


def rows_of(projects: list[Project]) -> pl.DataFrame:
    """The projects as the store keeps an edition's rows."""
    frame = pl.DataFrame([project.model_dump() for project in projects], schema=pl.Schema(LIBRARY))
    return library.stored_rows(frame)
