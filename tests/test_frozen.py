"""What the hash of a row rests on stays as it is: the columns frozen with a table, and how the engine spells them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from portfolio.model import Event
from portfolio.store import Store, macros, writing
from portfolio.store.frozen import FROZEN
from tests.older import EVENTS, Later, described

AT = datetime(2026, 11, 24, 9)
CHOSEN = Event(kind="setting_changed", actor="operator", at=AT)


@pytest.mark.parametrize("schema", EVENTS)
def test_an_old_store_hashes_to_what_it_hashed_to_then(schema: int, older: Path) -> None:
    """Another version of the engine may spell a number, a day or a text in JSON otherwise."""
    store = Store(older / f"{schema}.duckdb")
    then = dict(store.read("SELECT event_id, content_hash FROM store.event").iter_rows())
    assert list(then) == list(range(1, EVENTS[schema] + 1))
    with store.cursor() as cursor:
        tables = writing.event_tables(cursor)
        assert tables == writing.with_columns(cursor, tables)
        assert writing.content_hashes(cursor, 1, EVENTS[schema], tables) == then
        assert {number: writing.content_hash(cursor, number, tables) for number in then} == then
    assert store.broken_link() is None
    store.close()


def test_the_old_stores_have_rows_in_every_table_of_then(older: Path) -> None:
    engine = duckdb.connect(str(older / "2.duckdb"))
    tables = [name for (name,) in engine.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    assert set(tables) - set(FROZEN) == {"event", "guard", "schema_version"}
    assert [name for name in tables if not engine.sql(f"FROM {name}").fetchall()] == []
    engine.close()


def test_a_table_begins_with_its_frozen_columns_and_what_follows_may_be_empty() -> None:
    store = Store()
    found = described(store)
    with store.cursor() as cursor:
        assert sorted(FROZEN) == list(writing.event_tables(cursor))
    for table, frozen in FROZEN.items():
        begins, later = found[table][: len(frozen)], found[table][len(frozen) :]
        assert [(name, kind) for name, kind, *_ in begins] == list(frozen.items()), table
        for name, kind, null, _, default, _ in later:
            assert (null, default) == ("YES", None) and "STRUCT" not in kind, (table, name)
    store.close()


def test_what_is_frozen_of_the_tables_of_schema_2_is_what_they_had(older: Path) -> None:
    engine = duckdb.connect(str(older / "2.duckdb"))
    for table in set(FROZEN) & {name for (name,) in engine.execute("SHOW TABLES").fetchall()}:
        held = [(name, kind) for name, kind, *_ in engine.execute(f"DESCRIBE {table}").fetchall()]
        assert list(FROZEN[table].items()) == held, table
    engine.close()


@pytest.mark.parametrize("schema", EVENTS)
def test_an_old_store_gets_the_tables_of_a_new_one(schema: int, older: Path) -> None:
    old, new = Store(older / f"{schema}.duckdb"), Store(older / "new.duckdb")
    assert described(old) == described(new)
    with new.cursor() as cursor:  # a later schema runs the statements of those before it again
        for statement in macros.statements("1*.sql"):
            cursor.execute(statement)
    assert described(new) == described(old)
    old.close()
    new.close()


def test_a_later_column_stands_behind_the_frozen_ones_where_it_is_known(later: Later) -> None:
    later("setting ADD COLUMN IF NOT EXISTS seen_at TIMESTAMP")
    later("setting ADD COLUMN IF NOT EXISTS agreed_amount DECIMAL(18,2)")
    store = Store()
    rows = {
        "name": ["one", "two", "三", "four"],
        "value": ["x"] * 4,
        "seen_at": [datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 9, 0, 0, 250), None, None],
        "agreed_amount": [Decimal("12.50"), None, Decimal("-0.10"), None],
    }
    number = store.append(CHOSEN, frames={"setting": pl.DataFrame(rows)})
    texts = [
        '{"event_id":1,"position":0,"name":"one","value":"x"}\nseen_at="2026-11-24 09:00:00"\nagreed_amount=12.50',
        '{"event_id":1,"position":1,"name":"two","value":"x"}\nseen_at="2026-11-24 09:00:00.00025"',
        '{"event_id":1,"position":2,"name":"三","value":"x"}\nagreed_amount=-0.10',
        '{"event_id":1,"position":3,"name":"four","value":"x"}',
    ]
    hashed = "".join(hashlib.sha256(text.encode()).hexdigest() for text in texts)
    whole = hashlib.sha256(f"setting:{hashed}".encode()).hexdigest()
    stated = store.read("SELECT content_hash FROM store.event WHERE event_id = $number", {"number": number})
    assert stated.item() == whole
    store.close()
