"""The charts of 资金来源: each piece in its place, the unknown in words, numbers with their n."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from portfolio.charts import bars, funding, theme

LABELS = {"990002": "示例县乙", "990001": "示例县甲"}
AMOUNTS = pl.DataFrame(
    {
        "county_code": ["990001", "990002"],
        "amount": [None, Decimal("250000000.00")],
        "known_count": [0, 3],
        "project_count": [4, 5],
    },
    schema_overrides={"amount": pl.Decimal(38, 2)},
)


def rows_of(spec: dict[str, Any], column: str) -> list[dict[str, Any]]:
    return next(rows for rows in spec["datasets"].values() if rows and column in rows[0])


def test_rows_stand_in_the_order_of_their_labels() -> None:
    assert bars.named(AMOUNTS, "county_code", LABELS)["label"].to_list() == ["示例县乙", "示例县甲"]


def test_a_bar_has_its_number_and_its_n_and_the_unknown_says_so() -> None:
    named = bars.named(AMOUNTS, "county_code", LABELS)
    chart = bars.amount_bars(
        named, "总投资", "说明", "zh", lambda row: f"/library?county={row['county_code']}"
    )
    spec = chart.to_dict()
    told = {row["label"]: row["told"] for row in rows_of(spec, "told")}
    assert told == {"示例县乙": "2.50（n = 3 / 5）", "示例县甲": "未注明（n = 0 / 4）"}
    assert {row["href"] for row in rows_of(spec, "href")} == {
        "/library?county=990001",
        "/library?county=990002",
    }
    assert spec["layer"][0]["encoding"]["x"]["title"] == "总投资（亿元）"


def test_a_blank_is_said_in_the_rows_own_words() -> None:
    rows = bars.named(AMOUNTS, "county_code", LABELS).with_columns(pl.lit("未填报").alias("blank"))
    spec = bars.amount_bars(rows, "到位资金", "说明", "zh").to_dict()
    assert "未填报（n = 0 / 4）" in {row["told"] for row in rows_of(spec, "told")}


def test_every_source_and_county_has_a_cell_that_says_what_it_knows() -> None:
    rows = pl.DataFrame(
        {
            "place": ["990001", "990002", "990001"],
            "source": ["special_bond", "special_bond", funding.ALL],
            "amount": [Decimal("30000000.00"), None, Decimal("90000000.00")],
        },
        schema_overrides={"amount": pl.Decimal(38, 2)},
    )
    words = {"heading": "到位资金", "unknown": "未知", "absent": "—"}
    sources = {funding.ALL: "合计", "special_bond": "专项债券", "bank_loan": "银行贷款"}
    spec = funding.source_grid(rows, LABELS, sources, words, "说明", "zh").to_dict()
    cells = {(row["source"], row["place"]): row for row in rows_of(spec, "told")}
    assert {key: row["told"] for key, row in cells.items()} == {
        (funding.ALL, "990001"): "9,000.00",
        (funding.ALL, "990002"): "—",
        ("special_bond", "990001"): "3,000.00",
        ("special_bond", "990002"): "未知",
        ("bank_loan", "990001"): "—",
        ("bank_loan", "990002"): "—",
    }
    assert cells["special_bond", "990001"]["fill"] == theme.HEAT[-1]
    assert cells[funding.ALL, "990001"]["fill"] == theme.WASH


@pytest.mark.parametrize(
    ("amount", "short"),
    [("35000000", "3,500"), ("3500", "0.35"), ("123456", "12.3"), ("12", "<0.01"), ("0", "0.00")],
)
def test_a_telephone_has_amounts_in_as_few_figures_as_its_cells_have_room_for(
    amount: str, short: str
) -> None:
    rows = pl.DataFrame(
        {
            "place": ["990001", "990002"],
            "source": ["bank_loan"] * 2,
            "amount": [Decimal(amount), Decimal(35000000)],
        },
        schema_overrides={"amount": pl.Decimal(38, 2)},
    )
    words = {"heading": "到位资金", "unknown": "未知", "absent": "—"}
    spec = funding.source_grid(rows, LABELS, {"bank_loan": "银行贷款"}, words, "说明", "zh").to_dict()
    shown = {row["place"]: row["short"] for row in rows_of(spec, "short")}
    assert shown == {"990001": short, "990002": "3,500"}
