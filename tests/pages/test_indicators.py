"""规划指标 shows what the plan prints, what became known since, and the area's projects; it judges nothing."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from portfolio import library, queries
from portfolio.codes import Language
from portfolio.model import Decision, Event, IndicatorEntry, Submission, View
from portfolio.store import Store
from portfolio.web.indicators.indicator_words import gap_text, sized
from portfolio.words import say
from tests import sample
from tests.conftest import ROOT, copy_library
from tests.pages.asked import html, run, told
from tests.web.seen import WAY

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)


def typed() -> list[dict[str, str]]:
    """The indicators as they were typed from the plan."""
    with (ROOT / "data" / "library" / "indicators.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def called(name: str, language: Language) -> str:
    """The indicator's name in the language, as names.csv renders it."""
    with (ROOT / "data" / "library" / "names.csv").open(encoding="utf-8", newline="") as file:
        english = {row["name"]: row["name_en"] for row in csv.DictReader(file)}
    return name if language == "zh" else english[name]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_baseline_is_printed_and_is_no_result(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    """Of no indicator is a value known: no gap, no share of a target, and the sentence says so."""
    app = run(monkeypatch, official_folder, "indicators", lang=language)
    seen, rows = told(app), typed()
    facts = {"all": len(rows), "binding": sum(row["nature"] == "binding" for row in rows)}
    assert say(language, "indicators.answer_unknown", doubted="¤", **facts).split("¤")[0] in seen
    table = html(app).split("<tbody>")[1]
    assert all(called(row["name"], language) in seen for row in rows[:18])
    assert not app.get("vega_lite_chart") and table.count("<tr") == 18
    assert 'class="text gap_told unknown"' in table
    assert "139.5" not in table and "99.4" not in table
    last = html(run(monkeypatch, official_folder, "indicators", lang=language, window="3"))
    assert last.split("<tbody>")[1].count("<tr") == len(rows) - 36


TOLD = {"target_value": Decimal(95), "direction": "up", "course": "toward", "unit_printed": "%"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"value": None}, None),
        ({"value": Decimal("93.5")}, "1.5%"),
        ({"value": Decimal(95)}, "已达到"),
        ({"value": Decimal(97)}, "已达到"),
        (
            {
                "value": Decimal(12),
                "target_value": Decimal(10),
                "direction": "down",
                "unit_printed": "1/10万",
            },
            "2（1/10万）",
        ),
        ({"value": Decimal(90), "course": "against"}, None),
        ({"value": Decimal(90), "target_value": None}, None),
        ({"value": Decimal(94), "direction": "hold"}, "1%"),
    ],
)
def test_the_gap_is_from_a_known_value_to_the_target(row: dict[str, Any], words: str | None) -> None:
    assert gap_text(TOLD | row, "zh") == words


@pytest.mark.parametrize(
    ("language", "unit", "words"),
    [
        ("zh", "万人次", "3.8 万人次"),
        ("en", "万人次", "3.8 (10,000 persons)"),
        ("en", "个", "3.8"),
        ("en", "1/10万", "3.8 (per 100,000)"),
        ("en", "%", "3.8%"),
        ("en", "标准亩", "3.8 标准亩"),
    ],
)
def test_a_unit_has_our_words_and_a_strange_one_stays_as_printed(
    language: Language, unit: str, words: str
) -> None:
    assert sized("3.8", unit, language) == words


def test_printed_values_stand_untouched_and_numbers_beside_them(official_store: Store) -> None:
    rows = {
        row["indicator_no"]: row for row in queries.indicators(official_store, VIEW).iter_rows(named=True)
    }
    assert len(rows) == 53
    for one in typed():
        row = rows[int(one["indicator_no"])]
        for name in ("baseline_printed", "target_printed", "unit_printed"):
            assert (row[name] or "") == one[name]
        assert row["target_value"] == (Decimal(one["target_value"]) if one["target_value"] else None)


