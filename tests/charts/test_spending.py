"""The charts of 支出进度 draw what is known, end where it ends, and say on how many projects they rest."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import polars as pl
import pytest

from portfolio import queries
from portfolio.charts import spending
from portfolio.codes import Language
from portfolio.formats import share_text
from portfolio.model import View
from portfolio.store import Store
from tests import sample

VIEW = View(as_of=sample.AS_OF, known_at=sample.KNOWN_AT)
COUNTIES = pl.DataFrame(
    {
        "label": ["示例县甲", "示例县乙", "示例县丙"],
        "ranking": ["ranked", "too_small", "unranked"],
        "known_count": [3, 2, 0],
        "project_count": [5, 4, 6],
        "completion_share": [0.5, 1.2, None],
        "elapsed_share": [0.75, 0.75, 0.75],
        "pacing_share": [-0.25, 0.45, None],
        "annual_payment_share": [0.4, None, None],
        "pacing": ["慢 25.0 个百分点", "快 45.0 个百分点", "未填报"],
        "href": ["/a", "/b", "/c"],
    }
)


def curve(store: Store, year: int, language: Language = "zh") -> dict[str, Any]:
    rows = queries.year_curve(store, VIEW, year)
    rows = rows.rename({"work_done_amount": "work_done_year_amount", "paid_amount": "paid_year_amount"})
    rows = rows.with_columns(pl.col("plan_amount").cast(pl.Decimal(38, 2)))
    return spending.year_curve(rows, sample.AS_OF, language).to_dict()


def points(spec: dict[str, Any], series: str) -> list[dict[str, Any]]:
    return [row for rows in spec["datasets"].values() for row in rows if row.get("series") == series]


def test_lines_end_at_the_last_reported_month_and_the_plan_runs_on(sample_store: Store) -> None:
    spec = curve(sample_store, sample.AS_OF.year)
    assert max(row["month"] for row in points(spec, "完成投资")) == "2026-10"
    assert max(row["month"] for row in points(spec, "本年支付")) == "2026-10"
    assert max(row["month"] for row in points(spec, "计划（序时）")) == "2026-12"


def test_under_each_closed_month_stands_the_share_of_the_plan_that_reported_it(sample_store: Store) -> None:
    rows = queries.year_curve(sample_store, VIEW, sample.AS_OF.year)
    layers = curve(sample_store, sample.AS_OF.year)["layer"]
    told = layers[0]["encoding"]["x"]["axis"]["labelExpr"]
    for month, part, whole, done in rows[
        "month_on", "reported_plan_amount", "annual_plan_amount", "work_done_amount"
    ].iter_rows():
        share = "–" if done is None else share_text(part / whole, "zh")
        assert json.dumps([f"{month.month}月", share]) in told


def test_the_day_is_marked_in_its_own_year_only(sample_store: Store) -> None:
    assert "截至11月24日" in json.dumps(curve(sample_store, 2026), ensure_ascii=False)
    assert "截至" not in json.dumps(curve(sample_store, 2025), ensure_ascii=False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_charts_hold_no_word_of_the_other_language(sample_store: Store, language: Language) -> None:
    told = json.dumps(curve(sample_store, 2026, language), ensure_ascii=False)
    assert ("Work done" in told) == (language == "en")
    assert ("完成投资" in told) == (language == "zh")


def test_a_month_without_reports_is_no_zero() -> None:
    rows = pl.DataFrame(
        {
            "month_on": [date(2026, 1, 31), date(2026, 2, 28)],
            "plan_amount": [100, 200],
            "annual_plan_amount": [1200, 1200],
            "reported_plan_amount": [600, 0],
            "work_done_year_amount": [50, None],
            "paid_year_amount": [None, None],
            "plan_count": [2, 2],
            "work_done_count": [1, 0],
            "paid_count": [0, 0],
        }
    ).with_columns(pl.col("^.*_amount$").cast(pl.Decimal(38, 2)))
    spec = spending.year_curve(rows, date(2026, 3, 1), "zh").to_dict()
    assert [row["month"] for row in points(spec, "完成投资")] == ["2026-01"]
    assert points(spec, "本年支付") == []


def rows_of(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return next(rows for rows in spec["datasets"].values() if "line" in rows[0])


def test_a_row_says_its_n_and_its_ranking_and_the_unknown_is_left_out() -> None:
    shown = rows_of(spending.pace(COUNTIES, "zh").to_dict())
    assert [row["line"] for row in shown] == ["示例县甲|3/5", "示例县乙|2/4|样本不足"]
    assert [row["end"] for row in shown] == [0.75, 1.2]
    told = [(row["completion_share"] - row["elapsed_share"]) * 100 for row in shown]
    assert told == [pytest.approx(row["points"]) for row in shown], "the bar, the stroke and the words agree"


def test_the_axis_leaves_room_past_the_whole() -> None:
    spec = spending.pace(COUNTIES, "zh").to_dict()
    domains = [
        layer["encoding"]["x"]["scale"]["domain"]
        for layer in spec["layer"]
        if "scale" in layer["encoding"]["x"]
    ]
    assert domains == [[0, pytest.approx(1.56)]]


def test_payment_shows_what_is_known() -> None:
    shown = rows_of(spending.payment(COUNTIES, "zh").to_dict())
    assert [row["label"] for row in shown] == ["示例县甲"]
