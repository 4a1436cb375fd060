"""填报情况: every figure is the rows behind it; the reminder names whom it must; a scope sees its own."""

from __future__ import annotations

import shutil
from datetime import date
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import polars as pl
import pytest

from portfolio import demo
from portfolio.codes import Language
from portfolio.model import Reader, View
from portfolio.queries import people
from portfolio.queries import reporting as queries
from portfolio.store import Store
from portfolio.web.access import present
from portfolio.web.frame import Frame
from portfolio.web.late import late_table
from portfolio.words import say
from tests import sample
from tests.pages.asked import html, run, told
from tests.pages.played import OCTOBER, play, reader

STANDINGS = ("accepted", "pending", "returned", "later", "missing")
VIEW = View(workspace="demo", as_of=demo.LAST_DAY, known_at=sample.KNOWN_AT.replace(month=12))


def counted(store: Store, month: date, view: View = VIEW) -> pl.DataFrame:
    return queries.followup_counts(store, view, month)


@pytest.mark.parametrize("month", [OCTOBER, date(2026, 9, 30), date(2026, 11, 30), date(2025, 3, 31)])
def test_every_count_is_the_rows_behind_it(demo_store: Store, month: date) -> None:
    counts, rows = counted(demo_store, month), queries.followup_rows(demo_store, VIEW, month)
    for column, part in (("county_code", "county"), ("unit_code", "unit")):
        for row in counts.filter(pl.col("part") == part).iter_rows(named=True):
            mine = rows.filter(pl.col(column).eq_missing(pl.lit(row[column])))
            assert row["expected_count"] == mine["project_id"].n_unique()
            for standing in STANDINGS:
                of_it = mine.filter(pl.col("standing") == standing)["project_id"].n_unique()
                assert row[f"{standing}_count"] == of_it, (row[column], standing)
    total = counts.row(by_predicate=pl.col("part") == "all", named=True)
    assert total["expected_count"] == sum(total[f"{standing}_count"] for standing in STANDINGS)
    counties = counts.filter(pl.col("part") == "county")
    assert counties["expected_count"].sum() == total["expected_count"]


def test_days_overdue_run_from_the_closing_day_and_not_while_a_report_waits(demo_store: Store) -> None:
    rows = queries.followup_rows(demo_store, VIEW, OCTOBER)
    owed = rows.filter(pl.col("standing").is_in(["missing", "returned"]))
    assert set(owed["overdue_days"]) == {10}, "closed on 10 November, asked about on the 20th"
    assert rows.filter(~pl.col("standing").is_in(["missing", "returned"]))["overdue_days"].null_count() > 0
    running = queries.followup_rows(demo_store, VIEW, date(2026, 11, 30))
    assert set(running["overdue_days"]) <= {0, None}, "the month has not closed"
    assert rows.filter(pl.col("standing") == "pending").height > 0


def test_the_scope_is_kept_in_the_macros(demo_store: Store) -> None:
    mine = VIEW.model_copy(update={"scope": ("990002",)})
    rows = queries.followup_rows(demo_store, mine, OCTOBER)
    assert set(rows["county_code"]) == {"990002"}
    assert queries.followup_rows(demo_store, VIEW.model_copy(update={"scope": ()}), OCTOBER).is_empty()
    owner = reader(demo_store, "owner.D12")
    rows = queries.followup_rows(demo_store, VIEW.model_copy(update={"scope": owner.scope}), OCTOBER)
    assert set(rows["project_id"]) <= {"06-01-01"}