def test_only_a_target_on_the_printed_side_is_compared(official_store: Store) -> None:
    course = dict(queries.indicators(official_store, VIEW).select("indicator_no", "course").iter_rows())
    for one in typed():
        low, high = (one[name] and Decimal(one[name]) for name in ("baseline_value", "target_value"))
        if not high:
            expected = "words"
        elif not low:
            expected = "no_baseline"
        elif low == high:
            expected = "level"
        else:
            expected = "toward" if (one["direction"] == "up") == (high > low) else "against"
        assert course[int(one["indicator_no"])] == expected
    assert {number for number, held in course.items() if held == "against"} == {15, 16, 17, 27, 28}


def test_binding_ones_come_first_in_each_area(official_store: Store) -> None:
    rows = queries.indicators(official_store, VIEW)
    for (_,), own in rows.group_by("service_area"):
        natures = own["nature"].to_list()
        assert natures == sorted(natures)


def test_an_area_filters_and_other_filters_are_left_out_and_said(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "indicators", area="health", county="421223")
    seen = told(app)
    assert say("zh", "indicators.dropped") in seen
    assert "孕妇死亡率" in seen and "A级景区" not in seen
    own = WAY.sub("", html(app))  # the menus' ways keep what is chosen, for the other pages
    assert "county=" not in own


def test_an_opened_indicator_shows_doubts_source_and_projects(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "indicators", indicator="39")
    seen = told(app)
    assert "11,554 户" in seen and say("zh", "indicators.no_doubt") in seen
    assert "m.163.com" in html(app)
    app = run(monkeypatch, official_folder, "indicators", indicator="36")
    seen = told(app)
    assert "老旧小区改造单位可疑" in seen and "18.62 万个" in seen
    assert re.search(r'href="/library\?[^"]*area=housing[^"]*state=', html(app))


def test_an_indicator_that_is_not_there_is_said(
    official_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(monkeypatch, official_folder, "indicators", indicator="99")
    assert say("zh", "indicators.unknown", number="99") in [element.value for element in app.warning]


def test_the_areas_projects_are_those_of_the_library(official_store: Store) -> None:
    states = queries.area_states(official_store, VIEW)
    rows = queries.project_state(official_store, VIEW).filter(pl.col("kind") != "group")
    assert states["project_count"].sum() == rows.height
    health = rows.filter(pl.col("service_area") == "health").height
    assert states.filter(pl.col("service_area") == "health")["project_count"].sum() == health


def test_a_reported_value_is_the_newest_and_arithmetic_says_the_way(tmp_path: Path) -> None:
    store = library.open_official(copy_library(tmp_path / "data"), sample.TAKEN_AT)
    for month, value in ((date(2025, 6, 30), "95.5"), (date(2025, 9, 30), "94")):
        told_at = datetime(2025, 10, 9, 9)
        entry = IndicatorEntry(project_id="44", period_on=month, value=Decimal(value), cell="B3")
        number = store.append(
            Event(kind="report_submitted", actor="民政局", at=told_at), [Submission(period_on=month), entry]
        )
        decided = Event(kind="report_decided", actor="审核人", at=told_at)
        store.append(decided, [Decision(submission_id=number, verdict="accepted")])
    row = queries.indicators(store, VIEW).filter(pl.col("indicator_no") == 44).row(0, named=True)
    assert (row["value"], row["value_on"], row["value_origin"]) == (
        Decimal("94.00"),
        date(2025, 9, 30),
        "report",
    )
    assert row["covered_share"] == pytest.approx((94 - 56) / (65 - 56), abs=1e-9)
    told_by = queries.indicator_reports(store, VIEW).row(0, named=True)
    assert (told_by["actor"], told_by["cell"]) == ("民政局", "B3")
    earlier = VIEW.model_copy(update={"as_of": date(2025, 7, 15)})
    rows = queries.indicators(store, earlier).filter(pl.col("indicator_no") == 44)
    assert rows["value"].item() == Decimal("95.50")
    store.close()


def test_a_value_in_another_unit_is_listed_and_not_compared(official_store: Store) -> None:
    facts = queries.indicator_facts(official_store, VIEW)
    assert facts["indicator_no"].to_list() == [39, 39]
    assert facts["comparable"].to_list() == [False, False]
    rows = queries.indicators(official_store, VIEW)
    assert rows["value"].count() == 0 and rows["fact_count"].sum() == 2
