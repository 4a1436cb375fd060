"""A store of the schema before this one opens under this version: every row is kept and the chain is unbroken."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner, Result

from portfolio import library, queries
from portfolio.cli import main
from portfolio.model import Event, PortfolioError, ProgressEntry, Reader, Remark, Submission, Unit, View
from portfolio.store import Store, opening, writing
from tests import older, sample
from tests.conftest import copy_library

NEW = {
    *("remark", "period", "setting", "year_end_base_entry", "event_clock", "allocation_batch"),
    *("treasury_list", "treasury_figure", "treasury_line", "treasury_span"),
    *("added_code", "scale_word", "published_total"),
    *("correction", "mended_statement", "contact", "correction_decision", "attachment"),
    *("day_choice", "opening_figure"),
    *("taken_file", "head_choice"),
    *("plan_list", "listed_plan", "project_change", "final_month", "final_frame"),
    *("action_item", "action_answer", "action_decision"),
}
"""The tables that schemas 2 and 3 added."""
AT = datetime(2026, 11, 24, 9)
VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)


@pytest.fixture
def first_schema(sample_folder: Path, tmp_path: Path) -> Path:
    """A data folder whose store was laid out by schema 1 and is full of reports."""
    folder = copy_library(tmp_path / "data")
    engine = duckdb.connect()
    engine.execute(f"ATTACH '{folder / 'official.duckdb'}' AS store")
    for statement in duckdb.extract_statements((Path(__file__).parent / "schema_1.sql").read_text("utf-8")):
        engine.execute(statement)
    # a copy: another test's pages may hold the file itself open, and one process attaches a file once
    for part in sample_folder.glob("official.duckdb*"):
        shutil.copy(part, tmp_path)
    engine.execute(f"ATTACH '{tmp_path / 'official.duckdb'}' AS filled (READ_ONLY)")
    for name in tables(engine, "store") - {"schema_version"}:
        columns = ", ".join(
            f'"{column}"' for column, *_ in engine.execute(f"DESCRIBE store.{name}").fetchall()
        )
        engine.execute(f"INSERT INTO store.{name} SELECT {columns} FROM filled.{name}")
    # the sample's last event is of a kind that schema 1 had not: there a reported stage stopped a project
    engine.execute("DELETE FROM store.event WHERE kind = 'project_changed'")
    engine.execute("INSERT INTO store.schema_version VALUES (1)")
    _chain(engine)
    engine.close()
    return folder


def _chain(engine: duckdb.DuckDBPyConnection) -> None:
    """Chain the events as that program would have: without what the library has brought in tables that came later."""
    events = engine.execute("FROM store.event ORDER BY event_id").fetchall()
    contents = writing.content_hashes(engine, 1, events[-1][0], writing.event_tables(engine))
    previous = writing.FIRST_HASH
    for number, kind, actor, at, why, *_ in events:
        own = writing.chained_text(number, kind, actor, at, why, contents[number], previous)
        engine.execute(
            "UPDATE store.event SET content_hash = $2, previous_hash = $3, hash = $4 WHERE event_id = $1",
            [number, contents[number], previous, own],
        )
        previous = own


def tables(engine: duckdb.DuckDBPyConnection, catalog: str) -> set[str]:
    found = engine.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = $1", [catalog])
    return {name for (name,) in found.fetchall()}


def rows(folder: Path) -> dict[str, pl.DataFrame]:
    """Table to all its rows, read from the file itself."""
    engine = duckdb.connect(str(folder / "official.duckdb"), read_only=True)
    names = [name for (name,) in engine.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    told = {name: engine.sql(f"FROM {name} ORDER BY ALL").pl() for name in names}
    engine.close()
    return told


def test_every_row_is_kept_and_the_chain_is_unbroken(first_schema: Path, sample_store: Store) -> None:
    before = rows(first_schema)
    assert not NEW & before.keys() and before["schema_version"].rows() == [(1,)]
    assert before["report"].height > 3000
    store = library.open_official(first_schema, sample.TAKEN_AT)
    assert store.broken_link() is None
    # changed on purpose: what only an owner calls 停缓建 is judged like any other
    stopped = pl.col("project_id").is_in(sample.stopped(sample_store))
    here, there = (queries.project_state(one, VIEW) for one in (store, sample_store))
    assert here.filter(~stopped).equals(there.filter(~stopped))
    assert set(there.filter(stopped)["state"]) == {"suspended"}
    assert "suspended" not in set(here["state"])
    store.close()
    after = rows(first_schema)
    assert after.keys() - before.keys() == NEW
    assert after["schema_version"].sort("version").rows() == [(1,), (opening.SCHEMA_VERSION,)]
    for name in before.keys() - {"schema_version"}:
        assert after[name].select(before[name].columns).equals(before[name]), name


def test_what_the_new_schema_brings_can_be_written_and_the_old_links_hold(first_schema: Path) -> None:
    store = Store(first_schema / "official.duckdb")
    operator = Event(kind="unit_changed", actor="operator", at=datetime(2026, 11, 24))
    store.append(operator, [Unit(unit_code="U1", name="甲局")])
    month = date(2026, 11, 30)
    entry = ProgressEntry(project_id="06-01", period_on=month, work_done_amount="999999999.00")
    said = Remark(kind="warning", code="jump", project_id="06-01", said="已核实")
    sent = Event(kind="report_submitted", actor="li", at=datetime(2026, 11, 24))
    with pytest.raises(PortfolioError):
        by = Reader(login="li", name="李", role="owner", unit_code="U1")
        store.append(sent, [Submission(period_on=month, unit_code="U1"), entry, said], by=by)
    store.append(sent, [Submission(period_on=month, unit_code="U1"), entry, said])
    assert store.broken_link() is None
    store.close()


def earlier_backup(folder: Path) -> Path:
    """A backup as the release before made it: the files, and how many events with which newest hash."""
    engine = duckdb.connect(str(folder / "official.duckdb"), read_only=True)
    (told,) = (
        engine.sql("SELECT count(*) AS events, max_by(hash, event_id) AS hash FROM event").pl().to_dicts()
    )
    engine.close()
    made = folder.parent / "official-20261123-020000.zip"
    with zipfile.ZipFile(made, "w") as packed:
        packed.write(folder / "official.duckdb", "official.duckdb")
        told |= {"workspace": "official", "made_at": "2026-11-23T02:00:00"}
        packed.writestr("backup.json", json.dumps(told))
    return made


def need_whole(ran: Result, events: int) -> None:
    """Assert that a command told of so many events, and of no fault but the one file that the older text lacks."""
    faults = [
        line
        for line in ran.output.splitlines()
        if re.search(r"not in the folder|lacks|not whole|broken", line)
    ]
    assert f"{events} events" in ran.output, ran.output
    assert all("月报 5.xlsx" in line or "not whole (see above)" in line for line in faults), ran.output


def test_to_the_new_version_and_back_step_by_step(tmp_path: Path) -> None:
    """The steps of docs/operating.md, from the release before: the way back, and forward again with or without it."""
    folder = copy_library(tmp_path / "data")
    file = older.as_text(folder / "official.duckdb", 2)
    before, kept, said = rows(folder), earlier_backup(folder), {"PORTFOLIO_LANGUAGE": "en"}
    ask = CliRunner().invoke
    need_whole(ask(main, ["verify", str(kept)], env=said), older.EVENTS[2])
    need_whole(ask(main, ["status", "--data", str(folder)], env=said), older.EVENTS[2])
    with closing(Store(file)) as store:
        store.append(Event(kind="unit_changed", actor="operator", at=AT), [Unit(unit_code="U9", name="乙局")])
    aside = folder / "replaced-20261124-090000"
    aside.mkdir()
    file.rename(aside / file.name)
    with zipfile.ZipFile(kept) as packed:  # the earlier program's restore, which knows no head
        packed.extract(file.name, folder)
    ran = ask(main, ["status", "--data", str(folder)], env=said)
    assert ran.exit_code == 2 and "lacks 1 record" in ran.output, (
        "a head that stays behind is told of, not followed"
    )
    (folder / "official.head").rename(aside / "official.head")
    need_whole(ask(main, ["status", "--data", str(folder)], env=said), older.EVENTS[2])
    for name, told in before.items():
        if name != "schema_version":
            assert rows(folder)[name].select(told.columns).equals(told), name
    for name in ("official.duckdb", "official.head"):
        (aside / name).replace(folder / name)
    ran = ask(main, ["status", "--data", str(folder)], env=said)
    need_whole(ran, older.EVENTS[2] + 1)  # and forward again, with what came after


def test_a_second_opening_changes_nothing(first_schema: Path) -> None:
    Store(first_schema / "official.duckdb").close()
    before = rows(first_schema)
    Store(first_schema / "official.duckdb").close()
    assert all(told.equals(before[name]) for name, told in rows(first_schema).items())


def test_a_store_from_when_this_schema_had_less_is_brought_to_what_it_has_now(first_schema: Path) -> None:
    """The number of a schema stands from its first table on; a program between may have laid out some of them."""
    file = first_schema / "official.duckdb"
    Store(file).close()
    before = rows(first_schema)
    with closing(duckdb.connect(str(file))) as engine:
        for name in ("listed_plan", "plan_list", "opening_figure"):
            engine.execute(f"DROP TABLE {name}")
        engine.execute("ALTER TABLE account DROP COLUMN recovery_hashes")
    with closing(Store(file)) as store:
        assert store.broken_link() is None
    after = rows(first_schema)
    assert after.keys() == before.keys()
    assert all(told.equals(after[name]) for name, told in before.items())


def test_a_newer_schema_is_refused_untouched(first_schema: Path) -> None:
    Store(first_schema / "official.duckdb").close()
    engine = duckdb.connect(str(first_schema / "official.duckdb"))
    engine.execute(f"INSERT INTO schema_version VALUES ({opening.SCHEMA_VERSION + 1})")
    engine.close()
    before = (first_schema / "official.duckdb").read_bytes()
    with pytest.raises(PortfolioError) as refusal:
        Store(first_schema / "official.duckdb")
    assert refusal.value.code == "store_newer"
    assert (first_schema / "official.duckdb").read_bytes() == before
