"""The line of time: each span and day where it is known, the moved due day only where it moved, the first rows only."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from portfolio.charts import gantt

WORDS = {name: name for name in ("name", "day", *gantt.SPANS, *gantt.MARKS)}
AS_OF = date(2026, 11, 20)
ROWS = pl.DataFrame(
    {
        "project_id": ["01-01", "01-02"],
        "name": ["示例小区", "示例小区"],
        "label": ["示例县甲 ● 51 天", "示例县乙"],
        "href": ["/a", "/b"],
        "start_due_on": [date(2025, 1, 31), None],
        "start_done_on": [date(2025, 2, 10), None],
        "built_until_on": [AS_OF, AS_OF],
        "end_original_on": [date(2026, 6, 30), date(2027, 6, 30)],
        "end_due_on": [date(2026, 9, 30), date(2027, 6, 30)],
        "end_slip_days": [92, 0],
        "end_forecast_on": [date(2027, 1, 31), None],
        "end_forecast_past_days": [0, None],
        "completed_on": [None, None],
        "late_from_on": [date(2026, 9, 30), None],
        "late_until_on": [AS_OF, None],
    },
    schema_overrides={"completed_on": pl.Date},
)


def rows_with(spec: dict[str, Any], column: str) -> list[dict[str, Any]]:
    return next(rows for rows in spec["datasets"].values() if column in rows[0])


def drawn(rows: pl.DataFrame) -> dict[str, Any]:
    spec: dict[str, Any] = gantt.by_project(rows, AS_OF, WORDS, "说明").to_dict()
    return spec


def test_a_span_is_drawn_only_between_two_known_days() -> None:
    spans = rows_with(drawn(ROWS), "span")
    assert [(row["href"], row["span"]) for row in spans] == [
        ("/a", "planned"),
        ("/a", "built"),
        ("/a", "expected"),
        ("/a", "late"),
    ]


def test_a_day_is_marked_where_known_and_the_original_only_where_it_was_moved() -> None:
    marks = rows_with(drawn(ROWS), "mark")
    assert {(row["href"], row["mark"], row["told"]) for row in marks} == {
        ("/a", "original", "2026-06-30"),
        ("/a", "due", "2026-09-30"),
        ("/a", "forecast", "2027-01-31"),
        ("/b", "due", "2027-06-30"),
    }


def test_a_forecast_that_has_passed_is_marked_as_such_and_never_drawn_as_alive() -> None:
    """Forecast for 20 October, 31 days before the day asked about."""
    passed = ROWS.with_columns(
        end_forecast_on=pl.Series([date(2026, 10, 20), None]), end_forecast_past_days=pl.Series([31, None])
    )
    spec = drawn(passed)
    assert "expected" not in [row["span"] for row in rows_with(spec, "span")]
    marks = {(row["mark"], row["told"]) for row in rows_with(spec, "mark") if row["href"] == "/a"}
    assert ("lapsed", "2026-10-20") in marks
    assert "forecast" not in {mark for mark, _ in marks}


def test_two_projects_of_one_name_have_two_rows() -> None:
    domain = drawn(ROWS)["layer"][0]["encoding"]["y"]["scale"]["domain"]
    assert domain == ["示例小区 01-01|示例县甲 ● 51 天", "示例小区 01-02|示例县乙"]


def test_spans_are_told_apart_by_more_than_colour() -> None:
    looks = drawn(ROWS)["layer"][0]["encoding"]
    assert len(set(looks["strokeWidth"]["scale"]["range"])) == len(gantt.SPANS)
    shapes = drawn(ROWS)["layer"][-1]["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(gantt.MARKS)


def test_only_the_first_are_drawn() -> None:
    many = pl.concat([ROWS] * 20).with_columns(project_id=pl.int_range(40).cast(pl.String))
    assert len(drawn(many)["layer"][0]["encoding"]["y"]["scale"]["domain"]) == gantt.MOST_PROJECTS