def test_the_reminder_names_every_unit_that_owes_and_no_other(
    demo_folder: Path, demo_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = play(monkeypatch, demo_folder, "followup", "leader", tab="remind")
    text = app.code[0].value
    rows = queries.followup_rows(demo_store, VIEW, OCTOBER)
    owing = rows.filter(pl.col("standing").is_in(["missing", "returned"]))
    owed = owing.filter(pl.col("unit_code").is_not_null())
    for name in owed["name"]:
        assert name in text
    assert not any(name in text for name in owing.filter(pl.col("unit_code").is_null())["name"]), (
        "to be assigned"
    )
    done = rows.join(owed, on="unit_code", how="anti")["unit_name"].drop_nulls().unique()
    assert done.len() == 0 or not any(f". {name}：" in text for name in done)
    assert "2026年10月" in text and "报送截止日：2026年11月10日" in text
    assert text.index("逾期 10 天") > 0
    app.selectbox(key="remind_unit").set_value("D05").run()
    ours = owed.filter(unit_code="D05")["name"].to_list()
    told_of = [name for name in owed["name"] if name in app.code[0].value]
    assert set(told_of) == set(ours) and "2." not in app.code[0].value, "what this unit owes alone"


def test_whom_to_call_stands_with_the_unit_and_in_the_reminder(
    demo_store: Store, demo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """示例县戊 owes most and named somebody; 示例县己 never did, and has no brackets behind its name."""
    calls = {
        row["unit_code"]: f"{row['contact']} {row['telephone']}"
        for row in people.unit_contacts(demo_store).to_dicts()
    }
    assert "D05" in calls and "D06" not in calls
    units = play(monkeypatch, demo_folder, "followup", "leader")
    assert all(word in told(units) for word in (say("zh", "column.contact"), *calls["D05"].split()))
    (sent,) = play(monkeypatch, demo_folder, "followup", "leader", tab="remind").code
    assert f"示例县戊发展和改革局（{calls['D05']}）：" in sent.value
    assert "示例县己发展和改革局：" in sent.value
    project = told(play(monkeypatch, demo_folder, "project", "leader", project="01-01-01"))
    row = people.calls(demo_store).row(by_predicate=pl.col("project_id") == "01-01-01", named=True)
    assert (row["person"], row["telephone"]) == ("童示", "0000-2000001")
    assert "责任人 童示 0000-2000001" in project and f"分管领导 {row['leader']}" in project
    assert f"{row['unit_name']}联系人 {row['unit_person']} {row['unit_telephone']}" in project
    nobody_own = pl.col("person").is_null() & pl.col("unit_telephone").is_not_null()
    unit = people.calls(demo_store).filter(nobody_own).row(0, named=True)
    rows = pl.DataFrame(
        {
            "project_id": ["01-01-01", "01-01-01", unit["project_id"], unit["project_id"]],
            "responsible": ["童示", "李某", None, "李某"],
            "owner_unit": "某局",
            "late_days": 1,
        }
    )
    frame = SimpleNamespace(store=demo_store, reader=reader(demo_store, "leader"), say=partial(say, "zh"))
    listed = late_table.told(cast("Frame", frame), rows, "late")
    person, number = unit["unit_person"], unit["unit_telephone"]
    assert listed.select("who", "call_telephone").rows() == [
        ("某局 · 童示", "0000-2000001"),
        ("某局 · 李某", "童示 0000-2000001"),
        (f"某局 · {person}", number),
        ("某局 · 李某", f"{person} {number}"),
    ]
    assert "call_telephone" in late_table.columns_of(cast("Frame", frame), "late")
    frame.reader = reader(demo_store, "leader").model_copy(update={"role": "visitor"})
    assert late_table.told(cast("Frame", frame), rows, "late")["who"][2] == "某局 · 责任人未报", (
        "not for visitors"
    )
    assert "call_telephone" not in late_table.columns_of(cast("Frame", frame), "late")


def test_the_months_are_chosen_in_the_address(demo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = play(monkeypatch, demo_folder, "followup", "leader")
    assert app.selectbox(key="filter_month").value == "2026-10", "the newest month that has closed"
    app = play(monkeypatch, demo_folder, "followup", "leader", month="2026-06", tab="counties")
    assert "2026年6月已于2026年7月10日截止" in told(app)
    assert "county=990001" in html(app) and "month=2026-06" in html(app)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_library_without_units_says_so(
    sample_folder: Path, tmp_path: Path, language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(sample_folder, tmp_path / "data"))
    monkeypatch.setattr(present, "reader", lambda *_: Reader(login="li", name="李", role="leader"))
    app = run(monkeypatch, folder, "followup", lang=language)
    assert say(language, "followup.no_unit") in told(app)
