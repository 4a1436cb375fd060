"""The two charts of one project draw what is known, name what is not, and keep every day and yuan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from portfolio.charts import project as charts
from portfolio.charts import theme
from portfolio.charts.vega import Chart
from portfolio.codes import Language

LABELS = {kind: kind.title() for kind in charts.DAYS}
MEASURES = ["investment", "planned", "allocated", "received", "paid"]


def levels(*amounts: str | None) -> pl.DataFrame:
    known = [None if amount is None else Decimal(amount) for amount in amounts]
    return pl.DataFrame(
        {"measure": MEASURES, "label": MEASURES, "amount": pl.Series(known, dtype=pl.Decimal(38, 2))}
    )


def data(chart: Chart) -> list[dict[str, object]]:
    """The rows of all data sets of the chart."""
    spec = chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows]


def ladder(rows: pl.DataFrame, language: Language = "zh") -> Chart:
    return charts.ladder(rows, language=language, title="金额", unknown="未填报", description="说明")


def test_an_unknown_level_has_no_bar_and_says_so() -> None:
    rows = {
        row["label"]: row for row in data(ladder(levels("51234567.89", None, "0", "40000000", "31743250")))
    }
    assert rows["planned"]["amount"] is None
    assert rows["planned"]["told"] == "未填报"
    assert rows["allocated"]["told"] == "0.00"
    assert rows["paid"]["told"] == "3,174.33"
    assert rows["investment"]["told"] == "5,123.46"


@pytest.mark.parametrize(("language", "unit"), [("zh", "金额（亿元）"), ("en", "金额 (billion yuan)")])
def test_the_unit_stands_at_the_axis(language: Language, unit: str) -> None:
    spec = ladder(levels("3800000000", None, None, None, None), language).to_dict()
    assert spec["layer"][0]["encoding"]["x"]["title"] == unit
    assert spec["description"] == "说明"


def test_nothing_but_zero_still_draws() -> None:
    assert ladder(levels("0", "0", "0", "0", "0")).to_dict()


def strip(late: pl.DataFrame | None = None) -> Chart:
    days = [("original", date(2026, 12, 31)), ("due", date(2027, 3, 31)), ("forecast", date(2027, 4, 30))]
    marks = pl.DataFrame(
        [{"milestone": "完工", "day_kind": kind, "day_on": day, "told": str(day)} for kind, day in days]
        + [{"milestone": "开工", "day_kind": "done", "day_on": date(2025, 1, 10), "told": "2025-01-10"}]
    )
    schema = {
        "milestone": pl.String,
        "from_on": pl.Date,
        "to_on": pl.Date,
        "told": pl.String,
        "counted": pl.Boolean,
    }
    none = pl.DataFrame([], schema=schema) if late is None else late
    as_of = date(2026, 11, 24)
    return charts.strip(marks, none, as_of=as_of, labels=LABELS, title=["虚线"], description="说明")


def test_each_kind_of_day_has_a_shape_of_its_own() -> None:
    spec = strip().to_dict()
    shape = spec["layer"][-1]["encoding"]["shape"]["scale"]
    assert shape["domain"] == list(LABELS.values())
    assert len(set(shape["range"])) == len(charts.DAYS)
    assert [row["mark"] for row in data(strip()) if "mark" in row] == ["Original", "Due", "Forecast", "Done"]


def test_milestones_stand_in_their_order_and_the_day_asked_about_is_drawn() -> None:
    spec = strip().to_dict()
    assert spec["layer"][-1]["encoding"]["y"]["sort"] == ["完工", "开工"]
    assert any(str(row.get("day_on")).startswith("2026-11-24") for row in data(strip()))


def test_lateness_is_a_line_from_the_due_day() -> None:
    late = pl.DataFrame(
        {
            "milestone": ["完工"],
            "from_on": [date(2026, 6, 30)],
            "to_on": [date(2026, 11, 24)],
            "told": ["逾期 147 天"],
            "counted": [True],
        }
    )
    spec = strip(late).to_dict()
    colour = spec["layer"][0]["encoding"]["color"]
    assert colour["condition"][0]["value"] == theme.STATES["red"]
    assert colour["value"] == theme.UNKNOWN
    assert any(row.get("told") == "逾期 147 天" for row in data(strip(late)))
